"""VP8 in RTP (RFC 7741): the payload descriptor with the places of its running numbers, and what a keyframe is.

The rule: parse tells where PictureID, TL0PICIDX and KEYIDX stand so that a forwarder can rewrite them in place.
"""

from __future__ import annotations

from .errors import WireError
from .rtp import Buffer


class Vp8Descriptor:
    """The descriptor of one packet.

    `size` bytes long; `start` = begins partition `partition`; `picture_id` is None or a number of `picture_id_bits`
    (7, 15); `tl0picidx` None or 0..255; `temporal_id` None or 0..3 with `layer_sync`; `key_index` None or 0..31. The
    offsets count from the payload's first byte and are 0 where the field is missing (byte 0 is never one of them).
    """

    __slots__ = (
        "key_index",
        "key_index_offset",
        "layer_sync",
        "non_reference",
        "partition",
        "picture_id",
        "picture_id_bits",
        "picture_id_offset",
        "size",
        "start",
        "temporal_id",
        "tl0picidx",
        "tl0picidx_offset",
    )

    def __init__(self) -> None:
        self.size = 1
        self.start = False
        self.partition = 0
        self.non_reference = False
        self.picture_id: int | None = None
        self.picture_id_bits = 0
        self.picture_id_offset = 0
        self.tl0picidx: int | None = None
        self.tl0picidx_offset = 0
        self.temporal_id: int | None = None
        self.layer_sync = False
        self.key_index: int | None = None
        self.key_index_offset = 0


def parse(payload: Buffer) -> Vp8Descriptor:
    """The descriptor at the start of a VP8 payload. WireError when it is cut short."""
    try:
        return _parse(payload)
    except IndexError:
        raise WireError("vp8-short") from None


def _parse(payload: Buffer) -> Vp8Descriptor:
    found = Vp8Descriptor()
    first = payload[0]
    found.start = bool(first & 0x10)
    found.partition = first & 7
    found.non_reference = bool(first & 0x20)
    offset = 1
    if first & 0x80:
        flags = payload[1]
        offset = 2
        if flags & 0x80:
            found.picture_id_offset = offset
            head = payload[offset]
            if head & 0x80:
                found.picture_id = (head & 0x7F) << 8 | payload[offset + 1]
                found.picture_id_bits = 15
                offset += 2
            else:
                found.picture_id = head
                found.picture_id_bits = 7
                offset += 1
        if flags & 0x40:
            found.tl0picidx = payload[offset]
            found.tl0picidx_offset = offset
            offset += 1
        if flags & 0x30:
            head = payload[offset]
            if flags & 0x20:
                found.temporal_id = head >> 6
                found.layer_sync = bool(head & 0x20)
            if flags & 0x10:
                found.key_index = head & 0x1F
                found.key_index_offset = offset
            offset += 1
    found.size = offset
    return found


def is_keyframe(payload: Buffer) -> bool:
    """Whether this packet begins a keyframe: start of partition 0, P = 0 in the frame tag (RFC 6386, 9.1)."""
    try:
        first = payload[0]
        if first & 0x17 != 0x10:
            return False
        offset = 1
        if first & 0x80:
            flags = payload[1]
            offset = 2
            if flags & 0x80:
                offset += 2 if payload[2] & 0x80 else 1
            if flags & 0x40:
                offset += 1
            if flags & 0x30:
                offset += 1
        return not payload[offset] & 1
    except IndexError:
        return False


def dimensions(payload: Buffer) -> tuple[int, int] | None:
    """(width, height) in pixels when the packet begins a keyframe and holds its whole header, else None."""
    if not is_keyframe(payload):
        return None
    offset = parse(payload).size
    if len(payload) < offset + 10 or bytes(payload[offset + 3 : offset + 6]) != b"\x9d\x01\x2a":
        return None
    width = payload[offset + 6] | (payload[offset + 7] & 0x3F) << 8
    height = payload[offset + 8] | (payload[offset + 9] & 0x3F) << 8
    return width, height
