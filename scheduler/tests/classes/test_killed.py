"""A class that is called off by a scheduler that is killed between its seats: each is cancelled, told and paid back
once, whoever goes on."""

from uuid import UUID

import pytest
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.tests.booking.test_paid import drift
from scheduler.tests.booking.test_requests import rows
from scheduler.tests.classes import killed_worker
from scheduler.tests.classes.school import people
from scheduler.tests.classes.test_classes import pass_time as pass_time_of_classes
from scheduler.tests.classes.test_paid_seats import MONEY, paid_class, seated, work
from scheduler.tests.fixtures import NOON, Browser
from scheduler.tests.takeover import kill_at_each, take_over

ROOMS = "DELETE FROM pgqueuer WHERE entrypoint IN ('close-room', 'leave-room')"  # no node runs here


@pytest.mark.timeout(300)
async def test_killed_between_its_seats(browser: Browser, clock: ManualClock) -> None:
    """Too few have booked by the time that is decided, which is when the workers' clock stands."""
    ada, class_id = await paid_class(browser, min_seats=3, decide_minutes=8640)
    two = [await seated(browser, class_id, each) for each in await people(browser, 2)]
    assert clock.now() == NOON
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("UPDATE class_session SET decide_at = :now"), {"now": clock.now()})
    await pass_time_of_classes(browser)
    assert await rows(browser, "SELECT status FROM class_session") == [("cancelled",)]
    await kill_at_each(browser.parts, killed_worker.__name__, killed_worker.STEPS)
    standing = await rows(browser, "SELECT count(*)::int FROM booking WHERE status = 'confirmed'")
    assert standing == [(1,)], "the last was killed when one of two was done"
    await take_over(browser.parts.sessions)
    async with browser.parts.sessions.begin() as session:
        await session.execute(text(ROOMS))
        await session.execute(text("UPDATE pgqueuer SET execute_after = now()"))
    for _ in range(2):
        await work(browser)
    for booking in two:
        assert await rows(browser, "SELECT status FROM booking WHERE id = :id", id=UUID(booking)) == [("cancelled",)]
        assert await rows(browser, MONEY, id=UUID(booking)) == [(9000, 9000)]
        steps = "SELECT count(*)::int FROM booking_event WHERE booking_id = :id AND after = 'cancelled'"
        assert await rows(browser, steps, id=UUID(booking)) == [(1,)]
        mails = (
            "SELECT count(*)::int FROM delivery WHERE booking_id = :id AND kind = 'class-cancelled'"
            " AND channel = 'mail' AND person_id <> :host"
        )
        assert await rows(browser, mails, id=UUID(booking), host=ada.id) == [(1,)]
    made = await rows(browser, "SELECT count(*)::int FROM test_gateway_object WHERE kind = 'refund'")
    assert made == [(2,)], "each was given back once"
    assert await drift(browser) == []
