"""Reminders: at the chosen times, of what still stands, once."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event as sqlalchemy_event

from scheduler.clock import ManualClock
from scheduler.notifications.planning import LATEST, drop_reminders, plan_reminders, still_said
from scheduler.tests.fixtures import NOON, Browser
from scheduler.tests.notifications.world import START, Booked, booked, change, happens, lines, move


async def plan(browser: Browser, booking: Booked, start: datetime = START) -> None:
    async with browser.parts.sessions.begin() as session:
        people = [booking.ada.id, booking.ben.id]
        await plan_reminders(session, booking.id, start, people, browser.parts.clock.now())


async def drop(browser: Browser, booking: Booked) -> None:
    async with browser.parts.sessions.begin() as session:
        await drop_reminders(session, booking.id)


async def waiting(browser: Browser) -> dict[str, datetime]:
    return dict(await change(browser, "SELECT dedupe_key, due_at FROM due_job WHERE entrypoint = 'reminder'"))


async def told(browser: Browser, booking: Booked) -> tuple[int, int]:
    await browser.parts.jobs.drain()
    return len(await lines(browser, booking.ada, "reminder")), len(await lines(browser, booking.ben, "reminder"))


async def test_a_day_and_an_hour_before_unless_chosen_otherwise(browser: Browser) -> None:
    booking = await booked(browser)
    body = {"reminders": [15, 120, 15, 10000]}
    assert (await browser.put("/me/notification-preferences", body, by=booking.ada)).status == 200
    await browser.parts.jobs.drain()
    keys = await waiting(browser)
    wanted = {booking.ada: (15, 120), booking.ben: (60, 1440)}
    assert keys == {
        f"reminder:{booking.id}:{who.id}:{minutes}": START - timedelta(minutes=minutes)
        for who, chosen in wanted.items()
        for minutes in chosen
    }, "ten thousand minutes before has passed already"


async def test_they_follow_the_booking_by_themselves(browser: Browser) -> None:
    """Nobody calls the planning but the job that tells of each event."""
    booking = await booked(browser)
    assert len(await waiting(browser)) == 4
    await move(browser, booking, START + timedelta(days=7))
    await happens(browser, booking, "rescheduled", event_id=1)
    assert set((await waiting(browser)).values()) == {
        START + timedelta(days=7) - timedelta(minutes=minutes) for minutes in (60, 1440)
    }
    await browser.post(f"/bookings/{booking.id}/cancel", {}, by=booking.ada, role="professional")
    await browser.parts.jobs.drain()
    assert await waiting(browser) == {}


async def test_each_hears_of_it_in_time_by_mail_and_in_the_list(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    await plan(browser, booking)
    clock.set(START - timedelta(days=1, seconds=1))
    assert await told(browser, booking) == (0, 0)
    clock.move(seconds=1)
    assert await told(browser, booking) == (1, 1)
    clock.set(START - timedelta(hours=1))
    assert await told(browser, booking) == (2, 2)
    clock.set(START)
    assert await told(browser, booking) == (2, 2)
    subjects = [mail["subject"] for mail in await browser.mails(booking.ben.email)]
    assert subjects.count("Soon: Tax advice with Ada Demo") == 2


async def test_a_cancelled_booking_reminds_nobody(browser: Browser, clock: ManualClock) -> None:
    """Cancelled between the hour it was due and the job: the reminders are handed over already."""
    booking = await booked(browser)
    await plan(browser, booking)
    clock.set(START - timedelta(days=1))
    await browser.parts.jobs.tick()
    assert len(await waiting(browser)) == 2
    await change(browser, "UPDATE booking SET status = 'cancelled', settled_at = starts_at")
    assert await told(browser, booking) == (0, 0)


async def test_dropped_reminders_are_gone_and_those_of_others_stay(browser: Browser) -> None:
    booking = await booked(browser)
    await plan(browser, booking)
    async with browser.parts.sessions.begin() as session:
        other = uuid4()
        await plan_reminders(session, other, START, [booking.ada.id], NOON)
    await drop(browser, booking)
    assert set(await waiting(browser)) == {f"reminder:{other}:{booking.ada.id}:{each}" for each in (60, 1440)}


async def test_a_moved_booking_reminds_of_its_new_time_only(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    await plan(browser, booking)
    later = START + timedelta(days=2)
    await move(browser, booking, later)
    await drop(browser, booking)
    await plan(browser, booking, later)
    clock.set(START - timedelta(days=1))
    assert await told(browser, booking) == (0, 0)
    clock.set(later - timedelta(days=1))
    assert await told(browser, booking) == (1, 1)
    assert "14 Mar" in (await lines(browser, booking.ada, "reminder"))[0].body


async def test_moved_between_due_and_run_the_new_time_gets_reminders(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    await plan(browser, booking)
    clock.set(START - timedelta(days=1))
    await browser.parts.jobs.tick()
    await move(browser, booking, START + timedelta(days=2))
    assert await told(browser, booking) == (0, 0)
    clock.set(START + timedelta(days=1))
    assert await told(browser, booking) == (1, 1)


async def test_a_booking_that_is_gone_reminds_nobody(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    await plan(browser, booking)
    await change(browser, "DELETE FROM booking")
    clock.set(START - timedelta(days=1))
    assert await told(browser, booking) == (0, 0)


@pytest.mark.parametrize(
    ("before_start", "expected"),
    [(timedelta(minutes=40), 1), (timedelta(minutes=20), 0), (timedelta(0), 0), (timedelta(days=-1), 0)],
)
async def test_a_jump_of_the_clock_over_several_sends_only_what_still_makes_sense(
    browser: Browser, clock: ManualClock, before_start: timedelta, expected: int
) -> None:
    booking = await booked(browser)
    await plan(browser, booking)
    clock.set(START - before_start)
    assert await told(browser, booking) == (expected, expected)
    assert await waiting(browser) == {}


@given(
    st.lists(st.integers(5, 40_000), min_size=1, max_size=5, unique=True),
    st.integers(0, 45_000),
)
def test_of_several_that_are_due_at_most_one_is_said(chosen: list[int], minutes_left: int) -> None:
    now = START - timedelta(minutes=minutes_left)
    said = [
        each for each in chosen if now >= START - timedelta(minutes=each) and still_said(each, START, chosen, now)
    ]
    assert len(said) <= 1
    assert all(START - timedelta(minutes=each) >= now - LATEST for each in said)
    assert minutes_left > 0 or not said


async def test_two_schedulers_at_once_and_a_second_run_tell_once(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    await plan(browser, booking)
    clock.set(START - timedelta(hours=1))
    payload = {"booking_id": str(booking.id), "person_id": str(booking.ben.id), "minutes": 60}
    remind = browser.parts.jobs.handler("reminder")
    await asyncio.gather(*(remind({**payload, "start": START.isoformat()}) for _ in range(4)))
    assert await told(browser, booking) == (1, 1)
    mails = [mail["subject"] for mail in await browser.mails(booking.ben.email)]
    assert mails.count("Soon: Tax advice with Ada Demo") == 1


async def test_other_times_chosen_reach_what_is_booked_already(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    await plan(browser, booking)
    await browser.put("/me/notification-preferences", {"reminders": [30]}, by=booking.ben)
    clock.set(START - timedelta(hours=1))
    assert await told(browser, booking) == (1, 0)
    clock.set(START - timedelta(minutes=30))
    assert await told(browser, booking) == (1, 1)


async def test_planning_and_dropping_are_one_statement_each(browser: Browser) -> None:
    booking = await booked(browser)
    statements: list[str] = []
    engine = browser.parts.engine.sync_engine
    sqlalchemy_event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    async with browser.parts.sessions.begin() as session:
        await session.connection()
        raw = (await (await session.connection()).get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute("SELECT 1")
        seen: list[str] = []
        with raw.query_logger(lambda record: seen.append(record.query)):
            await plan_reminders(session, booking.id, START, [booking.ada.id, booking.ben.id], NOON)
            await drop_reminders(session, booking.id)
    assert len([each for each in seen if "due_job" in each]) == 2
