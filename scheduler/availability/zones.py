"""Wall time and instants, by the pinned `tzdata` package alone: the machine's own zone files are never asked.

Instants are integer seconds since the epoch. Wall times are integer seconds too: what a clock on the wall shows,
counted as if its zone were UTC. `f(u) = u + offset(u)` turns the first into the second and jumps at transitions, so
the way back needs a law:

- a start is the first instant whose wall time has reached it, an end the last whose wall time has not passed it;
- hence a boundary in a gap snaps to the transition; of an ambiguous one a start takes the first, an end the second;
- a day lasts from its own first midnight to the next day's, so its end (24:00) is never ambiguous.
"""

from bisect import bisect_right
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


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Every zone name of the pinned database."""
    return frozenset((resources.files("tzdata") / "zones").read_text(encoding="ascii").split())


class Zone:
    """One IANA zone. Get it by `load`, which keeps one object (and its transitions) for each name."""

    __slots__ = ("_years", "info", "name")

    def __init__(self, name: str, info: ZoneInfo) -> None:
        self.name = name
        self.info = info
        self._years: dict[int, tuple[Span, ...]] = {}

    def __repr__(self) -> str:
        return f"Zone({self.name!r})"

    def offset(self, instant: int) -> int:
        """Seconds that the wall clock is ahead of UTC at `instant`."""
        spans = self._year(datetime.fromtimestamp(instant, UTC).year)
        return spans[bisect_right(spans, instant, key=lambda span: span.begin) - 1].offset

    def wall(self, instant: int) -> int:
        """What the wall clock shows at `instant`."""
        return instant + self.offset(instant)

    def local(self, instant: int) -> datetime:
        """The wall time at `instant` as a naive `datetime`, as a booking keeps it."""
        return datetime.fromtimestamp(self.wall(instant), UTC).replace(tzinfo=None)

    def spans(self, begin: int, end: int) -> list[Span]:
        """The spans that [begin, end) touches, in order; the first and the last may reach beyond it."""
        first, last = datetime.fromtimestamp(begin, UTC).year, datetime.fromtimestamp(end, UTC).year
        joined: list[Span] = []
        for year in range(first, last + 1):
            for span in self._year(year):
                if joined and joined[-1].offset == span.offset:
                    joined[-1] = Span(joined[-1].begin, span.end, span.offset)
                else:
                    joined.append(span)
        return [span for span in joined if span.end > begin and span.begin < end]

    def day_start(self, day: int) -> int:
        """The instant at which `day` (days since 1970-01-01) begins."""
        wall = day * DAY
        return earliest(self.spans(wall - 2 * DAY, wall + 2 * DAY), wall)

    def day_of(self, instant: int) -> int:
        """The day (since 1970-01-01) that the calendar on the wall shows at `instant`."""
        return self.wall(instant) // DAY

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


def earliest(spans: list[Span], wall: int) -> int:
    """The first instant of `spans` whose wall time has reached `wall`: what a start means."""
    for span in spans:
        if wall < span.end + span.offset:
            return max(span.begin, wall - span.offset)
    return spans[-1].end


def latest(spans: list[Span], wall: int) -> int:
    """The last instant of `spans` whose wall time has not passed `wall`: what an end means."""
    for span in reversed(spans):
        if span.begin + span.offset <= wall:
            return min(span.end, wall - span.offset)
    return spans[0].begin
