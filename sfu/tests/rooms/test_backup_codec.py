"""A backup codec: asked for when somebody needs it, taken by whom the policy says, and the stream goes on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from livekit.protocol.models import BackupCodecPolicy, SubscriptionError, TrackType, VideoLayer, VideoQuality
from livekit.protocol.rtc import AddTrackRequest, SimulcastCodec

from sfu.rooms.alternatives import cannot_decode
from sfu.rooms.figures import Sampler
from sfu.rooms.participant import Participant, PublishRefusedError
from sfu.rooms.publication import Encoding, Publication
from sfu.rooms.subscription import Subscription
from sfu.tests.api.stage import KeptLink, Stage, stage
from sfu.tests.rooms.listeners import Wire, listen, negotiate
from sfu.wire import rtp
from sfu.wire.sequence import diff16

VP9 = Encoding("video/VP9", 90000, 98, None, "profile-id=0")
VP8 = Encoding("video/VP8", 90000, 96, None, "")
VP9_KEY = bytes([0x0C]) + b"key"  # begins and ends a frame, predicted from nothing
VP9_DELTA = bytes([0x4C]) + b"delta"
VP8_KEY = bytes([0x10, 0x00]) + b"key"
VP8_DELTA = bytes([0x10, 0x01]) + b"delta"
PRIMARY, BACKUP = 9, 8  # SSRCs
SIMULCAST, REGRESSION = BackupCodecPolicy.SIMULCAST, BackupCodecPolicy.PREFER_REGRESSION


class Camera:
    """A publisher of VP9 that says it could send VP8, too."""

    def __init__(self, on: Stage, policy: BackupCodecPolicy) -> None:
        self.on = on
        self.room = on.node.create_room("call")
        self.owner, self.link = on.join(self.room, "ann")
        request = AddTrackRequest(
            cid="cam",
            type=TrackType.VIDEO,
            simulcast_codecs=[SimulcastCodec(codec="vp9", cid="cam"), SimulcastCodec(codec="vp8")],
            backup_codec_policy=policy,
        )
        self.publication = self.owner.add_track(request)
        self._negotiate(self.publication, VP9, "1", PRIMARY)
        self.owner.publish(self.publication)
        self.now = 1000.0
        self._sequence = {PRIMARY: 100, BACKUP: 5000}

    def add_backup(self) -> Publication:
        """What the client does on being asked for VP8."""
        request = AddTrackRequest(
            cid="cam2",
            sid=self.publication.sid,
            type=TrackType.VIDEO,
            simulcast_codecs=[SimulcastCodec(codec="vp8", cid="cam2", layers=[VideoLayer(width=640, height=360)])],
        )
        backup = self.owner.add_track(request)
        self._negotiate(backup, VP8, "2", BACKUP)
        self.owner.publish(backup)
        return backup

    def _negotiate(self, publication: Publication, encoding: Encoding, mid: str, ssrc: int) -> None:
        transports = self.on.node.transports
        publication.negotiate(encoding, mid=mid, rids=[], audio_level_id=0, transports=transports)
        self.owner.receiving.expect(publication, mid, [ssrc], {})

    def send(self, ssrc: int, payload: bytes) -> None:
        self.now += 0.02
        self._sequence[ssrc] += 1
        payload_type = 98 if ssrc == PRIMARY else 96
        timestamp = round(self.now * 90000) & 0xFFFF_FFFF
        packet = rtp.build(payload_type, self._sequence[ssrc], timestamp, ssrc, payload, marker=True)
        self.owner.receiving.on_rtp(packet, self.now)

    def asked(self) -> dict[str, bool]:
        """Codec → is any quality of it wanted, as the publisher was last told."""
        told = [m.subscribed_quality_update for m in self.link.sent if m.HasField("subscribed_quality_update")]
        return {each.codec: any(q.enabled for q in each.qualities) for each in told[-1].subscribed_codecs}


def watch(who: Participant, publication: Publication, **payload_types: int) -> tuple[Subscription, Wire]:
    """Subscribes as `listen`; a client without a decoder says so."""
    subscription, wire = listen(who, publication, **payload_types)
    if not subscription.choices:
        cannot_decode(subscription)
    return subscription, wire


def errors(link: KeptLink) -> list[SubscriptionError]:
    return [m.subscription_response.err for m in link.sent if m.HasField("subscription_response")]


async def test_the_backup_is_asked_for_only_when_somebody_needs_it(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        camera = Camera(on, SIMULCAST)
        (bob, _), (cy, cys) = on.join(camera.room, "bob"), on.join(camera.room, "cy")
        info = camera.publication.info
        assert [codec.mime_type for codec in info.codecs] == ["video/VP9", "video/VP8"]
        watch(bob, camera.publication, vp9=98, vp8=96)
        assert not [m for m in camera.link.sent if m.HasField("subscribed_quality_update")]
        watch(cy, camera.publication, vp8=96)
        assert camera.asked() == {"vp9": True, "vp8": True}
        assert errors(cys) == []
        camera.add_backup()
        assert (info.codecs[1].cid, info.codecs[1].mid, info.codecs[1].layers[0].width) == ("cam2", "2", 640)
        assert (info.mime_type, info.mid, len(info.codecs)) == ("video/VP9", "1", 2)
        assert list(camera.owner.publications) == [camera.publication.sid]


async def test_both_at_once_each_gets_the_best_it_can_decode(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        camera = Camera(on, SIMULCAST)
        (bob, _), (cy, _) = on.join(camera.room, "bob"), on.join(camera.room, "cy")
        at_bob, bobs = watch(bob, camera.publication, vp9=98, vp8=96)
        at_cy, cys = watch(cy, camera.publication, vp8=96)
        camera.add_backup()
        assert camera.asked() == {"vp9": True, "vp8": True}  # also before cy has negotiated it
        negotiate(at_bob, vp9=98, vp8=96)
        negotiate(at_cy, vp8=96)
        assert camera.asked() == {"vp9": True, "vp8": True}
        for payload in (VP9_KEY, VP9_DELTA):
            camera.send(PRIMARY, payload)
        for payload in (VP8_KEY, VP8_DELTA):
            camera.send(BACKUP, payload)
        assert [payload for *_, payload in bobs.read] == [VP9_KEY, VP9_DELTA]
        assert [(t, payload) for t, _, _, payload in cys.read] == [(96, VP8_KEY), (96, VP8_DELTA)]
        cy.room.leave(cy, 1)  # type: ignore[arg-type]  # CLIENT_INITIATED
        assert camera.asked() == {"vp9": True, "vp8": False}


async def test_regression_moves_everybody_when_the_backup_flows_and_the_stream_goes_on(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        camera = Camera(on, REGRESSION)
        (bob, _), (cy, _) = on.join(camera.room, "bob"), on.join(camera.room, "cy")
        at_bob, bobs = watch(bob, camera.publication, vp9=98, vp8=96)
        camera.send(PRIMARY, VP9_KEY)
        at_cy, _ = watch(cy, camera.publication, vp8=96)
        backup = camera.add_backup()
        negotiate(at_bob, vp9=98, vp8=96)
        negotiate(at_cy, vp8=96)
        camera.send(PRIMARY, VP9_DELTA)
        assert at_bob.source is camera.publication
        assert camera.asked() == {"vp9": True, "vp8": True}
        camera.send(BACKUP, VP8_DELTA)  # flows, but nobody can begin here
        assert at_bob.source is backup
        assert camera.asked() == {"vp9": False, "vp8": True}
        assert backup.forwarder.needs_keyframe() == {0}
        camera.send(PRIMARY, VP9_DELTA)
        camera.send(BACKUP, VP8_KEY)
        read = bobs.read
        assert [(t, payload) for t, _, _, payload in read] == [(98, VP9_KEY), (98, VP9_DELTA), (96, VP8_KEY)]
        assert [diff16(sequence, read[0][1]) for _, sequence, _, _ in read] == [0, 1, 2]
        steps = [(b[2] - a[2]) & 0xFFFF_FFFF for a, b in pairwise(read)]
        assert all(0 < step < 90000 for step in steps)
        assert {rtp.parse(packet).ssrc for packet in bobs.packets} == {at_bob.ssrc}


async def test_when_the_backup_ends_those_who_can_go_back(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        camera = Camera(on, REGRESSION)
        (bob, _), (cy, _) = on.join(camera.room, "bob"), on.join(camera.room, "cy")
        at_bob, bobs = watch(bob, camera.publication, vp9=98, vp8=96)
        at_cy, _ = watch(cy, camera.publication, vp8=96)
        backup = camera.add_backup()
        negotiate(at_bob, vp9=98, vp8=96)
        negotiate(at_cy, vp8=96)
        camera.send(BACKUP, VP8_KEY)
        camera.owner.unpublish(backup)
        assert camera.publication.sid in camera.owner.publications
        assert not backup.forwarder._sources  # its packets are given back
        assert (at_bob.source, at_cy.row) == (camera.publication, -1)
        camera.send(BACKUP, VP8_DELTA)
        camera.send(PRIMARY, VP9_KEY)
        assert [t for t, *_ in bobs.read] == [96, 98]
        assert camera.asked() == {"vp9": True, "vp8": True}
        assert camera.add_backup() is not backup


async def test_without_a_backup_the_subscriber_hears_that_it_cannot(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        camera = Camera(on, SIMULCAST)
        bob, bobs = on.join(camera.room, "bob")
        del camera.publication.info.codecs[1:]
        at_bob, _ = watch(bob, camera.publication)
        assert errors(bobs) == [SubscriptionError.SE_CODEC_UNSUPPORTED]
        cannot_decode(at_bob)
        assert len(errors(bobs)) == 1
        assert camera.asked() == {"vp9": False}


async def test_one_track_takes_one_backup_in_another_codec(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        camera = Camera(on, SIMULCAST)
        camera.add_backup()
        third = AddTrackRequest(cid="cam3", sid=camera.publication.sid, type=TrackType.VIDEO)
        with pytest.raises(PublishRefusedError, match="no other codec"):
            camera.owner.add_track(third)
        other, _ = on.join(camera.room, "bob")
        with pytest.raises(PublishRefusedError, match="sid is in use"):
            other.add_track(third)


async def test_qualities_are_told_per_codec(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        camera = Camera(on, SIMULCAST)
        (bob, _), (cy, _) = on.join(camera.room, "bob"), on.join(camera.room, "cy")
        watch(bob, camera.publication, vp9=98, vp8=96)
        at_cy, _ = watch(cy, camera.publication, vp8=96)
        at_cy.setting = type(at_cy.setting)(quality=VideoQuality.LOW)
        camera.room.dynacast(camera.publication)
        update = [m.subscribed_quality_update for m in camera.link.sent if m.HasField("subscribed_quality_update")][
            -1
        ]
        assert {c.codec: [q.quality for q in c.qualities if q.enabled] for c in update.subscribed_codecs} == {
            "vp9": [0, 1, 2],
            "vp8": [0],
        }
        assert [q.quality for q in update.subscribed_qualities if q.enabled] == [0, 1, 2]


async def test_figures_look_where_the_packets_come_from(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        camera = Camera(on, REGRESSION)
        bob, _ = on.join(camera.room, "bob")
        at_bob, bobs = watch(bob, camera.publication, vp9=98, vp8=96)
        camera.send(PRIMARY, VP9_KEY)
        camera.add_backup()
        negotiate(at_bob, vp9=98, vp8=96)
        camera.send(BACKUP, VP8_KEY)
        sampler = Sampler(on.node)
        sampler.sample(0.0)
        for _ in range(10):
            camera.send(BACKUP, VP8_DELTA)
        at_bob.forwarder.settle()  # as reports do once a second
        sampler.sample(1.0)
        assert len(bobs.packets) == 12
        figures = on.node.figures
        assert (figures.incoming.packets, sum(figures.outgoing.bitrate.counts)) == (10, 1)
