"""Rate limits (the generic cell rate algorithm): pure, of bounded memory, time an argument.

One number is kept for each key: when its next free token would be due if it kept to its rate. When the memory is
full, the key that was idle longest is forgotten.
"""

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, and one more every `every_s` seconds."""

    burst: int
    every_s: float


class Limiter:
    """Counts events by key against one rate. Memory: `max_keys` floats and their keys."""

    def __init__(self, rate: Rate, max_keys: int = 50_000) -> None:
        self._rate = rate
        self._max_keys = max_keys
        self._due: OrderedDict[str, float] = OrderedDict()

    def wait_s(self, key: str, now: float) -> float:
        """Seconds until the next event of `key` would be let through; 0 when one would be now. Counts nothing."""
        due = max(self._due.get(key, now), now)
        return max(0.0, due - now - self._rate.every_s * (self._rate.burst - 1))

    def hit(self, key: str, now: float) -> float:
        """Count an event; 0 when it is let through, else the seconds to wait (and it was not counted)."""
        wait = self.wait_s(key, now)
        if wait > 0:
            return wait
        self._due[key] = max(self._due.get(key, now), now) + self._rate.every_s
        self._due.move_to_end(key)
        if len(self._due) > self._max_keys:
            self._due.popitem(last=False)
        return 0.0

    def give_back(self, key: str) -> None:
        """Take one counted event back: it turned out not to be of the counted kind."""
        if key in self._due:
            self._due[key] -= self._rate.every_s

    def forget(self, key: str) -> None:
        """Start anew for `key`."""
        self._due.pop(key, None)

    def __len__(self) -> int:
        return len(self._due)
