"""Who speaks: the audio levels in packets (RFC 6464), smoothed as LiveKit does, to levels 0..1 and changes worth
telling.

The rule: loud enough for long enough. A level counts when at least 40% of a 400 ms window was above the threshold.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Final, Generic, NamedTuple, TypeVar

UPDATE_INTERVAL: Final = 0.4
"""Seconds of sound in a window, and between two updates to clients."""
ACTIVE_LEVEL: Final = 35
"""-dBov: as loud as this or louder counts as speech (0 is the loudest, 127 silence)."""
MIN_PERCENTILE: Final = 40
SMOOTH_INTERVALS: Final = 2
QUANTUM: Final = 0.125
"""Told levels are multiples of this, so that small changes are not told."""
LONGEST_FRAME: Final = 0.12
"""Seconds one packet can stand for: an Opus packet holds at most 120 ms; a longer step is silence that was not
sent (DTX).
"""


def linear(level: float) -> float:
    """-dBov to amplitude 0..1."""
    return math.pow(10.0, -level / 20.0)


class AudioLevel:
    """The smoothed loudness of one audio publication."""

    __slots__ = ("_active", "_loudest", "_observed", "_observed_at", "_smoothed", "_timestamp", "clock_rate")

    def __init__(self, clock_rate: int = 48000) -> None:
        self.clock_rate = clock_rate
        self._smoothed = 0.0
        self._observed_at = -math.inf
        self._timestamp: int | None = None
        self._reset()

    def _reset(self) -> None:
        self._loudest = 127
        self._active = 0.0
        self._observed = 0.0

    def observe(self, level: int, timestamp: int, now: float) -> None:
        """One packet: its level (-dBov, 0..127) and RTP timestamp. Packets that come late are left out."""
        self._forget_if_stale(now)
        duration = self._duration(timestamp)
        if duration <= 0.0:
            return
        self._observed_at = now
        self._observed += duration
        if level <= ACTIVE_LEVEL:
            self._active += duration
            self._loudest = min(self._loudest, level)
        if self._observed >= UPDATE_INTERVAL - 1e-9:
            self._close_window()

    def _duration(self, timestamp: int) -> float:
        """Seconds since the packet before; 20 ms for the first."""
        last, step = self._timestamp, 0
        if last is not None:
            step = ((timestamp - last + 0x80000000) & 0xFFFFFFFF) - 0x80000000
            if -self.clock_rate < step <= 0:
                return 0.0
        self._timestamp = timestamp
        seconds = step / self.clock_rate
        return seconds if 0.0 < seconds <= LONGEST_FRAME else 0.02

    def _close_window(self) -> None:
        smoothed = 0.0
        if self._active >= MIN_PERCENTILE / 100.0 * UPDATE_INTERVAL:
            adjusted = self._loudest - 20.0 * math.log10(self._active / UPDATE_INTERVAL)
            factor = 2.0 / (SMOOTH_INTERVALS + 1)
            smoothed = self._smoothed + (linear(adjusted) - self._smoothed) * factor
        self._smoothed = min(1.0, smoothed)
        self._reset()

    def _forget_if_stale(self, now: float) -> None:
        if now - self._observed_at >= 2 * UPDATE_INTERVAL:
            self._smoothed = 0.0
            self._reset()

    def level(self, now: float) -> tuple[float, bool]:
        """(level 0..1, whether it is speech). Silence when nothing came for two windows."""
        self._forget_if_stale(now)
        return self._smoothed, self._smoothed >= linear(ACTIVE_LEVEL)


Key = TypeVar("Key", bound=Hashable)


class Speaker(NamedTuple, Generic[Key]):
    """One line of LiveKit's SpeakersChanged: `level` 0..1 in steps of QUANTUM; 0 and not active = stopped
    speaking.
    """

    key: Key
    level: float
    active: bool


class ActiveSpeakers(Generic[Key]):
    """The speakers of one room; `Key` names a participant. Poll `update` every UPDATE_INTERVAL."""

    def __init__(self) -> None:
        self._levels: dict[Key, AudioLevel] = {}
        self._told: dict[Key, float] = {}

    def observe(self, key: Key, level: int, timestamp: int, now: float, clock_rate: int = 48000) -> None:
        """One audio packet of a participant. See AudioLevel.observe."""
        meter = self._levels.get(key)
        if meter is None:
            meter = self._levels[key] = AudioLevel(clock_rate)
        meter.observe(level, timestamp, now)

    def remove(self, key: Key) -> None:
        """The participant left or stopped publishing; if it spoke, the next update says that it stopped."""
        self._levels.pop(key, None)

    def update(self, now: float) -> list[Speaker[Key]]:
        """What changed since the last call, loudest first, stopped ones last. Empty: nothing to tell."""
        levels: dict[Key, float] = {}
        for key, meter in self._levels.items():
            level, active = meter.level(now)
            if active:
                levels[key] = math.ceil(level / QUANTUM) * QUANTUM
        changed = [Speaker(key, level, True) for key, level in levels.items() if self._told.get(key) != level]
        changed.sort(key=lambda speaker: -speaker.level)
        changed += [Speaker(key, 0.0, False) for key in self._told if key not in levels]
        self._told = levels
        return changed

    def speaking(self) -> list[Speaker[Key]]:
        """Who speaks now, as last told, loudest first (for one who joins)."""
        return [Speaker(key, level, True) for key, level in sorted(self._told.items(), key=lambda item: -item[1])]
