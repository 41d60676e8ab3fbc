"""Reminders before a booking's start, at the times each person chose.

The rule kept here: when a reminder is due, the booking is asked again. What is too late, or overtaken by the person's
next reminder, is not said any more.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.notifications import preferences
from scheduler.notifications.bookings import Occasion, load_held, tell_of_booking
from scheduler.notifications.deliver import Office
from scheduler.notifications.planning import drop_reminders, plan_reminders, still_said
from scheduler.notifications.telling import Event
from scheduler.rooms.meeting import Meeting, Side

__all__ = ["JOB", "REPLAN", "drop_reminders", "plan_reminders", "reminder_job", "replan_job"]
JOB: Final = "reminder"
REPLAN: Final = "replan-reminders"
Upcoming = Callable[[AsyncSession, UUID, datetime], Awaitable[Sequence[tuple[UUID, datetime]]]]
"""The standing bookings of a person after an instant: (id, start)."""


def reminder_job(office: Office, clock: Clock) -> Handler:
    """The handler of `reminder`: {"booking_id", "person_id", "minutes", "start"}."""

    async def remind(payload: dict[str, Any]) -> None:
        booking_id, person_id = UUID(payload["booking_id"]), UUID(payload["person_id"])
        minutes, start, now = int(payload["minutes"]), datetime.fromisoformat(payload["start"]), clock.now()
        async with office.sessions.begin() as session:
            meeting = await load_held(session, office, booking_id)
            if meeting is None or not meeting.confirmed:
                return
            if meeting.start != start:
                # Planned for the time before a move that was made meanwhile: the new time has reminders of its own.
                await plan_reminders(session, booking_id, meeting.start, [person_id], now)
                return
            chosen = (await preferences.of(session, person_id)).reminders
            if not still_said(minutes, start, chosen, now):
                return
            side: Side = "client" if person_id == meeting.client_id else "professional"
            cause = f"reminder {booking_id} {minutes} {start.isoformat()}"
            await tell_of_booking(session, office, Occasion(_event(meeting), meeting, cause, now), (side,))

    return remind


def replan_job(office: Office, clock: Clock, upcoming: Upcoming) -> Handler:
    """The handler of `replan-reminders`: {"person_id"}, after they chose other times."""

    async def replan(payload: dict[str, Any]) -> None:
        person_id, now = UUID(payload["person_id"]), clock.now()
        async with office.sessions() as session:
            bookings = await upcoming(session, person_id, now)
        for booking_id, start in bookings:  # each in a transaction of its own: no lock is held for long
            async with office.sessions.begin() as session:
                await drop_reminders(session, booking_id, person_id)
                await plan_reminders(session, booking_id, start, [person_id], now)

    return replan


def _event(meeting: Meeting) -> Event:
    return Event(meeting.id, "reminder", meeting.title, meeting.start, meeting.end, meeting.zone)
