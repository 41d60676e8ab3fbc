"""The waiting list of a class: first come, first served, each offered a seat for a while.

The rule kept here: one candidate a transaction, and never more offers open than there are seats. Shortly before the
class the list is closed and seats go to whoever asks.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import Booking, ClassSession
from scheduler.classes.tables import Waiting
from scheduler.http import Problem

CLOSES_BEFORE: Final = timedelta(minutes=30)
MOST_WAITING: Final = 1000


def _open(now: datetime) -> ColumnElement[bool]:
    """Of a class whose list still counts."""
    return and_(ClassSession.status == "scheduled", ClassSession.starts_at - CLOSES_BEFORE > now)


async def join(session: AsyncSession, row: ClassSession, person_id: UUID, now: datetime) -> None:
    """Wait for a seat, at the end of the list; who waits already keeps their place. The class must be locked. Raises
    409 when there are seats, when the list is closed, or when it is too long."""
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


async def anybody(session: AsyncSession, class_id: UUID, now: datetime) -> bool:
    """Whether somebody waits, and the list counts."""
    query = select(Waiting.id).join(ClassSession, ClassSession.id == Waiting.class_id)
    return (
        await session.scalar(
            query.where(Waiting.class_id == class_id, Waiting.status == "waiting", _open(now)).limit(1)
        )
        is not None
    )


async def in_turn(session: AsyncSession, class_id: UUID, now: datetime, limit: int) -> list[UUID]:
    """The first who wait, in order; nobody when the list is closed."""
    query = (
        select(Waiting.person_id)
        .join(ClassSession, ClassSession.id == Waiting.class_id)
        .where(Waiting.class_id == class_id, Waiting.status == "waiting", _open(now))
        .order_by(Waiting.id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def offered(session: AsyncSession, class_id: UUID, person_id: UUID, booking_id: UUID) -> None:
    """A seat is held for this person."""
    mine = (Waiting.class_id == class_id, Waiting.person_id == person_id)
    await session.execute(update(Waiting).where(*mine).values(status="offered", booking_id=booking_id))


async def lapsed_seats(session: AsyncSession, class_id: UUID, now: datetime) -> set[UUID]:
    """Bookings of seats whose offer or request has lapsed but was not taken away yet."""
    query = select(Booking.id).where(Booking.class_id == class_id, Booking.expires_at <= now)
    return set(await session.scalars(query))
