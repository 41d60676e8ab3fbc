"""The laws written out minute by minute, slowly and without cleverness: what the fast rules are compared with.

Everything here asks the zone for one wall time after another; nothing is shared with the code under test but the
zone's data.
"""

from bisect import bisect_left
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate

from scheduler.availability import zones
from scheduler.availability.hours import Hours
from scheduler.availability.slots import Offer

MINUTE = 60
DAY = 86_400


@lru_cache(maxsize=4096)
def walls_of_day(zone: str, day: int) -> list[tuple[int, int]]:
    """(instant, wall time) of every minute of a UTC day, both in seconds."""
    info = zones.load(zone).info
    found = []
    for instant in range(day * DAY, (day + 1) * DAY, MINUTE):
        local = datetime.fromtimestamp(instant, UTC).astimezone(info).replace(tzinfo=UTC)
        found.append((instant, int(local.timestamp())))
    return found


class Naive:
    """The rules over some days around [begin, end)."""

    def __init__(self, hours: Hours, begin: int, end: int) -> None:
        self.hours = hours
        self.begin, self.end = begin, end
        days = range(begin // DAY - 4, end // DAY + 5)
        self.walls = [each for day in days for each in walls_of_day(hours.zone.name, day)]
        self.wall = dict(self.walls)
        self.highest = list(accumulate((shown for _, shown in self.walls), max))
        self.lowest = list(accumulate((shown for _, shown in reversed(self.walls)), min))[::-1]
        self.ranges = list(self._ranges())
        self.open = {instant for opens, closes, _ in self.ranges for instant in range(opens, closes, MINUTE)}

    def first_reaching(self, wall: int) -> int:
        """The first minute whose wall time has reached `wall`."""
        return self.walls[bisect_left(self.highest, wall)][0]

    def first_past(self, wall: int) -> int:
        """The first minute from which on the wall time is never below `wall` again."""
        return self.walls[bisect_left(self.lowest, wall)][0]

    def _ranges(self) -> list[tuple[int, int, int]]:
        """(opens, closes, wall time of the start) of every range of every day whose laws can be read here."""
        found = []
        first, last = self.walls[0][1] // DAY + 1, self.walls[-1][1] // DAY - 2
        for day in range(first, last + 1):
            for start, stop in self.hours.of_day(day):
                opens = self.first_reaching(day * DAY + start * MINUTE)
                if stop == 1440:
                    closes = self.first_reaching((day + 1) * DAY)
                else:
                    closes = self.first_past(day * DAY + stop * MINUTE)
                if opens < closes:
                    found.append((opens, closes, day * DAY + start * MINUTE))
        return found

    def starts(self, offer: Offer, busy: list[tuple[int, int]], now: int) -> list[int]:
        """Every start in [begin, end) that can be booked, whole minutes only."""
        within = range(self.begin, self.end, MINUTE)
        return [instant for instant in within if self._fits(instant, offer, busy, now)]

    def _fits(self, start: int, offer: Offer, busy: list[tuple[int, int]], now: int) -> bool:
        today = self.wall[now - now % MINUTE] // DAY
        if start < now + offer.notice or start >= self.first_reaching((today + offer.window_days + 1) * DAY):
            return False
        if start not in self.open or not any(
            opens <= start < closes and (self.wall[start] - wall) % offer.step == 0
            for opens, closes, wall in self.ranges
        ):
            return False
        if not all(instant in self.open for instant in range(start, start + offer.duration, MINUTE)):
            return False
        begin, end = start - offer.before, start + offer.duration + offer.after
        return not any(begin < until and since < end for since, until in busy)
