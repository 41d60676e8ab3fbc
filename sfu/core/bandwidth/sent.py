"""What was sent when on each transport: a ring a transport row, written by whoever really sends (Python or kernel).

The rule: a record is true if its `sequence` is the one asked for and `at` is not 0. Rings never move, so C may keep
their addresses.
"""

from __future__ import annotations

import struct
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sfu.wire.rtp import Buffer

SLOTS: Final = 4096
"""Records a transport: some seconds of what a line carries; a power of two. Place: transport-wide sequence & (SLOTS -
1)."""

SENT: Final = np.dtype(
    [
        ("at", np.float64),  # seconds of the node's monotonic clock; 0: never, or reported as received already
        ("size", np.uint16),  # octets of the datagram, IP and UDP headers not counted
        ("sequence", np.uint16),  # transport-wide number
        ("reserved", np.uint32),
    ],
    align=True,
)


_RECORD: Final = struct.Struct("=dHHI")  # SENT
_LEAST: Final = 20


class SentTable:
    """The rings by transport row (see `TransportTable`). `addresses[row]` is where row's ring lies in memory (0: none
    is kept); growing replaces `addresses`, never a ring.
    """

    def __init__(self, capacity: int = 16) -> None:
        self._rings: dict[int, NDArray[Any]] = {}
        self.addresses = np.zeros(capacity, np.uint64)

    def add(self, row: int) -> NDArray[Any]:
        """An empty ring (dtype SENT, SLOTS long) for `row`, in place of the one it had."""
        if row >= len(self.addresses):
            grown = np.zeros(max(row + 1, 2 * len(self.addresses)), np.uint64)
            grown[: len(self.addresses)] = self.addresses
            self.addresses = grown
        ring = self._rings[row] = np.zeros(SLOTS, SENT)
        self.addresses[row] = ring.ctypes.data
        return ring

    def get(self, row: int) -> NDArray[Any] | None:
        """The ring of `row`, None if none is kept."""
        return self._rings.get(row)

    def remove(self, row: int) -> None:
        """Nothing may write to the row's ring any more."""
        if self._rings.pop(row, None) is not None:
            self.addresses[row] = 0

    def note(self, row: int, sequence: int, size: int, now: float) -> None:
        """A datagram of `size` octets with this transport-wide `sequence` (16 bits) was sent."""
        ring = self._rings.get(row)
        if ring is not None:
            ring[sequence & (SLOTS - 1)] = (now, size, sequence, 0)


class SentWriter:
    """Notes what one transport sends, for who sends from Python: finds the transport-wide number in the packet.

    `twcc_id` as negotiated; core writes that extension first (see `headers`), so its place is known.
    """

    __slots__ = ("_memory", "_one_byte", "_two_byte")

    def __init__(self, ring: NDArray[Any], twcc_id: int) -> None:
        self._memory = ring.view(np.uint8).data
        self._one_byte = twcc_id << 4 | 1 if twcc_id < 15 else -1
        self._two_byte = twcc_id

    def number(self, packet: Buffer) -> int:
        """The transport-wide number of a plaintext packet of ours, -1 if it carries none."""
        if len(packet) < _LEAST or not packet[0] & 0x10:
            return -1
        if packet[12] == 0xBE:
            return packet[17] << 8 | packet[18] if packet[16] == self._one_byte else -1
        return packet[18] << 8 | packet[19] if packet[16] == self._two_byte else -1

    def note(self, packet: Buffer, size: int, now: float) -> None:
        """The plaintext `packet` went out as a datagram of `size` octets; one without a number is passed over."""
        sequence = self.number(packet)
        if sequence >= 0:
            _RECORD.pack_into(self._memory, (sequence & (SLOTS - 1)) * _RECORD.size, now, size, sequence, 0)
