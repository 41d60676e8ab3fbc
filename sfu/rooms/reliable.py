"""Reliable data that survives a resume: duplicates of what a client sends again, and what it missed itself.

The rule: a client numbers its reliable messages (`DataPacket.sequence`, from 1); a number is relayed once. The last
messages of each sender are kept, within bounds, for those who say on resuming that they did not get them; receivers
drop by the same numbers what they had.
"""

from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

KEPT_OCTETS: Final = 262_144
KEPT_SECONDS: Final = 60.0
"""Longer than a client may stay away (`NodeSettings.resume_window`)."""


class Kept(NamedTuple):
    """One message as it was relayed. `wanted`: identities and sids it was for, empty: everybody."""

    sequence: int
    at: float
    message: bytes
    wanted: frozenset[str]


class ReliableLog:
    """What one participant sent reliably."""

    def __init__(self) -> None:
        self.last = 0  # the highest sequence that came
        self._kept: deque[Kept] = deque()
        self._octets = 0

    def is_new(self, sequence: int) -> bool:
        """Whether a message with this number is to be relayed; counts it as come. Unnumbered ones (0) always are."""
        if sequence == 0:
            return True
        if sequence <= self.last:
            return False
        self.last = sequence
        return True

    def keep(self, kept: Kept) -> None:
        """Keeps a numbered message and lets go of what is over the bounds."""
        self._kept.append(kept)
        self._octets += len(kept.message)
        while self._kept and (self._octets > KEPT_OCTETS or kept.at - self._kept[0].at > KEPT_SECONDS):
            self._octets -= len(self._kept.popleft().message)

    def after(self, sequence: int, identity: str, sid: str) -> Iterator[bytes]:
        """The messages for this participant with higher numbers, oldest first."""
        for kept in self._kept:
            if kept.sequence > sequence and (not kept.wanted or identity in kept.wanted or sid in kept.wanted):
                yield kept.message
