"""The rate that follows from delay: slowly up while nothing waits, down to what arrived when a queue builds up, and
below it until the queue is empty again (AIMD as GCC's, with the draining made explicit).

The rule: only what was really tried is believed: without probes the rate never rises far above what arrives.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from .arrivals import Group
from .delay import EMPTY, STANDING, Detector, Usage

DECREASE: Final = 0.9
"""Of what arrived while the queue grew: the line's capacity, with some room."""
DRAIN: Final = 0.7
"""Of the capacity, while a queue stands: 200 ms of it are gone in 0.7 s."""
LONGEST_DRAIN: Final = 2.0
SURE: Final = 0.1
"""Seconds of queue from which on the rate of arrival is the line's …"""
ENOUGH: Final = 4
"""… if a feedback names so many packets."""
PERSISTING: Final = 0.15
"""Seconds for which overuse must last to be believed while it is not sure."""
GROWTH: Final = 1.08
"""A second, far from the capacity last seen."""
CREEP: Final = 1.02
"""A second, near it."""
CEILING: Final = 1.5
"""Of what arrives, and a little."""
LITTLE: Final = 10_000.0
MEMORY: Final = 30.0
"""Seconds for which a capacity is remembered."""
SAME: Final = 1.25
"""A probe below so many times the capacity found the same capacity, …"""
CLOSE: Final = 0.95
"""… of which so much is used."""
_SLOW: Final = 0.6
_FAST: Final = 0.2


class ArrivalRate:
    """Bits a second that arrive, on the receiver's clock."""

    def __init__(self) -> None:
        self._steps: deque[tuple[float, int]] = deque()  # (newest arrival, octets that came with it)
        self._octets = 0
        self.slow = 0.0
        """Over about 0.6 s."""
        self.fast = 0.0
        """Over about 0.2 s: right while a queue stands, ragged otherwise."""

    def on_groups(self, groups: Sequence[Group], octets: int) -> None:
        """What one feedback says arrived, `octets` in all."""
        if not groups:
            return
        newest = groups[-1][2]
        steps = self._steps
        if steps and not 0.0 <= newest - steps[-1][0] <= 2.0:
            steps.clear()
            self._octets = 0
        steps.append((newest, octets))
        self._octets += octets
        while len(steps) > 2 and newest - steps[0][0] > _SLOW:
            self._octets -= steps.popleft()[1]
        self.slow = _rate(self._octets - steps[0][1], newest - steps[0][0], self.slow)
        octets = 0
        for i in range(len(steps) - 1, 0, -1):
            octets += steps[i][1]
            if newest - steps[i - 1][0] >= _FAST:
                self.fast = _rate(octets, newest - steps[i - 1][0], self.fast)
                break
        else:
            self.fast = self.slow


def _rate(octets: int, seconds: float, before: float) -> float:
    return octets * 8 / seconds if seconds > 0.02 else before


class DelayRate:
    """`rate`: bits a second the delays allow; `draining`: less than the line carries, until its queue is empty."""

    def __init__(self, start: float, least: float, most: float) -> None:
        self.rate = start
        self._least = least
        self._most = most
        self._capacity: float | None = None  # what arrived while a queue stood
        self._capacity_at = 0.0
        self._before = start  # the rate before it last fell
        self._over_since: float | None = None
        self._fallen_at: float | None = None
        self._draining_since: float | None = None
        self._updated: float | None = None

    @property
    def draining(self) -> bool:
        return self._draining_since is not None

    @property
    def now(self) -> float:
        """The rate to send at: below `rate` while the queue has to empty."""
        return max(self._least, self.rate * DRAIN) if self.draining else self.rate

    def update(
        self, line: Detector, usage: Usage, arriving: ArrivalRate, now: float, *, rtt: float, sure: bool
    ) -> None:
        """One feedback was read. `rtt` in seconds; `sure`: if packets queue, it is known that they do (see SURE)."""
        passed = 0.0 if self._updated is None else min(now - self._updated, 1.0)
        self._updated = now
        if usage is Usage.OVERUSE:
            if self._over_since is None:
                self._over_since = now
            if sure or now - self._over_since >= PERSISTING:
                self._overused(line.queue, arriving, now, rtt, sure=sure)
            return
        self._over_since = None
        if self.draining:
            self._correct(arriving.fast)
            if line.standing < EMPTY or now - (self._draining_since or 0.0) > LONGEST_DRAIN:
                self._draining_since = None
        elif usage is Usage.NORMAL and line.standing < STANDING / 2:
            self._grow(arriving.slow, passed, now)

    def _overused(self, queue: float, arriving: ArrivalRate, now: float, rtt: float, *, sure: bool) -> None:
        """Down to what arrives, at most once in the time in which the last step could show. What arrived in the last
        moment alone is only believed when it is sure that it came through a full queue: a pause on the way looks
        alike.
        """
        if self._fallen_at is not None and now - self._fallen_at < rtt + 0.1:
            return
        rate = arriving.fast if sure else max(arriving.fast, arriving.slow)
        self._fallen_at = now
        if rate <= 0.0:
            return
        self._before = self.rate
        self._capacity, self._capacity_at = rate, now
        self.rate = max(self._least, min(self.rate, DECREASE * rate))
        if queue > STANDING / 2:
            self._draining_since = now

    def _correct(self, rate: float) -> None:
        """What arrives while a queue empties is what the line carries: a pause on the way is known by that."""
        if DECREASE * rate > self.rate:
            self.rate = max(self.rate, min(self._before, DECREASE * rate))
            self._capacity = rate

    def _grow(self, arriving: float, passed: float, now: float) -> None:
        near = (
            self._capacity is not None
            and now - self._capacity_at < MEMORY
            and 0.8 * self._capacity < self.rate < 1.2 * self._capacity
        )
        grown = self.rate * (CREEP if near else GROWTH) ** passed
        ceiling = CEILING * arriving + LITTLE
        self.rate = min(self._most, max(self.rate, min(grown, ceiling)))

    def allow(self, rate: float, now: float) -> float:
        """A probe went through at `rate`. What is believed of it: one that says little more than the capacity seen
        lately says the same again, as short as it is.
        """
        known = self._capacity
        if known is not None and now - self._capacity_at < MEMORY and rate < SAME * known:
            rate = min(rate, CLOSE * known)
        else:
            self._capacity = None
        if rate > self.rate:
            self.rate = min(rate, self._most)
            self._draining_since = None
        return rate

    def limit(self, rate: float) -> None:
        """Somebody else knows that no more than `rate` fits."""
        self.rate = max(self._least, min(self.rate, rate))
