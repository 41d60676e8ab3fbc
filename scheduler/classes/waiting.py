"""The waiting list of a class: first come, first served, each offered a seat for a while.

The rule kept here: one candidate a transaction, and never more offers open than there are seats. Who is busy at the
class's time is passed over and keeps their place. Shortly before the class the list is closed and seats go to whoever
asks.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import states
from scheduler.booking.tables import Booking, ClassSession, Occupancy
from scheduler.classes.tables import Waiting
from scheduler.http import Problem

CLOSES_BEFORE: Final = timedelta(minutes=30)
MOST_WAITING: Final = 1000


def _open(now: datetime) -> ColumnElement[bool]:
    """Of a class whose list still counts."""
    return and_(ClassSession.status == "scheduled", ClassSession.starts_at - CLOSES_BEFORE > now)


def _free(now: datetime) -> ColumnElement[bool]:
    """Of somebody who waits and could come: what has lapsed is in nobody's way."""
    time = func.tstzrange(ClassSession.starts_at, ClassSession.ends_at)
    stands = or_(Occupancy.expires_at.is_(None), Occupancy.expires_at > now)
    return ~exists().where(Occupancy.person_id == Waiting.person_id, Occupancy.during.op("&&")(time), stands)


async def join(session: AsyncSession, row: ClassSession, person_id: UUID, now: datetime) -> None:
    """Wait for a seat, at the end of the list; who waits already keeps their place. The class must be locked, what
    has lapsed of it taken away. Raises 403 for the host; 409 for who has a seat, when there are seats, when the list
    is closed, or when it is too long."""
    if row.professional_id == person_id:
        raise Problem("forbidden", "You cannot take a seat in your own class.")
    seat = (Booking.class_id == row.id, Booking.client_id == person_id, Booking.status.in_(states.STANDING))
    if await session.scalar(select(Booking.id).where(*seat)) is not None:
        raise Problem("conflict", "You have a seat in this class already.")
    if row.status != "scheduled" or row.starts_at - CLOSES_BEFORE <= now:
        raise Problem("conflict", "The waiting list of this class is closed.")
    if row.taken < row.capacity and not await anybody(session, row.id, now):
        raise Problem("conflict", "There are seats left: book one.")
    count = await session.scalar(select(func.count()).where(Waiting.class_id == row.id, Waiting.status == "waiting"))
    if (count or 0) >= MOST_WAITING:
        raise Problem("conflict", "The waiting list is too long already.")
    mine = (Waiting.class_id == row.id, Waiting.person_id == person_id)
    if await session.scalar(select(Waiting.id).where(*mine, Waiting.status == "waiting")) is None:
        await session.execute(delete(Waiting).where(*mine))
        await session.execute(
            insert(Waiting).values(class_id=row.id, person_id=person_id, since=now, status="waiting")
        )


async def leave(session: AsyncSession, class_id: UUID, person_id: UUID) -> bool:
    """Wait no longer; False when they did not."""
    mine = (Waiting.class_id == class_id, Waiting.person_id == person_id, Waiting.status == "waiting")
    left = await session.execute(update(Waiting).where(*mine).values(status="left").returning(Waiting.id))
    return left.first() is not None


async def position(session: AsyncSession, class_id: UUID, person_id: UUID) -> int | None:
    """How many would be asked before and including this person, from 1; None when they do not wait."""
    waits = (Waiting.class_id == class_id, Waiting.status == "waiting")
    mine = await session.scalar(select(Waiting.id).where(*waits, Waiting.person_id == person_id))
    if mine is None:
        return None
    return await session.scalar(select(func.count()).where(*waits, Waiting.id <= mine))


async def anybody(session: AsyncSession, class_id: UUID, now: datetime, *, before: UUID | None = None) -> bool:
    """Whether somebody waits, and the list counts; `before`: of those who come before this person, who may wait
    too."""
    query = select(Waiting.person_id).join(ClassSession, ClassSession.id == Waiting.class_id)
    waits = (Waiting.class_id == class_id, Waiting.status == "waiting", _open(now))
    first = await session.scalar(query.where(*waits).order_by(Waiting.id).limit(1))
    return first is not None and first != before


async def in_turn(session: AsyncSession, class_id: UUID, now: datetime, limit: int) -> list[UUID]:
    """The first who wait and could come, in order; nobody when the list is closed."""
    query = (
        select(Waiting.person_id)
        .join(ClassSession, ClassSession.id == Waiting.class_id)
        .where(Waiting.class_id == class_id, Waiting.status == "waiting", _open(now), _free(now))
        .order_by(Waiting.id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def to_be_asked(session: AsyncSession, now: datetime, limit: int) -> list[UUID]:
    """Classes with a free seat and somebody who waits and could come."""
    query = (
        select(Waiting.class_id)
        .join(ClassSession, ClassSession.id == Waiting.class_id)
        .where(Waiting.status == "waiting", _open(now), ClassSession.taken < ClassSession.capacity, _free(now))
        .distinct()
        .limit(limit)
    )
    return list(await session.scalars(query))


async def seated(session: AsyncSession, class_id: UUID, person_id: UUID) -> None:
    """This person took a seat by asking: they wait no longer."""
    mine = (Waiting.class_id == class_id, Waiting.person_id == person_id, Waiting.status == "waiting")
    await session.execute(update(Waiting).where(*mine).values(status="seated"))


async def offered(session: AsyncSession, class_id: UUID, person_id: UUID, booking_id: UUID) -> None:
    """A seat is held for this person."""
    mine = (Waiting.class_id == class_id, Waiting.person_id == person_id)
    await session.execute(update(Waiting).where(*mine).values(status="offered", booking_id=booking_id))


async def everybody(session: AsyncSession, class_id: UUID) -> list[UUID]:
    """All who wait, in order; MOST_WAITING of them at most."""
    waits = (Waiting.class_id == class_id, Waiting.status == "waiting")
    return list(await session.scalars(select(Waiting.person_id).where(*waits).order_by(Waiting.id)))


async def over(session: AsyncSession, class_id: UUID, person_id: UUID) -> bool:
    """There is nothing to wait for any more; False when this person did not."""
    mine = (Waiting.class_id == class_id, Waiting.person_id == person_id, Waiting.status == "waiting")
    ended = await session.execute(update(Waiting).where(*mine).values(status="lapsed").returning(Waiting.id))
    return ended.first() is not None


async def lapsed_seats(session: AsyncSession, class_id: UUID, now: datetime) -> set[UUID]:
    """Bookings of seats whose offer or request has lapsed but was not taken away yet."""
    query = select(Booking.id).where(Booking.class_id == class_id, Booking.expires_at <= now)
    return set(await session.scalars(query))
