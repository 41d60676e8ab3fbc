"""How good a connection is, as LiveKit scores it: a simplified E-model over loss, jitter and round trip.

The rule: while packets flow the answer is never LOST (a client that publishes leaves the room over it); LOST is
said only of a stream that shall flow and was dry for long.
"""

from __future__ import annotations

from typing import Final, Literal

POOR: Final = 0
GOOD: Final = 1
EXCELLENT: Final = 2
LOST: Final = 3
"""LiveKit's ConnectionQuality values."""

Quality = Literal[0, 1, 2, 3]

BEST: Final = 100.0
LEAST: Final = 20.0
"""The score never falls below it, so that it climbs back in a few windows."""
DRY: Final = 30.0
CLIMB: Final = 0.4
FALL: Final = 0.7
LOST_AFTER: Final = 15.0
"""Seconds without any packet of a stream that shall flow."""

LOSS_WEIGHT: Final = {
    "audio/opus": 8.0,
    "audio/red": 5.0,
    "video/vp8": 10.0,
    "video/h264": 10.0,
    "video/vp9": 10.0,
    "video/av1": 10.0,
}
"""Points a per cent of loss costs; Opus without its own redundancy suffers more than with RED."""


def packet_score(lost: int, expected: int, jitter_ms: float, rtt_ms: float, weight: float) -> float:
    """0..100 of one window. `lost` may be negative (late duplicates), it then counts as none."""
    delay = rtt_ms / 2.0 + jitter_ms * 2.0
    delay_effect = delay / 40.0 if delay <= 160.0 else (delay - 120.0) / 10.0
    loss_effect = max(lost, 0) * 100.0 / expected * weight if expected > 0 else 0.0
    return max(0.0, BEST - delay_effect - loss_effect)


def quality_of(score: float) -> Quality:
    """The score's grade; never LOST."""
    if score > 80.0:
        return EXCELLENT
    return GOOD if score > 40.0 else POOR


def mean_opinion(score: float) -> float:
    """The score as a MOS, 1.0 to 4.5 (ITU-T G.107 annex B): what LiveKit sends as `score`."""
    if score <= 0.0:
        return 1.0
    if score >= 100.0:
        return 4.5
    return 1.0 + 0.035 * score + 0.000007 * score * (score - 60.0) * (100.0 - score)


class ConnectionQuality:
    """The running score of one stream. Feed a window every few seconds (LiveKit: 5), read `score` and `quality`."""

    __slots__ = ("_dry_since", "_greatest_rate", "_lost", "_updated", "_weight", "score")

    def __init__(self, mime: str, now: float) -> None:
        self._weight = LOSS_WEIGHT.get(mime.lower(), 10.0)
        self._updated = now
        self._dry_since: float | None = None
        self._lost = False
        self._greatest_rate = 0.0
        self.score = BEST

    def silent(self, now: float) -> None:
        """The stream rightly sends nothing (muted, paused, no subscriber): the score is at its best again."""
        self.score = BEST
        self._updated = now
        self._dry_since = None
        self._lost = False

    def update(self, received: int, lost: int, jitter_ms: float, rtt_ms: float, now: float) -> None:
        """One window since the last call of a stream that shall flow: packets received and lost, its worst jitter
        and RTT.
        """
        elapsed = now - self._updated
        if elapsed <= 0.0:
            return
        expected = received + max(lost, 0)
        if received <= 0:
            self._dry(now, elapsed)
        else:
            self._dry_since = None
            self._lost = False
            rate = expected / elapsed
            self._greatest_rate = max(self._greatest_rate, rate)
            # Opus with DTX and a still screen send little: the little they lose matters less.
            share = rate / self._greatest_rate
            fresh = packet_score(lost, expected, jitter_ms, rtt_ms, self._weight * share * share)
            factor = FALL if fresh < self.score else CLIMB
            self.score = max(LEAST, factor * fresh + (1.0 - factor) * self.score)
        self._updated = now

    def _dry(self, now: float, elapsed: float) -> None:
        if self._dry_since is None:
            self._dry_since = now - elapsed
        self.score = DRY
        self._lost = now - self._dry_since >= LOST_AFTER

    @property
    def quality(self) -> Quality:
        """LOST only after LOST_AFTER seconds of nothing at all."""
        return LOST if self._lost else quality_of(self.score)


def worst(qualities: list[Quality]) -> Quality:
    """A participant's quality out of its streams': the worst (LOST counts as worst only if all are); EXCELLENT
    with none.
    """
    flowing = [quality for quality in qualities if quality != LOST]
    if not flowing:
        return LOST if qualities else EXCELLENT
    return min(flowing) if len(flowing) == len(qualities) else POOR
