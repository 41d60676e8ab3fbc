"""Lean LiveKit clients over real signalling and real DTLS: one that publishes `source`, one that counts and discards.

Single peer connection (/rtc/v1), as livekit-client does. Nothing is decoded and what is received is not even
decrypted, so that one process can load a server from the other core.
"""

import asyncio
import base64
import contextlib
import time
from collections import Counter
from collections.abc import Sequence

import aiohttp
from livekit.protocol.models import AudioTrackFeature, ClientInfo, TrackSource, TrackType, VideoLayer, VideoQuality
from livekit.protocol.rtc import (
    AddTrackRequest,
    ConnectionSettings,
    JoinRequest,
    Ping,
    SessionDescription,
    SignalRequest,
    SignalResponse,
    WrappedJoinRequest,
)

from sfu.bench import source
from sfu.tests.peers import LeanPeer
from sfu.wire import extensions, rtcp, sdp
from sfu.wire.rtp import is_rtcp

PASSWORD = "benchpasswordbenchpassword"
_FEEDBACK = ("transport-cc", "ccm fir", "nack", "nack pli")
_EXTMAP = {
    source.MID_ID: extensions.MID,
    source.RID_ID: extensions.RID,
    source.TRANSPORT_ID: extensions.TRANSPORT_SEQUENCE,
    source.LEVEL_ID: extensions.AUDIO_LEVEL,
    5: extensions.REPAIRED_RID,
}


class Client:
    """Joins a room, negotiates, connects. Subclasses say what they offer and what they do with packets."""

    def __init__(self, url: str, token: str, peer: LeanPeer | None = None) -> None:
        self._url = url
        self._token = token
        self.peer = peer or LeanPeer()
        self._ufrag, self._password = "benchufrag", PASSWORD
        self.sections: list[sdp.MediaSection] = [self._data_section()]
        self._offer_id = 0
        self._remote: tuple[str, str] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self.connected = asyncio.Event()

    # ---- life ----

    async def join(self) -> None:
        """Returns when the peer connection is up. Raises TimeoutError after 20 s."""
        request = JoinRequest(
            client_info=ClientInfo(sdk=ClientInfo.PYTHON, version="1.2.1", protocol=16),
            connection_settings=ConnectionSettings(auto_subscribe=True),
            publisher_offer=self._offer(),
            add_track_requests=self.tracks(),
        )
        wrapped = WrappedJoinRequest(join_request=request.SerializeToString())
        encoded = base64.urlsafe_b64encode(wrapped.SerializeToString()).decode()
        self._session = aiohttp.ClientSession()
        self._socket = await self._session.ws_connect(
            f"{self._url}/rtc/v1",
            params={"join_request": encoded, "access_token": self._token},
            max_msg_size=1 << 22,
        )
        self._tasks.append(asyncio.create_task(self._read(self._socket)))
        await self._until_connected()

    async def _until_connected(self) -> None:
        self._tasks.append(asyncio.create_task(self._keep_alive()))
        await asyncio.wait_for(self.connected.wait(), 20)

    async def leave(self) -> None:
        """Hangs up. Idempotent."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(Exception):
            await self.peer.close()
        if self._socket is not None:
            await self._socket.close()
        if self._session is not None:
            await self._session.close()

    def tracks(self) -> list[AddTrackRequest]:
        return []

    # ---- signalling ----

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type == aiohttp.WSMsgType.BINARY:
                await self._on_message(SignalResponse.FromString(message.data))

    async def _on_message(self, message: SignalResponse) -> None:
        match message.WhichOneof("message"):
            case "answer":
                if message.answer.id == self._offer_id:
                    await self._on_answer(sdp.parse(message.answer.sdp))
            case "media_sections_requirement":
                needed = message.media_sections_requirement
                self.add_sections(needed.num_audios, needed.num_videos)
                await self._send(SignalRequest(offer=self._offer()))
            case "leave":
                raise ConnectionError(f"the server said leave: {message.leave}")
            case _:
                pass

    async def _send(self, request: SignalRequest) -> None:
        assert self._socket is not None
        await self._socket.send_bytes(request.SerializeToString())

    async def _keep_alive(self) -> None:
        """Pings the signalling, checks the connectivity, as a browser does."""
        while True:
            await asyncio.sleep(4)
            if self._socket is not None:
                await self._send(SignalRequest(ping_req=Ping(timestamp=int(time.time() * 1000))))
            if self._remote is not None and self.connected.is_set():
                with contextlib.suppress(TimeoutError):  # lost on a busy machine: the next one will do
                    await self.peer.check(*self._remote)

    # ---- negotiation ----

    def add_sections(self, audios: int, videos: int) -> None:
        """The server asks for sections to send its tracks in."""
        for kind, count in (("audio", audios), ("video", videos)):
            for _ in range(count):
                self.sections.append(self._media_section(kind, "recvonly"))

    def _offer(self) -> SessionDescription:
        self._offer_id += 1
        algorithm, fingerprint = self.peer.fingerprint
        description = sdp.SessionDescription(
            origin_id=1,
            origin_version=self._offer_id,
            bundle=tuple(s.mid for s in self.sections),
            extmap_allow_mixed=True,
            fingerprints=[sdp.Fingerprint(algorithm, fingerprint)],
            media=self.sections,
        )
        return SessionDescription(type="offer", sdp=sdp.write(description), id=self._offer_id)

    async def _on_answer(self, answer: sdp.SessionDescription) -> None:
        if self._remote is not None:
            return
        self._remote = answer.ice_credentials
        candidate = next(c for m in answer.media for c in m.candidates if c.protocol == "udp")
        assert self._remote is not None
        fingerprint = answer.all_fingerprints[0].value
        sctp_port = next((m.sctp_port for m in answer.media if m.sctp_port), None)
        connecting = self._connect((candidate.address, candidate.port), *self._remote, fingerprint, sctp_port)
        self._tasks.append(asyncio.create_task(connecting))

    async def _connect(
        self, server: tuple[str, int], ufrag: str, password: str, fingerprint: str, sctp_port: int | None
    ) -> None:
        await self.peer.connect(server, ufrag, password, fingerprint)
        if sctp_port is not None:
            await self.peer.associate(sctp_port)
        self.connected.set()

    def _data_section(self) -> sdp.MediaSection:
        return sdp.MediaSection(
            "application",
            "0",
            protocol="UDP/DTLS/SCTP",
            ice_ufrag=self._ufrag,
            ice_pwd=self._password,
            setup="actpass",
            sctp_port=5000,
            max_message_size=262144,
        )

    def _media_section(self, kind: str, direction: sdp.Direction) -> sdp.MediaSection:
        codecs = (
            [sdp.Codec(source.OPUS, "opus", 48000, 2, "minptime=10;useinbandfec=1", ("transport-cc",))]
            if kind == "audio"
            else [
                sdp.Codec(source.VP8, "VP8", 90000, feedback=_FEEDBACK),
                sdp.Codec(97, "rtx", 90000, fmtp=f"apt={source.VP8}"),
            ]
        )
        return sdp.MediaSection(
            kind,
            str(len(self.sections)),
            direction=direction,
            codecs=codecs,
            extmap=dict(_EXTMAP),
            rtcp_mux=True,
            rtcp_rsize=True,
            ice_ufrag=self._ufrag,
            ice_pwd=self._password,
            setup="actpass",
        )


class Publisher(Client):
    """Sends audio (if wanted) and the layers of video for as long as `run` lasts; answers keyframe requests."""

    def __init__(
        self,
        url: str,
        token: str,
        peer: LeanPeer | None = None,
        *,
        layers: Sequence[source.Layer] = source.LAYERS,
        audio: bool = True,
        seed: int = 0,
    ) -> None:
        super().__init__(url, token, peer)
        self._layers = layers
        self._transport = source.TransportNumbers()
        self._audio: source.AudioStream | None = None
        seed *= len(layers) + 1
        if audio:
            section = self._media_section("audio", "sendonly")
            section.msid = sdp.Msid("-", "microphone")
            self.sections.append(section)
            self._audio = source.AudioStream(section.mid, seed=seed + len(layers))
        video = self._media_section("video", "sendonly")
        video.msid = sdp.Msid("-", "camera")
        if len(layers) > 1:
            video.rids = [sdp.Rid(layer.rid, "send") for layer in layers]
            video.simulcast = sdp.Simulcast(send=tuple(layer.rid for layer in layers))
        self.sections.append(video)
        self._videos = [source.VideoStream(layer, video.mid, seed=seed + i) for i, layer in enumerate(layers)]
        self._by_ssrc = {stream.ssrc: stream for stream in self._videos}
        self.top_sent = 0
        """Packets of the top layer and of audio: what a subscriber should get."""

    def tracks(self) -> list[AddTrackRequest]:
        qualities = (VideoQuality.LOW, VideoQuality.MEDIUM, VideoQuality.HIGH)
        layers = [
            VideoLayer(quality=quality, width=layer.width, height=layer.height, bitrate=layer.bitrate)
            for quality, layer in zip(qualities[-len(self._layers) :], self._layers, strict=True)
        ]
        microphone = AddTrackRequest(
            cid="microphone",
            name="microphone",
            type=TrackType.AUDIO,
            source=TrackSource.MICROPHONE,
            audio_features=[AudioTrackFeature.TF_NO_DTX],
        )
        camera = AddTrackRequest(
            cid="camera",
            name="camera",
            type=TrackType.VIDEO,
            source=TrackSource.CAMERA,
            width=self._layers[-1].width,
            height=self._layers[-1].height,
            layers=layers,
        )
        return [microphone, camera] if self._audio is not None else [camera]

    @property
    def ssrcs(self) -> list[int]:
        """Of all its streams."""
        return [stream.ssrc for stream in (self._audio, *self._videos) if stream is not None]

    async def run(self, seconds: float) -> None:
        """Sends in real time; each frame's packets at once, as an encoder without a pacer would."""
        loop = asyncio.get_running_loop()
        begin = loop.time()
        audio_sent = frames_sent = 0
        while (now := loop.time() - begin) < seconds:
            while audio_sent <= now * source.AUDIO_RATE:
                self.send_audio()
                audio_sent += 1
            while frames_sent <= now * source.FRAME_RATE:
                self.send_frame()
                frames_sent += 1
            due = min(audio_sent / source.AUDIO_RATE, frames_sent / source.FRAME_RATE)
            await asyncio.sleep(max(0.0, begin + due - loop.time()))

    def send_audio(self) -> None:
        """The next 20 ms."""
        if self._audio is not None:
            self.peer.send_rtp(self._audio.packet(self._transport))
            self.top_sent += 1

    def send_frame(self) -> None:
        """The next picture, in every layer."""
        self._answer_keyframe_requests()
        for stream in self._videos:
            for packet in stream.frame(self._transport):
                self.peer.send_rtp(packet)
                self.top_sent += stream is self._videos[-1]

    def send_reports(self) -> None:
        """Sender reports of every stream."""
        streams = [*self._videos, self._audio] if self._audio is not None else self._videos
        self.peer.send_rtcp(rtcp.build([stream.report() for stream in streams]))

    def _answer_keyframe_requests(self) -> None:
        while not self.peer.rtcp.empty():
            for item in rtcp.parse(self.peer.rtcp.get_nowait()):
                match item:
                    case rtcp.Pli(media_ssrc=ssrc) if ssrc in self._by_ssrc:
                        self._by_ssrc[ssrc].want_keyframe()
                    case rtcp.Fir(entries=entries):
                        for entry in entries:
                            if entry.ssrc in self._by_ssrc:
                                self._by_ssrc[entry.ssrc].want_keyframe()
                    case _:
                        pass


class CountingPeer(LeanPeer):
    """Counts media packets by their cleartext header and throws them away."""

    def __init__(self) -> None:
        super().__init__()
        self.packets = 0
        self.by_ssrc: Counter[int] = Counter()
        self.highest: dict[int, int] = {}

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not 127 < data[0] < 192 or not self._rx:
            super().datagram_received(data, addr)
        elif not is_rtcp(data):
            ssrc = int.from_bytes(data[8:12], "big")
            self.packets += 1
            self.by_ssrc[ssrc] += 1
            self.highest[ssrc] = data[2] << 8 | data[3]


class Subscriber(Client):
    """Gets everything in the room and counts it; reports once a second as receivers must."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(url, token)
        self.counting = CountingPeer()
        self.peer = self.counting
        self.add_sections(1, 1)

    async def join(self) -> None:
        await super().join()
        self._tasks.append(asyncio.create_task(self._report()))

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(1)
            blocks = [
                rtcp.ReportBlock(ssrc, highest_sequence=sequence) for ssrc, sequence in self.counting.highest.items()
            ]
            if blocks:
                self.peer.send_rtcp(rtcp.build([rtcp.ReceiverReport(1, tuple(blocks[:31]))]))
