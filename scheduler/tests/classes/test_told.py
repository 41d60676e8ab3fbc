"""What people with a seat are told: an invitation that moves and ends with their class, reminders at its time as it
is now, an offer; and nothing of a class that is gone."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from scheduler.classes import schedule
from scheduler.classes.jobs import asking
from scheduler.clock import ManualClock
from scheduler.tests.booking.test_reminded import DUE, at
from scheduler.tests.booking.test_requests import rows
from scheduler.tests.classes.school import one_class, people, seat
from scheduler.tests.classes.test_classes import pass_time as pass_time_of_classes
from scheduler.tests.classes.test_paid_seats import work
from scheduler.tests.classes.test_waiting import full, give_up, promote, wait
from scheduler.tests.fixtures import Browser
from scheduler.tests.notifications.test_invitation import read


async def changed(browser: Browser, statement: str, **values: Any) -> None:
    async with browser.parts.sessions.begin() as session:
        await session.execute(text(statement), values)


MOVED = {"local_start": "2027-03-17T18:00"}  # 17:00Z


async def test_reminders_and_invitation_follow_the_class_and_end_with_it(
    browser: Browser, clock: ManualClock
) -> None:
    ada, class_id = await one_class(browser)
    carla = await browser.person("Carla")
    booking = (await seat(browser, carla, class_id)).body["booking_ids"][0]
    await work(browser)
    of_carla = DUE.replace("ORDER BY", "AND dedupe_key LIKE :of ORDER BY")
    hers = {"of": f"reminder:{booking}:{carla.id}:%"}
    assert await rows(browser, of_carla, **hers) == [at(15, 17), at(16, 16)]
    clock.move(minutes=1)
    assert (await browser.post(f"/classes/{class_id}/move", MOVED, by=ada, role="professional")).status == 200
    await work(browser)
    assert await rows(browser, of_carla, **hers) == [at(16, 17), at(17, 16)]
    clock.move(minutes=1)
    off = await browser.post(f"/classes/{class_id}/cancel", {"reason": "A cold"}, by=ada, role="professional")
    assert off.status == 200
    await work(browser)
    assert await rows(browser, DUE) == []
    ended, moved, made = (read(each["calendar"]) for each in await browser.mails(carla.email))
    assert [str(each[0]["METHOD"]) for each in (made, moved, ended)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert made[1]["SEQUENCE"] < moved[1]["SEQUENCE"] < ended[1]["SEQUENCE"]
    assert {str(each[1]["UID"]) for each in (made, moved, ended)} == {f"{booking}@visavis"}
    assert made[1]["DTSTART"].dt == datetime(2027, 3, 16, 17, tzinfo=UTC)
    assert moved[1]["DTSTART"].dt == datetime(2027, 3, 17, 17, tzinfo=UTC)
    assert "A cold" in (await browser.mails(carla.email))[0]["text"]


async def test_who_is_next_is_told_of_the_offer_once_and_nobody_else(browser: Browser) -> None:
    _, booking, (carla, zoe) = await full(browser, 2)
    await give_up(browser, booking)
    for _ in range(2):
        await work(browser)
        await asking(browser.parts.sessions, browser.parts.clock)()
    (mail,) = await browser.mails(carla.email)
    assert mail["calendar"] is None, "nothing is agreed yet"
    assert await browser.mails(zoe.email) == []
    reminders = "SELECT count(*) FROM due_job WHERE dedupe_key LIKE :of"
    assert await rows(browser, reminders, of=f"reminder:%:{carla.id}:%") == [(0,)]


async def test_everybody_with_a_seat_is_told_once_of_a_class_that_is_called_off(browser: Browser) -> None:
    ada, class_id = await one_class(browser)
    clients = await people(browser, 3)
    for each in clients:
        assert (await seat(browser, each, class_id)).status == 201
    await work(browser)
    await browser.post(f"/classes/{class_id}/cancel", {"reason": "A cold"}, by=ada, role="professional")
    for _ in range(2):
        await work(browser)
    for each in clients:
        told = [mail["subject"] for mail in await browser.mails(each.email)]
        assert len(told) == 2, told


async def test_until_when_an_offered_seat_is_kept_is_said_on_every_channel(browser: Browser) -> None:
    """Offered at 12:00Z for two hours, to somebody who lives in Kathmandu and reads German."""
    _, booking, (carla,) = await full(browser, 1)
    await changed(browser, "UPDATE person SET zone = 'Asia/Kathmandu', locale = 'de' WHERE id = :id", id=carla.id)
    await give_up(browser, booking)
    await work(browser)
    (mail,) = await browser.mails(carla.email)
    said = "bis Mi., 10. März 2027, 19:45 · Kathmandu (GMT+5:45)."
    assert said in " ".join(mail["text"].split())
    (line,) = (await browser.get("/me/notifications", by=carla, role="client")).body["items"]
    assert line["body"].endswith(f"Für Sie gehalten {said}")
    worth = "SELECT DISTINCT until FROM delivery WHERE kind = 'waitlist-offer'"
    assert await rows(browser, worth) == [(datetime(2027, 3, 10, 14, tzinfo=UTC),)], "no quiet hours outlast it"


async def test_an_offer_that_is_over_before_it_could_be_told_is_not_told(
    browser: Browser, clock: ManualClock
) -> None:
    class_id, booking, (carla,) = await full(browser, 1)
    await give_up(browser, booking)
    await promote(browser, class_id)
    clock.move(hours=2)
    await work(browser)
    assert await browser.mails(carla.email) == []


async def test_who_waits_for_a_class_that_is_called_off_is_told_once_and_waits_no_more(
    browser: Browser, clock: ManualClock
) -> None:
    """In the order of events: one has the seat, one was offered it, one left, two wait."""
    ada, class_id = await one_class(browser, seats=2)
    seated, offered, gone, carla, zoe = await people(browser, 5)
    given_up = (await seat(browser, seated, class_id)).body["booking_ids"][0]
    assert (await seat(browser, await browser.person("Stays"), class_id)).status == 201
    for each in (offered, gone, carla, zoe):
        assert (await wait(browser, each, class_id)).status == 200
    assert (await wait(browser, gone, class_id, "DELETE")).status == 204
    await give_up(browser, given_up)
    await work(browser)
    clock.move(minutes=1)
    body = {"reason": "A cold"}
    assert (await browser.post(f"/classes/{class_id}/cancel", body, by=ada, role="professional")).status == 200
    payload = {"class_id": class_id, "reason": "A cold"}
    again = browser.parts.jobs.handler(schedule.WAITED_FOR)
    await asyncio.gather(*(again(payload) for _ in range(3)))  # run twice at once, and then once more
    await work(browser)
    for each in (carla, zoe):
        (mail,) = await browser.mails(each.email)
        assert (mail["subject"], mail["calendar"]) == ("Called off: Yoga with Ada", None)
        assert "A cold" in mail["text"]
        (line,) = (await browser.get("/me/notifications", by=each, role="client")).body["items"]
        assert (line["kind"], line["path"]) == ("waitlist-closed", "/as/client/search")
        assert (await wait(browser, each, class_id, "GET")).status == 404
    told = [mail["subject"] for mail in await browser.mails(offered.email)]
    assert told == ["Cancelled: Yoga with Ada", "A place is free: Yoga"], "a seat was held for them"
    assert await browser.mails(gone.email) == []


async def test_who_waits_and_the_host_are_told_when_too_few_seats_were_confirmed(
    browser: Browser, clock: ManualClock
) -> None:
    """Both seats are asked for and none is confirmed by the time it is decided."""
    decided = datetime(2027, 3, 11, 0, 0, tzinfo=UTC)
    minutes = (datetime(2027, 3, 16, 17, 0, tzinfo=UTC) - decided) // timedelta(minutes=1)
    ada, class_id = await one_class(browser, seats=2, min_seats=2, approval=True, decide_minutes=minutes)
    first, second, carla = await people(browser, 3)
    for each in (first, second):
        assert (await seat(browser, each, class_id)).status == 201
    assert (await wait(browser, carla, class_id)).status == 200
    clock.set(decided)
    await pass_time_of_classes(browser)
    await work(browser)
    assert [mail["subject"] for mail in await browser.mails(carla.email)] == ["Called off: Yoga with Ada"]
    for _ in range(2):
        await browser.parts.jobs.handler(schedule.TOO_FEW)({"class_id": class_id})
    told = [mail["subject"] for mail in await browser.mails(ada.email)]
    assert told.count("Called off: Yoga") == 1, "its host did not do it"
