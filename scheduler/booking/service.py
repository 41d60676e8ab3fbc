"""The one way to book and to cancel: everything in one transaction, under the lock of both people's calendars.

The rule kept here: what the validator says is decided on what is read after the lock; the exclusion constraint stands
behind it all the same. The time is an argument.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock, lock_people
from scheduler.availability.slots import Reason
from scheduler.booking import occupancy, states, storage, words
from scheduler.booking.desk import Desk, Wish, host_of, open_desk
from scheduler.booking.occupancy import NewBooking, instant
from scheduler.booking.states import Side
from scheduler.http import FieldError, Problem
from scheduler.jobs.queue import enqueue
from scheduler.people.tables import Person
from scheduler.store.driver import driver

NEXT_SHOWN: Final = 3

__all__ = ["Wish", "book", "cancel"]


async def book(session: AsyncSession, wish: Wish, now: datetime) -> UUID:
    """Book a slot; the booking's id. Raises 404, 403 (oneself), 422 (not a slot), 409 (taken), and then the
    transaction must be given up."""
    host_id = await host_of(session, wish.service_id)
    if host_id == wish.client_id:
        raise Problem("forbidden", "You cannot book yourself.")
    connection = await driver(session)
    await lock(connection, [host_id, wish.client_id])
    desk = await open_desk(connection, wish.service_id)
    why = await desk.verdict(wish, int(now.timestamp()))
    if why is None:
        booking = new_booking(desk, wish, now)
        if await occupancy.write(connection, booking):
            await enqueue(session, "booking-mail", {"booking_id": str(booking.id), "kind": "confirmed"})
            return booking.id
    raise await _refused(session, desk, wish, why or "busy", now)


async def cancel(
    session: AsyncSession, shown: storage.Shown, actor: tuple[UUID, Side], reason: str, now: datetime
) -> None:
    """Cancel a booking as one of its sides: its time is free again, its room closes, both get a mail. Raises 409."""
    booking = shown.booking
    await lock_people(session, [booking.professional_id, booking.client_id])
    status: Any = await storage.locked_status(session, booking.id)
    why = states.why_not_cancel(
        status,
        actor[1],
        start=booking.starts_at,
        end=booking.ends_at,
        cutoff_minutes=booking.cancel_cutoff_minutes,
        now=now,
    )
    if why is not None:
        raise Problem("conflict", words.no_cancel(why, booking.cancel_cutoff_minutes))
    new = states.after(status, "cancel")
    await storage.set_cancelled(session, booking.id, now)
    await storage.note(session, booking.id, at=now, actor=actor, change=(status, new), reason=reason)
    await occupancy.free(session, booking.id)
    await enqueue(session, "close-room", {"booking_id": str(booking.id)})
    await enqueue(session, "booking-mail", {"booking_id": str(booking.id), "kind": "cancelled"})


async def _refused(session: AsyncSession, desk: Desk, wish: Wish, why: Reason, now: datetime) -> Problem:
    """The refusal in words, with the next times that are free for both."""
    length = desk.offer.duration
    starts = await desk.next_starts(wish, int(now.timestamp()), NEXT_SHOWN)
    slots = [{"start": words.wire(instant(each)), "end": words.wire(instant(each + length))} for each in starts]
    if why == "busy":
        return await _taken(session, desk, wish, slots)
    reason, hint = words.not_a_slot(why, desk.offer)
    return Problem(
        "invalid-input",
        f"This time cannot be booked: it {reason}.",
        errors=[FieldError(field="start", reason=reason, hint=hint)],
        extensions={"next_slots": slots},
    )


async def _taken(session: AsyncSession, desk: Desk, wish: Wish, slots: list[dict[str, str]]) -> Problem:
    """409 in words: whose calendar is in the way."""
    end = wish.start + timedelta(seconds=desk.offer.duration)
    own = await occupancy.in_the_way(session, wish.client_id, wish.start, end)
    zone = await session.scalar(select(Person.zone).where(Person.id == wish.client_id)) or desk.hours.zone.name
    extensions: dict[str, Any] = {"next_slots": slots}
    if own is None:
        said = words.host_busy(desk.service["host_name"], slots, zone)
        return Problem("slot-taken", said, extensions=extensions)
    role, title, starts_at, ends_at = own
    extensions["conflict"] = {
        "role": role,
        "title": title,
        "start": words.wire(starts_at),
        "end": words.wire(ends_at),
    }
    said = words.own_busy(role, title, (starts_at, ends_at), slots, zone)
    return Problem("slot-taken", said, extensions=extensions)


def new_booking(desk: Desk, wish: Wish, now: datetime) -> NewBooking:
    """The booking as it is agreed now: terms, instant, wall time and zone."""
    service = desk.service
    busy_from, busy_until = desk.offer.occupied(wish.second)
    return NewBooking(
        id=uuid4(),
        service_id=wish.service_id,
        professional_id=desk.host_id,
        client_id=wish.client_id,
        status=states.after(None, "book"),
        starts_at=instant(wish.second),
        ends_at=instant(wish.second + desk.offer.duration),
        local_start=desk.hours.zone.local(wish.second),
        zone=desk.hours.zone.name,
        title=service["title"],
        duration_minutes=service["duration_minutes"],
        price_minor=service["price_minor"],
        currency=service["currency"],
        note=wish.note,
        cancel_cutoff_minutes=service["cancel_cutoff_minutes"],
        created_at=now,
        busy_from=instant(busy_from),
        busy_until=instant(busy_until),
    )
