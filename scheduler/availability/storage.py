"""Schedules in the database: written as typed, read as the rules take them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Uuid, and_, bindparam, cast, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import zones
from scheduler.availability.hours import Hours, Range, Ranges, Trip
from scheduler.availability.tables import Schedule, ScheduleDay, TimeOff, Travel
from scheduler.availability.zones import Zone
from scheduler.people.tables import Person

FIRST_NAME = "Regular hours"
_EPOCH = date(1970, 1, 1)
_OVERRIDES = (
    select(func.jsonb_object_agg(ScheduleDay.day - _EPOCH, ScheduleDay.ranges))
    .where(ScheduleDay.schedule_id == Schedule.id)
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
_WEEK = (Schedule.ranges.label("weekly"), _OVERRIDES.label("overrides"), _OFF.label("off"), _TRIPS.label("trips"))


def read_hours(
    zone: str,
    weekly: Sequence[Sequence[int]] | None,
    overrides: dict[str, Any] | None,
    off: Sequence[Sequence[int]] | None = None,
    trips: Sequence[Sequence[Any]] | None = None,
) -> Hours:
    """The hours of one row: a schedule's zone, week and days; `off` in wall times (seconds), `trips` as [first day,
    last day, zone]."""
    home = zones.load(zone)
    days: list[list[Range]] = [[] for _ in range(7)]
    for weekday, start, end in weekly or ():
        days[weekday].append(Range(start, end))
    away = tuple(Trip.of(first, last, zones.load(name)) for first, last, name in trips or ())
    hours = Hours(
        home,
        tuple(map(tuple, map(sorted, days))),
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
    """Everybody's default hours, in one query. Who has not written any yet has none, in the zone they live in."""
    query = (
        select(Person.id, func.coalesce(Schedule.zone, Person.zone), *_WEEK)
        .outerjoin(Schedule, and_(Schedule.person_id == Person.id, Schedule.is_default))
        .where(Person.id.in_(list(people)))
    )
    return {row[0]: read_hours(*row[1:]) for row in await session.execute(query)}


async def hours_by_schedule(session: AsyncSession, schedules: Iterable[UUID]) -> dict[UUID, Hours]:
    """The hours of these schedules, in one query, or in none."""
    wanted = list(schedules)
    if not wanted:
        return {}
    query = select(Schedule.id, Schedule.zone, *_WEEK).join(Person, Person.id == Schedule.person_id)
    query = query.where(Schedule.id.in_(wanted))
    return {row[0]: read_hours(*row[1:]) for row in await session.execute(query)}


async def schedules_of(session: AsyncSession, person_id: UUID) -> list[Schedule]:
    """Somebody's schedules, the default first, then the oldest."""
    order = (Schedule.is_default.desc(), Schedule.created_at, Schedule.id)
    query = select(Schedule).where(Schedule.person_id == person_id).order_by(*order)
    return list(await session.scalars(query.execution_options(populate_existing=True)))


async def schedule_of(session: AsyncSession, person_id: UUID, schedule_id: UUID) -> Schedule | None:
    """One of somebody's own schedules."""
    query = select(Schedule).where(Schedule.person_id == person_id, Schedule.id == schedule_id)
    return await session.scalar(query.execution_options(populate_existing=True))


async def default_of(session: AsyncSession, person_id: UUID) -> UUID | None:
    """The default schedule, when there is one."""
    return await session.scalar(select(Schedule.id).where(Schedule.person_id == person_id, Schedule.is_default))


async def make_default(session: AsyncSession, person_id: UUID, now: datetime) -> UUID:
    """The default schedule, made without hours if need be: the zone its days are meant in is fixed with it."""
    zone = select(Person.zone).where(Person.id == person_id).scalar_subquery()
    await session.execute(_new(person_id, (FIRST_NAME, zone), [], now, default=True).on_conflict_do_nothing())
    found = await default_of(session, person_id)
    assert found is not None  # it was there, or was made just now
    return found


async def create_schedule(
    session: AsyncSession,
    person_id: UUID,
    named: tuple[str, str],
    ranges: Sequence[tuple[int, int, int]],
    now: datetime,
) -> UUID:
    """A new schedule, `named` (name, zone); the first is the default."""
    first = await default_of(session, person_id) is None
    statement = _new(person_id, named, ranges, now, default=first).returning(Schedule.id)
    return (await session.execute(statement)).scalar_one()


async def change_schedule(session: AsyncSession, schedule_id: UUID, changes: Mapping[str, Any]) -> None:
    """Write some fields."""
    await session.execute(update(Schedule).where(Schedule.id == schedule_id).values(**changes))


async def choose_default(session: AsyncSession, person_id: UUID, schedule_id: UUID) -> None:
    """Make it the default instead of the one that is."""
    mine = update(Schedule).where(Schedule.person_id == person_id)
    await session.execute(mine.where(Schedule.is_default).values(is_default=False))
    await session.execute(mine.where(Schedule.id == schedule_id).values(is_default=True))


async def users_of(session: AsyncSession, schedule_id: UUID) -> list[str]:
    """The titles of the services that go by this schedule and by no default. (Services stand above us.)"""
    query = text("SELECT title FROM service WHERE schedule_id = :id AND deleted_at IS NULL ORDER BY id LIMIT 5")
    query = query.bindparams(bindparam("id", type_=Uuid()))
    return list(await session.scalars(query, {"id": schedule_id}))


async def delete_schedule(session: AsyncSession, schedule_id: UUID) -> None:
    """Delete it and its days."""
    await session.execute(delete(Schedule).where(Schedule.id == schedule_id))


async def set_weekly(
    session: AsyncSession, person_id: UUID, zone: str, ranges: Sequence[tuple[int, int, int]], now: datetime
) -> None:
    """Replace the week of the default schedule."""
    statement = _new(person_id, (FIRST_NAME, zone), ranges, now, default=True)
    new = statement.excluded
    changes = {"zone": new.zone, "ranges": new.ranges, "updated_at": new.updated_at}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Schedule.person_id], index_where=text("is_default"), set_=changes
        )
    )


async def set_day(session: AsyncSession, schedule_id: UUID, day: date, ranges: Ranges, now: datetime) -> None:
    """Write one day's own ranges."""
    row = {"schedule_id": schedule_id, "day": day, "ranges": [list(each) for each in ranges], "updated_at": now}
    statement = insert(ScheduleDay).values(**row)
    changes = {"ranges": statement.excluded.ranges, "updated_at": statement.excluded.updated_at}
    keys = [ScheduleDay.schedule_id, ScheduleDay.day]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))


async def forget_day(session: AsyncSession, schedule_id: UUID, day: date) -> bool:
    """Let the week rule on this day again; False when it did."""
    this = (ScheduleDay.schedule_id == schedule_id, ScheduleDay.day == day)
    return (await session.execute(delete(ScheduleDay).where(*this).returning(ScheduleDay.day))).first() is not None


async def days_of(session: AsyncSession, schedule_id: UUID) -> list[tuple[date, Ranges]]:
    """The days that differ from the week, in order."""
    query = select(ScheduleDay.day, ScheduleDay.ranges).where(ScheduleDay.schedule_id == schedule_id)
    found = await session.execute(query.order_by(ScheduleDay.day))
    return [(day, tuple(Range(*each) for each in ranges)) for day, ranges in found]


async def ranges_of_day(session: AsyncSession, schedule_id: UUID, day: date) -> Ranges | None:
    """What one day has instead of the week; None where it does not differ."""
    named = (ScheduleDay.schedule_id == schedule_id, ScheduleDay.day == day)
    found = await session.scalar(select(ScheduleDay.ranges).where(*named))
    return None if found is None else tuple(Range(*each) for each in found)


def _new(person_id: UUID, named: tuple[str, Any], ranges: Sequence[Any], now: datetime, *, default: bool) -> Insert:
    return insert(Schedule).values(
        person_id=person_id,
        name=named[0],
        is_default=default,
        zone=named[1],
        ranges=[list(each) for each in ranges],
        created_at=now,
        updated_at=now,
    )
