"""What a class owes its people after the fact, by durable jobs: seats cancelled or moved with it, seats offered to
who waits, and what time does.

The rule kept here: one seat, one candidate, one class a transaction. A batch that locked many people's calendars
deadlocked; and what was done is not done again when the job is run twice.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock
from scheduler.booking import changes, occupancy, paying, seats, states
from scheduler.booking.changes import By
from scheduler.booking.tables import Booking, ClassSession, Occupancy
from scheduler.classes import schedule, seating, waiting
from scheduler.classes.tables import Waiting
from scheduler.clock import Clock
from scheduler.jobs.apart import apart
from scheduler.jobs.queue import enqueue
from scheduler.jobs.runner import Handler
from scheduler.services.tables import Service
from scheduler.store.driver import driver
from scheduler.store.engine import Sessions

AT_ONCE: Final = 200
ASKED_AT_MOST: Final = 50
TOO_FEW: Final = "Too few people booked this class."


async def _standing(sessions: Sessions, class_id: UUID) -> list[UUID]:
    async with sessions() as session:
        query = select(Booking.id).where(Booking.class_id == class_id, Booking.status.in_(states.STANDING))
        return list(await session.scalars(query.order_by(Booking.created_at, Booking.id)))


def closing_job(sessions: Sessions, clock: Clock) -> Handler:
    """The handler of `class-closing`: {"class_id", "reason"}: cancels every seat that stands."""

    async def close(payload: dict[str, Any]) -> None:
        class_id, reason = UUID(payload["class_id"]), str(payload["reason"])
        for booking_id in await _standing(sessions, class_id):
            async with sessions.begin() as session:
                booking = await changes.locked(session, booking_id)
                if await _stands(session, booking, clock.now()):
                    by = By(None, "system", reason)
                    await changes.step(session, booking, "cancel", by, clock.now(), kind="class-cancelled")

    return close


def moving_job(sessions: Sessions, clock: Clock) -> Handler:
    """The handler of `class-moved`: {"class_id"}: every seat gets the class's time, or is given up when its client is
    busy then."""

    async def move(payload: dict[str, Any]) -> None:
        class_id = UUID(payload["class_id"])
        for booking_id in await _standing(sessions, class_id):
            async with sessions.begin() as session:
                await _follow(session, booking_id, clock.now())

    return move


async def _stands(session: AsyncSession, booking: Booking, now: datetime) -> bool:
    """Whether a seat that is locked still stands; what has lapsed expires instead of being cancelled or moved."""
    await changes.lapse(session, booking.id, now)
    return changes.status_of(booking) in states.STANDING


async def _follow(session: AsyncSession, booking_id: UUID, now: datetime) -> None:
    booking = await changes.locked(session, booking_id)
    row = await session.get_one(ClassSession, booking.class_id, populate_existing=True)
    there = (booking.starts_at, booking.zone) == (row.starts_at, row.zone)
    if there or row.status == "cancelled" or not await _stands(session, booking, now):
        return
    before = {"start": booking.starts_at.isoformat(), "end": booking.ends_at.isoformat()}
    connection = await driver(session)
    time = (row.starts_at, row.ends_at)
    seconds = (int(each.timestamp()) for each in time)
    found = await occupancy.busy(connection, [booking.client_id], *seconds, now=int(now.timestamp()), but=booking.id)
    for lapsed in sorted(found.lapsed):
        await changes.lapse(session, lapsed, now)
    if found.of[booking.client_id]:
        by = By(None, "system", "The class was moved to a time at which you are busy.")
        await changes.step(session, booking, "cancel", by, now, kind="class-cancelled")
        return
    await occupancy.move(connection, booking.id, time, time)
    paying.note_move(booking, "professional", now)
    was = (booking.starts_at, booking.ends_at)
    booking.starts_at, booking.ends_at = time
    booking.local_start, booking.zone, booking.sequence = row.local_start, row.zone, row.sequence
    booking.cancel_cutoff_minutes = 0
    expires_at = None if booking.expires_at is None else min(booking.expires_at, row.starts_at)
    await changes.step(session, booking, "shift", changes.SYSTEM, now, expires_at=expires_at, detail=before)
    for each in (was, time):
        await changes.free_again(session, booking, *each)


def promoting_job(sessions: Sessions, clock: Clock) -> Handler:
    """The handler of `class-seat-freed`: {"class_id"}: offers free seats to who waits, in turn; who is busy then
    keeps their place and is passed over."""

    async def promote(payload: dict[str, Any]) -> None:
        class_id = UUID(payload["class_id"])
        async with sessions() as session:
            candidates = await waiting.in_turn(session, class_id, clock.now(), ASKED_AT_MOST)
        for person_id in candidates:
            async with sessions.begin() as session:
                if not await _offer(session, class_id, person_id, clock.now()):
                    return

    return promote


async def _offer(session: AsyncSession, class_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Offer one candidate a seat; False when there is none left."""
    row = await session.get(ClassSession, class_id)
    if row is None:
        return False
    connection = await driver(session)
    await lock(connection, [row.professional_id, person_id])
    query = select(ClassSession).where(ClassSession.id == class_id).with_for_update()
    row = (await session.scalars(query.execution_options(populate_existing=True))).one()
    await seating.clear_lapsed(session, row, now)
    if row.status != "scheduled" or row.taken >= row.capacity:
        return False
    still = select(Waiting.id).where(
        Waiting.class_id == class_id, Waiting.person_id == person_id, Waiting.status == "waiting"
    )
    if await session.scalar(still.with_for_update()) is not None:
        service = await session.get_one(Service, row.service_id)
        booking_id = await seating.offer(session, service, row, person_id, now)
        if booking_id is not None:
            await waiting.offered(session, class_id, person_id, booking_id)
    return True


def asking(sessions: Sessions, clock: Clock) -> Callable[[], Awaitable[None]]:
    """The periodic work that asks again for seats that stayed free: who was busy when one was freed may be free now,
    and who joined the list meanwhile was not asked."""

    async def ask() -> None:
        async with sessions.begin() as session:
            for class_id in await waiting.to_be_asked(session, clock.now(), AT_ONCE):
                await seats.ask(session, class_id)

    return ask


def clockwork(sessions: Sessions, clock: Clock, grace_s: int) -> Callable[[], Awaitable[None]]:
    """The periodic work that lets time pass for classes: too few seats cancel one, it begins, it is over."""
    grace = timedelta(seconds=grace_s)

    async def pass_time() -> None:
        now = clock.now()
        late = or_(
            ClassSession.decide_at <= now,
            and_(ClassSession.status == "scheduled", ClassSession.starts_at <= now),
            and_(ClassSession.status == "running", ClassSession.ends_at <= now - grace),
        )
        async with sessions() as session:
            found = list(await session.scalars(select(ClassSession.id).where(late).limit(AT_ONCE)))

        async def pass_for(class_id: UUID) -> None:
            async with sessions.begin() as session:
                await _pass_time(session, class_id, now, grace)

        await apart(found, pass_for)

    return pass_time


async def _pass_time(session: AsyncSession, class_id: UUID, now: datetime, grace: timedelta) -> None:
    row = await schedule.locked(session, class_id)
    if row.status == "scheduled" and row.decide_at is not None and row.decide_at <= now:
        confirmed = await session.scalar(
            select(func.count()).where(Booking.class_id == class_id, Booking.status.in_(states.ENTERED))
        )
        if (confirmed or 0) < row.min_seats and now < row.ends_at:
            await schedule.call_off(session, row, TOO_FEW, now)
            await enqueue(session, schedule.TOO_FEW, {"class_id": str(class_id)})
            return
        row.decide_at = None
    if row.status == "scheduled" and row.starts_at <= now:
        row.status = "running"
    if row.status == "running" and row.ends_at <= now - grace:
        row.status, row.settled_at, row.decide_at = "completed", now, None
        await session.execute(delete(Occupancy).where(Occupancy.class_id == class_id))


def handlers(sessions: Sessions, clock: Clock) -> dict[str, Handler]:
    """Every handler by its job's name."""
    return {
        schedule.CLOSING: closing_job(sessions, clock),
        schedule.MOVED: moving_job(sessions, clock),
        seats.FREED: promoting_job(sessions, clock),
    }
