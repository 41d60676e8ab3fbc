"""A viewer that loses 5 % each way: libwebrtc on both ends (PyPI `livekit`), the loss made by the UDP proxy in front
of the viewer.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from livekit import rtc

from sfu.bench.processes import behind_proxy, token
from sfu.netem import Conditions
from sfu.netem.proxy import UdpProxy

WIDTH: Final = 640
HEIGHT: Final = 360
FRAME_RATE: Final = 20
LOSS: Final = 0.05
WAY: Final = 0.03
"""Seconds one way."""
_TIMEOUT: Final = 20.0
_GRACE: Final = 1.0
"""Seconds after the stretch in which what was repeated may still come."""


@dataclass(frozen=True)
class Lossy:
    """Of the measured stretch. Shares 0..1."""

    frames_sent: int
    frames_decoded: int
    concealed: float
    red: bool
    """Whether audio went with redundancy (RFC 2198)."""

    @property
    def frames(self) -> float:
        return self.frames_decoded / max(1, self.frames_sent)


async def measure_loss(seconds: float, *, loss: float = LOSS) -> Lossy:
    """Half a second of warm-up on the bad line, then `seconds` that count."""
    async with behind_proxy() as (proxy, url), _room(url, "publisher") as publisher:
        tasks = [asyncio.create_task(work) for work in await _publish(publisher)]
        try:
            return await _watch(proxy, url, publisher, seconds, loss)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _watch(proxy: UdpProxy, url: str, publisher: rtc.Room, seconds: float, loss: float) -> Lossy:
    bad = Conditions(delay=WAY, loss=loss)
    proxy.change(up=bad, down=bad, since=len(proxy.flows))
    async with _room(url, "viewer") as viewer:
        tracks = await asyncio.wait_for(_subscribed(viewer, 2), _TIMEOUT)
        streams = [asyncio.create_task(_consume(track)) for track in tracks]
        video = next(track for track in tracks if track.kind == rtc.TrackKind.KIND_VIDEO)
        audio = next(track for track in tracks if track.kind == rtc.TrackKind.KIND_AUDIO)
        sending = next(
            p.track for p in publisher.local_participant.track_publications.values() if p.kind == video.kind
        )
        assert sending is not None
        async with asyncio.timeout(_TIMEOUT):
            while not await _flows(video, audio):  # noqa: ASYNC110  counts in statistics
                await asyncio.sleep(0.1)
        first_sent, first, first_audio = await _sent(sending), await _inbound(video), await _inbound(audio)
        await asyncio.sleep(seconds)
        last_sent = await _sent(sending)
        await asyncio.sleep(_GRACE)
        late = await _sent(sending) - last_sent
        last, last_audio, red = await _inbound(video), await _inbound(audio), await _red(audio)
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    samples = last_audio.inbound.total_samples_received - first_audio.inbound.total_samples_received
    concealed = last_audio.inbound.concealed_samples - first_audio.inbound.concealed_samples
    return Lossy(
        frames_sent=last_sent + late - first_sent,
        frames_decoded=last.inbound.frames_decoded - first.inbound.frames_decoded,
        concealed=concealed / max(1, samples),
        red=red,
    )


# ---- people ----


@contextlib.asynccontextmanager
async def _room(url: str, identity: str) -> AsyncIterator[rtc.Room]:
    room = rtc.Room()
    await room.connect(url, token(identity, "lossy"))
    try:
        yield room
    finally:
        await room.disconnect()


async def _publish(room: rtc.Room) -> list[Any]:
    """A picture and a tone; the coroutines that make them."""
    video, audio = rtc.VideoSource(WIDTH, HEIGHT), rtc.AudioSource(48000, 1)
    camera = rtc.LocalVideoTrack.create_video_track("camera", video)
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=False)
    options.video_encoding.max_bitrate, options.video_encoding.max_framerate = 800_000, FRAME_RATE
    await room.local_participant.publish_track(camera, options)
    microphone = rtc.LocalAudioTrack.create_audio_track("microphone", audio)
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
    await room.local_participant.publish_track(microphone, options)
    return [_paint(video), _sing(audio)]


async def _paint(source: rtc.VideoSource) -> None:
    loop = asyncio.get_running_loop()
    begin, count = loop.time(), 0
    base = (np.add.outer(np.arange(HEIGHT), np.arange(WIDTH)) // 4 % 256).astype(np.uint8)
    chroma = bytes([128]) * (WIDTH * HEIGHT // 2)
    noise = np.random.default_rng(1).integers(0, 255, (HEIGHT // 8, WIDTH // 8), dtype=np.uint8)
    noise = noise.repeat(8, 0).repeat(8, 1)
    while True:
        picture = base.copy()
        top = count * 8 % (HEIGHT - 48)
        picture[top : top + 48] = noise[top : top + 48]
        source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, picture.tobytes() + chroma))
        count += 1
        await asyncio.sleep(max(0.0, begin + count / FRAME_RATE - loop.time()))


async def _sing(source: rtc.AudioSource) -> None:
    phase = 0
    while True:
        tone = np.sin(2 * np.pi * 440 * (np.arange(480) + phase) / 48000) * 12000
        phase += 480
        await source.capture_frame(rtc.AudioFrame(tone.astype(np.int16).tobytes(), 48000, 1, 480))


async def _consume(track: rtc.Track) -> None:
    """Takes what is decoded, as somebody who watches does."""
    stream = (
        rtc.VideoStream(track, capacity=2)
        if track.kind == rtc.TrackKind.KIND_VIDEO
        else rtc.AudioStream(track, capacity=2)
    )
    async for _ in stream:
        pass


async def _subscribed(room: rtc.Room, count: int) -> list[rtc.Track]:
    while True:
        found: list[rtc.Track] = [
            publication.track
            for person in room.remote_participants.values()
            for publication in person.track_publications.values()
            if publication.track is not None
        ]
        if len(found) >= count:
            return found
        await asyncio.sleep(0.05)


# ---- statistics ----


async def _flows(video: rtc.Track, audio: rtc.Track) -> bool:
    """Whether a second of pictures was decoded and sound is heard."""
    try:
        pictures, sound = await _inbound(video), await _inbound(audio)
    except LookupError:
        return False
    heard = sound.inbound.total_samples_received - sound.inbound.concealed_samples
    return bool(pictures.inbound.frames_decoded >= FRAME_RATE and heard > 48000)


async def _inbound(track: rtc.Track) -> Any:
    for entry in await track.get_stats():
        if entry.WhichOneof("stats") == "inbound_rtp":
            return entry.inbound_rtp
    raise LookupError("libwebrtc has no statistics of the track yet")


async def _sent(track: rtc.Track) -> int:
    return sum(
        entry.outbound_rtp.outbound.frames_sent
        for entry in await track.get_stats()
        if entry.WhichOneof("stats") == "outbound_rtp"
    )


async def _red(track: rtc.Track) -> bool:
    return any(
        entry.codec.codec.mime_type.lower() == "audio/red"
        for entry in await track.get_stats()
        if entry.WhichOneof("stats") == "codec"
    )
