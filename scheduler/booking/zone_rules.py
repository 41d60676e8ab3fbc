"""Bookings whose wall time is another one than was agreed, since a zone's official rules changed: told, never moved.

The rule kept here: the instant stands. What the wall shows now is noted in the audit trail, and each new difference
is told once, however often and by however many schedulers it is found.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import zones
from scheduler.booking import changes, storage
from scheduler.booking.states import STANDING
from scheduler.booking.tables import Booking, BookingEvent
from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue
from scheduler.store.engine import Sessions

EVERY_S: Final = 6 * 3600
AT_ONCE: Final = 2000
KIND: Final = "changed-zone-rules"


def wall_now(starts_at: datetime, zone: str) -> datetime:
    """What the wall in a zone shows at an instant by the rules of today, without an offset. Pure."""
    return zones.load(zone).local(int(starts_at.timestamp()))


def watch(sessions: Sessions, clock: Clock) -> Callable[[], Awaitable[None]]:
    """The periodic work: every booking to come is looked at, those that differ are told."""

    async def look() -> None:
        now, position = clock.now(), UUID(int=0)
        hosts: set[UUID] = set()
        while True:
            async with sessions() as session:
                found = await _standing(session, now, position)
            for booking_id, starts_at, local_start, zone in found:
                if wall_now(starts_at, zone) != local_start:
                    async with sessions.begin() as session:
                        await _tell(session, booking_id, hosts, now)
            if len(found) < AT_ONCE:
                return
            position = found[-1][0]

    return look


async def _standing(
    session: AsyncSession, now: datetime, after: UUID
) -> Sequence[tuple[UUID, datetime, datetime, str]]:
    columns = (Booking.id, Booking.starts_at, Booking.local_start, Booking.zone)
    query = select(*columns).where(Booking.id > after, Booking.status.in_(STANDING), Booking.starts_at > now)
    found = await session.execute(query.order_by(Booking.id).limit(AT_ONCE))
    return [(booking_id, starts_at, local_start, zone) for booking_id, starts_at, local_start, zone in found]


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
