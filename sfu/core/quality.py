"""How good a connection is, as LiveKit scores it (pkg/sfu/connectionquality): a simplified E-model over loss, jitter
and round trip, what came of the declared bitrate, and layers that are missing; the worst of these counts.

The rule: while packets flow the answer is never LOST (a client that publishes leaves the room over it); LOST is
said only of a stream that shall flow and was dry for long.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Final, Literal, NamedTuple

POOR: Final = 0
GOOD: Final = 1
EXCELLENT: Final = 2
LOST: Final = 3
"""LiveKit's ConnectionQuality values."""

Quality = Literal[0, 1, 2, 3]

BEST: Final = 100.0
LEAST: Final = 30.0
"""The score of a stream that flows never falls below it, so that it climbs back in a few windows; a stream that was
paused for want of bandwidth has just this.
"""
DRY: Final = 40.0
"""Of a stream that shall flow and brought nothing: POOR."""
GONE: Final = 20.0
"""Of one that was dry for long: LOST."""
CLIMB: Final = 0.4
FALL: Final = 0.8
LOST_AFTER: Final = 15.0
"""Seconds without any packet of a stream that shall flow."""
DISTANCE_WEIGHT: Final = 35.0
"""Points for each spatial layer that is wanted and not there: a grade."""
BITRATE_WEIGHT: Final = 20.0
"""Points for each factor e by which a stream has less than what it declared: GOOD at a 2.7th, POOR at a 20th."""

_LOSS_WEIGHT: Final = {"audio/opus": 8.0, "audio/red": 4.0}
_VIDEO_WEIGHT: Final = 10.0
_FEC: Final = 1.5
_RATE_STEP: Final = 2.0  # packets a second
_READINGS: Final = 10
_SETTLED: Final = 120.0  # seconds between two looks for the usual rate


def loss_weight(mime: str, *, fec: bool = False) -> float:
    """Points a per cent of loss costs. RED repairs one of two lost packets; Opus' own redundancy (`fec`) some."""
    weight = _LOSS_WEIGHT.get(mime.lower(), _VIDEO_WEIGHT)
    return weight / _FEC if fec and mime.lower() in _LOSS_WEIGHT else weight


class Window(NamedTuple):
    """What came of one stream since the last look (LiveKit looks every 5 s).

    `expected` packets, padding included, and how many of them are `lost` for good; `jitter_ms` and `rtt_ms` are the
    worst seen. `octets` of payload, where `declared_bits` should have come in that time (0: not told, or it varies as
    a screen does). `distance`: spatial layers that are wanted and do not come.
    """

    expected: int
    lost: int = 0
    jitter_ms: float = 0.0
    rtt_ms: float = 0.0
    octets: int = 0
    declared_bits: float = 0.0
    distance: float = 0.0


def packet_score(window: Window, weight: float) -> float:
    """0..100 by loss and delay. `lost` may be negative (late duplicates), it then counts as none."""
    delay = window.rtt_ms / 2.0 + window.jitter_ms * 2.0
    delay_effect = delay / 40.0 if delay <= 160.0 else (delay - 120.0) / 10.0
    loss_effect = max(window.lost, 0) * 100.0 / window.expected * weight if window.expected > 0 else 0.0
    return max(0.0, BEST - delay_effect - loss_effect)


def bitrate_score(window: Window) -> float:
    """0..100 by how much less came than was declared."""
    if window.declared_bits <= 0:
        return BEST
    if window.octets <= 0:
        return 0.0
    return min(max(BEST - BITRATE_WEIGHT * math.log(window.declared_bits / (window.octets * 8)), 0.0), BEST)


def layer_score(window: Window) -> float:
    """0..100 by the layers that are missing."""
    return min(max(BEST - window.distance * DISTANCE_WEIGHT, 0.0), BEST)


def quality_of(score: float) -> Quality:
    """The score's grade."""
    if score > 80.0:
        return EXCELLENT
    if score > DRY:
        return GOOD
    return POOR if score > GONE else LOST


def mean_opinion(score: float) -> float:
    """The score as a MOS, 1.0 to 4.5 (ITU-T G.107 annex B): what LiveKit sends as `score`."""
    if score <= 0.0:
        return 1.0
    if score >= 100.0:
        return 4.5
    return 1.0 + 0.035 * score + 0.000007 * score * (score - 60.0) * (100.0 - score)


class Expected:
    """What a stream should bring, while that changes: integrated over the time between two looks."""

    __slots__ = ("_at", "_bits", "_distance", "_distances", "_rate", "_since")

    def __init__(self, now: float) -> None:
        self._since = self._at = now
        self._rate = self._distance = 0.0  # in force
        self._bits = self._distances = 0.0  # summed so far; the latter in layers times seconds

    def note(self, rate: float, distance: float, now: float) -> None:
        """From now on `rate` bits a second are declared, and `distance` of the wanted spatial layers are missing."""
        self._sum(now)
        self._rate, self._distance = rate, distance

    def take(self, now: float) -> tuple[float, float]:
        """(bits that were declared, spatial layers that were missing on average) since the last call."""
        self._sum(now)
        elapsed = now - self._since
        found = self._bits, self._distances / elapsed if elapsed > 0.0 else self._distance
        self._since = now
        self._bits = self._distances = 0.0
        return found

    def _sum(self, now: float) -> None:
        passed = max(0.0, now - self._at)
        self._bits += passed * self._rate
        self._distances += passed * self._distance
        self._at = now


class UsualRate:
    """The packet rate a stream has most of the time: loss while Opus is silent (DTX) or a screen stands still matters
    less.
    """

    def __init__(self) -> None:
        self._seen: Counter[int] = Counter()
        self._usual = 0
        self._looked = -math.inf

    def share(self, rate: float, now: float) -> float:
        """The factor for the weight of loss at `rate` packets a second: the root of its share of the usual rate."""
        step = round(rate / _RATE_STEP)
        self._seen[min(step, 249)] += 1
        if self._seen.total() > _READINGS and now - self._looked > _SETTLED:
            self._usual, self._looked = self._seen.most_common(1)[0][0], now
        if not self._usual:
            return 1.0
        return math.sqrt(min(rate / (self._usual * _RATE_STEP), 1.0))


class ConnectionQuality:
    """The running score of one stream. Feed a window every few seconds (LiveKit: 5), read `score` and `quality`."""

    __slots__ = ("_dry_since", "_rate", "_updated", "_weight", "score")

    def __init__(self, mime: str, now: float, *, fec: bool = False) -> None:
        self._weight = loss_weight(mime, fec=fec)
        self._rate = UsualRate()
        self._updated = now
        self._dry_since: float | None = None
        self.score = BEST

    def silent(self, now: float) -> None:
        """The stream rightly sends nothing (muted, no subscriber): the score is at its best again."""
        self.score = BEST
        self._updated = now
        self._dry_since = None

    def paused(self, now: float) -> None:
        """The stream is held back for want of bandwidth."""
        self.score = LEAST
        self._updated = now
        self._dry_since = None

    def update(self, window: Window, now: float) -> None:
        """One window since the last call of a stream that shall flow."""
        elapsed = now - self._updated
        if elapsed <= 0.0:
            return
        self._updated = now
        if window.expected <= max(window.lost, 0):
            self._dry(now, elapsed)
            return
        self._dry_since = None
        weight = self._weight * self._rate.share(window.expected / elapsed, now)
        fresh = min(packet_score(window, weight), bitrate_score(window), layer_score(window))
        factor = FALL if fresh < self.score else CLIMB
        self.score = max(LEAST, factor * fresh + (1.0 - factor) * self.score)

    def _dry(self, now: float, elapsed: float) -> None:
        if self._dry_since is None:
            self._dry_since = now - elapsed
        self.score = GONE if now - self._dry_since >= LOST_AFTER else DRY

    @property
    def quality(self) -> Quality:
        """LOST only after LOST_AFTER seconds of nothing at all."""
        return quality_of(self.score)


def worst(qualities: list[Quality]) -> Quality:
    """A participant's quality out of its streams': the worst (LOST counts as worst only if all are); EXCELLENT
    with none.
    """
    flowing = [quality for quality in qualities if quality != LOST]
    if not flowing:
        return LOST if qualities else EXCELLENT
    return min(flowing) if len(flowing) == len(qualities) else POOR
