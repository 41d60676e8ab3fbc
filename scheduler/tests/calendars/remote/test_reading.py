"""Events at a real CalDAV server become busy time here, through every turn that the way there can take."""

from datetime import timedelta
from typing import Any

from scheduler.calendars.checking import Checker
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.calendars.remote.linked import copies, find, link, link_row, rows
from scheduler.tests.calendars.remote.radicale import Radicale
from scheduler.tests.calendars.remote.test_writing import BEN, move, only
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.notifications.world import booked

DAY = ("2027-03-11T00:00:00Z", "2027-03-12T00:00:00Z")


async def busy(browser: Browser) -> list[str]:
    """The time that calendars take, as PostgreSQL shows it."""
    found = await rows(browser, "SELECT lower(during)::text FROM external_busy ORDER BY during")
    return [str(row[0])[:16] for row in found]


async def read_again(browser: Browser, **later: Any) -> None:
    """Let time pass until the calendars are due, and run what is to be run."""
    browser.parts.clock.move(**(later or {"minutes": 15}))  # type: ignore[attr-defined]
    await hand_over(browser)
    await browser.parts.jobs.drain()


async def hand_over(browser: Browser) -> None:
    checker = browser.parts.jobs.handler("calendar-check").__self__  # type: ignore[attr-defined]
    assert isinstance(checker, Checker)
    await checker.hand_over()


async def ada_with(browser: Browser, radicale: Radicale) -> tuple[SignedInAs, Any, str]:
    ada, service = await professional(browser, "Ada Demo")
    return ada, service, await link(browser, ada, radicale, "ada")


async def test_an_event_of_ones_own_takes_the_slot_and_gives_it_back(browser: Browser, radicale: Radicale) -> None:
    await radicale.put("/ada/work/a.ics", ":20270311T090000Z", ":20270311T100000Z")
    _, service, _ = await ada_with(browser, radicale)
    assert await busy(browser) == ["2027-03-11 09:00"]
    starts = await slots_of(browser, service, *DAY)
    assert "2027-03-11T08:00:00Z" in starts
    assert "2027-03-11T09:00:00Z" not in starts
    ben = await browser.person("Ben Example")
    wish = {"service_id": str(service), "start": "2027-03-11T09:30:00Z"}
    refused = await browser.post("/bookings", wish, by=ben, role="client")
    assert (refused.status, refused.slug) == (409, "slot-taken")
    await radicale.put("/ada/work/a.ics", ":20270311T140000Z", ":20270311T150000Z")
    await read_again(browser)
    assert await busy(browser) == ["2027-03-11 14:00"]
    await radicale.delete("/ada/work/a.ics")
    await read_again(browser)
    assert await busy(browser) == []
    assert "2027-03-11T09:00:00Z" in await slots_of(browser, service, *DAY)


async def test_what_repeats_takes_all_its_times_and_what_is_free_none(browser: Browser, radicale: Radicale) -> None:
    berlin = ";TZID=Europe/Berlin:20270311T"
    await radicale.put("/ada/work/w.ics", f"{berlin}100000", f"{berlin}110000", "RRULE:FREQ=WEEKLY;COUNT=4")
    await radicale.put("/ada/work/f.ics", ":20270311T150000Z", ":20270311T160000Z", "TRANSP:TRANSPARENT")
    await ada_with(browser, radicale)
    assert await busy(browser) == [
        "2027-03-11 09:00",
        "2027-03-18 09:00",
        "2027-03-25 09:00",
        "2027-04-01 08:00",  # summer time in Berlin
    ]


async def test_a_token_that_was_lost_reads_all_anew_and_forgets_what_is_gone(
    browser: Browser, radicale: Radicale
) -> None:
    for name, hour in (("a", 9), ("b", 11)):
        await radicale.put(f"/ada/work/{name}.ics", f":20270311T{hour:02}0000Z", f":20270311T{hour:02}3000Z")
    await ada_with(browser, radicale)
    await radicale.delete("/ada/work/a.ics")
    lost = """UPDATE calendar_link SET token = replace(token, 'http://radicale.org/ns/sync/', 'lost ')"""
    await rows(browser, lost)
    await read_again(browser)
    assert await busy(browser) == ["2027-03-11 11:00"]
    assert "lost" not in str(await rows(browser, "SELECT token FROM calendar_link"))


async def test_a_server_that_is_down_makes_a_link_fail_and_recover_and_loses_nothing(
    browser: Browser, radicale: Radicale
) -> None:
    await radicale.put("/ada/work/a.ics", ":20270311T090000Z", ":20270311T100000Z")
    _, _, linked = await ada_with(browser, radicale)
    await radicale.stop()
    await read_again(browser)
    first = await link_row(browser, linked)
    assert (first["state"], first["failures"]) == ("failing", 1)
    assert "cannot be reached" in first["problem"]
    await read_again(browser, minutes=30)
    second = await link_row(browser, linked)
    assert second["failures"] == 2
    assert second["next_at"] - browser.parts.clock.now() > timedelta(minutes=30), "later each time"
    assert await busy(browser) == ["2027-03-11 09:00"], "what was known still holds"
    await radicale.start()
    await radicale.put("/ada/work/b.ics", ":20270311T110000Z", ":20270311T120000Z")
    await read_again(browser, hours=1)
    row = await link_row(browser, linked)
    assert (row["state"], row["failures"], row["problem"]) == ("active", 0, None)
    assert await busy(browser) == ["2027-03-11 09:00", "2027-03-11 11:00"]


async def test_a_wrong_password_revokes_the_link_and_tells_its_owner(browser: Browser, radicale: Radicale) -> None:
    ada, _, linked = await ada_with(browser, radicale)
    await radicale.stop()
    radicale.set_password("ada", "another")
    await radicale.start()
    await read_again(browser)
    await read_again(browser, days=1)
    row = await link_row(browser, linked)
    assert (row["state"], row["next_at"]) == ("revoked", None)
    told = [mail["subject"] for mail in await browser.mails(ada.email)]
    assert told.count("One of your calendars cannot be read") == 1
    shown = await browser.get(f"/calendar-links/{linked}", by=browser.token_now(ada), role="professional")
    assert shown.body["state"] == "revoked"
    assert "password" in shown.body["problem"]


async def test_a_copy_of_ours_is_no_busy_time_and_one_that_is_touched_is_put_right_once(
    browser: Browser, radicale: Radicale
) -> None:
    booking = await booked(browser)
    await link(browser, booking.ben, radicale, "ben")
    await read_again(browser)
    assert await busy(browser) == []
    (path,) = radicale.events(BEN)
    uid = f"{booking.id}@visavis"
    for start in ("17", "19"):
        await radicale.put(path, ":20270312T190000Z", ":20270312T200000Z", uid=uid)
        await read_again(browser)
        assert f"DTSTART:20270312T{start}0000Z" in only(radicale, BEN)
        await read_again(browser)
        assert f"DTSTART:20270312T{start}0000Z" in only(radicale, BEN)
    assert await busy(browser) == []
    assert await copies(browser) == [(path, "left")]
    await radicale.delete(path)
    await read_again(browser)
    assert radicale.events(BEN) == {}, "theirs now"
    await move(browser, booking, 1)
    assert "DTSTART:20270312T180000Z" in only(radicale, BEN)
    await radicale.delete(path)
    await read_again(browser)
    assert "DTSTART:20270312T180000Z" in only(radicale, BEN)


async def test_a_calendar_is_its_owners_to_see_to_change_and_to_forget(browser: Browser, radicale: Radicale) -> None:
    await radicale.put("/ada/work/a.ics", ":20270311T090000Z", ":20270311T100000Z")
    ada, _, linked = await ada_with(browser, radicale)
    eve = await browser.person("Eve")
    assert (await browser.get(f"/calendar-links/{linked}", by=eve, role="client")).status == 404
    one = {"by": ada, "role": "professional"}
    changed = await browser.patch(f"/calendar-links/{linked}", {"counts_busy": False, "writes": False}, **one)
    assert (changed.status, changed.body["writes"]) == (200, False)
    assert await busy(browser) == []
    assert (await browser.delete(f"/calendar-links/{linked}", **one)).status == 204
    await browser.parts.jobs.drain()
    assert await rows(browser, "SELECT 1 FROM external_event") == []


async def test_an_address_that_is_none_of_the_internets_is_refused_with_words(browser: Browser) -> None:
    ben = await browser.person("Ben Example")
    for address in ("ftp://example.org", "https://a b", "https://user:word@example.org", "http://[", "a:b:c"):
        answer = await find(browser, ben, address, "ben", "word")
        assert (answer.status, answer.fields) == (422, ["address"]), address


async def test_who_guesses_passwords_at_another_server_is_stopped(browser: Browser, radicale: Radicale) -> None:
    ben = await browser.person("Ben Example")
    statuses = [(await find(browser, ben, radicale.url, "ben", f"guess {index}")).status for index in range(21)]
    assert statuses == [422] * 20 + [429]
