"""RTP packets (RFC 3550) with header extensions (RFC 8285, one-byte and two-byte headers): parse and build.

The rule: `parse` looks at the header once and copies only the extensions; the payload is
`data[header.payload_offset:header.payload_end]`. It runs once for every packet received, so it stays flat.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

from .errors import WireError

Buffer = bytes | bytearray | memoryview

ONE_BYTE_PROFILE = 0xBEDE
TWO_BYTE_PROFILE = 0x1000
_FIXED = struct.Struct("!BBHII")
_unpack_fixed = _FIXED.unpack_from
_unpack_extension = struct.Struct("!HH").unpack_from
_NO_EXTENSIONS: dict[int, bytes] = {}


class RtpHeader:
    """One packet's header.

    payload_type 0..127, marker, sequence 0..65535, timestamp and ssrc 0..2**32-1; `extensions` id → data (shared and
    empty when there are none: do not write to it); `payload_offset`/`payload_end` bound the payload without padding;
    `padding` is the count of padding bytes (its count byte included); `csrc_count` 0..15.
    """

    __slots__ = (
        "csrc_count",
        "extensions",
        "marker",
        "padding",
        "payload_end",
        "payload_offset",
        "payload_type",
        "sequence",
        "ssrc",
        "timestamp",
    )

    def __init__(  # noqa: PLR0917  called once a packet: keywords would cost more than parsing
        self,
        payload_type: int,
        marker: bool,
        sequence: int,
        timestamp: int,
        ssrc: int,
        extensions: dict[int, bytes],
        payload_offset: int,
        payload_end: int,
        padding: int,
        csrc_count: int,
    ) -> None:
        self.payload_type = payload_type
        self.marker = marker
        self.sequence = sequence
        self.timestamp = timestamp
        self.ssrc = ssrc
        self.extensions = extensions
        self.payload_offset = payload_offset
        self.payload_end = payload_end
        self.padding = padding
        self.csrc_count = csrc_count

    @property
    def payload_size(self) -> int:
        """Bytes of payload; 0 for a packet that is nothing but padding (probes)."""
        return self.payload_end - self.payload_offset

    def __repr__(self) -> str:
        return (
            f"RtpHeader(pt={self.payload_type} m={int(self.marker)} seq={self.sequence} ts={self.timestamp} "
            f"ssrc={self.ssrc} payload={self.payload_offset}..{self.payload_end} padding={self.padding})"
        )


def is_rtcp(data: Buffer) -> bool:
    """Whether a packet on a muxed transport is RTCP (RFC 5761 section 4: second byte 192..223)."""
    return len(data) >= 2 and 192 <= data[1] <= 223


def parse(data: Buffer) -> RtpHeader:
    """The header of an RTP packet (already unprotected). Raises WireError when the packet is not well formed."""
    size = len(data)
    if size < 12:
        raise WireError("rtp-short")
    first, second, sequence, timestamp, ssrc = _unpack_fixed(data)
    if first & 0xC0 != 0x80:
        raise WireError("rtp-version")
    offset = 12 + ((first & 15) << 2)
    extensions = _NO_EXTENSIONS
    if first & 0x10:
        if offset + 4 > size:
            raise WireError("rtp-extension-short")
        profile, words = _unpack_extension(data, offset)
        start = offset + 4
        offset = start + (words << 2)
        if offset > size:
            raise WireError("rtp-extension-short")
        if profile == ONE_BYTE_PROFILE:
            extensions = _one_byte(bytes(data[start:offset]))
        elif profile & 0xFFF0 == TWO_BYTE_PROFILE:
            extensions = _two_byte(bytes(data[start:offset]))
    padding = 0
    if first & 0x20:
        padding = data[size - 1]
        if padding == 0:
            raise WireError("rtp-padding")
    if offset + padding > size:
        raise WireError("rtp-padding" if padding else "rtp-short")
    return RtpHeader(
        second & 0x7F,
        second > 0x7F,
        sequence,
        timestamp,
        ssrc,
        extensions,
        offset,
        size - padding,
        padding,
        first & 15,
    )


def _one_byte(block: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    position, end = 0, len(block)
    while position < end:
        head = block[position]
        position += 1
        if head < 0x10:  # id 0 is padding, whatever its length bits say
            continue
        if head >= 0xF0:  # id 15 ends the block (RFC 8285 section 4.2)
            break
        after = position + (head & 15) + 1
        if after > end:
            raise WireError("rtp-extension-overrun")
        found[head >> 4] = block[position:after]
        position = after
    return found


def _two_byte(block: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    position, end = 0, len(block)
    while position < end:
        identifier = block[position]
        position += 1
        if identifier == 0:
            continue
        if position >= end:
            raise WireError("rtp-extension-overrun")
        after = position + 1 + block[position]
        if after > end:
            raise WireError("rtp-extension-overrun")
        found[identifier] = block[position + 1 : after]
        position = after
    return found


def extension_block(extensions: Mapping[int, bytes]) -> bytes:
    """The whole extension block (profile, length, elements, zero padding), b"" when there are no extensions.

    One-byte headers when every id is 1..14 and every value 1..16 bytes, else two-byte headers (ids 1..255, 0..255
    bytes).
    """
    if not extensions:
        return b""
    if all(0 < i < 15 and 0 < len(v) <= 16 for i, v in extensions.items()):
        profile = ONE_BYTE_PROFILE
        body = b"".join(bytes((i << 4 | len(v) - 1,)) + v for i, v in extensions.items())
    elif all(0 < i < 256 and len(v) < 256 for i, v in extensions.items()):
        profile = TWO_BYTE_PROFILE
        body = b"".join(bytes((i, len(v))) + v for i, v in extensions.items())
    else:
        raise WireError("rtp-extension-range")
    body += bytes(-len(body) % 4)
    if len(body) > 0xFFFF * 4:
        raise WireError("rtp-extension-range")
    return struct.pack("!HH", profile, len(body) // 4) + body


def build(
    payload_type: int,
    sequence: int,
    timestamp: int,
    ssrc: int,
    payload: Buffer,
    *,
    marker: bool = False,
    extensions: Mapping[int, bytes] | None = None,
    padding: int = 0,
    csrcs: Sequence[int] = (),
) -> bytes:
    """An RTP packet. Sequence, timestamp and SSRC are cut to their width; `padding` (0..255) bytes are appended."""
    if not 0 <= payload_type < 128 or not 0 <= padding < 256 or len(csrcs) > 15:
        raise WireError("rtp-field-range")
    block = extension_block(extensions) if extensions else b""
    first = 0x80 | (0x20 if padding else 0) | (0x10 if block else 0) | len(csrcs)
    parts: Iterable[bytes | bytearray | memoryview] = (
        _FIXED.pack(
            first,
            payload_type | (0x80 if marker else 0),
            sequence & 0xFFFF,
            timestamp & 0xFFFFFFFF,
            ssrc & 0xFFFFFFFF,
        ),
        struct.pack(f"!{len(csrcs)}I", *(c & 0xFFFFFFFF for c in csrcs)) if csrcs else b"",
        block,
        payload,
        bytes(padding - 1) + bytes((padding,)) if padding else b"",
    )
    return b"".join(parts)
