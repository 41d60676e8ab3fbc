"""Quiet hours: when somebody's devices should not ring. Pure; wall time is the availability's business alone.

The rule kept here: a push waits for the end of the quiet hours on the person's own clock, unless it would then be of
no use any more; mail and the list are never held back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

DAY: Final = 86_400
Quiet = tuple[int, int]
"""From and until, in minutes of the day; an end before its start is on the next day."""


@dataclass(frozen=True, slots=True)
class Walls:
    """What clocks on the wall show. All by zone name; instants and wall times in seconds, as in availability/zones:
    a begin takes the first of an ambiguous time, an end the second, both snap to the change in a gap."""

    day_of: Callable[[str, int], int]
    begin: Callable[[str, int], int]
    end: Callable[[str, int], int]


def free_at(now: datetime, quiet: Quiet | None, zone: str, walls: Walls) -> datetime:
    """When a device may ring: now, or the end of the quiet hours that hold now."""
    if quiet is None:
        return now
    begins, ends = (minutes * 60 for minutes in quiet)
    instant = now.timestamp()
    today = walls.day_of(zone, int(instant))
    for day in (today - 1, today):
        last = day * DAY + ends + (DAY if ends <= begins else 0)
        until = walls.end(zone, last)
        if walls.begin(zone, day * DAY + begins) <= instant < until:
            return datetime.fromtimestamp(until, UTC)
    return now


def push_at(now: datetime, until: datetime | None, quiet: Quiet | None, zone: str, walls: Walls) -> datetime:
    """When a push is due: what would be of no use after the quiet hours (`until`) is sent at once."""
    due = free_at(now, quiet, zone, walls)
    return now if until is not None and due >= until else due
