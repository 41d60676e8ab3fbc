"""The one way to book and to cancel: everything in one transaction, under the lock of both people's calendars.

The rule kept here: what the validator says is decided on what is read after the lock; the exclusion constraint stands
behind it all the same. The time is an argument.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.hours import Hours
from scheduler.availability.locks import lock_people
from scheduler.availability.slots import Offer, Reason, next_starts, reach, refusal
from scheduler.availability.storage import HOURS_COLUMNS, read_hours
from scheduler.availability.tables import WeeklyHours
from scheduler.booking import occupancy, states, storage, words
from scheduler.booking.occupancy import NewBooking, instant
from scheduler.booking.states import Side
from scheduler.http import FieldError, Problem, not_found
from scheduler.jobs.queue import enqueue
from scheduler.people.tables import Person, Professional
from scheduler.services.storage import ON_OFFER, offer_of
from scheduler.services.tables import Service

NEXT_SHOWN = 3
_HOST_OF = (
    select(Service.professional_id)
    .join(Professional, Professional.person_id == Service.professional_id)
    .where(*ON_OFFER, Service.id == bindparam("id", type_=Uuid()))
)
_DESK = (
    select(Service, Person.name, *HOURS_COLUMNS)
    .join(Person, Person.id == Service.professional_id)
    .join(Professional, Professional.person_id == Service.professional_id)
    .outerjoin(WeeklyHours, WeeklyHours.person_id == Service.professional_id)
    .where(*ON_OFFER, Service.id == bindparam("id", type_=Uuid()))
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asks for."""

    service_id: UUID
    client_id: UUID
    start: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """A service and its host, as they are under the lock."""

    service: Service
    offer: Offer
    host_name: str
    hours: Hours


async def book(session: AsyncSession, wish: Wish, now: datetime) -> UUID:
    """Book a slot; the booking's id. Raises 404, 403 (oneself), 422 (not a slot), 409 (taken), and then the
    transaction must be given up."""
    host_id = await session.scalar(_HOST_OF, {"id": wish.service_id})
    if host_id is None:
        raise not_found("service")
    if host_id == wish.client_id:
        raise Problem("forbidden", "You cannot book yourself.")
    await lock_people(session, [host_id, wish.client_id])
    desk = await _desk(session, wish.service_id)
    await _check(session, desk, wish, int(now.timestamp()))
    booking = _new(desk, wish, now)
    if not await occupancy.write(session, booking):
        raise await _taken(session, desk, wish, int(now.timestamp()))
    await enqueue(session, "booking-mail", {"booking_id": str(booking.id), "kind": "confirmed"})
    return booking.id


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


async def _desk(session: AsyncSession, service_id: UUID) -> _Desk:
    row = (await session.execute(_DESK, {"id": service_id})).first()
    if row is None:  # taken off the offer while we waited for the lock
        raise not_found("service")
    service, name, *hours = row
    return _Desk(service, offer_of(service), name, read_hours(*hours))


async def _check(session: AsyncSession, desk: _Desk, wish: Wish, now: int) -> None:
    """Nothing, or the reason as a Problem: the validator's, or the client's own calendar."""
    start = int(wish.start.timestamp())
    host_id = desk.service.professional_id
    span = desk.offer.occupied(start)
    found = await occupancy.busy(session, [host_id, wish.client_id], *span)
    end = start + desk.offer.duration
    if any(begin < end and until > start for begin, until in found[wish.client_id]):
        raise await _taken(session, desk, wish, now)
    why: Reason | None = "grid" if wish.start.microsecond else None
    why = why or refusal(desk.hours, desk.offer, found[host_id], now=now, start=start)
    if why == "busy":
        raise await _taken(session, desk, wish, now)
    if why is not None:
        reason, hint = words.not_a_slot(why, desk.offer)
        slots = await _next_slots(session, desk, wish, now)
        error = FieldError(field="start", reason=reason, hint=hint)
        detail = f"This time cannot be booked: it {reason}."
        raise Problem("invalid-input", detail, errors=[error], extensions={"next_slots": slots})


async def _taken(session: AsyncSession, desk: _Desk, wish: Wish, now: int) -> Problem:
    """409 in words: whose calendar is in the way, and when both are free next."""
    end = wish.start + timedelta(seconds=desk.offer.duration)
    own = await occupancy.in_the_way(session, wish.client_id, wish.start, end)
    zone = await session.scalar(select(Person.zone).where(Person.id == wish.client_id)) or desk.hours.zone.name
    slots = await _next_slots(session, desk, wish, now)
    extensions: dict[str, Any] = {"next_slots": slots}
    if own is None:
        return Problem("slot-taken", words.host_busy(desk.host_name, slots, zone), extensions=extensions)
    role, title, starts_at, ends_at = own
    extensions["conflict"] = {
        "role": role,
        "title": title,
        "start": words.wire(starts_at),
        "end": words.wire(ends_at),
    }
    return Problem(
        "slot-taken", words.own_busy(role, title, (starts_at, ends_at), slots, zone), extensions=extensions
    )


async def _next_slots(session: AsyncSession, desk: _Desk, wish: Wish, now: int) -> list[dict[str, str]]:
    """The next slots that are free for both, from the wished start on; from now on when that is out of reach."""
    first, horizon = reach(desk.hours, desk.offer, now)
    wished = int(wish.start.timestamp())
    after = wished if first <= wished < horizon else first
    host_id, length = desk.service.professional_id, desk.offer.duration
    until = horizon + length + desk.offer.after
    found = await occupancy.busy(session, [host_id, wish.client_id], after - desk.offer.before, until)
    theirs = found[wish.client_id]
    starts = next_starts(
        desk.hours, desk.offer, found[host_id], now=now, after=after, count=NEXT_SHOWN, theirs=theirs
    )
    return [{"start": words.wire(instant(each)), "end": words.wire(instant(each + length))} for each in starts]


def _new(desk: _Desk, wish: Wish, now: datetime) -> NewBooking:
    service, start = desk.service, int(wish.start.timestamp())
    busy_from, busy_until = desk.offer.occupied(start)
    return NewBooking(
        id=uuid4(),
        service_id=service.id,
        professional_id=service.professional_id,
        client_id=wish.client_id,
        status=states.after(None, "book"),
        starts_at=instant(start),
        ends_at=instant(start + desk.offer.duration),
        local_start=desk.hours.zone.local(start),
        zone=desk.hours.zone.name,
        title=service.title,
        duration_minutes=service.duration_minutes,
        price_minor=service.price_minor,
        currency=service.currency,
        note=wish.note,
        cancel_cutoff_minutes=service.cancel_cutoff_minutes,
        created_at=now,
        busy_from=instant(busy_from),
        busy_until=instant(busy_until),
    )
