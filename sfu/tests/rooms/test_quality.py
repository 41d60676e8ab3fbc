"""Connection quality as clients are told it: what came of what was declared and wanted; what a line holds back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from livekit.protocol.models import (
    ConnectionQuality,
    ParticipantInfo,
    TrackSource,
    TrackType,
    VideoLayer,
    VideoQuality,
)
from livekit.protocol.rtc import AddTrackRequest

from sfu.core.layers import LOW, TrackSetting
from sfu.rooms import downlink
from sfu.rooms.clock import Clock
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Encoding
from sfu.rooms.receiving import ExtensionIds
from sfu.rooms.subscription import NOTHING
from sfu.rooms.ticks import Ticker
from sfu.tests.api.stage import KeptLink, Stage, stage
from sfu.tests.rooms.listeners import listen
from sfu.wire import rtp

EXCELLENT, GOOD, POOR = ConnectionQuality.EXCELLENT, ConnectionQuality.GOOD, ConnectionQuality.POOR
VP8 = Encoding("video/VP8", 90000, 96, None, "")
MID, RID = 3, 4
PAYLOAD = 1000
DECLARED = (80_000, 400_000)  # bits a second of the small and the large layer: 10 and 50 packets
WINDOW = 5.0


class Camera:
    """Two layers, sent at any share of what was declared of them."""

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

    def want(self, setting: TrackSetting | None = None) -> None:
        listen(self.viewer, self.publication, vp8=45)
        if setting is not None:
            self.viewer.subscribing.set(self.publication.sid, setting)


def grades(link: KeptLink, of: Participant) -> list[int]:
    """What a client was told of somebody, oldest first."""
    updates = [u for m in link.sent if m.HasField("connection_quality") for u in m.connection_quality.updates]
    return [update.quality for update in updates if update.participant_sid == of.sid]


@asynccontextmanager
async def camera(source: TrackSource = TrackSource.CAMERA) -> AsyncIterator[Camera]:
    now = [1000.0]
    async with stage(clock=Clock(monotonic=lambda: now[0], wall=lambda: now[0]), kernel=False) as on:
        yield Camera(on, now, source)


PROFILES = [
    ("all that was declared", 1.0, 1.0, EXCELLENT),
    ("half of it", 0.5, 0.5, EXCELLENT),
    ("a quarter", 0.25, 0.25, GOOD),
    ("a 25th", 0.04, 0.04, POOR),
    ("the small layer whole, a tenth of the large one", 1.0, 0.1, GOOD),
]


@pytest.mark.parametrize(("small", "large", "grade"), [p[1:] for p in PROFILES], ids=[p[0] for p in PROFILES])
async def test_a_publisher_is_graded_by_what_comes_of_what_it_declared(
    small: float, large: float, grade: int
) -> None:
    async with camera() as cam:
        cam.want()
        cam.send(8 * WINDOW, small, large)
        assert grades(cam.link, cam.owner)[-1] == grade
        assert grades(cam.viewers_link, cam.viewer)[-1] == EXCELLENT  # not the viewer's fault


async def test_a_layer_nobody_wants_is_not_expected() -> None:
    async with camera() as cam:
        cam.want(TrackSetting(quality=LOW))
        cam.send(4 * WINDOW, 1.0, 0.02)
        assert set(grades(cam.link, cam.owner)) == {EXCELLENT}


async def test_a_layer_that_was_never_sent_is_missing_and_its_bits_are_not() -> None:
    async with camera() as cam:
        cam.want()
        cam.send(8 * WINDOW, 1.0, 0.0)
        assert cam.publication.expectation() == (DECLARED[0], 1)
        assert grades(cam.link, cam.owner)[-1] == GOOD


async def test_a_screen_that_stands_still_is_excellent() -> None:
    async with camera(TrackSource.SCREEN_SHARE) as cam:
        cam.want()
        cam.send(4 * WINDOW, 0.1, 0.1)
        assert set(grades(cam.link, cam.owner)) == {EXCELLENT}


async def test_the_time_before_a_mute_ended_is_not_held_against_it() -> None:
    async with camera() as cam:
        cam.want()
        cam.send(2 * WINDOW, 1.0, 1.0)
        cam.publication.set_muted(True)
        cam.send(0.8 * WINDOW, 0.0, 0.0)
        cam.publication.set_muted(False)
        cam.send(2.2 * WINDOW, 1.0, 1.0)
        assert set(grades(cam.link, cam.owner)) == {EXCELLENT}


@pytest.mark.parametrize(
    ("line", "limit", "grade"),
    [(2.0 * DECLARED[1], 1, EXCELLENT), (2.0 * DECLARED[0], 0, GOOD), (0.5 * DECLARED[0], NOTHING, POOR)],
    ids=["both layers fit", "a layer less than wanted", "paused"],
)
async def test_a_viewer_is_graded_by_what_its_line_holds_back(
    line: float, limit: int, grade: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downlink, "START", line)  # what is assumed until feedback comes, and none does here
    async with camera() as cam:
        cam.viewer.downlink.negotiated(5)
        cam.want()
        subscription = cam.viewer.subscribing.get(cam.publication.sid)
        assert subscription is not None
        for _ in range(4):
            cam.viewer.sending.expected += 300  # as receiver reports would say
            cam.send(WINDOW, 1.0, 1.0)
        assert subscription.limit == limit
        assert grades(cam.viewers_link, cam.viewer)[-1] == grade
