"""Data track packets (LiveKit's format, version 0): what a node must read of them, and the handle it rewrites.

The rule: 12 octets of header are read, extensions and payload are opaque. Octet 0 is version (3 bits), start, final,
extension flag; octets 2–3 the track's handle, 4–5 the sequence, 6–7 the frame number, 8–11 a 90 kHz timestamp.
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from .errors import WireError

HEADER: Final = 12
MAX_HANDLE: Final = 0xFFFF
"""Handles are 1..MAX_HANDLE; 0 names no track."""

_FIELDS: Final = struct.Struct("!BxHHHI")
_HANDLE: Final = struct.Struct("!H")


class DataTrackHeader(NamedTuple):
    """`start`/`final`: first and last packet of its frame; `timestamp` in 1/90000 s."""

    start: bool
    final: bool
    handle: int
    sequence: int
    frame: int
    timestamp: int


def parse(packet: bytes) -> DataTrackHeader:
    """The header. WireError when it is cut short, of another version, or its extensions overrun it."""
    if len(packet) < HEADER:
        raise WireError("datatrack-short")
    flags, handle, sequence, frame, timestamp = _FIELDS.unpack_from(packet)
    if flags >> 5:
        raise WireError("datatrack-version")
    if flags & 0x04:
        # The block's length stands in its first two octets: in 32-bit words, these two octets included, less one.
        words = int.from_bytes(packet[HEADER : HEADER + 2], "big")
        if len(packet) < HEADER + 4 * (words + 1):
            raise WireError("datatrack-overrun")
    return DataTrackHeader(bool(flags & 0x10), bool(flags & 0x08), handle, sequence, frame, timestamp)


def with_handle(packet: bytes, handle: int) -> bytes:
    """The same packet under the handle that its receiver knows the track by."""
    return packet[:2] + _HANDLE.pack(handle) + packet[4:]
