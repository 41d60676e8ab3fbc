"""One publisher and its subscribers twice: once with the packet path in Python, once in C, given the same packets.

Everything above the packet path is the server's own code (Receiving, Publication, Forwarder); only sockets and keys
are left out: packets come and go plain.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

from livekit.protocol.models import ClientInfo, TrackSource, TrackType, VideoQuality
from livekit.protocol.models import VideoLayer as LayerInfo
from livekit.protocol.rtc import AddTrackRequest, SignalResponse

from auth.room_token import Grant
from sfu.core.forwarding import Negotiated
from sfu.net.kernel import KernelTransport
from sfu.rooms.clock import Clock
from sfu.rooms.node import Node, NodeSettings
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Encoding, Publication
from sfu.rooms.receiving import ExtensionIds

IDS = ExtensionIds(mid=1, rid=2, repaired_rid=3, audio_level=4, transport_sequence=5)
PAYLOAD_TYPE = 96
RTX_PAYLOAD_TYPE = 97


class SilentLink:
    """A client that is told everything and says nothing."""

    def send(self, message: SignalResponse) -> None: ...
    def subscriptions_changed(self) -> None: ...
    def close(self, reason: Any, action: Any) -> None: ...


@dataclass
class Subscriber:
    """Holds a row, and what was sent to it."""

    native: KernelTransport | None = None
    row: int = -1
    got: list[bytes] = field(default_factory=list)

    @property
    def transport(self) -> Subscriber:
        return self

    def send_rtp(self, packet: bytes | bytearray | memoryview) -> bool:
        if self.native is not None:
            return self.native.send(packet)
        self.got.append(bytes(packet))
        return True

    def gather_rtp(self, packet: bytes | bytearray | memoryview, *, last: bool) -> bool:
        return self.send_rtp(packet)


class World:
    """`kernel`: which of the two. `kind` and `mime` as Forwarder has them."""

    def __init__(self, *, kernel: bool, kind: str, mime: str, layered: bool, subscribers: int) -> None:
        self._loop = asyncio.new_event_loop()  # never runs: aiortc's objects want one to belong to
        asyncio.set_event_loop(self._loop)
        self.node = Node(NodeSettings("node", ("127.0.0.1",), kernel=kernel), Clock())
        assert (self.node.kernel is not None) is kernel, "the extension is not built: make setup"
        room = self.node.create_room("room")
        grant = Grant(identity="ada", room="room", room_join=True, can_publish=True, expires_at=2e9)
        self.publisher = Participant(room, grant, ClientInfo(), single=True, auto_subscribe=False, link=SilentLink())
        self.publisher.rtcp_ssrc, self.publisher.sid = 1, "PA_same"
        room.participants["ada"] = self.publisher
        self.publication = self._publish(kind, mime, layered)
        self.subscribers: list[Subscriber] = []
        for i in range(subscribers):
            self._subscribe(i)

    def _publish(self, kind: str, mime: str, layered: bool) -> Publication:
        request = AddTrackRequest(
            cid="cid",
            type=TrackType.VIDEO if kind == "video" else TrackType.AUDIO,
            source=TrackSource.CAMERA if kind == "video" else TrackSource.MICROPHONE,
            sid="TR_same",
        )
        rids = ["q", "h", "f"] if layered else []
        for quality, rid in enumerate(rids):
            request.layers.append(
                LayerInfo(quality=VideoQuality.Name(quality), width=160 << quality, height=90 << quality, rid=rid)
            )
        publication = self.publisher.add_track(request)
        rtx = RTX_PAYLOAD_TYPE if kind == "video" else None
        encoding = Encoding(mime, 90000 if kind == "video" else 48000, PAYLOAD_TYPE, rtx, "")
        publication.negotiate(
            encoding, mid="0", rids=rids, audio_level_id=IDS.audio_level, transports=self.node.transports
        )
        publication.forwarder._rng = random.Random(7)
        self.publisher.receiving.use_extension_ids(IDS)
        self.publisher.receiving.expect(publication, "0", [], {})
        self.publisher.publish(publication)
        return publication

    def _subscribe(self, i: int) -> None:
        subscriber = Subscriber()
        transport = self.node.transports.add()
        if self.node.kernel is not None:
            subscriber.native = self.node.kernel.transport(subscriber)
            subscriber.native.serve(transport)
        terms = Negotiated(
            ssrc=100 + i,
            payload_type=100 + i,
            transport=transport,
            rtx_ssrc=200 + i if i % 2 else 0,
            rtx_payload_type=110 if i % 2 else 0,
            mid=b"m" * (i % 4),
            mid_id=(1, 16, 3, 2)[i % 4],
            audio_level_id=(0, 6)[i % 2],
            twcc_id=(5, 0, 9)[i % 3],
            abs_send_time_id=(0, 7)[i % 2],
        )
        self.publication.forwarder.add(subscriber, terms)
        self.subscribers.append(subscriber)

    def take(self, packet: bytes, now: float) -> None:
        """One packet of the publisher, and what follows."""
        native = self.publisher.publisher.native
        if native is None:
            self.publisher.on_rtp(self.publisher.publisher, packet, now)
        else:
            event = native.take(packet, now)
            if event is not None:
                self.publisher.on_rtp(self.publisher.publisher, event.data, event.at)
        self.flush(now)

    def flush(self, now: float) -> None:
        """What C has queued comes out."""
        if self.node.kernel is not None:
            self.node.kernel.flush(now)
            for _, owner, packet in self.node.kernel.outbox():
                owner.got.append(packet)

    def repeat(self, who: int, sequences: list[int], now: float) -> None:
        """A subscriber's NACK."""
        forwarder = self.publication.forwarder
        for _, packet in forwarder.retransmit(self.subscribers[who].row, sequences, now):
            self.subscribers[who].send_rtp(packet)
        self.flush(now)

    def told(self, now: float) -> dict[str, Any]:
        """All that anybody could see of it at this moment."""
        receiving, publication = self.publisher.receiving, self.publication
        self.publisher.receiving.observe_levels()
        publication.forwarder.settle()
        self.node.count()
        streams = [layer.stream for _, layer in sorted(publication.layers.items())]
        rows = publication.forwarder.table.rows
        return {
            "got": [subscriber.got for subscriber in self.subscribers],
            "rows": {name: rows[name].tolist() for name in rows.dtype.names or ()},
            "kept": publication.forwarder.table.sent_feedback[: len(rows)].tolist(),
            "feedback numbers": self.node.transports.feedback_sequence.tolist(),
            "streams": [(s.packets, s.octets, s.lost, s.jitter_seconds, s.last_received) for s in streams],
            "reports": receiving.reports(now),
            "requests": receiving.requests(now),
            "feedback": receiving.feedback.build(1, 2, now),
            "speakers": self.publisher.room.speakers.update(now),
            "live": publication.live,
            "forwarded": self.node.counters.forwarded,
        }

    def close(self) -> None:
        """Frees what C holds."""
        for subscriber in self.subscribers:
            if subscriber.native is not None:
                subscriber.native.close()
        asyncio.set_event_loop(None)
        self._loop.close()
