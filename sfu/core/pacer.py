"""How much a transport may send now: a budget that fills at the pacing rate, so that a keyframe does not fill the
queue in front of a slow line.

The rule: audio never waits (it goes and is counted); what waits is bounded, and a queue that grows old speeds the
pacing up rather than lose packets. State is a few numbers a transport; `net/kernel.c` keeps the same in C.
"""

from __future__ import annotations

from collections import deque
from typing import Final, Generic, TypeVar

T = TypeVar("T")

FACTOR: Final = 1.5
"""Of the estimate: a picture goes out in less than its time, and a queue of 200 ms holds the excess."""
BURST: Final = 0.025
"""Seconds of the rate that may go at once after a rest: usual pictures go whole, in one train, …"""
LEAST_BURST: Final = 3000
"""… and octets that always may."""
LONGEST: Final = 0.25
"""Seconds a packet shall wait at most: above that the rate rises."""
MOST_WAITING: Final = 512
"""Packets that wait at once; the oldest go before more are kept."""


class Budget:
    """`rate`: octets a second, 0: no limit. A packet may go while `level` is positive; it may overdraw."""

    __slots__ = ("_at", "level", "rate")

    def __init__(self) -> None:
        self.rate = 0.0
        self.level = float(LEAST_BURST)
        self._at = 0.0

    def limit(self, estimate: float | None) -> None:
        """Paces for a line of `estimate` bits a second; None: not at all."""
        self.rate = 0.0 if estimate is None else estimate * FACTOR / 8.0

    def refill(self, now: float, waiting: int) -> bool:
        """Brings the level up to `now`, with `waiting` octets in the queue; whether a packet may go."""
        if self.rate == 0.0:
            return True
        rate = max(self.rate, waiting / LONGEST)
        passed = max(0.0, now - self._at)
        self._at = now
        self.level = min(self.level + rate * passed, max(LEAST_BURST, rate * BURST))
        return self.level > 0.0

    def spend(self, octets: int) -> None:
        """A paced packet went out."""
        self.level = max(self.level - octets, -float(LEAST_BURST))

    def share(self, octets: int) -> None:
        """Another packet went out: it takes of what is there, but makes no debts, or video would wait for ever."""
        if self.level > 0.0:
            self.level = max(0.0, self.level - octets)

    def wait(self, waiting: int) -> float:
        """Seconds from the last `refill` until a packet may go."""
        if self.rate == 0.0 or self.level > 0.0:
            return 0.0
        return (1.0 - self.level) / max(self.rate, waiting / LONGEST)


class Pacer(Generic[T]):
    """One transport's queue of video packets behind a budget; audio is only told of (`budget.share`)."""

    __slots__ = ("_octets", "_queue", "budget")

    def __init__(self) -> None:
        self.budget = Budget()
        self._queue: deque[tuple[int, T]] = deque()
        self._octets = 0

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def octets(self) -> int:
        """How much waits."""
        return self._octets

    def put(self, packet: T, octets: int) -> None:
        """A packet has to wait its turn; call `take` afterwards."""
        self._queue.append((octets, packet))
        self._octets += octets

    def passes(self, octets: int, now: float) -> bool:
        """Whether a packet may go at once, ahead of nobody; it is then paid for."""
        if self._queue or not self.budget.refill(now, self._octets):
            return False
        self.budget.spend(octets)
        return True

    def take(self, now: float) -> list[T]:
        """What may go now, in order."""
        queue, budget = self._queue, self.budget
        found: list[T] = []
        while queue and (budget.refill(now, self._octets) or len(queue) > MOST_WAITING):
            octets, packet = queue.popleft()
            self._octets -= octets
            budget.spend(octets)
            found.append(packet)
        return found

    def wait(self) -> float | None:
        """Seconds from the last look until something may go; None: nothing waits."""
        return self.budget.wait(self._octets) if self._queue else None

    def clear(self) -> None:
        self._queue.clear()
        self._octets = 0
