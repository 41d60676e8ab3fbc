"""The hours a professional keeps, and the stretches of time they are: wall time in, instants out.

Rules kept here: a day with an override has the override's ranges and no others; all ranges are wall time in the
host's zone; the laws for gaps and ambiguous times are those of `zones`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from .zones import DAY, Years, Zone, earliest, latest

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
EPOCH_WEEKDAY = date(1970, 1, 1).weekday()
MINUTES_OF_DAY = 1440
WEEK = 7 * DAY


class Range(NamedTuple):
    """A range [start, end) of wall time, in minutes from the day's midnight; 1440 is the day's end, more is the next
    day's (up to its end, 2880).
    """

    start: int
    end: int


# A part of one range during which the offset does not change: instants [begin, end), and the instant `anchor` at
# which the clock, had it always gone as it does here, showed the range's start. Slots are counted in steps from the
# anchor, so their wall times are the same before and after a change of the clock. No class: there are many of them.
Piece = tuple[int, int, int]


class Trip(NamedTuple):
    """Instants [begin, end) during which the host is in another zone: from the first midnight there of the first day
    to that after the last. Before and after, home's days go on to the very instant: nothing overlaps or is lost."""

    begin: int
    end: int
    zone: Zone

    @classmethod
    def of(cls, first_day: int, last_day: int, zone: Zone) -> "Trip":
        """A trip from one day (since 1970-01-01) to another, both whole, in the zone of the trip."""
        return cls(zone.day_start(first_day), zone.day_start(last_day + 1), zone)


class Window(NamedTuple):
    """Instants [start, end)."""

    start: int
    end: int


class BadHoursError(ValueError):
    """Hours that cannot be: `reason` says why, in words for the person who typed them."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Ranges = tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """A host's hours: `weekly` has seven entries from Monday; `overrides` maps a day (since 1970-01-01) to its
    ranges; `off` are the instants [begin, end) of time off; while on one of `trips` the same ranges are meant in the
    zone of the trip."""

    zone: Zone
    weekly: tuple[Ranges, ...] = ((),) * 7
    overrides: Mapping[int, Ranges] = field(default_factory=dict)
    off: tuple[tuple[int, int], ...] = ()
    trips: tuple[Trip, ...] = ()

    def zone_at(self, instant: int) -> Zone:
        """The zone that the host's clock on the wall shows at an instant."""
        return next((trip.zone for trip in self.trips if trip.begin <= instant < trip.end), self.zone)

    def of_day(self, day: int) -> Ranges:
        """The ranges in force on `day`."""
        override = self.overrides.get(day)
        return self.weekly[(day + EPOCH_WEEKDAY) % 7] if override is None else override


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH_ORDINAL


def parse_clock(text: str) -> int:
    """Minutes of ``HH:MM``; ``24:00`` is the day's end. Raises `BadHoursError`."""
    hours, colon, minutes = text.partition(":")
    digits = hours + minutes
    well_formed = colon and len(hours) == len(minutes) == 2 and digits.isascii() and digits.isdigit()
    value = int(hours) * 60 + int(minutes) if well_formed else -1
    if not 0 <= value <= MINUTES_OF_DAY or int(minutes) > 59:
        raise BadHoursError(f"“{text}” is not a time of day: write HH:MM, from 00:00 to 24:00")
    return value


def parse_range(text: str) -> Range:
    """``HH:MM-HH:MM``; one that ends no later than it starts runs into the next day, but for one of no length.
    Raises `BadHoursError`."""
    first, dash, last = text.partition("-")
    if not dash:
        raise BadHoursError(f"“{text}” is not a range: write HH:MM-HH:MM, as in 09:00-12:00")
    start, end = parse_clock(first), parse_clock(last)
    return Range(start, end if end >= start else end + MINUTES_OF_DAY)


def format_clock(minutes: int) -> str:
    """``HH:MM`` of minutes from midnight."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def check_ranges(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The ranges of one day in order; those that touch are kept apart, since slots are counted from each start anew.
    Raises `BadHoursError` when one is empty, reversed or overlaps another."""
    ordered = sorted(Range(*each) for each in ranges)
    for each in ordered:
        if not 0 <= each.start < min(each.end, MINUTES_OF_DAY) or each.end > each.start + MINUTES_OF_DAY:
            raise BadHoursError(f"{format_range(each)} is not a range that starts on its day and lasts a day at most")
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise BadHoursError(f"{format_range(before)} and {format_range(after)} overlap")
    return tuple(ordered)


def format_end(minutes: int) -> str:
    """``HH:MM`` of a range's end; one in the next day is shown as that day's time, the day's own end as ``24:00``."""
    return format_clock(minutes if minutes <= MINUTES_OF_DAY else minutes - MINUTES_OF_DAY)


def format_range(each: Range) -> str:
    """``HH:MM–HH:MM``."""
    return f"{format_clock(each.start)}–{format_end(each.end)}"


def check_midnight(day: Ranges, following: Ranges) -> None:
    """Raises `BadHoursError` when the end of one checked day runs into the ranges of the next, checked too."""
    if day and following and following[0].start < day[-1].end - MINUTES_OF_DAY:
        raise BadHoursError(f"{format_range(day[-1])} runs into {format_range(following[0])} of the day after")


def check_week(weekly: Sequence[Ranges]) -> None:
    """Raises `BadHoursError` when a range past midnight overlaps the next weekday's; Monday follows Sunday."""
    for weekday, ranges in enumerate(weekly):
        check_midnight(ranges, weekly[(weekday + 1) % 7])


def pieces(hours: Hours, begin: int, end: int) -> list[Piece]:
    """Every piece of open time that reaches into [begin, end), whole (but for the ends of trips), in order of its
    beginning."""
    if not hours.trips:
        return _pieces(hours, hours.zone, begin, end)
    found: list[Piece] = []
    since = begin - 2 * DAY  # so that no piece is cut where nothing changes
    near = [trip for trip in hours.trips if trip.end > since and trip.begin < end]
    for trip in sorted(near, key=lambda trip: trip.begin):
        found += _within(hours, hours.zone, (since, trip.begin), (begin, end))
        found += _within(hours, trip.zone, (trip.begin, trip.end), (begin, end))
        since = trip.end
    found += _within(hours, hours.zone, (since, end + 2 * DAY), (begin, end))
    found.sort()
    return found


def _within(hours: Hours, zone: Zone, stay: tuple[int, int], asked: tuple[int, int]) -> list[Piece]:
    """The pieces in a zone, cut to the stay there, that reach into what is asked."""
    begin, end = max(stay[0], asked[0]), min(stay[1], asked[1])
    if begin >= end:
        return []
    found = _pieces(hours, zone, begin, end)
    return [(max(opens, stay[0]), min(closes, stay[1]), anchor) for opens, closes, anchor in found]


def _pieces(hours: Hours, zone: Zone, begin: int, end: int) -> list[Piece]:
    """The same where the host stays in one zone."""
    years = zone.years(begin - 2 * DAY, end + 2 * DAY)
    # From the day before: the range of an evening may last through all of the next day.
    first, after = (begin + years.lowest) // DAY - 1, (end + years.highest) // DAY + 1
    found: list[Piece] = []
    own = [day for day in range(first, after) if day in hours.overrides] if hours.overrides else []
    day = first
    for until in (*own, after):  # the days up to the next with ranges of its own, and that one
        for low, high, offset in years.stretches:
            # The days whose ranges, which last to the end of the next day at most, lie in the stretch.
            since, stop = max(day, -(-low // DAY)), min(until, (high - 1) // DAY - 1)
            if since < stop:
                _single(hours, years, range(day, since), found)
                _weeks(hours.weekly, since, stop, offset, found)
                day = stop
        _single(hours, years, range(day, min(until + 1, after)), found)
        day = until + 1
    found.sort()
    return [each for each in found if each[1] > begin and each[0] < end]


def _weeks(weekly: Sequence[Ranges], first: int, after: int, offset: int, found: list[Piece]) -> None:
    """Add the pieces of the days [first, after), all far from every transition: those of one weekday's range are a
    progression of instants, so there is no step of ours for each day."""
    until = after * DAY - offset
    for day in range(first, min(after, first + 7)):
        midnight = day * DAY - offset
        for start, stop in weekly[(day + EPOCH_WEEKDAY) % 7]:
            length = (stop - start) * 60
            all_weeks = range(midnight + start * 60, until + start * 60, WEEK)
            found += [(opens, opens + length, opens) for opens in all_weeks]


def _single(hours: Hours, years: Years, days: Iterable[int], found: list[Piece]) -> None:
    """Add the pieces of days with ranges of their own, or near a transition: the general case."""
    for day in days:
        for start, stop in hours.of_day(day):
            opens, closes = day * DAY + start * 60, day * DAY + stop * 60
            found += _range(years, opens, closes, whole_day=stop == MINUTES_OF_DAY)


def _range(years: Years, start: int, stop: int, *, whole_day: bool) -> list[Piece]:
    """The pieces of one range between two wall times; `whole_day`: it lasts to its day's end."""
    for begin, end, offset in years.stretches:
        if begin <= start and stop < end:
            return [(start - offset, stop - offset, start - offset)]
    opens = earliest(years.spans, start)
    closes = earliest(years.spans, stop) if whole_day else latest(years.spans, stop)
    return [
        (max(span.begin, opens), min(span.end, closes), start - span.offset)
        for span in years.spans
        if span.begin < closes and span.end > opens and opens < closes
    ]


def windows(hours: Hours, begin: int, end: int) -> list[Window]:
    """Open time that reaches into [begin, end): what overlaps or touches is joined; uncut at both ends."""
    joined: list[Window] = []
    for opens, closes, _ in pieces(hours, begin, end):
        if joined and opens <= joined[-1].end:
            joined[-1] = Window(joined[-1].start, max(joined[-1].end, closes))
        else:
            joined.append(Window(opens, closes))
    return joined


def windows_of_day(zone: Zone, day: int, ranges: Iterable[Range]) -> list[Window]:
    """What the ranges of one day (since 1970-01-01) are in instants; they may run into the next day."""
    hours = Hours(zone, overrides={day: tuple(sorted(each for each in ranges if each.start < each.end))})
    begin = zone.day_start(day)
    return windows(hours, begin - DAY, begin + 4 * DAY)
