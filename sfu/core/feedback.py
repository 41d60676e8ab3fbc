"""Transport-wide feedback: what we tell publishers about their packets, and what subscribers tell about ours.

The rule: acknowledge only packets really kept; libwebrtc forgets what was acknowledged and cannot send it again.
"""

from __future__ import annotations

from sfu.wire.rtcp import TransportFeedback


class FeedbackRecorder:
    """One publisher transport's packets since the last feedback. `interval`: seconds between two feedbacks."""

    def __init__(self, interval: float = 0.05) -> None:
        raise NotImplementedError

    def on_packet(self, sequence: int, now: float) -> None:
        """A packet that was accepted carried transport-wide `sequence` (16 bits)."""
        raise NotImplementedError

    def due(self, now: float) -> bool:
        """Whether there is something to tell and the interval passed (or very much came)."""
        raise NotImplementedError

    def build(self, sender_ssrc: int, media_ssrc: int, now: float) -> list[bytes]:
        """RTCP packets (transport-wide feedback, RTPFB 15) for all recorded, empty when there is none. Split when
        large.
        """
        raise NotImplementedError


class SubscriberFeedback:
    """What one subscriber's transport reports: loss from its feedback, round trip from its receiver reports."""

    def __init__(self) -> None:
        raise NotImplementedError

    def on_feedback(self, feedback: TransportFeedback) -> None:
        """One transport-wide feedback of the subscriber."""
        raise NotImplementedError

    def on_rtt(self, seconds: float) -> None:
        """A round trip measured from a receiver report (`Forwarder.on_receiver_report`)."""
        raise NotImplementedError

    @property
    def loss(self) -> float:
        """Smoothed share lost, 0..1."""
        raise NotImplementedError

    @property
    def rtt(self) -> float | None:
        """Smoothed round trip, seconds; None before the first."""
        raise NotImplementedError
