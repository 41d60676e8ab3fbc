"""Recurrence rules (RFC 5545, section 3.3.10), expanded within a window and no further. Pure.

Not by `dateutil`, which looks for the next time until the year 9999 and cannot be stopped: a rule that never comes
true costs it seconds, and files come from strangers. Here every day looked at is counted against a budget. What both
can expand is the same (tests). Times are wall times in seconds, as if the zone were UTC.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from scheduler.calendars.ics.lines import Line
from scheduler.calendars.ics.values import DAY, BrokenError, Stamp, shown, stamp

EPOCH: Final = date(1970, 1, 1).toordinal()
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BUDGET: Final = 1_000_000
_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_MOST_TIMES: Final = 288  # a day


class TooMuchError(Exception):
    """The file as a whole asks for more than we look at."""


@dataclass(slots=True)
class Budget:
    """How many days may be looked at, over all rules of a file."""

    left: int = BUDGET

    def spend(self, days: int = 1) -> None:
        """Raises TooMuchError when it is used up."""
        self.left -= days
        if self.left < 0:
            raise TooMuchError


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was written. `days`: (which of the period, 0 for every; weekday from Monday 0)."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: Stamp | None = None
    week_start: int = 0
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()


def rule(text: str) -> Rule:
    """Read an RRULE. Raises BrokenError for what is not one, and for those within a day."""
    parts: dict[str, str] = {}
    for each in text.strip().rstrip(";").upper().split(";"):
        name, _, value = each.partition("=")
        parts[name.strip()] = value.strip()
    freq = parts.get("FREQ", "")
    if freq in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise BrokenError(f"it repeats more often than daily ({freq})")
    if freq not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise BrokenError(f"“{shown(text)}” is not a rule of recurrence")
    week_start = parts.get("WKST", "MO")
    if week_start not in WEEKDAYS:
        raise BrokenError(f"“{shown(text)}” is not a rule of recurrence")
    return Rule(
        freq=freq,
        interval=_number(parts, "INTERVAL") or 1,
        count=_number(parts, "COUNT"),
        until=stamp(parts["UNTIL"], Line("UNTIL", "")) if parts.get("UNTIL") else None,
        week_start=WEEKDAYS.index(week_start),
        months=_numbers(parts, "BYMONTH", 1, 12),
        weeks=_numbers(parts, "BYWEEKNO", -53, 53),
        year_days=_numbers(parts, "BYYEARDAY", -366, 366),
        month_days=_numbers(parts, "BYMONTHDAY", -31, 31),
        days=tuple(_days(parts.get("BYDAY", ""))),
        hours=_numbers(parts, "BYHOUR", 0, 23),
        minutes=_numbers(parts, "BYMINUTE", 0, 59),
        seconds=_numbers(parts, "BYSECOND", 0, 59),
        positions=_numbers(parts, "BYSETPOS", -366, 366),
    )


def _number(parts: dict[str, str], name: str) -> int | None:
    value = parts.get(name)
    if not value:
        return None
    if not value.isdecimal() or not value.isascii() or len(value) > 6 or int(value) == 0:
        raise BrokenError(f"{name}={shown(value)} is not a number from 1 on")
    return int(value)


def _numbers(parts: dict[str, str], name: str, low: int, high: int) -> tuple[int, ...]:
    found = set()
    for each in parts.get(name, "").split(","):
        if not each.strip():
            continue
        if not re.fullmatch(r"[+-]?\d{1,3}", each.strip()) or not low <= int(each) <= high or (low and not int(each)):
            raise BrokenError(f"{name}={shown(each)} cannot be")
        found.add(int(each))
    return tuple(sorted(found))


def _days(text: str) -> Iterator[tuple[int, int]]:
    for each in text.split(","):
        if not each.strip():
            continue
        found = _DAY.fullmatch(each.strip())
        if found is None or abs(int(found[1] or 0)) > 53:
            raise BrokenError(f"BYDAY={shown(each)} is not a weekday")
        yield int(found[1] or 0), WEEKDAYS.index(found[2])


class Expansion:
    """The times of one rule that begins at `start` (wall seconds)."""

    def __init__(self, each: Rule, start: int, budget: Budget) -> None:
        self._rule = each
        self._start = start
        self._first = date.fromordinal(start // DAY + EPOCH)
        self._budget = budget
        self._fill()
        hour, minute, second = (start % DAY) // 3600, (start % 3600) // 60, start % 60
        self._times = sorted(
            h * 3600 + m * 60 + s
            for h in each.hours or (hour,)
            for m in each.minutes or (minute,)
            for s in each.seconds or (second,)
        )
        if len(self._times) > _MOST_TIMES:
            raise BrokenError("it repeats too often within a day")

    def _fill(self) -> None:
        """What a rule leaves out comes from its start."""
        each, first = self._rule, self._first
        self._months, self._month_days, self._days = set(each.months), each.month_days, each.days
        if not (each.weeks or each.year_days or each.month_days or each.days):
            if each.freq == "YEARLY":
                self._months = self._months or {first.month}
                self._month_days = (first.day,)
            elif each.freq == "MONTHLY":
                self._month_days = (first.day,)
            elif each.freq == "WEEKLY":
                self._days = ((0, first.weekday()),)
        # Which Monday it is means nothing in a day or a week.
        nth = each.freq in {"MONTHLY", "YEARLY"}
        self._every = {day for which, day in self._days if not which or not nth}
        self._which = {(which, day) for which, day in self._days if which and nth}
        self._by_year = each.freq == "YEARLY" and not each.months

    def within(self, begin: int, end: int) -> Iterator[int]:
        """The wall times in [begin, end), in order. Raises TooMuchError."""
        left = self._rule.count
        begin = max(begin, self._start)
        for number in self._periods(begin if left is None else self._start):
            opens, closes = self._period(number)
            if opens is None or closes is None or (opens - EPOCH) * DAY >= end:
                return
            self._budget.spend()
            for each in self._of_period(opens, closes):
                if each < self._start:
                    continue
                if left is not None:
                    if not left:
                        return
                    left -= 1
                if each >= end:
                    return
                if each >= begin:
                    yield each

    def _periods(self, begin: int) -> Iterator[int]:
        """The numbers of the periods that may hold something from `begin` on."""
        first, day = self._first, max(begin // DAY + EPOCH, 1)
        at = date.fromordinal(min(day, date.max.toordinal()))
        skipped = {
            "DAILY": at.toordinal() - first.toordinal(),
            "WEEKLY": (at.toordinal() - first.toordinal()) // 7 - 1,
            "MONTHLY": (at.year - first.year) * 12 + at.month - first.month,
            "YEARLY": at.year - first.year - 1,  # the first week may begin in the year before
        }[self._rule.freq]
        number = max(0, skipped) // self._rule.interval
        while True:
            yield number * self._rule.interval
            number += 1

    def _period(self, number: int) -> tuple[int | None, int | None]:
        """The days [first, after) of a period, as ordinals; None past the calendar's end."""
        first = self._first
        if self._rule.freq in {"DAILY", "WEEKLY"}:
            length = 1 if self._rule.freq == "DAILY" else 7
            opens = first.toordinal() + number * length
            if length == 7:
                opens -= (first.weekday() - self._rule.week_start) % 7
            return (opens, opens + length) if opens >= 1 and opens + length <= date.max.toordinal() else (None, None)
        months = (first.month - 1 + number) if self._rule.freq == "MONTHLY" else 0
        year = first.year + (months // 12 if self._rule.freq == "MONTHLY" else number)
        if year >= date.max.year:
            return None, None
        if self._rule.freq == "YEARLY":
            return date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        month = months % 12 + 1
        opens = date(year, month, 1).toordinal()
        return opens, opens + calendar.monthrange(year, month)[1]

    def _of_period(self, opens: int, closes: int) -> list[int]:
        whole = range(opens, closes)
        days: list[int] = []
        if self._months and closes - opens > 31:
            year = date.fromordinal(opens).year
            for month in sorted(self._months):
                begin = date(year, month, 1).toordinal()
                days += range(begin, begin + calendar.monthrange(year, month)[1])
        else:
            days = list(whole)
        self._budget.spend(len(days))
        fits = [day for day in days if self._fits(date.fromordinal(day))]
        times = [(day - EPOCH) * DAY + time for day in fits for time in self._times]
        if not self._rule.positions:
            return times
        size = len(times)
        at = {each - 1 if each > 0 else size + each for each in self._rule.positions}
        return [times[each] for each in sorted(at) if 0 <= each < size]

    def _fits(self, day: date) -> bool:
        each = self._rule
        if self._months and day.month not in self._months:
            return False
        if self._month_days:
            length = calendar.monthrange(day.year, day.month)[1]
            if day.day not in self._month_days and day.day - length - 1 not in self._month_days:
                return False
        if each.year_days:
            number, length = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
            if number not in each.year_days and number - length - 1 not in each.year_days:
                return False
        if each.weeks and not self._week_fits(day):
            return False
        return not self._days or day.weekday() in self._every or self._nth_fits(day)

    def _nth_fits(self, day: date) -> bool:
        """Whether it is, say, the last Friday of its month (or year)."""
        if not self._which:
            return False
        if self._by_year:
            at, length = day.timetuple().tm_yday - 1, 366 if calendar.isleap(day.year) else 365
        else:
            at, length = day.day - 1, calendar.monthrange(day.year, day.month)[1]
        weekday = day.weekday()
        return (at // 7 + 1, weekday) in self._which or (-((length - 1 - at) // 7 + 1), weekday) in self._which

    def _week_fits(self, day: date) -> bool:
        """Whether its week, counted within its own year as the rule's period is, is one of those named."""
        first = _first_week(day.year, self._rule.week_start)
        following = _first_week(day.year + 1, self._rule.week_start)
        if day < first:
            before = _first_week(day.year - 1, self._rule.week_start)
            number, most = (day - before).days // 7 + 1, (first - before).days // 7
        elif day >= following:
            after = _first_week(day.year + 2, self._rule.week_start)
            number, most = 1, (after - following).days // 7
        else:
            number, most = (day - first).days // 7 + 1, (following - first).days // 7
        return number in self._rule.weeks or number - most - 1 in self._rule.weeks


def _first_week(year: int, week_start: int) -> date:
    """The day on which the first week with at least four days of the year begins."""
    first = date(year, 1, 1)
    back = (first.weekday() - week_start) % 7
    return first - timedelta(days=back) if back <= 3 else first + timedelta(days=7 - back)
