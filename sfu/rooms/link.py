"""What a room needs of a client's signalling, and what it tells the world: the two ways out of `rooms`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from livekit.protocol.models import DisconnectReason, TrackInfo
from livekit.protocol.rtc import LeaveRequest, SignalResponse

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant
    from sfu.rooms.room import Room

Reason: TypeAlias = DisconnectReason
LeaveAction: TypeAlias = LeaveRequest.Action

RoomEvent = Literal[
    "room_started",
    "room_finished",
    "participant_joined",
    "participant_left",
    "participant_connection_aborted",
    "track_published",
    "track_unpublished",
]


class ClientLink(Protocol):
    """One participant's signalling; outlives its WebSocket while the client may resume."""

    def send(self, message: SignalResponse) -> None:
        """Queues a message; never blocks, never raises."""

    def subscriptions_changed(self) -> None:
        """A subscription came or went: media sections have to be negotiated."""

    def close(self, reason: Reason, action: LeaveAction) -> None:
        """Says leave with this reason and ends the WebSocket."""


class NoLink:
    """The ClientLink of one who is gone: nobody hears."""

    def send(self, message: SignalResponse) -> None: ...

    def subscriptions_changed(self) -> None: ...

    def close(self, reason: Reason, action: LeaveAction) -> None: ...


class RoomWatcher(Protocol):
    """Follows one room (a recording does). Called on the loop, must not block."""

    def room_changed(self) -> None:
        """Somebody came, went or changed: attributes, tracks, rights."""

    def room_closed(self) -> None:
        """The room is gone, and everybody in it."""


class Observer(Protocol):
    """Told of what happens in rooms (webhooks, metrics). Called on the loop, must not block."""

    def on_event(
        self, event: RoomEvent, room: Room, participant: Participant | None, track: TrackInfo | None
    ) -> None: ...
