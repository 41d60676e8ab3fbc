"""Real encoded media as RTP: PyAV's encoders, packetized by aiortc (VP8, H264) or as the payload formats say."""

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache

import av
import numpy as np
from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.vpx import Vp8Encoder

from sfu.recording.av1 import read_leb128
from sfu.wire import rtp

VIDEO_RATE = 90_000
FPS = 30
MTU = 1100

_ENCODERS = {
    "vp8": ("libvpx", {"deadline": "realtime", "cpu-used": "8"}),
    "vp9": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8"}),
    "h264": ("libx264", {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline"}),
    "av1": ("libsvtav1", {"preset": "12", "svtav1-params": "pred-struct=1:lookahead=0:rc=0"}),
}


@cache
def encoded(codec: str, count: int = 30, width: int = 320, height: int = 180, gop: int = 1000) -> tuple[bytes, ...]:
    """`count` access units, the first (and every `gop`th) a keyframe."""
    name, options = _ENCODERS[codec]
    encoder = av.CodecContext.create(name, "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base = Fraction(1, FPS)
    encoder.gop_size = gop
    encoder.options = options
    units = []
    for n in range(count):
        picture = np.full((height * 3 // 2, width), 40 + n % 100, np.uint8)
        picture[n % height : n % height + 20, : width // 2] = 200
        frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
        frame.pts = n
        units += [bytes(packet) for packet in encoder.encode(frame)]
    units += [bytes(packet) for packet in encoder.encode(None)]
    if hasattr(os, "sched_setscheduler"):
        # SVT-AV1 run by root makes its caller a real-time thread, and whatever that starts inherits it: two of them
        # waiting busily for their own helpers keep both processors from everybody, those helpers included.
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    return tuple(units)


@cache
def opus(count: int = 50) -> tuple[bytes, ...]:
    """`count` packets of 20 ms of a tone."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "stereo", "s16"
    encoder.time_base = Fraction(1, 48_000)
    units: list[bytes] = []
    for n in range(count):
        tone = (np.sin(np.arange(n * 960, (n + 1) * 960) / 20) * 9000).astype(np.int16).repeat(2)
        frame = av.AudioFrame.from_ndarray(tone[None], format="s16", layout="stereo")
        frame.sample_rate, frame.pts = 48_000, n * 960
        units += [bytes(packet) for packet in encoder.encode(frame)]
    return tuple(units)


def payloads(codec: str, unit: bytes, number: int, *, keyframe: bool) -> list[bytes]:
    """The RTP payloads of one access unit."""
    makers: dict[str, Callable[[], list[bytes]]] = {
        "vp8": lambda: Vp8Encoder._packetize(unit, number & 0x7FFF),
        "h264": lambda: H264Encoder._packetize(H264Encoder._split_bitstream(unit)),
        "vp9": lambda: _vp9(unit, number, keyframe),
        "av1": lambda: _av1(unit, keyframe),
        "opus": lambda: [unit],
    }
    return makers[codec]()


def _vp9(unit: bytes, number: int, keyframe: bool) -> list[bytes]:
    """RFC 9628, non-flexible mode without layers: I, P, B, E and a 15 bit picture id."""
    parts = [unit[at : at + MTU] for at in range(0, len(unit), MTU)]
    made = []
    for index, part in enumerate(parts):
        first = 0x80 | (0 if keyframe else 0x40)
        first |= (0x08 if index == 0 else 0) | (0x04 if index == len(parts) - 1 else 0)
        made.append(bytes((first, 0x80 | number >> 8 & 0x7F, number & 0xFF)) + part)
    return made


def _av1(unit: bytes, keyframe: bool) -> list[bytes]:
    """AV1 RTP section 4: every element with its length (W = 0), OBUs cut wherever the packet is full."""
    obus = [bare for bare in bare_obus(unit) if bare[0] >> 3 & 15 != 2]
    packets: list[bytearray] = []
    head, room = bytearray((0x08 if keyframe else 0,)), MTU
    for obu in obus:
        rest = obu
        while rest:
            part, rest = rest[:room], rest[room:]
            head += leb(len(part)) + part
            room -= len(part)
            if rest or room <= 0:
                if rest:
                    head[0] |= 0x40
                packets.append(head)
                head, room = bytearray((0x80 if rest else 0,)), MTU
    if len(head) > 1:
        packets.append(head)
    return [bytes(packet) for packet in packets]


def bare_obus(unit: bytes) -> Iterator[bytes]:
    """The OBUs of a low-overhead stream, without their size fields."""
    at = 0
    while at < len(unit):
        start = at + (2 if unit[at] & 4 else 1)
        size, start_of_data = read_leb128(unit, start)
        yield bytes((unit[at] & ~2,)) + unit[at + 1 : start] + unit[start_of_data : start_of_data + size]
        at = start_of_data + size


def leb(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


class Sender:
    """RTP of one stream: numbers, timestamps and payload type as its publisher has them."""

    def __init__(
        self, codec: str, ssrc: int, payload_type: int, *, sequence: int = 65_530, timestamp: int = 0
    ) -> None:
        self.codec = codec
        self.ssrc = ssrc
        self.payload_type = payload_type
        self.sequence = sequence
        self.timestamp = 4_294_900_000  # wraps soon
        self.number = 0

    def packets(self, unit: bytes, *, keyframe: bool = False, step: int | None = None) -> list[bytes]:
        """The next access unit's packets; `step` ticks until the one after it (default: one frame)."""
        made = []
        parts = payloads(self.codec, unit, self.number, keyframe=keyframe)
        for index, payload in enumerate(parts):
            last = index == len(parts) - 1
            made.append(rtp.build(self.payload_type, self.sequence, self.timestamp, self.ssrc, payload, marker=last))
            self.sequence = (self.sequence + 1) & 0xFFFF
        self.number += 1
        default = 960 if self.codec == "opus" else VIDEO_RATE // FPS
        self.timestamp = (self.timestamp + (default if step is None else step)) & 0xFFFFFFFF
        return made
