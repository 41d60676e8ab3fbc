"""Bookings in the database: found, shown, changed. Writing a new one is `occupancy.write`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, insert, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from scheduler.booking.states import KEPT, STANDING, Side
from scheduler.booking.tables import Booking, BookingEvent
from scheduler.people.tables import Person, Professional

_HOST = aliased(Person, name="host")
_GUEST = aliased(Person, name="guest")
Scope = Literal["upcoming", "past"]
MOST_EVENTS: Final = 500


@dataclass(frozen=True, slots=True)
class ForJoin:
    """What rooms and mails know of a booking."""

    title: str
    status: str
    professional_id: UUID
    professional_name: str
    client_id: UUID
    client_name: str
    start: datetime
    end: datetime
    class_id: UUID | None
    sequence: int
    zone: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A booking with the names of its two people."""

    booking: Booking
    professional_name: str
    professional_slug: str
    professional_zone: str
    client_name: str
    client_zone: str

    def side_of(self, person_id: UUID) -> Side | None:
        """The side this person is on."""
        if person_id == self.booking.professional_id:
            return "professional"
        return "client" if person_id == self.booking.client_id else None


def _shown() -> Select[Booking, str, str, str, str, str]:
    return (
        select(Booking, _HOST.name, Professional.slug, _HOST.zone, _GUEST.name, _GUEST.zone)
        .join(_HOST, _HOST.id == Booking.professional_id)
        .join(Professional, Professional.person_id == Booking.professional_id)
        .join(_GUEST, _GUEST.id == Booking.client_id)
        .execution_options(populate_existing=True)
    )


def _mine(person_id: UUID, side: Side) -> ColumnElement[bool]:
    return (Booking.professional_id if side == "professional" else Booking.client_id) == person_id


async def load(session: AsyncSession, booking_id: UUID) -> Shown | None:
    """One booking."""
    row = (await session.execute(_shown().where(Booking.id == booking_id))).first()
    return None if row is None else Shown(*row)


async def load_for_join(session: AsyncSession, booking_id: UUID) -> ForJoin | None:
    """One booking as rooms and mails need it."""
    query = (
        select(
            Booking.title,
            Booking.status,
            Booking.professional_id,
            _HOST.name,
            Booking.client_id,
            _GUEST.name,
            Booking.starts_at,
            Booking.ends_at,
            Booking.class_id,
            Booking.sequence,
            Booking.zone,
            Booking.expires_at,
        )
        .join(_HOST, _HOST.id == Booking.professional_id)
        .join(_GUEST, _GUEST.id == Booking.client_id)
        .where(Booking.id == booking_id)
    )
    row: Sequence[Any] | None = (await session.execute(query)).first()
    return None if row is None else ForJoin(*row)


async def history(
    session: AsyncSession,
    person_id: UUID,
    side: Side,
    scope: Scope,
    *,
    now: datetime,
    limit: int,
    after: tuple[datetime, UUID] | None = None,
) -> Sequence[Shown]:
    """One side's bookings: upcoming (standing, not over), the soonest first; or the others, the latest first."""
    standing = and_(Booking.status.in_(STANDING), Booking.ends_at > now)
    position = tuple_(Booking.starts_at, Booking.id)
    query = _shown().where(_mine(person_id, side))
    if scope == "upcoming":
        query = query.where(standing).order_by(Booking.starts_at, Booking.id)
    else:
        query = query.where(~standing).order_by(Booking.starts_at.desc(), Booking.id.desc())
    if after is not None:
        query = query.where(position > after if scope == "upcoming" else position < after)
    return [Shown(*row) for row in await session.execute(query.limit(limit))]


async def calendar(session: AsyncSession, person_id: UUID, begin: datetime, end: datetime) -> Sequence[Shown]:
    """The bookings of a person in both roles that touch [begin, end), in order: what stands, and what was held or
    should have been."""
    mine = or_(_mine(person_id, "professional"), _mine(person_id, "client"))
    touches = and_(Booking.starts_at < end, Booking.ends_at > begin, Booking.status.in_(KEPT))
    query = _shown().where(mine, touches).order_by(Booking.starts_at, Booking.id)
    return [Shown(*row) for row in await session.execute(query)]


async def note(
    session: AsyncSession,
    booking_id: UUID,
    *,
    at: datetime,
    actor: tuple[UUID | None, str],
    change: tuple[str, str],
    reason: str,
    detail: dict[str, Any] | None = None,
) -> int:
    """Add a line to the audit trail: who (id, role) took the booking from which state to which. The line's id."""
    row = {
        "booking_id": booking_id,
        "at": at,
        "actor_id": actor[0],
        "actor_role": actor[1],
        "before": change[0],
        "after": change[1],
        "reason": reason,
        "detail": detail,
    }
    return (await session.execute(insert(BookingEvent).values(**row).returning(BookingEvent.id))).scalar_one()


async def trail(session: AsyncSession, booking_id: UUID) -> list[tuple[BookingEvent, str | None]]:
    """What happened to a booking, in order, each with the name of who did it."""
    query = (
        select(BookingEvent, Person.name)
        .outerjoin(Person, Person.id == BookingEvent.actor_id)
        .where(BookingEvent.booking_id == booking_id)
        .order_by(BookingEvent.id)
        .limit(MOST_EVENTS)
    )
    return [(event, name) for event, name in await session.execute(query)]


async def due(session: AsyncSession, now: datetime, closed_by: datetime, limit: int) -> list[UUID]:
    """Bookings that time alone has changed: lapsed, begun, or over (their room closed: ended by `closed_by`)."""
    late = (
        (Booking.expires_at <= now, Booking.expires_at),
        (and_(Booking.status == "confirmed", Booking.starts_at <= now), Booking.starts_at),
        (and_(Booking.status == "running", Booking.ends_at <= closed_by), Booking.ends_at),
    )
    found: list[UUID] = []
    for condition, since in late:  # each has an index of its own
        found += await session.scalars(select(Booking.id).where(condition).order_by(since).limit(limit))
    return found
