"""The lobby of a room: who waits at its door, who was let in before, who stays out.

The rule: one who waits is not in the room. They have a connection and their own state, and nothing of the room comes
to them: no people, no media, no data, no metadata but that they wait. They leave the lobby in, or away, never half.
"""

import json
import weakref
from typing import TYPE_CHECKING, Final

from livekit.protocol.models import DataPacket, ParticipantPermission, UserPacket

from auth.room_token import Grant
from sfu.rooms.hosting import LOBBY_ATTRIBUTE, TOPIC
from sfu.rooms.permissions import permission_of

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant
    from sfu.rooms.room import Room

_MOST_REMEMBERED: Final = 10_000
"""Identities let in or kept out, a room; beyond that the oldest are forgotten."""


class Lobby:
    """One room's. `waiting` by identity, in the order they came."""

    def __init__(self, room: "Room") -> None:
        self._room: Room = weakref.proxy(room)  # which owns us
        self.waiting: dict[str, Participant] = {}
        self._let_in: dict[str, None] = {}

    def must_wait(self, grant: Grant) -> bool:
        """Whether this person has to be let in: not hosts, not the app's recorders and agents, and nobody twice."""
        if not self._room.hosting.lobby or grant.room_admin or grant.recorder or grant.agent:
            return False
        return grant.identity not in self._let_in

    @property
    def let_in(self) -> list[str]:
        """Who need not wait, the oldest first."""
        return list(self._let_in)

    def remember(self, identity: str) -> None:
        """They are in, and need not be let in again when they come back."""
        self._let_in.pop(identity, None)
        self._let_in[identity] = None
        if len(self._let_in) > _MOST_REMEMBERED:
            del self._let_in[next(iter(self._let_in))]

    def forget(self, identity: str) -> None:
        """They were sent away: if ever they come again, they wait again."""
        self._let_in.pop(identity, None)

    # ---- coming and going ----

    def hold(self, participant: "Participant") -> None:
        """They wait from now on; the hosts are told."""
        participant.waiting = True
        participant.info.permission.CopyFrom(ParticipantPermission(hidden=True))
        participant.info.attributes[LOBBY_ATTRIBUTE] = "waiting"
        self.waiting[participant.identity] = participant
        self._tell_hosts("waiting", participant)

    def release(self, participant: "Participant") -> bool:
        """They go away; False if they did not wait here."""
        if self.waiting.get(participant.identity) is not participant:
            return False
        del self.waiting[participant.identity]
        self._tell_hosts("gone", participant)
        return True

    def admit(self, participant: "Participant") -> None:
        """They come in, with what their token grants, and learn of the room; the others learn of them."""
        room, info = self._room, participant.info
        del self.waiting[participant.identity]
        participant.waiting = False
        info.permission.CopyFrom(permission_of(participant.grant))
        info.attributes.pop(LOBBY_ATTRIBUTE, None)
        wall = room.node.clock.wall()
        info.joined_at, info.joined_at_ms = int(wall), int(wall * 1000)
        room.enter(participant)
        room.greet(participant)
        participant.changed()
        self._tell_hosts("admitted", participant)
        if participant.active:
            participant.arrived()

    def admit_all(self) -> None:
        """Everybody who waits, as long as there is room."""
        for participant in list(self.waiting.values()):
            if self._room.full:
                return
            self.admit(participant)

    def _tell_hosts(self, what: str, participant: "Participant") -> None:
        tell_hosts(self._room, {"event": what, "identity": participant.identity, "name": participant.info.name})


def tell_hosts(room: "Room", what: dict[str, object]) -> None:
    """A word to every host in the room, as reliable data on TOPIC."""
    packet = host_packet(what)
    for participant in room.participants.values():
        if participant.grant.room_admin:
            participant.tell(packet)


def host_packet(what: dict[str, object]) -> DataPacket:
    """A word from the node on TOPIC."""
    payload = json.dumps(what, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return DataPacket(kind=DataPacket.RELIABLE, user=UserPacket(payload=payload, topic=TOPIC))
