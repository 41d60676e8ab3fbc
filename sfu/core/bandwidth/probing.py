"""Asking the line for more than flows: when to probe, how fast, and what came of it.

The rule: a probe is short (its excess would wait 60 ms at most if the line carries no more than believed), is sent
only when somebody wants more and no queue stands, and failures make the next one wait longer, up to a bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from .arrivals import Group

SECONDS: Final = 0.06
"""How long a probe is sent."""
STEP: Final = 2.0
"""A probe asks for so many times the estimate at most."""
FIRST_WAIT: Final = 1.0
"""Seconds after a failure, doubled each time …"""
LONGEST_WAIT: Final = 4.0
"""… up to this."""
SETTLE: Final = 0.15
"""Seconds (and a round trip) between two probes that go well."""
PATIENCE: Final = 1.0
"""Seconds after which a probe that nobody reported on has failed."""
ENOUGH: Final = 0.85
"""Of the rate asked for, to go on at once."""
LEAST_GROUPS: Final = 4
EXCUSE: Final = 0.2
"""Seconds (and a round trip) after a probe in which the queue it made is no sign of congestion."""
_ROOM: Final = 0.9


class Probe(NamedTuple):
    """Send so that, with the media, `rate` bits a second go out for `seconds` from now on."""

    rate: float
    seconds: float


class ProbeControl:
    """One transport's probes, one at a time."""

    def __init__(self) -> None:
        self._asked = 0.0
        self._from = 0.0
        self._until: float | None = None  # of sending; None: no probe is out
        self._groups: list[Group] = []
        self._next_at = 0.0
        self._wait = FIRST_WAIT
        self.sent = 0
        self.succeeded = 0

    @property
    def out(self) -> bool:
        return self._until is not None

    def plan(self, estimate: float, wanted: float, now: float, *, calm: bool) -> Probe | None:
        """A probe to send now, None: not now. `wanted`: bits a second that somebody would use; `calm`: nothing waits
        in the line's queue and it is not losing.
        """
        if self.out or not calm or wanted <= estimate or now < self._next_at:
            return None
        self._asked = min(wanted * 1.1, estimate * STEP)
        self._from, self._until = now, now + SECONDS
        self._groups = []
        self.sent += 1
        return Probe(self._asked, SECONDS)

    def on_groups(self, groups: Sequence[Group], now: float, rtt: float) -> float | None:
        """Reads one feedback: what rate went through, once the probe is over; None: nothing new."""
        if self._until is None:
            return None
        over = False
        for group in groups:
            if group[0] > self._until:
                over = True
            elif group[0] >= self._from:
                self._groups.append(group)
        if not over and now - self._until < PATIENCE:
            return None
        self._until = None
        found = self._measure()
        if found is not None and found >= ENOUGH * self._asked:
            self.succeeded += 1
            self._wait = FIRST_WAIT
            self._next_at = now + SETTLE + rtt
        else:
            self._next_at = max(self._next_at, now + self._wait)
            self._wait = min(2 * self._wait, LONGEST_WAIT)
        return found

    def excuses(self, now: float, rtt: float) -> bool:
        """Whether a queue that builds up now is the probe's own."""
        return self.sent > 0 and now - self._from < SECONDS + EXCUSE + rtt

    def rest(self, now: float) -> None:
        """The line just turned out to be full, or seemed so for a moment: look again soon, not at once."""
        self._next_at = max(self._next_at, now + FIRST_WAIT)

    def _measure(self) -> float | None:
        """The slower of how it was sent and how it came; below what was sent with some room, as it then met the
        limit.
        """
        groups = sorted(self._groups)
        if len(groups) < LEAST_GROUPS:
            return None
        octets = sum(group[3] for group in groups)
        sent = groups[-1][0] - groups[0][0]
        by_arrival = sorted(groups, key=lambda group: group[2])
        received = by_arrival[-1][2] - by_arrival[0][2]
        if sent < SECONDS / 3 or received <= 0.0:
            return None
        sent_rate = (octets - groups[-1][3]) * 8 / sent
        received_rate = (octets - by_arrival[0][3]) * 8 / received
        if received_rate > 2.0 * sent_rate:
            return None
        return min(sent_rate, received_rate) if received_rate > 0.9 * sent_rate else _ROOM * received_rate
