"""RTP packets into their order again, for a reader that has time: pure, `now` in seconds is an argument.

The rule: a hole is waited for (retransmissions come late) but not for long, and what waits is bounded in count; a
hole that is given up is told to the reader, who must know that something is missing.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from sfu.wire.rtp import RtpHeader
from sfu.wire.sequence import Unwrapper

PATIENCE: Final = 1.0
"""Seconds a hole is waited for: longer than the server itself asks the publisher again."""
MOST_WAITING: Final = 2048
"""Packets behind a hole (3 s of 8 Mbit/s); more than that and the hole is given up at once."""
MAX_JUMP: Final = 1000
"""A step of more numbers than this is a new beginning, not loss."""


class Arrived(NamedTuple):
    """One packet in its place. `lost`: numbers before it never came."""

    header: RtpHeader
    data: bytes
    at: float
    lost: bool


class Reorder:
    """One stream's packets by sequence number. `push` and `flush` give what is complete, in order, once."""

    def __init__(self, patience: float = PATIENCE, most: int = MOST_WAITING) -> None:
        self._patience = patience
        self._most = most
        self._unwrap = Unwrapper()
        self._next: int | None = None
        self._waiting: dict[int, Arrived] = {}
        self.missing = 0
        """Packets given up so far."""

    def push(self, header: RtpHeader, data: bytes, now: float) -> list[Arrived]:
        """What can be read now that this packet is here; duplicates and stragglers give nothing."""
        place = self._unwrap.unwrap(header.sequence)
        if self._next is None:
            self._next = place
        if place == self._next and not self._waiting:  # nearly always
            self._next = place + 1
            return [Arrived(header, data, now, False)]
        ready: list[Arrived] = []
        if abs(place - self._next) > MAX_JUMP + self._most:
            ready = self.flush()
            self._next = place
        elif place < self._next:
            return []
        self._waiting.setdefault(place, Arrived(header, data, now, False))
        ready.extend(self._complete())
        ready.extend(self._impatient(now))
        return ready

    def due(self, now: float) -> list[Arrived]:
        """What is read because it waited long enough, with no new packet to say so."""
        return list(self._impatient(now))

    def flush(self) -> list[Arrived]:
        """All that waits, holes or not."""
        ready: list[Arrived] = []
        while self._waiting:
            ready.extend(self._skip())
        return ready

    def _complete(self) -> Iterator[Arrived]:
        while self._next is not None and (found := self._waiting.pop(self._next, None)) is not None:
            self._next += 1
            yield found

    def _impatient(self, now: float) -> Iterator[Arrived]:
        while self._waiting:
            oldest = next(iter(self._waiting.values())).at  # entries stand in the order they came
            if len(self._waiting) <= self._most and now - oldest < self._patience:
                return
            yield from self._skip()

    def _skip(self) -> Iterator[Arrived]:
        """Gives up the hole before the first that waits."""
        first = min(self._waiting)
        assert self._next is not None
        self.missing += first - self._next
        self._next = first
        found = self._waiting.pop(first)
        self._next += 1
        yield found._replace(lost=True)
        yield from self._complete()
