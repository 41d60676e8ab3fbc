"""A participant from one room into another of this node (RoomService.MoveParticipant), without a new connection.

The rule: for the old room they left, for the new one they came; what they publish goes with them under the same sids.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from livekit.protocol.models import DisconnectReason, ParticipantInfo
from livekit.protocol.rtc import RoomMovedResponse, SignalResponse

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant
    from sfu.rooms.room import Room


def move(participant: "Participant", destination: "Room") -> None:
    """The caller saw to it that there is room. Who has the same identity there makes way."""
    _leave(participant)
    before = destination.find(participant.identity)
    if before is not None:
        destination.leave(before, DisconnectReason.DUPLICATE_IDENTITY)
    participant.room = destination
    participant.grant = replace(participant.grant, room=destination.name)
    destination.empty_since = None
    destination.enter(participant)
    node = participant.node
    moved = RoomMovedResponse(
        room=destination.info(),
        token=node.mint(participant),
        participant=participant.info,
        other_participants=destination.visible_to(participant),
    )
    participant.link.send(SignalResponse(room_moved=moved))
    participant.changed()
    if not participant.active:
        return
    participant.arrived()
    for publication in list(participant.publications.values()):
        node.tell("track_published", destination, participant, publication.info)
        destination.subscribe_everyone(publication)


def _leave(participant: "Participant") -> None:
    room = participant.room
    participant.subscribing.clear()
    participant.data_tracks.part()
    for publication in participant.publications.values():
        for subscription in list(publication.subscriptions.values()):
            subscription.subscriber.subscribing.remove(subscription)
    del room.participants[participant.identity]
    room.speakers.remove(participant.sid)
    if not participant.hidden:
        gone = ParticipantInfo()
        gone.CopyFrom(participant.info)
        gone.version += 1
        gone.state = ParticipantInfo.DISCONNECTED
        room.telling.now(gone)
    participant.info.version += 1
    if not room.everybody():
        room.empty_since = room.node.clock.monotonic()
    if participant.active:
        room.node.tell("participant_left", room, participant)
