"""One validator for both, over the database: what is listed can be booked, what is not listed cannot."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.booking import service as desk
from scheduler.http import Problem
from scheduler.tests.booking.world import offer, open_hours, slots_of
from scheduler.tests.fixtures import Browser

# Half days around the two changes of the clock in Berlin, and an ordinary one.
BEGINNINGS = [
    datetime(2027, 3, 27, 22, tzinfo=UTC),
    datetime(2027, 10, 30, 22, tzinfo=UTC),
    datetime(2027, 6, 15, 5, tzinfo=UTC),
]


@pytest.mark.parametrize("begin", BEGINNINGS, ids=["spring", "autumn", "summer"])
async def test_listed_is_bookable(browser: Browser, begin: datetime) -> None:
    """Every five minutes of eight hours is tried (and given up again) after a few random bookings."""
    dice = random.Random(begin.isoformat())
    sessions, now = browser.parts.sessions, browser.parts.clock.now()
    ada = await browser.person("Ada", professional=True)
    week = [(weekday, start, stop) for weekday in range(7) for start, stop in ((30, 160), (170, 300), (390, 800))]
    await open_hours(sessions, ada.id, now, "Europe/Berlin", week)
    terms = {"step_minutes": 20, "duration_minutes": 40, "buffer_before_minutes": 5, "buffer_after_minutes": 10}
    service = await offer(sessions, ada.id, now, window_days=365, **terms)
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    end = begin + timedelta(hours=8)
    listed = await slots_of(browser, service, begin.isoformat(), end.isoformat())
    for wanted in dice.sample(listed, 2):
        body = {"service_id": str(service), "start": wanted}
        await browser.post("/bookings", body, by=carla, role="client")  # the second may be taken by the first
    listed = await slots_of(browser, service, begin.isoformat(), end.isoformat())
    bookable, refusals = [], set()
    for index in range(8 * 12):
        start = begin + timedelta(minutes=5 * index)
        async with sessions() as session:
            try:
                await desk.book(session, desk.Wish(service, zoe.id, start), now)
                bookable.append(start.isoformat().replace("+00:00", "Z"))
            except Problem as problem:
                refusals.add(problem.slug)
            await session.rollback()
    assert len(listed) > 3
    assert refusals == {"slot-taken", "invalid-input"}
    assert bookable == listed
