"""What occupies people: read as the validator takes it, written together with the booking it belongs to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import Booking, Occupancy
from scheduler.store.driver import Driver

Spans = list[tuple[int, int]]
_WRITE = """
WITH made AS (
    INSERT INTO booking (id, service_id, professional_id, client_id, status, starts_at, ends_at, local_start, zone,
        title, duration_minutes, price_minor, currency, note, cancel_cutoff_minutes, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
), noted AS (
    INSERT INTO booking_event (booking_id, at, actor_id, actor_role, before, after, reason)
    VALUES ($1, $16, $4, 'client', NULL, $5, '')
), taken AS (
    INSERT INTO occupancy (booking_id, person_id, role, during)
    VALUES ($1, $3, 'professional', tstzrange($17, $18)), ($1, $4, 'client', tstzrange($6, $7))
    ON CONFLICT DO NOTHING
    RETURNING person_id
)
SELECT count(*) AS written FROM taken
"""
_BUSY = """
SELECT person_id, extract(epoch FROM lower(during))::bigint, extract(epoch FROM upper(during))::bigint
FROM occupancy WHERE person_id = ANY($1) AND during && tstzrange($2, $3)
"""


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A booking to write, its fields in the order that `write` sends them.

    `busy_from` and `busy_until`: the host's time with its buffers; the client's has none."""

    id: UUID
    service_id: UUID
    professional_id: UUID
    client_id: UUID
    status: str
    starts_at: datetime
    ends_at: datetime
    local_start: datetime
    zone: str
    title: str
    duration_minutes: int
    price_minor: int
    currency: str
    note: str
    cancel_cutoff_minutes: int
    created_at: datetime
    busy_from: datetime
    busy_until: datetime


def instant(seconds: int) -> datetime:
    """Seconds since 1970 as an aware datetime."""
    return datetime.fromtimestamp(seconds, UTC)


async def write(connection: Driver, booking: NewBooking) -> bool:
    """Write a booking, its first event and one row of occupancy for each of the two.

    False when somebody is busy: then the transaction must be given up, the booking's row is in it."""
    values = (getattr(booking, name) for name in booking.__slots__)
    return bool((await connection.fetch(_WRITE, *values))[0]["written"] == 2)


async def busy(connection: Driver, people: Iterable[UUID], begin: int, end: int) -> dict[UUID, Spans]:
    """What each of these people is occupied by within the instants [begin, end), with whole ranges."""
    found: dict[UUID, Spans] = defaultdict(list)
    if begin < end:
        for person_id, start, stop in await connection.fetch(_BUSY, list(people), instant(begin), instant(end)):
            found[person_id].append((start, stop))
    return found


async def in_the_way(
    session: AsyncSession, person_id: UUID, begin: datetime, end: datetime
) -> Row[str, str, datetime, datetime] | None:
    """The first booking that occupies a person within [begin, end): (role, title, starts_at, ends_at)."""
    query = (
        select(Occupancy.role, Booking.title, Booking.starts_at, Booking.ends_at)
        .join(Booking, Booking.id == Occupancy.booking_id)
        .where(Occupancy.person_id == person_id, Occupancy.during.overlaps(Range(begin, end)))
        .order_by(Booking.starts_at)
        .limit(1)
    )
    return (await session.execute(query)).first()


async def free(session: AsyncSession, booking_id: UUID) -> None:
    """Give the time of a booking back to both."""
    await session.execute(delete(Occupancy).where(Occupancy.booking_id == booking_id))
