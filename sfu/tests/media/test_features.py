"""What LiveKit's SDKs may ask beyond plain media, with libwebrtc at both ends: encryption, data tracks, rights."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from livekit import rtc

from sfu.tests.media.people import Person, person
from sfu.tests.servers import MediaServer, media_server

pytestmark = [pytest.mark.media, pytest.mark.asyncio(loop_scope="module")]

KEY, OTHER = b"only the two of us", b"somebody else's key"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[MediaServer]:
    async with media_server() as running:
        yield running


def published(viewer: Person, owner: str, sid: str) -> rtc.RemoteTrackPublication:
    return viewer.room.remote_participants[owner].track_publications[sid]


async def test_encrypted_pictures_sound_and_data_reach_those_with_the_key(server: MediaServer) -> None:
    async with (
        person(server, "alice", key=KEY) as alice,
        person(server, "bob", key=KEY, single=False) as bob,
        person(server, "eve", key=OTHER) as eve,
    ):
        audio, video = await alice.microphone(), await alice.camera()
        await bob.sees(video.sid, 10)
        await bob.until(lambda: bob.tone[audio.sid] > 8000, "the tone was heard")
        await alice.room.local_participant.publish_data(b"secret", topic="t")
        await bob.until(lambda: bool(bob.happened("data_received")), "data came")
        assert bytes(bob.happened("data_received")[0][0].data) == b"secret"
        # Another layer begins with a keyframe, which is known as one although it is encrypted.
        for quality, width in (
            (rtc.VideoQuality.VIDEO_QUALITY_LOW, 320),
            (rtc.VideoQuality.VIDEO_QUALITY_HIGH, 1280),
        ):
            published(bob, "alice", video.sid).set_video_quality(quality)
            await bob.sees_more(width)
        assert eve.video[video.sid] == 0
        assert eve.tone[audio.sid] < 3000  # concealment, or noise out of what was not deciphered, may be loud
        assert not eve.happened("data_received")
        assert published(bob, "alice", audio.sid).mime_type.lower() == "audio/opus"  # redundancy cannot be unwrapped


# Not AV1: no SDK encrypts it (JS refuses to, libwebrtc aborts when it packs what is no OBU any more).
@pytest.mark.parametrize("codec", ["H264", "VP9"])
async def test_encrypted_pictures_of_other_codecs_are_decoded(server: MediaServer, codec: str) -> None:
    async with person(server, "alice", key=KEY) as alice, person(server, "bob", key=KEY) as bob:
        video = await alice.camera(codec=codec, simulcast=False, width=640, height=360)
        await bob.sees(video.sid, 10)
        async with person(server, "carol", key=KEY) as carol:  # needs a keyframe of its own
            await carol.sees(video.sid, 5)


async def test_sound_goes_with_redundancy_or_without(server: MediaServer) -> None:
    async with (
        person(server, "alice") as alice,
        person(server, "bob") as bob,
        person(server, "cy", single=False) as cy,
    ):
        for red, mime in ((True, "audio/red"), (False, "audio/opus")):
            audio = await alice.microphone(red=red)
            for listener in (bob, cy):
                await listener.until(
                    lambda at=listener, sid=audio.sid: at.loudest[sid] > 8000,  # type: ignore[misc]
                    f"the tone was heard as {mime}",
                )
                assert published(listener, "alice", audio.sid).mime_type.lower() == mime


async def test_a_data_track_brings_its_frames_to_who_asks_for_it(server: MediaServer) -> None:
    async with (
        person(server, "alice") as alice,
        person(server, "bob", single=False) as bob,
        person(server, "carol") as carol,
    ):
        track = await alice.room.local_participant.publish_data_track(name="pose")
        with pytest.raises(Exception, match=r"(?i)name|duplicate|exist"):
            await alice.room.local_participant.publish_data_track(name="pose")
        frames: dict[str, list[rtc.DataTrackFrame]] = {"bob": [], "carol": []}

        async def read(who: Person) -> None:
            await who.hears_of("data_track_published")
            remote: Any = who.happened("data_track_published")[0][0]
            assert (remote.info.name, remote.publisher_identity) == ("pose", "alice")
            async for frame in remote.subscribe():
                frames[who.identity].append(frame)
                await who.notify()

        bob.spawn(read(bob))

        async def push() -> None:
            for n in range(2000):
                size = 10 if n % 2 else 20_000  # one packet, or many
                track.try_push(rtc.DataTrackFrame(b"%04d" % n + bytes(size), user_timestamp=n))
                await asyncio.sleep(0.02)

        alice.spawn(push())
        await bob.until(lambda: len(frames["bob"]) >= 20, "20 frames came")
        assert frames["carol"] == []
        carol.spawn(read(carol))
        await carol.until(lambda: len(frames["carol"]) >= 20, "20 frames came")
        for got in frames.values():
            for frame in got:
                number = int(frame.payload[:4])
                assert frame.user_timestamp == number
                assert len(frame.payload) == 4 + (10 if number % 2 else 20_000)
        await track.unpublish()
        await bob.hears_of("data_track_unpublished")


async def test_files_arrive_whole_over_a_resume(server: MediaServer) -> None:
    async with person(server, "alice") as alice, person(server, "bob", single=False) as bob:
        got: asyncio.Queue[bytes] = asyncio.Queue()

        async def read(reader: rtc.ByteStreamReader) -> None:
            await got.put(b"".join([chunk async for chunk in reader]))

        bob.room.register_byte_stream_handler("files", lambda reader, _who: bob.spawn(read(reader)))
        content = bytes(range(256)) * 2000
        writer = await alice.room.local_participant.stream_bytes("a.bin", topic="files", total_size=len(content))
        await writer.write(content[:200_000])
        await bob.room.simulate_scenario(rtc.SimulateScenarioKind.SIMULATE_SIGNAL_RECONNECT)
        await alice.room.simulate_scenario(rtc.SimulateScenarioKind.SIMULATE_SIGNAL_RECONNECT)
        await writer.write(content[200_000:])
        await writer.aclose()
        assert await asyncio.wait_for(got.get(), 20) == content


async def test_a_publisher_says_who_may_have_its_tracks(server: MediaServer) -> None:
    async with person(server, "alice") as alice, person(server, "bob") as bob, person(server, "carol") as carol:
        video = await alice.camera(simulcast=False, width=320, height=180)
        await bob.sees(video.sid, 3)
        await carol.sees(video.sid, 3)
        only = rtc.ParticipantTrackPermission(participant_identity="carol", allow_all=True)
        alice.room.local_participant.set_track_subscription_permissions(
            allow_all_participants=False, participant_permissions=[only]
        )

        async def is_cut_off() -> bool:
            before = bob.video[video.sid]
            await carol.sees(video.sid, carol.video[video.sid] + 10)
            return bob.video[video.sid] == before

        async with asyncio.timeout(20):
            while not await is_cut_off():
                pass
        alice.room.local_participant.set_track_subscription_permissions(
            allow_all_participants=True, participant_permissions=[]
        )
        seen = bob.video[video.sid]
        await bob.sees(video.sid, seen + 5)


async def test_the_hidden_see_and_are_not_seen(server: MediaServer) -> None:
    async with person(server, "alice") as alice, person(server, "ghost", hidden=True) as ghost:
        video = await alice.camera(simulcast=False, width=320, height=180)
        await ghost.sees(video.sid, 3)
        async with person(server, "bob") as bob:
            await bob.sees(video.sid, 3)
            assert set(bob.room.remote_participants) == {"alice"}
            assert set(alice.room.remote_participants) == {"bob"}
        assert not [who for (who,) in alice.happened("participant_connected") if who.identity == "ghost"]
