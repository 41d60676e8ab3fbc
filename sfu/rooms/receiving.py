"""A publisher's packets: which publication and layer they belong to, what to acknowledge, ask for and pass on.

The rule: a packet's SSRC is learnt once, from the offer or from mid and rid extensions (RFC 8843 section 9.2);
after that it is one dictionary look-up.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

from sfu.core.feedback import FeedbackRecorder
from sfu.core.reception import Arrival
from sfu.rooms.alternatives import receiver_of
from sfu.rooms.publication import MAX_LAYERS, Layer, Publication
from sfu.wire import rtcp, rtp, rtx
from sfu.wire.errors import WireError

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant

_MAX_ROUTES: Final = 128  # SSRCs a participant may use at once


class ExtensionIds(NamedTuple):
    """The ids of one peer connection's header extensions (one BUNDLE group has one numbering), 0: not negotiated."""

    mid: int = 0
    rid: int = 0
    repaired_rid: int = 0
    audio_level: int = 0
    transport_sequence: int = 0
    dependency_descriptor: int = 0


class _Route(NamedTuple):
    publication: Publication
    layer: Layer
    repairs: bool  # an RTX stream


class Receiving:
    """The receiving half of one participant."""

    def __init__(self, participant: "Participant") -> None:
        self._participant = participant
        self._drops = participant.node.drops
        self._counters = participant.node.counters
        self._routes: dict[int, _Route] = {}  # changed by `_add_route` and `_end_routes` alone: the kernel knows them
        self._by_mid: dict[str, Publication] = {}
        self._announced: dict[int, tuple[Publication, int | None]] = {}  # SSRC from SDP → (publication, repairs SSRC)
        self._extension_ids = ExtensionIds()
        self.feedback = FeedbackRecorder()

    # ---- what negotiation says ----

    @property
    def extension_ids(self) -> ExtensionIds:
        """As the publisher's last offer says."""
        return self._extension_ids

    def use_extension_ids(self, ids: ExtensionIds) -> None:
        """A new offer's."""
        self._extension_ids = ids
        native = self._participant.publisher.native
        if native is not None:
            native.ids(ids.transport_sequence, ids.audio_level, self.feedback.noted)

    def expect(self, publication: Publication, mid: str, ssrcs: list[int], repairs: dict[int, int]) -> None:
        """The section `mid` brings this publication; `ssrcs` and `repairs` (RTX → media) as the offer names them."""
        self._by_mid[mid] = publication
        self._announced = {s: a for s, a in self._announced.items() if a[0] is not publication}
        if publication.layered:
            return
        for ssrc in ssrcs[:1]:
            self._announced[ssrc] = (publication, None)
        for repair, media in repairs.items():
            self._announced[repair] = (publication, media)

    def forget(self, publication: Publication) -> None:
        """The publication ended."""
        self._end_routes(publication)
        self._by_mid = {m: p for m, p in self._by_mid.items() if p is not publication}
        self._announced = {s: a for s, a in self._announced.items() if a[0] is not publication}

    # ---- packets ----

    def on_rtp(self, packet: bytes, now: float) -> None:
        """One plaintext packet of the publisher, to everyone who gets its layer."""
        try:
            header = rtp.parse(packet)
        except WireError:
            self._drops.add("rtp_malformed")
            return
        route = self._routes.get(header.ssrc)
        if route is None:
            route = self._discover(header)
            if route is None:
                self._drops.add("rtp_unknown_stream")
                return
        ids, found = self.extension_ids, header.extensions
        publication, layer, repairs = route
        if repairs:
            self._acknowledge(found.get(ids.transport_sequence), now)
            recovered = self._recovered(route, header, packet, now)
            if recovered is None:
                return
            header, packet = recovered
            layer.recovered = now
        else:
            arrival = layer.stream.on_packet(header.sequence, header.timestamp, len(packet), now)
            if layer.stream.missing:
                self._participant.node.hurry()
            if not arrival.keep:
                return
            if arrival is Arrival.LATE:
                layer.recovered = now
            self._acknowledge(found.get(ids.transport_sequence), now)
            if arrival is Arrival.RESTART:
                publication.forwarder.restart_layer(layer.index)
        if layer.index not in publication.live:
            publication.refresh_live(now)
        if publication.info.muted:
            return
        if publication.kind == "audio":
            level = found.get(ids.audio_level)
            if level:
                self._observe_noted(publication, layer)
                self._observe(publication, level[0] & 0x7F, header.timestamp, now)
        self._forward(publication, layer.index, header, packet, now)

    def observe_levels(self) -> None:
        """The audio levels of packets that the kernel passed on by itself."""
        for publication in self._participant.sources():
            for layer in publication.layers.values():
                self._observe_noted(publication, layer)

    def _observe_noted(self, publication: Publication, layer: Layer) -> None:
        noted = layer.levels
        count, noted.count = noted.count, 0
        for i in range(count):
            self._observe(publication, noted.level[i], noted.timestamp[i], noted.at[i])

    def _observe(self, publication: Publication, level: int, timestamp: int, now: float) -> None:
        speakers, who = self._participant.room.speakers, self._participant.sid
        speakers.observe(who, level, timestamp, now, publication.forwarder.clock_rate)

    def _acknowledge(self, sequence: bytes | None, now: float) -> None:
        """Only what was kept: the sender forgets what is acknowledged and could not repeat it."""
        if sequence is not None and len(sequence) >= 2:
            self.feedback.on_packet(sequence[0] << 8 | sequence[1], now)

    def _forward(
        self, publication: Publication, layer: int, header: rtp.RtpHeader, packet: bytes, now: float
    ) -> None:
        sent = 0
        gather, last = publication.kind == "video", header.marker
        for owner, outgoing in publication.forwarder.on_packet(layer, header, packet, now):
            transport = owner.transport  # type: ignore[attr-defined]  # rows are held by Subscriptions alone
            if transport.gather_rtp(outgoing, last=last) if gather else transport.send_rtp(outgoing):
                sent += 1
        self._counters.forwarded += sent

    def on_sender_report(self, report: rtcp.SenderReport, now: float) -> None:
        """The publisher's clock for one stream."""
        route = self._routes.get(report.ssrc)
        if route is not None and not route.repairs:
            route.layer.stream.on_sender_report(report.ntp, report.rtp_timestamp, now)
            route.publication.forwarder.on_sender_report(route.layer.index, report.ntp, report.rtp_timestamp, now)

    def _recovered(
        self, route: _Route, header: rtp.RtpHeader, packet: bytes, now: float
    ) -> tuple[rtp.RtpHeader, bytes] | None:
        """The packet inside an RTX packet, if it was missing: senders also use old ones as padding."""
        if header.payload_size < 2 or route.publication.encoding is None:
            return None
        sequence = int.from_bytes(packet[header.payload_offset : header.payload_offset + 2], "big")
        if not route.layer.stream.on_recovered(sequence, len(packet), now):
            return None
        try:
            inner = rtx.unwrap(packet, header, route.layer.stream.ssrc, route.publication.encoding.payload_type)
            return rtp.parse(inner), inner
        except WireError:
            self._drops.add("rtp_malformed")
            return None

    # ---- which stream is it ----

    def _discover(self, header: rtp.RtpHeader) -> _Route | None:
        if len(self._routes) >= _MAX_ROUTES:
            return None
        announced = self._announced.get(header.ssrc)
        route = self._from_offer(header, *announced) if announced else self._from_extensions(header)
        if route is not None:
            self._add_route(header.ssrc, route)
        return route

    def _add_route(self, ssrc: int, route: _Route) -> None:
        self._routes[ssrc] = route
        native, publication, layer = self._participant.publisher.native, route.publication, route.layer
        if native is None or publication.native is None or route.repairs:
            return  # what RTX brings is unwrapped in Python
        source = publication.forwarder.source(layer.index)
        native.route(
            ssrc,
            stream=layer.stream.state,
            layer=source.state,
            levels=layer.levels,
            publication=publication.native,
            index=layer.index,
        )

    def _end_routes(self, publication: Publication, layer: int | None = None) -> None:
        """Of one layer, or of all of them."""
        native = self._participant.publisher.native
        for ssrc, route in list(self._routes.items()):
            if route.publication is publication and layer in (None, route.layer.index):
                del self._routes[ssrc]
                if native is not None:
                    native.unroute(ssrc)

    def _from_offer(self, header: rtp.RtpHeader, publication: Publication, repairs: int | None) -> _Route | None:
        if repairs is None:
            publication = receiver_of(publication, header.payload_type)
            return _Route(publication, self._bind(publication, header.ssrc, ""), repairs=False)
        media = self._routes.get(repairs)
        return _Route(publication, media.layer, repairs=True) if media is not None else None

    def _from_extensions(self, header: rtp.RtpHeader) -> _Route | None:
        ids, found = self.extension_ids, header.extensions
        publication = self._by_mid.get(_text(found.get(ids.mid)))
        if publication is None or publication.encoding is None:
            return None
        publication = receiver_of(publication, header.payload_type)
        assert publication.encoding is not None
        repaired, rid = _text(found.get(ids.repaired_rid)), _text(found.get(ids.rid))
        encoding = publication.encoding
        if repaired or header.payload_type == encoding.rtx_payload_type:
            layer = publication.layers.get(publication.layer_index(repaired))
            return _Route(publication, layer, repairs=True) if layer is not None else None
        if header.payload_type != encoding.payload_type or (publication.layered and not rid):
            return None
        return _Route(publication, self._bind(publication, header.ssrc, rid), repairs=False)

    def _bind(self, publication: Publication, ssrc: int, rid: str) -> Layer:
        layer = publication.bind(ssrc, rid)
        self._end_routes(publication, layer.index)  # a layer has one source: those of the one before end here
        assert len(publication.layers) <= MAX_LAYERS
        return layer

    # ---- what is asked of the publisher ----

    @property
    def missing(self) -> bool:
        """Whether a packet may have to be asked for."""
        return any(layer.stream.missing for p in self._participant.sources() for layer in p.layers.values())

    def requests(self, now: float) -> list[rtcp.Packet]:
        """NACKs and keyframe requests that are due."""
        sender = self._participant.rtcp_ssrc
        packets: list[rtcp.Packet] = []
        for publication in self._participant.sources():
            if publication.kind != "video" or not publication.layers:
                continue
            for layer in publication.layers.values():
                missing = layer.stream.nacks_due(now)
                if missing:
                    self._counters.nacks_sent += len(missing)
                    packets.append(rtcp.Nack(sender, layer.stream.ssrc, tuple(missing)))
                if layer.stream.take_given_up():
                    publication.forwarder.on_given_up(layer.index)
            packets.extend(self.keyframe_requests(publication, now))
        return packets

    def keyframe_requests(self, publication: Publication, now: float) -> list[rtcp.Packet]:
        """PLIs due for one publication."""
        found: list[rtcp.Packet] = []
        for index in publication.forwarder.keyframe_requests(now):
            layer = publication.layers.get(index)
            if layer is not None:
                self._counters.plis_sent += 1
                found.append(rtcp.Pli(self._participant.rtcp_ssrc, layer.stream.ssrc))
        return found

    def reports(self, now: float) -> list[rtcp.ReportBlock]:
        """Receiver report blocks of every stream."""
        blocks = []
        for publication in self._participant.sources():
            for layer in publication.layers.values():
                block = layer.stream.report(now)
                if block is not None:
                    blocks.append(rtcp.ReportBlock(*block))
        return blocks


def _text(value: bytes | None) -> str:
    return value.decode("ascii", "ignore") if value else ""
