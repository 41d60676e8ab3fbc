"""A row's mapping from its layer's numbers to the subscriber's: begun at an event, constant until the next.

The rule: whatever happens at the source, the subscriber's sequence numbers go on without a gap, its timestamps by
the time that passed, its VP8 picture numbers by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sfu.wire.sequence import diff, diff32

from .history import SourcePacket
from .records import SEGMENTS
from .source import SourceLayer

TRUST: Final = 0.5
"""Seconds by which the publisher's clock may contradict ours about the time between two packets and still be
believed.
"""


def begin(
    row: Any,
    layer: int,
    packet: SourcePacket,
    sources: Mapping[int, SourceLayer],
    *,
    clock_rate: int,
    now: float,
    first: tuple[int, int],
    inside: bool = False,
) -> None:
    """Maps `row` (a record of dtype SUBSCRIPTION, settled) so that `packet` of `layer` follows what it sent last.

    `first` = (sequence, timestamp) for a row that sent nothing yet: the sequence below 2**15, so that SRTP's rollover
    counter is not in doubt when first packets are lost. `inside`: the row goes on in
    the midst of a stream, in another class; the packet may belong to the picture that it already has a part of.
    """
    timestamp = packet.header.timestamp
    same = _same_stream(row, layer, sources)
    if row["started"]:
        out = int(row["last_sequence"]) + 1
        passed = _passed(row, layer, timestamp, sources, clock_rate=clock_rate, now=now)
        timestamp_offset = (
            int(row["last_timestamp"]) + max(0 if same and inside else 1, passed) - timestamp
        ) & 0xFFFFFFFF
    else:
        out = first[0]
        timestamp_offset = (first[1] - timestamp) & 0xFFFFFFFF
    row["layer"] = layer
    row["floor"] = packet.sequence
    row["sequence_offset"] = out - packet.sequence
    row["timestamp_offset"] = timestamp_offset
    _continue_pictures(row, packet, same=same and inside)
    segment = row["segments"][int(row["segment_count"]) % SEGMENTS]
    segment["layer"] = layer
    segment["restarts"] = sources[layer].restarts
    segment["first"] = out
    for name in ("sequence_offset", "timestamp_offset", "picture_offset", "tl0_offset", "key_offset"):
        segment[name] = row[name]
    row["segment_count"] += 1


def _passed(
    row: Any, layer: int, timestamp: int, sources: Mapping[int, SourceLayer], *, clock_rate: int, now: float
) -> int:
    """Ticks between the row's last packet and one with this timestamp, by the publisher's clock or else by ours."""
    passed = max(0, round((now - float(row["last_sent"])) * clock_rate))
    told = _told(row, layer, timestamp, sources, clock_rate)
    if told is not None and abs(told - passed) < TRUST * clock_rate:
        passed = told
    return passed


def _told(row: Any, layer: int, timestamp: int, sources: Mapping[int, SourceLayer], clock_rate: int) -> int | None:
    """Ticks between the row's last packet and this one by the publisher's own clocks; None when they do not say."""
    segment = last_segment(row)
    before = sources.get(int(segment["layer"]))
    if before is None or before.restarts != segment["restarts"]:
        return None
    last_source = (int(row["last_timestamp"]) - int(segment["timestamp_offset"])) & 0xFFFFFFFF
    after = sources[layer]
    if after.clock is before.clock:
        return diff32(timestamp, last_source)
    if before.report is None or after.report is None:
        return None
    reports = diff64(after.report.ntp, before.report.ntp) * clock_rate >> 32
    return reports + diff32(timestamp, after.report.rtp_timestamp) - diff32(last_source, before.report.rtp_timestamp)


def diff64(a: int, b: int) -> int:
    """Signed distance of two NTP times, in 2**-32 s."""
    return diff(a, b, 64)


def last_segment(row: Any) -> Any:
    """The mapping in force, or the last that was (dtype SEGMENT); only of a row that had one."""
    return row["segments"][(int(row["segment_count"]) - 1) % SEGMENTS]


def segment_of(row: Any, out: int) -> Any | None:
    """The mapping under which extended out sequence `out` was sent; None if that is forgotten or was never."""
    count = int(row["segment_count"])
    for back in range(1, min(count, SEGMENTS) + 1):
        segment = row["segments"][(count - back) % SEGMENTS]
        if out >= segment["first"]:
            return segment
    return None


def is_fresh(row: Any, layer: int, packet: SourcePacket, restarts: int) -> bool:
    """Whether the row sent nothing yet of what came after `packet` in its layer: a straggler must not begin a
    mapping, or packets would go out twice.
    """
    after = int(row["last_sequence"])
    count = int(row["segment_count"])
    for back in range(1, min(count, SEGMENTS) + 1):
        segment = row["segments"][(count - back) % SEGMENTS]
        if segment["layer"] == layer and segment["restarts"] == restarts:
            return packet.sequence > after - int(segment["sequence_offset"])
        after = int(segment["first"]) - 1
    return True


def _same_stream(row: Any, layer: int, sources: Mapping[int, SourceLayer]) -> bool:
    """Whether the row had another class of the same stream until now."""
    if not row["segment_count"]:
        return False
    segment = last_segment(row)
    before = sources.get(int(segment["layer"]))
    if before is None or segment["layer"] == layer or before.restarts != segment["restarts"]:
        return False
    return before.clock is sources[layer].clock


def comes_after(row: Any, layer: int, packet: SourcePacket, sources: Mapping[int, SourceLayer]) -> bool:
    """Whether the packet's picture is later than all that the row has of the same stream, in whatever class."""
    if not _same_stream(row, layer, sources):
        return True
    last = (int(row["last_timestamp"]) - int(last_segment(row)["timestamp_offset"])) & 0xFFFFFFFF
    return diff32(packet.header.timestamp, last) > 0


def _continue_pictures(row: Any, packet: SourcePacket, *, same: bool) -> None:
    """VP8 numbers (RFC 7741): one after the last sent. A row's first packet keeps the publisher's. In the `same`
    stream TL0PICIDX and KEYIDX go on as they are: they tell what a picture refers to.
    """
    descriptor = packet.descriptor
    if descriptor is None:
        return
    if not row["started"]:
        row["picture_offset"] = row["tl0_offset"] = row["key_offset"] = 0
        return
    if descriptor.picture_id is not None:
        row["picture_offset"] = (int(row["last_picture"]) + 1 - descriptor.picture_id) & 0x7FFF
    if same:
        return
    if descriptor.tl0picidx is not None:
        row["tl0_offset"] = (int(row["last_tl0"]) + 1 - descriptor.tl0picidx) & 0xFF
    if descriptor.key_index is not None:
        row["key_offset"] = (int(row["last_key"]) + 1 - descriptor.key_index) & 0x1F


def advance(row: Any, packet: SourcePacket, sequence: int, now: float) -> None:
    """Notes in a running row that `packet` went out as extended `sequence`, if that is the newest."""
    if row["started"] and sequence <= row["last_sequence"]:
        return
    row["started"] = 1
    row["last_sequence"] = sequence
    row["last_timestamp"] = (packet.header.timestamp + int(row["timestamp_offset"])) & 0xFFFFFFFF
    row["last_sent"] = now
    descriptor = packet.descriptor
    if descriptor is not None:
        row["last_picture"] = ((descriptor.picture_id or 0) + int(row["picture_offset"])) & 0x7FFF
        row["last_tl0"] = ((descriptor.tl0picidx or 0) + int(row["tl0_offset"])) & 0xFF
        row["last_key"] = ((descriptor.key_index or 0) + int(row["key_offset"])) & 0x1F
