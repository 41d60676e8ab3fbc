"""What the layers of a publication cost: bits a second that came of each lately.

The rule: only media counts (padding costs subscribers nothing), over a window long enough that a keyframe does not
make a layer dear.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Final

WINDOW: Final = 2.0
"""Seconds."""
LEAST: Final = 0.4
"""Seconds a layer must have been seen before its rate says something."""
OVERHEAD: Final = 1.03
"""Of a packet as it came: what protection adds on the way to the subscriber, and a little."""
_MOST: Final = 64


class LayerRates:
    """Fed with counters every some hundred milliseconds."""

    __slots__ = ("_marks",)

    def __init__(self) -> None:
        self._marks: dict[int, deque[tuple[float, int]]] = {}

    def observe(self, octets: Mapping[int, int], now: float) -> None:
        """`octets`: layer → octets so far. A counter that falls began anew."""
        for layer, count in octets.items():
            marks = self._marks.setdefault(layer, deque(maxlen=_MOST))
            if marks and count < marks[-1][1]:
                marks.clear()
            marks.append((now, count))
            while len(marks) > 2 and marks[1][0] <= now - WINDOW:
                marks.popleft()

    def rate(self, layer: int) -> float | None:
        """Bits a second of the last seconds, None while too little was seen of the layer."""
        marks = self._marks.get(layer)
        if not marks:
            return None
        seconds = marks[-1][0] - marks[0][0]
        return (marks[-1][1] - marks[0][1]) * 8 * OVERHEAD / seconds if seconds >= LEAST else None
