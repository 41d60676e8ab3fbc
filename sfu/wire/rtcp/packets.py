"""The RTCP packets as values: frozen, hashable, fields in the units of their RFC.

The rule: what `parse` gives, `build` turns back into the same meaning; fields out of range are refused when they are
built.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from .transport import TransportFeedback

SR, RR, SDES, BYE, APP, RTPFB, PSFB, XR = 200, 201, 202, 203, 204, 205, 206, 207
NACK_FORMAT, TRANSPORT_FORMAT = 1, 15
PLI_FORMAT, FIR_FORMAT, APPLICATION_FORMAT = 1, 4, 15
CNAME = 1


class ReportBlock(NamedTuple):
    """RFC 3550 section 6.4.1. `fraction_lost` of 256, `packets_lost` signed 24 bits, `highest_sequence` with cycles
    in the upper 16 bits, `jitter` in timestamp units, `last_sr` the middle 32 bits of an NTP time,
    `delay_since_last_sr` in 1/65536 s.
    """

    ssrc: int
    fraction_lost: int = 0
    packets_lost: int = 0
    highest_sequence: int = 0
    jitter: int = 0
    last_sr: int = 0
    delay_since_last_sr: int = 0


@dataclass(frozen=True, slots=True)
class SenderReport:
    """`ntp` is the 64 bit NTP time (32.32 fixed point) at which the stream's clock stood at `rtp_timestamp`."""

    ssrc: int
    ntp: int
    rtp_timestamp: int
    packet_count: int
    octet_count: int
    reports: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiverReport:
    ssrc: int
    reports: tuple[ReportBlock, ...] = ()


class SdesItem(NamedTuple):
    """`kind` 1 is CNAME; `value` up to 255 bytes of UTF-8."""

    kind: int
    value: bytes


class SdesChunk(NamedTuple):
    ssrc: int
    items: tuple[SdesItem, ...]


@dataclass(frozen=True, slots=True)
class SourceDescription:
    chunks: tuple[SdesChunk, ...]


@dataclass(frozen=True, slots=True)
class Bye:
    ssrcs: tuple[int, ...]
    reason: bytes = b""


@dataclass(frozen=True, slots=True)
class Nack:
    """RFC 4585 section 6.2.1: sequence numbers (16 bits) of `media_ssrc` that are missing, in the order they were
    named.
    """

    sender_ssrc: int
    media_ssrc: int
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pli:
    """RFC 4585 section 6.3.1: asks `media_ssrc` for a keyframe."""

    sender_ssrc: int
    media_ssrc: int


class FirEntry(NamedTuple):
    ssrc: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Fir:
    """RFC 5104 section 4.3.1: asks for keyframes; a repeated `sequence` (0..255) of an SSRC is the same request."""

    sender_ssrc: int
    entries: tuple[FirEntry, ...]


@dataclass(frozen=True, slots=True)
class Remb:
    """draft-alvestrand-rmcat-remb: the receiver's guess of what it can take, in bit/s, for these SSRCs together."""

    sender_ssrc: int
    bitrate: int
    ssrcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """A packet not known here (APP, XR, other feedback): `count` is the 5 bit count or format, `body` follows the 4
    byte head.
    """

    packet_type: int
    count: int
    body: bytes


Packet: TypeAlias = (
    SenderReport | ReceiverReport | SourceDescription | Bye | Nack | Pli | Fir | Remb | TransportFeedback | Raw
)
