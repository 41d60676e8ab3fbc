"""At most so many bookings a day, a week, a month: which starts that rules out. Pure.

The rule kept here: a day, and the week and month it lies in, belong to the host's zone, by the day a booking starts
on; weeks start on Monday (ISO 8601).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, NamedTuple

from .hours import EPOCH_ORDINAL, Hours

Period = Literal["day", "week", "month"]
PERIODS: Final[tuple[Period, ...]] = ("day", "week", "month")


class Caps(NamedTuple):
    """The most bookings in each period; None for any number."""

    day: int | None = None
    week: int | None = None
    month: int | None = None

    @property
    def any(self) -> bool:
        """Whether there is a limit at all."""
        return self != _NO_CAPS


_NO_CAPS: Final = Caps()


def period_of(period: Period, day: int) -> tuple[int, int]:
    """The days [first, after) of the period that `day` (since 1970-01-01) lies in."""
    if period == "day":
        return day, day + 1
    when = date.fromordinal(day + EPOCH_ORDINAL)
    if period == "week":
        monday = day - when.weekday()
        return monday, monday + 7
    first = when.replace(day=1)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first.toordinal() - EPOCH_ORDINAL, after.toordinal() - EPOCH_ORDINAL


def reach_of(hours: Hours, begin: int, end: int) -> tuple[int, int]:
    """The instants [first, after) of all periods that [begin, end) touches: what must be counted."""
    first, last = hours.zone.day_of(begin), hours.zone.day_of(max(begin, end - 1))
    starts, ends = zip(*(period_of(period, day) for period in PERIODS for day in (first, last)), strict=True)
    return hours.zone.day_start(min(starts)), hours.zone.day_start(max(ends))


def shut(hours: Hours, caps: Caps, taken: Iterable[int], begin: int, end: int) -> list[tuple[int, int, Period]]:
    """The instants [first, after) within which no more booking may start, and by which cap: the periods touching
    [begin, end) that have as many bookings (starting at `taken`) as they may."""
    days = [hours.zone.day_of(start) for start in taken]
    found: list[tuple[int, int, Period]] = []
    for period, most in zip(PERIODS, caps, strict=True):
        if most is None:
            continue
        for (first, after), count in Counter(period_of(period, day) for day in days).items():
            if count >= most:
                opens, closes = hours.zone.day_start(first), hours.zone.day_start(after)
                if closes > begin and opens < end:
                    found.append((opens, closes, period))
    return found
