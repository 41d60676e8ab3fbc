"""One stream with all spatial layers in it: what it says of itself, and who gets which of its layers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
from livekit.protocol.models import TrackType, VideoLayer, VideoQuality
from livekit.protocol.rtc import AddTrackRequest, SimulcastCodec

from sfu.core.layers import LOW, MEDIUM, TrackSetting
from sfu.net.kernel_shapes import extension
from sfu.rooms.clock import Clock
from sfu.rooms.publication import Encoding, Publication
from sfu.rooms.subscribing import Subscribing
from sfu.rooms.subscription import Subscription
from sfu.tests.api.stage import Stage, stage
from sfu.tests.core.svc import DD_ID, Encoder, Frame, frame_of
from sfu.tests.rooms.listeners import Wire, listen
from sfu.wire import rtp, vp8

AV1 = Encoding("video/AV1", 90000, 96, None, "")
VP8 = Encoding("video/VP8", 90000, 96, None, "")
built = pytest.mark.skipif(extension() is None, reason="the packet path in C was not built")
QUALITIES = (VideoQuality.LOW, VideoQuality.MEDIUM, VideoQuality.HIGH)
LAYERS = [VideoLayer(quality=quality, width=320 << i, height=180 << i) for i, quality in enumerate(QUALITIES)]


@asynccontextmanager
async def camera_of(
    mode: str = "L3T3_KEY", layers: list[VideoLayer] = LAYERS, encoding: Encoding = AV1, *, kernel: bool = True
) -> AsyncIterator[Camera]:
    """A node whose clock is the camera's."""
    now = [1000.0]
    async with stage(clock=Clock(monotonic=lambda: now[0], wall=lambda: now[0]), kernel=kernel) as on:
        yield Camera(on, now, mode, layers, encoding)


class Camera:
    """Sends a picture at a time, of all layers; a keyframe when it was asked for one."""

    def __init__(
        self, on: Stage, now: list[float], mode: str, layers: list[VideoLayer], encoding: Encoding = AV1
    ) -> None:
        self.on = on
        self.now = now
        self.room = on.node.create_room("call")
        self.owner, self.link = on.join(self.room, "ann")
        self.name = encoding.mime.rpartition("/")[2].lower()
        codec = SimulcastCodec(codec=self.name, cid="cam", layers=layers)
        request = AddTrackRequest(cid="cam", type=TrackType.VIDEO, layers=layers, simulcast_codecs=[codec])
        self.publication: Publication = self.owner.add_track(request)
        transports = on.node.transports
        self.publication.negotiate(
            encoding, mid="1", rids=[], audio_level_id=0, descriptor_id=DD_ID, transports=transports
        )
        self.encoder = Encoder(mode, self.name, described=encoding is AV1)
        self.owner.receiving.expect(self.publication, "1", [self.encoder.ssrc], {})
        self.owner.publish(self.publication)
        self.frames: dict[int, Frame] = {}

    def send(self, pictures: int) -> None:
        for _ in range(pictures):
            self.now[0] += 1 / 30
            now = self.now[0]
            key = bool(self.owner.receiving.keyframe_requests(self.publication, now))
            made = self.encoder.frames(key=key)
            self.frames.update({frame.number: frame for frame in made})
            for packet in self.encoder.send(made):
                self._arrive(packet.data, now)
            self.publication.refresh_live(now)
            self.publication.measure(now)

    def _arrive(self, packet: bytes, now: float) -> None:
        """By the packet path in C, if there is one, and to Python what that leaves."""
        native = self.owner.publisher.native
        event = native.take(packet, now) if native is not None else None
        if native is None:
            self.owner.receiving.on_rtp(packet, now)
        elif event is not None:
            self.owner.receiving.on_rtp(event.data, now)

    def watch(self, name: str, quality: int) -> tuple[Subscription, Wire]:
        watcher, _ = self.on.join(self.room, name)
        subscription, wire = listen(watcher, self.publication, **{self.name: 45})
        self.wish(subscription, quality)
        return subscription, wire

    def wish(self, subscription: Subscription, quality: int, fps: int = 0) -> None:
        subscribing = subscription.subscriber.subscribing
        assert isinstance(subscribing, Subscribing)
        subscribing.set(subscription.sid, TrackSetting(quality=quality, fps=fps))

    def layers_of(self, wire: Wire, last: int) -> set[int]:
        """Spatial layers of the last packets that came."""
        headers = [(rtp.parse(packet), packet) for packet in wire.packets[-last:]]
        return {self.frames[frame_of(p[h.payload_offset : h.payload_end])[0]].spatial for h, p in headers}


async def test_it_says_that_its_layers_are_in_one_stream() -> None:
    async with camera_of() as camera:
        (codec,) = camera.publication.info.codecs
        assert camera.publication.scalable
        assert not camera.publication.info.simulcast
        assert codec.video_layer_mode == VideoLayer.MULTIPLE_SPATIAL_LAYERS_PER_STREAM
        assert [layer.spatial_layer for layer in codec.layers] == [0, 1, 2]


async def test_a_track_of_one_layer_takes_the_fast_way() -> None:
    async with camera_of("L1T1", LAYERS[2:]) as camera:
        assert not camera.publication.scalable
        _, wire = camera.watch("bob", LOW)
        camera.send(10)
        assert len(wire.packets) == 20


async def test_each_gets_the_layer_it_asked_for_and_changes_it() -> None:
    async with camera_of() as camera:
        camera.send(3)
        (low, small), (_, large) = camera.watch("bob", LOW), camera.watch("carol", 2)
        camera.send(40)
        assert camera.layers_of(small, 20) == {0}
        assert camera.layers_of(large, 20) == {2}  # between keyframes nobody needs the others
        camera.wish(low, MEDIUM)
        camera.send(40)
        assert camera.layers_of(small, 20) == {1}
        assert camera.layers_of(large, 20) == {2}
        for wire in (small, large):
            numbers = [rtp.parse(packet).sequence for packet in wire.packets]
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


async def test_who_wants_a_layer_that_is_not_sent_gets_the_best_there_is() -> None:
    async with camera_of("L3T3") as camera:
        _, wire = camera.watch("bob", 2)
        camera.send(20)
        assert camera.layers_of(wire, 20) == {0, 1, 2}
        camera.encoder.sending = 2
        camera.send(90)
        assert camera.publication.live == (0, 1)
        assert camera.layers_of(wire, 20) == {0, 1}
        assert camera.publication.expectation()[1] == 1


async def test_a_stream_of_fewer_layers_than_declared_lacks_the_lowest_qualities() -> None:
    async with camera_of("L2T3") as camera:
        camera.send(3)
        (low, _), (_, medium), (_, high) = (camera.watch(str(quality), quality) for quality in QUALITIES)
        camera.send(60)
        assert camera.layers_of(medium, 20) == {0}
        assert camera.layers_of(high, 20) == {0, 1}
        assert camera.publication.expectation()[1] == 0
        camera.wish(low, MEDIUM)
        told = [m.subscribed_quality_update for m in camera.link.sent if m.HasField("subscribed_quality_update")]
        assert not told or {q.quality for q in told[-1].subscribed_codecs[0].qualities} == {0, 1, 2}


async def test_the_cost_of_a_layer_is_all_that_belongs_to_it() -> None:
    async with camera_of("L3T3") as camera:
        camera.watch("bob", LOW)
        camera.send(60)
        costs = [camera.publication.cost(layer) for layer in range(3)]
        assert 1.9 < costs[1] / costs[0] < 2.1
        assert 2.8 < costs[2] / costs[0] < 3.2


async def test_only_what_somebody_wants_shall_be_sent() -> None:
    async with camera_of() as camera:
        camera.send(3)
        subscription, _ = camera.watch("bob", LOW)
        told = [m.subscribed_quality_update for m in camera.link.sent if m.HasField("subscribed_quality_update")]
        (codec,) = told[-1].subscribed_codecs
        assert codec.codec == "av1"
        assert {q.quality: q.enabled for q in codec.qualities} == {0: True, 1: False, 2: False}
        camera.wish(subscription, 2)
        told = [m.subscribed_quality_update for m in camera.link.sent if m.HasField("subscribed_quality_update")]
        assert all(q.enabled for q in told[-1].subscribed_codecs[0].qualities)


@pytest.mark.parametrize("kernel", [False, pytest.param(True, marks=built)])
async def test_who_wants_fewer_pictures_gets_fewer_of_the_same_stream(kernel: bool) -> None:
    async with camera_of("L1T3", LAYERS[2:], VP8, kernel=kernel) as camera:
        (slow, few), (_, all_of_them) = camera.watch("bob", 2), camera.watch("carol", 2)
        camera.send(80)
        whole = len(all_of_them.packets)
        camera.wish(slow, 2, fps=8)
        before = len(few.packets)
        camera.send(80)
        assert len(all_of_them.packets) - whole == 160
        assert 40 <= len(few.packets) - before <= 46  # a quarter, from the next gate on
        camera.wish(slow, 2)
        camera.send(40)
        before = len(few.packets)
        camera.send(40)
        assert len(few.packets) - before == 80
        for wire in (few, all_of_them):
            headers = [rtp.parse(packet) for packet in wire.packets]
            numbers = [header.sequence for header in headers]
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
            found = [
                vp8.parse(p[h.payload_offset : h.payload_end]) for h, p in zip(headers, wire.packets, strict=True)
            ]
            pictures = [picture.picture_id or 0 for picture in found[::2]]
            assert all((two - one) & 0x7FFF == 1 for one, two in pairwise(pictures))
