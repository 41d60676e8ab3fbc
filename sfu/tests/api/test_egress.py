"""Egress as `livekit-api` calls it: recordings start, are listed, stop, are told by webhook; the rest is refused."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from livekit import api
from livekit.api.twirp_client import TwirpError
from livekit.protocol import egress as proto

from auth.room_token import Verifier
from sfu.api import Webhooks, add_routes
from sfu.rooms.consent import ATTRIBUTE
from sfu.tests.api.stage import KEY, SECRET
from sfu.tests.recording.stage import Stage, look, stage
from sfu.tests.recording.victim import killed
from sfu.tests.s3server import BUCKET, REGION, S3Server, s3_server


@dataclass
class Service:
    """A stage whose recordings are behind a real HTTP server, and what its webhooks said."""

    on: Stage
    client: api.LiveKitAPI
    hooks: "asyncio.Queue[dict[str, Any]]"

    @property
    def egress(self) -> api.egress_service.EgressService:
        return self.client.egress

    async def hook(self, event: str) -> dict[str, Any]:
        async with asyncio.timeout(20):
            while (found := await self.hooks.get())["event"] != event:
                pass
        return found


@asynccontextmanager
async def service(folder: Path, **bounds: Any) -> AsyncIterator[Service]:
    hooks: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def hook(request: web.Request) -> web.Response:
        hooks.put_nowait(json.loads(await request.text()))
        return web.Response()

    receiver_app = web.Application()
    receiver_app.router.add_post("/hook", hook)
    receiver = TestServer(receiver_app, host="127.0.0.1")
    await receiver.start_server()
    async with stage(folder, **bounds) as on:
        on.time.wall = time.time()  # the client's tokens are of today
        webhooks = Webhooks(str(receiver.make_url("/hook")), KEY, SECRET, "node-1", on.node.clock.wall)
        await webhooks.start()
        on.node.settings.observers.append(webhooks)
        app = web.Application()
        add_routes(app, on.node, Verifier({KEY: SECRET}), webhooks=webhooks, recordings=on.recordings)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        client = api.LiveKitAPI(str(server.make_url("/")), KEY, SECRET)
        try:
            yield Service(on, client, hooks)
        finally:
            await client.aclose()
            await on.recordings.close()
            await webhooks.close()
            await server.close()
    await receiver.close()


def upload_to(s3: S3Server) -> proto.S3Upload:
    return proto.S3Upload(
        access_key=s3.access_key,
        secret=s3.secret,
        bucket=BUCKET,
        region=REGION,
        endpoint=s3.url,
        force_path_style=True,
    )


def file(path: str = "", **fields: Any) -> proto.EncodedFileOutput:
    return proto.EncodedFileOutput(filepath=path, **fields)


async def test_a_room_is_recorded_listed_stopped_and_told(tmp_path: Path) -> None:
    async with service(tmp_path) as at:
        room = at.on.room("chess")
        alice = at.on.join(room, "alice")
        tracks = [at.on.publish(alice, "vp8"), at.on.publish(alice, "opus")]
        request = proto.RoomCompositeEgressRequest(room_name="chess", file_outputs=[file("out/{room_name}-{time}")])
        started = await at.egress.start_room_composite_egress(request)
        assert started.status == proto.EGRESS_STARTING
        assert started.room_composite == request
        assert (started.room_name, started.room_id) == ("chess", room.sid)
        assert (await at.hook("egress_started"))["egressInfo"]["egressId"] == started.egress_id
        assert (await at.client.room.list_rooms(api.ListRoomsRequest())).rooms[0].active_recording
        at.on.play(1.0, *tracks)
        updated = await at.hook("egress_updated")
        assert updated["egressInfo"]["status"] == "EGRESS_ACTIVE"
        listed = await at.egress.list_egress(proto.ListEgressRequest(room_name="chess", active=True))
        assert [item.egress_id for item in listed.items] == [started.egress_id]
        stopping = await at.egress.stop_egress(proto.StopEgressRequest(egress_id=started.egress_id))
        assert stopping.status == proto.EGRESS_ENDING
        ended = await at.hook("egress_ended")
        assert ended["egressInfo"]["status"] == "EGRESS_COMPLETE"
        assert "room" not in ended
        (done,) = (await at.egress.list_egress(proto.ListEgressRequest(egress_id=started.egress_id))).items
        (result,) = done.file_results
        assert re.fullmatch(r"out/chess-20\d\d-\d\d-\d\dT\d{6}\.webm", result.filename)
        assert Path(result.location) == tmp_path / result.filename
        assert result.size == Path(result.location).stat().st_size
        assert 0.9e9 < result.duration < 1.1e9
        assert done.manifest_location == str(Path(result.location).with_suffix(".json"))
        assert [seen.frames for seen in look(Path(result.location))] == [30, 50]
        assert not (await at.egress.list_egress(proto.ListEgressRequest(active=True))).items
        with pytest.raises(TwirpError, match="cannot be stopped"):
            await at.egress.stop_egress(proto.StopEgressRequest(egress_id=started.egress_id))


async def test_after_a_restart_what_ended_and_what_was_killed_are_still_listed(tmp_path: Path) -> None:
    async with service(tmp_path) as at:
        room = at.on.room("chess")
        alice = at.on.join(room, "alice")
        track = at.on.publish(alice, "vp8")
        request = proto.RoomCompositeEgressRequest(room_name="chess", file_outputs=[file("out/chess")])
        started = await at.egress.start_room_composite_egress(request)
        at.on.play(1.0, track)
        await at.egress.stop_egress(proto.StopEgressRequest(egress_id=started.egress_id))
        await at.hook("egress_ended")
        (before,) = (await at.egress.list_egress(proto.ListEgressRequest())).items
    await killed(tmp_path, "vp8")
    async with service(tmp_path) as at:
        await at.on.recordings.mend()
        told = (await at.hook("egress_ended"))["egressInfo"]
        complete, failed = (await at.egress.list_egress(proto.ListEgressRequest())).items
        complete.updated_at = before.updated_at
        assert complete == before
        assert (failed.status, failed.error) == (proto.EGRESS_FAILED, "the server ended before the recording")
        assert (told["egressId"], told["status"]) == (failed.egress_id, "EGRESS_FAILED")
        (result,) = failed.file_results
        assert len(look(Path(result.location))) == 2
        assert 2.9e9 < result.duration < 4.1e9
        assert failed.ended_at >= failed.started_at > 0
        assert not (await at.egress.list_egress(proto.ListEgressRequest(active=True))).items
        only = await at.egress.list_egress(proto.ListEgressRequest(room_name="chess"))
        assert [item.egress_id for item in only.items] == [started.egress_id]
        with pytest.raises(TwirpError, match="cannot be stopped"):
            await at.egress.stop_egress(proto.StopEgressRequest(egress_id=failed.egress_id))


async def test_a_recording_is_brought_to_s3_and_told_with_its_place(tmp_path: Path) -> None:
    async with s3_server() as s3, service(tmp_path, s3_endpoints=(s3.url,)) as at:
        room = at.on.room("chess")
        track = at.on.publish(at.on.join(room, "alice"), "vp8")
        output = file("out/{room_name}", s3=upload_to(s3))
        request = proto.RoomCompositeEgressRequest(room_name="chess", file_outputs=[output])
        started = await at.egress.start_room_composite_egress(request)
        told = started.room_composite.file_outputs[0].s3
        assert (told.bucket, told.access_key, told.secret) == (BUCKET, "{access_key}", "{secret}")
        at.on.play(1.0, track)
        await at.egress.stop_egress(proto.StopEgressRequest(egress_id=started.egress_id))
        ended = (await at.hook("egress_ended"))["egressInfo"]
        (done,) = (await at.egress.list_egress(proto.ListEgressRequest())).items
        (result,) = done.file_results
        assert (ended["status"], done.status) == ("EGRESS_COMPLETE", proto.EGRESS_COMPLETE)
        assert result.location == f"{s3.url}/{BUCKET}/out/chess.webm"
        assert done.manifest_location == f"{s3.url}/{BUCKET}/out/chess.json"
        assert s3.stored() == ["out/chess.json", "out/chess.webm", "out/chess/001-alice-camera.webm"]
        (tmp_path / "there.webm").write_bytes(s3.object("out/chess.webm")["Body"])
        assert [seen.frames for seen in look(tmp_path / "there.webm")] == [30]
        assert result.size == (tmp_path / "there.webm").stat().st_size
        async with asyncio.timeout(5):  # what the egress told last is still being written
            while [path.name for path in (tmp_path / "out").iterdir()] != ["chess.json"]:
                await asyncio.sleep(0.02)
        everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert s3.secret.encode() not in everything
        assert s3.secret.encode() not in s3.object("out/chess.json")["Body"]


async def test_what_could_not_be_brought_is_brought_by_the_next_start(tmp_path: Path) -> None:
    async with s3_server() as s3:
        s3.fail = lambda method, path: 403
        async with service(tmp_path, s3_endpoints=(s3.url,)) as at:
            track = at.on.publish(at.on.join(at.on.room("chess"), "alice"), "vp8")
            output = file("chess", s3=upload_to(s3))
            request = proto.RoomCompositeEgressRequest(room_name="chess", file_outputs=[output])
            started = await at.egress.start_room_composite_egress(request)
            at.on.play(1.0, track)
            await at.egress.stop_egress(proto.StopEgressRequest(egress_id=started.egress_id))
            ended = (await at.hook("egress_ended"))["egressInfo"]
            assert ended["status"] == "EGRESS_FAILED"
            assert "403 Made" in ended["error"]
            assert (tmp_path / "chess.webm").is_file()
        s3.fail = lambda method, path: None
        async with service(tmp_path, s3_endpoints=(s3.url,)) as at:
            await at.on.recordings.mend()
            ended = (await at.hook("egress_ended"))["egressInfo"]
            assert (ended["egressId"], ended["status"]) == (started.egress_id, "EGRESS_COMPLETE")
            (done,) = (await at.egress.list_egress(proto.ListEgressRequest())).items
            assert done.file_results[0].location == f"{s3.url}/{BUCKET}/chess.webm"
            assert "chess.webm" in s3.stored()
            assert not (tmp_path / "chess.webm").exists()
            assert not list((tmp_path / ".uploads").iterdir())


async def test_a_bucket_that_may_not_or_cannot_be_used_is_refused_with_the_field(tmp_path: Path) -> None:
    whole = {"bucket": "meetings", "access_key": "a", "secret": "b"}
    refused: list[tuple[str, dict[str, Any]]] = [
        ("s3.bucket", {"bucket": "evil.example/x"}),
        ("s3.region", {"region": "eu.evil.example/"}),
        ("s3.endpoint", {"endpoint": "http://169.254.169.254"}),
        ("s3.access_key", {"access_key": ""}),
        ("s3.assume_role_arn", {"assume_role_arn": "arn:aws:iam::1:role/x"}),
        ("s3.proxy", {"proxy": proto.ProxyConfig(url="http://proxy")}),
        ("s3.metadata's name", {"metadata": {"a b": "c"}}),
        ("s3.metadata.a", {"metadata": {"a": "c\r\nx-amz-acl: public-read"}}),
        ("s3.tagging", {"tagging": "ä"}),
    ]
    async with service(tmp_path) as at:
        at.on.room("chess")
        for field, change in refused:
            output = file("x", s3=proto.S3Upload(**{**whole, **change}))
            request = proto.RoomCompositeEgressRequest(room_name="chess", file_outputs=[output])
            with pytest.raises(TwirpError, match=re.escape(field)):
                await at.egress.start_room_composite_egress(request)
        assert not (tmp_path / ".uploads").exists()


async def test_one_track_one_person_or_a_pair_are_recorded(tmp_path: Path) -> None:
    async with service(tmp_path) as at:
        room = at.on.room("chess")
        alice, bob = at.on.join(room, "alice"), at.on.join(room, "bob")
        camera, microphone = at.on.publish(alice, "h264"), at.on.publish(alice, "opus")
        other = at.on.publish(bob, "opus")
        track = await at.egress.start_track_egress(
            proto.TrackEgressRequest(
                room_name="chess",
                track_id=camera.publication.sid,
                file=proto.DirectFileOutput(filepath="{publisher_identity}/{track_type}.mp4"),
            )
        )
        person = await at.egress.start_participant_egress(
            proto.ParticipantEgressRequest(room_name="chess", identity="alice", file_outputs=[file("p")])
        )
        pair = await at.egress.start_track_composite_egress(
            proto.TrackCompositeEgressRequest(
                room_name="chess",
                audio_track_id=other.publication.sid,
                video_track_id=camera.publication.sid,
                file=file("pair", file_type=proto.MP4),
            )
        )
        sound = await at.egress.start_room_composite_egress(
            proto.RoomCompositeEgressRequest(room_name="chess", audio_only=True, file=file("sound"))
        )
        at.on.play(1.0, camera, microphone, other)
        for started in (track, person, pair, sound):
            await at.egress.stop_egress(proto.StopEgressRequest(egress_id=started.egress_id))
        for _ in range(4):
            ended = await at.hook("egress_ended")
            assert ended["egressInfo"]["status"] == "EGRESS_COMPLETE"
        seen = {
            name: sorted(stream.codec for stream in look(tmp_path / name))
            for name in ("alice/video.mp4", "p.mp4", "pair.mp4", "sound.webm")
        }
        assert [len(codecs) for codecs in seen.values()] == [1, 2, 2, 2]
        assert all("opus" in codec for codec in seen["sound.webm"])


async def test_what_cannot_be_done_is_refused_with_its_reason(tmp_path: Path) -> None:
    async with service(tmp_path, most=2) as at:
        room = at.on.room("chess")
        alice = at.on.join(room, "alice", {ATTRIBUTE: "yes"})
        camera = at.on.publish(alice, "vp8")
        composite = proto.RoomCompositeEgressRequest
        track = proto.TrackEgressRequest
        sid = camera.publication.sid
        gcp = proto.GCPUpload(bucket="b")
        calls = at.egress
        refusals: list[tuple[Any, Any, str, str]] = [
            (calls.start_room_composite_egress, composite(room_name="none"), "not_found", "does not exist"),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", layout="grid"),
                "unimplemented",
                "mosaic",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", stream_outputs=[proto.StreamOutput(urls=["rtmp://x"])]),
                "unimplemented",
                "only files",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", segments=proto.SegmentedFileOutput(filename_prefix="x")),
                "unimplemented",
                "only files",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", file=file("a", gcp=gcp)),
                "unimplemented",
                "VISAVIS_RECORDINGS_DIR",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", preset=proto.H264_1080P_60),
                "unimplemented",
                "nothing is encoded",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", advanced=proto.EncodingOptions(width=10)),
                "unimplemented",
                "nothing is encoded",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", audio_mixing=proto.DUAL_CHANNEL_AGENT),
                "unimplemented",
                "not mixed",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", file=file("a", file_type=proto.OGG)),
                "unimplemented",
                "WebM or MP4",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", file=file("a", file_type=proto.MP4)),
                "failed_precondition",
                "MP4 cannot hold",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", file=file("../a")),
                "invalid_argument",
                "below the recordings",
            ),
            (
                calls.start_room_composite_egress,
                composite(room_name="chess", file_outputs=[file("a"), file("b")]),
                "unimplemented",
                "one file output",
            ),
            (calls.start_track_egress, track(room_name="chess", track_id="TR_none"), "not_found", "TR_none"),
            (
                calls.start_track_egress,
                track(room_name="chess", track_id=sid, websocket_url="ws://x"),
                "unimplemented",
                "WebSocket",
            ),
            (
                calls.start_track_composite_egress,
                proto.TrackCompositeEgressRequest(room_name="chess", audio_track_id=sid),
                "not_found",
                "audio",
            ),
            (
                calls.start_track_composite_egress,
                proto.TrackCompositeEgressRequest(room_name="chess"),
                "invalid_argument",
                "name audio_track_id",
            ),
            (
                calls.start_participant_egress,
                proto.ParticipantEgressRequest(room_name="chess", identity="none"),
                "not_found",
                "participant",
            ),
            (calls.start_web_egress, proto.WebEgressRequest(url="https://x"), "unimplemented", "no browser"),
            (calls.start_egress, proto.StartEgressRequest(room_name="chess"), "unimplemented", "StartTrackEgress"),
            (
                calls.update_layout,
                proto.UpdateLayoutRequest(egress_id="EG_x", layout="x"),
                "unimplemented",
                "no layout",
            ),
            (calls.update_stream, proto.UpdateStreamRequest(egress_id="EG_x"), "unimplemented", "only files"),
            (calls.stop_egress, proto.StopEgressRequest(egress_id="EG_x"), "not_found", "egress does not exist"),
        ]
        for call, request, code, words in refusals:
            with pytest.raises(TwirpError) as refused:
                await call(request)
            assert (refused.value.code, words in refused.value.message) == (code, True), (request, refused.value)
        assert not at.on.recordings.all()
        assert not room.info().active_recording
        for name in ("a", "b"):
            await calls.start_room_composite_egress(composite(room_name="chess", file=file(name)))
        with pytest.raises(TwirpError, match="resource_exhausted"):
            await calls.start_room_composite_egress(composite(room_name="chess", file=file("c")))


async def test_without_the_right_nothing_is_told(tmp_path: Path) -> None:
    async with service(tmp_path) as at:
        token = api.AccessToken(KEY, SECRET).with_grants(api.VideoGrants(room_admin=True, room="chess")).to_jwt()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        assert at.client._session is not None
        for method in ("StartRoomCompositeEgress", "ListEgress", "StopEgress", "UpdateLayout", "StartWebEgress"):
            url = f"{at.egress._client.host}/twirp/livekit.Egress/{method}"
            async with at.client._session.post(url, data="{}", headers=headers) as answer:
                assert (answer.status, (await answer.json())["code"]) == (403, "permission_denied"), method
