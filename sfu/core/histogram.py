"""A histogram for Prometheus: counts by bounds, cheap enough to be fed where things happen. Pure."""

from bisect import bisect_left
from collections.abc import Sequence


class Histogram:
    """`bounds` rise; a value equal to a bound belongs below it ("le"). What is above the last counts as infinite."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        if not self.bounds or any(a >= b for a, b in zip(self.bounds, self.bounds[1:], strict=False)):
            raise ValueError("bounds must rise")
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        """One value more."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def add(self, counts: Sequence[int], total: float) -> None:
        """Values counted elsewhere by the same bounds: one count a bound, one for what is above; and their sum."""
        if len(counts) != len(self.counts):
            raise ValueError(f"{len(self.counts)} counts are needed")
        for i, count in enumerate(counts):
            self.counts[i] += count
        self.total += total

    def cumulative(self) -> list[tuple[str, float]]:
        """Prometheus' buckets: (bound as text, how many are not above it), the last "+Inf"."""
        found, running = [], 0
        for bound, count in zip([*map(_text, self.bounds), "+Inf"], self.counts, strict=True):
            running += count
            found.append((bound, float(running)))
        return found


def _text(bound: float) -> str:
    """As Prometheus' own libraries write a float: "1.0", "0.005"."""
    return repr(float(bound))
