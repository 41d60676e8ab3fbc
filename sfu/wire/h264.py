"""H264 in RTP (RFC 6184): enough of NAL units, STAP-A and FU-A to know where a keyframe begins."""

from __future__ import annotations

from .rtp import Buffer

IDR = 5
SPS = 7
PPS = 8
STAP_A = 24
FU_A = 28


def nal_types(payload: Buffer) -> list[int]:
    """Types of the NAL units that begin in this packet: several for STAP-A, none in a later FU-A fragment.

    What overruns the packet is left out; an empty payload holds none.
    """
    size = len(payload)
    if size == 0:
        return []
    kind = payload[0] & 0x1F
    if kind == STAP_A:
        return _aggregated(payload, size)
    if kind == FU_A:
        return [payload[1] & 0x1F] if size >= 2 and payload[1] & 0x80 else []
    return [kind]


def _aggregated(payload: Buffer, size: int) -> list[int]:
    found: list[int] = []
    offset = 1
    while offset + 2 < size:
        length = payload[offset] << 8 | payload[offset + 1]
        offset += 2
        if length == 0 or offset + length > size:
            break
        found.append(payload[offset] & 0x1F)
        offset += length
    return found


def is_keyframe(payload: Buffer) -> bool:
    """Whether a decoder can start here: a sequence parameter set or the first part of an IDR slice."""
    return any(kind in {IDR, SPS} for kind in nal_types(payload))
