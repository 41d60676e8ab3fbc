"""Packets that carry nothing, to fill a probe: on a row's RTX stream, where receivers expect such (RFC 4588), never
on its media stream, whose numbers have no gaps.

The rule: padding is only made for rows that flowed once and that have RTX and a transport-wide number; else nobody
would tell whether it arrived.
"""

from __future__ import annotations

from typing import Any, Final

from sfu.core.headers import abs_send_time, pack_16, pack_fixed
from sfu.core.plans import layout_of, mid_of
from sfu.core.records import TransportTable
from sfu.core.repeats import next_feedback

OCTETS: Final = 255
"""Of padding in a packet: its count is one octet (RFC 3550 section 5.1)."""
MOST: Final = 64
"""Packets made at once."""


def can_pad(row: Any) -> bool:
    """Whether padding can be made for the row (dtype SUBSCRIPTION, settled)."""
    return bool(row["started"] and row["rtx_ssrc"] and row["twcc_id"])


def padding(row: Any, octets: int, transports: TransportTable, now: float) -> list[bytearray]:
    """Plaintext packets of `octets` in all (rounded up to whole packets), none if `can_pad` says no."""
    if not can_pad(row):
        return []
    packets: list[bytearray] = []
    form = layout_of(row).without_level
    while octets > 0 and len(packets) < MOST:
        packet = bytearray(form.template) + bytes(OCTETS - 1) + bytes((OCTETS,))
        packet[0] |= 0x20
        sequence = int(row["rtx_sequence"])
        row["rtx_sequence"] = (sequence + 1) & 0xFFFF
        pack_fixed(
            packet, 1, int(row["rtx_payload_type"]), sequence, int(row["last_timestamp"]), int(row["rtx_ssrc"])
        )
        pack_16(packet, form.twcc_at, next_feedback(row, transports))
        if form.mid_at:
            packet[form.mid_at : form.mid_at + form.mid_length] = mid_of(row)
        if form.abs_send_time_at:
            packet[form.abs_send_time_at : form.abs_send_time_at + 3] = abs_send_time(now)
        packets.append(packet)
        octets -= len(packet)
    return packets
