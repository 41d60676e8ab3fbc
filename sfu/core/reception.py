"""One incoming RTP stream (one SSRC, one layer): what came, what is missing, what to report (RFC 3550) and to ask
for (NACK).

The rule: a packet counts once. What RTX brings is taken only if it was missing (senders use RTX duplicates as
padding); what is missing is asked for within a tick, again a round trip later, and given up in time to ask for a
keyframe instead.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from sfu.wire.rtcp import ReportBlock

WINDOW: Final = 2048
"""Sequence numbers back in which a late packet is still told from a duplicate."""


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
    """A jump nobody believes yet (RFC 3550 A.1): drop it; the next in line makes it a restart."""
    RESTART = "restart"
    """The source began anew: the numbers before mean nothing any more."""

    @property
    def keep(self) -> bool:
        return self in _KEEP


_KEEP = frozenset({Arrival.NEW, Arrival.LATE, Arrival.RESTART})


class SenderReportSeen(NamedTuple):
    """The publisher's last sender report: `ntp` 64 bits (32.32), its RTP timestamp, and when it came (our `now`)."""

    ntp: int
    rtp_timestamp: int
    at: float


class IncomingStream:
    """Reception state of one SSRC. `clock_rate` in Hz; `nack=False` for streams that have no retransmission (RED
    audio).
    """

    def __init__(self, ssrc: int, clock_rate: int, *, nack: bool = True) -> None:
        self.ssrc = ssrc
        self.clock_rate = clock_rate
        self.packets = 0
        self.octets = 0
        self.duplicates = 0
        self.restarts = 0
        self.last_received: float | None = None
        self.last_sender_report: SenderReportSeen | None = None

    def on_packet(self, sequence: int, timestamp: int, size: int, now: float) -> Arrival:
        """A packet on the media SSRC, also one the publisher sent again there. `size`: bytes of the RTP packet."""
        raise NotImplementedError

    def on_recovered(self, sequence: int, size: int, now: float) -> bool:
        """An unwrapped RTX packet: True if it was missing and is to be forwarded, False: drop it."""
        raise NotImplementedError

    def nacks_due(self, now: float) -> list[int]:
        """Sequence numbers (16 bits, oldest first) to ask for now; they count as asked. Poll every 10 to 20 ms."""
        raise NotImplementedError

    def take_given_up(self) -> bool:
        """Whether packets were given up since the last call: for video ask for a keyframe."""
        raise NotImplementedError

    def set_rtt(self, seconds: float) -> None:
        """The round trip to the publisher, as known: paces repeated NACKs."""
        raise NotImplementedError

    def on_sender_report(self, ntp: int, rtp_timestamp: int, now: float) -> None:
        """The publisher's sender report for this SSRC; `ntp` 64 bits."""
        raise NotImplementedError

    def report(self, now: float) -> ReportBlock | None:
        """The block for a receiver report, closing the interval for `fraction_lost`; None before the first packet."""
        raise NotImplementedError

    @property
    def jitter_seconds(self) -> float:
        """Interarrival jitter (RFC 3550 A.8)."""
        raise NotImplementedError

    @property
    def lost(self) -> int:
        """Packets expected and not come, so far (never negative)."""
        raise NotImplementedError
