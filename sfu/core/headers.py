"""What a subscriber's RTP header looks like: the fixed part and only the extensions it negotiated (RFC 3550, RFC
8285).

The rule: the place of each field is found once per negotiation; per packet only values are written.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Final, NamedTuple

from sfu.wire.rtp import Buffer, extension_block

FIXED: Final = 12
pack_fixed = struct.Struct("!BHII").pack_into
"""From byte 1 on: marker and payload type, sequence number, timestamp, SSRC."""
pack_16 = struct.Struct("!H").pack_into


class HeaderForm(NamedTuple):
    """A header's constant octets and where its values stand (0: the value is not there)."""

    template: bytes
    twcc_at: int
    abs_send_time_at: int
    level_at: int
    mid_at: int
    mid_length: int


class Layout(NamedTuple):
    """The two forms one negotiation needs: for packets that carry an audio level and for those that do not."""

    with_level: HeaderForm
    without_level: HeaderForm


@lru_cache(maxsize=1024)
def layout(twcc_id: int, abs_send_time_id: int, level_id: int, mid_id: int, mid_length: int) -> Layout:
    """The layout of these extension ids (0: not negotiated; equal arguments give the same object)."""
    ids = (twcc_id, abs_send_time_id, level_id, mid_id if mid_length else 0)
    bare = _form((ids[0], ids[1], 0, ids[3]), mid_length)
    return Layout(_form(ids, mid_length) if level_id else bare, bare)


def _form(ids: tuple[int, int, int, int], mid_length: int) -> HeaderForm:
    sizes = (2, 3, 1, mid_length)
    block = extension_block({i: bytes(size) for i, size in zip(ids, sizes, strict=True) if i})
    head = 1 if max(ids) < 15 else 2
    places, at = [], FIXED + 4
    for i, size in zip(ids, sizes, strict=True):
        places.append(at + head if i else 0)
        if i:
            at += head + size
    first = 0x80 | (0x10 if block else 0)
    template = bytes((first,)) + bytes(FIXED - 1) + block
    return HeaderForm(template, places[0], places[1], places[2], places[3], mid_length)


def abs_send_time(now: float) -> bytes:
    """24 bits, 6.18 fixed point seconds, of any monotonic clock."""
    return (int(now * 262144.0) & 0xFFFFFF).to_bytes(3, "big")


def base_packet(form: HeaderForm, payload: Buffer, level: int, at: float) -> bytearray:
    """A whole packet in this form, all but the row's own values: audio level, send time and payload are in place."""
    packet = bytearray(form.template)
    if form.level_at:
        packet[form.level_at] = level
    if form.abs_send_time_at:
        packet[form.abs_send_time_at : form.abs_send_time_at + 3] = abs_send_time(at)
    packet += payload
    return packet
