"""Wall time and instants, by the pinned `tzdata` package alone: the machine's own zone files are never asked.

Instants are integer seconds since the epoch. Wall times are integer seconds too: what a clock on the wall shows,
counted as if its zone were UTC. `f(u) = u + offset(u)` turns the first into the second and jumps at transitions, so
the way back needs a law:

- a start is the first instant whose wall time has reached it, an end the last whose wall time has not passed it;
- hence a boundary in a gap snaps to the transition; of an ambiguous one a start takes the first, an end the second;
- a day lasts from its own first midnight to the next day's, so its end (24:00) is never ambiguous.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 86_400

# Instants that `datetime` can hold with room for any offset and any window around them.
FIRST_INSTANT = int(datetime(1902, 1, 1, tzinfo=UTC).timestamp())
LAST_INSTANT = int(datetime(2400, 1, 1, tzinfo=UTC).timestamp())


class UnknownZoneError(ValueError):
    """The name is not an IANA zone of the pinned database."""


class Span(NamedTuple):
    """A stretch of time [begin, end), in instants, during which the offset from UTC (seconds) does not change."""

    begin: int
    end: int
    offset: int


class Stretch(NamedTuple):
    """A stretch of wall time [begin, end) that is so far from every transition that the law is plain arithmetic: a
    start or an end of a range in it is at `wall - offset`."""

    begin: int
    end: int
    offset: int


class Years(NamedTuple):
    """All spans of some years, the stretches in them, and the least and the greatest offset."""

    spans: tuple[Span, ...]
    stretches: tuple[Stretch, ...]
    lowest: int
    highest: int


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Every zone name of the pinned database."""
    return frozenset((resources.files("tzdata") / "zones").read_text(encoding="ascii").split())


class Zone:
    """One IANA zone. Get it by `load`, which keeps one object (and its transitions) for each name."""

    __slots__ = ("_joined", "_recent", "_years", "info", "name")

    def __init__(self, name: str, info: ZoneInfo) -> None:
        self.name = name
        self.info = info
        self._years: dict[int, tuple[Span, ...]] = {}
        self._joined: dict[tuple[int, int], Years] = {}
        self._recent: tuple[int, int, Years | None] = (0, 0, None)  # one year's instants [begin, end)

    def __repr__(self) -> str:
        return f"Zone({self.name!r})"

    def offset(self, instant: int) -> int:
        """Seconds that the wall clock is ahead of UTC at `instant`."""
        return next(span.offset for span in self.years(instant, instant).spans if instant < span.end)

    def wall(self, instant: int) -> int:
        """What the wall clock shows at `instant`."""
        return instant + self.offset(instant)

    def local(self, instant: int) -> datetime:
        """The wall time at `instant` as a naive `datetime`, as a booking keeps it."""
        return datetime.fromtimestamp(self.wall(instant), UTC).replace(tzinfo=None)

    def spans(self, begin: int, end: int) -> list[Span]:
        """The spans that [begin, end) touches, in order; the first and the last may reach beyond it."""
        return [span for span in self.years(begin, end).spans if span.end > begin and span.begin < end]

    def years(self, begin: int, end: int) -> Years:
        """The UTC years that [begin, end), in instants, touches; one or two are kept, being asked for often."""
        since, until, recent = self._recent
        if since <= begin and end < until and recent is not None:
            return recent
        first, last = datetime.fromtimestamp(begin, UTC).year, datetime.fromtimestamp(end, UTC).year
        found = self._joined.get((first, last))
        if found is None:
            found = self._join(first, last)
            if last <= first + 1:
                self._joined[first, last] = found
        if first == last:
            self._recent = (found.spans[0].begin, found.spans[-1].end, found)
        return found

    def day_start(self, day: int) -> int:
        """The instant at which `day` (days since 1970-01-01) begins."""
        wall = day * DAY
        return earliest(self.spans(wall - 2 * DAY, wall + 2 * DAY), wall)

    def day_of(self, instant: int) -> int:
        """The day (since 1970-01-01) that the calendar on the wall shows at `instant`."""
        return self.wall(instant) // DAY

    def _join(self, first: int, last: int) -> Years:
        joined: list[Span] = []
        for year in range(first, last + 1):
            for span in self._year(year):
                if joined and joined[-1].offset == span.offset:
                    joined[-1] = Span(joined[-1].begin, span.end, span.offset)
                else:
                    joined.append(span)
        offsets = [span.offset for span in joined]
        return Years(tuple(joined), tuple(_stretches(joined)), min(offsets), max(offsets))

    def _year(self, year: int) -> tuple[Span, ...]:
        """The spans of one UTC year, found once: its days' offsets compared, each change narrowed to the second."""
        found = self._years.get(year)
        if found is None:
            begin = int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
            end = int(datetime(year + 1, 1, 1, tzinfo=UTC).timestamp())
            found = self._years[year] = tuple(self._find_spans(begin, end))
        return found

    def _find_spans(self, begin: int, end: int) -> list[Span]:
        spans: list[Span] = []
        since, offset = begin, self._ask(begin)
        for day in range(begin, end, DAY):
            low, high = day, min(day + DAY, end - 1)
            if self._ask(high) == offset:
                continue
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if self._ask(middle) == offset else (low, middle)
            spans.append(Span(since, high, offset))
            since, offset = high, self._ask(high)
        return [*spans, Span(since, end, offset)]

    def _ask(self, instant: int) -> int:
        offset = datetime.fromtimestamp(instant, self.info).utcoffset()
        assert offset is not None  # a ZoneInfo always knows
        return int(offset.total_seconds())


@lru_cache(maxsize=1024)
def load(name: str) -> Zone:
    """The zone called `name`, e.g. ``Europe/Berlin``. Raises `UnknownZoneError`."""
    if name not in names():
        raise UnknownZoneError(name)
    file = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    with file.open("rb") as data:
        return Zone(name, ZoneInfo.from_file(data, key=name))


def _stretches(spans: Sequence[Span]) -> Iterator[Stretch]:
    """Of each span the wall times that no span before it has shown and none after it will show."""
    for index, span in enumerate(spans):
        begin = max([span.begin + span.offset, *(each.end + each.offset for each in spans[:index])])
        end = min([span.end + span.offset, *(each.begin + each.offset for each in spans[index + 1 :])])
        if begin < end:
            yield Stretch(begin, end, span.offset)


def earliest(spans: Sequence[Span], wall: int) -> int:
    """The first instant of `spans` whose wall time has reached `wall`: what a start means."""
    for span in spans:
        if wall < span.end + span.offset:
            return max(span.begin, wall - span.offset)
    return spans[-1].end


def latest(spans: Sequence[Span], wall: int) -> int:
    """The last instant of `spans` whose wall time has not passed `wall`: what an end means."""
    for span in reversed(spans):
        if span.begin + span.offset <= wall:
            return min(span.end, wall - span.offset)
    return spans[0].begin
