"""The feed's secret address, and what is read at it.

The rule kept here: the address has 256 random bits, and its hash alone is kept; who has it reads this one person's
bookings and nothing else, until it is made anew or switched off.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.secrets import new_secret, stored
from auth.tables import Account
from scheduler.calendars.feed import AHEAD, BACK, MOST, Item, Shows
from scheduler.calendars.tables import CalendarFeed

_NOTED_EVERY: Final = timedelta(hours=1)
# Of a class its host sees the class, not each seat; what never came to be (declined, lapsed) is not told.
_ITEMS: Final = text("""
SELECT id, role, title, other, status, sequence, starts_at, ends_at, created_at, changed, taken, capacity FROM (
    SELECT booking.id, 'professional' AS role, title, person.name AS other, status, sequence, starts_at, ends_at,
        booking.created_at, (SELECT max(at) FROM booking_event WHERE booking_id = booking.id) AS changed,
        NULL::integer AS taken, NULL::integer AS capacity
    FROM booking JOIN person ON person.id = client_id
    WHERE professional_id = :me AND class_id IS NULL AND starts_at >= :begin AND starts_at < :end
        AND status NOT IN ('declined', 'expired')
    UNION ALL
    SELECT booking.id, 'client', title, person.name, status, sequence, starts_at, ends_at, booking.created_at,
        (SELECT max(at) FROM booking_event WHERE booking_id = booking.id), NULL, NULL
    FROM booking JOIN person ON person.id = professional_id
    WHERE client_id = :me AND starts_at >= :begin AND starts_at < :end AND status NOT IN ('declined', 'expired')
    UNION ALL
    SELECT id, 'professional', title, '', status, sequence, starts_at, ends_at, created_at, NULL, taken, capacity
    FROM class_session WHERE professional_id = :me AND starts_at >= :begin AND starts_at < :end
) AS mine ORDER BY starts_at, id LIMIT :most
""")


async def make(session: AsyncSession, person_id: UUID, shows: Shows, now: datetime) -> tuple[CalendarFeed, str]:
    """A feed with a new secret; the one before opens nothing any more."""
    secret = new_secret()
    values = {"secret_hash": stored(secret), "shows": shows, "created_at": now, "read_at": None}
    statement = insert(CalendarFeed).values(person_id=person_id, **values)
    statement = statement.on_conflict_do_update(index_elements=[CalendarFeed.person_id], set_=values)
    made = await session.scalars(statement.returning(CalendarFeed), execution_options={"populate_existing": True})
    return made.one(), secret


async def switch_off(session: AsyncSession, person_id: UUID) -> None:
    """No address opens it any more."""
    await session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))


async def opened_by(session: AsyncSession, secret: str, now: datetime) -> CalendarFeed | None:
    """The feed that a secret opens, that it was read noted by the hour; None for one that opens nothing."""
    query = select(CalendarFeed).join(Account, Account.id == CalendarFeed.person_id)
    query = query.where(CalendarFeed.secret_hash == stored(secret), Account.disabled_at.is_(None))
    feed = await session.scalar(query)
    if feed is not None:
        stale = or_(CalendarFeed.read_at.is_(None), CalendarFeed.read_at < now - _NOTED_EVERY)
        note = update(CalendarFeed).where(CalendarFeed.person_id == feed.person_id, stale)
        await session.execute(note.values(read_at=now))
    return feed


async def items_of(session: AsyncSession, person_id: UUID, now: datetime) -> list[Item]:
    """Everything of a person's, in both roles, from some months back to a year ahead; by whole days, so that what is
    read again within one is the same."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    values = {"me": person_id, "begin": today - BACK, "end": today + AHEAD, "most": MOST}
    return [
        Item(
            id=row.id,
            role=row.role,
            title=row.title,
            other=row.other,
            status=row.status,
            sequence=row.sequence,
            start=row.starts_at,
            end=row.ends_at,
            created=row.created_at,
            changed=row.changed,
            path="/as/professional/calendar" if row.capacity is not None else f"/as/{row.role}/bookings/{row.id}",
            seats=None if row.capacity is None else (row.taken, row.capacity),
        )
        for row in await session.execute(_ITEMS, values)
    ]
