"""The one way to book: everything in one transaction, under the lock of both people's calendars.

The rule kept here: what the validator says is decided on what is read after the lock; the exclusion constraint stands
behind it all the same. The time is an argument.
"""

import json
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes, occupancy, paying, states
from scheduler.booking.desk import Desk, Wish, lock_both, open_desk
from scheduler.booking.occupancy import NewBooking, instant
from scheduler.booking.refusals import refused
from scheduler.booking.states import Action, Status
from scheduler.booking.tables import Booking
from scheduler.http import Problem, invalid, not_found
from scheduler.jobs.queue import enqueue_on
from scheduler.plans import credits
from scheduler.services import links
from scheduler.services.intake import answered

ANSWERED_WITHIN: Final = timedelta(hours=24)
MOST_REQUESTS: Final = 3

__all__ = ["Wish", "book"]


async def book(session: AsyncSession, wish: Wish, now: datetime, *, commission_bp: int = 0) -> UUID:
    """Book a slot, or ask for it where the professional wants to be asked; the booking's id. Raises 404, 403
    (oneself), 422 (not a slot, a question not answered), 409 (taken, no credit), and then the transaction must be
    given up."""
    connection, host_id = await lock_both(session, wish.service_id, wish.client_id)
    if host_id == wish.client_id:
        raise Problem("forbidden", "You cannot book yourself.")
    desk = await open_desk(connection, wish.service_id, wish.minutes)
    if desk.service["seats"] is not None:
        raise invalid("service_id", "is a class, held at dates of its own", "Book a seat of one of its dates.")
    if desk.service["secret"] and not await _by_link(session, wish, now):
        raise not_found("service")
    if wish.pay_with != "money" and desk.offer.duration != desk.service["duration_minutes"] * 60:
        raise invalid("duration_minutes", "is not the usual length", "A session paid in advance has the usual one.")
    why = await desk.verdict(wish, int(now.timestamp()))
    if why is None:
        booking = new_booking(desk, wish, now, commission_bp)
        if booking.status == "requested":
            await _few_requests(session, wish.client_id, host_id)
        for lapsed in desk.lapsed:
            await changes.lapse(session, lapsed, now)
        if await occupancy.write(connection, booking):
            if wish.pay_with != "money":
                who = (booking.id, wish.client_id, wish.service_id)
                await credits.take(session, who, wish.pay_with, booking.starts_at, now)
            if booking.status == "held":
                await paying.ask_for(session, booking, now)
            else:
                await enqueue_on(connection, changes.TELL, {"booking_id": str(booking.id), "kind": booking.status})
            return booking.id
    raise await refused(session, desk, wish, why or "busy", now)


async def _by_link(session: AsyncSession, wish: Wish, now: datetime) -> bool:
    """Whether the client came by a link that leads to this service; the use is counted, if the booking is made."""
    return wish.link is not None and await links.use(session, wish.service_id, wish.link, now)


async def _few_requests(session: AsyncSession, client_id: UUID, host_id: UUID) -> None:
    """A client may not take a professional's whole week by asking for it."""
    pair = (Booking.client_id == client_id, Booking.professional_id == host_id)
    waiting = await session.scalar(select(func.count()).where(*pair, Booking.status == "requested"))
    if (waiting or 0) >= MOST_REQUESTS:
        said = f"{MOST_REQUESTS} of your requests wait for this professional's answer already. Take one back first."
        raise Problem("conflict", said)


def first_action(service: Any, pay_with: str = "money") -> Action:
    """How a booking of this service begins; what was paid in advance waits for no payment."""
    if service["approval"]:
        return "request"
    return "hold" if pay_with == "money" and paying.is_paid_online(service) else "book"


def new_booking(desk: Desk, wish: Wish, now: datetime, commission_bp: int = 0) -> NewBooking:
    """The booking as it is agreed now: terms, instant, wall time and zone. Raises 422 for answers that do not fit."""
    service = desk.service
    busy_from, busy_until = desk.offer.occupied(wish.second)
    status: Status = states.after(None, first_action(service, wish.pay_with), "client")
    terms = {"payment": service["payment"], "price_minor": desk.price_minor}
    payment = service["payment"] if paying.is_paid_online(terms) else "none"
    starts_at, zone = instant(wish.second), desk.hours.zone_at(wish.second)
    return NewBooking(
        id=uuid4(),
        service_id=wish.service_id,
        professional_id=desk.host_id,
        client_id=wish.client_id,
        status=status,
        starts_at=starts_at,
        ends_at=instant(wish.second + desk.offer.duration),
        local_start=zone.local(wish.second),
        zone=zone.name,
        title=service["title"],
        duration_minutes=desk.offer.duration // 60,
        price_minor=desk.price_minor,
        currency=service["currency"],
        note=wish.note,
        answers=json.dumps(answered(service["intake"], wish.answers)),
        cancel_cutoff_minutes=service["cancel_cutoff_minutes"],
        buffer_before_minutes=desk.offer.before // 60,
        buffer_after_minutes=desk.offer.after // 60,
        approval=service["approval"],
        created_at=now,
        expires_at=lapses_at(status, starts_at, now),
        busy_from=instant(busy_from),
        busy_until=instant(busy_until),
        held_for="payment" if status == "held" else None,
        payment=payment if wish.pay_with == "money" else paying.CREDIT,
        deposit_percent=service["deposit_percent"],
        commission_bp=commission_bp,
        policy=json.dumps(service["policy"]) if service["policy"] else None,
    )


def lapses_at(status: Status, starts_at: datetime, now: datetime) -> datetime | None:
    """When what waits lapses: a request after a day at most, a hold when it is not paid soon, and neither after it
    would have begun."""
    if status not in states.WAITING:
        return None
    return min(now + (paying.PAID_WITHIN if status == "held" else ANSWERED_WITHIN), starts_at)
