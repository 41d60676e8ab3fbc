"""Making, moving and calling off classes: under the host's lock, each occupying the host as a booking would.

The rule kept here: a series is made whole or, where the host says so, without the dates that clash; either way the
answer names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.availability.zones import Zone, load
from scheduler.booking import changes, occupancy
from scheduler.booking.occupancy import instant
from scheduler.booking.tables import ClassSession, Occupancy
from scheduler.classes.recurrence import Date
from scheduler.classes.tables import ClassSeries
from scheduler.freetime import storage as freetime
from scheduler.http import Problem, not_found, wire
from scheduler.jobs.queue import enqueue
from scheduler.services.tables import Service
from scheduler.store.driver import driver

CLOSING: Final = "class-closing"
MOVED: Final = "class-moved"
WAITED_FOR: Final = "class-waited-for"
TOO_FEW: Final = "class-too-few"
_OCCUPY = text("""
INSERT INTO occupancy (class_id, person_id, role, during)
VALUES (:class_id, :host, 'professional', tstzrange(:begin, :end))
ON CONFLICT DO NOTHING RETURNING class_id
""")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a class differs in from its service; None: as the service says."""

    seats: int | None = None
    min_seats: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Dates at which a service's class is to be held. `rule`: of a series; `skip`: leave out dates that clash."""

    dates: Sequence[Date]
    zone: Zone
    rule: str | None = None
    skip: bool = False
    terms: Terms = Terms()


async def hold(session: AsyncSession, service: Service, plan: Plan, now: datetime) -> tuple[list[UUID], list[Date]]:
    """Hold a class at each date; (the classes' ids, the dates left out). The host's calendar must be locked.

    Raises 409 naming the dates that clash, 422 for a date that is past; the transaction must then be given up."""
    if any(instant(each.start) <= now for each in plan.dates):
        raise Problem("conflict", "A class cannot start in the past.")
    length = timedelta(minutes=service.duration_minutes + service.buffer_after_minutes)
    begin = instant(plan.dates[0].start) - timedelta(minutes=service.buffer_before_minutes)
    await clear_lapsed(session, service.professional_id, (begin, instant(plan.dates[-1].start) + length), now)
    series_id = await _series(session, service, plan, now) if plan.rule is not None else None
    made: list[UUID] = []
    clashing: list[Date] = []
    for each in plan.dates:
        row = _row(service, each, plan, series_id, now)
        session.add(row)
        await session.flush()
        if await occupy(session, row):
            made.append(row.id)
        else:
            clashing.append(each)
            await session.delete(row)
            await session.flush()
    await enqueue(session, "calendar-copies", {"booking_ids": [str(each) for each in made]})
    if clashing and (not plan.skip or not made):
        times = [wire(instant(each.start)) for each in clashing]
        said = f"You are busy at {len(times)} of these dates. Choose other times, or leave those dates out."
        raise Problem("conflict", said, extensions={"clashes": times})
    return made, clashing


async def occupy(session: AsyncSession, row: ClassSession) -> bool:
    """Take the host's time for a class, buffers included; False when the host is busy."""
    begin, end = of_host(row)
    values = {"class_id": row.id, "host": row.professional_id, "begin": begin, "end": end}
    if (await session.execute(_OCCUPY, values)).first() is None:
        return False
    stretch = (int(begin.timestamp()), int(end.timestamp()))
    await freetime.take(await driver(session), [(row.professional_id, *stretch)])
    return True


def of_host(row: ClassSession) -> tuple[datetime, datetime]:
    """What a class takes of its host: with its buffers."""
    return (
        row.starts_at - timedelta(minutes=row.buffer_before_minutes),
        row.ends_at + timedelta(minutes=row.buffer_after_minutes),
    )


async def vacate(session: AsyncSession, row: ClassSession) -> None:
    """Give the host's time of a class back."""
    await session.execute(delete(Occupancy).where(Occupancy.class_id == row.id))
    begin, end = of_host(row)
    await freetime.give_back(session, [row.professional_id], int(begin.timestamp()), int(end.timestamp()))


async def clear_lapsed(session: AsyncSession, host_id: UUID, time: tuple[datetime, datetime], now: datetime) -> None:
    """Take away what has lapsed but still has a row, so that it is in no class's way."""
    begin, end = (int(each.timestamp()) for each in time)
    busy = await occupancy.busy(await driver(session), [host_id], begin, end, now=int(now.timestamp()))
    for lapsed in sorted(busy.lapsed):
        await changes.lapse(session, lapsed, now)


async def _series(session: AsyncSession, service: Service, plan: Plan, now: datetime) -> UUID:
    row = ClassSeries(
        id=uuid4(),
        professional_id=service.professional_id,
        service_id=service.id,
        first_local=plan.dates[0].local,
        zone=plan.zone.name,
        rule=plan.rule,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


def _row(service: Service, date: Date, plan: Plan, series_id: UUID | None, now: datetime) -> ClassSession:
    starts_at = instant(date.start)
    seats = plan.terms.seats or service.seats or 1
    least = min(plan.terms.min_seats or service.min_seats, seats)
    decide_at = max(starts_at - timedelta(minutes=service.decide_minutes), now) if least > 1 else None
    return ClassSession(
        id=uuid4(),
        series_id=series_id,
        service_id=service.id,
        professional_id=service.professional_id,
        status="scheduled",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=service.duration_minutes),
        local_start=plan.zone.local(date.start),
        zone=plan.zone.name,
        missing_wall=date.missing,
        planned_local=None if series_id is None else date.local,
        title=service.title,
        duration_minutes=service.duration_minutes,
        price_minor=service.price_minor,
        currency=service.currency,
        capacity=seats,
        taken=0,
        min_seats=least,
        decide_at=decide_at,
        cancel_cutoff_minutes=service.cancel_cutoff_minutes,
        buffer_before_minutes=service.buffer_before_minutes,
        buffer_after_minutes=service.buffer_after_minutes,
        sequence=0,
        created_at=now,
    )


async def locked(session: AsyncSession, class_id: UUID) -> ClassSession:
    """The class as it is, with its host's calendar and its row held until the commit. Raises 404."""
    host = await session.scalar(select(ClassSession.professional_id).where(ClassSession.id == class_id))
    if host is None:
        raise not_found("class")
    await lock_people(session, [host])
    query = select(ClassSession).where(ClassSession.id == class_id).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def call_off(session: AsyncSession, row: ClassSession, reason: str, now: datetime) -> None:
    """Cancel a class that is locked: no seat can be had any more, the host is free, the room closes; its seats are
    cancelled, and who waits for one is told, by jobs, one a transaction. Raises 409."""
    if row.status not in {"scheduled", "running"} or now >= row.ends_at:
        raise Problem("conflict", "This class is over or was cancelled before.")
    row.status, row.settled_at, row.decide_at = "cancelled", now, None
    await session.flush()
    await vacate(session, row)
    await enqueue(session, "close-room", {"booking_id": str(row.id)})
    await enqueue(session, "calendar-copies", {"booking_ids": [str(row.id)]})
    told = {"class_id": str(row.id), "reason": reason}
    await enqueue(session, CLOSING, told)
    await enqueue(session, WAITED_FOR, told)


async def move(session: AsyncSession, row: ClassSession, date: Date, zone: Zone, now: datetime) -> None:
    """Hold a class that is locked at another time; its seats follow by a job, one a transaction. Raises 409."""
    if row.status != "scheduled" or now >= row.starts_at:
        raise Problem("conflict", "This class has begun, is over or was cancelled.")
    starts_at = instant(date.start)
    if starts_at <= now:
        raise Problem("conflict", "A class cannot start in the past.")
    await vacate(session, row)
    row.apart = row.series_id is not None and (date.local, zone.name) != (row.planned_local, row.zone)
    put(row, date, zone, now)
    await session.flush()
    await clear_lapsed(session, row.professional_id, of_host(row), now)
    if not await occupy(session, row):
        raise Problem("conflict", "You are busy at that time.", extensions={"clashes": [wire(starts_at)]})
    await follow(session, [row])


def put(row: ClassSession, date: Date, zone: Zone, now: datetime) -> None:
    """Write another time into a class; what it occupies is the caller's."""
    starts_at = instant(date.start)
    if row.decide_at is not None:
        row.decide_at = max(row.decide_at + (starts_at - row.starts_at), now)
    row.starts_at, row.ends_at = starts_at, starts_at + timedelta(minutes=row.duration_minutes)
    row.local_start, row.zone, row.missing_wall = zone.local(date.start), zone.name, date.missing
    row.sequence += 1
    row.cancel_cutoff_minutes = 0


async def follow(session: AsyncSession, rows: Sequence[ClassSession]) -> None:
    """Have the seats and the copies in calendars follow classes that were moved."""
    await enqueue(session, "calendar-copies", {"booking_ids": [str(row.id) for row in rows]})
    for row in rows:
        await enqueue(session, MOVED, {"class_id": str(row.id), "sequence": row.sequence})


def zone_of(name: str) -> Zone:
    """The zone a class is kept in."""
    return load(name)
