"""GStreamer's webrtcbin publishes by WHIP and watches by WHEP, at a server in a process of its own."""

import asyncio
import contextlib
import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sfu.tests.media.people import person
from sfu.tests.servers import MediaServer, media_server

CLIENT = Path(__file__).with_name("gst_client.py")
PYTHON = "/usr/bin/python3"  # the bindings are Debian's, for Debian's Python


@pytest.fixture(autouse=True)
def _installed() -> None:
    """Debian's GStreamer and its bindings come by deploy/setup.sh media; without root they may be missing."""
    try:
        found = subprocess.run([PYTHON, str(CLIENT), "check"], capture_output=True, check=False).returncode == 0
    except OSError:
        found = False
    if not found:
        pytest.skip("GStreamer is not installed")


pytestmark = pytest.mark.media


@contextlib.asynccontextmanager
async def gstreamer(server: MediaServer, mode: str, identity: str, codec: str) -> AsyncIterator[asyncio.StreamReader]:
    """What the client says, line by line; at the end it is asked to stop and has to delete its session."""
    process = await asyncio.create_subprocess_exec(
        *(PYTHON, str(CLIENT), mode, f"{server.http}/{mode}", server.token(identity), codec),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout
        process.stdin.close()
        await says(process.stdout, "deleted")
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def says(out: asyncio.StreamReader, pattern: str) -> re.Match[str]:
    """The first line that matches."""
    heard = []
    try:
        async with asyncio.timeout(25):
            while line := (await out.readline()).decode().strip():
                heard.append(line)
                found = re.fullmatch(pattern, line)
                if found:
                    return found
    except TimeoutError:
        pass
    raise AssertionError(f"GStreamer did not say {pattern!r} but {heard[-5:]}")


@pytest.mark.parametrize("codec", ["vp8", "h264"])
async def test_webrtcbin_publishes_and_webrtcbin_and_libwebrtc_watch(codec: str) -> None:
    async with media_server() as server, gstreamer(server, "whip", "obs", codec) as out:
        await says(out, "connected")
        async with person(server, "alice") as alice, gstreamer(server, "whep", "viewer", codec) as viewer:
            await says(viewer, r"seen [1-9]\d+ heard [2-9]\d+")
            await alice.until(lambda: sum(alice.video.values()) >= 10, "ten frames of GStreamer's were decoded")
            await alice.until(lambda: sum(alice.audio.values()) >= 50, "GStreamer's tone was heard")
            assert set(alice.sizes) == {(320, 240)}
            assert set(alice.room.remote_participants) == {"obs"}, "who watches by WHEP is hidden"
