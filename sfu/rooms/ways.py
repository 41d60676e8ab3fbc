"""Which way in a client asked for (LiveKit's switch_candidate_protocol): TCP, or a relay over TLS.

The rule: it is kept a while past the connection it was asked on, because the SDK then joins anew, and no longer: a
network that lets nothing else through is found by ICE itself.
"""

from typing import TYPE_CHECKING, Final

from livekit.protocol.rtc import CandidateProtocol

from sfu.wire.sdp import Candidate

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant

KEPT: Final = 300.0
"""Seconds, as LiveKit keeps it."""
MOST: Final = 1000


class Ways:
    """By room and identity, of one node."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], tuple[CandidateProtocol, float]] = {}

    def ask(self, room: str, identity: str, way: CandidateProtocol, now: float) -> None:
        """UDP takes it back: then every candidate is told again."""
        self._asked.pop((room, identity), None)
        if way == CandidateProtocol.UDP:
            return
        if len(self._asked) >= MOST:
            del self._asked[next(iter(self._asked))]  # the oldest
        self._asked[room, identity] = (way, now + KEPT)

    def of(self, room: str, identity: str, now: float) -> CandidateProtocol:
        """UDP for everybody who asked for nothing."""
        way, until = self._asked.get((room, identity), (CandidateProtocol.UDP, 0.0))
        if now >= until:
            self._asked.pop((room, identity), None)
            return CandidateProtocol.UDP
        return way


def way_of(participant: "Participant") -> CandidateProtocol:
    """What the client asked for lately."""
    node = participant.node
    return node.ways.of(participant.room.name, participant.identity, node.clock.monotonic())


def candidates_for(participant: "Participant") -> list[Candidate]:
    """The node's, or of these the ones by TCP, if the client asked for them and there are any."""
    found = participant.node.candidates
    if way_of(participant) == CandidateProtocol.TCP:
        return [each for each in found if each.protocol == "tcp"] or found
    return found
