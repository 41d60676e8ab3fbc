"""LiveKit's RoomService: what servers may do with rooms and the people in them (livekit/protocol livekit_room.proto).

Rights as in LiveKit: creating and deleting take `roomCreate`, listing `roomList`, all else `roomAdmin` for that room.
A token without the right is `permission_denied`.
"""

from collections.abc import Mapping
from typing import Any, Final

from livekit.protocol.models import DataPacket, DisconnectReason, ParticipantInfo, UserPacket
from livekit.protocol.models import Room as RoomInfo
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    DeleteRoomResponse,
    ForwardParticipantRequest,
    ForwardParticipantResponse,
    ListParticipantsRequest,
    ListParticipantsResponse,
    ListRoomsRequest,
    ListRoomsResponse,
    MoveParticipantRequest,
    MoveParticipantResponse,
    MuteRoomTrackRequest,
    MuteRoomTrackResponse,
    PerformRpcRequest,
    PerformRpcResponse,
    RemoveParticipantResponse,
    RoomParticipantIdentity,
    SendDataRequest,
    SendDataResponse,
    UpdateParticipantRequest,
    UpdateRoomMetadataRequest,
    UpdateSubscriptionsRequest,
    UpdateSubscriptionsResponse,
)

from auth.room_token import Grant
from sfu.api.twirp import Method, TwirpError
from sfu.net.channels import MAX_MESSAGE
from sfu.rooms import data, rpc
from sfu.rooms.limits import MAX_NAME
from sfu.rooms.moving import move
from sfu.rooms.node import Node, NodeFullError
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room

_EMPTY_TIMEOUT: Final = 300
_DEPARTURE_TIMEOUT: Final = 20
_NOT_OFFERED: Final = ("room_preset", "egress", "agents", "min_playout_delay", "max_playout_delay", "replay_enabled")
_RPC_CODES: Final = {  # as LiveKit's server translates them
    1400: "invalid_argument",
    1401: "not_found",
    rpc.REQUEST_TOO_LARGE: "malformed",
    1403: "unimplemented",
    1404: "unimplemented",
    rpc.CONNECTION_TIMEOUT: "canceled",
    rpc.RESPONSE_TIMEOUT: "canceled",
    rpc.RECIPIENT_DISCONNECTED: "unavailable",
}


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
            "PerformRpc": Method(PerformRpcRequest, self.perform_rpc),
            "MoveParticipant": Method(MoveParticipantRequest, self.move_participant),
            "ForwardParticipant": Method(ForwardParticipantRequest, self.forward_participant),
        }

    # ---- rooms ----

    def create_room(self, request: CreateRoomRequest, grant: Grant) -> RoomInfo:
        """The room of that name; asked again, the same one with what the request names brought up to date.

        What we would not do is refused, not passed over; `tags` are labels of a service's own books and mean nothing
        here.
        """
        _need(grant.room_create, "roomCreate")
        if not 0 < len(request.name) <= MAX_NAME:
            raise TwirpError("invalid_argument", f"name must have 1 to {MAX_NAME} characters")
        self._check(metadata=request.metadata)
        self._check_options(request)
        if self._node.draining:
            raise TwirpError("unavailable", "this node is shutting down")
        known = request.name in self._node.rooms
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
        if known:
            room.empty_timeout = request.empty_timeout or room.empty_timeout
            room.departure_timeout = request.departure_timeout or room.departure_timeout
            room.max_participants = request.max_participants or room.max_participants
        room.sync_streams = room.sync_streams or request.sync_streams
        return room.info()

    def _check_options(self, request: CreateRoomRequest) -> None:
        here = self._node.settings.node_id
        if request.node_id and request.node_id != here:
            raise TwirpError("failed_precondition", f"this is node {here}")
        for name in _NOT_OFFERED:
            if _is_set(request, name):
                raise TwirpError("unimplemented", f"{name} is not offered by this server")

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
        self._check(metadata=request.metadata)
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
        """Out of the room; where bookings decide who may enter, also kept out while the room lives.

        `revoke_token_ts` (unix seconds) voids their tokens from before, whether they are in the room now or not.
        """
        room = self._room(request.room, grant)
        if request.revoke_token_ts > 0:
            self._node.revoke(room.name, request.identity, float(request.revoke_token_ts))
        participant = room.find(request.identity)
        if participant is None:
            raise _nobody()
        if self._node.closed_mode:
            room.deny(participant.identity)
        room.leave(participant, DisconnectReason.PARTICIPANT_REMOVED)
        return RemoveParticipantResponse()

    def update_participant(self, request: UpdateParticipantRequest, grant: Grant) -> ParticipantInfo:
        """Name, metadata, attributes and permission; what is left empty stays (as in LiveKit)."""
        participant = self._participant(request.room, request.identity, grant)
        attributes = dict(request.attributes)
        together = {**participant.info.attributes, **attributes}
        self._check(name=request.name, metadata=request.metadata, attributes=together)
        participant.update(
            name=request.name,
            metadata=request.metadata,
            attributes=attributes,
            permission=request.permission if request.HasField("permission") else None,
        )
        return participant.info

    def move_participant(self, request: MoveParticipantRequest, grant: Grant) -> MoveParticipantResponse:
        """Into another room of this node, which must be there, with the same connection."""
        participant = self._participant(request.room, request.identity, grant)
        _need(grant.destination_room == request.destination_room, "destinationRoom for that room")
        destination = self._node.rooms.get(request.destination_room)
        if destination is None:
            raise TwirpError("not_found", "destination room does not exist")
        if destination is participant.room:
            raise TwirpError("invalid_argument", "the destination is the room they are in")
        if participant.identity in destination.denied:
            raise TwirpError("failed_precondition", "they were removed from the destination room")
        if destination.full and participant.identity not in destination.participants:
            raise TwirpError("resource_exhausted", "the destination room is full")
        move(participant, destination)
        return MoveParticipantResponse()

    def forward_participant(self, request: ForwardParticipantRequest, grant: Grant) -> ForwardParticipantResponse:
        """One person's tracks in two rooms at once: not offered, as in LiveKit's own open source server."""
        self._participant(request.room, request.identity, grant)
        raise TwirpError("unimplemented", "ForwardParticipant is not offered by this server; see MoveParticipant")

    # ---- media and data ----

    def mute_published_track(self, request: MuteRoomTrackRequest, grant: Grant) -> MuteRoomTrackResponse:
        """Mutes a track and tells its publisher; unmutes only where the operator allows that."""
        participant = self._participant(request.room, request.identity, grant)
        if not request.muted and not self._node.settings.remote_unmute:
            raise TwirpError("failed_precondition", "remote unmute is not enabled")
        track = participant.order_mute(request.track_sid, request.muted)
        if track is None:
            raise TwirpError("not_found", "track is not published")
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
        """Data from the server to the named participants, or to all; a nonce that was there before sends nothing."""
        room = self._room(request.room, grant)
        identities, sids = set(request.destination_identities), set(request.destination_sids)
        packet = DataPacket(
            kind=request.kind,
            destination_identities=request.destination_identities,
            user=UserPacket(payload=request.data, nonce=request.nonce),
        )
        if request.HasField("topic"):
            packet.user.topic = request.topic
        if packet.ByteSize() > MAX_MESSAGE:
            raise TwirpError("invalid_argument", f"data, topic and destinations have at most {MAX_MESSAGE} bytes")
        if not room.nonces.is_new(request.nonce):
            self._node.drops.add("data_repeated")
            return SendDataResponse()
        chosen = [
            p
            for p in room.participants.values()
            if not (identities or sids) or p.identity in identities or p.sid in sids
        ]
        data.deliver(packet, chosen)
        return SendDataResponse()

    async def perform_rpc(self, request: PerformRpcRequest, grant: Grant) -> PerformRpcResponse:
        """A method of the participant's own, called by a server; its error is in the answer's `meta`."""
        participant = self._participant(request.room, request.destination_identity, grant)
        if not request.method:
            raise TwirpError("invalid_argument", "method is missing")
        timeout = min(request.response_timeout_ms / 1000 or rpc.DEFAULT_SECONDS, rpc.MOST_SECONDS)
        try:
            payload = await participant.calls.perform(request.method, request.payload, timeout)
        except rpc.RpcError as error:
            meta = {"rpc_code": str(error.code), "rpc_data": error.data}
            raise TwirpError(_RPC_CODES.get(error.code, "internal"), error.message, meta) from None
        return PerformRpcResponse(payload=payload)

    # ---- finding ----

    def _check(self, *, name: str = "", metadata: str = "", attributes: Mapping[str, str] | None = None) -> None:
        over = self._node.settings.limits.too_large(name=name, metadata=metadata, attributes=attributes)
        if over is not None:
            raise TwirpError("invalid_argument", over)

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
            raise _nobody()
        return participant


def _need(granted: bool, right: str) -> None:
    if not granted:
        raise TwirpError("permission_denied", f"permissions denied: the token lacks {right}")


def _no_room() -> TwirpError:
    return TwirpError("not_found", "requested room does not exist")


def _nobody() -> TwirpError:
    return TwirpError("not_found", "participant does not exist")


def _is_set(request: CreateRoomRequest, name: str) -> bool:
    field = request.DESCRIPTOR.fields_by_name[name]
    return any(found is field for found, _ in request.ListFields())
