"""RTP payloads into whole frames, as a container wants them: pure, one class a codec.

The rule: a frame is all packets of one timestamp and is given out only when none of them is missing; after a loss
nothing is given out until a keyframe, because what follows cannot be decoded. Garbage costs a frame, never more.
"""

from typing import Final

from sfu.recording import av1, h264, vp9
from sfu.recording.reorder import Arrived
from sfu.recording.units import Assembler, Frame, Unit
from sfu.wire import vp8
from sfu.wire.errors import WireError

MAX_FRAME: Final = 8 << 20
"""Bytes of one frame; a greater one is garbage."""
MAX_PACKETS: Final = 8192


class Vp8:
    """RFC 7741: the descriptors go, the rest is the frame."""

    certain = True

    def begins(self, payload: bytes) -> bool:
        found = vp8.parse(payload)
        return found.start and found.partition == 0

    def assemble(self, payloads: list[bytes]) -> Unit:
        data = b"".join(payload[vp8.parse(payload).size :] for payload in payloads)
        if not data:
            raise WireError("vp8-empty")
        return Unit(data, vp8.is_keyframe(payloads[0]), vp8.dimensions(payloads[0]))


class Opus:
    """RFC 7587: a payload is a frame."""

    certain = True

    def begins(self, payload: bytes) -> bool:
        return True

    def assemble(self, payloads: list[bytes]) -> Unit:
        return Unit(payloads[-1], keyframe=True)


def assembler_for(mime: str) -> Assembler | None:
    """By LiveKit's mime type; None for a codec that no container here takes."""
    match mime.lower():
        case "video/vp8":
            return Vp8()
        case "video/vp9":
            return vp9.Vp9()
        case "video/h264":
            return h264.H264()
        case "video/av1":
            return av1.Av1()
        case "audio/opus":
            return Opus()
        case _:
            return None


class Depacketizer:
    """Packets in order in, frames out. `waits` while a keyframe is needed before anything is given out."""

    def __init__(self, assembler: Assembler, *, video: bool) -> None:
        self._assembler = assembler
        self._video = video
        self._payloads: list[bytes] = []
        self._bytes = 0
        self._timestamp: int | None = None
        self._broken = False  # the frame in hand lacks a packet
        self.waits = video
        self.dropped = 0
        """Frames that were not given out: broken, or without the keyframe they build on."""

    def push(self, packet: Arrived) -> list[Frame]:
        """The frames this packet completes: none, one, or two (a new one began, and ends at once)."""
        header = packet.header
        frames = []
        if packet.lost:
            self._lose()
        if self._timestamp is not None and header.timestamp != self._timestamp:
            frames += self._finish(packet.at)
        payload = packet.data[header.payload_offset : header.payload_end]
        if payload:
            self._take(payload, header.timestamp, lost=packet.lost)
            if header.marker or not self._video:
                frames += self._finish(packet.at)
        return frames

    def _take(self, payload: bytes, timestamp: int, *, lost: bool) -> None:
        if self._timestamp is None:
            self._timestamp = timestamp
            self._broken = not self._begins(payload) or (lost and not self._assembler.certain)
        elif lost:
            self._broken = True
        self._bytes += len(payload)
        if self._bytes > MAX_FRAME or len(self._payloads) >= MAX_PACKETS:
            self._broken = True
            return
        self._payloads.append(payload)

    def _begins(self, payload: bytes) -> bool:
        try:
            return self._assembler.begins(payload)
        except WireError:
            return False

    def _lose(self) -> None:
        """Something is missing: the frame in hand, and what builds on it."""
        if self._timestamp is not None:
            self._broken = True
        self.waits = self._video

    def _finish(self, now: float) -> list[Frame]:
        payloads, self._payloads = self._payloads, []
        timestamp, self._timestamp = self._timestamp, None
        self._bytes = 0
        broken, self._broken = self._broken, False
        assert timestamp is not None
        try:
            if broken:
                raise WireError("frame-broken")
            unit = self._assembler.assemble(payloads)
        except WireError:
            self._lose()
            self.dropped += 1
            return []
        if unit is None:
            return []
        if self.waits and not unit.keyframe:
            self.dropped += 1
            return []
        self.waits = False
        return [Frame(unit, timestamp, now)]


_SILK_MS: Final = (10.0, 20.0, 40.0, 60.0)
_CELT_MS: Final = (2.5, 5.0, 10.0, 20.0)


def opus_samples(payload: bytes) -> int:
    """Samples at 48 kHz in an Opus packet by its TOC (RFC 6716 section 3.1), 0 when it is empty or broken."""
    if not payload:
        return 0
    config, code = payload[0] >> 3, payload[0] & 3
    if config < 12:
        frame_ms = _SILK_MS[config & 3]
    elif config < 16:
        frame_ms = _SILK_MS[config & 1]
    else:
        frame_ms = _CELT_MS[config & 3]
    count = 1 if code == 0 else 2 if code < 3 else (payload[1] & 0x3F if len(payload) > 1 else 0)
    return int(min(frame_ms * count, 120.0) * 48)
