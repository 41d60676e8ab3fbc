"""Is a queue building up in front of the subscriber? From the differences of one-way delays, as GCC does (trendline),
and from the queue's height above the least delay seen.

The rule: a trend tells of change, the height of what stands: a full queue of constant length has no trend and is
still full. A height that stays for long is the path's own, and becomes the new ground.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from enum import Enum
from typing import Final, Protocol

from .arrivals import Group

WINDOW: Final = 20
"""Groups the trend is fitted to."""
SMOOTHING: Final = 0.85
GAIN: Final = 4.0
MOST_DELTAS: Final = 60
THRESHOLD: Final = 0.0125
LEAST_THRESHOLD: Final = 0.006
MOST_THRESHOLD: Final = 0.6
_UP: Final = 8.7
_DOWN: Final = 39.0
"""The threshold follows the trend by so much a second (GCC: 0.0087 and 0.039 a millisecond)."""
_LONGEST_STEP: Final = 0.1

NOTICEABLE: Final = 0.015
"""Seconds of queue below which no trend is taken for congestion."""
STANDING: Final = 0.12
"""Seconds of queue that are congestion by themselves."""
EMPTY: Final = 0.02
"""Seconds of queue that pass for none."""
GROUND_SPAN: Final = 5.0
"""Seconds after which the least delay of two such spans ago is forgotten."""
SILENCE: Final = 3.0
"""Seconds between two packets after which everything begins anew."""
CLOCK_JUMP: Final = 10.0
"""Seconds of one-way delay that no queue makes: the receiver's clock was set."""


class Usage(Enum):
    NORMAL = "normal"
    OVERUSE = "overuse"
    UNDERUSE = "underuse"


class Detector(Protocol):
    """Told of what arrived, says how the line is used. DelayDetector is one; the C kernel has its twin."""

    @property
    def usage(self) -> Usage: ...
    @property
    def queue(self) -> float:
        """Seconds a packet waits now, smoothed a little."""

    @property
    def standing(self) -> float:
        """The least that any group of the last feedback waited, which jitter does not touch."""

    def on_groups(self, groups: Sequence[Group]) -> Usage:
        """One feedback's groups, by order of sending."""


class DelayDetector:
    """Implements Detector."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.usage = Usage.NORMAL
        self.queue = 0.0
        self.standing = 0.0
        self._last_sent = 0.0
        self._origin = 0.0  # time of arrival that the fit counts from
        self._ground = 0.0  # the least delay of late
        self._ground_next = 0.0
        self._ground_until = 0.0
        self._base = 0.0  # the first group's delay, for the fit
        self._smoothed = 0.0
        self._points: deque[tuple[float, float]] = deque()
        self._sums = [0.0, 0.0, 0.0, 0.0]  # x, y, xx, xy
        self._groups = 0
        self._threshold = THRESHOLD
        self._adapted = 0.0
        self._over = False

    def on_groups(self, groups: Sequence[Group]) -> Usage:
        """One feedback's groups, by order of sending."""
        if not groups:
            return self.usage
        if groups[0][0] - self._last_sent > SILENCE:
            self._begin()
        lowest = math.inf
        for _, sent, received, _, _ in groups:
            if sent <= self._last_sent:
                continue  # a straggler, reported late
            delay = received - sent
            if self._groups and abs(delay - self._ground) > CLOCK_JUMP:
                self._begin()
            if self._groups == 0:
                self._begin_at(sent, received, delay)
            self._last_sent = sent
            self._ground = min(self._ground, delay)
            self._ground_next = min(self._ground_next, delay)
            if sent > self._ground_until:
                self._ground, self._ground_next = self._ground_next, delay
                self._ground_until = sent + GROUND_SPAN
            height = delay - self._ground
            lowest = min(lowest, height)
            self.queue += (height - self.queue) * (0.5 if height > self.queue else 0.35)
            self._groups += 1
            self._smoothed += (delay - self._base - self._smoothed) * (1.0 - SMOOTHING)
            self._add(received - self._origin, self._smoothed)
        if lowest < math.inf:
            self.standing = lowest
            self._judge()
        return self.usage

    def _begin_at(self, sent: float, received: float, delay: float) -> None:
        self._base = self._ground = self._ground_next = delay
        self._origin = received
        self._ground_until = sent + GROUND_SPAN

    def _add(self, x: float, y: float) -> None:
        points, sums = self._points, self._sums
        points.append((x, y))
        sums[0] += x
        sums[1] += y
        sums[2] += x * x
        sums[3] += x * y
        if len(points) > WINDOW:
            x, y = points.popleft()
            sums[0] -= x
            sums[1] -= y
            sums[2] -= x * x
            sums[3] -= x * y
        if x > 300.0:
            self._recount()

    def _recount(self) -> None:
        """Moves the origin up: the sums of squares stay small, so that they stay exact."""
        shift = self._points[0][0]
        kept = [(x - shift, y) for x, y in self._points]
        self._origin += shift
        self._points = deque()
        self._sums = [0.0, 0.0, 0.0, 0.0]
        for x, y in kept:
            self._add(x, y)

    def _slope(self) -> float:
        count = len(self._points)
        x, y, xx, xy = self._sums
        spread = count * xx - x * x
        return (count * xy - x * y) / spread if count >= 2 and spread > 1e-9 else 0.0

    def _judge(self) -> None:
        slope = self._slope()
        trend = slope * min(self._groups, MOST_DELTAS) * GAIN / 1000.0  # GCC counts in milliseconds
        now = self._last_sent
        over = trend > self._threshold and self.queue > NOTICEABLE
        sustained = over and (self._over or self.queue > STANDING / 2)  # one feedback alone may be jitter
        self._over = over
        if sustained or (self.standing > STANDING and slope > -0.1):
            self.usage = Usage.OVERUSE
        elif trend < -self._threshold:
            self.usage = Usage.UNDERUSE
        else:
            self.usage = Usage.NORMAL
        self._adapt(abs(trend), now)

    def _adapt(self, trend: float, now: float) -> None:
        """GCC's adaptive threshold: a line that trembles, or flows that compete, raise it; spikes do not."""
        passed = min(now - self._adapted, _LONGEST_STEP)
        self._adapted = now
        if passed <= 0.0 or trend > self._threshold + 0.015:
            return
        speed = _DOWN if trend < self._threshold else _UP
        self._threshold += min(1.0, speed * passed) * (trend - self._threshold)
        self._threshold = min(max(self._threshold, LEAST_THRESHOLD), MOST_THRESHOLD)
