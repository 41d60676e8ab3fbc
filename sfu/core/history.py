"""The last packets of a layer, for repeating them: bounded by count, octets and age.

The rule: what is asked for and not here any more is not repeated; memory never depends on what others do.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from sfu.wire.rtp import Buffer, RtpHeader
from sfu.wire.vp8 import Vp8Descriptor

SLOTS: Final = 1024
"""Most packets kept; a power of two."""
OCTETS: Final = 1_000_000
"""Most octets kept (about 3 s of 2.5 Mbit/s)."""
AGE: Final = 3.0
"""Seconds after which nobody waits for a packet any more."""


class SourcePacket:
    """A publisher's packet with its place in the layer.

    `sequence`: extended, with dropped padding taken out of the numbering (what rows are mapped from); `starts`: a
    decoder can start here; `descriptor`: VP8 only; `at`: when it came. An empty payload is a filler: padding that
    came too late to be taken out.
    """

    __slots__ = ("at", "data", "descriptor", "header", "sequence", "starts")

    def __init__(  # noqa: PLR0917  made once a packet: keywords would cost
        self,
        sequence: int,
        header: RtpHeader,
        data: Buffer,
        descriptor: Vp8Descriptor | None,
        starts: bool,
        at: float,
    ) -> None:
        self.sequence = sequence
        self.header = header
        self.data = data
        self.descriptor = descriptor
        self.starts = starts
        self.at = at


class PacketStore:
    """Packets by their `sequence`."""

    __slots__ = ("_age", "_limit", "_order", "_slots", "octets")

    def __init__(self, octets: int = OCTETS, age: float = AGE) -> None:
        self._limit = octets
        self._age = age
        self._slots: list[SourcePacket | None] = [None] * SLOTS
        self._order: deque[SourcePacket] = deque()
        self.octets = 0

    def __len__(self) -> int:
        return len(self._order)

    def put(self, packet: SourcePacket) -> None:
        """Keeps the packet and lets go of what is over the bounds."""
        order = self._order
        order.append(packet)
        self._slots[packet.sequence & (SLOTS - 1)] = packet
        self.octets += len(packet.data)
        if self.octets > self._limit or len(order) > SLOTS or order[0].at < packet.at - self._age:
            self._evict(packet.at)

    def _evict(self, now: float) -> None:
        order, slots, horizon = self._order, self._slots, now - self._age
        while order and (self.octets > self._limit or len(order) > SLOTS or order[0].at < horizon):
            old = order.popleft()
            self.octets -= len(old.data)
            slot = old.sequence & (SLOTS - 1)
            if slots[slot] is old:
                slots[slot] = None

    def get(self, sequence: int) -> SourcePacket | None:
        """The packet with that number, if it is still here."""
        packet = self._slots[sequence & (SLOTS - 1)]
        return packet if packet is not None and packet.sequence == sequence else None

    def clear(self) -> None:
        self._slots = [None] * SLOTS
        self._order.clear()
        self.octets = 0
