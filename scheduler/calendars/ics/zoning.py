"""From a TZID to offsets: a zone of the pinned database, by whatever name, or one that the file defines. Pure.

The rule kept here: a name that IANA or Windows knows is that zone by the pinned `tzdata`, also where the file brings
rules of its own under it, since those are as old as the program that wrote them. What the file alone knows is what
the file says (RFC 5545, section 3.6.5).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Protocol

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from scheduler.availability import zones
from scheduler.availability.zones import Span
from scheduler.calendars.ics.lines import Component
from scheduler.calendars.ics.rules import Budget, Expansion, rule
from scheduler.calendars.ics.values import DAY, BrokenError, offset, shown, stamp, stamps

_FAR: Final = 800 * DAY
# Further away nobody is booked: offsets are those of these ends, so that no file makes us look at every year.
_FIRST: Final = int(datetime(1970, 1, 1, tzinfo=UTC).timestamp())
_LAST: Final = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
_ZONE_COST: Final = 20_000
_FIXED: Final = re.compile(r"(?:UTC|GMT|Z)?\s*([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\([\\;,])")
_WINDOWS: Final = {name.casefold(): olson for name, olson in WINDOWS_TO_OLSON.items()}
_UTC: Final = {"utc", "gmt", "z", "zulu", "(utc) coordinated universal time", "coordinated universal time"}


class AnyZone(Protocol):
    """What is asked of a zone: where its offset changes."""

    def spans(self, begin: int, end: int) -> list[Span]:
        """The spans that [begin, end) touches, in order."""
        ...


class Spans:
    """A zone by its spans, which cover all time."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans

    def spans(self, begin: int, end: int) -> list[Span]:
        """The spans that [begin, end) touches, in order."""
        return [each for each in self._spans if each.end > begin and each.begin < end]


class Zones:
    """The zones of one file: those it defines, over [begin, end), and those that everybody knows."""

    def __init__(
        self, defined: Iterable[Component], period: tuple[int, int], budget: Budget, default: zones.Zone
    ) -> None:
        self._defined = {_plain(each.text("TZID")).strip('"').casefold(): each for each in defined}
        self._period, self._budget, self._default = period, budget, default
        self._known: dict[str, AnyZone | str] = {}

    def find(self, name: str) -> AnyZone:
        """The zone of this TZID; '' is where floating times are. Raises BrokenError."""
        if not name:
            return self._default
        if name not in self._known:
            try:
                self._known[name] = self._find(name)
            except BrokenError as error:
                self._known[name] = str(error)
        found = self._known[name]
        if isinstance(found, str):
            raise BrokenError(found)
        return found

    def _find(self, name: str) -> AnyZone:
        self._budget.spend(_ZONE_COST)
        known = known_zone(name)
        if known is not None:
            return zones.load(known)
        defined = self._defined.get(name.casefold())
        if defined is not None:
            located = known_zone(defined.text("X-LIC-LOCATION"))
            return zones.load(located) if located else Spans(_spans(defined, *self._period, self._budget))
        fixed = _FIXED.fullmatch(name.strip())
        if fixed is None or int(fixed[2]) > 14:
            raise BrokenError(f"the time zone “{shown(name)}” is not known, and the file does not define it")
        seconds = int(fixed[2]) * 3600 + int(fixed[3] or 0) * 60
        return Spans([Span(-(1 << 62), 1 << 62, -seconds if fixed[1] == "-" else seconds)])


def _plain(text: str) -> str:
    """A text as it was before it was written into a property (RFC 5545, section 3.3.11); parameters escape nothing,
    and Outlook calls zones “(UTC+01:00) Amsterdam, Berlin, …”."""
    return _ESCAPED.sub(r"\1", text)


@lru_cache(maxsize=1)
def _folded() -> dict[str, str]:
    return {name.casefold(): name for name in zones.names()}


def known_zone(name: str) -> str | None:
    """The IANA name that a TZID means, if any: also within a path (/mozilla.org/20050126_1/Europe/Berlin), in other
    letters, or by its name in Windows (Unicode's table)."""
    name = name.strip().strip('"').casefold()
    if name in _UTC:
        return "Etc/UTC"
    parts = name.strip("/").split("/")
    for length in (3, 2, 1) if "/" in name else (1,):
        if (found := _folded().get("/".join(parts[-length:]))) is not None:
            return found
    return _WINDOWS.get(name)


def instant(zone: AnyZone, wall: int) -> int:
    """The instant at which the wall shows a time: of an ambiguous one the first, of one in a gap what the offset
    before it makes of it (RFC 5545, section 3.3.5)."""
    near = min(max(wall, _FIRST), _LAST)
    if near != wall:
        return wall - zone.spans(near, near + 1)[0].offset
    before = None
    for span in zone.spans(wall - 2 * DAY, wall + 2 * DAY):
        found = wall - span.offset
        if found < span.begin and before is not None:
            return wall - before
        if found < span.end:
            return found
        before = span.offset
    return wall - (before or 0)


def wall_of(zone: AnyZone, when: int) -> int:
    """What the wall shows at an instant."""
    near = min(max(when, _FIRST), _LAST)
    return when + zone.spans(near, near + 1)[0].offset


def _spans(defined: Component, begin: int, end: int, budget: Budget) -> list[Span]:
    """A zone that the file defines, in force over [begin, end)."""
    changes: list[tuple[int, int]] = []
    earliest: tuple[int, int] | None = None
    for each in defined.inner:
        start_line = each.first("DTSTART")
        if start_line is None:
            continue
        before, after = offset(each.text("TZOFFSETFROM")), offset(each.text("TZOFFSETTO"))
        start = stamp(start_line.value, start_line).wall
        if earliest is None or start - before < earliest[0]:
            earliest = (start - before, before)
        changes += [(wall - before, after) for wall in _onsets(each, start, before, (begin, end), budget)]
    if earliest is None:
        raise BrokenError(f"the time zone “{shown(defined.text('TZID'))}” is defined without rules")
    spans = []
    since, current = -(1 << 62), earliest[1]
    for when, following in sorted(changes):
        if following != current:
            spans.append(Span(since, when, current))
            since, current = when, following
    return [each for each in [*spans, Span(since, 1 << 62, current)] if each.begin < each.end]


def _onsets(each: Component, start: int, before: int, period: tuple[int, int], budget: Budget) -> set[int]:
    """When an observance begins, in wall time before the change: the first, and those that tell in the period."""
    found = {start}
    for line in each.all("RDATE"):
        found |= {value.wall for value, _ in stamps(line)}
    for line in each.all("RRULE"):
        written = rule(line.value)
        until = period[1] + DAY
        if written.until is not None:
            until = min(until, written.until.wall + (before if written.until.zone == "UTC" else 0) + 1)
        # The change before the period holds into it; a rule that ended before has its last one then.
        since = min(period[0], until) - _FAR
        found |= set(Expansion(written, start, budget).within(since, until))
    return found
