"""Which reminders wait: planned when a booking comes to stand or moves, dropped when it moves or ends.

The rule kept here: a reminder is a row of `due_job`, `reminder:<booking>:<person>:<minutes>`, so that planning twice
is planning once. Bookings need not call this: the job that tells of an event keeps its reminders (`keep_reminders`),
so a booking's transaction pays nothing for them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.notifications.preferences import USUAL_REMINDERS
from scheduler.rooms.meeting import Meeting
from scheduler.store.driver import driver

LATEST: Final = timedelta(minutes=30)
"""How late a reminder may be and still be said."""

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
# Every key that begins so, by the index of beginnings whatever the collation; `;` follows `:`.
_DROP: Final = "DELETE FROM due_job WHERE dedupe_key ~>=~ $1::text AND dedupe_key ~<~ $2::text"


async def plan_reminders(
    session: AsyncSession, booking_id: UUID, starts_at: datetime, people: Sequence[UUID], now: datetime
) -> None:
    """Plan the reminders of a booking that stands, one statement in the caller's transaction. Those whose time has
    passed are left out; those of the same key are moved."""
    connection = await driver(session)
    await connection.fetch(
        _PLAN, str(booking_id), starts_at, starts_at.isoformat(), list(people), now, list(USUAL_REMINDERS)
    )


async def drop_reminders(session: AsyncSession, booking_id: UUID, person_id: UUID | None = None) -> None:
    """Forget the reminders of a booking (of one person only, if named), one statement in the caller's
    transaction."""
    key = f"reminder:{booking_id}" if person_id is None else f"reminder:{booking_id}:{person_id}"
    await (await driver(session)).fetch(_DROP, f"{key}:", f"{key};")


async def keep_reminders(session: AsyncSession, meeting: Meeting, now: datetime) -> None:
    """Make the reminders of a booking those of how it stands: after any event of it, once or many times."""
    await drop_reminders(session, meeting.id)
    if meeting.confirmed and meeting.start > now and meeting.client_id is not None:
        await plan_reminders(session, meeting.id, meeting.start, (meeting.client_id, meeting.professional_id), now)


def still_said(minutes: int, start: datetime, chosen: Sequence[int], now: datetime) -> bool:
    """Whether a reminder of `minutes` before `start` makes sense at `now`: it is still wanted, the start is to come,
    it is at most LATEST late, and the person's next one is not due yet."""
    due = start - timedelta(minutes=minutes)
    following = [start - timedelta(minutes=each) for each in chosen if each < minutes]
    return minutes in chosen and now < start and now - due <= LATEST and not any(next_ <= now for next_ in following)
