"""One direction of a line: each packet is lost, or comes out later.

The rule: the same seed and the same packets at the same times give the same line. First the loss, then the queue in
front of the bottleneck (drop-tail, measured in time at the rate in force), then the way: delay and jitter keep the
order, only `reorder` breaks it.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MOST_UNDERWAY: Final = 20_000
"""Packets on the way at once, whatever the conditions say; more are dropped."""
HEADERS: Final = 28
"""Octets of IP and UDP that the bottleneck carries besides a datagram."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a direction does. Times in seconds, shares 0..1, the perfect line by default."""

    delay: float = 0.0
    jitter: float = 0.0
    """Up to so much more delay, evenly distributed."""
    loss: float = 0.0
    burst: float = 1.0
    """Mean length of a run of lost packets (Gilbert's model); 1: every packet for itself."""
    reorder: float = 0.0
    """Share of packets that come `reorder_by` later than they would."""
    reorder_by: float = 0.02
    rate: float = 0.0
    """Bits a second, 0: no bottleneck."""
    queue: float = 0.2
    """Seconds of waiting in front of the bottleneck beyond which packets are dropped."""

    def __post_init__(self) -> None:
        shares = (self.loss, self.reorder)
        times = (self.delay, self.jitter, self.reorder_by, self.rate, self.queue)
        if not all(0.0 <= share <= 1.0 for share in shares) or min(times) < 0.0 or self.burst < 1.0:
            raise ValueError(f"no such line: {self}")


class Link(Generic[T]):
    """A direction of a line that carries packets of any kind. Times are seconds of one clock and never go back."""

    def __init__(self, conditions: Conditions, seed: int) -> None:
        self._conditions = conditions
        self._random = random.Random(seed)
        self._bursting = False
        self._queue: deque[tuple[float, int, T]] = deque()  # (came, octets, packet) in front of the bottleneck
        self._queued = 0  # octets in it
        self._free_at = 0.0  # when the bottleneck ends with what it last began
        self._way: list[tuple[float, int, T]] = []  # (comes out, order, packet)
        self._order = 0
        self._last_out = 0.0
        self.carried = 0
        self.lost = 0
        """By chance."""
        self.dropped = 0
        """By the full queue."""

    @property
    def conditions(self) -> Conditions:
        return self._conditions

    def change(self, conditions: Conditions, now: float) -> None:
        """Other conditions from now on; what waits in the queue goes on at the new rate."""
        self._advance(now)
        self._conditions = conditions
        self._advance(now)

    def put(self, packet: T, octets: int, now: float) -> None:
        """A datagram of `octets` enters."""
        self._advance(now)
        if self._is_lost():
            self.lost += 1
            return
        conditions = self._conditions
        octets += HEADERS
        full = conditions.rate > 0 and (self._queued + octets) * 8 > conditions.rate * conditions.queue
        if (full and self._queue) or len(self._queue) + len(self._way) >= MOST_UNDERWAY:
            self.dropped += 1
            return
        self._queue.append((now, octets, packet))
        self._queued += octets
        self._advance(now)

    def next_at(self) -> float | None:
        """When the next packet comes out, as far as is known now; None: nothing is on the way."""
        times = []
        if self._queue:
            times.append(self._leaves_at())
        if self._way:
            times.append(self._way[0][0])
        return min(times, default=None)

    def take(self, now: float) -> list[T]:
        """What has come out by now, in order."""
        self._advance(now)
        found = []
        while self._way and self._way[0][0] <= now:
            found.append(heapq.heappop(self._way)[2])
        self.carried += len(found)
        return found

    # ---- inside ----

    def _is_lost(self) -> bool:
        conditions = self._conditions
        if conditions.loss <= 0.0 or conditions.loss >= 1.0:
            return conditions.loss >= 1.0
        if conditions.burst == 1.0:
            return self._random.random() < conditions.loss
        if self._bursting:
            self._bursting = self._random.random() >= 1.0 / conditions.burst
        else:
            begins = conditions.loss / (conditions.burst * (1.0 - conditions.loss))
            self._bursting = self._random.random() < begins
        return self._bursting

    def _leaves_at(self) -> float:
        came, octets, _ = self._queue[0]
        rate = self._conditions.rate
        return max(came, self._free_at) + (octets * 8 / rate if rate > 0 else 0.0)

    def _advance(self, now: float) -> None:
        """Lets through the bottleneck what has passed it by now."""
        conditions = self._conditions
        while self._queue:
            leaves = self._leaves_at()
            if leaves > now:
                break
            _, octets, packet = self._queue.popleft()
            self._queued -= octets
            self._free_at = leaves
            out = leaves + conditions.delay + conditions.jitter * self._random.random()
            if conditions.reorder > 0.0 and self._random.random() < conditions.reorder:
                out += conditions.reorder_by
            else:
                out = self._last_out = max(out, self._last_out)
            self._order += 1
            heapq.heappush(self._way, (out, self._order, packet))
