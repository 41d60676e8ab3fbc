"""One event with all its exceptions: when its owner is busy by it. Pure.

The rule kept here: what repeats, repeats on the wall of its own zone. A RECURRENCE-ID takes the place of the time it
names; with RANGE=THISANDFUTURE it moves all that follow as well (RFC 5545, section 3.8.4.4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from scheduler.calendars.ics.lines import Component
from scheduler.calendars.ics.rules import Budget, Expansion, rule
from scheduler.calendars.ics.values import DAY, LONGEST, BrokenError, Stamp, duration, stamp, stamps
from scheduler.calendars.ics.zoning import AnyZone, Zones, instant, wall_of

_TIME_COST: Final = 8  # finding its instants takes as long as looking at so many days
_FREE: Final = {"FREE", "WORKINGELSEWHERE"}


@dataclass(frozen=True)
class Occurrence:
    """One VEVENT: where it begins, how long it lasts, whether it keeps its owner busy. Raises BrokenError."""

    source: Component
    zones: Zones

    @cached_property
    def start(self) -> Stamp:
        """DTSTART."""
        line = self.source.first("DTSTART")
        if line is None:
            raise BrokenError("it does not say when it begins")
        return stamp(line.value, line)

    @cached_property
    def zone(self) -> AnyZone:
        """The zone on whose wall it repeats."""
        return self.zones.find(self.start.zone)

    @cached_property
    def length(self) -> tuple[int, int]:
        """How long it lasts in seconds: on the wall, and then exactly. Of a whole day without an end one day, of a
        time without an end nothing."""
        end_line, text = self.source.first("DTEND"), self.source.text("DURATION")
        if end_line is not None:
            length = (self._until(stamp(end_line.value, end_line)), 0)
        else:
            length = duration(text) if text else (0, 0)
        if sum(length) < 0:
            raise BrokenError("it ends before it begins")
        if sum(length) > LONGEST:
            raise BrokenError("it lasts longer than ten years")
        # Programs write a day as one that ends when it begins.
        return (DAY, 0) if self.start.date and not sum(length) else length

    def _until(self, end: Stamp) -> int:
        if end.zone == self.start.zone or end.date or self.start.date:
            return end.wall - self.start.wall
        return instant(self.zones.find(end.zone), end.wall) - instant(self.zone, self.start.wall)

    @property
    def busy(self) -> bool:
        """Whether it takes its owner's time at all."""
        declined = any(
            line.parameters.get("PARTSTAT", "").upper() == "DECLINED" for line in self.source.all("ATTENDEE")
        )
        return not (
            declined
            or self.source.text("STATUS").upper() == "CANCELLED"
            or self.source.text("TRANSP").upper() == "TRANSPARENT"
            or self.source.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() in _FREE
        )

    @property
    def sequence(self) -> int:
        """Which of two that say the same thing is newer."""
        text = self.source.text("SEQUENCE")
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0

    def on_my_wall(self, other: Stamp) -> int:
        """Another time of the same series on the wall of this one's zone; without a zone it is meant there."""
        if other.zone in {"", self.start.zone}:
            return other.wall
        return wall_of(self.zone, instant(self.zones.find(other.zone), other.wall))

    def span(self, wall: int, length: int | None = None) -> tuple[int, int]:
        """The instants of a time on its wall; `length`: its own, exactly."""
        on_wall, exactly = self.length if length is None else (0, length)
        begin = instant(self.zone, wall)
        if not on_wall:
            return begin, begin + exactly
        missing = wall_of(self.zone, begin) != wall  # skipped by the clock: it begins later, and ends as much later
        end = begin + on_wall if missing else instant(self.zone, wall + on_wall)
        return begin, max(begin, end + exactly)


@dataclass(frozen=True, slots=True)
class Moved:
    """An exception: the time it stands for, on the master's wall, and whether all that follow go with it."""

    at: int
    event: Occurrence
    following: bool


def spans(
    master: Occurrence, exceptions: Sequence[Occurrence], period: tuple[int, int], budget: Budget
) -> Iterator[tuple[int, int]]:
    """The instants [begin, end) that an event and its exceptions take within a period, in no order.

    Raises BrokenError, TooMuchError."""
    # One date may be named twice, in UTC and by its zone: the newer counts, of two alike the later one.
    newest = {each.at: each for each in sorted((_moved(master, e) for e in exceptions), key=_age)}
    moved = sorted(newest.values(), key=lambda each: each.at)
    named = set(newest)
    for each in moved:
        if each.event.busy:
            yield from _within([each.event.span(each.event.start.wall)], period)
    if not master.busy and not any(each.following for each in moved):
        return
    following = [each for each in moved if each.following]
    reach = max(sum(each.length) for each in (master, *(each.event for each in following)))
    shifts = [each.event.start.wall - each.at for each in following]
    first = period[0] - reach - max([0, *shifts]) - 2 * DAY
    last = period[1] - min([0, *shifts]) + 2 * DAY
    gone = _excluded(master, budget)
    for wall, length in _times(master, first, last, budget):
        if wall in named or wall in gone[0] or wall // DAY in gone[1]:
            continue
        budget.spend(_TIME_COST)
        changed = next((each for each in reversed(following) if each.at <= wall), None)
        if changed is None:
            taken = master.span(wall, length) if master.busy else None
        else:
            shift = changed.event.start.wall - changed.at
            taken = changed.event.span(wall + shift) if changed.event.busy else None
        if taken is not None:
            yield from _within([taken], period)


def _age(each: Moved) -> int:
    return each.event.sequence


def _moved(master: Occurrence, each: Occurrence) -> Moved:
    line = each.source.first("RECURRENCE-ID")
    if line is None:
        raise BrokenError("it is there twice")
    at = master.on_my_wall(stamp(line.value, line))
    if master.start.date:
        at -= at % DAY
    return Moved(at, each, line.parameters.get("RANGE", "").upper() == "THISANDFUTURE")


def _times(master: Occurrence, first: int, last: int, budget: Budget) -> Iterator[tuple[int, int | None]]:
    """(wall time, length where it has its own) of all that RRULE and RDATE say, each once."""
    seen = {master.start.wall}
    yield master.start.wall, None
    for line in master.source.all("RDATE"):
        for value, end in stamps(line):
            wall = master.on_my_wall(value)
            if wall not in seen:
                seen.add(wall)
                yield wall, _period(master, value, end, wall) if end else None
    for line in master.source.all("RRULE"):
        written = rule(line.value)
        stop = last
        if written.until is not None:
            until = written.until
            of_day = until.date and not master.start.date
            stop = min(stop, master.on_my_wall(until) + (DAY if of_day else 1))
        for wall in Expansion(written, master.start.wall, budget).within(first, stop):
            if wall not in seen:
                seen.add(wall)
                yield wall, None


def _period(master: Occurrence, value: Stamp, end: str, wall: int) -> int:
    """The length of an RDATE's period."""
    if end[:1] in "Pp+":
        return max(0, sum(duration(end)))
    line = master.source.first("RDATE")
    parameters = {"TZID": value.zone} if value.zone and value.zone != "UTC" else {}
    assert line is not None
    until = stamp(end, type(line)("RDATE", "", parameters))
    return max(0, master.on_my_wall(until) - wall)


def _excluded(master: Occurrence, budget: Budget) -> tuple[set[int], set[int]]:
    """What EXDATE takes out: times on the master's wall, and whole days (numbers)."""
    times: set[int] = set()
    days: set[int] = set()
    for line in master.source.all("EXDATE"):
        for value, _ in stamps(line):
            budget.spend(_TIME_COST)
            if value.date or master.start.date:
                days.add(master.on_my_wall(value) // DAY)
            else:
                times.add(master.on_my_wall(value))
    return times, days


def _within(found: Sequence[tuple[int, int]], period: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for begin, end in found:
        if max(begin, period[0]) < min(end, period[1]):
            yield max(begin, period[0]), min(end, period[1])
