"""The forwarding records: one numpy row a subscription, all that the forwarding function (here and in C) reads
and writes.

The rule: control code writes rows at events only (through `Forwarder`); the per-packet function touches nothing
else. Rows lie in native byte order without padding surprises (`align=True`), so that C sees them as a struct.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from .bandwidth.sent import SentTable

NO_LAYER: Final = -1
"""In `layer` and `target`: none."""

PAUSED: Final = 1
"""Flag: held back for this subscriber (disabled by its client, or by the allocator)."""
MUTED: Final = 2
"""Flag: the publication is muted, or this subscriber may not have it."""

HISTORY: Final = 512
"""Packets a subscription can be asked to repeat (about 2 s of 2.5 Mbit/s video); a power of two."""
SEGMENTS: Final = 8
"""Mappings a row remembers: one begins at each layer switch, resume or source restart."""

SEGMENT: Final = np.dtype(
    [
        ("layer", np.int8),
        ("restarts", np.uint32),  # how often the source had restarted when this run began
        ("first", np.int64),  # the first out sequence (extended) of this run
        ("sequence_offset", np.int64),  # out (extended) = compacted source (extended) + this
        ("timestamp_offset", np.uint32),  # out = source + this, modulo 2**32
        ("picture_offset", np.uint16),  # VP8 PictureID, modulo 2**15 (or 2**7)
        ("tl0_offset", np.uint8),  # VP8 TL0PICIDX, modulo 2**8
        ("key_offset", np.uint8),  # VP8 KEYIDX, modulo 2**5
    ],
    align=True,
)
"""How one run of a source layer's packets maps to the subscriber's stream: constant between two events."""

SUBSCRIPTION: Final = np.dtype(
    [
        # the subscriber's stream, as negotiated
        ("ssrc", np.uint32),
        ("rtx_ssrc", np.uint32),  # 0: no RTX, repeat the identical bytes on ssrc
        ("payload_type", np.uint8),
        ("rtx_payload_type", np.uint8),
        ("mid_id", np.uint8),  # header extension ids, 0: not negotiated
        ("audio_level_id", np.uint8),
        ("twcc_id", np.uint8),
        ("abs_send_time_id", np.uint8),
        ("mid_length", np.uint8),
        ("descriptor_id", np.uint8),  # dependency descriptor: Python's plans alone write it
        ("flags", np.uint8),  # PAUSED | MUTED
        ("mid", np.uint8, (16,)),
        ("transport", np.int32),  # row in TransportTable: the feedback sequence is the transport's
        # the mapping in force
        ("layer", np.int8),
        ("target", np.int8),
        ("started", np.uint8),  # 1 once a packet went out
        ("floor", np.int64),  # compacted source sequences below it are from before the mapping: dropped
        ("sequence_offset", np.int64),
        ("timestamp_offset", np.uint32),
        ("picture_offset", np.uint16),
        ("tl0_offset", np.uint8),
        ("key_offset", np.uint8),
        ("segments", SEGMENT, (SEGMENTS,)),
        ("segment_count", np.uint32),  # mappings so far: the one in force is segments[(segment_count - 1) % SEGMENTS]
        ("repeat_floor", np.int64),  # out sequences below it cannot be repeated (sent under another negotiation)
        # what went out
        ("last_sequence", np.int64),  # extended, highest sent
        ("last_timestamp", np.uint32),  # of that packet
        ("last_sent", np.float64),  # when, seconds
        ("last_picture", np.uint16),  # VP8 numbers of that packet
        ("last_tl0", np.uint8),
        ("last_key", np.uint8),
        ("packets", np.uint64),  # RTP packets and payload octets on ssrc, as a sender report counts them
        ("octets", np.uint64),
        ("rtx_sequence", np.uint16),
        ("repeated", np.uint64),  # retransmissions sent
        # round trip and the last sender reports, to read receiver reports by
        ("rtt", np.float64),
        ("repeat_budget", np.float64),  # octets that may be repeated now
        ("repeat_refilled", np.float64),
        ("report_ntp", np.uint32, (4,)),  # middle 32 bits of the NTP time of the last 4 sender reports
        ("report_sent", np.float64, (4,)),
        ("report_next", np.uint8),
    ],
    align=True,
)


class RowOwner(Protocol):
    """Whoever holds a row: the table keeps `row` true (it moves when another row is removed; -1 after removal)."""

    row: int


@dataclass(frozen=True, slots=True)
class Negotiated:
    """What one subscriber negotiated for one publication. Extension ids: 1..255, 0 = not negotiated.

    `rtx_ssrc` and `rtx_payload_type` 0: no RTX (RFC 4588); repeats then go on `ssrc`, byte for byte the same.
    `mid`: sent while `mid_id` is not 0; at most 16 bytes. `transport`: from `TransportTable.add`.
    """

    ssrc: int
    payload_type: int
    transport: int
    rtx_ssrc: int = 0
    rtx_payload_type: int = 0
    mid: bytes = b""
    mid_id: int = 0
    audio_level_id: int = 0
    twcc_id: int = 0
    abs_send_time_id: int = 0
    descriptor_id: int = 0


class TransportTable:
    """The send side of every subscriber's transport on this node: one row a peer connection, shared by all its
    publications.

    `feedback_sequence[row]` is the next transport-wide number (32 bits, the low 16 travel); `feedback` is the
    same memory for single reads and writes; `sent`: what went out when. Row numbers are stable until `remove`; freed
    rows are used again. Growing replaces the arrays: read the attributes each time; `moved` is called then.
    """

    def __init__(self, capacity: int = 16) -> None:
        self.moved: Callable[[], None] = lambda: None
        self.sent = SentTable(capacity)
        self._free = list(range(capacity - 1, -1, -1))
        self._use(np.zeros(capacity, np.uint32))

    def _use(self, array: NDArray[np.uint32]) -> None:
        self.feedback_sequence = array
        self.feedback = array.data

    def add(self) -> int:
        """A fresh row, its feedback sequence starting at 0."""
        if not self._free:
            size = len(self.feedback_sequence)
            grown = np.zeros(size * 2, np.uint32)
            grown[:size] = self.feedback_sequence
            self._use(grown)
            self.moved()
            self._free = list(range(size * 2 - 1, size - 1, -1))
        row = self._free.pop()
        self.feedback_sequence[row] = 0
        return row

    def remove(self, row: int) -> None:
        """Frees the row; no subscription may still name it."""
        self.sent.remove(row)
        self._free.append(row)


class SubscriptionTable:
    """The rows of one publication's subscriptions, dense from 0, and what they sent.

    `sent_feedback[row, sequence % HISTORY]`: the transport-wide number that the packet with this out sequence
    carried (kept where there is no RTX: the identical bytes need it). `repeated_at`, same places: when it was
    last repeated. Grows by doubling, which replaces the arrays: never keep one across `add`.
    """

    def __init__(self, capacity: int = 4) -> None:
        self.owners: list[RowOwner] = []
        self._allocate(capacity)

    def _allocate(self, capacity: int) -> None:
        self._rows: NDArray[Any] = np.zeros(capacity, SUBSCRIPTION)
        self._columns = {name: self._rows[name] for name in SUBSCRIPTION.names or ()}
        self.sent_feedback = np.zeros((capacity, HISTORY), np.uint16)
        self.repeated_at = np.full((capacity, HISTORY), -np.inf)

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def rows(self) -> NDArray[Any]:
        """The live rows (dtype SUBSCRIPTION), a view. The counters and `last_*` of rows in flow are only true after
        `Forwarder.settle`.
        """
        return self._rows[: len(self.owners)]

    @property
    def columns(self) -> Mapping[str, NDArray[Any]]:
        """Every field of the live and the unused rows: `columns[field].item(row)` reads one value several times as
        fast as `rows[row][field]`. What `rows` says of being settled is true here, too.
        """
        return self._columns

    def add(self, owner: RowOwner) -> int:
        """A zeroed row for `owner`, whose `row` is set to it."""
        row = len(self.owners)
        if row == len(self._rows):
            self._grow()
        self._rows[row] = np.zeros((), SUBSCRIPTION)
        self.repeated_at[row] = -np.inf
        self.owners.append(owner)
        owner.row = row
        return row

    def remove(self, row: int) -> None:
        """Takes the row out; the last row takes its place and that owner's `row` says so. The removed owner's becomes
        -1.
        """
        last = len(self.owners) - 1
        if not 0 <= row <= last:
            raise IndexError(row)
        self.owners[row].row = -1
        if row != last:
            for array in (self._rows, self.sent_feedback, self.repeated_at):
                array[row] = array[last]
            self.owners[row] = self.owners[last]
            self.owners[row].row = row
        self.owners.pop()

    def _grow(self) -> None:
        old, size = (self._rows, self.sent_feedback, self.repeated_at), len(self._rows)
        self._allocate(size * 2)
        for new, kept in zip((self._rows, self.sent_feedback, self.repeated_at), old, strict=True):
            new[:size] = kept
