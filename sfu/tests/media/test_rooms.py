"""Two libwebrtc clients in one room: pictures, sound, layers, data, mute, resume, the server's word.

Every test runs against `python -m sfu` as it is shipped, in a process of its own.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest
from livekit import api, rtc

from sfu.tests.media.people import Person, person, sees_and_hears
from sfu.tests.servers import KEY, SECRET, MediaServer, media_server

pytestmark = pytest.mark.media


@pytest.fixture
async def server() -> AsyncIterator[MediaServer]:
    async with media_server() as running:
        yield running


@pytest.fixture(params=[True, False], ids=["single-pc", "dual-pc"])
def single(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


async def test_two_people_publish_simulcast_and_get_each_other(server: MediaServer, single: bool) -> None:
    async with person(server, "alice", single=single) as alice, person(server, "bob", single=single) as bob:
        # One after the other, so that bob's tracks also find sections that are in use.
        a_audio, a_video = await alice.microphone(), await alice.camera()
        b_audio, b_video = await bob.microphone(), await bob.camera()
        await sees_and_hears(bob, a_video.sid, a_audio.sid)
        await sees_and_hears(alice, b_video.sid, b_audio.sid)
        assert a_video.simulcasted
        await bob.until(lambda: bob.happened("active_speakers_changed") != [], "somebody was heard speaking")
        assert {"local_track_subscribed"} <= {name for name, _ in alice.events}


async def test_the_same_without_the_packet_path_in_c() -> None:
    """Where there is no compiler, Python forwards."""
    async with (
        media_server(VISAVIS_SFU_KERNEL="off") as server,
        person(server, "alice") as alice,
        person(server, "bob") as bob,
    ):
        audio, video = await alice.microphone(), await alice.camera()
        await sees_and_hears(bob, video.sid, audio.sid)


async def test_a_viewer_gets_the_layer_it_asks_for_and_switches_cleanly(server: MediaServer) -> None:
    async with person(server, "alice") as alice, person(server, "bob") as bob:
        video = await alice.camera()
        await bob.until(lambda: bob.video[video.sid] > 0, "the first frame")
        remote = bob.room.remote_participants["alice"].track_publications[video.sid]
        for quality, width in (
            (rtc.VideoQuality.VIDEO_QUALITY_LOW, 320),
            (rtc.VideoQuality.VIDEO_QUALITY_HIGH, 1280),
        ):
            remote.set_video_quality(quality)
            await bob.sees_more(width)
        frames = bob.video[video.sid]
        await bob.until(lambda: bob.video[video.sid] > frames + 10, "the picture goes on after the switches")


@pytest.mark.parametrize("codec", ["H264", "VP9", "AV1"])
async def test_other_codecs_pass_through(server: MediaServer, codec: str) -> None:
    async with person(server, "alice") as alice, person(server, "bob") as bob:
        video = await alice.camera(codec=codec, simulcast=False, width=640, height=360)
        await bob.until(lambda: bob.video[video.sid] >= 5, f"five {codec} frames were decoded")
        remote = bob.room.remote_participants["alice"].track_publications[video.sid]
        assert remote.mime_type.lower() == f"video/{codec.lower()}"


async def test_who_comes_late_gets_what_is_published(server: MediaServer, single: bool) -> None:
    async with person(server, "alice", single=single) as alice:
        audio, video = await alice.microphone(), await alice.camera()
        async with person(server, "bob", single=single) as bob:
            await sees_and_hears(bob, video.sid, audio.sid)
        async with person(server, "carol", single=not single) as carol:
            await sees_and_hears(carol, video.sid, audio.sid)


async def test_chat_data_and_calls_reach_whom_they_are_for(server: MediaServer, single: bool) -> None:
    async with (
        person(server, "alice", single=single) as alice,
        person(server, "bob", single=single) as bob,
        person(server, "carol", single=single) as carol,
    ):
        heard: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

        async def read(reader: rtc.TextStreamReader, who: str) -> None:
            await heard.put((who, await reader.read_all()))

        bob.room.register_text_stream_handler("chat", lambda reader, who: bob.spawn(read(reader, who)))

        async def greet(call: rtc.RpcInvocationData) -> str:
            return f"hello {call.caller_identity}, {call.payload}"

        bob.room.local_participant.register_rpc_method("greet", greet)
        me = alice.room.local_participant
        await me.publish_data(b"to all", reliable=True, topic="t")
        await me.publish_data(b"to bob", reliable=True, topic="t", destination_identities=["bob"])
        await me.publish_data(b"lossy", reliable=False, topic="t")
        await me.send_text("x" * 40_000 + "the end", topic="chat")
        assert await me.perform_rpc(destination_identity="bob", method="greet", payload="!") == "hello alice, !"
        who, text = await asyncio.wait_for(heard.get(), 10)
        assert (who, len(text), text[-7:]) == ("alice", 40_007, "the end")

        def got(listener: Person) -> list[bytes]:
            return [bytes(arguments[0].data) for arguments in listener.happened("data_received")]

        await bob.until(lambda: set(got(bob)) == {b"to all", b"to bob", b"lossy"}, "all three messages came")
        await carol.until(lambda: b"to all" in got(carol), "the message to all came")
        assert b"to bob" not in got(carol)
        senders = {arguments[0].participant.identity for arguments in bob.happened("data_received")}
        assert senders == {"alice"}


async def test_mute_metadata_and_attributes_are_told(server: MediaServer) -> None:
    async with person(server, "alice") as alice, person(server, "bob") as bob:
        audio = await alice.microphone()
        await bob.until(lambda: bob.audio[audio.sid] > 0, "sound")
        assert isinstance(audio.track, rtc.LocalAudioTrack)
        audio.track.mute()
        await bob.until(lambda: len(bob.happened("track_muted")) == 1, "the mute was told")
        audio.track.unmute()
        await bob.until(lambda: len(bob.happened("track_unmuted")) == 1, "the unmute was told")
        sounds = bob.audio[audio.sid]
        await bob.until(lambda: bob.audio[audio.sid] > sounds + 20, "sound goes on")
        await alice.room.local_participant.set_metadata("meta")
        await alice.room.local_participant.set_attributes({"hand": "up"})
        await bob.until(lambda: bool(bob.happened("participant_attributes_changed")), "attributes were told")
        seen = bob.room.remote_participants["alice"]
        assert (seen.metadata, seen.attributes) == ("meta", {"hand": "up"})


async def test_unpublishing_frees_the_section_for_the_next_track(server: MediaServer, single: bool) -> None:
    async with person(server, "alice", single=single) as alice, person(server, "bob", single=single) as bob:
        for _ in range(3):
            video = await alice.camera(simulcast=False, width=320, height=180)
            await bob.sees(video.sid, 3)
            await alice.room.local_participant.unpublish_track(video.sid)
            await bob.until(
                lambda: not bob.room.remote_participants["alice"].track_publications, "the track was taken back"
            )


async def test_a_lost_websocket_is_resumed_and_media_never_stops(server: MediaServer, single: bool) -> None:
    async with person(server, "alice", single=single) as alice, person(server, "bob", single=single) as bob:
        audio, video = await alice.microphone(), await alice.camera()
        await sees_and_hears(bob, video.sid, audio.sid)
        for who in (bob, alice):
            await who.room.simulate_scenario(rtc.SimulateScenarioKind.SIMULATE_SIGNAL_RECONNECT)
            await who.hears_of("reconnected")
            await sees_and_hears(bob, video.sid, audio.sid)
        assert await server.metric("sfu_resumes_total") >= 2
        assert not alice.happened("participant_disconnected")
        # A track published afterwards still arrives: negotiation survived.
        second = await alice.camera(simulcast=False, width=320, height=180)
        await bob.until(lambda: bob.video[second.sid] >= 3, "frames of a track published after the resume")


async def test_a_full_reconnect_brings_everything_back(server: MediaServer, single: bool) -> None:
    async with person(server, "alice", single=single) as alice, person(server, "bob", single=single) as bob:
        await alice.microphone()
        await alice.camera()
        await bob.until(lambda: sum(bob.video.values()) > 3, "frames")
        await alice.room.simulate_scenario(rtc.SimulateScenarioKind.SIMULATE_FULL_RECONNECT)
        await alice.until(lambda: bool(alice.happened("reconnected")), "it reconnected")
        before = sum(bob.video.values()), sum(bob.audio.values())
        await bob.until(lambda: sum(bob.video.values()) > before[0] + 5, "the picture is back")
        await bob.until(lambda: sum(bob.audio.values()) > before[1] + 20, "the sound is back")


async def test_the_same_identity_takes_over(server: MediaServer) -> None:
    async with person(server, "alice") as first, person(server, "alice"):
        await first.until(lambda: bool(first.happened("disconnected")), "the first was disconnected")
        assert first.happened("disconnected") == [(rtc.DisconnectReason.DUPLICATE_IDENTITY,)]


async def test_the_server_api_lists_mutes_sends_removes_and_deletes(server: MediaServer) -> None:
    async with person(server, "alice") as alice, person(server, "bob") as bob:
        audio = await alice.microphone()
        await bob.until(lambda: bob.audio[audio.sid] > 0, "sound")
        livekit = api.LiveKitAPI(server.http, KEY, SECRET)
        try:
            rooms = (await livekit.room.list_rooms(api.ListRoomsRequest())).rooms
            assert [(room.name, room.num_participants, room.num_publishers) for room in rooms] == [("room", 2, 1)]
            people = (await livekit.room.list_participants(api.ListParticipantsRequest(room="room"))).participants
            assert {p.identity: [t.sid for t in p.tracks] for p in people} == {"alice": [audio.sid], "bob": []}
            await livekit.room.mute_published_track(
                api.MuteRoomTrackRequest(room="room", identity="alice", track_sid=audio.sid, muted=True)
            )
            await bob.until(lambda: bool(bob.happened("track_muted")), "the mute was told")
            await livekit.room.send_data(api.SendDataRequest(room="room", data=b"from the server", topic="t"))
            await bob.until(lambda: bool(bob.happened("data_received")), "the server's data came")
            await livekit.room.remove_participant(api.RoomParticipantIdentity(room="room", identity="bob"))
            await bob.until(lambda: bool(bob.happened("disconnected")), "bob was removed")
            assert bob.happened("disconnected") == [(rtc.DisconnectReason.PARTICIPANT_REMOVED,)]
            await livekit.room.delete_room(api.DeleteRoomRequest(room="room"))
            await alice.until(lambda: bool(alice.happened("disconnected")), "the room was deleted")
            assert alice.happened("disconnected") == [(rtc.DisconnectReason.ROOM_DELETED,)]
        finally:
            await livekit.aclose()


async def test_a_token_without_rights_neither_publishes_nor_gets(server: MediaServer) -> None:
    async with (
        person(server, "alice") as alice,
        person(server, "viewer", can_publish=False) as viewer,
        person(server, "deaf", can_subscribe=False) as deaf,
    ):
        video = await alice.camera(simulcast=False, width=320, height=180)
        await viewer.until(lambda: viewer.video[video.sid] > 3, "the viewer sees")
        with pytest.raises(Exception, match=r"permission|timeout|engine|publish"):
            await asyncio.wait_for(viewer.camera(simulcast=False, width=320, height=180), 15)
        assert not deaf.video
        assert await server.metric("sfu_subscriptions") == 1
