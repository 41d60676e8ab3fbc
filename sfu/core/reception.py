"""One incoming RTP stream (one SSRC, one layer): what came, what is missing, what to report and to ask for (NACK).

The rule: a packet counts once. What RTX brings is taken only if it was missing (senders use RTX duplicates as
padding); what is missing is asked for within a tick, again a round trip later, and given up in time to ask for a
keyframe instead.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

import numpy as np

from sfu.wire.rtcp import ReportBlock

from .state import NEVER, StreamState, happened

WINDOW: Final = 2048
"""Sequence numbers back in which a late packet is still told from a duplicate; a power of two."""
MAX_AHEAD: Final = 3000
"""RFC 3550 A.1: a greater step is a restart of the source, if the next packet confirms it."""
STALE: Final = 1.0
"""Seconds of nothing newer after which a small step back may be a restart too."""

REORDERING: Final = 0.01
"""Seconds a missing packet may still be only late; a packet three places behind the newest is not waited for."""
MOST_MISSING: Final = 400
"""A greater loss is not repaired packet by packet: the oldest are given up."""
ATTEMPTS: Final = 6
PATIENCE: Final = 0.8
"""Seconds after which a missing packet is of no use any more (a subscriber's picture stands that long)."""
UNKNOWN_RTT: Final = 0.06
LEAST_RETRY: Final = 0.02


class Arrival(Enum):
    """What a packet is to the stream."""

    NEW = "new"
    """Newer than all before."""
    LATE = "late"
    """Reordered or sent again, and it was missing: as good as new."""
    DUPLICATE = "duplicate"
    """Had already: drop it."""
    OLD = "old"
    """Too far behind to tell: drop it."""
    SUSPECT = "suspect"
    """A jump nobody believes yet: drop it; the next in line makes it a restart (RFC 3550 A.1)."""
    RESTART = "restart"
    """The source began anew: the numbers before mean nothing any more."""

    @property
    def keep(self) -> bool:
        """Whether the packet was accepted (and may be acknowledged to the publisher)."""
        return self in _KEEP


_KEEP = frozenset({Arrival.NEW, Arrival.LATE, Arrival.RESTART})


class SenderReportSeen(NamedTuple):
    """The publisher's last sender report: `ntp` 64 bits (32.32), its RTP timestamp, and when it came (our `now`)."""

    ntp: int
    rtp_timestamp: int
    at: float


class _Missing:
    """A packet not come yet: since when, how often and when it was last asked for."""

    __slots__ = ("asked", "asked_at", "first_asked", "since")

    def __init__(self, since: float) -> None:
        self.since = since
        self.asked = 0
        self.first_asked = 0.0
        self.asked_at = 0.0


class IncomingStream:
    """Reception state of one SSRC.

    `clock_rate` in Hz; `nack=False` for streams that have no retransmission. Public counters: `packets` and
    `octets` accepted (retransmissions included), `duplicates`, `restarts`, `nacked` (requests, repeats included),
    `given_up`. What a packet in order changes lies in `state`, where the C kernel takes such packets by itself.
    """

    def __init__(self, ssrc: int, clock_rate: int, *, nack: bool = True) -> None:
        self.ssrc = ssrc
        self.clock_rate = clock_rate
        self._ring = np.full(WINDOW, -1, np.int64)
        self._seen = self._ring.data
        self.state = StreamState(
            highest=-1, last_received=NEVER, transit=NEVER, seen=self._ring.ctypes.data, clock_rate=clock_rate
        )
        self.duplicates = 0
        self.restarts = 0
        self.nacked = 0
        self.given_up = 0
        self.last_sender_report: SenderReportSeen | None = None
        self._nack = nack
        self._rtt = UNKNOWN_RTT
        self._told_given_up = 0
        self._lost_before = 0  # in numberings before the last restart
        self._suspect: int | None = None
        self._forget()

    def _forget(self) -> None:
        self._first = self.state.highest
        self.state.taken = 0
        self._ring.fill(-1)
        self._missing: dict[int, _Missing] = {}
        self._expected_told = 0
        self._taken_told = 0

    # ---- arrivals ------------------------------------------------------------------------------------------------

    def on_packet(self, sequence: int, timestamp: int, size: int, now: float) -> Arrival:
        """A packet on the media SSRC, also one the publisher sent again there. `size`: octets of the RTP packet."""
        state = self.state
        highest = state.highest
        if highest < 0:
            return self._begin(sequence, timestamp, size, now, Arrival.NEW)
        ahead = (sequence - highest) & 0xFFFF
        if 0 < ahead < MAX_AHEAD:
            extended = highest + ahead
            if ahead > 1 and self._nack:
                self._miss(highest + 1, extended, now)
            state.highest = extended
            state.last_received = now
            self._take(extended, size)
            self._observe_transit(timestamp, now)
            return Arrival.NEW
        if ahead == 0 or ahead > 0x10000 - WINDOW:
            return self._late(highest + ahead - (0x10000 if ahead else 0), size, now)
        return self._doubt(ahead, sequence, timestamp, size, now)

    def _begin(self, sequence: int, timestamp: int, size: int, now: float, kind: Arrival) -> Arrival:
        state = self.state
        state.highest = (max(state.highest, 0) | 0xFFFF) + 1 + sequence
        self._forget()
        state.transit = NEVER
        state.last_received = now
        self._take(state.highest, size)
        self._observe_transit(timestamp, now)
        return kind

    def _take(self, extended: int, size: int) -> None:
        state = self.state
        self._seen[extended & (WINDOW - 1)] = extended
        state.taken += 1
        state.packets += 1
        state.octets += size

    def _late(self, extended: int, size: int, now: float) -> Arrival:
        if self._seen[extended & (WINDOW - 1)] == extended:
            self.duplicates += 1
            return Arrival.DUPLICATE
        self._first = min(self._first, extended)
        missing = self._missing.pop(extended, None)
        if missing is not None and missing.asked:
            self._learn_rtt(missing, now)
        self._take(extended, size)
        return Arrival.LATE

    def _learn_rtt(self, missing: _Missing, now: float) -> None:
        """By the first request: where a repeat was lost as well that is too long, which the next answers mend; by
        the last it would stay too short for ever where the round trip is longer than thought.
        """
        self.set_rtt(self._rtt + (now - missing.first_asked - self._rtt) / 4.0)

    def _doubt(self, ahead: int, sequence: int, timestamp: int, size: int, now: float) -> Arrival:
        behind = ahead > 0x10000 - MAX_AHEAD
        last_received = self.last_received
        if behind and last_received is not None and now - last_received < STALE:
            return Arrival.OLD
        if self._suspect != sequence:
            self._suspect = (sequence + 1) & 0xFFFF
            return Arrival.SUSPECT
        self._suspect = None
        self.restarts += 1
        self._lost_before = self.lost
        return self._begin(sequence, timestamp, size, now, Arrival.RESTART)

    def on_recovered(self, sequence: int, size: int, now: float) -> bool:
        """An unwrapped RTX packet: True if it was missing and is to be forwarded, False: drop it."""
        highest = self.state.highest
        if highest < 0:
            return False
        extended = highest + ((sequence - highest + 0x8000) & 0xFFFF) - 0x8000
        if extended > highest or extended <= highest - WINDOW or extended < self._first:
            return False
        return self._late(extended, size, now) is Arrival.LATE

    def _observe_transit(self, timestamp: int, now: float) -> None:
        """RFC 3550 A.8; steps of more than a few seconds (a pause, a clock that jumped) are not jitter."""
        state = self.state
        transit = now * self.clock_rate - timestamp
        before = state.transit
        if happened(before):
            step = abs(transit - before)
            if step > 1 << 31:
                step = abs(step - (1 << 32))
            if step < 5 * self.clock_rate:
                state.jitter += (step - state.jitter) / 16.0
        state.transit = transit

    # ---- asking again --------------------------------------------------------------------------------------------

    def _miss(self, first: int, after: int, now: float) -> None:
        missing = self._missing
        for extended in range(max(first, after - MOST_MISSING), after):
            missing[extended] = _Missing(now)
        self.given_up += max(0, after - MOST_MISSING - first)
        while len(missing) > MOST_MISSING:
            del missing[next(iter(missing))]
            self.given_up += 1

    def nacks_due(self, now: float) -> list[int]:
        """Sequence numbers (16 bits, oldest first) to ask for now; they count as asked. Poll every 10 to 20 ms."""
        if not self._missing:
            return []
        due: list[int] = []
        lost: list[int] = []
        retry = max(LEAST_RETRY, self._rtt)
        highest = self.state.highest
        for extended, each in self._missing.items():
            if now - each.since > PATIENCE or (each.asked >= ATTEMPTS and now - each.asked_at > retry):
                lost.append(extended)
            elif each.asked == 0:
                if now - each.since >= REORDERING or highest - extended >= 3:
                    due.append(extended)
            elif each.asked < ATTEMPTS and now - each.asked_at >= retry:
                due.append(extended)
        for extended in lost:
            del self._missing[extended]
        self.given_up += len(lost)
        for extended in due:
            each = self._missing[extended]
            if each.asked == 0:
                each.first_asked = now
            each.asked += 1
            each.asked_at = now
        self.nacked += len(due)
        return [extended & 0xFFFF for extended in due]

    @property
    def missing(self) -> bool:
        """Whether packets have not come that may still come, or be asked for."""
        return bool(self._missing)

    def take_given_up(self) -> bool:
        """Whether packets were given up since the last call: for video ask for a keyframe."""
        told, self._told_given_up = self._told_given_up, self.given_up
        return self.given_up > told

    def set_rtt(self, seconds: float) -> None:
        """The round trip to the publisher, where it is known otherwise; it paces repeated NACKs and is learnt
        from their answers.
        """
        self._rtt = min(max(seconds, LEAST_RETRY), PATIENCE)

    # ---- reports -------------------------------------------------------------------------------------------------

    def on_sender_report(self, ntp: int, rtp_timestamp: int, now: float) -> None:
        """The publisher's sender report for this SSRC; `ntp` 64 bits."""
        self.last_sender_report = SenderReportSeen(ntp, rtp_timestamp, now)

    def report(self, now: float) -> ReportBlock | None:
        """The block for a receiver report, closing the interval for `fraction_lost`; None before the first packet."""
        highest, taken = self.state.highest, self.state.taken
        if highest < 0:
            return None
        expected = highest - self._first + 1
        expected_now = expected - self._expected_told
        lost_now = expected_now - (taken - self._taken_told)
        self._expected_told, self._taken_told = expected, taken
        fraction = lost_now * 256 // expected_now if expected_now > 0 and lost_now > 0 else 0
        last_sr, delay = 0, 0
        seen = self.last_sender_report
        if seen is not None:
            last_sr = seen.ntp >> 16 & 0xFFFFFFFF
            delay = min(int((now - seen.at) * 65536), 0xFFFFFFFF)
        return ReportBlock(
            ssrc=self.ssrc,
            fraction_lost=min(fraction, 255),
            packets_lost=min(self.lost, 0x7FFFFF),
            highest_sequence=(highest - 0x10000) & 0xFFFFFFFF,
            jitter=int(self.state.jitter) & 0xFFFFFFFF,
            last_sr=last_sr,
            delay_since_last_sr=delay,
        )

    @property
    def packets(self) -> int:
        """Packets accepted, retransmissions included."""
        return int(self.state.packets)

    @property
    def octets(self) -> int:
        """Octets of those packets."""
        return int(self.state.octets)

    @property
    def last_received(self) -> float | None:
        """When the newest packet came; None before the first."""
        at = self.state.last_received
        return at if happened(at) else None

    @property
    def rtt(self) -> float:
        """The round trip to the publisher as learnt from answered NACKs (UNKNOWN_RTT before), seconds."""
        return self._rtt

    @property
    def jitter_seconds(self) -> float:
        """Interarrival jitter (RFC 3550 A.8)."""
        return float(self.state.jitter) / self.clock_rate

    @property
    def lost(self) -> int:
        """Packets expected and not come, so far (never negative)."""
        state = self.state
        return self._lost_before + max(0, state.highest - self._first + 1 - state.taken) if state.highest >= 0 else 0
