"""What a subscriber missed, again: by RTX (RFC 4588) where it was negotiated, else the identical octets.

The rule: one SSRC and sequence number is never protected with two different headers; a repeat that cannot be made
identical is not made. The same packet at most once a round trip, a row's repeats within a budget of octets.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sfu.wire.sequence import diff16

from .headers import Layout, abs_send_time, pack_16, pack_fixed
from .history import SourcePacket
from .mapping import segment_of
from .plans import form_of, group_base, layout_of, mid_of, pictures_moved, write_pictures
from .records import HISTORY, SubscriptionTable, TransportTable
from .source import SourceLayer

BUDGET_RATE: Final = 250_000.0
"""Octets a second a row may repeat on the long run."""
BUDGET_BURST: Final = 150_000.0
"""Octets it may repeat at once."""
UNKNOWN_RTT: Final = 0.1
PATIENCE: Final = 0.75
"""Of a round trip between two repeats of a packet: whose own measure is a little shorter than ours asks again after
that, and would have to wait for a second round."""
LEAST_WAIT: Final = 0.02
"""Seconds between two repeats of a packet, however near the subscriber is."""


def packet_for(row: Any, mapping: Any, packet: SourcePacket, level: int, feedback: int) -> bytearray:
    """The packet as `row` has it under `mapping` (the row itself, or one of its segments), carrying `feedback`."""
    form: Layout = layout_of(row)
    chosen, data = group_base(form, packet, level)
    header = packet.header
    sequence = (packet.sequence + int(mapping["sequence_offset"])) & 0xFFFF
    timestamp = (header.timestamp + int(mapping["timestamp_offset"])) & 0xFFFFFFFF
    second = int(row["payload_type"]) | (0x80 if header.marker else 0)
    pack_fixed(data, 1, second, sequence, timestamp, int(row["ssrc"]))
    if chosen.twcc_at:
        pack_16(data, chosen.twcc_at, feedback)
    if chosen.mid_at:
        data[chosen.mid_at : chosen.mid_at + chosen.mid_length] = mid_of(row)
    if packet.descriptor is not None and pictures_moved(mapping):
        offsets = (int(mapping["picture_offset"]), int(mapping["tl0_offset"]), int(mapping["key_offset"]))
        write_pictures(data, len(chosen.template), packet.descriptor, offsets)
    return data


def write_send_time(row: Any, packet: SourcePacket, data: bytearray, level: int, now: float) -> None:
    """Puts in `now` as abs-send-time, if the row carries it."""
    at = form_of(layout_of(row), packet, level).abs_send_time_at
    if at:
        data[at : at + 3] = abs_send_time(now)


def next_feedback(row: Any, transports: TransportTable) -> int:
    """Takes the transport's next feedback number (16 bits), 0 if the row carries none."""
    if not row["twcc_id"]:
        return 0
    at = int(row["transport"])
    number = transports.feedback[at]
    transports.feedback[at] = (number + 1) & 0xFFFFFFFF
    return int(number) & 0xFFFF


class Repeater:
    """Answers NACKs for the rows of one table."""

    def __init__(self, table: SubscriptionTable, transports: TransportTable) -> None:
        self._table = table
        self._transports = transports

    def repeat(
        self,
        number: int,
        sequences: Iterable[int],
        sources: dict[int, SourceLayer],
        level_id: int,
        now: float,
    ) -> list[bytearray]:
        """Packets of row `number` (settled) for these out sequence numbers (16 bits), each at most once."""
        row = self._table.rows[number]
        if not row["started"] or row["flags"]:
            return []
        wait = max(LEAST_WAIT, PATIENCE * (float(row["rtt"]) or UNKNOWN_RTT))
        passed = now - float(row["repeat_refilled"])
        budget = min(BUDGET_BURST, float(row["repeat_budget"]) + passed * BUDGET_RATE)
        repeated_at = self._table.repeated_at[number]
        last = int(row["last_sequence"])
        found: list[bytearray] = []
        for sequence in sequences:
            out = last + diff16(sequence, last & 0xFFFF)
            slot = out & (HISTORY - 1)
            if not last - HISTORY < out <= last or out < row["repeat_floor"] or now - repeated_at[slot] < wait:
                continue
            data = self._one(number, out, sources, level_id, now) if budget > 0 else None
            if data is None:
                continue
            budget -= len(data)
            repeated_at[slot] = now
            found.append(data)
        row["repeat_budget"] = budget
        row["repeat_refilled"] = now
        row["repeated"] += len(found)
        return found

    def _one(
        self, number: int, out: int, sources: dict[int, SourceLayer], level_id: int, now: float
    ) -> bytearray | None:
        row = self._table.rows[number]
        segment = segment_of(row, out)
        source = sources.get(int(segment["layer"])) if segment is not None else None
        if segment is None or source is None:
            return None
        packet = source.store.get(out - int(segment["sequence_offset"]))
        if packet is None:
            return None
        level = level_of(packet, level_id)
        if not row["rtx_ssrc"]:
            kept = int(self._table.sent_feedback[number, out & (HISTORY - 1)])
            return packet_for(row, segment, packet, level, kept)
        if packet.header.payload_end == packet.header.payload_offset:
            return None  # RTX has no way to say "padding"
        data = packet_for(row, segment, packet, level, next_feedback(row, self._transports))
        write_send_time(row, packet, data, level, now)
        return self._rtx(row, data, packet)

    @staticmethod
    def _rtx(row: Any, data: bytearray, packet: SourcePacket) -> bytearray:
        """Turns the media packet into the RTX packet that repeats it."""
        original = bytes(data[2:4])
        at = len(data) - (packet.header.payload_end - packet.header.payload_offset)
        data[at:at] = original
        sequence = int(row["rtx_sequence"])
        row["rtx_sequence"] = (sequence + 1) & 0xFFFF
        second = int(row["rtx_payload_type"]) | data[1] & 0x80
        timestamp = int.from_bytes(data[4:8], "big")
        pack_fixed(data, 1, second, sequence, timestamp, int(row["rtx_ssrc"]))
        return data


def level_of(packet: SourcePacket, level_id: int) -> int:
    """The packet's audio level octet (RFC 6464), -1 when it has none."""
    if not level_id:
        return -1
    value = packet.header.extensions.get(level_id)
    return value[0] if value else -1
