"""Going on for a while: asked by one side of a running meeting, granted by the other.

The rules kept here: only when both are free then, in whichever role, is a later end to be had, and it is decided anew
when it is granted; the room's end moves by a job, so the node never ends what was granted.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes, occupancy, paying, states, words
from scheduler.booking.changes import By
from scheduler.booking.tables import Booking, BookingExtension
from scheduler.http import Problem, not_found
from scheduler.jobs.queue import enqueue
from scheduler.store.driver import driver

GRANTED_WITHIN: Final = timedelta(minutes=5)


def price_of(booking: Booking, minutes: int) -> int:
    """What so many minutes more cost: as many as the booking's own, rounded up, in the currency's minor unit."""
    return -(-booking.price_minor * minutes // booking.duration_minutes)


async def ask(session: AsyncSession, booking_id: UUID, by: By, minutes: int, now: datetime) -> BookingExtension:
    """Ask for so many minutes more; an earlier wish is replaced. Raises 409 (not running, somebody is busy)."""
    booking = await changes.locked(session, booking_id)
    _running(booking, now)
    await _both_free(session, booking, minutes, by, now)
    values = {
        "booking_id": booking_id,
        "asked_by": by.role,
        "minutes": minutes,
        "price_minor": price_of(booking, minutes),
        "lapses_at": min(now + GRANTED_WITHIN, booking.ends_at),
    }
    statement = insert(BookingExtension).values(**values)
    anew = {name: value for name, value in values.items() if name != "booking_id"}
    statement = statement.on_conflict_do_update(index_elements=[BookingExtension.booking_id], set_=anew)
    made = await session.scalars(statement.returning(BookingExtension), execution_options={"populate_existing": True})
    return made.one()


async def open_wish(session: AsyncSession, booking_id: UUID, now: datetime) -> BookingExtension:
    """The wish that waits to be granted. Raises 404."""
    wish = await session.get(BookingExtension, booking_id, populate_existing=True)
    if wish is None or wish.lapses_at <= now:
        raise not_found("wish to go on")
    return wish


async def grant(session: AsyncSession, booking_id: UUID, by: By, now: datetime) -> None:
    """Grant the open wish. Raises 404 (none), 403 (one's own), 409 (not running, somebody is busy)."""
    booking = await changes.locked(session, booking_id)
    _running(booking, now)
    wish = await open_wish(session, booking_id, now)
    if wish.asked_by == by.role:
        raise Problem("forbidden", "The other side grants this; you asked for it.")
    await _both_free(session, booking, wish.minutes, by, now)
    before = {"start": words.wire(booking.starts_at), "end": words.wire(booking.ends_at)}
    booking.ends_at += timedelta(minutes=wish.minutes)
    booking.duration_minutes += wish.minutes
    booking.price_minor += wish.price_minor
    after = timedelta(minutes=booking.buffer_after_minutes)
    of_host = (booking.starts_at - timedelta(minutes=booking.buffer_before_minutes), booking.ends_at + after)
    time = (booking.starts_at, booking.ends_at)
    await session.execute(delete(BookingExtension).where(BookingExtension.booking_id == booking_id))
    await changes.step(session, booking, "extend", by, now, detail=before)
    await paying.ask_for_extension(session, booking, wish.price_minor, now)
    await occupancy.move(await driver(session), booking_id, time, of_host)
    await changes.free_again(session, booking, *time)
    await enqueue(session, "calendar-copies", {"booking_ids": [str(booking_id)]})
    await enqueue(session, "room-times", {"booking_id": str(booking_id)})


def _running(booking: Booking, now: datetime) -> None:
    if booking.class_id is not None:
        raise Problem("conflict", "A class ends for everybody at once; it cannot be extended.")
    stands = changes.status_of(booking) in states.ENTERED
    if not (stands and booking.starts_at <= now < booking.ends_at):
        raise Problem("conflict", "Only a meeting that is running can go on for longer.")


async def _both_free(session: AsyncSession, booking: Booking, minutes: int, by: By, now: datetime) -> None:
    """Raises 409 when one of the two is busy in the time that is asked for: the host with the buffer."""
    begin = int(booking.ends_at.timestamp())
    end = begin + minutes * 60
    people = (booking.professional_id, booking.client_id)
    reached = end + booking.buffer_after_minutes * 60
    found = await occupancy.busy(
        await driver(session), people, begin, reached, now=int(now.timestamp()), but=booking.id
    )
    for lapsed in sorted(found.lapsed):
        await changes.lapse(session, lapsed, now)
    hosts = any(found.of[booking.professional_id])
    clients = any(start < end for start, _ in found.of[booking.client_id])
    if hosts or clients:
        own = hosts if by.role == "professional" else clients
        raise Problem("slot-taken", "You are not free then." if own else "The other person is not free then.")
