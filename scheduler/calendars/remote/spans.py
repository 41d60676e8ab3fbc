"""What is kept of an event that a service has expanded for us, and when it makes somebody busy. Pure.

The rule kept here: an event of whole days is busy from midnight to midnight where its owner lives; one that is free,
cancelled or declined is not busy at all.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from scheduler.availability import zones

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """One occurrence. `start`, `end`: instants, or dates for whole days; `busy`: None as its series says.

    `series`: the href of what it repeats; `master`: the series itself, which occupies nothing."""

    start: str
    end: str
    busy: bool | None = True
    series: str = ""
    master: bool = False

    def text(self) -> str:
        """As it is stored."""
        return json.dumps([self.start, self.end, self.busy, self.series, self.master], separators=(",", ":"))

    @classmethod
    def of(cls, body: str) -> "Kept":
        """As it was stored."""
        return cls(*json.loads(body))


def instant(text: str) -> datetime:
    """An RFC 3339 instant in UTC. Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("no zone")
    return found.astimezone(UTC)


def busy(bodies: dict[str, str], zone: str, begin: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The times within [begin, end) that these events (href → body) occupy, in order, none twice."""
    kept = {href: Kept.of(body) for href, body in bodies.items()}
    found = set()
    for each in kept.values():
        series = kept.get(each.series)
        counts = each.busy if each.busy is not None else series is None or bool(series.busy)
        if each.master or not counts:
            continue
        start, stop = _edge(each.start, zone), _edge(each.end, zone)
        start, stop = max(start, begin), min(stop, end)
        if start < stop:
            found.add((start, stop))
    return sorted(found)


def _edge(text: str, zone: str) -> datetime:
    if "T" in text:
        return instant(text)
    wall = int(datetime.combine(date.fromisoformat(text), time(), UTC).timestamp())
    spans = zones.load(zone).spans(wall - 2 * zones.DAY, wall + 2 * zones.DAY)
    return datetime.fromtimestamp(zones.earliest(spans, wall), UTC)


def text_in(value: Any, name: str) -> str:
    """A text of a JSON object, or empty."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
