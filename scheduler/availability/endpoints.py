"""A professional's own hours: the week of the default schedule, and the days that differ from a schedule's week."""

from datetime import date as Date  # noqa: N812 - the path's parameter is called date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import schedules, storage
from scheduler.availability.hours import Ranges, day_number, format_clock, format_end
from scheduler.availability.locks import lock_people
from scheduler.availability.models import ChangeDay, Day, DayRange, Weekly
from scheduler.availability.typed import check_zone, day_typed, week_shown, week_typed
from scheduler.http import Api, Context, Page, Problem, not_found

MOST_DAYS: Final = 730
FIRST_DAY: Final = Date(2000, 1, 1)
LAST_DAY: Final = Date(2199, 12, 31)


async def show_weekly_hours(ctx: Context, session: AsyncSession) -> Weekly:
    """Show my weekly hours: those of the default schedule.

    Before they were first written: none, in the zone I live in."""
    hours = (await storage.hours_of(session, [ctx.account.id]))[ctx.account.id]
    return Weekly(zone=hours.zone.name, hours=week_shown(hours))


async def change_weekly_hours(ctx: Context, session: AsyncSession, body: Weekly) -> Weekly:
    """Replace my weekly hours: those of the default schedule.

    Ranges are wall time in `zone`, may end at 24:00 or run past midnight (an end before the start is the next day's)
    and must not overlap, Sunday's with Monday's neither. Bookings that stand are not touched."""
    check_zone(body.zone)
    ranges = week_typed(body.hours)
    await lock_people(session, [ctx.account.id])
    await storage.set_weekly(session, ctx.account.id, body.zone, ranges, ctx.clock.now())
    await schedules.changed(ctx, session)
    return await show_weekly_hours(ctx, session)


async def list_day_overrides(ctx: Context, session: AsyncSession) -> Page[Day]:
    """List my days that differ from the week of the default schedule."""
    default = await storage.default_of(session, ctx.account.id)
    return Page(items=[] if default is None else await _days(session, default))


async def list_schedule_overrides(ctx: Context, session: AsyncSession, id: UUID) -> Page[Day]:
    """List a schedule's days that differ from its week."""
    return Page(items=await _days(session, (await schedules.mine(ctx, session, id)).id))


async def show_day_override(ctx: Context, session: AsyncSession, date: Date) -> Day:
    """Show a day that differs from the week of the default schedule."""
    return await _shown(session, await storage.default_of(session, ctx.account.id), date)


async def show_schedule_override(ctx: Context, session: AsyncSession, id: UUID, date: Date) -> Day:
    """Show a day of a schedule that differs from its week."""
    return await _shown(session, (await schedules.mine(ctx, session, id)).id, date)


async def change_day_override(ctx: Context, session: AsyncSession, date: Date, body: ChangeDay) -> Day:
    """Give one day its own hours; without ranges it is closed.

    A range belongs to the day it starts on: what the day before has past midnight stays open, and must not
    overlap."""
    await lock_people(session, [ctx.account.id])
    default = await storage.make_default(session, ctx.account.id, ctx.clock.now())
    return await _change(ctx, session, default, date, body)


async def change_schedule_override(ctx: Context, session: AsyncSession, id: UUID, date: Date, body: ChangeDay) -> Day:
    """Give one day of a schedule its own hours; without ranges it is closed."""
    await lock_people(session, [ctx.account.id])
    return await _change(ctx, session, (await schedules.mine(ctx, session, id)).id, date, body)


async def delete_day_override(ctx: Context, session: AsyncSession, date: Date) -> None:
    """Let the week of the default schedule rule on this day again."""
    await lock_people(session, [ctx.account.id])
    default = await storage.default_of(session, ctx.account.id)
    if default is None or not await storage.forget_day(session, default, date):
        raise not_found("day")
    await schedules.changed(ctx, session)


async def delete_schedule_override(ctx: Context, session: AsyncSession, id: UUID, date: Date) -> None:
    """Let a schedule's week rule on this day again."""
    await lock_people(session, [ctx.account.id])
    if not await storage.forget_day(session, (await schedules.mine(ctx, session, id)).id, date):
        raise not_found("day")
    await schedules.changed(ctx, session)


async def _change(ctx: Context, session: AsyncSession, schedule_id: UUID, date: Date, body: ChangeDay) -> Day:
    if not FIRST_DAY <= date <= LAST_DAY:
        raise not_found("day")
    hours = (await storage.hours_by_schedule(session, [schedule_id]))[schedule_id]
    day = day_number(date)
    ranges = day_typed(body.ranges, hours, day)
    if len(hours.overrides) >= MOST_DAYS and day not in hours.overrides:
        raise Problem("conflict", f"You have {MOST_DAYS} such days already. Remove some that are past.")
    await storage.set_day(session, schedule_id, date, ranges, ctx.clock.now())
    await schedules.changed(ctx, session)
    return _day(date, ranges)


async def _shown(session: AsyncSession, schedule_id: UUID | None, date: Date) -> Day:
    ranges = None if schedule_id is None else await storage.ranges_of_day(session, schedule_id, date)
    if ranges is None:
        raise not_found("day")
    return _day(date, ranges)


async def _days(session: AsyncSession, schedule_id: UUID) -> list[Day]:
    return [_day(day, ranges) for day, ranges in await storage.days_of(session, schedule_id)]


def _day(day: Date, ranges: Ranges) -> Day:
    shown = [DayRange(start=format_clock(each.start), end=format_end(each.end)) for each in ranges]
    return Day(date=day, ranges=shown)


def routes(api: Api) -> None:
    """Everything under /availability."""
    mine = ("professional",)
    api.get("/availability/weekly", show_weekly_hours, roles=mine, etag=True)
    api.put("/availability/weekly", change_weekly_hours, roles=mine, edits=show_weekly_hours)
    api.get("/availability/overrides", list_day_overrides, roles=mine)
    one, edited = "/availability/overrides/{date}", {"roles": mine, "edits": show_day_override}
    api.get(one, show_day_override, roles=mine, etag=True)
    api.put(one, change_day_override, problems=("conflict",), **edited)
    api.delete(one, delete_day_override, status=204, **edited)
    schedules.routes(api)
    days = "/availability/schedules/{id}/overrides"
    api.get(days, list_schedule_overrides, roles=mine)
    one, edited = f"{days}/{{date}}", {"roles": mine, "edits": show_schedule_override}
    api.get(one, show_schedule_override, roles=mine, etag=True)
    api.put(one, change_schedule_override, problems=("conflict",), **edited)
    api.delete(one, delete_schedule_override, status=204, **edited)
