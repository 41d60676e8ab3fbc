"""What a subscriber's RTP header looks like: the fixed part and only the extensions it negotiated (RFC 3550, RFC
8285).

The rule: the place of each field is found once per negotiation; per packet only values are written.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from sfu.wire.rtp import TWO_BYTE_PROFILE, Buffer, extension_block

FIXED: Final = 12
TWO_BYTES: Final = TWO_BYTE_PROFILE.to_bytes(2, "big")
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
    """The two forms one negotiation needs: for packets that carry an audio level and for those that do not.

    `descriptor_id`: where a dependency descriptor goes (0: it is not sent); `ids` and `mid_length` for `described`.
    """

    with_level: HeaderForm
    without_level: HeaderForm
    descriptor_id: int = 0
    ids: tuple[int, int, int, int] = (0, 0, 0, 0)
    mid_length: int = 0


@lru_cache(maxsize=1024)
def layout(  # noqa: PLR0917  the columns of a row
    twcc_id: int, abs_send_time_id: int, level_id: int, mid_id: int, mid_length: int, descriptor_id: int = 0
) -> Layout:
    """The layout of these extension ids (0: not negotiated; equal arguments give the same object)."""
    ids = (twcc_id, abs_send_time_id, level_id, mid_id if mid_length else 0)
    without = (ids[0], ids[1], 0, ids[3])
    bare = _form(without, mid_length)
    return Layout(_form(ids, mid_length) if level_id else bare, bare, descriptor_id, without, mid_length)


@lru_cache(maxsize=256)
def described(form: Layout, value: bytes) -> HeaderForm:
    """The form (without audio level) of a packet that carries this dependency descriptor, as the last extension."""
    return _form(form.ids, form.mid_length, {form.descriptor_id: value})


def _form(ids: tuple[int, int, int, int], mid_length: int, more: Mapping[int, bytes] | None = None) -> HeaderForm:
    sizes = (2, 3, 1, mid_length)
    values = {i: bytes(size) for i, size in zip(ids, sizes, strict=True) if i}
    block = extension_block({**values, **(more or {})})
    head = 2 if block[:2] == TWO_BYTES else 1
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
