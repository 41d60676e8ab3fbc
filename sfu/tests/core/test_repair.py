"""A publisher and a subscriber behind lossy lines, on a virtual clock: NACK and repeats mend both, in time.

30 ms each way on both lines (60 ms round trip), seeded loss, jitter that reorders. Every part is core's own; only
the two ends are played here, as libwebrtc behaves.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import pytest

from sfu.core.forwarding import Forwarder, Negotiated
from sfu.core.reception import IncomingStream
from sfu.core.records import TransportTable
from sfu.wire import rtp, rtx
from sfu.wire.sequence import Unwrapper

from .samples import Layer, Owner, Sample, token_of

DELAY, JITTER = 0.03, 0.004
SECONDS, FRAMES_PER_SECOND = 20, 30
IN_TIME = 0.4
"""Seconds from capture to arrival that a jitter buffer bears."""
HISTORY = 120
"""Packets the publisher can repeat: one second of them."""
MEDIA, RTX, RTX_TYPE = 77, 78, 97


class Clock:
    """Events in the order of their times."""

    def __init__(self) -> None:
        self.now = 0.0
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._queue, (when, next(self._order), what))

    def run(self, until: float) -> None:
        while self._queue and self._queue[0][0] <= until:
            self.now, _, what = heapq.heappop(self._queue)
            what()


@dataclass
class Line:
    """One direction of a network path."""

    clock: Clock
    loss: float
    rng: random.Random
    sent: int = 0
    lost: int = 0

    def carry(self, deliver: Callable[[], None]) -> None:
        self.sent += 1
        if self.rng.random() < self.loss:
            self.lost += 1
            return
        self.clock.at(self.clock.now + DELAY + self.rng.random() * JITTER, deliver)


@dataclass
class Viewer:
    """A subscriber: notes what came, asks for gaps every 10 ms as libwebrtc does."""

    arrived: dict[int, float] = field(default_factory=dict)  # token → first arrival
    stream: IncomingStream = field(default_factory=lambda: IncomingStream(MEDIA, 90000))
    sequences: dict[int, bytes] = field(default_factory=dict)
    unwrap: Unwrapper = field(default_factory=Unwrapper)

    def receive(self, data: bytes, now: float) -> None:
        header = rtp.parse(data)
        if header.ssrc == RTX:
            sequence = rtx.original_sequence(data, header)
            if not self.stream.on_recovered(sequence, len(data), now):
                return
            data = rtx.unwrap(data, header, MEDIA, 101)
            header = rtp.parse(data)
        elif not self.stream.on_packet(header.sequence, header.timestamp, len(data), now).keep:
            return
        payload = data[header.payload_offset : header.payload_end]
        number = self.unwrap.unwrap(header.sequence)
        assert self.sequences.setdefault(number, payload) == payload
        self.arrived.setdefault(token_of(payload), now)


@dataclass
class World:
    """Publisher → node → viewer with a line each way between."""

    loss: float
    rtx: bool
    clock: Clock = field(default_factory=Clock)
    sent: list[tuple[Sample, float]] = field(default_factory=list)
    keyframes_asked: int = 0

    def __post_init__(self) -> None:
        rng = random.Random(11)
        self.up, self.up_back, self.down, self.down_back = (
            Line(self.clock, self.loss, random.Random(rng.random())) for _ in range(4)
        )
        self.layer = Layer(0)
        self.history: dict[int, bytes] = {}
        self.rtx_sequence = 500
        self.incoming = IncomingStream(self.layer.ssrc, 90000)
        self.incoming.set_rtt(2 * DELAY)
        transports = TransportTable()
        self.forwarder = Forwarder("video", "video/VP8", 90000, transports, rng=random.Random(5))
        self.owner, self.viewer = Owner(), Viewer()
        self.viewer.stream.set_rtt(2 * DELAY)
        terms = Negotiated(
            ssrc=MEDIA,
            payload_type=101,
            transport=transports.add(),
            twcc_id=3,
            rtx_ssrc=RTX if self.rtx else 0,
            rtx_payload_type=RTX_TYPE if self.rtx else 0,
        )
        self.forwarder.add(self.owner, terms)
        self.forwarder.set_target(self.owner.row, 0)
        self.forwarder.table.rows["rtt"][self.owner.row] = 2 * DELAY
        self.wants_keyframe = False

    def play(self) -> None:
        for i in range(SECONDS * FRAMES_PER_SECOND):
            self.clock.at(i / FRAMES_PER_SECOND, self.capture)
        for i in range(round((SECONDS + 1) / 0.01)):
            self.clock.at(i * 0.01, self.tick)
        self.clock.run(SECONDS + 1.0)

    def capture(self) -> None:
        keyframe = self.wants_keyframe or not self.sent
        self.wants_keyframe = False
        for sample in self.layer.frame(4, keyframe=keyframe):
            self.sent.append((sample, self.clock.now))
            self.history[sample.header.sequence] = sample.data
            self.history.pop((sample.header.sequence - HISTORY) & 0xFFFF, None)
            self.up.carry(lambda data=sample.data: self.at_node(data))  # type: ignore[misc]

    def at_node(self, data: bytes) -> None:
        now = self.clock.now
        header = rtp.parse(data)
        if header.ssrc == RTX:
            if not self.incoming.on_recovered(rtx.original_sequence(data, header), len(data), now):
                return
            data = rtx.unwrap(data, header, self.layer.ssrc, 96)
            header = rtp.parse(data)
        elif not self.incoming.on_packet(header.sequence, header.timestamp, len(data), now).keep:
            return
        for _, out in self.forwarder.on_packet(0, header, data, now):
            self.to_viewer(bytes(out))

    def to_viewer(self, data: bytes) -> None:
        self.down.carry(lambda: self.viewer.receive(data, self.clock.now))

    def tick(self) -> None:
        now = self.clock.now
        asked = self.incoming.nacks_due(now)
        if asked:
            self.up_back.carry(lambda: self.publisher_repeats(asked))
        if self.incoming.take_given_up():
            self.forwarder.keyframes.ask(0)
        if self.forwarder.keyframe_requests(now):
            self.keyframes_asked += 1
            self.up_back.carry(self.publisher_is_asked)
        missing = self.viewer.stream.nacks_due(now)
        if missing:
            self.down_back.carry(lambda: self.node_repeats(missing))

    def publisher_is_asked(self) -> None:
        self.wants_keyframe = True

    def publisher_repeats(self, sequences: list[int]) -> None:
        for sequence in sequences:
            data = self.history.get(sequence, b"")
            if not data:
                continue  # a publisher's history is short as well
            if self.rtx:
                data = rtx.wrap(data, RTX, RTX_TYPE, self.rtx_sequence)
                self.rtx_sequence += 1
            self.up.carry(lambda data=data: self.at_node(data))  # type: ignore[misc]

    def node_repeats(self, sequences: list[int]) -> None:
        for _, data in self.forwarder.retransmit(self.owner.row, sequences, self.clock.now):
            self.to_viewer(bytes(data))

    def frames_in_time(self) -> float:
        """Share of frames of which every packet came in time, from the first the viewer could have."""
        late: set[int] = set()
        frames: set[int] = set()
        for sample, at in self.sent:
            frames.add(sample.frame)
            if self.viewer.arrived.get(sample.token, at + 99.0) > at + IN_TIME:
                late.add(sample.frame)
        return 1.0 - len(late) / len(frames)


@pytest.mark.parametrize("with_rtx", [True, False])
@pytest.mark.parametrize(("loss", "least"), [(0.0, 1.0), (0.03, 0.99), (0.05, 0.985), (0.1, 0.95)])
def test_loss_both_ways_is_mended_in_time(loss: float, least: float, with_rtx: bool) -> None:
    world = World(loss, with_rtx)
    world.play()
    assert world.frames_in_time() >= least
    lines = (world.up, world.down)
    assert all(line.lost >= 0.6 * loss * line.sent for line in lines), "the lines did lose"
    spent = sum(line.sent for line in lines) / (2 * len(world.sent))
    assert spent <= 1.05 + 3 * loss, "repeats stay near what was lost"


def test_a_break_that_cannot_be_mended_ends_with_a_keyframe() -> None:
    world = World(0.0, rtx=True)
    world.clock.at(3.0, lambda: setattr(world.up, "loss", 1.0))
    world.clock.at(5.0, lambda: setattr(world.up, "loss", 0.0))
    world.play()
    keyframes = [at for sample, at in world.sent if sample.keyframe_start and at > 5.0]
    assert len(keyframes) >= 1
    assert keyframes[0] < 6.2
    after = [sample.token for sample, at in world.sent if at > 5.1]
    assert all(token in world.viewer.arrived for token in after)
