"""One subscriber's line: feedback in, bits a second out.

The rule: the estimate is the least of what delays allow, losses allow and the receiver says (REMB, downward only),
and lies between `least` and `most`. Without any transport-wide feedback nothing is known, and nothing is limited.
"""

from __future__ import annotations

from typing import Any, Final

from numpy.typing import NDArray

from sfu.wire.rtcp import TransportFeedback

from .arrivals import ArrivalReader, Arrivals
from .delay import EMPTY, DelayDetector, Detector, Usage
from .loss import HIGH, LossController
from .probing import Probe, ProbeControl
from .rate import ENOUGH, SURE, ArrivalRate, DelayRate

START: Final = 2_500_000.0
"""Believed before anything is known (a line that carries less shows it within some hundred milliseconds)."""
LEAST: Final = 30_000.0
MOST: Final = 100_000_000.0
UNKNOWN_RTT: Final = 0.1
SILENCE: Final = 1.0
"""Seconds without feedback, while packets go out, after which the line is taken to be broken: half as much then,
every such while again."""


class Estimator:
    """`ring`: what was sent (`SentTable.add`), written by the sending side; `detector`: core's own by default. Rates
    in bits a second.
    """

    def __init__(
        self,
        ring: NDArray[Any],
        *,
        detector: Detector | None = None,
        start: float = START,
        least: float = LEAST,
        most: float = MOST,
    ) -> None:
        self._least = least
        self._most = most
        self._reader = ArrivalReader(ring)
        self._detector: Detector = detector or DelayDetector()
        self._arriving = ArrivalRate()
        self._rate = DelayRate(start, least, most)
        self._losses = LossController(start, least, most)
        self._probes = ProbeControl()
        self._rtt = UNKNOWN_RTT
        self._last_feedback: float | None = None
        self._estimate: float | None = None
        self.feedbacks = 0

    # ---- what is known ----

    @property
    def estimate(self) -> float | None:
        """What may be sent, None before the first feedback."""
        return self._estimate

    @property
    def queue(self) -> float:
        """Seconds that packets wait in the line's queue at least now."""
        return self._detector.standing

    @property
    def loss(self) -> float:
        """Share lost lately, 0..1."""
        return self._losses.loss

    @property
    def arriving(self) -> float:
        """Bits a second that arrive."""
        return self._arriving.slow

    @property
    def rtt(self) -> float:
        """As last told, seconds."""
        return self._rtt

    @property
    def probes(self) -> tuple[int, int]:
        """(sent, gone through) so far."""
        return self._probes.sent, self._probes.succeeded

    @property
    def probing(self) -> bool:
        """Whether a probe is out."""
        return self._probes.out

    # ---- what comes back ----

    def on_feedback(self, feedback: TransportFeedback, now: float) -> None:
        """One transport-wide feedback of the subscriber."""
        self.on_arrivals(self._reader.read(feedback), now)

    def on_arrivals(self, arrivals: Arrivals, now: float) -> None:
        """The same, read already."""
        groups, received, octets, lost = arrivals
        if not received and not lost:
            return
        self.feedbacks += 1
        self._last_feedback = now
        detector, arriving, rate = self._detector, self._arriving, self._rate
        usage = detector.on_groups(groups)
        arriving.on_groups(groups, octets)
        if usage is Usage.OVERUSE and self._probes.excuses(now, self._rtt):
            usage = Usage.NORMAL
        elif usage is Usage.OVERUSE:
            self._probes.rest(now)
        sure = lost > 0 or (detector.queue > SURE and received >= ENOUGH)
        rate.update(detector, usage, arriving, now, rtt=self._rtt, sure=sure)
        self._losses.on_packets(received, lost, now, arriving=arriving.slow, queue=detector.queue)
        if self._probes.out:
            found = self._probes.on_groups(groups, now, self._rtt)
            if found is not None:
                self._losses.allow(rate.allow(found, now))
        self._combine()

    def on_rtt(self, seconds: float) -> None:
        """A round trip measured elsewhere (receiver reports)."""
        self._rtt = seconds

    def on_remb(self, bitrate: float) -> None:
        """The receiver's own guess: believed only where it is below what arrives (above that it is made up)."""
        if self._estimate is not None and bitrate < self._arriving.slow:
            self._rate.limit(bitrate)
            self._combine()

    def trust(self, rate: float, now: float) -> None:
        """The line shall be tried with `rate`, where no probe can be sent."""
        if self._estimate is not None:
            self._losses.allow(self._rate.allow(min(rate, self._most), now))
            self._combine()

    def tick(self, now: float, sending: bool) -> None:
        """Call it some times a second; `sending`: packets that ask for feedback went out in the last second."""
        last = self._last_feedback
        if last is None or not sending or now - last < SILENCE:
            return
        self._last_feedback = now
        self._rate.limit(self._rate.rate / 2)
        self._combine()

    # ---- probing ----

    def probe(self, wanted: float, now: float) -> Probe | None:
        """A probe to send now, when somebody would use `wanted` and there is reason to try."""
        if self._estimate is None:
            return None
        return self._probes.plan(self._estimate, min(wanted, self._most), now, calm=self.calm)

    @property
    def calm(self) -> bool:
        """Whether nothing waits in the line's queue, and it is not losing."""
        return (
            self._detector.usage is Usage.NORMAL
            and self._detector.standing < EMPTY
            and not self._rate.draining
            and self._losses.loss - self._losses.nature < HIGH
        )

    def _combine(self) -> None:
        estimate = min(self._rate.now, self._losses.limit)
        self._estimate = min(max(estimate, self._least), self._most)
