"""A subscriber's half: what it reports and asks for, and the sender reports it gets.

Everything is found by the SSRC we gave the subscription; feedback on other SSRCs means nothing to us.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sfu.rooms.clock import ntp64
from sfu.rooms.subscription import Subscription
from sfu.wire import rtcp

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant

_PERIOD: Final = 3.0  # seconds between two sender reports, as LiveKit has it; clocks drift by microseconds meanwhile
_EARLY: Final = 0.5  # callers come once a second


@dataclass(slots=True)
class _Progress:
    """The last receiver report of one stream: cumulative, so that a window is a difference."""

    highest: int = 0
    lost: int = 0
    told_at: float = -math.inf  # our last sender report


class Sending:
    """The sending half of one participant."""

    def __init__(self, participant: "Participant") -> None:
        self._participant = participant
        self._counters = participant.node.counters
        self._figures = participant.node.figures
        self._by_ssrc: dict[int, Subscription] = {}
        self._progress: dict[int, _Progress] = {}
        self.rtt = 0.0  # seconds, smoothed
        self.expected = 0  # packets of the current quality window
        self.lost = 0
        self.jitter_ms = 0.0

    def add(self, subscription: Subscription) -> None:
        self._by_ssrc[subscription.ssrc] = subscription
        self._progress[subscription.ssrc] = _Progress()

    def remove(self, subscription: Subscription) -> None:
        self._by_ssrc.pop(subscription.ssrc, None)
        self._progress.pop(subscription.ssrc, None)

    # ---- what comes back ----

    def on_nack(self, nack: rtcp.Nack, now: float) -> None:
        """Sends again what is still known."""
        subscription = self._by_ssrc.get(nack.media_ssrc)
        self._counters.nacks_received += len(nack.lost)
        if subscription is None or not subscription.active:
            return
        lost = self._participant.downlink.repeats(nack.lost, now)
        for _, packet in subscription.forwarder.retransmit(subscription.row, lost, now):
            subscription.transport.send_rtp(packet)
            self._counters.retransmitted += 1

    def on_picture_loss(self, ssrc: int, now: float) -> None:
        """A PLI or FIR: passed on, throttled, to the publisher."""
        subscription = self._by_ssrc.get(ssrc)
        self._counters.plis_received += 1
        if subscription is None or not subscription.active:
            return
        source = subscription.source
        source.forwarder.on_picture_loss(subscription.row)
        source.publisher.ask_for_keyframes(source, now)

    def on_reports(self, blocks: tuple[rtcp.ReportBlock, ...], now: float) -> None:
        """Receiver report blocks: round trip, loss and jitter."""
        for block in blocks:
            subscription = self._by_ssrc.get(block.ssrc)
            if subscription is None or not subscription.active:
                continue
            forwarder = subscription.forwarder
            rtt = forwarder.on_receiver_report(subscription.row, block.last_sr, block.delay_since_last_sr, now)
            if rtt is not None:
                self.rtt = rtt if self.rtt == 0.0 else 0.875 * self.rtt + 0.125 * rtt
                self._figures.round_trip.observe(rtt)
            progress = self._progress[block.ssrc]
            jitter = block.jitter / forwarder.clock_rate
            if progress.highest:
                expected = max(0, block.highest_sequence - progress.highest)
                lost = max(0, block.packets_lost - progress.lost)
                self.expected += expected
                self.lost += lost
                self._figures.outgoing.observe(expected, lost, jitter)
            progress.highest, progress.lost = block.highest_sequence, block.packets_lost
            self.jitter_ms = max(self.jitter_ms, 1000.0 * jitter)

    def take_window(self) -> tuple[int, int, float]:
        """(packets expected, lost, worst jitter in ms) reported since the last call."""
        window = (self.expected, self.lost, self.jitter_ms)
        self.expected = self.lost = 0
        self.jitter_ms = 0.0
        return window

    # ---- what goes out ----

    def reports(self, wall: float, now: float) -> list[rtcp.Packet]:
        """A sender report for every stream that flows and has had none for a while or at all."""
        ntp = ntp64(wall)
        packets: list[rtcp.Packet] = []
        for ssrc, subscription in self._by_ssrc.items():
            progress = self._progress[ssrc]
            if not subscription.active or now - progress.told_at < _PERIOD - _EARLY:
                continue
            report = subscription.forwarder.sender_report(subscription.row, ntp, now)
            if report is not None:
                progress.told_at = now
                packets.append(report)
        return packets
