"""Hours in the database: written as typed, read as the rules take them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import zones
from scheduler.availability.hours import Hours, Range, Ranges, Trip
from scheduler.availability.tables import DayHours, TimeOff, Travel, WeeklyHours
from scheduler.availability.zones import Zone
from scheduler.people.tables import Person

_EPOCH = date(1970, 1, 1)
_OVERRIDES = (
    select(func.jsonb_object_agg(DayHours.day - _EPOCH, DayHours.ranges))
    .where(DayHours.person_id == Person.id)
    .scalar_subquery()
)
_OFF = (
    select(
        func.jsonb_agg(
            func.jsonb_build_array(
                cast(func.extract("epoch", TimeOff.starts_local), BigInteger),
                cast(func.extract("epoch", TimeOff.ends_local), BigInteger),
            )
        )
    )
    .where(TimeOff.person_id == Person.id)
    .scalar_subquery()
)
_TRIPS = (
    select(func.jsonb_agg(func.jsonb_build_array(Travel.first_day - _EPOCH, Travel.last_day - _EPOCH, Travel.zone)))
    .where(Travel.person_id == Person.id)
    .scalar_subquery()
)
# Person is the anchor: somebody who has not written hours yet has none, in the zone they live in.
HOURS_COLUMNS = (
    func.coalesce(WeeklyHours.zone, Person.zone).label("zone"),
    WeeklyHours.ranges.label("weekly"),
    _OVERRIDES.label("overrides"),
    _OFF.label("off"),
    _TRIPS.label("trips"),
)


def read_hours(
    zone: str,
    weekly: Sequence[Sequence[int]] | None,
    overrides: dict[str, Any] | None,
    off: Sequence[Sequence[int]] | None = None,
    trips: Sequence[Sequence[Any]] | None = None,
) -> Hours:
    """The hours of one row of HOURS_COLUMNS: `off` in wall times (seconds), `trips` as [first day, last day,
    zone]."""
    home = zones.load(zone)
    days: list[list[Range]] = [[] for _ in range(7)]
    for weekday, start, end in weekly or ():
        days[weekday].append(Range(start, end))
    away = tuple(Trip.of(first, last, zones.load(name)) for first, last, name in trips or ())
    hours = Hours(
        home,
        tuple(tuple(sorted(day)) for day in days),
        {int(day): tuple(Range(*each) for each in ranges) for day, ranges in (overrides or {}).items()},
        trips=away,
    )
    return replace(hours, off=tuple(time_off(home, start, end) for start, end in off)) if off else hours


def time_off(zone: Zone, start: int, end: int) -> tuple[int, int]:
    """The instants [begin, end) of time off between two wall times (seconds): of ambiguous ones the longest."""
    spans = zone.spans(start - 2 * zones.DAY, end + 2 * zones.DAY)
    begin = zones.earliest(spans, start)
    return begin, max(begin, zones.latest(spans, end))


async def hours_of(session: AsyncSession, people: Iterable[UUID]) -> dict[UUID, Hours]:
    """Everybody's hours, in one query."""
    query = (
        select(Person.id, *HOURS_COLUMNS)
        .outerjoin(WeeklyHours, WeeklyHours.person_id == Person.id)
        .where(Person.id.in_(list(people)))
    )
    return {row[0]: read_hours(*row[1:]) for row in await session.execute(query)}


async def set_weekly(
    session: AsyncSession, person_id: UUID, zone: str, ranges: Sequence[tuple[int, int, int]], now: datetime
) -> None:
    """Replace the week."""
    row = {"person_id": person_id, "zone": zone, "ranges": [list(each) for each in ranges], "updated_at": now}
    statement = insert(WeeklyHours).values(**row)
    new = statement.excluded
    changes = {"zone": new.zone, "ranges": new.ranges, "updated_at": new.updated_at}
    await session.execute(statement.on_conflict_do_update(index_elements=[WeeklyHours.person_id], set_=changes))


async def set_day(session: AsyncSession, person_id: UUID, day: date, ranges: Ranges, now: datetime) -> None:
    """Write one day's own ranges. The zone they are meant in is fixed with them, if no week has fixed it before."""
    zone = select(Person.zone).where(Person.id == person_id).scalar_subquery()
    week = {"person_id": person_id, "zone": zone, "ranges": [], "updated_at": now}
    await session.execute(insert(WeeklyHours).values(**week).on_conflict_do_nothing())
    row = {"person_id": person_id, "day": day, "ranges": [list(each) for each in ranges], "updated_at": now}
    statement = insert(DayHours).values(**row)
    changes = {"ranges": statement.excluded.ranges, "updated_at": statement.excluded.updated_at}
    keys = [DayHours.person_id, DayHours.day]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))


async def forget_day(session: AsyncSession, person_id: UUID, day: date) -> bool:
    """Let the week rule on this day again; False when it did."""
    mine = (DayHours.person_id == person_id, DayHours.day == day)
    return (await session.execute(delete(DayHours).where(*mine).returning(DayHours.day))).first() is not None


async def days_of(session: AsyncSession, person_id: UUID) -> list[tuple[date, Ranges]]:
    """The days that differ from the week, in order."""
    query = select(DayHours.day, DayHours.ranges).where(DayHours.person_id == person_id).order_by(DayHours.day)
    return [(day, tuple(Range(*each) for each in ranges)) for day, ranges in await session.execute(query)]
