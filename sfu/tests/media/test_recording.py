"""libwebrtc's own media recorded by the server as it is shipped, through `livekit-api`; also when it is killed."""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from livekit import api
from livekit.protocol import egress as proto

from sfu.rooms.consent import ATTRIBUTE
from sfu.tests.api.rtcclients import loopback, session
from sfu.tests.media.people import person
from sfu.tests.recording.stage import look
from sfu.tests.servers import KEY, SECRET, MediaServer, media_server

__all__ = ["loopback"]  # the fixture
pytestmark = pytest.mark.media

CODECS = ("H264", "VP9", "AV1")


@contextlib.asynccontextmanager
async def recording_server(folder: Path) -> AsyncIterator[tuple[MediaServer, api.LiveKitAPI]]:
    async with media_server(VISAVIS_RECORDINGS_DIR=str(folder), VISAVIS_RECORDINGS_SPARE_MB="0") as server:
        client = api.LiveKitAPI(server.http, KEY, SECRET)
        try:
            yield server, client
        finally:
            await client.aclose()


async def until(client: api.LiveKitAPI, egress_id: str, *states: "proto.EgressStatus") -> proto.EgressInfo:
    """Asks until the recording is in one of these states."""
    async with asyncio.timeout(25):
        while True:
            (info,) = (await client.egress.list_egress(proto.ListEgressRequest(egress_id=egress_id))).items
            if info.status in states:
                return info
            assert info.status not in {proto.EGRESS_FAILED, proto.EGRESS_ABORTED}, info.error
            await asyncio.sleep(0.05)


async def grown(folder: Path, name: str, size: int, *, files: int) -> None:
    """Waits until so many track files have so many bytes each."""
    async with asyncio.timeout(25):
        while sum(path.stat().st_size >= size for path in (folder / name).glob("*")) < files:
            await asyncio.sleep(0.05)


async def test_a_room_is_recorded_in_every_codec_on_one_clock(tmp_path: Path) -> None:
    async with recording_server(tmp_path) as (server, client), person(server, "alice") as alice:
        audio = await alice.microphone()
        videos = [await alice.camera(width=640, height=360)]
        videos += [await alice.camera(codec=codec, simulcast=False, width=320, height=180) for codec in CODECS]
        async with person(server, "bob") as bob:
            request = proto.RoomCompositeEgressRequest(room_name="room", file=proto.EncodedFileOutput(filepath="m"))
            started = await client.egress.start_room_composite_egress(request)
            await bob.until(lambda: bob.room.is_recording, "everybody saw that it is recorded")
            await until(client, started.egress_id, proto.EGRESS_ACTIVE)
            await grown(tmp_path, "m", 1, files=5)
            before = {video.sid: bob.video[video.sid] for video in videos}
            for video in videos:
                await bob.sees(video.sid, before[video.sid] + 15)
            heard = bob.audio[audio.sid]
            await bob.until(lambda: bob.audio[audio.sid] >= heard + 50, "half a second more sound was heard")
            await client.egress.stop_egress(proto.StopEgressRequest(egress_id=started.egress_id))
            done = await until(client, started.egress_id, proto.EGRESS_COMPLETE)
            await bob.until(lambda: not bob.room.is_recording, "everybody saw that it is not recorded any more")
    manifest = json.loads((tmp_path / "m.json").read_bytes())
    by_codec = {track["mime"]: look(tmp_path / track["file"])[0] for track in manifest["tracks"]}
    assert set(by_codec) == {"audio/opus", "video/VP8", *(f"video/{codec}" for codec in CODECS)}
    assert all(seen.frames >= 10 for seen in by_codec.values())
    # Everybody stopped at once, so on one clock all end together.
    ends = [track["starts_at_s"] + by_codec[track["mime"]].last for track in manifest["tracks"]]
    assert max(ends) - min(ends) < 0.5
    assert done.file_results[0].filename == "m.mkv", "nothing else holds H264 beside VP8"
    composed = look(tmp_path / "m.mkv")
    assert sorted(seen.frames for seen in composed) == sorted(seen.frames for seen in by_codec.values())
    assert done.file_results[0].duration / 1e9 == pytest.approx(max(seen.last for seen in composed), abs=0.2)


async def test_consent_is_the_clients_own_to_give_and_take(tmp_path: Path) -> None:
    async with (
        recording_server(tmp_path) as (server, client),
        person(server, "alice", can_update_own_metadata=False) as alice,
    ):
        await alice.microphone()
        request = proto.RoomCompositeEgressRequest(room_name="room", file=proto.EncodedFileOutput(filepath="m"))
        started = await client.egress.start_room_composite_egress(request)
        await until(client, started.egress_id, proto.EGRESS_ACTIVE)
        await alice.room.local_participant.set_attributes({ATTRIBUTE: "no"})
        manifest: dict[str, Any] = {}
        async with asyncio.timeout(10):
            while not any(track["why_ended"] for track in manifest.get("tracks", [])):
                await asyncio.sleep(0.05)
                manifest = json.loads((tmp_path / "m.json").read_bytes())
        assert manifest["tracks"][0]["why_ended"] == "consent withdrawn"
        assert [(note["said"], note["recorded"]) for note in manifest["consent"]] == [("", True), ("no", False)]
        await client.egress.stop_egress(proto.StopEgressRequest(egress_id=started.egress_id))
        await until(client, started.egress_id, proto.EGRESS_COMPLETE)


@pytest.mark.usefixtures("loopback")
async def test_a_server_killed_in_the_middle_leaves_files_that_the_next_one_composes(tmp_path: Path) -> None:
    async with (
        recording_server(tmp_path) as (server, client),
        aiohttp.ClientSession() as http,
        session(http, f"{server.http}/whip", server.token("obs"), sends=True),
    ):
        request = proto.RoomCompositeEgressRequest(room_name="room", file=proto.EncodedFileOutput(filepath="m"))
        await client.egress.start_room_composite_egress(request)
        await grown(tmp_path, "m", 1000, files=2)  # its sound is silence: seconds of it
        os.kill(server.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.kill(server.pid, 0)
                await asyncio.sleep(0.02)
    tracks = [look(path)[0] for path in sorted((tmp_path / "m").iterdir())]
    assert len(tracks) == 2
    assert all(seen.frames > 10 for seen in tracks)
    async with recording_server(tmp_path), asyncio.timeout(20):
        while json.loads((tmp_path / "m.json").read_bytes())["status"] != "failed":
            await asyncio.sleep(0.05)
    assert sorted(seen.frames for seen in look(tmp_path / "m.webm")) == sorted(seen.frames for seen in tracks)
