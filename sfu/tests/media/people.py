"""Real people for media tests: PyPI `livekit` clients (libwebrtc) that publish and count what comes."""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from livekit import rtc

from sfu.tests.servers import MediaServer

WIDTH, HEIGHT = 1280, 720
TONE_HZ = 440


@dataclass
class Person:
    """One connected client and all it heard and saw."""

    room: rtc.Room
    identity: str
    video: dict[str, int] = field(default_factory=Counter)  # frames by track sid
    audio: dict[str, int] = field(default_factory=Counter)
    loudest: dict[str, int] = field(default_factory=Counter)
    tone: dict[str, float] = field(default_factory=lambda: defaultdict(float))  # amplitude of TONE_HZ
    sizes: dict[tuple[int, int], int] = field(default_factory=Counter)
    events: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, condition: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
        """Waits until something that happened makes the condition true."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    async with self.changed:
                        with contextlib.suppress(TimeoutError):
                            await asyncio.wait_for(self.changed.wait(), 0.2)
        except TimeoutError:
            raise AssertionError(f"{self.identity} waited {seconds:g} s in vain until {what}") from None

    async def sees(self, sid: str, frames: int) -> None:
        """Waits until so many frames of a track were decoded."""
        await self.until(lambda: self.video[sid] >= frames, f"{frames} frames of {sid} were decoded")

    async def sees_more(self, width: int) -> None:
        """Waits until more frames of this width are decoded."""

        def count() -> int:
            return sum(frames for size, frames in self.sizes.items() if size[0] == width)

        before = count()
        await self.until(lambda: count() > before + 5, f"frames {width} pixels wide came")

    async def hears_of(self, event: str) -> None:
        """Waits for an event of the SDK."""
        await self.until(lambda: bool(self.happened(event)), f"{event} happened")

    def happened(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of every event of that name."""
        return [arguments for event, arguments in self.events if event == name]

    def spawn(self, coroutine: Any) -> None:
        task = asyncio.create_task(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def notify(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def ways(self) -> set[tuple[str, str]]:
        """Kind and protocol of the local candidates in use: ("RELAY", "udp"), ("PRFLX", "tcp")."""
        stats = await self.room.get_rtc_stats()
        found = set()
        for connection in (stats.publisher_stats, stats.subscriber_stats):
            ours = {s.local_candidate.rtc.id: s.local_candidate.candidate for s in connection}
            for pair in (s.candidate_pair.candidate_pair for s in connection if s.HasField("candidate_pair")):
                if pair.nominated:
                    candidate = ours[pair.local_candidate_id]
                    kinds = candidate.DESCRIPTOR.fields_by_name["candidate_type"].enum_type
                    assert kinds is not None
                    found.add((kinds.values_by_number[candidate.candidate_type].name, candidate.protocol))
        return found

    # ---- publishing ----

    async def camera(
        self, *, simulcast: bool = True, codec: str = "VP8", fps: int = 15, width: int = WIDTH, height: int = HEIGHT
    ) -> rtc.LocalTrackPublication:
        """Publishes a moving picture."""
        source = rtc.VideoSource(width, height)
        track = rtc.LocalVideoTrack.create_video_track("camera", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=simulcast)
        options.video_codec = getattr(rtc.VideoCodec, codec)
        options.video_encoding.max_bitrate = 1_700_000
        options.video_encoding.max_framerate = 30
        self.spawn(_paint(source, width, height, fps))
        return await self.room.local_participant.publish_track(track, options)

    async def microphone(self, *, red: bool = True) -> rtc.LocalTrackPublication:
        """Publishes a tone of TONE_HZ, with or without redundancy."""
        source = rtc.AudioSource(48000, 1)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, red=red)
        self.spawn(_sing(source))
        return await self.room.local_participant.publish_track(track, options)

    # ---- receiving ----

    def on_track(self, track: rtc.Track, publication: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant) -> None:
        if track.kind == rtc.TrackKind.KIND_VIDEO:
            self.spawn(self._watch(track, publication.sid))
        else:
            self.spawn(self._listen(track, publication.sid))

    async def _watch(self, track: rtc.Track, sid: str) -> None:
        async for event in rtc.VideoStream(track, capacity=2):
            self.video[sid] += 1
            self.sizes[event.frame.width, event.frame.height] += 1
            await self.notify()

    async def _listen(self, track: rtc.Track, sid: str) -> None:
        async for event in rtc.AudioStream(track, capacity=2):
            self.audio[sid] += 1
            samples = np.frombuffer(event.frame.data, np.int16)[:: event.frame.num_channels]
            self.loudest[sid] = max(self.loudest[sid], int(np.abs(samples).max()))
            self.tone[sid] = max(self.tone[sid], _amplitude(samples, event.frame.sample_rate))
            if self.audio[sid] % 10 == 1:
                await self.notify()


async def sees_and_hears(viewer: Person, video: str, audio: str) -> None:
    """Frames go on being decoded, and the tone is loud."""
    frames, sounds = viewer.video[video], viewer.audio[audio]
    await viewer.until(lambda: viewer.video[video] >= frames + 5, "five more frames were decoded")
    await viewer.until(lambda: viewer.audio[audio] >= sounds + 20, "200 ms more sound was heard")
    await viewer.until(lambda: viewer.loudest[audio] > 8000, "the tone was loud")


_EVENTS = (
    "participant_connected",
    "participant_disconnected",
    "track_published",
    "track_unpublished",
    "track_subscribed",
    "track_unsubscribed",
    "track_muted",
    "track_unmuted",
    "disconnected",
    "reconnecting",
    "reconnected",
    "data_received",
    "participant_metadata_changed",
    "participant_attributes_changed",
    "active_speakers_changed",
    "connection_quality_changed",
    "local_track_subscribed",
    "room_metadata_changed",
    "moved",
    "data_track_published",
    "data_track_unpublished",
    "track_subscription_permission_changed",
    "e2ee_state_changed",
)


@contextlib.asynccontextmanager
async def person(
    server: MediaServer,
    identity: str,
    *,
    single: bool = True,
    room: str = "room",
    only_relay: bool = False,
    key: bytes | None = None,
    **grant: object,
) -> AsyncIterator[Person]:
    """A client in a room; leaves at the end. `only_relay`: it sends and takes media by TURN servers alone. `key`: it
    encrypts end to end with it.
    """
    client = rtc.Room()
    made = Person(client, identity)
    for name in _EVENTS:
        client.on(name, _recorder(made, name))  # type: ignore[arg-type]
    client.on("track_subscribed", made.on_track)
    ice = rtc.RtcConfiguration(ice_transport_type=rtc.IceTransportType.TRANSPORT_RELAY) if only_relay else None
    options = rtc.RoomOptions(auto_subscribe=True, single_peer_connection=single, rtc_config=ice)
    if key is not None:
        options.encryption = rtc.E2EEOptions(rtc.KeyProviderOptions(shared_key=key))
    await client.connect(server.url, server.token(identity, room, **grant), options)
    try:
        yield made
    finally:
        for task in list(made.tasks):
            task.cancel()
        await asyncio.gather(*made.tasks, return_exceptions=True)
        await client.disconnect()


def _recorder(made: Person, name: str) -> Callable[..., None]:
    def record(*arguments: Any) -> None:
        made.events.append((name, arguments))
        made.spawn(made.notify())

    return record


async def _paint(source: rtc.VideoSource, width: int, height: int, fps: int) -> None:
    n = 0
    frame = np.zeros((height, width, 4), np.uint8)
    while True:
        frame[...] = (20, 20, 40, 255)
        left, top = (n * 8) % width, (n * 5) % height
        frame[:, left : left + 200, 0] = 255
        frame[top : top + 100, :, 1] = 200
        source.capture_frame(rtc.VideoFrame(width, height, rtc.VideoBufferType.RGBA, frame.tobytes()))
        n += 1
        await asyncio.sleep(1 / fps)


def _amplitude(samples: np.ndarray[Any, np.dtype[np.int16]], rate: int) -> float:
    """Of the microphone's tone in a piece of sound: noise, however loud, has little of it."""
    wave = np.exp(-2j * np.pi * TONE_HZ * np.arange(len(samples)) / rate)
    return float(2 * abs(np.mean(samples * wave)))


async def _sing(source: rtc.AudioSource) -> None:
    phase = 0
    while True:
        t = (np.arange(480) + phase) / 48000
        phase += 480
        samples = (np.sin(2 * np.pi * TONE_HZ * t) * 12000).astype(np.int16)
        await source.capture_frame(rtc.AudioFrame(samples.tobytes(), 48000, 1, 480))
