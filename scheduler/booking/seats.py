"""The seats of a class, counted in its row: taken only while there is one, given back with the booking that had it.

The rule kept here: the count and the seats' bookings change in the same transaction, after the people's locks.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import Booking, ClassSession
from scheduler.http import Problem
from scheduler.jobs.queue import enqueue
from scheduler.store.driver import Driver

FREED: Final = "class-seat-freed"
_TAKE = """
UPDATE class_session SET taken = taken + 1
WHERE id = $1 AND taken < capacity AND status = 'scheduled' AND starts_at > $2
RETURNING *
"""
_GIVE = text("UPDATE class_session SET taken = taken - 1 WHERE id = :id")


async def take(connection: Driver, class_id: UUID, now: datetime) -> asyncpg.Record | None:
    """Take a seat: the class's row, or None when there is none to be had."""
    rows = await connection.fetch(_TAKE, class_id, now)
    return rows[0] if rows else None


async def give_back(session: AsyncSession, class_id: UUID) -> None:
    """A seat is free again: whoever waits for one is asked, by a job."""
    await session.execute(_GIVE, {"id": class_id})
    await ask(session, class_id)


async def ask(session: AsyncSession, class_id: UUID) -> None:
    """Have a job offer what is free to who waits."""
    await enqueue(session, FREED, {"class_id": str(class_id)}, dedupe_key=f"{FREED}:{class_id}")


async def check_class(session: AsyncSession, booking: Booking, now: datetime) -> None:
    """Whether the class of a seat, if it is one, can still be come to; its people must be locked. Raises 409."""
    if booking.class_id is not None:
        row = await session.get_one(ClassSession, booking.class_id, populate_existing=True)
        if row.status != "scheduled" or row.starts_at <= now:
            raise Problem("conflict", "This class has begun, is over or was cancelled.")


async def left_behind(session: AsyncSession, booking: Booking) -> bool:
    """Whether this is a seat whose class was moved or called off, which a job has not told it yet: until then its
    own time means nothing."""
    if booking.class_id is None:
        return False
    gone = or_(ClassSession.status == "cancelled", ClassSession.starts_at != booking.starts_at)
    return await session.scalar(select(ClassSession.id).where(ClassSession.id == booking.class_id, gone)) is not None
