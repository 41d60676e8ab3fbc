"""A node with recordings, people whose media the test sends, and time in the test's hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import av
from livekit.protocol.models import ClientInfo, TrackSource, TrackType
from livekit.protocol.rtc import AddTrackRequest

from auth.room_token import Grant
from sfu.recording.recording import Recording
from sfu.recording.service import Recordings
from sfu.recording.settings import RecordingSettings
from sfu.rooms.clock import Clock, ntp64
from sfu.rooms.node import Node, NodeSettings
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Encoding, Publication
from sfu.rooms.room import Room
from sfu.tests.api.stage import KeptLink
from sfu.tests.recording.sources import FPS, Sender, encoded, opus
from sfu.wire import rtcp

_PAYLOAD_TYPES = {"vp8": 96, "vp9": 98, "h264": 102, "av1": 45, "opus": 111}


@dataclass
class Time:
    """Both clocks, moved together."""

    wall: float = 1_800_000_000.0
    mono: float = 1000.0

    def advance(self, seconds: float) -> None:
        self.wall += seconds
        self.mono += seconds

    @property
    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.mono, wall=lambda: self.wall)


@dataclass
class Live:
    """One publication and what sends for it. `asked`: keyframe requests it got."""

    stage: "Stage"
    participant: Participant
    publication: Publication
    sender: Sender
    units: tuple[bytes, ...]
    at: int = 0

    def deliver(self, packets: list[bytes]) -> None:
        for packet in packets:
            self.participant.on_rtp(self.participant.publisher, packet, self.stage.time.mono)
        self.stage.node.port._flush_kernel()  # at once: the test's clock stands still meanwhile

    def next(self) -> list[bytes]:
        """The packets of the next frame; the units begin anew with their keyframe when they are used up."""
        index = self.at % len(self.units)
        self.at += 1
        return self.sender.packets(self.units[index], keyframe=index == 0)

    def report(self, *, clock_off: float = 0.0) -> None:
        """A sender report: the publisher's clock is `clock_off` seconds ahead of ours."""
        packet = rtcp.SenderReport(
            self.sender.ssrc, ntp64(self.stage.time.wall + clock_off), self.sender.timestamp, 1, 1
        )
        self.participant.on_rtcp(self.participant.publisher, rtcp.build([packet]), self.stage.time.mono)


@dataclass
class Stage:
    node: Node
    recordings: Recordings
    folder: Path
    time: Time
    changes: list[tuple[str, str]] = field(default_factory=list)

    def room(self, name: str = "room", **kwargs: Any) -> Room:
        return self.node.create_room(name, **kwargs)

    def join(self, room: Room, identity: str, attributes: dict[str, str] | None = None) -> Participant:
        grant = Grant(identity=identity, room=room.name, room_join=True, attributes=attributes or {})
        participant = Participant(room, grant, ClientInfo(), single=True, auto_subscribe=True, link=KeptLink())
        room.join(participant)
        return participant

    def publish(
        self,
        participant: Participant,
        codec: str,
        *,
        source: "TrackSource" = TrackSource.UNKNOWN,
        units: tuple[bytes, ...] | None = None,
        ssrc: int | None = None,
        encryption: int = 0,
    ) -> Live:
        """A negotiated track."""
        sound = codec == "opus"
        cid = f"{codec}-{len(participant.publications)}"
        request = AddTrackRequest(
            cid=cid,
            type=TrackType.AUDIO if sound else TrackType.VIDEO,
            source=source or (TrackSource.MICROPHONE if sound else TrackSource.CAMERA),
            encryption=encryption,  # type: ignore[arg-type]
        )
        publication = participant.add_track(request)
        payload_type = _PAYLOAD_TYPES[codec]
        mime = "audio/opus" if sound else f"video/{codec.upper()}"
        encoding = Encoding(mime, 48_000 if sound else 90_000, payload_type, None, "", 2 if sound else 0)
        mid = str(len(participant.publications) + 1)
        publication.negotiate(encoding, mid=mid, rids=[], audio_level_id=0, transports=self.node.transports)
        ssrc = ssrc or 1000 + len(participant.publications) * 10 + sum(map(ord, participant.identity)) * 100
        participant.receiving.expect(publication, mid, [ssrc], {})
        participant.publish(publication)
        if units is None:
            units = opus() if sound else encoded(codec)
        return Live(self, participant, publication, Sender(codec, ssrc, payload_type), units)

    def play(self, seconds: float, *tracks: Live) -> None:
        """Sends all tracks in real rhythm, on the test's time: 50 sounds and 30 pictures a second."""
        begin, due = self.time.mono, {id(track): 0 for track in tracks}
        steps = round(seconds * 300)
        for step in range(steps):
            target = begin + step / 300
            self.time.advance(target - self.time.mono)
            for track in tracks:
                rate = 50 if track.sender.codec == "opus" else FPS
                if due[id(track)] <= (self.time.mono - begin) * rate + 1e-6:
                    due[id(track)] += 1
                    track.deliver(track.next())
            if step % 300 == 299:
                self.recordings.tick(self.time.mono)
        self.time.advance(begin + seconds - self.time.mono)

    async def ended(self, recording: Recording) -> None:
        """Waits until it is over, whatever came of it."""
        async with asyncio.timeout(30):
            while not recording.over:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def stage(folder: Path, *, closed: bool = False, kernel: bool = True, **bounds: Any) -> AsyncIterator[Stage]:
    """A node on a free port, recordings below `folder`. `kernel`: with the packet path in C, where it is built."""
    time = Time()
    rooms: Literal["open", "closed"] = "closed" if closed else "open"
    node = Node(NodeSettings("node-1", ["127.0.0.1"], rooms=rooms, kernel=kernel), time.clock)
    node.open(["127.0.0.1"], 0)
    settings = RecordingSettings(folder=folder, **{"spare": 0, **bounds})
    made = Stage(node, Recordings(node, settings), folder, time)
    made.recordings.on_change = lambda recording: made.changes.append((recording.egress_id, recording.state))
    try:
        yield made
    finally:
        await made.recordings.close()
        node.close()


@dataclass(frozen=True)
class Seen:
    """What a player makes of a file: per stream its codec, decoded frames, first and last second, sizes."""

    codec: str
    frames: int
    first: float
    last: float
    sizes: frozenset[tuple[int, int]]
    title: str


def look(path: Path) -> list[Seen]:
    """Decodes every stream of a file; errors in it are errors here."""
    found = []
    with av.open(str(path)) as container:
        count = len(container.streams)
    for index in range(count):
        with av.open(str(path)) as container:
            stream = container.streams[index]
            times, sizes = [], set()
            for frame in container.decode(stream):
                assert isinstance(frame, av.VideoFrame | av.AudioFrame)
                assert frame.pts is not None
                assert frame.time_base is not None
                times.append(float(frame.pts * frame.time_base))
                if isinstance(frame, av.VideoFrame):
                    sizes.add((frame.width, frame.height))
            codec = stream.codec_context.name
            title = stream.metadata.get("title", "")
            found.append(Seen(codec, len(times), times[0], times[-1], frozenset(sizes), title))
    return found
