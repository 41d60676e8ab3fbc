"""RTP timestamps on the recording's one clock: pure, all times in seconds of our monotonic clock.

The rule: tracks of one publisher share that publisher's clock (sender reports), so its sound and picture stay
together; publishers are laid beside each other by ours. Before the first report the arrival of the first packet
stands in. A clock that drifts is followed slowly, so that no file's times jump.
"""

from typing import Final

from sfu.wire.sequence import Unwrapper

WINDOW: Final = 30.0
"""Seconds over which the fastest report decides how far a publisher's clock is off ours."""
SLEW: Final = 0.002
"""Seconds a track is moved at a report, at most, once it is placed: two a thousand follows any clock's drift."""
IMPOSSIBLE: Final = 5.0
"""Seconds between what timestamps say and the arrival after which they are not believed, and start anew."""
ODD: Final = 0.5
"""Seconds by which a track's reports may differ from its publisher's others and still be the same clock."""


class PublisherClock:
    """How far one publisher's clock is off ours: by the report that took the shortest way."""

    def __init__(self) -> None:
        self._current: float | None = None
        self._before: float | None = None
        self._since = 0.0

    def ours(self, theirs: float, now: float) -> float:
        """The instant `theirs` (their clock's seconds) on ours; `theirs` is what their clock says `now`, by a report
        that was some time on its way.
        """
        offset = now - theirs
        if self._current is None or now - self._since >= WINDOW:
            self._before, self._current, self._since = self._current, offset, now
        self._current = min(self._current, offset)
        least = self._current if self._before is None else min(self._current, self._before)
        return theirs + (least if offset - least < ODD else offset)


class Timeline:
    """One track's timestamps. `at` for each frame in order, `report` when its publisher's clock is known."""

    def __init__(self, clock_rate: int) -> None:
        self._rate = clock_rate
        self._unwrap = Unwrapper(32)
        self._offset: float | None = None
        self._placed = False

    def at(self, timestamp: int, arrived: float) -> float:
        """When this was captured or played, on our clock. `arrived`: when the packet came."""
        seconds = self._unwrap.unwrap(timestamp) / self._rate
        if self._offset is None or abs(seconds + self._offset - arrived) > IMPOSSIBLE:
            self._offset = arrived - seconds
            self._placed = False
        return seconds + self._offset

    def report(self, timestamp: int, instant: float) -> None:
        """The publisher says that `timestamp` was at `instant` (on our clock, by PublisherClock)."""
        highest = self._unwrap.highest
        if highest is None or self._offset is None:
            return
        ahead = ((timestamp - highest + (1 << 31)) & 0xFFFFFFFF) - (1 << 31)
        off = instant - (highest + ahead) / self._rate - self._offset
        self._offset += off if not self._placed else max(-SLEW, min(SLEW, off))
        self._placed = True
