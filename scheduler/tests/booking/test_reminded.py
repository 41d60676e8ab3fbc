"""Reminders follow the booking by the job that tells of it: planned when confirmed, moved with it, gone with it."""

from datetime import UTC, datetime

from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.tests.booking.test_moving import move
from scheduler.tests.booking.test_requests import ask, rows
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Browser

DUE = "SELECT DISTINCT due_at FROM due_job WHERE dedupe_key LIKE 'reminder:%' ORDER BY due_at"


async def told(browser: Browser) -> None:
    """Run the jobs; no node runs here, and its job would be tried for ever."""
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM pgqueuer WHERE entrypoint = 'close-room'"))
    await browser.parts.jobs.drain()


def at(day: int, hour: int, minute: int = 0) -> tuple[datetime]:
    return (datetime(2027, 3, day, hour, minute, tzinfo=UTC),)


async def test_planned_with_the_booking_moved_with_it_and_gone_with_it(browser: Browser) -> None:
    _, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    booking = (await ask(browser, carla, service)).body["id"]
    await told(browser)
    assert await rows(browser, DUE) == [at(11, 16), at(12, 15)]
    assert await rows(browser, "SELECT count(*) FROM due_job") == [(4,)]
    assert (await move(browser, carla, "client", booking, "2027-03-12T18:30:00Z")).status == 200
    await told(browser)
    assert await rows(browser, DUE) == [at(11, 18, 30), at(12, 17, 30)]
    assert (await browser.post(f"/bookings/{booking}/cancel", {}, by=carla, role="client")).status == 200
    await told(browser)
    assert await rows(browser, "SELECT count(*) FROM due_job") == [(0,)]


async def test_of_a_request_only_when_it_is_approved(browser: Browser, clock: ManualClock) -> None:
    ada, service = await professional(browser, "Ada", approval=True)
    carla = await browser.person("Carla")
    booking = (await ask(browser, carla, service)).body["id"]
    await told(browser)
    assert await rows(browser, DUE) == []
    clock.move(minutes=1)
    await browser.post(f"/bookings/{booking}/approve", {}, by=ada, role="professional")
    await told(browser)
    assert await rows(browser, DUE) == [at(11, 16), at(12, 15)]
    moved = await move(browser, carla, "client", booking, "2027-03-12T18:30:00Z")
    assert moved.body["status"] == "requested"
    await told(browser)
    assert await rows(browser, DUE) == []


async def test_people_are_told_of_every_step(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", approval=True)
    carla = await browser.person("Carla")
    booking = (await ask(browser, carla, service)).body["id"]
    await browser.post(f"/bookings/{booking}/approve", {}, by=ada, role="professional")
    await move(browser, ada, "professional", booking, "2027-03-12T18:30:00Z")
    await browser.post(f"/bookings/{booking}/cancel", {"reason": "A cold"}, by=ada, role="professional")
    waiting = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'booking-mail'"
    assert await rows(browser, waiting) == [(4,)]
    await told(browser)
    kinds = "SELECT kind FROM notification WHERE person_id = :id"
    assert {row[0] for row in await rows(browser, kinds, id=carla.id)} == {
        "requested",
        "confirmed",
        "rescheduled",
        "cancelled",
    }
