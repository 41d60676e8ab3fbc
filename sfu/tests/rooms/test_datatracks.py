"""Data tracks: under which handle a frame arrives, at whom, how often, and when it stops."""

from __future__ import annotations

import pytest
from livekit.protocol.models import ParticipantPermission
from livekit.protocol.rtc import PublishDataTrackRequest, SubscriptionPermission

from sfu.net.channels import DATA_TRACK
from sfu.rooms import data
from sfu.rooms.datatracks import DataTrack
from sfu.rooms.participant import Participant
from sfu.tests.api.stage import KeptLink, Stage, stage
from sfu.wire import datatrack


def recorded(participant: Participant, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The data track packets sent to a participant."""
    sent: list[bytes] = []

    def send(label: str, message: bytes) -> bool:
        assert label == DATA_TRACK
        sent.append(message)
        return True

    monkeypatch.setattr(participant.subscriber.channels, "send", send)
    return sent


def packet(handle: int, frame: int, payload: bytes = b"x", *, start: bool = True, final: bool = True) -> bytes:
    flags = (0x10 if start else 0) | (0x08 if final else 0)
    return bytes([flags, 0]) + handle.to_bytes(2, "big") + bytes(2) + frame.to_bytes(2, "big") + bytes(4) + payload


def publish(participant: Participant, handle: int = 7, name: str = "positions") -> DataTrack:
    return participant.data_tracks.publish(PublishDataTrackRequest(pub_handle=handle, name=name))


def handles(link: KeptLink) -> dict[int, str]:
    """The last map of handles a client was told."""
    told = [m.data_track_subscriber_handles for m in link.sent if m.HasField("data_track_subscriber_handles")]
    return {handle: track.track_sid for handle, track in told[-1].sub_handles.items()}


def people(on: Stage, *names: str) -> list[tuple[Participant, KeptLink]]:
    room = on.node.create_room("lab")
    return [on.join(room, name) for name in names]


async def test_each_subscriber_gets_its_own_handle_and_others_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        (ann, _), (bob, bobs), (cy, _) = people(on, "ann", "bob", "cy")
        got_bob, got_cy = recorded(bob, monkeypatch), recorded(cy, monkeypatch)
        first, second = publish(ann, 7, "a"), publish(ann, 8, "b")
        assert bob.data_tracks.subscribe(first)
        assert bob.data_tracks.subscribe(second)
        told = handles(bobs)
        assert sorted(told.values()) == sorted([first.sid, second.sid])
        data.relay(ann, DATA_TRACK, packet(8, 1, b"hello"))
        assert got_cy == []
        (arrived,) = got_bob
        assert told[datatrack.parse(arrived).handle] == second.sid
        assert arrived[datatrack.HEADER :] == b"hello"


async def test_a_handle_is_not_used_again_at_once() -> None:
    async with stage() as on:
        (ann, _), (bob, bobs) = people(on, "ann", "bob")
        track = publish(ann)
        bob.data_tracks.subscribe(track)
        before = set(handles(bobs))
        bob.data_tracks.unsubscribe(track.sid)
        assert handles(bobs) == {}
        bob.data_tracks.subscribe(track)
        assert not before & set(handles(bobs))


async def test_the_rate_asked_for_is_kept_by_whole_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        (ann, _), (bob, _) = people(on, "ann", "bob")
        got = recorded(bob, monkeypatch)
        bob.data_tracks.subscribe(publish(ann), target_fps=10)
        for frame in range(100):  # two seconds of 50 frames a second, two packets each
            for start in (True, False):
                ann.data_tracks.on_packet(packet(7, frame, start=start, final=not start), 1000.0 + frame * 0.02)
        frames = [datatrack.parse(each).frame for each in got]
        assert 18 <= len(set(frames)) <= 22
        assert all(frames.count(frame) == 2 for frame in frames)


async def test_it_ends_with_the_track_the_right_and_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        (ann, _), (bob, bobs), (cy, cys) = people(on, "ann", "bob", "cy")
        got = recorded(bob, monkeypatch)
        track = publish(ann)
        bob.data_tracks.subscribe(track)
        cy.data_tracks.subscribe(track)
        ann.subscribing.set_policy(SubscriptionPermission(all_participants=False))
        assert handles(bobs) == handles(cys) == {}
        assert not bob.data_tracks.subscribe(track)
        ann.subscribing.set_policy(SubscriptionPermission(all_participants=True))
        assert bob.data_tracks.subscribe(track)
        ann.update(permission=ParticipantPermission(can_publish=True, can_publish_data=False, can_subscribe=True))
        assert handles(bobs) == {}
        assert not ann.info.data_tracks
        data.relay(ann, DATA_TRACK, packet(7, 1))
        assert on.node.drops.counts["data_not_permitted"] == 1
        assert got == []
        bob.data_tracks.subscribe(publish(cy))
        cy.room.leave(cy, 1)  # type: ignore[arg-type]  # CLIENT_INITIATED
        assert handles(bobs) == {}


async def test_unknown_handles_and_garbage_are_counted() -> None:
    async with stage() as on:
        ((ann, _),) = people(on, "ann")
        publish(ann, 7)
        data.relay(ann, DATA_TRACK, packet(9, 1))
        data.relay(ann, DATA_TRACK, b"\xff")
        assert on.node.drops.counts["data_unknown_track"] == 1
        assert on.node.drops.counts["data_malformed"] == 1


async def test_a_client_that_wants_what_comes_gets_it_unasked() -> None:
    async with stage() as on:
        (ann, _), (bob, bobs) = people(on, "ann", "bob")
        bob.data_tracks._automatic = True
        track = publish(ann)
        assert list(handles(bobs).values()) == [track.sid]
