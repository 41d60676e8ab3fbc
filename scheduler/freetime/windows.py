"""Free windows, pure: open time minus what occupies, as ranges of seconds since 1970.

The rule kept here: windows are half open, in order, apart from each other, and cut at the ends of what was asked.
"""

from collections.abc import Iterable
from typing import Final

from scheduler.availability.hours import Hours, windows

DAY: Final = 86_400
DAYS_AHEAD: Final = 60

Spans = list[tuple[int, int]]


def reach(now: int) -> tuple[int, int]:
    """[first, last) of what the cache holds when it is made at `now`: whole UTC days, so that it moves once a day."""
    today = now - now % DAY
    return today, today + (DAYS_AHEAD + 1) * DAY


def free(hours: Hours, busy: Iterable[tuple[int, int]], begin: int, end: int) -> Spans:
    """The free windows within [begin, end); `busy` in any order must hold all that occupies then."""
    if begin >= end:
        return []
    taken = sorted(busy)
    found: Spans = []
    index = 0
    for start, stop in windows(hours, begin, end):
        opens, closes = max(start, begin), min(stop, end)
        # What ends before this window is of no use to those after it either.
        while index < len(taken) and taken[index][1] <= opens:
            index += 1
        at = index
        while at < len(taken) and taken[at][0] < closes:
            if taken[at][0] > opens:
                found.append((opens, taken[at][0]))
            opens = max(opens, taken[at][1])
            at += 1
        if opens < closes:
            found.append((opens, closes))
    return found
