"""A professional's own hours: the week and the days that differ from it."""

from collections.abc import Iterable
from datetime import date as Date  # noqa: N812 - the path's parameter is called date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import storage, zones
from scheduler.availability.hours import (
    BadHoursError,
    Range,
    Ranges,
    check_ranges,
    check_week,
    format_clock,
    parse_range,
)
from scheduler.availability.locks import lock_people
from scheduler.availability.models import ChangeDay, Day, DayRange, Weekly, WeeklyRange
from scheduler.http import Api, Context, Page, Problem, invalid, not_found
from scheduler.jobs.queue import enqueue

MOST_DAYS: Final = 730
FIRST_DAY: Final = Date(2000, 1, 1)
LAST_DAY: Final = Date(2199, 12, 31)


async def show_weekly_hours(ctx: Context, session: AsyncSession) -> Weekly:
    """Show my weekly hours.

    Before they were first written: none, in the zone I live in."""
    hours = (await storage.hours_of(session, [ctx.account.id]))[ctx.account.id]
    shown = [
        WeeklyRange(weekday=weekday, start=format_clock(each.start), end=format_clock(each.end))
        for weekday, ranges in enumerate(hours.weekly)
        for each in ranges
    ]
    return Weekly(zone=hours.zone.name, hours=shown)


async def change_weekly_hours(ctx: Context, session: AsyncSession, body: Weekly) -> Weekly:
    """Replace my weekly hours.

    Ranges are wall time in `zone`, may end at 24:00 or on the next day, and must not overlap. Bookings that stand are
    not touched."""
    try:
        zones.load(body.zone)
    except zones.UnknownZoneError:
        raise invalid("zone", "is not an IANA time zone", "Choose one such as Europe/Berlin.") from None
    week: list[Ranges] = []
    for weekday in range(7):
        typed = [(index, each) for index, each in enumerate(body.hours) if each.weekday == weekday]
        week.append(_check("hours", ((index, each.start, each.end) for index, each in typed)))
    try:
        check_week(week)
    except BadHoursError as error:
        raise invalid("hours", error.reason, "Shorten one of the two.") from None
    ranges = [(weekday, *each) for weekday, checked in enumerate(week) for each in checked]
    await lock_people(session, [ctx.account.id])
    await storage.set_weekly(session, ctx.account.id, body.zone, ranges, ctx.clock.now())
    await _changed(ctx, session)
    return await show_weekly_hours(ctx, session)


async def list_day_overrides(ctx: Context, session: AsyncSession) -> Page[Day]:
    """List my days that differ from the week."""
    return Page(items=[_day(day, ranges) for day, ranges in await storage.days_of(session, ctx.account.id)])


async def change_day_override(ctx: Context, session: AsyncSession, date: Date, body: ChangeDay) -> Day:
    """Give one day its own hours; without ranges it is closed."""
    if not FIRST_DAY <= date <= LAST_DAY:
        raise not_found("day")
    ranges = _check("ranges", ((index, each.start, each.end) for index, each in enumerate(body.ranges)))
    await lock_people(session, [ctx.account.id])
    known = [day for day, _ in await storage.days_of(session, ctx.account.id)]
    if len(known) >= MOST_DAYS and date not in known:
        raise Problem("conflict", f"You have {MOST_DAYS} such days already. Remove some that are past.")
    await storage.set_day(session, ctx.account.id, date, ranges, ctx.clock.now())
    await _changed(ctx, session)
    return _day(date, ranges)


async def delete_day_override(ctx: Context, session: AsyncSession, date: Date) -> None:
    """Let the week rule on this day again."""
    await lock_people(session, [ctx.account.id])
    if not await storage.forget_day(session, ctx.account.id, date):
        raise not_found("day")
    await _changed(ctx, session)


async def _changed(ctx: Context, session: AsyncSession) -> None:
    """Search's windows follow the hours once they are committed."""
    await enqueue(session, "free-windows", {"person_id": str(ctx.account.id)})


def _check(field: str, typed: Iterable[tuple[int, str, str]]) -> Ranges:
    ranges: list[Range] = []
    for index, start, end in typed:
        if start == end:
            raise invalid(f"{field}.{index}.end", "is the start", "A whole day is 00:00 to 24:00.")
        if start == "24:00":
            raise invalid(f"{field}.{index}.start", "is the day's end", "Write it as the next day's 00:00.")
        ranges.append(parse_range(f"{start}-{end}"))
    try:
        return check_ranges(ranges)
    except BadHoursError as error:
        raise invalid(field, error.reason, "Join the two, or shorten one.") from None


def _day(day: Date, ranges: Ranges) -> Day:
    shown = [DayRange(start=format_clock(each.start), end=format_clock(each.end)) for each in ranges]
    return Day(date=day, ranges=shown)


def routes(api: Api) -> None:
    """Everything under /availability."""
    mine = ("professional",)
    api.get("/availability/weekly", show_weekly_hours, roles=mine)
    api.put("/availability/weekly", change_weekly_hours, roles=mine)
    api.get("/availability/overrides", list_day_overrides, roles=mine)
    api.put("/availability/overrides/{date}", change_day_override, roles=mine, problems=("conflict",))
    api.delete("/availability/overrides/{date}", delete_day_override, roles=mine, status=204)
