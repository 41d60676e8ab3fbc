"""LiveKit's RoomService: what servers may do with rooms and the people in them (livekit/protocol livekit_room.proto).

Rights as in LiveKit: creating and deleting take `roomCreate`, listing `roomList`, all else `roomAdmin` for that room.
A token without the right is `permission_denied`.
"""

from typing import Any, Final

from livekit.protocol.models import DataPacket, DisconnectReason, ParticipantInfo, UserPacket
from livekit.protocol.models import Room as RoomInfo
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    DeleteRoomResponse,
    ListParticipantsRequest,
    ListParticipantsResponse,
    ListRoomsRequest,
    ListRoomsResponse,
    MuteRoomTrackRequest,
    MuteRoomTrackResponse,
    RemoveParticipantResponse,
    RoomParticipantIdentity,
    SendDataRequest,
    SendDataResponse,
    UpdateParticipantRequest,
    UpdateRoomMetadataRequest,
    UpdateSubscriptionsRequest,
    UpdateSubscriptionsResponse,
)
from livekit.protocol.rtc import MuteTrackRequest, SignalResponse

from auth.room_token import Grant
from sfu.api.twirp import Method, TwirpError
from sfu.rooms import data
from sfu.rooms.node import Node, NodeFullError
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room

MAX_NAME: Final = 256
MAX_METADATA: Final = 64 << 10
MAX_DATA: Final = 64 << 10
_EMPTY_TIMEOUT: Final = 300
_DEPARTURE_TIMEOUT: Final = 20


class RoomService:
    """The calls, on one node. Each takes the request and the caller's grant; each may raise TwirpError."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def methods(self) -> dict[str, Method[Any]]:
        """By Twirp's method names."""
        return {
            "CreateRoom": Method(CreateRoomRequest, self.create_room),
            "ListRooms": Method(ListRoomsRequest, self.list_rooms),
            "DeleteRoom": Method(DeleteRoomRequest, self.delete_room),
            "UpdateRoomMetadata": Method(UpdateRoomMetadataRequest, self.update_room_metadata),
            "ListParticipants": Method(ListParticipantsRequest, self.list_participants),
            "GetParticipant": Method(RoomParticipantIdentity, self.get_participant),
            "RemoveParticipant": Method(RoomParticipantIdentity, self.remove_participant),
            "MutePublishedTrack": Method(MuteRoomTrackRequest, self.mute_published_track),
            "UpdateParticipant": Method(UpdateParticipantRequest, self.update_participant),
            "UpdateSubscriptions": Method(UpdateSubscriptionsRequest, self.update_subscriptions),
            "SendData": Method(SendDataRequest, self.send_data),
        }

    # ---- rooms ----

    def create_room(self, request: CreateRoomRequest, grant: Grant) -> RoomInfo:
        """The room of that name; asked again, the same one with its metadata brought up to date."""
        _need(grant.room_create, "roomCreate")
        if not 0 < len(request.name) <= MAX_NAME:
            raise TwirpError("invalid_argument", f"name must have 1 to {MAX_NAME} characters")
        _check_metadata(request.metadata)
        if self._node.draining:
            raise TwirpError("unavailable", "this node is shutting down")
        try:
            room = self._node.create_room(
                request.name,
                metadata=request.metadata,
                empty_timeout=request.empty_timeout or _EMPTY_TIMEOUT,
                departure_timeout=request.departure_timeout or _DEPARTURE_TIMEOUT,
                max_participants=request.max_participants,
            )
        except ValueError as error:
            raise TwirpError("invalid_argument", str(error)) from None
        except NodeFullError as error:
            raise TwirpError("resource_exhausted", str(error)) from None
        except LookupError as error:
            raise TwirpError("failed_precondition", str(error)) from None
        return room.info()

    def list_rooms(self, request: ListRoomsRequest, grant: Grant) -> ListRoomsResponse:
        _need(grant.room_list, "roomList")
        names = set(request.names)
        rooms = (room for name, room in self._node.rooms.items() if not names or name in names)
        return ListRoomsResponse(rooms=[room.info() for room in rooms])

    def delete_room(self, request: DeleteRoomRequest, grant: Grant) -> DeleteRoomResponse:
        """Everybody out. A room that is not there is `not_found`, which to a retrying caller means: done."""
        _need(grant.room_create, "roomCreate")
        if not self._node.delete_room(request.room):
            raise _no_room()
        return DeleteRoomResponse()

    def update_room_metadata(self, request: UpdateRoomMetadataRequest, grant: Grant) -> RoomInfo:
        room = self._room(request.room, grant)
        _check_metadata(request.metadata)
        try:
            room.set_metadata(request.metadata)
        except ValueError as error:
            raise TwirpError("invalid_argument", str(error)) from None
        room.broadcast_room()
        return room.info()

    # ---- participants ----

    def list_participants(self, request: ListParticipantsRequest, grant: Grant) -> ListParticipantsResponse:
        room = self._room(request.room, grant)
        return ListParticipantsResponse(participants=[p.info for p in room.participants.values()])

    def get_participant(self, request: RoomParticipantIdentity, grant: Grant) -> ParticipantInfo:
        return self._participant(request.room, request.identity, grant).info

    def remove_participant(self, request: RoomParticipantIdentity, grant: Grant) -> RemoveParticipantResponse:
        """Out of the room; where bookings decide who may enter, also kept out while the room lives."""
        participant = self._participant(request.room, request.identity, grant)
        if self._node.closed_mode:
            participant.room.denied.add(participant.identity)
        participant.room.leave(participant, DisconnectReason.PARTICIPANT_REMOVED)
        return RemoveParticipantResponse()

    def update_participant(self, request: UpdateParticipantRequest, grant: Grant) -> ParticipantInfo:
        """Name, metadata, attributes and permission; what is left empty stays (as in LiveKit)."""
        participant = self._participant(request.room, request.identity, grant)
        _check_metadata(request.metadata)
        if len(request.name) > MAX_NAME:
            raise TwirpError("invalid_argument", f"name must have at most {MAX_NAME} characters")
        if sum(len(k) + len(v) for k, v in request.attributes.items()) > MAX_METADATA:
            raise TwirpError("invalid_argument", f"attributes must have at most {MAX_METADATA} characters")
        participant.update(
            name=request.name,
            metadata=request.metadata,
            attributes=dict(request.attributes),
            permission=request.permission if request.HasField("permission") else None,
        )
        return participant.info

    # ---- media and data ----

    def mute_published_track(self, request: MuteRoomTrackRequest, grant: Grant) -> MuteRoomTrackResponse:
        """Mutes a track and tells its publisher. Nobody is unmuted from afar, as in LiveKit's default."""
        participant = self._participant(request.room, request.identity, grant)
        if not request.muted:
            raise TwirpError("failed_precondition", "remote unmute is not enabled")
        track = participant.set_muted(request.track_sid, True)
        if track is None:
            raise TwirpError("not_found", "track is not published")
        participant.link.send(SignalResponse(mute=MuteTrackRequest(sid=request.track_sid, muted=True)))
        return MuteRoomTrackResponse(track=track)

    def update_subscriptions(self, request: UpdateSubscriptionsRequest, grant: Grant) -> UpdateSubscriptionsResponse:
        """Subscribes or unsubscribes a participant; tracks that are gone are passed over."""
        participant = self._participant(request.room, request.identity, grant)
        sids = [*request.track_sids, *(sid for tracks in request.participant_tracks for sid in tracks.track_sids)]
        for sid in dict.fromkeys(sids):
            publication = participant.room.publication(sid)
            if publication is not None:
                participant.subscribing.choose(publication, request.subscribe)
        return UpdateSubscriptionsResponse()

    def send_data(self, request: SendDataRequest, grant: Grant) -> SendDataResponse:
        """Data from the server to the named participants, or to all."""
        room = self._room(request.room, grant)
        if len(request.data) > MAX_DATA:
            raise TwirpError("invalid_argument", f"data must have at most {MAX_DATA} bytes")
        identities, sids = set(request.destination_identities), set(request.destination_sids)
        packet = DataPacket(
            kind=request.kind,
            destination_identities=request.destination_identities,
            user=UserPacket(payload=request.data, nonce=request.nonce),
        )
        if request.HasField("topic"):
            packet.user.topic = request.topic
        chosen = [
            p
            for p in room.participants.values()
            if not (identities or sids) or p.identity in identities or p.sid in sids
        ]
        data.deliver(packet, chosen)
        return SendDataResponse()

    # ---- finding ----

    def _room(self, name: str, grant: Grant) -> Room:
        """The room that the caller administers. Rights first: who may not look learns nothing of what is there."""
        _need(grant.room_admin and grant.room == name, "roomAdmin for this room")
        room = self._node.rooms.get(name)
        if room is None:
            raise _no_room()
        return room

    def _participant(self, name: str, identity: str, grant: Grant) -> Participant:
        participant = self._room(name, grant).participants.get(identity)
        if participant is None:
            raise TwirpError("not_found", "participant does not exist")
        return participant


def _need(granted: bool, right: str) -> None:
    if not granted:
        raise TwirpError("permission_denied", f"permissions denied: the token lacks {right}")


def _no_room() -> TwirpError:
    return TwirpError("not_found", "requested room does not exist")


def _check_metadata(metadata: str) -> None:
    if len(metadata) > MAX_METADATA:
        raise TwirpError("invalid_argument", f"metadata must have at most {MAX_METADATA} characters")
