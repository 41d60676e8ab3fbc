"""A recording process that is killed -9 leaves files that play, and the next start makes them whole."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from sfu.recording.manifest import from_json
from sfu.recording.marks import abandoned
from sfu.tests.recording.stage import look, stage


async def killed(folder: Path, codec: str) -> None:
    """Runs the victim until it has written, then kills it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sfu.tests.recording.victim", str(folder), codec, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    while (line := await asyncio.wait_for(process.stdout.readline(), 30)).strip() != b"written":
        assert line, "the victim died by itself"
    assert not abandoned(folder), "a living process holds its mark"
    process.send_signal(signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL


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
        await on.recordings.mend()
    mended = json.loads((tmp_path / "meeting.json").read_bytes())
    assert mended["status"] == "failed"
    streams = look(tmp_path / mended["composed"])
    assert [seen.frames for seen in streams] == [picture.frames, sound.frames]
    assert not abandoned(tmp_path)


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
