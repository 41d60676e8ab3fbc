"""What the publisher sends: RTP shaped like Chrome's simulcast of a 720p camera and a microphone.

The rule: sizes and rhythm are real (30 pictures a second, three layers, Opus every 20 ms), the pictures are not:
nothing on the way looks further than the VP8 payload descriptor and the frame's first bytes.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sfu.wire import extensions, rtcp, rtp

FRAME_RATE: Final = 30
AUDIO_RATE: Final = 50
MAX_PAYLOAD: Final = 1100
AUDIO_PAYLOAD: Final = 80  # 32 kbit/s
KEYFRAME_FACTOR: Final = 6

# The ids of the offer in `clients`.
MID_ID, RID_ID, TRANSPORT_ID, LEVEL_ID = 1, 2, 3, 4
VP8, OPUS = 96, 111


@dataclass(frozen=True, slots=True)
class Layer:
    """A simulcast layer: LiveKit's rid, size in pixels, bit/s."""

    rid: str
    width: int
    height: int
    bitrate: int


LAYERS: Final = (
    Layer("q", 320, 180, 160_000),
    Layer("h", 640, 360, 450_000),
    Layer("f", 1280, 720, 1_700_000),
)


PLAIN: Final = Layer("", 1280, 720, 1_000_000)
"""The one layer of somebody who does not send simulcast."""


class _Stream:
    """What both kinds count for their sender reports."""

    ssrc: int
    _timestamp: int
    _packets = 0
    _octets = 0

    def _count(self, payload: bytes) -> bytes:
        self._packets += 1
        self._octets += len(payload)
        return payload

    def report(self) -> rtcp.SenderReport:
        """Its sender report now (RFC 3550 section 6.4.1)."""
        ntp = int((time.time() + 2_208_988_800) * (1 << 32))
        return rtcp.SenderReport(self.ssrc, ntp, self._timestamp, self._packets, self._octets)


class VideoStream(_Stream):
    """The packets of one layer, frame by frame."""

    def __init__(self, layer: Layer, mid: str, seed: int) -> None:
        self._random = random.Random(seed)
        self._layer = layer
        self._extensions = {MID_ID: mid.encode()} | ({RID_ID: layer.rid.encode()} if layer.rid else {})
        self.ssrc = self._random.getrandbits(31)
        self._sequence = self._random.getrandbits(14)
        self._timestamp = self._random.getrandbits(31)
        self._picture_id = self._random.getrandbits(14)
        self._keyframe_wanted = True

    def want_keyframe(self) -> None:
        self._keyframe_wanted = True

    def frame(self, transport: "TransportNumbers") -> Iterator[bytes]:
        """The packets of the next frame, the last one marked."""
        key, self._keyframe_wanted = self._keyframe_wanted, False
        size = self._layer.bitrate // 8 // FRAME_RATE * (KEYFRAME_FACTOR if key else 1)
        count = -(-size // MAX_PAYLOAD)
        self._picture_id = (self._picture_id + 1) & 0x7FFF
        self._timestamp = (self._timestamp + 90_000 // FRAME_RATE) & 0xFFFFFFFF
        for i in range(count):
            self._sequence = (self._sequence + 1) & 0xFFFF
            yield rtp.build(
                VP8,
                self._sequence,
                self._timestamp,
                self.ssrc,
                self._count(self._payload(first=i == 0, key=key, size=size // count)),
                marker=i == count - 1,
                extensions={**self._extensions, TRANSPORT_ID: transport.next()},
            )

    def _payload(self, *, first: bool, key: bool, size: int) -> bytes:
        """Descriptor with a 15 bit picture id, TL0PICIDX and temporal id 0, then what looks like a frame."""
        pid = self._picture_id
        descriptor = bytes((0x90 if first else 0x80, 0xE0, 0x80 | pid >> 8, pid & 0xFF, pid & 0xFF, 0))
        if first and key:
            width, height = self._layer.width.to_bytes(2, "little"), self._layer.height.to_bytes(2, "little")
            descriptor += b"\x10\x02\x00\x9d\x01\x2a" + width + height
        elif first:
            descriptor += b"\x11\x02\x00"
        return descriptor + self._random.randbytes(max(0, size - len(descriptor)))


class AudioStream(_Stream):
    """Opus packets of one microphone, at a constant size and level."""

    def __init__(self, mid: str, seed: int) -> None:
        self._random = random.Random(seed)
        self._extensions = {MID_ID: mid.encode(), LEVEL_ID: extensions.encode_audio_level(30, voice=True)}
        self.ssrc = self._random.getrandbits(31)
        self._sequence = self._random.getrandbits(14)
        self._timestamp = self._random.getrandbits(31)

    def packet(self, transport: "TransportNumbers") -> bytes:
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + 960) & 0xFFFFFFFF
        payload = self._count(b"\xfc" + self._random.randbytes(AUDIO_PAYLOAD - 1))
        numbered = {**self._extensions, TRANSPORT_ID: transport.next()}
        return rtp.build(OPUS, self._sequence, self._timestamp, self.ssrc, payload, extensions=numbered)


class TransportNumbers:
    """The transport-wide sequence numbers of one peer connection."""

    def __init__(self) -> None:
        self._next = 0

    def next(self) -> bytes:
        self._next += 1
        return extensions.encode_transport_sequence(self._next)


def forwarded_sizes(layer: Layer = LAYERS[-1]) -> list[int]:
    """Sizes in bytes (RTP, before protection) of what one subscriber gets in 100 ms: 3 pictures, 5 audio packets."""
    size = layer.bitrate // 8 // FRAME_RATE
    count = -(-size // MAX_PAYLOAD)
    header = 12 + 8  # with the extensions a subscriber is sent
    picture = [size // count + header] * count
    audio = [AUDIO_PAYLOAD + header]
    return [*picture, *audio, *audio, *picture, *audio, *audio, *picture, *audio]
