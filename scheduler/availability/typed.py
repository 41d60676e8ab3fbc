"""What was typed, as ranges that hold together: every refusal names the field, the reason and the way out."""

from collections.abc import Iterable, Sequence

from scheduler.availability import zones
from scheduler.availability.hours import (
    MINUTES_OF_DAY,
    BadHoursError,
    Hours,
    Ranges,
    check_midnight,
    check_ranges,
    check_week,
    format_clock,
    format_end,
    parse_clock,
    parse_range,
)
from scheduler.availability.models import DayRange, WeeklyRange
from scheduler.http import invalid


def check_zone(zone: str) -> None:
    """Raises 422."""
    try:
        zones.load(zone)
    except zones.UnknownZoneError:
        raise invalid("zone", "is not an IANA time zone", "Choose one such as Europe/Berlin.") from None


def week_typed(typed: Sequence[WeeklyRange]) -> list[tuple[int, int, int]]:
    """[(weekday, start, end), …] in order. Raises 422."""
    week: list[Ranges] = []
    for weekday in range(7):
        of_day = ((index, each.start, each.end) for index, each in enumerate(typed) if each.weekday == weekday)
        week.append(_check("hours", of_day))
    try:
        check_week(week)
    except BadHoursError as error:
        raise invalid("hours", error.reason, "Shorten one of the two.") from None
    return [(weekday, *each) for weekday, checked in enumerate(week) for each in checked]


def day_typed(typed: Sequence[DayRange], hours: Hours, day: int) -> Ranges:
    """The ranges of a day (since 1970-01-01) between those that `hours` have on the days beside it. Raises 422."""
    ranges = _check("ranges", ((index, each.start, each.end) for index, each in enumerate(typed)))
    try:
        check_midnight(hours.of_day(day - 1), ranges)
        check_midnight(ranges, hours.of_day(day + 1))
    except BadHoursError as error:
        raise invalid("ranges", error.reason, "Shorten one of the two, or change the other day first.") from None
    return ranges


def week_shown(hours: Hours) -> list[WeeklyRange]:
    """The week as it was typed."""
    return [
        WeeklyRange(weekday=weekday, start=format_clock(each.start), end=format_end(each.end))
        for weekday, ranges in enumerate(hours.weekly)
        for each in ranges
    ]


def _check(field: str, typed: Iterable[tuple[int, str, str]]) -> Ranges:
    ranges = []
    for index, start, end in typed:
        if parse_clock(start) == MINUTES_OF_DAY:
            raise invalid(f"{field}.{index}.start", "is the day's end", "Write 00:00 of the next day.")
        if parse_clock(start) == parse_clock(end):
            hint = "An end before the start is the next day's; a whole day is 00:00 to 24:00."
            raise invalid(f"{field}.{index}.end", "is the same as the start", hint)
        ranges.append(parse_range(f"{start}-{end}"))
    try:
        return check_ranges(ranges)
    except BadHoursError as error:
        raise invalid(field, error.reason, "Join the two, or shorten one.") from None
