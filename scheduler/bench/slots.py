"""scheduler.slots_31d_ms: the free starts of 31 days, 15-minute step, 60 busy ranges, as pure computing."""

import random
import statistics
import time
from datetime import UTC, datetime

from scheduler.availability import zones
from scheduler.availability.hours import Hours, Range
from scheduler.availability.slots import Offer, starts
from scheduler.bench.figures import Figure, spread

DAYS = 31
STEP = 900


def month() -> tuple[Hours, list[tuple[int, int]], int]:
    """(hours of five days from 9 to 13 and 14 to 18 in Berlin, 60 busy ranges of 30 minutes, the month's begin).

    The month is March 2027, so the clock changes within it."""
    day = (Range(9 * 60, 13 * 60), Range(14 * 60, 18 * 60))
    hours = Hours(zones.load("Europe/Berlin"), (day,) * 5 + ((),) * 2)
    begin = int(datetime(2027, 3, 1, tzinfo=UTC).timestamp())
    dice = random.Random(1)
    busy = []
    for _ in range(60):
        start = begin + dice.randrange(DAYS) * 86_400 + 8 * 3600 + dice.randrange(36) * STEP
        busy.append((start, start + 1800))
    return hours, busy, begin


def measure(rounds: int = 9, calls: int = 200) -> dict[str, Figure]:
    """The median over rounds of the mean of one call."""
    hours, busy, begin = month()
    offer = Offer(duration=3600, step=STEP, before=300, after=600, window_days=60)
    end = begin + DAYS * 86_400
    found = len(starts(hours, offer, busy, now=begin, begin=begin, end=end))
    means = []
    for _ in range(rounds):
        began = time.perf_counter()
        for _ in range(calls):
            starts(hours, offer, busy, now=begin, begin=begin, end=end)
        means.append((time.perf_counter() - began) / calls * 1000)
    how = f"{DAYS} days, 60 busy ranges, {found} starts found; {rounds} rounds of {calls} calls: {spread(means)} ms"
    return {"scheduler.slots_31d_ms": Figure(statistics.median(means), "ms", how)}
