"""One stream with all spatial layers in it (VP9 and AV1 SVC): livekit-client in Chromium publishes, each watcher gets
its layer.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sfu.tests.media.browsers import Browser, browser
from sfu.tests.servers import media_server

pytestmark = [pytest.mark.media, pytest.mark.asyncio(loop_scope="module")]

SMALL = "document.querySelector('video').style.cssText = 'width:200px;height:112px'"
LARGE = "document.querySelector('video').style.cssText = 'width:1280px;height:720px'"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started() -> AsyncIterator[Browser]:
    async with media_server() as server, browser(server) as pages:
        yield pages


@pytest_asyncio.fixture(loop_scope="module")
async def chromium(started: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    started.room = request.node.name
    yield started
    await started.close()


@pytest.mark.parametrize(
    ("codec", "mode", "width"), [("vp9", "L3T3_KEY", 1280), ("vp9", "L3T3", 960), ("av1", "L3T3_KEY", 960)]
)
async def test_each_watcher_gets_a_layer_of_the_one_stream(
    chromium: Browser, codec: str, mode: str, width: int
) -> None:
    video = {"videoCodec": codec, "scalabilityMode": mode, "backupCodec": False}
    await chromium.enter("alice", video=video, width=width)
    await chromium.enter("bob", adaptiveStream=True)
    await chromium.enter("carol", adaptiveStream=True)
    await chromium.sees("bob", width, f"video/{codec}")
    await chromium.sees("carol", width, f"video/{codec}")
    assert len(await chromium.streams("alice", sent=True)) == 1
    await chromium.ask("bob", SMALL)
    await chromium.sees("bob", width // 4)
    await chromium.sees("carol", width)
    await chromium.ask("bob", LARGE)
    await chromium.sees("bob", width)
    for who in ("bob", "carol"):
        assert all(each["lost"] == 0 for each in await chromium.streams(who, sent=False))
