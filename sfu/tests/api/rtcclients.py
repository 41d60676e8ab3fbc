"""aiortc as a WHIP and WHEP client: a whole WebRTC stack that is not libwebrtc, in the test's own process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import aioice.ice
import pytest
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from yarl import URL


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """aioice leaves 127.0.0.1 out of its addresses; here it is the only one."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])


def connection() -> RTCPeerConnection:
    return RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))


def prefer(pc: RTCPeerConnection, codec: str) -> None:
    """Offers this video codec alone."""
    capabilities = RTCRtpSender.getCapabilities("video").codecs
    for transceiver in pc.getTransceivers():
        if transceiver.kind == "video":
            transceiver.setCodecPreferences([c for c in capabilities if c.mimeType.lower() == f"video/{codec}"])


async def sending_offer(codec: str = "vp8") -> str:
    """An offer of a microphone and a camera, from a connection that is not used."""
    pc = connection()
    pc.addTrack(AudioStreamTrack())
    pc.addTrack(VideoStreamTrack())
    prefer(pc, codec)
    for transceiver in pc.getTransceivers():
        transceiver.direction = "sendonly"
    offer = await pc.createOffer()
    await pc.close()
    return str(offer.sdp)


async def receiving_offer(codec: str = "vp8") -> str:
    """An offer to watch and listen, from a connection that is not used."""
    pc = connection()
    pc.addTransceiver("audio", direction="recvonly")
    pc.addTransceiver("video", direction="recvonly")
    prefer(pc, codec)
    offer = await pc.createOffer()
    await pc.close()
    return str(offer.sdp)


@dataclass
class Session:
    """A negotiated session: its connection and its address."""

    pc: RTCPeerConnection
    url: str
    headers: dict[str, str]
    tracks: list[MediaStreamTrack] = field(default_factory=list)

    async def frames(self, kind: str, count: int) -> list[Any]:
        """The next decoded frames of its track of that kind."""
        track = next(track for track in self.tracks if track.kind == kind)
        async with asyncio.timeout(20):
            return [await track.recv() for _ in range(count)]


@contextlib.asynccontextmanager
async def session(
    http: aiohttp.ClientSession, endpoint: str, token: str, *, codec: str = "vp8", sends: bool
) -> AsyncIterator[Session]:
    """POSTs an offer to `endpoint`, connects, DELETEs at the end."""
    pc = connection()
    made = Session(pc, "", {"Authorization": f"Bearer {token}"})
    pc.on("track", made.tracks.append)
    if sends:
        pc.addTrack(AudioStreamTrack())
        pc.addTrack(VideoStreamTrack())
    else:
        pc.addTransceiver("audio", direction="recvonly")
        pc.addTransceiver("video", direction="recvonly")
    prefer(pc, codec)
    for transceiver in pc.getTransceivers():
        transceiver.direction = "sendonly" if sends else "recvonly"
    try:
        await pc.setLocalDescription(await pc.createOffer())
        async with http.post(
            endpoint, data=pc.localDescription.sdp, headers={**made.headers, "Content-Type": "application/sdp"}
        ) as answer:
            text = await answer.text()
            assert answer.status == 201, text
            made.url = str(answer.url.join(URL(answer.headers["Location"])))
        await pc.setRemoteDescription(RTCSessionDescription(text, "answer"))
        yield made
    finally:
        if made.url:
            with contextlib.suppress(aiohttp.ClientError):  # the server may be what the test killed
                async with http.delete(made.url, headers=made.headers):
                    pass
        await pc.close()
