"""A recording process that is killed -9 leaves files that play, and the next start makes them whole."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from sfu.recording import service
from sfu.recording.manifest import from_json
from sfu.recording.marks import RUNNING, abandoned
from sfu.recording.past import INTERRUPTED, Past
from sfu.recording.recording import Recording, State
from sfu.recording.s3 import Bucket
from sfu.recording.selection import Selection
from sfu.recording.uploads import Upload
from sfu.tests.recording.stage import look, stage
from sfu.tests.recording.victim import killed
from sfu.tests.s3server import BUCKET, REGION, s3_server


@pytest.mark.parametrize("codec", ["vp8", "h264"])
async def test_a_killed_server_leaves_playable_files_that_the_next_start_composes(tmp_path: Path, codec: str) -> None:
    await killed(tmp_path, codec)
    files = sorted((tmp_path / "meeting").iterdir())
    assert [path.suffix for path in files] == [".mp4" if codec == "h264" else ".webm", ".webm"]
    (picture,), (sound,) = (look(path) for path in files)
    # Of four seconds at most the last one is lost.
    assert picture.frames >= 89
    assert picture.last >= 2.9
    assert sound.frames >= 148
    manifest = from_json((tmp_path / "meeting.json").read_bytes())
    assert (manifest.status, manifest.composed) == ("running", "")
    async with stage(tmp_path) as on:
        told: list[Recording | Past] = []
        on.recordings.on_change = told.append
        await on.recordings.mend()
        (past,) = on.recordings.listed()
        assert told == [past]
        assert (past.state, past.over, past.error) == (State.FAILED, True, INTERRUPTED)
        assert past.result is not None
        assert past.result.duration_s == pytest.approx(4.0, abs=1.2)
        assert past.result.size == (tmp_path / past.result.path).stat().st_size
        assert past.manifest.ended_at is not None
    mended = json.loads((tmp_path / "meeting.json").read_bytes())
    assert mended["status"] == "failed"
    streams = look(tmp_path / mended["composed"])
    assert [seen.frames for seen in streams] == [picture.frames, sound.frames]
    assert not abandoned(tmp_path)
    async with stage(tmp_path) as on:  # and so after every further start
        told.clear()
        on.recordings.on_change = told.append
        await on.recordings.mend()
        assert [(each.egress_id, each.state, each.result) for each in on.recordings.listed()] == [
            (past.egress_id, past.state, past.result)
        ]
        assert not told, "its end was told before"


async def test_one_that_is_answered_for_by_a_living_process_is_not_listed_by_another(tmp_path: Path) -> None:
    await killed(tmp_path, "vp8")
    async with stage(tmp_path) as first, stage(tmp_path) as second:
        await first.recordings.mend()
        await second.recordings.mend()
        assert [len(each.recordings.listed()) for each in (first, second)] == [1, 0]
        await first.recordings.close()
        await second.recordings.mend()
        assert len(second.recordings.listed()) == 1


async def test_what_a_killed_server_had_to_bring_to_a_bucket_is_brought_by_the_next(tmp_path: Path) -> None:
    async with s3_server() as s3:
        await killed(tmp_path, "vp8")
        (mark,) = (tmp_path / RUNNING).iterdir()
        bucket = Bucket(BUCKET, s3.access_key, s3.secret, region=REGION, endpoint=s3.url, path_style=True)
        Upload(mark.name, bucket, with_manifest=False).save(tmp_path)
        async with stage(tmp_path) as on:
            await on.recordings.mend()
            (past,) = on.recordings.listed()
        assert (past.state, past.error) == (State.FAILED, INTERRUPTED)
        assert past.result is not None
        assert past.result.location == f"{s3.url}/{BUCKET}/meeting.webm"
        assert s3.stored() == ["meeting.webm", "meeting/001-alice-camera.webm", "meeting/002-alice-microphone.webm"]
        assert not (tmp_path / "meeting").exists()


async def test_files_of_a_killed_server_are_composed_by_hand_too(tmp_path: Path) -> None:
    await killed(tmp_path, "vp8")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sfu.recording", "compose", str(tmp_path / "meeting.json"), str(tmp_path / "none")),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, trouble = await process.communicate()
    assert out.decode().startswith(str(tmp_path / "meeting.webm"))
    assert process.returncode == 1
    assert "none" in trouble.decode()
    assert len(look(tmp_path / "meeting.webm")) == 2


async def test_only_so_many_are_listed_and_what_was_taken_away_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "KEPT", 3)
    async with stage(tmp_path) as on:
        room = on.room()
        for number in range(5):
            recording = on.recordings.start(room, Selection("room_composite"), f"meeting-{number}")
            recording.stop()
            async with asyncio.timeout(10):
                while not recording.over:
                    await asyncio.sleep(0.01)
        assert len(on.recordings.listed()) == 4  # the last one was not over when it began
        await on.recordings.close()
    (tmp_path / "meeting-4.json").unlink()
    (tmp_path / "meeting-3.json").write_text("{")
    async with stage(tmp_path) as on:
        await on.recordings.mend()
        found = [(past.manifest.name, past.state) for past in on.recordings.listed()]
        assert found == [("meeting-1", State.ABORTED), ("meeting-2", State.ABORTED)]
        assert len(list((tmp_path / ".ended").iterdir())) == 2
