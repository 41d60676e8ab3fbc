"""Taking seats: one, or one in every class of a series, in one transaction.

The rules kept here: the locks come first (host and client), then the rows of the classes in the order of their ids;
who waits for a seat comes before who asks now; a seat is taken together with its booking or not at all.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock
from scheduler.booking import changes, occupancy, paying, seats, states, words
from scheduler.booking.occupancy import NewBooking, in_the_way
from scheduler.booking.tables import ClassSession
from scheduler.classes import waiting
from scheduler.http import Problem, not_found
from scheduler.jobs.queue import enqueue
from scheduler.people.tables import Person
from scheduler.services import links
from scheduler.services.intake import Value, answered
from scheduler.services.tables import Service
from scheduler.store.driver import Driver, driver

OFFER_LASTS: Final = timedelta(hours=2)
How = Literal["book", "offer"]


@dataclass(frozen=True, slots=True)
class SeatWish:
    """Seats that a client asks for: one in each of these classes, which are all of one service."""

    class_ids: Sequence[UUID]
    client_id: UUID
    note: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    link: str | None = None
    commission_bp: int = 0


async def seat(session: AsyncSession, wish: SeatWish, now: datetime) -> list[UUID]:
    """Book a seat in each class; the bookings' ids. Raises 404, 403 (one's own class), 409 (full, busy, begun), 422
    (a question not answered), and then the transaction must be given up."""
    classes = await _classes(session, wish.class_ids)
    connection = await driver(session)
    host_id = classes[0].professional_id
    if host_id == wish.client_id:
        raise Problem("forbidden", "You cannot take a seat in your own class.")
    await lock(connection, [host_id, wish.client_id])
    service = await _service(session, classes[0].service_id)
    if service.secret and (wish.link is None or not await links.use(session, service.id, wish.link, now)):
        raise not_found("class")
    made = []
    for row in classes:
        await _fits(session, connection, row, wish.client_id, now)
        if await waiting.anybody(session, row.id, now, before=wish.client_id):
            raise _full(row, "Others wait for a seat already.")
        made.append(await _take(session, service, row.id, wish, now=now))
        await waiting.seated(session, row.id, wish.client_id)
    return made


async def offer(
    session: AsyncSession, service: Service, row: ClassSession, person_id: UUID, now: datetime
) -> UUID | None:
    """Hold one seat for somebody who waits, the locks held; None when they are busy then or there is none."""
    connection = await driver(session)
    busy = await occupancy.busy(connection, [person_id], *_seconds(row), now=int(now.timestamp()))
    if busy.of[person_id]:
        return None
    for lapsed in sorted(busy.lapsed):
        await changes.lapse(session, lapsed, now)
    wish = SeatWish([row.id], person_id)
    return await _take(session, service, row.id, wish, now=now, how="offer")


async def _take(
    session: AsyncSession, service: Service, class_id: UUID, wish: SeatWish, *, now: datetime, how: How = "book"
) -> UUID:
    """Take one seat and write its booking. Raises 409 when there is none or the client is busy."""
    connection = await driver(session)
    row = await seats.take(connection, class_id, now)
    if row is None:
        raise Problem("class-full", "There is no seat left.")
    booking = new_seat(row, service, wish, now, how)
    if not await occupancy.write(connection, booking):
        raise await _busy(session, row["starts_at"], row["ends_at"], wish.client_id)
    if booking.held_for == "payment":
        await paying.ask_for(session, booking, now)
        return booking.id
    kind = "waitlist-offer" if how == "offer" else booking.status
    await enqueue(session, changes.TELL, {"booking_id": str(booking.id), "kind": kind})
    return booking.id


async def _classes(session: AsyncSession, ids: Sequence[UUID]) -> list[ClassSession]:
    query = select(ClassSession).where(ClassSession.id.in_(ids)).order_by(ClassSession.id)
    found = list(await session.scalars(query))
    if not found or len(found) != len(set(ids)):
        raise not_found("class")
    return found


async def _service(session: AsyncSession, service_id: UUID) -> Service:
    service = await session.get(Service, service_id, populate_existing=True)
    if service is None or service.deleted_at is not None or not service.active:
        raise not_found("class")
    return service


async def _fits(session: AsyncSession, connection: Driver, row: ClassSession, client_id: UUID, now: datetime) -> None:
    """Whether the client is free then; what has lapsed, of theirs or of the class, goes. Raises 409."""
    if row.status != "scheduled" or row.starts_at <= now:
        raise Problem("conflict", "This class has begun, is over or was cancelled.")
    busy = await occupancy.busy(connection, [client_id], *_seconds(row), now=int(now.timestamp()))
    for lapsed in sorted(busy.lapsed):
        await changes.lapse(session, lapsed, now)
    await clear_lapsed(session, row, now)
    if busy.of[client_id]:
        raise await _busy(session, row.starts_at, row.ends_at, client_id)


async def clear_lapsed(session: AsyncSession, row: ClassSession, now: datetime) -> None:
    """Take away what has lapsed of a class's seats, its host's calendar held: they count for nothing any more."""
    for lapsed in sorted(await waiting.lapsed_seats(session, row.id, now)):
        await changes.lapse(session, lapsed, now)
    await session.refresh(row, ["taken"])


def _seconds(row: ClassSession) -> tuple[int, int]:
    return int(row.starts_at.timestamp()), int(row.ends_at.timestamp())


def _full(row: ClassSession, why: str) -> Problem:
    return Problem("class-full", f"{row.title} is full. {why} Join the waiting list.")


async def _busy(session: AsyncSession, begin: datetime, end: datetime, client_id: UUID) -> Problem:
    own = await in_the_way(session, client_id, begin, end)
    if own is None:
        return Problem("slot-taken", "You are not free then.")
    role, title, starts_at, ends_at = own
    zone = await session.scalar(select(Person.zone).where(Person.id == client_id)) or "UTC"
    conflict = {"role": role, "title": title, "start": words.wire(starts_at), "end": words.wire(ends_at)}
    said = words.own_busy(role, title, (starts_at, ends_at), None, zone)
    return Problem("slot-taken", said, extensions={"conflict": conflict})


def new_seat(row: asyncpg.Record, service: Service, wish: SeatWish, now: datetime, how: How) -> NewBooking:
    """The booking of one seat, on the class's terms. Raises 422 for answers that do not fit."""
    paid = paying.is_paid_online({"payment": service.payment, "price_minor": row["price_minor"]})
    action: states.Action = "request" if service.approval else "hold" if paid else "book"
    status = states.after(None, "hold" if how == "offer" else action, "client")
    lasts = OFFER_LASTS if how == "offer" else paying.PAID_WITHIN if status == "held" else timedelta(hours=24)
    expires_at = min(now + lasts, row["starts_at"]) if status in states.WAITING else None
    given: list[dict[str, Any]] = [] if how == "offer" else answered(service.intake, wish.answers)
    return NewBooking(
        id=uuid4(),
        service_id=service.id,
        professional_id=row["professional_id"],
        client_id=wish.client_id,
        status=status,
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        local_start=row["local_start"],
        zone=row["zone"],
        title=row["title"],
        duration_minutes=row["duration_minutes"],
        price_minor=row["price_minor"],
        currency=row["currency"],
        note=wish.note,
        answers=json.dumps(given),
        cancel_cutoff_minutes=row["cancel_cutoff_minutes"],
        buffer_before_minutes=0,
        buffer_after_minutes=0,
        approval=service.approval,
        created_at=now,
        expires_at=expires_at,
        busy_from=row["starts_at"],
        busy_until=row["ends_at"],
        class_id=row["id"],
        held_for="offer" if how == "offer" else "payment" if status == "held" else None,
        payment=service.payment if paid else "none",
        deposit_percent=service.deposit_percent,
        commission_bp=wish.commission_bp,
        policy=json.dumps(service.policy) if service.policy else None,
    )
