"""When to ask the publisher for a keyframe (PLI): at once, then again until it came, never more often than the
encoder bears.

The rule: per layer, one request an interval however many subscribers ask.
"""

from __future__ import annotations

from collections.abc import Iterable

INTERVAL = 0.5
"""Seconds between two requests for the same layer while no keyframe came."""
REST = 0.4
"""Seconds after a keyframe in which another wish waits: the wish was probably for that keyframe, or shares the
next.
"""

UNDER_WAY = 0.15
"""Seconds after a keyframe in which a wish is taken to be from before the subscriber saw that keyframe: it is
dropped.
"""


class KeyframeRequests:
    """The throttle of one publication. Feed `ask` and `received`, poll `due`."""

    __slots__ = ("_asked", "_interval", "_pending", "_received", "_rest")

    def __init__(self, interval: float = INTERVAL, rest: float = REST) -> None:
        self._interval = interval
        self._rest = rest
        self._pending: set[int] = set()
        self._asked: dict[int, float] = {}
        self._received: dict[int, float] = {}

    def ask(self, layer: int) -> None:
        """Somebody wants a keyframe of `layer`; kept until one is received."""
        self._pending.add(layer)

    def received(self, layer: int, now: float) -> None:
        """A keyframe of `layer` began to arrive: the wish is fulfilled."""
        self._pending.discard(layer)
        self._received[layer] = now

    def forget(self, layer: int) -> None:
        """Nobody wants the layer any more (its source ended)."""
        self._pending.discard(layer)
        self._asked.pop(layer, None)
        self._received.pop(layer, None)

    def due(self, now: float, needed: Iterable[int] = ()) -> list[int]:
        """Layers to ask for at `now`, ascending; they count as asked. `needed` are asked for as if by `ask`, for
        this call.
        """
        wanted = set(needed)
        found = []
        for layer in sorted(self._pending | wanted):
            came = self._received.get(layer)
            if came is not None and now - came < self._rest:
                if now - came < UNDER_WAY:
                    self._pending.discard(layer)
                continue
            asked = self._asked.get(layer)
            if asked is not None and now - asked < self._interval:
                continue
            self._asked[layer] = now
            found.append(layer)
        return found
