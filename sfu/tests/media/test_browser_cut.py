"""livekit-client in Chromium whose WebSocket breaks and stays broken for 10 s: pictures and sound go on meanwhile,
then the session resumes, and nobody else noticed.
"""

import asyncio
from typing import Final

import pytest

from sfu.tests.media.browsers import Browser, browser
from sfu.tests.media.cutting import behind_relay
from sfu.tests.servers import media_server

pytestmark = pytest.mark.media

CUT_S: Final = 10
ALICE: Final = "room.remoteParticipants.get('alice')"


async def decoded(chromium: Browser, who: str) -> dict[str, float]:
    """What a page decoded so far: frames of video, energy of sound."""
    (video,) = (each for each in await chromium.streams(who, sent=False) if each["frames"])
    sound = max(each["energy"] for each in await chromium.streams(who, sent=False, kind="audio"))
    return {"video": video["frames"], "audio": sound}


async def test_media_goes_on_and_the_session_resumes() -> None:
    async with media_server() as server, behind_relay(server) as (reached, relay), browser(reached) as chromium:
        await chromium.enter("alice", video={"simulcast": True, "videoCodec": "vp8"}, audio={}, width=640)
        await chromium.enter("bob")
        chromium.server = server  # not by way of the relay
        await chromium.enter("carol")
        for who in ("bob", "carol"):
            await chromium.sees(who, 640)
        await relay.cut()
        before = await decoded(chromium, "bob")
        for _ in range(CUT_S):
            await asyncio.sleep(1)
            now = await decoded(chromium, "bob")
            assert now["video"] >= before["video"] + 8  # of 15
            assert now["audio"] > before["audio"]
            before = now
        await relay.open()
        for who in ("alice", "bob"):
            await chromium.until(who, "events.includes('reconnected')", "its session resumed")
            events = await chromium.ask(who, "events")
            assert "signalReconnecting" in events
            anew = {"reconnecting", "participantDisconnected", "trackUnsubscribed", "disconnected"}
            assert not anew & set(events), f"{who} did not only resume: {events}"
        await chromium.ask("alice", "room.localParticipant.setCameraEnabled(false)")
        muted = f"[...{ALICE}.videoTrackPublications.values()][0].isMuted"
        for who in ("bob", "carol"):
            await chromium.until(who, muted, "it heard that alice muted")
        await chromium.ask("alice", "room.localParticipant.setCameraEnabled(true)")
        await chromium.sees("bob", 640)
        left = {"participantDisconnected", "trackUnsubscribed", "trackUnpublished"}
        assert not left & set(await chromium.ask("carol", "events"))
        assert await server.metric("sfu_joins_total") == 3
        assert await server.metric("sfu_resumes_total") == 2
