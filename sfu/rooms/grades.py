"""Connection quality: what one participant's line is worth, and what it is told of everybody's.

Scored as LiveKit does (`core/quality.py`): the worst of what a participant publishes and of what it gets.
"""

from typing import TYPE_CHECKING, Final, cast

from livekit.protocol.models import ConnectionQuality
from livekit.protocol.rtc import ConnectionQualityInfo, ConnectionQualityUpdate, SignalResponse

from sfu.core.quality import ConnectionQuality as Score
from sfu.core.quality import Window, mean_opinion, worst

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant

PERIOD: Final = 5.0
"""Seconds between two looks."""
_DEAD: Final = 10.0  # seconds without a connectivity check: the peer is not heard


class Grades:
    """One participant's. `info` is the last look's; None: not looked at yet."""

    def __init__(self, participant: "Participant") -> None:
        self._participant = participant
        self._scores: dict[str, Score] = {}  # by publication
        self._down: Score | None = None
        self.info: ConnectionQualityInfo | None = None

    def look(self, now: float) -> None:
        """Scores what went over the line since the last look."""
        participant = self._participant
        rtt_ms = participant.sending.rtt * 1000.0
        before, self._scores = self._scores, {}
        for publication in participant.publications.values():
            assert publication.encoding is not None
            encoding = publication.encoding
            score = before.get(publication.sid) or Score(encoding.mime, now, fec="useinbandfec=1" in encoding.fmtp)
            self._scores[publication.sid] = score
            window = publication.take_window(now)
            # Paused by dynacast looks the same as a dead line; that the peer still asks to be sent tells them apart.
            dead = now - participant.publisher.last_check > _DEAD
            if publication.info.muted or (window.received == 0 and not dead):
                score.silent(now)
            else:
                expected = window.received + window.lost
                came = window.octets, window.declared_bits, window.missing
                score.update(Window(expected, window.lost, window.jitter_ms, rtt_ms, *came), now)
        scores = [*self._scores.values(), self._look_down(now, rtt_ms)]
        self.info = ConnectionQualityInfo(
            participant_sid=participant.sid,
            quality=cast(ConnectionQuality, worst([score.quality for score in scores])),
            score=mean_opinion(min(score.score for score in scores)),
        )

    def _look_down(self, now: float, rtt_ms: float) -> Score:
        expected, lost, jitter_ms = self._participant.sending.take_window()
        missing = self._participant.downlink.take_missing(now)
        if self._down is None:
            self._down = Score("video/vp8", now)
        if self._participant.downlink.pausing:
            self._down.paused(now)
        elif expected:
            self._down.update(Window(expected, lost, jitter_ms, rtt_ms, distance=missing), now)
        else:
            self._down.silent(now)
        return self._down

    def tell(self) -> None:
        """Says everybody's grades to this one; of the hidden only its own."""
        me = self._participant
        people = me.room.participants.values()
        told = [p.grades.info for p in people if p.grades.info is not None and (p is me or not p.hidden)]
        if told:
            me.link.send(SignalResponse(connection_quality=ConnectionQualityUpdate(updates=told)))
