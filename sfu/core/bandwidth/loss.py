"""Is the line full, judged by its losses, or does it just lose?

The rule: loss that goes away when less is sent is the line's limit; loss that stays whatever is sent (radio) is the
line's nature, and no reason to send less. So what is lost while nothing waits in a queue and little is sent is taken
for the nature, and only what goes beyond it counts: as soon as chance alone does not explain it. Of forty packets
a line that loses one in twenty now and then loses seven; a picture that is paused for it freezes for a second.
"""

from __future__ import annotations

import math
from typing import Final

WINDOW: Final = 0.4
"""Seconds of feedback that are judged together, and …"""
LEAST_PACKETS: Final = 30
"""… packets they must hold (or LONGEST passed)."""
LONGEST: Final = 5 * WINDOW
"""Seconds after which a window is judged with what it holds."""
HIGH: Final = 0.10
"""Loss beyond the line's nature from which on less is sent (GCC)."""
LOW: Final = 0.03
"""Loss beyond the line's nature below which more may be sent."""
MOST_NATURE: Final = 0.08
"""A policer loses without any queue: greater loss is never taken for nature."""
CHANCE: Final = 6.0
"""Standard deviations above what such a line may lose, up to which it may be chance: the window goes on until it is
clear."""
NATURE_SECONDS: Final = 4.0
"""Time constant by which the nature is learnt."""
GROWTH: Final = 1.08
"""A second, while there is little loss."""
CEILING: Final = 1.5
"""Of what arrives: a limit far above it says nothing."""


class LossController:
    """`limit`: bits a second the losses allow. `loss`: share of the last window."""

    def __init__(self, start: float, least: float, most: float) -> None:
        self.limit = most
        self.loss = 0.0
        self.nature = 0.0
        self._least = least
        self._most = most
        self._begun: float | None = None
        self._received = 0
        self._lost = 0

    def on_packets(self, received: int, lost: int, now: float, *, arriving: float, queue: float) -> None:
        """One feedback's counts; `arriving`: bits a second that arrive, `queue`: seconds of waiting."""
        if self._begun is None:
            self._begun = now
        self._received += received
        self._lost += lost
        passed = now - self._begun
        count = self._received + self._lost
        if count == 0 or passed < WINDOW or (count < LEAST_PACKETS and passed < LONGEST):
            if passed > LONGEST:
                self._begun = now
            return
        self.loss = self._lost / count
        by_chance = count * MOST_NATURE
        sure = self._lost > by_chance + CHANCE * math.sqrt(by_chance)
        if self.loss - self.nature > HIGH and not sure and passed < LONGEST:
            return
        self._received = self._lost = 0
        self._begun = now
        self._judge(passed, arriving, queue, sure=sure)

    def _judge(self, passed: float, arriving: float, queue: float, *, sure: bool) -> None:
        beyond = self.loss - self.nature
        if queue < 0.03:
            seen = min(self.loss, MOST_NATURE)
            self.nature += (seen - self.nature) * min(1.0, passed / NATURE_SECONDS)
        if beyond > HIGH and sure:
            # What arrived is what the line carried: never far below it, whatever the share lost.
            fallen = min(self.limit, max(arriving / (1.0 - self.loss), self._least)) * (1.0 - 0.5 * beyond)
            self.limit = max(self._least, fallen, min(self.limit, 0.85 * arriving))
        elif beyond < LOW:
            grown = self.limit * GROWTH**passed
            self.limit = min(self._most, max(self.limit, min(grown, max(CEILING * arriving, self.limit))))

    def allow(self, rate: float) -> None:
        """A probe went through at `rate`: the losses before it are out of date."""
        self.limit = min(self._most, max(self.limit, rate))
