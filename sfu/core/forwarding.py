"""One publication to its subscribers: each packet looked at once, then rewritten for every row that takes its layer.

The rule: between two events (switch, pause, restart) a row's mapping is constant: out sequence = the layer's
number + offset. So one out sequence number stands for exactly one source packet, and gaps are only those the
publisher's network made. Events settle the plans, write rows, and let the next packet plan anew.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np

from sfu.wire.rtcp import SenderReport
from sfu.wire.rtp import Buffer, RtpHeader

from . import reports
from .bandwidth.padding import can_pad, padding
from .classes import START, next_step, spatial_of
from .feeds import Feeds
from .history import SourcePacket
from .keyframes import KeyframeRequests
from .mapping import advance, begin, comes_after, is_fresh
from .plans import Outgoing, Plans, PlansMaker, PythonPlans
from .records import HISTORY, MUTED, NO_LAYER, PAUSED, Negotiated, RowOwner, SubscriptionTable, TransportTable
from .repeats import BUDGET_BURST, Repeater, level_of, next_feedback, packet_for
from .source import Report, SourceLayer
from .thinning import Look, Thinning

__all__ = ["MUTED", "PAUSED", "Forwarder", "Kind", "Negotiated", "Outgoing"]

Kind = Literal["audio", "video"]

_NEGOTIATED: Final = (
    "ssrc",
    "payload_type",
    "transport",
    "rtx_ssrc",
    "rtx_payload_type",
    "mid_id",
    "audio_level_id",
    "twcc_id",
    "abs_send_time_id",
    "descriptor_id",
)


class Forwarder:
    """One publication. Rows are named by `owner.row` (see SubscriptionTable); layers are 0 (lowest) upward, audio
    has only 0.

    `mime` as in LiveKit ("video/VP8", "audio/opus", …); `clock_rate` in Hz. `audio_level_id` is the id of RFC
    6464's extension in the publisher's packets (0: none; assignable later; of video always 0). `rng` gives the first
    sequence numbers and timestamps. `plans` makes the forwarding function; without it, Python's.
    """

    def __init__(
        self,
        kind: Kind,
        mime: str,
        clock_rate: int,
        transports: TransportTable,
        *,
        audio_level_id: int = 0,
        rng: random.Random | None = None,
        plans: PlansMaker = PythonPlans,
    ) -> None:
        self.kind: Kind = kind
        self.mime = mime
        self.clock_rate = clock_rate
        self.audio_level_id = audio_level_id
        self.table = SubscriptionTable()
        self.keyframes = KeyframeRequests()
        self._transports = transports
        self._rng = rng or random.Random()
        self._sources: dict[int, SourceLayer] = {}
        self.plans: Plans = plans(self.table, transports)
        self._waiting: dict[int, list[int]] | None = None
        self.feeds = Feeds(mime, self.source)
        self._repeater = Repeater(self.table, transports)

    @property
    def audio_level_id(self) -> int:
        return self._audio_level_id

    @audio_level_id.setter
    def audio_level_id(self, identifier: int) -> None:
        """Offers name one for the whole connection; classes of a layered stream have their own ids (`history`)."""
        self._audio_level_id = identifier if self.kind == "audio" else 0

    # ---- rows ------------------------------------------------------------------------------------------------------

    def add(self, owner: RowOwner, negotiated: Negotiated) -> int:
        """A row for `owner` (its `row` is set); nothing flows until `set_target`."""
        self._event()
        number = self.table.add(owner)
        row = self.table.rows[number]
        row["layer"] = row["target"] = NO_LAYER
        row["rtx_sequence"] = self._rng.randrange(1, 1 << 15)
        row["repeat_budget"] = BUDGET_BURST
        self._write_negotiated(row, negotiated)
        return number

    def renegotiate(self, row: int, negotiated: Negotiated) -> None:
        """Other payload type, extension ids or RTX for the same stream. Packets sent before cannot be repeated
        any more.
        """
        self._event()
        record = self.table.rows[row]
        self._write_negotiated(record, negotiated)
        record["repeat_floor"] = record["last_sequence"] + 1

    @staticmethod
    def _write_negotiated(row: Any, negotiated: Negotiated) -> None:
        if len(negotiated.mid) > 16:
            raise ValueError("mid is longer than 16 octets")
        for name in _NEGOTIATED:
            row[name] = getattr(negotiated, name)
        size = len(negotiated.mid)
        row["mid"] = np.frombuffer(negotiated.mid.ljust(16, b"\0"), np.uint8)
        row["mid_length"] = size if negotiated.mid_id else 0
        if not size:
            row["mid_id"] = 0

    def remove(self, row: int) -> None:
        """Ends the row; another owner's `row` may change."""
        self._event()
        self.table.remove(row)

    # ---- decisions -------------------------------------------------------------------------------------------------

    def set_target(self, row: int, layer: int | None) -> None:
        """Which layer, or which class of a layered stream (see `classes.class_of`), the row shall have. Video: in
        force from the layer's next keyframe on, or where the stream lets it be entered, until then the old one goes
        on; audio: at once. None stops the row at once. Asking for the layer in force takes back a pending switch.
        """
        record = self.table.rows[row]
        target = NO_LAYER if layer is None else layer
        if record["target"] == target:
            return
        self._event()
        record["target"] = target
        if layer is None:
            record["layer"] = NO_LAYER

    def pause(self, row: int, reason: int = 1) -> None:
        """Stops the row at once and keeps its target; `reason` is a flag (PAUSED, MUTED). Numbers go on without a
        gap.
        """
        record = self.table.rows[row]
        if record["flags"] & reason == reason:
            return
        self._event()
        record["flags"] |= reason
        record["layer"] = NO_LAYER

    def resume(self, row: int, reason: int = 1) -> None:
        """Takes back one reason; with none left video goes on at the target's next keyframe, audio at the next
        packet.
        """
        record = self.table.rows[row]
        if not record["flags"] & reason:
            return
        self._event()
        record["flags"] &= ~reason & 0xFF

    def drop_current(self, row: int) -> None:
        """Stops the layer in force at once, when the line is full: the target goes on at its next keyframe, and what
        was sent is not repeated any more.
        """
        self._event()
        record = self.table.rows[row]
        record["layer"] = NO_LAYER
        record["repeat_floor"] = record["last_sequence"] + 1

    def restart_layer(self, layer: int) -> None:
        """The layer's source changed (a new SSRC): its next packets begin anew, the subscribers' numbers go on."""
        for number, source in self._sources.items():
            if self.feeds.stream_of(number) == layer:
                source.restart()
                self._stop_layer(number)

    # ---- keyframes -------------------------------------------------------------------------------------------------

    def needs_keyframe(self) -> set[int]:
        """Layers that some running row waits for; always empty for audio. Ask for them throttled: see
        `keyframe_requests`.
        """
        if self.kind != "video":
            return set()
        had = self.table.rows["layer"]
        return {
            self.feeds.stream_of(target)
            for target, numbers in self._waiting_rows().items()
            if any(had[n] == NO_LAYER or spatial_of(int(had[n])) != spatial_of(target) for n in numbers)
        }

    def on_picture_loss(self, row: int) -> int | None:
        """The subscriber asked for a keyframe (PLI, FIR): notes the wish, returns the layer meant (None: nothing
        to ask).
        """
        record = self.table.rows[row]
        target = int(record["target"])
        if self.kind == "audio" or target == NO_LAYER or record["flags"]:
            return None
        layer = self.feeds.stream_of(target)
        self.keyframes.ask(layer)
        return layer

    def on_given_up(self, layer: int) -> None:
        """Packets of a layer will not come: a wish for a keyframe, if some row has it in force.

        Nobody's loss asks for nothing: what libwebrtc sends as probes cannot be repeated, and a PLI to any layer
        makes it send keyframes on all of them.
        """
        had = set(self.table.rows["layer"].tolist()) - {NO_LAYER}
        if self.kind == "video" and any(self.feeds.stream_of(number) == layer for number in had):
            self.keyframes.ask(layer)

    def keyframe_requests(self, now: float) -> list[int]:
        """Layers to send a PLI to the publisher for, now: needs and wishes, throttled, repeated until a keyframe
        comes.

        Call it after events and on a tick of 20 to 200 ms.
        """
        return self.keyframes.due(now, self.needs_keyframe())

    # ---- media -----------------------------------------------------------------------------------------------------

    def on_packet(self, layer: int, header: RtpHeader, data: Buffer, now: float) -> Sequence[Outgoing]:
        """One packet of the publisher, header parsed, RTX and FEC already undone; `data` must not change afterwards.

        Duplicates, padding-only packets in order, and what is too old give nothing.
        """
        thinning = self.feeds.thinning(layer, self.table.rows) if self.kind == "video" else None
        self.plans.attend(self.feeds.cut(self.table.rows))
        if thinning is not None:
            return self._on_layered(layer, thinning, header, data, now)
        source = self.source(layer)
        out: list[Outgoing] = []
        restarts = source.restarts
        packet = source.place(header, data, now)
        if source.restarts != restarts:
            self._stop_layer(layer)
        if packet is not None:
            self._forward(layer, packet, now, out)
        if source.repeat:
            source.repeat = False
            out += self.on_packet(layer, header, data, now)
        return out

    def _on_layered(
        self, layer: int, thinning: Thinning, header: RtpHeader, data: Buffer, now: float
    ) -> Sequence[Outgoing]:
        """One packet of a stream with classes: to each class that somebody has, and through its gate."""
        out: list[Outgoing] = []
        for look in thinning.look(header, data, now):
            self._take(layer, thinning, look, now, out)
        return out

    def _take(self, layer: int, thinning: Thinning, look: Look, now: float, out: list[Outgoing]) -> None:
        """See `_on_layered`, of a classified packet."""
        placed = {n: self._place(n, thinning, look, now) for n in self.feeds.classes(layer, self.table.rows)}
        if look.verdict.gate is START:
            self.keyframes.received(layer, now)
        entering = self._entering(layer, look)
        for number in entering:
            if number not in placed:
                self.feeds.include(layer, number)
                placed[number] = self._place(number, thinning, look, now)
        leaving = self._leave(entering, placed, look)
        for number, packets in placed.items():
            for packet in packets:
                self.plans.forward(number, packet, -1, now, out)
        inside = look.verdict.gate is not None and look.verdict.gate.inside
        for number, rows in leaving.items():
            self._switch(rows, number, placed[number][-1], now, out, inside=inside)

    def _leave(
        self, entering: Mapping[int, list[int]], placed: Mapping[int, list[SourcePacket]], look: Look
    ) -> dict[int, list[int]]:
        """Takes rows that go to another class out of theirs, before it has the packet. Of `entering` those that do: a
        packet that comes late is no gate for who has more of the stream.
        """
        leaving: dict[int, list[int]] = {}
        rows = self.table.rows
        for number, waiting in entering.items():
            if not placed[number] or not (look.newest or self.feeds.has_since(number, look.header.sequence)):
                continue
            packet, restarts = placed[number][-1], self.source(number).restarts
            self.settle()
            fresh = [
                row
                for row in waiting
                if is_fresh(rows[row], number, packet, restarts)
                and (look.newest or comes_after(rows[row], number, packet, self._sources))
            ]
            if (rows["layer"][fresh] != NO_LAYER).any():
                self._event()
                rows["layer"][fresh] = NO_LAYER
            leaving[number] = fresh
        return leaving

    def _entering(self, layer: int, look: Look) -> dict[int, list[int]]:
        """Class to the waiting rows that enter it at this packet. Who goes on in the midst of a stream does so when
        nothing from before is missing: it would come too late for the new class.
        """
        entering: dict[int, list[int]] = {}
        verdict = look.verdict
        if verdict.gate is None or (verdict.gate.inside and not look.settled):
            return entering
        had = self.table.rows["layer"]
        for target, rows in self._waiting_rows().items():
            if self.feeds.stream_of(target) != layer:
                continue
            for row in rows:
                before = int(had[row])
                number = next_step(None if before == NO_LAYER else before, target, verdict)
                if number is not None:
                    entering.setdefault(number, []).append(row)
        return entering

    def _place(self, number: int, thinning: Thinning, look: Look, now: float) -> list[SourcePacket]:
        """The packet in its place in a class, and before it the doubtful one that it confirmed."""
        source = self.source(number)
        restarts = source.restarts
        header, data = thinning.packet(number, look)
        found = [source.place(header, data, now)]
        if source.restarts != restarts:
            self._stop_layer(number)
        if source.repeat:
            source.repeat = False
            found.append(source.place(header, data, now))
        return [packet for packet in found if packet is not None]

    def _forward(self, layer: int, packet: SourcePacket, now: float, out: list[Outgoing]) -> None:
        self.plans.forward(layer, packet, level_of(packet, self.audio_level_id), now, out)
        if packet.starts:
            if self.kind == "video":
                self.keyframes.received(layer, now)
            waiting = self._waiting_rows().get(layer)
            if waiting:
                self._switch(waiting, layer, packet, now, out)

    def _waiting_rows(self) -> dict[int, list[int]]:
        """Layer to the running rows that wait for it."""
        if self._waiting is None:
            rows = self.table.rows
            found = np.flatnonzero(
                (rows["target"] != NO_LAYER) & (rows["target"] != rows["layer"]) & (rows["flags"] == 0)
            )
            self._waiting = {}
            for number in found.tolist():
                self._waiting.setdefault(int(rows["target"][number]), []).append(number)
        return self._waiting

    def _switch(
        self,
        numbers: list[int],
        layer: int,
        packet: SourcePacket,
        now: float,
        out: list[Outgoing],
        *,
        inside: bool = False,
    ) -> None:
        """The rows take the layer from `packet` on: it, and what overtook it on the way here. `inside`: they may have
        the lower part of its picture.
        """
        self._event()
        source = self._sources[layer]
        later = (source.store.get(sequence) for sequence in range(packet.sequence + 1, source.newest + 1))
        packets = [packet, *(each for each in later if each is not None)]
        for number in numbers:
            row = self.table.rows[number]
            if not is_fresh(row, layer, packet, source.restarts):
                continue
            first = (self._rng.randrange(1, 1 << 15), self._rng.getrandbits(32))
            begin(
                row,
                layer,
                packet,
                self._sources,
                clock_rate=self.clock_rate,
                now=now,
                first=first,
                inside=inside,
            )
            out += [(self.table.owners[number], self._write(number, row, each, now)) for each in packets]

    def _write(self, number: int, row: Any, packet: SourcePacket, now: float) -> bytearray:
        """One packet for one row in flow, outside of the plans."""
        feedback = next_feedback(row, self._transports)
        sequence = packet.sequence + int(row["sequence_offset"])
        self.table.sent_feedback[number, sequence % HISTORY] = feedback
        row["packets"] += 1
        row["octets"] += packet.header.payload_end - packet.header.payload_offset
        advance(row, packet, sequence, now)
        return packet_for(row, row, packet, level_of(packet, self.audio_level_id), feedback)

    def _event(self) -> None:
        """Before rows are read or written: the plans' news go into them, and the next packet plans anew."""
        self.plans.forget()
        self.feeds.changed()
        self._waiting = None

    def settle(self) -> None:
        """Makes `table.rows` true: counters and last values of what was forwarded so far."""
        self.plans.settle()

    def _stop_layer(self, layer: int) -> None:
        """Rows that take the layer wait for it anew."""
        self._event()
        layers = self.table.rows["layer"]
        layers[layers == layer] = NO_LAYER

    def source(self, layer: int) -> SourceLayer:
        """The numbering of a layer, made if need be."""
        found = self._sources.get(layer)
        if found is None:
            found = self._sources[layer] = SourceLayer(self.mime)
            found.clock = self.feeds.clock_of(layer)
            found.report = next((s.report for s in self._sources.values() if s.clock is found.clock), None)
        return found

    def release(self) -> None:
        """The publication ended: the packets kept for repeating, by far the most it has, go now."""
        self._sources.clear()
        self.feeds.release()

    @property
    def last_received(self) -> dict[int, float]:
        """Layer to when its newest packet came (for `layers.live_layers`)."""
        return {
            layer: source.last_received for layer, source in self._sources.items() if source.last_received is not None
        }

    def retransmit(self, row: int, sequences: Iterable[int], now: float) -> list[Outgoing]:
        """Packets for a subscriber's NACK (out sequence numbers). By RTX where negotiated, else the identical bytes.

        The same packet at most once a round trip (`rows["rtt"]`), all of a row within a byte budget; unknown ones
        are left out.
        """
        self.settle()
        owner = self.table.owners[row]
        packets = self._repeater.repeat(row, sequences, self._sources, self.audio_level_id, now)
        return [(owner, packet) for packet in packets]

    def padding(self, row: int, octets: int, now: float) -> list[bytearray]:
        """Packets without content for the row's transport, `octets` in all, to probe its line; empty where the row
        cannot (see `bandwidth.padding`).
        """
        self.settle()
        return padding(self.table.rows[row], octets, self._transports, now)

    def can_pad(self, row: int) -> bool:
        """Whether `padding` would give something."""
        self.settle()
        return can_pad(self.table.rows[row])

    def frame_rate(self, layer: int, now: float) -> float:
        """Pictures a second that came of a layer lately; 0 when too little is known."""
        if self.feeds.scalable:
            return self.feeds.frame_rate(now)
        source = self._sources.get(layer)
        return 0.0 if source is None else source.store.frame_rate(now)

    def octets(self) -> dict[int, int]:
        """Layer to octets of media that came so far, padding left out."""
        of_one = self.feeds.octets()
        if of_one is not None:
            return of_one
        return {layer: int(source.state.head) for layer, source in self._sources.items()}

    # ---- reports ---------------------------------------------------------------------------------------------------

    def on_sender_report(self, layer: int, ntp: int, rtp_timestamp: int, now: float) -> None:
        """The publisher's sender report for the layer's SSRC; `ntp` 64 bits (32.32)."""
        report = Report(ntp, rtp_timestamp, now)
        for number, source in self._sources.items():
            if self.feeds.stream_of(number) == layer:
                source.report = report

    def sender_report(self, row: int, now_ntp: int, now: float) -> SenderReport | None:
        """The report to send to the row's subscriber, on the publisher's own clock, so that its audio and video
        stay together.

        None before a packet went out or before the layer in force had a report of its own (which it has soon
        after a switch). A publisher that sent none within 5 s of media gets one made from `now_ntp` (our wall
        clock, 64 bits).
        """
        self.settle()
        columns = self.table.columns
        source = self._sources.get(columns["layer"].item(row))
        if source is None:
            return None
        return reports.sender_report(columns, row, source, clock_rate=self.clock_rate, now_ntp=now_ntp, now=now)

    def on_receiver_report(self, row: int, last_report: int, delay: int, now: float) -> float | None:
        """Reads LSR and DLSR (RFC 3550 6.4.1, both 32 bits) of the subscriber's report block: the round trip in
        seconds.

        It is kept in the row (smoothed) for retransmissions. None when the block names no report of ours.
        """
        return reports.round_trip(self.table.columns, row, last_report, delay, now)
