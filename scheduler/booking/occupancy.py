"""What occupies people: read as the validator takes it, written together with the booking it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Row, delete, func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import Booking, ClassSession, Occupancy
from scheduler.freetime.storage import CUT
from scheduler.store.driver import Driver

Spans = list[tuple[int, int]]
_WRITE = f"""
WITH made AS (
    INSERT INTO booking (id, service_id, professional_id, client_id, status, starts_at, ends_at, local_start, zone,
        title, duration_minutes, price_minor, currency, note, answers, cancel_cutoff_minutes, buffer_before_minutes,
        buffer_after_minutes, approval, created_at, expires_at, class_id, held_for,
        payment, deposit_percent, commission_bp, policy)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $24, $25,
        $26, $27, $28, $29)
), noted AS (
    INSERT INTO booking_event (booking_id, at, actor_id, actor_role, before, after, reason)
    SELECT $1, $20, CASE WHEN offered THEN NULL ELSE $4 END, CASE WHEN offered THEN 'system' ELSE 'client' END,
        NULL, $5, '' FROM (SELECT $25::text IS NOT DISTINCT FROM 'offer' AS offered) AS how
), taken AS (
    INSERT INTO occupancy (booking_id, person_id, role, during, expires_at)
    SELECT $1, $4, 'client', tstzrange($6, $7), $21
    UNION ALL SELECT $1, $3, 'professional', tstzrange($22, $23), $21 WHERE $24 IS NULL
    ON CONFLICT DO NOTHING
    RETURNING person_id
), stretch (person_id, opens, closes) AS (
    SELECT $4::uuid, $6::timestamptz, $7::timestamptz
    UNION ALL SELECT $3, $22::timestamptz, $23::timestamptz WHERE $24 IS NULL
), {CUT}
SELECT count(*) AS written FROM taken
"""  # noqa: S608 - constants
_MOVE = """
WITH taken AS (
    UPDATE occupancy SET during = CASE role WHEN 'client' THEN tstzrange($2, $3) ELSE tstzrange($4, $5) END
    WHERE booking_id = $1
    RETURNING person_id
)
SELECT count(*) AS written FROM taken
"""
_BUSY = """
SELECT person_id, extract(epoch FROM lower(during))::bigint, extract(epoch FROM upper(during))::bigint,
    CASE WHEN expires_at <= $4 THEN booking_id END, false
FROM occupancy WHERE person_id = ANY($1) AND during && tstzrange($2, $3)
    AND ($5::uuid IS NULL OR booking_id IS DISTINCT FROM $5)
"""
# A calendar outside says when somebody cannot be booked, so it is asked of hosts alone. Who books, holds a class or
# grants more time does so by their own hand: they know their calendar, and may have put this very thing into it.
_BUSY_OUTSIDE = f"""{_BUSY}
UNION ALL
SELECT person_id, extract(epoch FROM lower(during))::bigint, extract(epoch FROM upper(during))::bigint, NULL, true
FROM external_busy WHERE person_id = ANY($6) AND during && tstzrange($2, $3)
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A booking to write, its fields in the order that `write` sends them.

    `answers` and `policy` are JSON. `busy_from` and `busy_until`: the host's time with its buffers; the client's has
    none."""

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
    answers: str
    cancel_cutoff_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    approval: bool
    created_at: datetime
    expires_at: datetime | None
    busy_from: datetime
    busy_until: datetime
    class_id: UUID | None = None
    held_for: str | None = None
    payment: str = "none"
    deposit_percent: int = 20
    commission_bp: int = 0
    policy: str | None = None


@dataclass(slots=True)
class Busy:
    """What occupies each person, and the bookings among it that have lapsed: they are not in the spans, but their
    rows must go before somebody else gets the time. `outside`: what of it their calendars elsewhere say."""

    of: dict[UUID, Spans]
    lapsed: set[UUID] = field(default_factory=set)
    outside: Spans = field(default_factory=list)


def instant(seconds: int) -> datetime:
    """Seconds since 1970 as an aware datetime."""
    return datetime.fromtimestamp(seconds, UTC)


async def write(connection: Driver, booking: NewBooking) -> bool:
    """Write a booking, its first event and one row of occupancy for each of the two, and cut its time out of the free
    windows of both; of a seat in a class, whose host is occupied by the class, of the client alone.

    False when somebody is busy: then the transaction must be given up, the booking's row is in it."""
    values = (getattr(booking, name) for name in booking.__slots__)
    needed = 2 if booking.class_id is None else 1
    return bool((await connection.fetch(_WRITE, *values))[0]["written"] == needed)


async def move(
    connection: Driver, booking_id: UUID, time: tuple[datetime, datetime], of_host: tuple[datetime, datetime]
) -> None:
    """Give a booking's two people another time; `of_host` is with the buffers. The constraint raises when one of them
    is busy: the transaction must then be given up."""
    await connection.fetch(_MOVE, booking_id, *time, *of_host)


async def busy(
    connection: Driver,
    people: Iterable[UUID],
    begin: int,
    end: int,
    *,
    now: int,
    but: UUID | None = None,
    hosts: Iterable[UUID] = (),
) -> Busy:
    """What each of these people is occupied by within the instants [begin, end), with whole ranges; of `hosts`, who
    are to be booked, also what their calendars elsewhere say.

    What has lapsed at `now` occupies nobody, nor does the booking `but`, which is to be moved."""
    people, hosts = list(people), list(hosts)
    found = Busy({person: [] for person in people})
    if begin < end:
        values = (people, instant(begin), instant(end), instant(now), but)
        rows = await connection.fetch(*((_BUSY_OUTSIDE, *values, hosts) if hosts else (_BUSY, *values)))
        for person_id, start, stop, lapsed, outside in rows:
            if lapsed is None:
                found.of[person_id].append((start, stop))
            else:
                found.lapsed.add(lapsed)
            if outside:
                found.outside.append((start, stop))
    return found


async def in_the_way(
    session: AsyncSession, person_id: UUID, begin: datetime, end: datetime, *, but: UUID | None = None
) -> Row[str, str, datetime, datetime] | None:
    """The first booking, or class of theirs, that occupies a person within [begin, end): (role, title, starts_at,
    ends_at)."""
    starts_at = func.coalesce(Booking.starts_at, ClassSession.starts_at)
    ends_at = func.coalesce(Booking.ends_at, ClassSession.ends_at)
    title = func.coalesce(Booking.title, ClassSession.title)
    query = (
        select(Occupancy.role, title, starts_at, ends_at)
        .outerjoin(Booking, Booking.id == Occupancy.booking_id)
        .outerjoin(ClassSession, ClassSession.id == Occupancy.class_id)
        .where(Occupancy.person_id == person_id, Occupancy.during.overlaps(Range(begin, end)))
        .order_by(starts_at)
        .limit(1)
    )
    if but is not None:
        query = query.where(Occupancy.booking_id.is_distinct_from(but))
    return (await session.execute(query)).first()


async def free(session: AsyncSession, booking_id: UUID) -> None:
    """Give the time of a booking back to both."""
    await session.execute(delete(Occupancy).where(Occupancy.booking_id == booking_id))
