"""aiortc clients of the MediaRelay server: a publisher of pictures encoded beforehand, receivers that only count."""

import asyncio
import fractions
from collections.abc import Iterator
from typing import Any, Final

import aiohttp
import av
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError
from aiortc.rtcdtlstransport import RTCDtlsTransport
from av.packet import Packet

from sfu.bench import source

_TOP: Final = source.LAYERS[-1]
_LOOP_SECONDS: Final = 2
_CLOCK: Final = fractions.Fraction(1, 90_000)


def encoded_pictures() -> list[bytes]:
    """Two seconds of a moving 720p picture as VP8, beginning with a keyframe, at about the top layer's bitrate."""
    encoder: Any = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = _TOP.width, _TOP.height, "yuv420p"
    encoder.time_base, encoder.bit_rate = fractions.Fraction(1, source.FRAME_RATE), _TOP.bitrate
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0", "g": "1000"}
    packets: list[bytes] = []
    for i, picture in enumerate(_pictures(_LOOP_SECONDS * source.FRAME_RATE)):
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = i
        packets += [bytes(p) for p in encoder.encode(frame)]
    packets += [bytes(p) for p in encoder.encode(None)]
    return packets


def _pictures(count: int) -> Iterator[np.ndarray[Any, np.dtype[np.uint8]]]:
    """A textured surface that moves and comes back, so that the loop has no cut."""
    noise = np.random.default_rng(7).integers(0, 256, (_TOP.height // 8, _TOP.width // 8, 3), dtype=np.uint8)
    texture = noise.repeat(8, axis=0).repeat(8, axis=1)
    for i in range(count):
        yield np.roll(texture, (4 * min(i, count - i), 8 * min(i, count - i)), axis=(0, 1))


class EncodedTrack(MediaStreamTrack):
    """Hands out the encoded pictures in real time: the publisher's encoder is not what is measured."""

    kind = "video"

    def __init__(self, pictures: list[bytes]) -> None:
        super().__init__()
        self._pictures = pictures
        self._count = 0
        self._begin: float | None = None

    async def recv(self) -> Any:
        loop = asyncio.get_running_loop()
        if self._begin is None:
            self._begin = loop.time()
        if self.readyState != "live":
            raise MediaStreamError
        await asyncio.sleep(max(0.0, self._begin + self._count / source.FRAME_RATE - loop.time()))
        packet = Packet(self._pictures[self._count % len(self._pictures)])
        packet.pts = self._count * 90_000 // source.FRAME_RATE
        packet.time_base = _CLOCK
        self._count += 1
        return packet


class Receiver:
    """One subscriber: `packets` of RTP and `frames` (marked video packets) that came."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.connection.addTransceiver("audio", direction="recvonly")
        self.connection.addTransceiver("video", direction="recvonly")
        self.packets = 0
        self.frames = 0

    async def connect(self, session: aiohttp.ClientSession) -> None:
        await _negotiate(session, self._url + "/subscribe", self.connection)
        transport: RTCDtlsTransport = self.connection.getTransceivers()[0].receiver.transport
        transport._handle_rtp_data = self._count  # type: ignore[method-assign]

    async def _count(self, data: bytes, arrival_time_ms: int) -> None:
        self.packets += 1
        self.frames += data[1] > 0x80 + 95 and data[1] & 0x7F == _VP8_ANSWERED


_VP8_ANSWERED: Final = 97  # aiortc's own payload type for VP8, which it offers


async def publish(session: aiohttp.ClientSession, url: str, pictures: list[bytes]) -> RTCPeerConnection:
    """A connected publisher of microphone and camera."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connection.addTrack(AudioStreamTrack())
    connection.addTrack(EncodedTrack(pictures))
    await _negotiate(session, url + "/publish", connection)
    return connection


async def _negotiate(session: aiohttp.ClientSession, url: str, connection: RTCPeerConnection) -> None:
    """Offers, takes the answer, waits until media can flow. Raises TimeoutError."""
    connected = asyncio.Event()

    @connection.on("connectionstatechange")
    def changed() -> None:
        if connection.connectionState == "connected":
            connected.set()

    await connection.setLocalDescription(await connection.createOffer())
    local = connection.localDescription
    async with session.post(url, json={"sdp": local.sdp, "type": local.type}) as response:
        answer = await response.json()
    await connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], answer["type"]))
    await asyncio.wait_for(connected.wait(), 20)


__all__ = ["EncodedTrack", "Receiver", "encoded_pictures", "publish"]
