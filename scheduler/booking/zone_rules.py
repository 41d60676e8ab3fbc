"""Bookings whose wall time is another one than was agreed, since a zone's official rules changed: told, never moved.

The rule kept here: the instant stands. What the wall shows now is noted in the audit trail, and each new difference
is told once, however often and by however many schedulers it is found.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import zones
from scheduler.booking import changes, storage
from scheduler.booking.states import STANDING
from scheduler.booking.tables import Booking, BookingEvent
from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue
from scheduler.store.engine import Sessions

EVERY_S: Final = 6 * 3600
STRETCH: Final = timedelta(days=7)
KIND: Final = "changed-zone-rules"
Time = tuple[datetime, datetime, str]
"""An instant, the wall time that was agreed for it, and the zone of that."""


def wall_now(starts_at: datetime, zone: str) -> datetime:
    """What the wall in a zone shows at an instant by the rules of today, without an offset. Pure."""
    return zones.load(zone).local(int(starts_at.timestamp()))


def watch(sessions: Sessions, clock: Clock) -> Callable[[], Awaitable[None]]:
    """The periodic work: every time that is booked is looked at, a week at once, and who booked one that differs is
    told. Many bookings share a time, so a large calendar costs little."""

    async def look() -> None:
        now = clock.now()
        async with sessions() as session:
            last = await session.scalar(select(func.max(Booking.starts_at)).where(*_standing(now)))
        begin, hosts = now, set[UUID]()
        while last is not None and begin <= last:
            async with sessions() as session:
                found = await _times(session, begin, begin + STRETCH)
            for time in found:
                if wall_now(time[0], time[2]) != time[1]:
                    await _tell_all(sessions, time, hosts, now)
            begin += STRETCH

    return look


def _standing(after: datetime) -> tuple[ColumnElement[bool], ...]:
    return Booking.status.in_(STANDING), Booking.starts_at >= after


async def _times(session: AsyncSession, begin: datetime, end: datetime) -> list[Time]:
    query = select(Booking.starts_at, Booking.local_start, Booking.zone).distinct()
    rows = await session.execute(query.where(*_standing(begin), Booking.starts_at < end))
    return [(starts_at, local_start, zone) for starts_at, local_start, zone in rows]


async def _tell_all(sessions: Sessions, time: Time, hosts: set[UUID], now: datetime) -> None:
    starts_at, local_start, zone = time
    query = select(Booking.id).where(*_standing(starts_at), Booking.starts_at == starts_at)
    async with sessions() as session:
        found = (await session.scalars(query.where(Booking.local_start == local_start, Booking.zone == zone))).all()
    for booking_id in found:
        async with sessions.begin() as session:
            await _tell(session, booking_id, hosts, now)


async def _tell(session: AsyncSession, booking_id: UUID, hosts: set[UUID], now: datetime) -> None:
    """Decide anew under the lock. The host of a class hears of its first seat only."""
    booking = await changes.locked(session, booking_id)
    wall = wall_now(booking.starts_at, booking.zone)
    if booking.status not in STANDING or wall == booking.local_start:
        return
    detail = {"wall": wall.isoformat(timespec="minutes"), "sequence": str(booking.sequence)}
    if detail in await _noted(session, booking_id):
        return
    event_id = await storage.note(
        session,
        booking_id,
        at=now,
        actor=(None, "system"),
        change=(booking.status, booking.status),
        reason="the zone's official rules changed",
        detail=detail,
    )
    telling: dict[str, Any] = {"booking_id": str(booking_id), "kind": KIND, "event_id": event_id}
    if booking.class_id in hosts:
        telling["readers"] = ["client"]
    elif booking.class_id is not None:
        hosts.add(booking.class_id)
    await enqueue(session, changes.TELL, telling)


async def _noted(session: AsyncSession, booking_id: UUID) -> Sequence[Any]:
    query = select(BookingEvent.detail).where(BookingEvent.booking_id == booking_id, BookingEvent.detail.is_not(None))
    return (await session.scalars(query)).all()
