"""scheduler.slots_31d_ms: the free starts of 31 days, 15-minute step, 60 busy ranges, as pure computing;
scheduler.slots_vs_naive: how many times faster than the plain loop of `plain.py`, which finds the same.
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from scheduler.availability import zones
from scheduler.availability.hours import Hours, Range
from scheduler.availability.slots import Offer, starts
from scheduler.bench import plain
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


def measure(rounds: int = 9, calls: int = 200, plain_calls: int = 10) -> dict[str, Figure]:
    """The medians over rounds of the mean of one call and of the ratio of both; they take turns."""
    hours, busy, begin = month()
    offer = Offer(duration=3600, step=STEP, before=300, after=600, window_days=60)
    end = begin + DAYS * 86_400

    def ours() -> list[int]:
        return starts(hours, offer, busy, now=begin, begin=begin, end=end)

    def plain_loop() -> list[int]:
        return plain.starts(hours.zone.name, hours.weekly, offer, busy, begin=begin, end=end)

    found = ours()
    if found != plain_loop():
        raise RuntimeError("the plain loop finds other starts")
    means, ratios = [], []
    for _ in range(rounds):
        means.append(_mean_ms(ours, calls))
        ratios.append(_mean_ms(plain_loop, plain_calls) / means[-1])
    what = f"{DAYS} days, 60 busy ranges, {len(found)} starts found; {rounds} rounds"
    return {
        "scheduler.slots_31d_ms": Figure(
            statistics.median(means), "ms", f"{what} of {calls} calls: {spread(means)} ms"
        ),
        "scheduler.slots_vs_naive": Figure(
            statistics.median(ratios),
            "ratio",
            f"time of a plain loop over days, rules and steps with zoneinfo over ours (higher is better); {what}, "
            f"alternating: {spread(ratios)}",
        ),
    }


def _mean_ms(work: Callable[[], list[int]], calls: int) -> float:
    began = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - began) / calls * 1000
