"""A copy, killed -9 between any two steps of writing it: one entry stands, and is taken away when the booking is."""

from typing import Any

import pytest

from scheduler.calendars.remote import acting
from scheduler.jobs.queue import enqueue
from scheduler.tests.calendars.remote import killed_worker
from scheduler.tests.calendars.remote.linked import copies, link, rows
from scheduler.tests.calendars.remote.radicale import Radicale
from scheduler.tests.calendars.remote.test_writing import BEN, only
from scheduler.tests.fixtures import Browser
from scheduler.tests.notifications.world import Booked, booked
from scheduler.tests.takeover import finish, kill_at_each


async def linked_and_not_written(browser: Browser, radicale: Radicale) -> tuple[Booked, dict[str, str]]:
    """A booking, a calendar, and what the job of its copy is told."""
    booking = await booked(browser)
    link_id = await link(browser, booking.ben, radicale, "ben", writes=False)
    await rows(browser, "UPDATE calendar_link SET writes = true")
    return booking, {"link_id": link_id, "booking_id": str(booking.id)}


async def test_killed_between_any_two_steps_one_entry_stands(browser: Browser, radicale: Radicale) -> None:
    booking, job = await linked_and_not_written(browser, radicale)
    async with browser.parts.sessions.begin() as session:
        await enqueue(session, "calendar-copy", job)
    await kill_at_each(browser.parts, killed_worker.__name__, killed_worker.STEPS)
    await finish(browser.parts)
    assert f"UID:{booking.id}@visavis" in only(radicale, BEN)
    assert [state for _, state in await copies(browser)] == ["written"]


@pytest.mark.parametrize("noted", [True, False])
async def test_what_nobody_could_note_is_taken_away_all_the_same(
    browser: Browser, radicale: Radicale, noted: bool
) -> None:
    booking, job = await linked_and_not_written(browser, radicale)
    await browser.parts.jobs.handler("calendar-copy")(job)
    only(radicale, BEN)
    if not noted:
        await rows(browser, "UPDATE calendar_copy SET href = '', etag = NULL, state = 'writing'")
    await rows(browser, "UPDATE booking SET status = 'cancelled' WHERE id = :id", id=booking.id)
    for _ in range(2):
        await browser.parts.jobs.handler("calendar-copy")(job)
    assert radicale.events(BEN) == {}
    assert await copies(browser) == []


async def test_a_booking_that_moves_while_its_copy_is_written_is_written_again(
    browser: Browser, radicale: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking, job = await linked_and_not_written(browser, radicale)
    act = acting.act
    move = "UPDATE booking SET starts_at = starts_at + '1 hour', ends_at = ends_at + '1 hour', sequence = 1"

    async def slow(*args: Any) -> Any:
        done = await act(*args)
        await rows(browser, f"{move} WHERE id = :id AND sequence = 0", id=booking.id)
        return done

    monkeypatch.setattr(acting, "act", slow)
    await browser.parts.jobs.handler("calendar-copy")(job)
    assert "DTSTART:20270312T170000Z" in only(radicale, BEN)
    await browser.parts.jobs.drain()
    assert "DTSTART:20270312T180000Z" in only(radicale, BEN)
