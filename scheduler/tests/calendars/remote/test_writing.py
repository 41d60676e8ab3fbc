"""Bookings in their people's own calendars, at a real CalDAV server: made, moved, taken away, and put right once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from scheduler.calendars.remote import acting
from scheduler.calendars.remote.port import RevokedError
from scheduler.calendars.tables import CalendarLink
from scheduler.tests.booking.world import offer
from scheduler.tests.calendars.remote.linked import copies, find, link, link_row, rows
from scheduler.tests.calendars.remote.radicale import Radicale
from scheduler.tests.classes import school
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.notifications.world import START, Booked, booked

ADA, BEN = "/ada/work/", "/ben/home/"


async def both_linked(browser: Browser, radicale: Radicale) -> Booked:
    made = await booked(browser)
    await link(browser, made.ada, radicale, "ada")
    await link(browser, made.ben, radicale, "ben")
    return made


def only(radicale: Radicale, calendar: str) -> str:
    (body,) = (radicale.events(calendar)).values()
    return body


async def move(browser: Browser, booking: Booked, hours: int) -> None:
    start = (START + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")
    path = f"/bookings/{booking.id}/move"
    answer = await browser.post(path, {"start": start}, by=browser.token_now(booking.ben), role="client")
    assert answer.status == 200, answer.body
    await browser.parts.jobs.drain()


async def cancel(browser: Browser, booking: Booked, who: SignedInAs, role: str) -> None:
    answer = await browser.post(
        f"/bookings/{booking.id}/cancel", {"reason": ""}, by=browser.token_now(who), role=role
    )
    assert answer.status == 200, answer.body
    await browser.parts.jobs.drain()


async def test_what_stands_already_is_written_when_a_calendar_is_linked_and_what_comes_after(
    browser: Browser, radicale: Radicale
) -> None:
    booking = await both_linked(browser, radicale)
    ada, ben = only(radicale, ADA), only(radicale, BEN)
    assert "SUMMARY:Tax advice – Ben Example" in ada
    assert "SUMMARY:Tax advice – Ada Demo" in ben
    for body in (ada, ben):
        assert f"UID:{booking.id}@visavis" in body
        assert "DTSTART:20270312T170000Z" in body
        assert "@example.org" not in body, "nobody's address is told"
        assert "ORGANIZER" not in body
    wish = {"service_id": str(await offer(browser.parts.sessions, booking.ada.id, browser.parts.clock.now()))}
    wish["start"] = "2027-03-13T10:00:00Z"
    answer = await browser.post("/bookings", wish, by=booking.ben, role="client")
    assert answer.status == 201, answer.body
    await browser.parts.jobs.drain()
    assert len(radicale.events(ADA)) == len(radicale.events(BEN)) == 2


async def test_a_move_moves_the_copies_and_a_cancellation_takes_them_away(
    browser: Browser, radicale: Radicale
) -> None:
    booking = await both_linked(browser, radicale)
    await move(browser, booking, 1)
    for calendar in (ADA, BEN):
        body = only(radicale, calendar)
        assert "DTSTART:20270312T180000Z" in body
        assert "SEQUENCE:1" in body
    await cancel(browser, booking, booking.ada, "professional")
    assert radicale.events(ADA) == radicale.events(BEN) == {}
    assert await copies(browser) == []


async def test_a_calendar_that_is_only_read_gets_no_copies(browser: Browser, radicale: Radicale) -> None:
    booking = await booked(browser)
    await link(browser, booking.ben, radicale, "ben", writes=False)
    await move(browser, booking, 1)
    assert radicale.events(BEN) == {}


async def look_again(browser: Browser, booking: Booked, link_id: str) -> None:
    """The job that a reading queues for a copy that somebody touched."""
    handler = browser.parts.jobs.handler("calendar-copy")
    await handler({"link_id": link_id, "booking_id": str(booking.id), "touched": True})


async def test_a_copy_its_owner_changed_is_put_right_once_then_left_and_told(
    browser: Browser, radicale: Radicale
) -> None:
    booking = await booked(browser)
    linked = await link(browser, booking.ben, radicale, "ben")
    (path,) = radicale.events(BEN)
    uid = f"{booking.id}@visavis"

    async def touch() -> None:
        await radicale.put(path, ":20270312T190000Z", ":20270312T200000Z", uid=uid)
        await look_again(browser, booking, linked)

    await touch()
    assert "DTSTART:20270312T170000Z" in only(radicale, BEN)
    await touch()
    assert "DTSTART:20270312T190000Z" in only(radicale, BEN), "no fight"
    assert await copies(browser) == [(path, "left")]
    told = [mail["subject"] for mail in await browser.mails(booking.ben.email)]
    assert told.count("A booking stands differently in your own calendar") == 1
    assert "it stays as it is" in (await link_row(browser, linked))["problem"]
    await touch()
    assert len(await browser.mails(booking.ben.email)) == len(told), "told once"
    await move(browser, booking, 1)
    assert "DTSTART:20270312T180000Z" in only(radicale, BEN), "a change of ours is written again"
    assert await copies(browser) == [(path, "written")]


async def test_a_copy_its_owner_deleted_comes_back_once(browser: Browser, radicale: Radicale) -> None:
    booking = await booked(browser)
    linked = await link(browser, booking.ben, radicale, "ben")
    for left in (1, 0):
        (path,) = radicale.events(BEN)
        await radicale.delete(path)
        await look_again(browser, booking, linked)
        assert len(radicale.events(BEN)) == left
    await cancel(browser, booking, booking.ben, "client")
    assert await copies(browser) == []


async def test_what_an_owner_adds_to_a_copy_is_left_in_peace(browser: Browser, radicale: Radicale) -> None:
    booking = await booked(browser)
    linked = await link(browser, booking.ben, radicale, "ben")
    (path,) = radicale.events(BEN)
    same = (":20270312T170000Z", ":20270312T180000Z", "DESCRIPTION:bring the papers")
    await radicale.put(path, *same, uid=f"{booking.id}@visavis", title="Tax advice – Ada Demo")
    await look_again(browser, booking, linked)
    assert "bring the papers" in only(radicale, BEN)
    assert await copies(browser) == [(path, "written")]
    await move(browser, booking, 1)
    assert "DTSTART:20270312T180000Z" in only(radicale, BEN), "the version that was seen is known"


async def test_while_the_server_is_down_copies_wait_and_are_written_when_it_is_back(
    browser: Browser, radicale: Radicale
) -> None:
    booking = await both_linked(browser, radicale)
    await radicale.stop()
    await move(browser, booking, 1)
    await cancel(browser, booking, booking.ada, "professional")
    await radicale.start()
    browser.parts.clock.move(minutes=2)  # type: ignore[attr-defined]
    await browser.parts.jobs.drain()
    assert radicale.events(ADA) == radicale.events(BEN) == {}
    assert await copies(browser) == []


async def link_anew(browser: Browser, who: SignedInAs, radicale: Radicale, password: str) -> None:
    found = await find(browser, who, radicale.url, "ben", password)
    chosen = {"address": found.body["calendars"][0]["address"], "writes": True}
    choice = {"choice": found.body["choice"], "calendars": [chosen]}
    answer = await browser.post("/calendars/choose", choice, by=browser.token_now(who), role="client")
    assert answer.status == 201, answer.body
    await browser.parts.jobs.drain()


async def test_what_was_called_off_while_we_were_not_let_in_is_taken_away_once_we_are(
    browser: Browser, radicale: Radicale
) -> None:
    booking = await booked(browser)
    linked = await link(browser, booking.ben, radicale, "ben")
    only(radicale, BEN)
    await radicale.stop()
    radicale.set_password("ben", "another")
    await radicale.start()
    await move(browser, booking, 1)
    assert (await link_row(browser, linked))["state"] == "revoked"
    await cancel(browser, booking, booking.ada, "professional")
    only(radicale, BEN)  # nobody could take it away
    await link_anew(browser, booking.ben, radicale, "another")
    assert radicale.events(BEN) == {}
    assert await copies(browser) == []


async def test_a_refusal_of_what_opened_a_calendar_before_does_not_revoke_what_opens_it_now(
    browser: Browser, radicale: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = await booked(browser)
    linked = await link(browser, booking.ben, radicale, "ben")
    act = acting.act
    refused: list[Any] = []

    async def late(*args: Any) -> Any:
        if refused:
            return await act(*args)
        refused.append(args)
        secret = {"server": f"{radicale.url}/", "user": "ben", "password": radicale.passwords["ben"]}
        async with browser.parts.sessions.begin() as session:
            found = await session.get_one(CalendarLink, UUID(linked))
            found.credentials = browser.parts.accounts.seal(found.id, secret)  # its owner links it anew just then
        raise RevokedError("The password is wrong.")

    monkeypatch.setattr(acting, "act", late)
    await move(browser, booking, 1)
    assert refused
    assert (await link_row(browser, linked))["state"] == "active"
    assert "DTSTART:20270312T180000Z" in only(radicale, BEN), "written by what opens it now"
    assert "One of your calendars cannot be read" not in [
        mail["subject"] for mail in await browser.mails(booking.ben.email)
    ]


async def test_a_password_that_opens_no_more_revokes_the_link_and_its_owner_is_told_once(
    browser: Browser, radicale: Radicale
) -> None:
    booking = await booked(browser)
    linked = await link(browser, booking.ben, radicale, "ben")
    await radicale.stop()
    radicale.set_password("ben", "another")
    await radicale.start()
    await move(browser, booking, 1)
    await move(browser, booking, 2)
    row = await link_row(browser, linked)
    assert (row["state"], row["next_at"]) == ("revoked", None)
    told = [mail["subject"] for mail in await browser.mails(booking.ben.email)]
    assert told.count("One of your calendars cannot be read") == 1
    await link_anew(browser, booking.ben, radicale, "another")
    row = await link_row(browser, linked)
    assert (row["state"], row["problem"]) == ("active", None), "linked again, the same link goes on"
    assert "DTSTART:20270312T190000Z" in only(radicale, BEN)


async def test_a_class_stands_in_its_hosts_calendar_and_a_seat_in_its_clients(
    browser: Browser, radicale: Radicale
) -> None:
    for job in ("close-room", "leave-room"):
        browser.parts.jobs.register(job, no_room)
    ada, service = await school.host(browser)
    ben = await browser.person("Ben Example")
    await link(browser, ada, radicale, "ada")
    await link(browser, ben, radicale, "ben")
    made = await school.hold(browser, ada, service)
    class_id = made.body["classes"][0]["id"]
    await browser.parts.jobs.drain()
    assert f"UID:{class_id}@visavis" in only(radicale, ADA), "before anybody has a seat"
    taken = await school.seat(browser, ben, class_id)
    assert taken.status == 201, taken.body
    await browser.parts.jobs.drain()
    assert "SUMMARY:Yoga\n" in only(radicale, ADA), "one entry, however many seats"
    assert "SUMMARY:Yoga – Ada\n" in only(radicale, BEN)
    wish = {"local_start": "2027-03-17T18:00"}
    moved = await browser.post(f"/classes/{class_id}/move", wish, by=ada, role="professional")
    assert moved.status == 200, moved.body
    await browser.parts.jobs.drain()
    assert "DTSTART:20270317T170000Z" in only(radicale, ADA)
    assert "DTSTART:20270317T170000Z" in only(radicale, BEN)
    off = await browser.post(f"/classes/{class_id}/cancel", {"reason": "ill"}, by=ada, role="professional")
    assert off.status == 200, off.body
    await browser.parts.jobs.drain()
    assert radicale.events(ADA) == radicale.events(BEN) == {}


async def no_room(_payload: dict[str, Any]) -> None:
    """No node runs beside these tests."""


async def test_nothing_of_a_secret_is_kept_or_said_in_the_open(browser: Browser, radicale: Radicale) -> None:
    ben = await browser.person("Ben Example")
    await link(browser, ben, radicale, "ben")
    kept: list[Any] = await rows(browser, "SELECT row_to_json(calendar_link)::text FROM calendar_link")
    kept += await rows(browser, "SELECT row_to_json(challenge)::text FROM challenge")
    assert "secret" not in str(kept).replace("client_secret", "")
