"""The last packets of a layer, for repeating them: bounded by count, octets and age.

The rule: what is asked for and not here any more is not repeated; memory never depends on what others do. Packets lie
one behind the other in a ring of octets that the C kernel fills as well; what was overwritten is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from sfu.wire import rtp
from sfu.wire.rtp import Buffer, RtpHeader
from sfu.wire.vp8 import Vp8Descriptor

from .state import NEVER, SLOT, LayerState

SLOTS: Final = 1024
"""Most packets kept; a power of two."""
OCTETS: Final = 1_000_000
"""Most octets kept (about 3 s of 2.5 Mbit/s)."""
AUDIO_OCTETS: Final = 64_000
"""The same for audio (3 s of 160 kbit/s)."""
RATE: Final = 2.0
"""Seconds over which pictures are counted."""
LEAST_PICTURES: Final = 6
"""Fewer say nothing of a rate."""
AGE: Final = 3.0
"""Seconds after which nobody waits for a packet any more."""


DESCRIPTOR_ID: Final = 1
"""The header extension in which packets of a thinned stream carry their dependency descriptor (core.thinning)."""


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


class _Slot(NamedTuple):
    """One record of dtype SLOT as Python numbers, in its order."""

    sequence: int
    position: int
    at: float
    timestamp: int
    size: int
    starts: int


class PacketStore:
    """Packets by their `sequence`. `describe` reads the codec's descriptor out of a payload."""

    __slots__ = ("_age", "_describe", "_memory", "_ring", "_slots", "_state")

    def __init__(
        self,
        state: LayerState | None = None,
        *,
        octets: int = OCTETS,
        age: float = AGE,
        describe: Callable[[Buffer], Vp8Descriptor | None] = lambda _: None,
    ) -> None:
        self._state = state or LayerState()
        self._age = age
        self._describe = describe
        self._slots = np.zeros(SLOTS, SLOT)
        self._slots["sequence"] = -1
        self._ring = np.zeros(octets, np.uint8)  # the system gives its pages when they are first written
        self._memory = self._ring.data
        self._state.stored = NEVER
        self._state.slots = self._slots.ctypes.data
        self._state.ring = self._ring.ctypes.data
        self._state.capacity = octets
        self._state.head = 0

    def __len__(self) -> int:
        return sum(self._kept(_Slot(*slot)) for slot in self._slots.tolist())

    @property
    def octets(self) -> int:
        """Octets of the packets kept."""
        return sum(slot.size for slot in map(_Slot._make, self._slots.tolist()) if self._kept(slot))

    def put(self, packet: SourcePacket) -> None:
        """Keeps the packet and lets go of what is over the bounds. One larger than the ring is not kept."""
        state, size = self._state, len(packet.data)
        capacity = state.capacity
        position = state.head
        at = position % capacity
        if at + size > capacity:  # a packet does not go around the end
            position += capacity - at
            at = 0
        if size > capacity:
            return
        self._memory[at : at + size] = packet.data
        state.head = position + size
        state.stored = packet.at
        slot = (packet.sequence, position, packet.at, packet.header.timestamp, size, packet.starts)
        self._slots[packet.sequence & (SLOTS - 1)] = slot

    def _kept(self, slot: _Slot) -> bool:
        state = self._state
        if slot.sequence < 0 or state.head - slot.position > state.capacity:
            return False
        return bool(slot.at >= state.stored - self._age)

    def _find(self, sequence: int) -> _Slot | None:
        slot = _Slot(*self._slots[sequence & (SLOTS - 1)].item())
        return slot if slot.sequence == sequence and self._kept(slot) else None

    def timestamp(self, sequence: int) -> int | None:
        """The RTP timestamp of the packet with that number, if it is still here."""
        slot = self._find(sequence)
        return slot.timestamp if slot is not None else None

    def frame_rate(self, now: float) -> float:
        """Different RTP timestamps a second among the packets of the last RATE seconds; 0 when there are few."""
        recent = self._slots[(self._slots["sequence"] >= 0) & (self._slots["at"] >= now - RATE)]
        pictures = len(np.unique(recent["timestamp"]))
        return pictures / RATE if pictures >= LEAST_PICTURES else 0.0

    def get(self, sequence: int) -> SourcePacket | None:
        """The packet with that number, if it is still here."""
        slot = self._find(sequence)
        if slot is None:
            return None
        at = slot.position % self._state.capacity
        data = bytes(self._memory[at : at + slot.size])
        header = rtp.parse(data)
        descriptor = self._describe(data[header.payload_offset : header.payload_end])
        return SourcePacket(sequence, header, data, descriptor, bool(slot.starts), slot.at)

    def clear(self) -> None:
        """Forgets everything."""
        self._slots["sequence"] = -1
