"""Time off, travel, and limits: what a professional says of their calendar beside the hours.

The rule kept here: whoever writes one holds the calendar's lock, so no booking slips in by what was true before; what
stands already is told and never touched.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import zones
from scheduler.availability.hours import Trip, day_number
from scheduler.availability.locks import lock_people
from scheduler.availability.models import Clash, Limits, NewTimeOff, NewTravel, TimeOffView, TravelView
from scheduler.availability.storage import hours_of, time_off
from scheduler.availability.tables import BookingLimit, TimeOff, Travel
from scheduler.http import Api, Context, Page, Problem, invalid, not_found
from scheduler.jobs.queue import enqueue

MOST_OFF: Final = 200
MOST_TRIPS: Final = 100
LONGEST_DAYS: Final = 366

Standing = Callable[
    [AsyncSession, UUID, datetime, datetime], Awaitable[Sequence[tuple[UUID, str, datetime, datetime]]]
]
"""The bookings (id, title, start, end) in which somebody is expected as a professional within [begin, end)."""


def routes(api: Api, standing: Standing) -> None:
    """/availability/time-off, /availability/travel, /availability/limits."""

    async def list_time_off(ctx: Context, session: AsyncSession) -> Page[TimeOffView]:
        """List my time off that is not over, the soonest first, with the bookings that stand in it."""
        zone = (await hours_of(session, [ctx.account.id]))[ctx.account.id].zone
        now = zone.local(int(ctx.clock.unix()))
        query = select(TimeOff).where(TimeOff.person_id == ctx.account.id, TimeOff.ends_local > now)
        found = await session.scalars(query.order_by(TimeOff.starts_local, TimeOff.id))
        return Page(items=[await view(session, zone, row) for row in found])

    async def create_time_off(ctx: Context, session: AsyncSession, body: NewTimeOff) -> TimeOffView:
        """Take time off: nothing can be booked then.

        Bookings that stand in it are told (`clashes`) and not touched: move or cancel them."""
        start, end = datetime.fromisoformat(body.start), datetime.fromisoformat(body.end)
        if start >= end:
            raise invalid("end", "is not after the start", "Choose a later end.")
        if (end - start).days > LONGEST_DAYS:
            raise invalid("end", f"is more than {LONGEST_DAYS} days after the start", "Take it in two parts.")
        await lock_people(session, [ctx.account.id])
        zone = (await hours_of(session, [ctx.account.id]))[ctx.account.id].zone
        if end <= zone.local(int(ctx.clock.unix())):
            raise invalid("end", "is past", "Choose a time to come.")
        await _bounded(session, TimeOff, ctx.account.id, MOST_OFF)
        row = TimeOff(
            id=uuid4(),
            person_id=ctx.account.id,
            starts_local=start,
            ends_local=end,
            note=body.note,
            created_at=ctx.clock.now(),
        )
        session.add(row)
        await session.flush()
        await _changed(session, ctx.account.id)
        return await view(session, zone, row)

    async def view(session: AsyncSession, zone: zones.Zone, row: TimeOff) -> TimeOffView:
        begin, end = time_off(zone, _wall(row.starts_local), _wall(row.ends_local))
        clashes = await standing(session, row.person_id, _instant(begin), _instant(end)) if begin < end else []
        return TimeOffView(
            id=row.id,
            start=row.starts_local.isoformat(timespec="minutes"),
            end=row.ends_local.isoformat(timespec="minutes"),
            note=row.note,
            clashes=[Clash(booking_id=each[0], title=each[1], start=each[2], end=each[3]) for each in clashes],
        )

    mine = ("professional",)
    api.get("/availability/time-off", list_time_off, roles=mine)
    api.post(
        "/availability/time-off",
        create_time_off,
        roles=mine,
        status=201,
        problems=("conflict",),
        idempotent=True,
    )
    api.delete("/availability/time-off/{id}", delete_time_off, roles=mine, status=204)
    api.get("/availability/travel", list_travel, roles=mine)
    api.post("/availability/travel", create_travel, roles=mine, status=201, problems=("conflict",), idempotent=True)
    api.delete("/availability/travel/{id}", delete_travel, roles=mine, status=204)
    api.get("/availability/limits", show_limits, roles=mine, etag=True)
    api.put("/availability/limits", change_limits, roles=mine, edits=show_limits)


async def delete_time_off(ctx: Context, session: AsyncSession, id: UUID) -> None:
    """Be there after all."""
    await lock_people(session, [ctx.account.id])
    await _delete(session, TimeOff, ctx.account.id, id, "time off")


async def list_travel(ctx: Context, session: AsyncSession) -> Page[TravelView]:
    """List my stays in other zones, those to come and those that are over."""
    query = select(Travel).where(Travel.person_id == ctx.account.id).order_by(Travel.first_day)
    return Page(items=[TravelView.model_validate(row) for row in await session.scalars(query)])


async def create_travel(ctx: Context, session: AsyncSession, body: NewTravel) -> TravelView:
    """Say that I am in another zone from one day to another: my hours of those days are meant in it.

    The trip lasts from the first midnight there of the first day to that after the last; home's days go on to the
    very instant before and after. Bookings that stand keep their instants."""
    first, last = date.fromisoformat(body.first_day), date.fromisoformat(body.last_day)
    if last < first:
        raise invalid("last_day", "is before the first", "Choose a later day.")
    if (last - first).days > LONGEST_DAYS:
        raise invalid("last_day", f"is more than {LONGEST_DAYS} days after the first", "Enter it in two parts.")
    await lock_people(session, [ctx.account.id])
    await _bounded(session, Travel, ctx.account.id, MOST_TRIPS)
    zone = zones.load(body.zone)
    trip = Trip.of(day_number(first), day_number(last), zone)
    known = select(Travel).where(Travel.person_id == ctx.account.id)
    for other in await session.scalars(known):
        theirs = Trip.of(day_number(other.first_day), day_number(other.last_day), zones.load(other.zone))
        if trip.begin < theirs.end and theirs.begin < trip.end:
            raise Problem("conflict", f"You are in {other.zone} then. Change or remove that stay first.")
    row = Travel(
        id=uuid4(),
        person_id=ctx.account.id,
        first_day=first,
        last_day=last,
        zone=zone.name,
        created_at=ctx.clock.now(),
    )
    session.add(row)
    try:
        await session.flush()
    except IntegrityError:  # the constraint stands behind the rule above
        raise Problem("conflict", "You are in another zone on some of these days already.") from None
    await _changed(session, ctx.account.id)
    return TravelView.model_validate(row)


async def delete_travel(ctx: Context, session: AsyncSession, id: UUID) -> None:
    """Stay at home."""
    await lock_people(session, [ctx.account.id])
    await _delete(session, Travel, ctx.account.id, id, "stay")


async def show_limits(ctx: Context, session: AsyncSession) -> Limits:
    """Show how many bookings I take in a day, a week, a month."""
    row = await session.get(BookingLimit, ctx.account.id, populate_existing=True)
    if row is None:
        return Limits()
    return Limits(max_per_day=row.max_per_day, max_per_week=row.max_per_week, max_per_month=row.max_per_month)


async def change_limits(ctx: Context, session: AsyncSession, body: Limits) -> Limits:
    """Take at most so many bookings in a day, a week, a month, over all my services."""
    await lock_people(session, [ctx.account.id])
    values = body.model_dump() | {"updated_at": ctx.clock.now()}
    statement = insert(BookingLimit).values(person_id=ctx.account.id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=[BookingLimit.person_id], set_=values))
    return body


async def _bounded(session: AsyncSession, table: Any, person_id: UUID, most: int) -> None:
    count = await session.scalar(select(func.count()).select_from(table).where(table.person_id == person_id))
    if (count or 0) >= most:
        raise Problem("conflict", f"You have {most} of these already. Remove some that are past.")


async def _delete(session: AsyncSession, table: Any, person_id: UUID, id: UUID, what: str) -> None:
    mine = (table.id == id, table.person_id == person_id)
    if (await session.execute(delete(table).where(*mine).returning(table.id))).first() is None:
        raise not_found(what)
    await _changed(session, person_id)


async def _changed(session: AsyncSession, person_id: UUID) -> None:
    """The cache of free windows follows by a job."""
    await enqueue(session, "free-windows", {"person_id": str(person_id)})


def _wall(local: datetime) -> int:
    return int(local.replace(tzinfo=UTC).timestamp())


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
