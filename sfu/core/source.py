"""One layer as the publisher sends it: its numbers without wrapping, without duplicates, without padding.

The rule: padding-only packets that come in order vanish from the numbering; one that comes after its successors
fills its place instead. So the numbering has a hole only where the network made one, and a number never means two
packets.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from sfu.wire import h264, vp8
from sfu.wire.codec import keyframe_detector
from sfu.wire.errors import WireError
from sfu.wire.rtp import Buffer, RtpHeader

from .history import AUDIO_OCTETS, OCTETS, PacketStore, SourcePacket
from .records import HISTORY
from .state import NEVER, LayerState, happened

WINDOW: Final = HISTORY - 32
"""Numbers back from the newest in which a late packet is taken: less than a row's history, which it must not
overwrite.
"""
MAX_AHEAD: Final = 3000
"""RFC 3550 A.1: a greater step forward is a restart of the source, if the next packet confirms it."""
STALE: Final = 1.0
"""Seconds without a newer packet after which old numbers may be a restart too."""
RETIRED: Final = 4
"""Sources back whose stragglers are known."""
SEEN: Final = 1024
"""Numbers back in which a duplicate is known; a power of two."""
_DESCRIPTOR: Final = 16  # octets that surely hold a VP8 descriptor and the frame tag


class Report(NamedTuple):
    """A publisher's sender report: `ntp` 64 bits (32.32), its RTP timestamp, when it came (our `now`)."""

    ntp: int
    rtp_timestamp: int
    at: float


class SourceLayer:
    """The numbering and the recent packets of one layer of one publication. What a packet in order changes lies in
    `state`, where the C kernel takes such packets by itself.
    """

    def __init__(self, mime: str) -> None:
        self._mime = mime.lower()
        self._starts: Callable[[Buffer], bool] | None = (
            keyframe_detector(mime) if self._mime in {"video/vp9", "video/av1"} else None
        )
        self._is_vp8 = self._mime == "video/vp8"
        self._is_h264 = self._mime == "video/h264"
        self._seen_ring = np.full(SEEN, -1, np.int64)
        self._seen = self._seen_ring.data
        self.state = LayerState(highest=-1, last_received=NEVER, seen=self._seen_ring.ctypes.data)
        octets = AUDIO_OCTETS if self._mime.startswith("audio/") else OCTETS
        self.store = PacketStore(
            self.state, octets=octets, describe=_vp8_descriptor if self._is_vp8 else _no_descriptor
        )
        self._ssrc: int | None = None
        self._retired: deque[int] = deque(maxlen=RETIRED)
        self.first_received: float | None = None
        self.report: Report | None = None
        self.restarts = 0
        self.repeat = False
        self.clock: object = self
        """Layers of one clock have the same: their RTP timestamps compare."""
        self._restarting = False
        self._suspect: tuple[RtpHeader, Buffer] | None = None
        self._forget_numbers()

    def _forget_numbers(self) -> None:
        self._seen_ring.fill(-1)
        self._dropped: list[int] = []
        self.state.removed = 0

    @property
    def newest(self) -> int:
        """The newest number after padding was taken out."""
        return int(self.state.highest - self.state.removed)

    @property
    def highest(self) -> int:
        """The newest number as the publisher counts, extended; -1 before the first packet."""
        return int(self.state.highest)

    @property
    def last_received(self) -> float | None:
        """When a packet was last taken; None before the first."""
        at = self.state.last_received
        return at if happened(at) else None

    def restart(self) -> None:
        """What comes next begins anew, whatever its numbers; packets before stay repeatable."""
        if self.state.highest < 0:
            return
        self._restarting = True
        self.state.begun = 0
        if self._ssrc is not None and self._ssrc not in self._retired:
            self._retired.append(self._ssrc)
        self._ssrc = None
        self._suspect = None
        self.report = None
        self.first_received = None

    def place(self, header: RtpHeader, data: Buffer, now: float) -> SourcePacket | None:
        """The packet in its place, None for what is not to be forwarded: a duplicate, padding, too old, a
        doubtful jump.

        `restarts` has grown when a new numbering begins. When this packet confirmed a jump, the doubtful one
        before it is returned and `repeat` is set: then place this one again.
        """
        if header.ssrc != self._ssrc:
            if self._ssrc is not None:
                if header.ssrc in self._retired and now - (self.last_received or now) < STALE:
                    return None  # a straggler of a source before
                self.restart()
            self._ssrc = header.ssrc
        state = self.state
        sequence = header.sequence
        highest = state.highest
        if highest < 0 or self._restarting:
            return self._begin(header, data, now)
        ahead = (sequence - highest) & 0xFFFF
        if 0 < ahead < MAX_AHEAD:
            source = highest + ahead
            state.highest = source
            state.last_received = now
            self._seen[source & (SEEN - 1)] = source
            if header.payload_end <= header.payload_offset:
                self._drop(source)
                return None
            return self._keep(source - state.removed, header, data, now)
        if ahead == 0 or ahead > 0x10000 - WINDOW:
            return self._late(highest + ahead - (0x10000 if ahead else 0), header, data, now)
        return self._doubt(ahead, header, data, now)

    def _begin(self, header: RtpHeader, data: Buffer, now: float) -> SourcePacket | None:
        """The first packet of a numbering; a later one lies two cycles above the one before it."""
        if self._restarting:
            self.restarts += 1
            self._restarting = False
        self._forget_numbers()
        state = self.state
        source = (max(state.highest, 0) | 0xFFFF) + 1 + 0x10000 + header.sequence
        state.highest = source
        state.ssrc, state.begun = header.ssrc, 1
        self.first_received = state.last_received = now
        self._seen[source & (SEEN - 1)] = source
        if header.payload_end <= header.payload_offset:
            self._drop(source)
            return None
        return self._keep(source, header, data, now)

    def _drop(self, source: int) -> None:
        self._dropped.append(source)
        self.state.removed += 1
        if len(self._dropped) > 2 * SEEN:
            del self._dropped[:SEEN]

    def _late(self, source: int, header: RtpHeader, data: Buffer, now: float) -> SourcePacket | None:
        slot = source & (SEEN - 1)
        if self._seen[slot] == source:
            return None
        self._seen[slot] = source
        self.state.last_received = now
        dropped_after = len(self._dropped) - bisect_left(self._dropped, source)
        return self._keep(source - self.state.removed + dropped_after, header, data, now)

    def _doubt(self, ahead: int, header: RtpHeader, data: Buffer, now: float) -> SourcePacket | None:
        """A jump: believed when the next number follows it (and, backwards a little, when nothing newer comes)."""
        if ahead > 0x10000 - MAX_AHEAD and self.last_received is not None and now - self.last_received < STALE:
            return None
        suspect = self._suspect
        if suspect is None or (suspect[0].sequence + 1) & 0xFFFF != header.sequence:
            self._suspect = (header, data)
            return None
        self._suspect = None
        self._restarting = True
        self.report = None
        self.repeat = True
        return self._begin(*suspect, now)

    def _keep(self, sequence: int, header: RtpHeader, data: Buffer, now: float) -> SourcePacket:
        descriptor, starts = None, False
        start = header.payload_offset
        if header.payload_end <= start:
            pass
        elif self._is_vp8:
            head = data[start : min(header.payload_end, start + _DESCRIPTOR)]
            descriptor = _vp8_descriptor(head)
            if descriptor is not None:
                size = descriptor.size
                starts = descriptor.start and descriptor.partition == 0 and size < len(head) and not head[size] & 1
        elif self._starts is not None:
            starts = self._starts(data[start : header.payload_end])
        elif self._is_h264:
            starts = self._h264_starts(sequence, header, data)
        else:
            starts = True
        packet = SourcePacket(sequence, header, data, descriptor, starts, now)
        self.store.put(packet)
        return packet

    def _h264_starts(self, sequence: int, header: RtpHeader, data: Buffer) -> bool:
        """At a parameter set, or at a picture slice that no parameter set stood before (then the frame begins
        with it).
        """
        kinds = h264.nal_types(data[header.payload_offset : header.payload_end])
        if h264.SPS in kinds:
            return True
        if h264.IDR not in kinds:
            return False
        before = self.store.timestamp(sequence - 1)
        return before is not None and before != header.timestamp


def _vp8_descriptor(payload: Buffer) -> vp8.Vp8Descriptor | None:
    """The descriptor of a VP8 payload; None for what is cut short."""
    try:
        return vp8.parse(payload[:_DESCRIPTOR])
    except WireError:
        return None


def _no_descriptor(_payload: Buffer) -> None:
    """Of other codecs' payloads."""
