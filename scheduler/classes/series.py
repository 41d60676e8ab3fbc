"""A series as a whole: called off or moved, from one of its classes on or from now on, under its host's lock.

The rule kept here: only classes that are still to come change; one that was called off stays called off, one that was
moved by itself stays where it was put (unless it is the one pointed at). What concerns seats and who waits goes by
the jobs of each class. Asked twice, the second time finds nothing to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.availability.zones import Zone
from scheduler.booking.occupancy import instant
from scheduler.booking.tables import ClassSession, Occupancy
from scheduler.classes import schedule
from scheduler.classes.recurrence import Date, date_of
from scheduler.classes.shifting import Shift, Span, Wish, staying
from scheduler.classes.tables import ClassSeries
from scheduler.http import Problem, invalid, not_found, wire

MOST_DAYS: Final = 366
Moving = dict[UUID, tuple[ClassSession, Date]]


@dataclass(frozen=True, slots=True)
class CallOff:
    """What is called off of a series: from one class on, or (None) all that is to come. `keep_moved`: but those that
    were moved by themselves."""

    from_class: UUID | None = None
    reason: str = ""
    keep_moved: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What is wanted of a series: the class pointed at (None: the first that is to come) at a wall time in a zone
    (None: its own), all that follow by as much; `skip`: those that cannot stay where they are."""

    local: datetime
    zone: Zone | None
    from_class: UUID | None = None
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Stays:
    """A class that could not be moved, and when it was to start."""

    row: ClassSession
    wanted: datetime


async def all_of(session: AsyncSession, series_id: UUID, host_id: UUID, *, hold: bool = False) -> list[ClassSession]:
    """The classes of a series, in its own order; `hold`: with their host's calendar and their rows held until the
    commit. Raises 404 when it is not this host's."""
    host = await session.scalar(select(ClassSeries.professional_id).where(ClassSeries.id == series_id))
    if host != host_id:
        raise not_found("series")
    query = select(ClassSession).where(ClassSession.series_id == series_id).order_by(ClassSession.id)
    if hold:
        await lock_people(session, [host_id])
        query = query.with_for_update().execution_options(populate_existing=True)
    return sorted(await session.scalars(query), key=lambda row: (_planned(row), row.id))


async def call_off(
    session: AsyncSession, rows: Sequence[ClassSession], wish: CallOff, now: datetime
) -> tuple[list[ClassSession], list[ClassSession]]:
    """Cancel the classes of a locked series that are to come; (those, the ones that were kept because they stand
    apart). Raises 422."""
    found = _to_come(_following(rows, wish.from_class), now)
    kept = [row for row in found if wish.keep_moved and row.apart and row.id != wish.from_class]
    off = [row for row in found if row not in kept]
    for row in off:
        await schedule.call_off(session, row, wish.reason, now)
    return off, kept


async def move(
    session: AsyncSession, rows: Sequence[ClassSession], wish: Move, now: datetime
) -> tuple[list[ClassSession], list[Stays]]:
    """Move a locked series; (the classes that were moved, those that had to stay). Raises 409 naming the times that
    cannot be had, unless those classes are to stay; 422 for a move too far."""
    anchor = _anchor(rows, wish.from_class, now)
    shift = Shift.between(_planned(anchor), wish.local)
    if abs(shift.days.days) > MOST_DAYS:
        raise invalid("local_start", f"is more than {MOST_DAYS} days away", "Hold a new series then.")
    zone = wish.zone or schedule.zone_of(anchor.zone)
    following = _following(rows, anchor.id)
    moving: Moving = {}
    for row in _to_come(following, now):
        date = date_of(shift.of(_planned(row)), zone)
        if row is anchor and date.start <= now.timestamp():
            raise Problem("conflict", "A class cannot start in the past.")
        if (not row.apart or row.id == wish.from_class) and (instant(date.start), zone.name) != _at(row):
            moving[row.id] = (row, date)
    stay = await _staying(session, moving, now)
    if stay and (not wish.skip or len(stay) == len(moving)):
        times = [wire(instant(moving[each][1].start)) for each in stay]
        said = f"{len(times)} of these dates cannot be had: you are busy then, or they are past."
        raise Problem(
            "conflict",
            f"{said} Choose another time, or leave those classes where they are.",
            extensions={"clashes": times},
        )
    for row in following:
        row.planned_local = shift.of(_planned(row))
    for each in stay:
        moving[each][0].apart = True
    moved = [pair for each, pair in moving.items() if each not in stay]
    await _put(session, moved, zone, now)
    return [row for row, _ in moved], [Stays(moving[each][0], instant(moving[each][1].start)) for each in stay]


async def _put(session: AsyncSession, moved: Sequence[tuple[ClassSession, Date]], zone: Zone, now: datetime) -> None:
    """Give classes their new times: all the old are given back first, for one may move to where another was."""
    for row, _ in moved:
        await schedule.vacate(session, row)
    for row, date in moved:
        schedule.put(row, date, zone, now)
        row.apart = False
    await session.flush()
    for row, _ in moved:
        if not await schedule.occupy(session, row):
            raise Problem(
                "conflict", "You are busy at one of these times.", extensions={"clashes": [wire(row.starts_at)]}
            )
    if moved:
        await schedule.follow(session, [row for row, _ in moved])


async def _staying(session: AsyncSession, moving: Moving, now: datetime) -> list[UUID]:
    """Which of these classes cannot move; what has lapsed is taken out of their way."""
    if not moving:
        return []
    wishes = [_wish(row, date) for row, date in moving.values()]
    reach = (instant(min(each.wanted[0] for each in wishes)), instant(max(each.wanted[1] for each in wishes)))
    host_id = next(iter(moving.values()))[0].professional_id
    await schedule.clear_lapsed(session, host_id, reach, now)
    query = select(func.lower(Occupancy.during), func.upper(Occupancy.during)).where(
        Occupancy.person_id == host_id,
        Occupancy.during.overlaps(Range(*reach)),
        or_(Occupancy.class_id.is_(None), Occupancy.class_id.not_in(list(moving))),
    )
    busy = [(int(begin.timestamp()), int(end.timestamp())) for begin, end in await session.execute(query)]
    return staying(wishes, busy, int(now.timestamp()))


def _wish(row: ClassSession, date: Date) -> Wish:
    begin, end = (int(each.timestamp()) for each in schedule.of_host(row))
    by = date.start - int(row.starts_at.timestamp())
    wanted: Span = (begin + by, end + by)
    return Wish(row.id, (begin, end), wanted, date.start)


def _at(row: ClassSession) -> tuple[datetime, str]:
    return row.starts_at, row.zone


def _planned(row: ClassSession) -> datetime:
    return row.planned_local or row.local_start


def _to_come(rows: Sequence[ClassSession], now: datetime) -> list[ClassSession]:
    return [row for row in rows if row.status == "scheduled" and row.starts_at > now]


def _following(rows: Sequence[ClassSession], from_class: UUID | None) -> list[ClassSession]:
    """The one pointed at and those that the series has after it; all when none is."""
    if from_class is None:
        return list(rows)
    first = next((row for row in rows if row.id == from_class), None)
    if first is None:
        raise invalid("from_class", "is no class of this series", "Name one that the series shows.")
    return [row for row in rows if _planned(row) >= _planned(first)]


def _anchor(rows: Sequence[ClassSession], from_class: UUID | None, now: datetime) -> ClassSession:
    """The class that is pointed at; it must be to come."""
    coming = _to_come(_following(rows, from_class), now)
    if from_class is not None and not any(row.id == from_class for row in coming):
        raise Problem("conflict", "This class has begun or was called off: name one that is to come.")
    if not coming:
        raise Problem("conflict", "No class of this series is to come.")
    return coming[0] if from_class is None else next(row for row in coming if row.id == from_class)
