"""Reminders before a booking's start, at the times each person chose.

The rule kept here: a reminder waits in `due_job` under `reminder:<booking>:<person>:<minutes>`, planned and dropped
in the transaction that changes the booking; when it is due the booking is asked again. What is too late, or overtaken
by the person's next reminder, is not said any more.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.notifications import preferences
from scheduler.notifications.bookings import Occasion, load_held, tell_of_booking
from scheduler.notifications.deliver import Office
from scheduler.notifications.preferences import USUAL_REMINDERS
from scheduler.notifications.telling import Event
from scheduler.rooms.meeting import Meeting, Side
from scheduler.store.driver import driver

JOB: Final = "reminder"
REPLAN: Final = "replan-reminders"
LATEST: Final = timedelta(minutes=30)
"""How late a reminder may be and still be said."""

Upcoming = Callable[[AsyncSession, UUID, datetime], Awaitable[Sequence[tuple[UUID, datetime]]]]
"""The standing bookings of a person after an instant: (id, start)."""

# Elapsed minutes before an instant, not wall time. The person's own list, else the usual one.
_PLAN: Final = """
INSERT INTO due_job (id, entrypoint, payload, due_at, dedupe_key)
SELECT gen_random_uuid(), 'reminder',
       convert_to(json_build_object('booking_id', $1::text, 'person_id', person, 'minutes', minutes,
                                    'start', $3::text)::text, 'UTF8'),
       $2::timestamptz - make_interval(mins => minutes),
       'reminder:' || $1::text || ':' || person || ':' || minutes
FROM unnest($4::uuid[]) AS person
LEFT JOIN notification_preference ON person_id = person
CROSS JOIN LATERAL unnest(coalesce(reminders, $6::int[])) AS minutes
WHERE $2::timestamptz - make_interval(mins => minutes) > $5::timestamptz
ORDER BY person, minutes
ON CONFLICT (dedupe_key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload
"""
_DROP: Final = "DELETE FROM due_job WHERE dedupe_key LIKE 'reminder:' || $1::text || ':%'"
_DROP_OF_PERSON: Final = (
    "DELETE FROM due_job WHERE dedupe_key LIKE 'reminder:' || $1::text || ':' || $2::text || ':%'"
)


async def plan_reminders(
    session: AsyncSession, booking_id: UUID, starts_at: datetime, people: Sequence[UUID], now: datetime
) -> None:
    """Plan the reminders of a booking that now stands, one statement in the caller's transaction. Those whose time
    has passed are left out; those of the same key are moved."""
    connection = await driver(session)
    await connection.fetch(
        _PLAN, str(booking_id), starts_at, starts_at.isoformat(), list(people), now, list(USUAL_REMINDERS)
    )


async def drop_reminders(session: AsyncSession, booking_id: UUID) -> None:
    """Forget the reminders of a booking that moves or ends, one statement in the caller's transaction."""
    connection = await driver(session)
    await connection.fetch(_DROP, str(booking_id))


def still_said(minutes: int, start: datetime, chosen: Sequence[int], now: datetime) -> bool:
    """Whether a reminder of `minutes` before `start` makes sense at `now`: it is still wanted, the start is to come,
    it is at most LATEST late, and the person's next one is not due yet."""
    due = start - timedelta(minutes=minutes)
    following = [start - timedelta(minutes=each) for each in chosen if each < minutes]
    return (
        minutes in chosen
        and now < start
        and now - due <= LATEST
        and not any(next_due <= now for next_due in following)
    )


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
                connection = await driver(session)
                await connection.fetch(_DROP_OF_PERSON, str(booking_id), str(person_id))
                await plan_reminders(session, booking_id, start, [person_id], now)

    return replan


def _event(meeting: Meeting) -> Event:
    return Event(meeting.id, "reminder", meeting.title, meeting.start, meeting.end, meeting.zone)
