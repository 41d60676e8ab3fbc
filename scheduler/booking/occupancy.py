"""What occupies people: read as the validator takes it, written together with the booking it belongs to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Row, Uuid, bindparam, cast, delete, func, select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import Booking, Occupancy

Spans = list[tuple[int, int]]
_WRITE = """
WITH made AS (
    INSERT INTO booking (id, service_id, professional_id, client_id, status, starts_at, ends_at, local_start, zone,
        title, duration_minutes, price_minor, currency, note, cancel_cutoff_minutes, created_at)
    VALUES (:id, :service_id, :professional_id, :client_id, :status, :starts_at, :ends_at, :local_start, :zone,
        :title, :duration_minutes, :price_minor, :currency, :note, :cancel_cutoff_minutes, :created_at)
), noted AS (
    INSERT INTO booking_event (booking_id, at, actor_id, actor_role, before, after, reason)
    VALUES (:id, :created_at, :client_id, 'client', NULL, :status, '')
), taken AS (
    INSERT INTO occupancy (booking_id, person_id, role, during)
    VALUES (:id, :professional_id, 'professional', tstzrange(:busy_from, :busy_until)),
        (:id, :client_id, 'client', tstzrange(:starts_at, :ends_at))
    ON CONFLICT DO NOTHING
    RETURNING person_id
)
SELECT count(*) FROM taken
"""
_INSTANTS = ("starts_at", "ends_at", "created_at", "busy_from", "busy_until")
_IDS = ("id", "service_id", "professional_id", "client_id")
_INSERT = text(_WRITE).bindparams(
    *(bindparam(name, type_=DateTime(timezone=True)) for name in _INSTANTS),
    *(bindparam(name, type_=Uuid()) for name in _IDS),
)


_BEGIN = cast(func.extract("epoch", func.lower(Occupancy.during)), BigInteger)
_END = cast(func.extract("epoch", func.upper(Occupancy.during)), BigInteger)


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A booking to write. `busy_from` and `busy_until`: the host's time with its buffers; the client's has none."""

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


async def write(session: AsyncSession, booking: NewBooking) -> bool:
    """Write a booking, its first event and one row of occupancy for each of the two.

    False when somebody is busy: then the transaction must be given up, the booking's row is in it."""
    values = {name: getattr(booking, name) for name in booking.__slots__}
    written: int = await session.scalar(_INSERT, values)
    return written == 2


async def busy(session: AsyncSession, people: Iterable[UUID], begin: int, end: int) -> dict[UUID, Spans]:
    """What each of these people is occupied by within the instants [begin, end), with whole ranges."""
    found: dict[UUID, Spans] = defaultdict(list)
    if begin >= end:
        return found
    query = select(Occupancy.person_id, _BEGIN, _END).where(
        Occupancy.person_id.in_(list(people)), Occupancy.during.overlaps(Range(instant(begin), instant(end)))
    )
    for person_id, start, stop in await session.execute(query):
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
