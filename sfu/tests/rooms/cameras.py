"""A camera of two layers whose rates the test sets, its viewer, and the node's clock in the test's hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from livekit.protocol.models import ParticipantInfo, TrackSource, TrackType, VideoLayer, VideoQuality
from livekit.protocol.rtc import AddTrackRequest

from sfu.core.layers import TrackSetting
from sfu.rooms.clock import Clock
from sfu.rooms.publication import Encoding
from sfu.rooms.receiving import ExtensionIds
from sfu.rooms.subscription import Subscription
from sfu.rooms.ticks import Ticker
from sfu.tests.api.stage import Stage, stage
from sfu.tests.rooms.listeners import listen
from sfu.wire import rtp

VP8 = Encoding("video/VP8", 90000, 96, None, "")
MID, RID = 3, 4
PAYLOAD = 1000
DECLARED = (80_000, 400_000)  # bits a second of the small and the large layer: 10 and 50 packets


class Camera:
    """Two layers of Ann's, for Bob, sent at any share of what was declared of them."""

    def __init__(self, on: Stage, now: list[float], source: TrackSource) -> None:
        self.on, self.now = on, now
        self.room = on.node.create_room("call")
        self.owner, self.link = on.join(self.room, "ann")
        self.viewer, self.viewers_link = on.join(self.room, "bob")
        for person in (self.owner, self.viewer):
            person.info.state = ParticipantInfo.ACTIVE
        layers = [
            VideoLayer(quality=quality, width=320 << i, height=180 << i, bitrate=DECLARED[i])
            for i, quality in enumerate((VideoQuality.LOW, VideoQuality.HIGH))
        ]
        self.publication = self.owner.add_track(
            AddTrackRequest(cid="cam", type=TrackType.VIDEO, source=source, layers=layers)
        )
        self.publication.negotiate(VP8, mid="1", rids=["q", "f"], audio_level_id=0, transports=on.node.transports)
        self.owner.receiving.use_extension_ids(ExtensionIds(mid=MID, rid=RID))
        self.owner.receiving.expect(self.publication, "1", [], {})
        self.owner.publish(self.publication)
        self.ticker = Ticker(on.node)
        self._sequence = [100, 5000]
        self._owed = [0.0, 0.0]

    def send(self, seconds: float, small: float, large: float) -> None:
        """`small` and `large`: shares of the declared rates."""
        for _ in range(round(seconds * 50)):
            self.now[0] += 0.02
            now = self.now[0]
            for layer, share in enumerate((small, large)):
                self._owed[layer] += DECLARED[layer] / 8 * share * 0.02
                while self._owed[layer] >= PAYLOAD:
                    self._owed[layer] -= PAYLOAD
                    self._packet(layer, now)
            for person in (self.owner, self.viewer):
                person.subscriber.last_check = person.publisher.last_check = now
            self.ticker.tick(now)

    def _packet(self, layer: int, now: float) -> None:
        self._sequence[layer] += 1
        payload = bytes([0x10, 0x00]) + bytes(PAYLOAD - 2)
        timestamp = round(now * 90_000) & 0xFFFF_FFFF
        names = {MID: b"1", RID: b"qf"[layer : layer + 1]}
        packet = rtp.build(96, self._sequence[layer], timestamp, 70 + layer, payload, extensions=names)
        self.owner.receiving.on_rtp(packet, now)

    def want(self, setting: TrackSetting | None = None) -> Subscription:
        """The viewer subscribes."""
        subscription, _ = listen(self.viewer, self.publication, vp8=45)
        if setting is not None:
            self.viewer.subscribing.set(self.publication.sid, setting)
        return subscription


@asynccontextmanager
async def camera(source: TrackSource = TrackSource.CAMERA) -> AsyncIterator[Camera]:
    now = [1000.0]
    async with stage(clock=Clock(monotonic=lambda: now[0], wall=lambda: now[0]), kernel=False) as on:
        yield Camera(on, now, source)
