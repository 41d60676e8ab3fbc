"""Layers within one stream, spatial (VP9 and AV1 SVC) and temporal (VP8 too): livekit-client in Chromium publishes,
each watcher gets its layers and decodes all that it gets.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from sfu.tests.media.browsers import Browser, browser
from sfu.tests.servers import media_server

pytestmark = [pytest.mark.media, pytest.mark.asyncio(loop_scope="module")]

SMALL = "document.querySelector('video').style.cssText = 'width:200px;height:112px'"
LARGE = "document.querySelector('video').style.cssText = 'width:1280px;height:720px'"


WATCHED = "[...room.remoteParticipants.get('alice').videoTrackPublications.values()][0]"
LOW, MEDIUM, HIGH = 0, 1, 2


async def picture(chromium: Browser, who: str) -> dict[str, Any]:
    """What a page's one stream of video came to so far."""
    (found,) = [each for each in await chromium.streams(who, sent=False) if each["frames"]]
    return found


async def measure(chromium: Browser, *people: str, seconds: float = 4.0) -> list[int]:
    """Pictures that each decoded in this time, all that came and without asking for a keyframe."""
    before = [await picture(chromium, who) for who in people]
    await asyncio.sleep(seconds)
    after = [await picture(chromium, who) for who in people]
    for one, two in zip(before, after, strict=True):
        assert two["lost"] == one["lost"]
        assert two["lossReports"] == one["lossReports"], "what came could not be decoded"
        assert abs((two["received"] - two["frames"]) - (one["received"] - one["frames"])) <= 1
    return [two["frames"] - one["frames"] for one, two in zip(before, after, strict=True)]


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


@pytest.mark.parametrize("codec", ["vp8", "vp9"])
async def test_who_wants_fewer_pictures_gets_fewer_and_decodes_them(chromium: Browser, codec: str) -> None:
    await chromium.enter("alice", video={"videoCodec": codec, "simulcast": True, "backupCodec": False}, width=640)
    await chromium.enter("bob")
    await chromium.enter("carol")
    for who in ("bob", "carol"):
        await chromium.sees(who, 640, f"video/{codec}")
    few, every = await measure(chromium, "bob", "carol")
    assert few > 0.85 * every
    for fps, share in ((3, 0.25), (6, 0.5), (15, 1.0)):
        await chromium.ask("bob", WATCHED + ".setVideoFPS({})", fps)
        await asyncio.sleep(1)  # a gate comes within some pictures
        few, every = await measure(chromium, "bob", "carol")
        assert every > 30
        assert 0.75 * share < few / every < 1.3 * share, f"{few} of {every} pictures for {fps} a second"
        assert (await picture(chromium, "bob"))["width"] == 640


async def test_a_lower_quality_of_one_stream_is_decoded_without_a_freeze(chromium: Browser) -> None:
    video = {"videoCodec": "vp9", "scalabilityMode": "L3T3_KEY", "backupCodec": False}
    await chromium.enter("alice", video=video, width=1280)
    await chromium.enter("bob")
    await chromium.enter("carol")
    await chromium.sees("bob", 1280, "video/vp9")
    await chromium.sees("carol", 1280)
    for quality, width in ((LOW, 320), (MEDIUM, 640), (LOW, 320)):
        await chromium.ask("bob", WATCHED + ".setVideoQuality({})", quality)
        await chromium.sees("bob", width)
        before = (await picture(chromium, "bob"))["freezes"]
        few, every = await measure(chromium, "bob", "carol", seconds=3.0)
        assert few > 0.85 * every > 20
        assert (await picture(chromium, "bob"))["freezes"] == before
        assert (await picture(chromium, "bob"))["width"] == width
    await chromium.sees("carol", 1280)


async def test_small_pictures_of_fewer_layers_have_their_middle_quality(chromium: Browser) -> None:
    video = {"videoCodec": "vp9", "scalabilityMode": "L3T3_KEY", "backupCodec": False}
    await chromium.enter("alice", video=video, width=480)  # an encoder makes two layers of this
    await chromium.enter("bob")
    await chromium.sees("bob", 480, "video/vp9")
    await chromium.ask("bob", WATCHED + ".setVideoQuality({})", MEDIUM)
    await chromium.sees("bob", 240)
    await chromium.ask("bob", WATCHED + ".setVideoQuality({})", HIGH)
    await chromium.sees("bob", 480)
