"""Everybody in turn, once a period: what is due to each person of a large node does not fall due to all at once.

The rule: a share is never larger than what keeps the rounds even (or FEW), so no tick holds packets up for long; who
comes during a round waits for the next one.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

FEW: Final = 16
"""So many are served in one go at least: in small rooms everybody at the same moment."""


class Round(Generic[T]):
    """Rounds of `period` seconds through what `everybody` returns at the begin of each."""

    def __init__(self, period: float, everybody: Callable[[], Iterable[T]]) -> None:
        self._period = period
        self._everybody = everybody
        self._waiting: deque[T] = deque()  # for their turn; who had it is not held on to
        self._all = 0
        self._began = -math.inf

    def take(self, now: float, early: float = 0.0) -> list[T]:
        """Whose turn it is by `now` (monotonic seconds); a round may begin `early` seconds before its time.

        A round that was late is not made up for: the next one begins when this one has been through.
        """
        waiting = self._waiting
        if not waiting:
            if now < self._began + self._period - early:
                return []
            waiting.extend(self._everybody())
            self._all, self._began = len(waiting), now
        even = math.ceil(self._all * (now - self._began) / self._period) - (self._all - len(waiting))
        return [waiting.popleft() for _ in range(min(len(waiting), max(FEW, even)))]
