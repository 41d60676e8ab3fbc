"""A sender, a line and a receiver on a virtual clock, for the estimator's scenarios: no sockets, no waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sfu.core.bandwidth import Estimator, Probe, SentTable
from sfu.core.feedback import FeedbackRecorder
from sfu.netem import Conditions, Link
from sfu.wire import rtcp

STEP = 0.001
PACKET = 1100
AUDIO = 120


@dataclass
class Sample:
    at: float
    estimate: float
    sending: float
    queue: float


@dataclass
class Simulation:
    """Video of `video(estimate, now)` bits a second at 30 pictures a second, audio every 20 ms (48 kbit/s)."""

    down: Conditions
    up: Conditions
    video: Callable[[float, float], float]
    wanted: float = 0.0
    seed: int = 1
    competing: Callable[[float], float] | None = None
    interval: float = 0.1
    offset: float = 5000.0  # of the receiver's clock
    start: float = 2_500_000.0

    samples: list[Sample] = field(default_factory=list)
    audio_sent: int = 0
    audio_got: int = 0
    audio_out: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        table = SentTable()
        self.table = table
        self.estimator = Estimator(table.add(0), start=self.start)
        self.link: Link[tuple[int, float, bool]] = Link(self.down, self.seed)
        self.back: Link[bytes] = Link(self.up, self.seed + 1)
        self.now = 0.0
        self._sequence = 0
        self._recorder = FeedbackRecorder(self.interval)
        self._waiting = 0.0  # octets of the picture that are still to be sent (paced)
        self._budget = 0.0
        self._next_frame = 0.0
        self._next_audio = 0.0
        self._probe: tuple[Probe, float] | None = None
        self._probe_octets = 0.0
        self._sent_octets = 0
        self._competing = 0.0
        self._sampled = 0.0

    def change(self, down: Conditions) -> None:
        self.down = down
        self.link.change(down, self.now)

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end:
            self._step()
            self.now = round(self.now + STEP, 6)

    def _send(self, size: int, audio: bool = False) -> None:
        sequence = self._sequence & 0xFFFF
        self._sequence += 1
        self.table.note(0, sequence, size, self.now)
        self._sent_octets += size
        self.link.put((sequence, self.now, audio), size, self.now)

    def _step(self) -> None:
        now, estimate = self.now, self.estimator.estimate or self.start
        if now >= self._next_audio:
            self._next_audio += 0.02
            self.audio_sent += 1
            self._send(AUDIO, audio=True)
        if now >= self._next_frame:
            self._next_frame += 1 / 30
            self._waiting += self.video(estimate, now) / 30 / 8
        budget = max(2.5 * estimate, 500_000) * STEP / 8
        self._budget = min(self._budget + budget, PACKET)
        while self._waiting > 200 and self._budget > 0:
            size = int(min(PACKET, self._waiting))
            self._send(size)
            self._waiting -= size
            self._budget -= size
        self._padding(now)
        if self.competing is not None:
            self._competing += self.competing(now) * STEP / 8
            while self._competing > PACKET:
                self._competing -= PACKET
                self.link.put((-1, now, False), PACKET, now)
        for sequence, _, audio in self.link.take(now):
            if sequence >= 0:
                self._recorder.on_packet(sequence, now + self.offset)
                if audio:
                    self.audio_got += 1
                    self.audio_out.append(now)
        if self._recorder.due(now + self.offset):
            for packet in self._recorder.build(1, 2, now + self.offset):
                self.back.put(packet, len(packet), now)
        for packet in self.back.take(now):
            for item in rtcp.parse(packet):
                assert isinstance(item, rtcp.TransportFeedback)
                self.estimator.on_feedback(item, now)
        if now >= self._sampled + 0.1:
            sending = self._sent_octets * 8 / (now - self._sampled)
            self._sent_octets, self._sampled = 0, now
            self.samples.append(Sample(now, self.estimator.estimate or 0.0, sending, self.estimator.queue))
            self.estimator.tick(now, True)

    def _padding(self, now: float) -> None:
        if self._probe is None:
            if self.wanted and round(now * 1000) % 20 == 0:
                probe = self.estimator.probe(self.wanted, now)
                if probe is not None:
                    self._probe, self._probe_octets = (probe, now), 0.0
            return
        probe, begun = self._probe
        if now - begun >= probe.seconds:
            self._probe = None
            return
        self._probe_octets += probe.rate * STEP / 8
        while self._probe_octets > 280:
            self._send(280)
            self._probe_octets -= 280

    # ---- what was seen ----

    def between(self, begin: float, end: float) -> list[Sample]:
        return [sample for sample in self.samples if begin <= sample.at < end]

    def settled(self, begin: float, condition: Callable[[Sample], bool]) -> float | None:
        """Seconds after `begin` from which on the condition holds to the end; None: never."""
        since: float | None = None
        for sample in self.samples:
            if sample.at < begin:
                continue
            first = sample.at if since is None else since
            since = first if condition(sample) else None
        return None if since is None else since - begin
