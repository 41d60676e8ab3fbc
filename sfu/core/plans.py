"""The per-packet function: one source packet to all rows that take its layer, in the shape of a C loop over rows.

The rule: a plan is a cache of rows' constants between two events. Per packet only the transports' feedback
counters and the feedback history change; the rows' counters and last values follow when the plan is settled
(before any event or report). Few rows are written one by one, many by numpy in one matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sfu.wire.vp8 import Vp8Descriptor

from .headers import FIXED, HeaderForm, Layout, base_packet, described, layout, pack_16, pack_fixed
from .history import DESCRIPTOR_ID, SourcePacket
from .records import HISTORY, RowOwner, SubscriptionTable, TransportTable

VECTOR: Final = 20
"""Rows of one layout from which on numpy is the faster way (measured: sfu/bench/core.py)."""

Outgoing = tuple[RowOwner, bytes | bytearray | memoryview]
"""(whose transport, the plaintext RTP packet, exactly as long as it is): protect and send it, do not keep it."""


class Plans(Protocol):
    """The forwarding function over all rows of one publication. Two exist: `PythonPlans` and the C kernel's."""

    def forward(self, layer: int, packet: SourcePacket, level: int, now: float, out: list[Outgoing]) -> None:
        """Gives the packet to each row that has `layer` in force: appended to `out`, or sent by other means. `level`:
        its audio level octet, -1 when it carries none.
        """

    def settle(self) -> None:
        """Makes the rows' counters and last values true."""

    def forget(self) -> None:
        """Rows are about to change: settles, and reads them anew at the next packet."""

    def attend(self, every: bool) -> None:
        """Whether every packet must be seen by the Forwarder: somebody has a part of a stream only."""


PlansMaker = Callable[[SubscriptionTable, TransportTable], Plans]
"""Made once a publication, over its table and the node's transports."""

_FIXED_HEADER: Final = np.dtype(
    [("first", "u1"), ("second", "u1"), ("sequence", ">u2"), ("timestamp", ">u4"), ("ssrc", ">u4")]
)

_LAYOUT: Final = ("twcc_id", "abs_send_time_id", "audio_level_id", "mid_id", "mid_length", "descriptor_id")


class _Constants(NamedTuple):
    """A row's constants as Python numbers."""

    owner: RowOwner
    payload_type: int
    sequence_offset: int
    timestamp_offset: int
    ssrc: int
    transport: int
    sent_feedback: memoryview | None
    mid: bytes
    picture_offset: int
    tl0_offset: int
    key_offset: int
    floor: int
    number: int


class _Common(NamedTuple):
    """What a group's rows share of one packet; `pictures` only if numbers of its descriptor must be rewritten."""

    form: HeaderForm
    base: bytearray
    packet: SourcePacket
    pictures: Vp8Descriptor | None


def layout_of(row: Any) -> Layout:
    """The header layout of a record of dtype SUBSCRIPTION."""
    return layout(*(int(row[name]) for name in _LAYOUT))


def mid_of(row: Any) -> bytes:
    """The mid octets a row's packets carry."""
    return bytes(row["mid"][: int(row["mid_length"])].tobytes())


def pictures_moved(mapping: Any) -> bool:
    """Whether a row or segment has VP8 numbers to rewrite."""
    return bool(mapping["picture_offset"] or mapping["tl0_offset"] or mapping["key_offset"])


def write_pictures(packet: bytearray, start: int, found: Vp8Descriptor, offsets: tuple[int, int, int]) -> None:
    """Rewrites the running numbers of the VP8 descriptor at `start` (RFC 7741 section 4.2); `offsets` of picture,
    TL0 and key.
    """
    picture_offset, tl0_offset, key_offset = offsets
    if found.picture_id is not None:
        at = start + found.picture_id_offset
        if found.picture_id_bits == 15:
            pack_16(packet, at, 0x8000 | (found.picture_id + picture_offset) & 0x7FFF)
        else:
            packet[at] = (found.picture_id + picture_offset) & 0x7F
    if found.tl0picidx is not None:
        packet[start + found.tl0picidx_offset] = (found.tl0picidx + tl0_offset) & 0xFF
    if found.key_index is not None:
        at = start + found.key_index_offset
        packet[at] = packet[at] & 0xE0 | (found.key_index + key_offset) & 0x1F


class _Group:
    """Rows of one header layout."""

    def __init__(self, form: Layout, numbers: list[int], table: SubscriptionTable, vector_from: int) -> None:
        self.layout = form
        records = table.rows[numbers]
        self.pictures = any(records[name].any() for name in ("picture_offset", "tl0_offset", "key_offset"))
        self.rows = _constants(records, numbers, table)
        distinct = len({row.transport for row in self.rows}) == len(numbers)
        self.vector = _Vector(records, numbers, table) if len(numbers) >= vector_from and distinct else None


def _constants(records: NDArray[Any], numbers: list[int], table: SubscriptionTable) -> list[_Constants]:
    """Column by column: a numpy scalar at a time would cost ten times as much."""
    keeping = ((records["twcc_id"] != 0) & (records["rtx_ssrc"] == 0)).tolist()
    columns = (
        [table.owners[number] for number in numbers],
        records["payload_type"].tolist(),
        records["sequence_offset"].tolist(),
        records["timestamp_offset"].tolist(),
        records["ssrc"].tolist(),
        records["transport"].tolist(),
        [table.sent_feedback[n].data if keeps else None for n, keeps in zip(numbers, keeping, strict=True)],
        [
            bytes(mid[:size])
            for mid, size in zip(records["mid"].tolist(), records["mid_length"].tolist(), strict=True)
        ],
        records["picture_offset"].tolist(),
        records["tl0_offset"].tolist(),
        records["key_offset"].tolist(),
        records["floor"].tolist(),
        numbers,
    )
    return [_Constants(*row) for row in zip(*columns, strict=True)]


class _Vector:
    """A group's constants as arrays, in the widths that are written."""

    def __init__(self, rows: NDArray[Any], numbers: list[int], table: SubscriptionTable) -> None:
        self.owners = [table.owners[number] for number in numbers]
        self.payload_type = rows["payload_type"].copy()
        self.sequence_offset = (rows["sequence_offset"] & 0xFFFF).astype(np.uint16)
        self.timestamp_offset = rows["timestamp_offset"].copy()
        self.transport = rows["transport"].copy()
        self.mid = rows["mid"].copy()
        self.picture_offset = rows["picture_offset"].copy()
        self.tl0_offset = rows["tl0_offset"].copy()
        self.key_offset = rows["key_offset"].copy()
        self.head = np.zeros(len(numbers), _FIXED_HEADER)
        self.head["ssrc"] = rows["ssrc"]
        self.second, self.sequence = self.head["second"], self.head["sequence"]
        self.timestamp = self.head["timestamp"]
        self.head_octets = self.head.view(np.uint8).reshape(len(numbers), FIXED)[:, 1:]
        keeping = np.flatnonzero((rows["twcc_id"] != 0) & (rows["rtx_ssrc"] == 0))
        self.keeping = keeping if len(keeping) else None
        self.keeping_numbers = np.asarray(numbers, np.intp)[keeping]
        self.sent_feedback = table.sent_feedback


class PythonPlans:
    """Plans by layer, made at the first packet after an event."""

    def __init__(self, table: SubscriptionTable, transports: TransportTable, vector_from: int = VECTOR) -> None:
        self._table = table
        self._transports = transports
        self._vector_from = vector_from
        self._plans: dict[int, LayerPlan] = {}

    def forward(self, layer: int, packet: SourcePacket, level: int, now: float, out: list[Outgoing]) -> None:
        plan = self._plans.get(layer)
        if plan is None:
            taking = np.flatnonzero(self._table.rows["layer"] == layer).tolist()
            plan = self._plans[layer] = LayerPlan(self._table, self._transports, taking, self._vector_from)
        plan.forward(packet, level, now, out)

    def settle(self) -> None:
        for plan in self._plans.values():
            plan.settle()

    def forget(self) -> None:
        self.settle()
        self._plans.clear()

    def attend(self, every: bool) -> None:
        """Every packet is."""


class LayerPlan:
    """All rows that take one layer, as they stand now; settle it and throw it away at the next event."""

    def __init__(
        self, table: SubscriptionTable, transports: TransportTable, taking: list[int], vector_from: int
    ) -> None:
        self._table = table
        self._transports = transports
        self._numbers = np.asarray(taking, np.intp)
        records = table.rows[self._numbers]
        layouts: dict[Layout, list[int]] = {}
        for number, *ids in zip(taking, *(records[name].tolist() for name in _LAYOUT), strict=True):
            layouts.setdefault(layout(*ids), []).append(number)
        self._groups = [_Group(form, numbers, table, vector_from) for form, numbers in layouts.items()]
        self._highest_floor = int(records["floor"].max(initial=0))
        self._packets = 0
        self._octets = 0
        self._newest: SourcePacket | None = None
        self._sent_at = 0.0
        self._pictures: Vp8Descriptor | None = None

    def forward(self, packet: SourcePacket, level: int, now: float, out: list[Outgoing]) -> None:
        """Appends the packet as each row shall have it. `level`: its audio level octet, -1 when it carries none."""
        late = packet.sequence < self._highest_floor
        size = packet.header.payload_end - packet.header.payload_offset
        for group in self._groups:
            form, base = group_base(group.layout, packet, level)
            common = _Common(form, base, packet, packet.descriptor if group.pictures else None)
            if late:
                rows = [row for row in group.rows if packet.sequence >= row.floor]
                _forward_few(rows, common, self._transports.feedback, out)
                numbers = [row.number for row in rows]
                self._table.rows["packets"][numbers] += np.uint64(1)
                self._table.rows["octets"][numbers] += np.uint64(size)
            elif group.vector is not None:
                _forward_many(group.vector, common, self._transports.feedback_sequence, out)
            else:
                _forward_few(group.rows, common, self._transports.feedback, out)
        if late:
            return
        self._packets += 1
        self._octets += size
        newest = self._newest
        if newest is None or packet.sequence > newest.sequence:
            self._newest = packet
            self._sent_at = now
            if packet.descriptor is not None:
                self._pictures = packet.descriptor

    def settle(self) -> None:
        """Writes to the rows what was forwarded since the last time."""
        if self._packets == 0:
            return
        rows, numbers = self._table.rows, self._numbers
        rows["packets"][numbers] += np.uint64(self._packets)
        rows["octets"][numbers] += np.uint64(self._octets)
        self._packets = self._octets = 0
        newest, self._newest = self._newest, None
        if newest is None:
            return
        last = newest.sequence + rows["sequence_offset"][numbers]
        ahead = (last > rows["last_sequence"][numbers]) | (rows["started"][numbers] == 0)
        numbers = numbers[ahead]
        rows["started"][numbers] = 1
        rows["last_sequence"][numbers] = last[ahead]
        rows["last_timestamp"][numbers] = rows["timestamp_offset"][numbers] + np.uint32(newest.header.timestamp)
        rows["last_sent"][numbers] = self._sent_at
        found, self._pictures = self._pictures, None
        if found is not None:
            picture = rows["picture_offset"][numbers] + np.uint16(found.picture_id or 0)
            rows["last_picture"][numbers] = picture & 0x7FFF
            rows["last_tl0"][numbers] = rows["tl0_offset"][numbers] + np.uint8(found.tl0picidx or 0)
            rows["last_key"][numbers] = (rows["key_offset"][numbers] + np.uint8(found.key_index or 0)) & 0x1F


def form_of(form: Layout, packet: SourcePacket, level: int) -> HeaderForm:
    """The form of one packet in a layout, by what it carries."""
    if level >= 0:
        return form.with_level
    if form.descriptor_id:
        value = packet.header.extensions.get(DESCRIPTOR_ID)
        if value is not None:
            return described(form, value)
    return form.without_level


def group_base(form: Layout, packet: SourcePacket, level: int) -> tuple[HeaderForm, bytearray]:
    """The form for this packet and the whole packet in it, all but a row's own values. A filler gets one octet of
    padding.
    """
    chosen = form_of(form, packet, level)
    header = packet.header
    if header.payload_end > header.payload_offset:
        return chosen, base_packet(chosen, packet.data[header.payload_offset : header.payload_end], level, packet.at)
    base = base_packet(chosen, b"\x01", level, packet.at)
    base[0] |= 0x20
    return chosen, base


def _forward_few(
    rows: Iterable[_Constants],
    common: _Common,
    feedback: memoryview,
    out: list[Outgoing],
) -> None:
    form, base, packet, pictures = common
    header = packet.header
    mark = 0x80 if header.marker else 0
    source, timestamp = packet.sequence, header.timestamp
    payload_at = len(form.template)
    twcc_at, mid_at, mid_end = form.twcc_at, form.mid_at, form.mid_at + form.mid_length
    for owner, second, offset, ticks, ssrc, transport, kept, mid, picture, tl0, key, _, _ in rows:
        sequence = (source + offset) & 0xFFFF
        pack_fixed(base, 1, second | mark, sequence, (timestamp + ticks) & 0xFFFFFFFF, ssrc)
        if twcc_at:
            number = feedback[transport]
            feedback[transport] = (number + 1) & 0xFFFFFFFF
            number &= 0xFFFF
            pack_16(base, twcc_at, number)
            if kept is not None:
                kept[sequence & (HISTORY - 1)] = number
        if mid_at:
            base[mid_at:mid_end] = mid
        if pictures is not None:
            write_pictures(base, payload_at, pictures, (picture, tl0, key))
        out.append((owner, bytes(base)))


def _forward_many(
    rows: _Vector,
    common: _Common,
    feedback: NDArray[np.uint32],
    out: list[Outgoing],
) -> None:
    form, base, packet, pictures = common
    header = packet.header
    count, size = len(rows.owners), len(base)
    sequence = rows.sequence_offset + np.uint16(packet.sequence & 0xFFFF)
    rows.sequence[:] = sequence
    rows.timestamp[:] = rows.timestamp_offset + np.uint32(header.timestamp)
    rows.second[:] = rows.payload_type | np.uint8(0x80 if header.marker else 0)
    matrix = np.empty((count, size), np.uint8)
    matrix[:] = np.frombuffer(base, np.uint8)
    matrix[:, 1:FIXED] = rows.head_octets
    if form.twcc_at:
        number = feedback[rows.transport]
        feedback[rows.transport] = number + np.uint32(1)
        low = number.astype(np.uint16)
        matrix[:, form.twcc_at : form.twcc_at + 2].view(">u2")[:, 0] = low
        if rows.keeping is not None:
            slots = sequence[rows.keeping] & np.uint16(HISTORY - 1)
            rows.sent_feedback[rows.keeping_numbers, slots] = low[rows.keeping]
    if form.mid_at:
        matrix[:, form.mid_at : form.mid_at + form.mid_length] = rows.mid[:, : form.mid_length]
    if pictures is not None:
        _pictures_of_many(matrix, len(form.template), pictures, rows)
    flat = matrix.reshape(-1).data
    out += zip(rows.owners, [flat[at : at + size] for at in range(0, count * size, size)], strict=True)


def _pictures_of_many(matrix: NDArray[np.uint8], start: int, found: Vp8Descriptor, rows: _Vector) -> None:
    if found.picture_id is not None:
        at = start + found.picture_id_offset
        picture = rows.picture_offset + np.uint16(found.picture_id)
        if found.picture_id_bits == 15:
            matrix[:, at : at + 2].view(">u2")[:, 0] = picture | np.uint16(0x8000)
        else:
            matrix[:, at] = (picture & np.uint16(0x7F)).astype(np.uint8)
    if found.tl0picidx is not None:
        matrix[:, start + found.tl0picidx_offset] = rows.tl0_offset + np.uint8(found.tl0picidx)
    if found.key_index is not None:
        at = start + found.key_index_offset
        key = (rows.key_offset + np.uint8(found.key_index)) & np.uint8(0x1F)
        matrix[:, at] = matrix[:, at] & np.uint8(0xE0) | key
