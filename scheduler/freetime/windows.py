"""Free windows, pure: open time minus what occupies, as ranges of seconds since 1970.

The rule kept here: windows are half open, in order, apart from each other, and cut at the ends of what was asked.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from scheduler.availability.hours import Hours, windows

DAY: Final = 86_400
DAYS_AHEAD: Final = 60

Spans = list[tuple[int, int]]


def reach(now: int) -> tuple[int, int]:
    """[first, last) of what the cache holds when it is made at `now`: whole UTC days, so that it moves once a day."""
    today = now - now % DAY
    return today, today + (DAYS_AHEAD + 1) * DAY


def free(schedules: Sequence[Hours], busy: Iterable[tuple[int, int]], begin: int, end: int) -> Spans:
    """The free windows within [begin, end), open by any of the schedules; `busy` in any order must hold all that
    occupies then."""
    if begin >= end:
        return []
    taken = sorted(busy)
    found: Spans = []
    index = 0
    for start, stop in _open(schedules, begin, end):
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


def _open(schedules: Sequence[Hours], begin: int, end: int) -> Sequence[tuple[int, int]]:
    """The open time of all of them: what overlaps or touches is joined."""
    if len(schedules) == 1:
        return windows(schedules[0], begin, end)
    joined: Spans = []
    for start, stop in sorted(each for hours in schedules for each in windows(hours, begin, end)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], stop))
        else:
            joined.append((start, stop))
    return joined
