"""livekit-client in Chromium: what only browsers do, or do in their own way."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sfu.tests.media.browsers import Browser, browser
from sfu.tests.servers import media_server

pytestmark = [pytest.mark.media, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started() -> AsyncIterator[Browser]:
    """One Chromium and one server for all: they take longer to start than a test."""
    async with media_server() as server, browser(server) as pages:
        yield pages


@pytest_asyncio.fixture(loop_scope="module")
async def chromium(started: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    started.room = request.node.name
    yield started
    await started.close()


async def resting(chromium: Browser, who: str) -> set[str]:
    """The rids (or codecs) of video that a page sends nothing of for a second."""
    before = await chromium.streams(who, sent=True)
    await chromium.ask(who, "new Promise(done => setTimeout(done, 1000))")
    after = await chromium.streams(who, sent=True)
    packets = {each["rid"] or each["codec"]: each["packets"] for each in before}
    return {
        each["rid"] or each["codec"] for each in after if packets.get(each["rid"] or each["codec"]) == each["packets"]
    }


async def test_the_size_on_the_page_decides_what_is_sent_and_published(chromium: Browser) -> None:
    await chromium.enter("alice", video={"simulcast": True, "videoCodec": "vp8"}, dynacast=True)
    await chromium.enter("bob", adaptiveStream=True)
    await chromium.sees("bob", 1280)
    await chromium.ask("bob", "document.querySelector('video').style.cssText = 'width:200px;height:112px'")
    await chromium.sees("bob", 320)
    for _ in range(10):
        if await resting(chromium, "alice") == {"h", "f"}:
            break
    assert await resting(chromium, "alice") == {"h", "f"}
    await chromium.ask("bob", "document.querySelector('video').style.cssText = 'width:1280px;height:720px'")
    await chromium.sees("bob", 1280)


async def test_redundant_sound_passes(chromium: Browser) -> None:
    await chromium.enter("alice", audio={"red": True, "dtx": True})
    await chromium.enter("bob")
    # Every packet repeats the frames before it: the receiver has them already and discards them.
    heard = "(async()=>(await streams()).some(s=>s.kind=='audio'&&s.energy>0.0001&&s.discarded>s.packets/2))()"
    await chromium.until("bob", heard, "sound came with redundancy")
    mime = "[...room.remoteParticipants.values()][0].audioTrackPublications.values().next().value.mimeType"
    assert await chromium.ask("bob", mime) == "audio/red"


async def test_one_without_the_codec_gets_the_backup(chromium: Browser) -> None:
    video = {"videoCodec": "vp9", "backupCodec": {"codec": "vp8"}, "backupCodecPolicy": 1}
    await chromium.enter("alice", video=video, dynacast=True, width=640)
    await chromium.enter("bob")
    await chromium.sees("bob", 640, "video/vp9")
    await chromium.ask("carol", "withoutCodecs('video/vp9', 'video/av1', 'video/h264')")
    await chromium.enter("carol")
    await chromium.sees("carol", 640, "video/vp8")
    await chromium.sees("bob", 640, "video/vp9")  # both at once: the policy is to simulcast
    assert {each["codec"] for each in await chromium.streams("alice", sent=True)} == {"video/vp9", "video/vp8"}


async def test_everybody_goes_over_to_the_backup_where_the_policy_is_regression(chromium: Browser) -> None:
    video = {"videoCodec": "vp9", "backupCodec": {"codec": "vp8"}}
    await chromium.enter("alice", video=video, dynacast=True, width=640)
    await chromium.enter("bob")
    await chromium.sees("bob", 640, "video/vp9")
    await chromium.ask("carol", "withoutCodecs('video/vp9', 'video/av1', 'video/h264')")
    await chromium.enter("carol")
    await chromium.sees("carol", 640, "video/vp8")
    await chromium.sees("bob", 640, "video/vp8")
    for _ in range(10):
        if "video/vp9" in await resting(chromium, "alice"):
            break
    assert "video/vp9" in await resting(chromium, "alice")


async def test_encrypted_pictures_pass_between_browsers(chromium: Browser) -> None:
    await chromium.enter("alice", key="secret", video={"simulcast": True, "videoCodec": "vp8"}, audio={})
    await chromium.enter("bob", key="secret")
    await chromium.sees("bob", 1280)
    codecs = {each["codec"] for each in await chromium.streams("bob", sent=False, kind="audio")}
    assert codecs == {"audio/opus"}
