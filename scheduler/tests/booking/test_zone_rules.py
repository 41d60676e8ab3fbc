"""When a zone's official rules change after a booking was made: it is told, once, and nothing moves."""

from typing import Any

from sqlalchemy import text

from scheduler.booking import zone_rules
from scheduler.tests.booking.test_moving import move
from scheduler.tests.booking.test_reminded import told
from scheduler.tests.booking.test_requests import ask, rows
from scheduler.tests.booking.world import professional
from scheduler.tests.classes.school import one_class, people, seat
from scheduler.tests.fixtures import Browser, SignedInAs

SUBJECT = "New clock rules"


async def agreed_an_hour_off(browser: Browser) -> None:
    """As if the bookings there are had been made under rules by which the wall shows an hour more."""
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("UPDATE booking SET local_start = local_start + interval '1 hour'"))


async def look(browser: Browser) -> None:
    await zone_rules.watch(browser.parts.sessions, browser.parts.clock)()
    await told(browser)


async def heard(browser: Browser, who: SignedInAs) -> list[str]:
    return [mail["text"] for mail in await browser.mails(who.email) if mail["subject"].startswith(SUBJECT)]


async def times(browser: Browser) -> list[Any]:
    return await rows(browser, "SELECT starts_at, ends_at, status FROM booking ORDER BY id")


async def test_both_are_told_once_and_the_instant_stands(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    booking = (await ask(browser, carla, service)).body["id"]
    await look(browser)
    assert await heard(browser, carla) == [], "the rules are those it was made by"
    await agreed_an_hour_off(browser)
    before = await times(browser)
    for _ in range(3):
        await look(browser)
    assert await times(browser) == before
    for who in (ada, carla):
        (said,) = await heard(browser, who)
        assert "stays at the same instant" in said
    trail = (await browser.get(f"/bookings/{booking}/history", by=carla, role="client")).body["items"]
    assert [(each["before"], each["after"]) for each in trail][-1] == ("confirmed", "confirmed")
    assert trail[-1]["reason"] == "the zone's official rules changed"


async def test_a_booking_moved_since_is_as_it_was_agreed_again(browser: Browser) -> None:
    _, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    booking = (await ask(browser, carla, service)).body["id"]
    await agreed_an_hour_off(browser)
    await look(browser)
    assert (await move(browser, carla, "client", booking, "2027-03-12T18:30:00Z")).status == 200
    await look(browser)
    assert len(await heard(browser, carla)) == 1


async def test_what_is_cancelled_or_over_is_nobodys_business(browser: Browser) -> None:
    _, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    booking = (await ask(browser, carla, service)).body["id"]
    assert (await browser.post(f"/bookings/{booking}/cancel", {}, by=carla, role="client")).status == 200
    await agreed_an_hour_off(browser)
    await look(browser)
    assert await heard(browser, carla) == []


async def test_each_seat_of_a_class_is_told_and_its_host_once(browser: Browser) -> None:
    ada, class_id = await one_class(browser)
    guests = await people(browser, 3)
    for each in guests:
        assert (await seat(browser, each, class_id)).status == 201
    await agreed_an_hour_off(browser)
    for _ in range(2):
        await look(browser)
    assert [len(await heard(browser, each)) for each in (ada, *guests)] == [1, 1, 1, 1]
