"""A lean viewer on a bad line: it decrypts and counts what comes, tells what arrived (transport-wide feedback) and
what it lost, and remembers all that over time. Nothing is decoded.
"""

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from livekit.protocol.rtc import SignalResponse, StreamState

from sfu.bench import source
from sfu.bench.clients import Client
from sfu.core.feedback import FeedbackRecorder
from sfu.wire import rtcp, rtp, vp8

TICK: Final = 0.02
_REPORT: Final = 1.0


@dataclass
class Seen:
    """What came, on the loop's clock. `video`: (when, octets); `audio`: (when, sequence number)."""

    video: list[tuple[float, int]] = field(default_factory=list)
    audio: list[tuple[float, int]] = field(default_factory=list)
    layers: list[tuple[float, int]] = field(default_factory=list)
    """(when, pixels wide) of each keyframe."""
    padding: int = 0
    states: list[tuple[float, int]] = field(default_factory=list)
    """(when, StreamState) as the server told."""

    def video_rate(self, begin: float, end: float) -> float:
        """Bits a second of video that arrived in between."""
        return sum(octets for at, octets in self.video if begin <= at < end) * 8 / (end - begin)

    def audio_lost(self, begin: float, end: float) -> tuple[int, int]:
        """(missing, expected) audio packets of those that came in between."""
        numbers = [sequence for at, sequence in self.audio if begin <= at < end]
        if not numbers:
            return 1, 1
        expected = ((numbers[-1] - numbers[0]) & 0xFFFF) + 1
        return expected - len(set(numbers)), expected

    def longest_silence(self, begin: float, end: float) -> float:
        """Seconds between two audio packets, at most."""
        times = [begin, *(at for at, _ in self.audio if begin <= at < end), end]
        return max(later - sooner for sooner, later in pairwise(times))

    @property
    def paused(self) -> bool:
        return bool(self.states) and self.states[-1][1] == StreamState.PAUSED


def keyframe_width(payload: bytes) -> int:
    """Of the VP8 keyframe that begins here (RFC 7741, RFC 6386 section 9.1), 0 if none does."""
    found = vp8.parse(payload)
    frame = payload[found.size :]
    if not found.start or found.partition or len(frame) < 10 or frame[0] & 1:
        return 0
    return int.from_bytes(frame[6:8], "little") & 0x3FFF


class Viewer(Client):
    """Gets everything in the room."""

    def __init__(self, url: str, token: str, *, feedback: bool = True) -> None:
        super().__init__(url, token)
        self.seen = Seen()
        self._feedback = FeedbackRecorder(0.1)
        self._highest: dict[int, int] = {}
        self._lost: dict[int, int] = {}
        self.add_sections(1, 1)
        if not feedback:
            for section in self.sections:
                section.extmap.pop(source.TRANSPORT_ID, None)
        self.peer.on_rtp = self._on_rtp

    async def join(self) -> None:
        await super().join()
        self._tasks.append(asyncio.create_task(self._report()))

    async def _on_message(self, message: SignalResponse) -> None:
        await super()._on_message(message)
        if message.WhichOneof("message") == "stream_state_update":
            now = asyncio.get_running_loop().time()
            self.seen.states += [(now, state.state) for state in message.stream_state_update.stream_states]

    def _on_rtp(self, packet: bytes) -> None:
        now = asyncio.get_running_loop().time()
        header = rtp.parse(packet)
        number = header.extensions.get(source.TRANSPORT_ID)
        if number is not None:
            self._feedback.on_packet(int.from_bytes(number, "big"), now)
        if header.payload_type == source.OPUS:
            self.seen.audio.append((now, header.sequence))
        elif header.payload_type == source.VP8:
            self.seen.video.append((now, len(packet)))
            width = keyframe_width(packet[header.payload_offset : header.payload_end])
            if width:
                self.seen.layers.append((now, width))
        elif header.payload_size == 0:
            self.seen.padding += 1
        before = self._highest.get(header.ssrc, header.sequence)
        ahead = (header.sequence - before) & 0xFFFF
        if ahead < 0x8000:
            self._highest[header.ssrc] = header.sequence
            self._lost[header.ssrc] = self._lost.get(header.ssrc, 0) + max(0, ahead - 1)
        while not self.peer.rtp.empty():
            self.peer.rtp.get_nowait()

    async def _report(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            await asyncio.sleep(TICK)
            now = loop.time()
            if self._feedback.due(now):
                for packet in self._feedback.build(1, next(iter(self._highest), 0), now):
                    self.peer.send_rtcp(packet)
            if now >= due and self._highest:
                due = now + _REPORT
                blocks = tuple(
                    rtcp.ReportBlock(ssrc, packets_lost=self._lost[ssrc], highest_sequence=highest)
                    for ssrc, highest in self._highest.items()
                )
                self.peer.send_rtcp(rtcp.build([rtcp.ReceiverReport(1, blocks[:31])]))
