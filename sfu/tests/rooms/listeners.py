"""Subscribers whose connection only keeps what it is sent, for publications driven packet by packet."""

from __future__ import annotations

from dataclasses import dataclass, field

from sfu.core.records import Negotiated
from sfu.rooms.node import Node
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Publication
from sfu.rooms.subscription import Subscription
from sfu.wire import rtp


@dataclass
class Wire:
    """A connection that is up and takes everything."""

    node: Node
    connected: bool = True
    _packets: list[bytes] = field(default_factory=list)

    def serve(self, row: int) -> None:
        """What the C kernel sends for this row of TransportTable comes here, too."""
        if self.node.kernel is not None:
            native = self.node.kernel.transport(self)
            native.path(-1, None)
            native.serve(row)

    @property
    def packets(self) -> list[bytes]:
        """What came so far."""
        self.node.port._flush_kernel()
        return self._packets

    def deliver(self, packet: bytes) -> None:
        self._packets.append(packet)

    def send_rtp(self, packet: bytes | bytearray | memoryview) -> bool:
        self.node.port._flush_kernel()  # what was sent before
        self._packets.append(bytes(packet))
        return True

    def gather_rtp(self, packet: bytes | bytearray | memoryview, *, last: bool) -> bool:
        return self.send_rtp(packet)

    def flush(self) -> None:
        """Nothing is held back."""

    @property
    def read(self) -> list[tuple[int, int, int, bytes]]:
        """(payload type, sequence, timestamp, payload) of each packet."""
        found = []
        for packet in self.packets:
            header = rtp.parse(packet)
            payload = packet[header.payload_offset : header.payload_end]
            found.append((header.payload_type, header.sequence, header.timestamp, payload))
        return found


def listen(who: Participant, publication: Publication, **payload_types: int) -> tuple[Subscription, Wire]:
    """Subscribes over a Wire; `payload_types`: codec name → the subscriber's payload type for it."""
    who.subscribing.choose(publication, wanted=True)
    subscription = who.subscribing.get(publication.sid)
    assert subscription is not None
    wire = Wire(who.node)
    wire.serve(who.transport_row)
    subscription.transport = wire  # type: ignore[assignment]
    negotiate(subscription, **payload_types)
    return subscription, wire


def negotiate(subscription: Subscription, **payload_types: int) -> None:
    """What the subscriber's sections say now."""
    choices = {}
    for source in subscription.publication.sources():
        assert source.encoding is not None
        payload_type = payload_types.get(source.encoding.mime.partition("/")[2].lower())
        if payload_type is not None:
            row = subscription.subscriber.transport_row
            choices[source] = Negotiated(subscription.ssrc, payload_type, row, audio_level_id=3)
    subscription.activate(choices)
