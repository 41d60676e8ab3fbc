"""VP9 in RTP (RFC 9628): the payload descriptor with layers and picture numbers, and what a keyframe is."""

from __future__ import annotations

from .errors import WireError
from .rtp import Buffer


class Vp9Descriptor:
    """The descriptor of one packet.

    `size` bytes long; `begin`/`end` of a frame (one spatial layer of a picture); `inter_predicted` (P); `flexible`
    (F); `not_reference` (Z): no higher spatial layer of the picture refers to it; `picture_id` None or a number of
    `picture_id_bits` (7, 15); `temporal_id`, `spatial_id` None or 0..7; `switching_up` (U); `inter_layer` (D);
    `tl0picidx` None or 0..255 (non-flexible mode); of a scalability structure `spatial_layers` is the count (0: it
    carries none) and `resolutions` are their sizes, lowest first. Offsets count from the payload's first byte, 0
    where the field is missing.
    """

    __slots__ = (
        "begin",
        "end",
        "flexible",
        "inter_layer",
        "inter_predicted",
        "not_reference",
        "picture_id",
        "picture_id_bits",
        "picture_id_offset",
        "resolutions",
        "size",
        "spatial_id",
        "spatial_layers",
        "switching_up",
        "temporal_id",
        "tl0picidx",
        "tl0picidx_offset",
    )

    def __init__(self) -> None:
        self.size = 1
        self.begin = False
        self.end = False
        self.inter_predicted = False
        self.flexible = False
        self.not_reference = False
        self.picture_id: int | None = None
        self.picture_id_bits = 0
        self.picture_id_offset = 0
        self.temporal_id: int | None = None
        self.spatial_id: int | None = None
        self.switching_up = False
        self.inter_layer = False
        self.tl0picidx: int | None = None
        self.tl0picidx_offset = 0
        self.resolutions: tuple[tuple[int, int], ...] = ()
        self.spatial_layers = 0


def parse(payload: Buffer) -> Vp9Descriptor:
    """The descriptor at the start of a VP9 payload. WireError when it is cut short or has too many references."""
    try:
        return _parse(payload)
    except IndexError:
        raise WireError("vp9-short") from None


def _parse(payload: Buffer) -> Vp9Descriptor:
    found = Vp9Descriptor()
    first = payload[0]
    found.inter_predicted = bool(first & 0x40)
    found.flexible = bool(first & 0x10)
    found.begin = bool(first & 0x08)
    found.end = bool(first & 0x04)
    found.not_reference = bool(first & 0x01)
    offset = 1
    if first & 0x80:
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
    if first & 0x20:
        head = payload[offset]
        found.temporal_id = head >> 5
        found.switching_up = bool(head & 0x10)
        found.spatial_id = head >> 1 & 7
        found.inter_layer = bool(head & 1)
        offset += 1
        if not found.flexible:
            found.tl0picidx = payload[offset]
            found.tl0picidx_offset = offset
            offset += 1
    if found.flexible and found.inter_predicted:
        offset = _after_references(payload, offset)
    if first & 0x02:
        found.spatial_layers = (payload[offset] >> 5) + 1
        found.resolutions, offset = _structure(payload, offset)
    found.size = offset
    return found


def _after_references(payload: Buffer, offset: int) -> int:
    """Past the reference indices: at most 3, each saying whether another follows."""
    for _ in range(3):
        more = payload[offset] & 1
        offset += 1
        if not more:
            return offset
    raise WireError("vp9-references")


def _structure(payload: Buffer, offset: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """The scalability structure: resolutions of its spatial layers and the offset behind it."""
    head = payload[offset]
    offset += 1
    resolutions: list[tuple[int, int]] = []
    if head & 0x10:
        for _ in range((head >> 5) + 1):
            width = payload[offset] << 8 | payload[offset + 1]
            resolutions.append((width, payload[offset + 2] << 8 | payload[offset + 3]))
            offset += 4
    if head & 0x08:
        pictures = payload[offset]
        offset += 1
        for _ in range(pictures):
            offset += 1 + (payload[offset] >> 2 & 3)
    if offset > len(payload):
        raise WireError("vp9-short")
    return tuple(resolutions), offset


def is_keyframe(payload: Buffer) -> bool:
    """Whether this packet begins a keyframe: begins a frame predicted neither from another picture nor from a lower
    layer.
    """
    if not payload or payload[0] & 0x48 != 0x08:
        return False
    try:
        found = parse(payload)
    except WireError:
        return False
    return not found.spatial_id and not found.inter_layer
