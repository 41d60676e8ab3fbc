"""A publisher, in miniature: packets of layers as libwebrtc makes them, each told apart by a token in its payload."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from sfu.core.forwarding import Forwarder, Outgoing
from sfu.wire import rtp, vp8

AUDIO_LEVEL_ID = 10
TOKEN = struct.Struct("!I")


@dataclass(frozen=True)
class Sample:
    """One packet on the wire; `padding` = nothing but padding."""

    layer: int
    token: int
    data: bytes
    frame: int
    keyframe_start: bool
    padding: bool

    @property
    def header(self) -> rtp.RtpHeader:
        return rtp.parse(self.data)


class Owner:
    """Holds a row, as a subscription does."""

    def __init__(self, name: str = "") -> None:
        self.row = -1
        self.name = name


def vp8_payload(picture: int, tl0: int, key: int, token: int, *, start: bool, keyframe: bool) -> bytes:
    """Descriptor with a 15 bit PictureID, TL0PICIDX and KEYIDX, a frame tag, the token."""
    head = bytes((0x90 if start else 0x80, 0xF0))
    numbers = struct.pack("!HBB", 0x8000 | picture & 0x7FFF, tl0 & 0xFF, 0x20 | key & 0x1F)
    return head + numbers + bytes((0 if keyframe else 1,)) + TOKEN.pack(token)


def token_of(payload: bytes) -> int:
    return int(TOKEN.unpack(payload[-4:])[0])


class Layer:
    """One layer's sender. Numbers begin anywhere; `frame` gives a frame's packets in order."""

    tokens = 0

    def __init__(self, index: int, *, sequence: int = 100, timestamp: int = 5000, picture: int = 17) -> None:
        self.index = index
        self.ssrc = 1000 + index
        self.sequence = sequence
        self.timestamp = timestamp
        self.picture = picture
        self.tl0 = 200 + index
        self.key = 29
        self.frames = 0
        self._token = index << 24

    def _next(self, payload: bytes, *, marker: bool, padding: int = 0) -> bytes:
        data = rtp.build(96, self.sequence, self.timestamp, self.ssrc, payload, marker=marker, padding=padding)
        self.sequence = (self.sequence + 1) & 0xFFFF
        return data

    def restart(self, seed: int) -> None:
        """The source begins anew: another SSRC and other numbers."""
        self.ssrc += 100
        self.sequence = (self.sequence + 7919 * (seed + 1)) & 0xFFFF
        self.timestamp = (self.timestamp + 0x3456789 * (seed + 1)) & 0xFFFFFFFF
        self.picture += 1111 * (seed + 1)
        self.tl0 += 50

    def _fresh_token(self) -> int:
        self._token += 1
        return self._token

    def frame(self, packets: int = 2, *, keyframe: bool = False, ticks: int = 3000) -> list[Sample]:
        self.timestamp = (self.timestamp + ticks) & 0xFFFFFFFF
        self.picture += 1
        self.tl0 += 1
        self.key += keyframe
        self.frames += 1
        found = []
        for i in range(packets):
            token = self._fresh_token()
            payload = vp8_payload(self.picture, self.tl0, self.key, token, start=i == 0, keyframe=keyframe)
            data = self._next(payload, marker=i == packets - 1)
            found.append(Sample(self.index, token, data, self.frames, keyframe and i == 0, padding=False))
        return found

    def probe(self) -> Sample:
        """A padding-only packet, as senders probe with."""
        data = self._next(b"", marker=False, padding=200)
        return Sample(self.index, self._fresh_token(), data, self.frames, keyframe_start=False, padding=True)


def send(forwarder: Forwarder, samples: list[Sample], now: float) -> list[Outgoing]:
    """Hands the packets over, one after the other."""
    out: list[Outgoing] = []
    for sample in samples:
        out += forwarder.on_packet(sample.layer, sample.header, sample.data, now)
    return out


@dataclass(frozen=True)
class Got:
    """What a subscriber received."""

    sequence: int
    timestamp: int
    ssrc: int
    payload_type: int
    marker: bool
    extensions: dict[int, bytes]
    payload: bytes

    @property
    def token(self) -> int:
        return token_of(self.payload)

    @property
    def picture(self) -> vp8.Vp8Descriptor:
        return vp8.parse(self.payload)


def read(data: bytes | bytearray | memoryview) -> Got:
    header = rtp.parse(data)
    payload = bytes(data[header.payload_offset : header.payload_end])
    return Got(
        header.sequence,
        header.timestamp,
        header.ssrc,
        header.payload_type,
        header.marker,
        header.extensions,
        payload,
    )


def received_by(owner: Owner, out: list[Outgoing]) -> list[Got]:
    return [read(data) for whose, data in out if whose is owner]
