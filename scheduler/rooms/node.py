"""The media node's server API (Twirp), through LiveKit's own client, with tokens made on our clock."""

from collections.abc import Awaitable
from dataclasses import replace
from typing import Final, TypeVar

import aiohttp
from livekit import api
from livekit.api.room_service import RoomService
from livekit.protocol.models import Room
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    ListParticipantsRequest,
    RoomParticipantIdentity,
    UpdateRoomMetadataRequest,
)

from auth.room_token import Grant, encode_hs256
from scheduler.clock import Clock

TIMEOUT_S: Final = 5.0
_TOKEN_LASTS_S: Final = 60
T = TypeVar("T")


class NodeError(Exception):
    """The node could not be reached, or failed: trying again may help."""


class NodeAwayError(NodeError):
    """It gave no answer at all: asking it for something else now would take as long."""


class RoomRefused(Exception):  # noqa: N818 - what the node said, not a fault
    """The node will not make this room: it was deleted for good, or its time is over."""


class Node:
    """One media node. `start` inside the event loop, `close` at the end."""

    def __init__(self, url: str, key: str, secret: str, clock: Clock) -> None:
        self._url = url
        self._key = key
        self._secret = secret
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the connection pool."""
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_S, connect=2.0), cookie_jar=aiohttp.DummyCookieJar()
        )

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()

    async def create_room(self, name: str, metadata: str, empty_timeout_s: int) -> Room:
        """The room, made if it is not there yet. Raises NodeError, RoomRefused."""
        request = CreateRoomRequest(
            name=name, metadata=metadata, empty_timeout=empty_timeout_s, departure_timeout=empty_timeout_s
        )
        try:
            return await _asked(self._service(Grant(room_create=True)).create_room(request))
        except api.TwirpError as error:
            if error.code in {"failed_precondition", "invalid_argument", "not_found"}:
                raise RoomRefused(error.message) from None
            raise NodeError(error.code) from None

    async def delete_room(self, name: str) -> None:
        """Everybody out and nobody in again. A room that is not there counts as done. Raises NodeError."""
        try:
            await _asked(self._service(Grant(room_create=True)).delete_room(DeleteRoomRequest(room=name)))
        except api.TwirpError as error:
            if error.code != "not_found":
                raise NodeError(error.code) from None

    async def set_metadata(self, name: str, metadata: str) -> None:
        """Give a room other times. A room that is not there gets them when it is made. Raises NodeError."""
        service = self._service(Grant(room_admin=True, room=name))
        try:
            await _asked(service.update_room_metadata(UpdateRoomMetadataRequest(room=name, metadata=metadata)))
        except api.TwirpError as error:
            if error.code != "not_found":
                raise NodeError(error.code) from None

    async def remove(self, name: str, identity: str) -> None:
        """Somebody out of a room for good. Who is not there counts as removed. Raises NodeError."""
        service = self._service(Grant(room_admin=True, room=name))
        try:
            await _asked(service.remove_participant(RoomParticipantIdentity(room=name, identity=identity)))
        except api.TwirpError as error:
            if error.code != "not_found":
                raise NodeError(error.code) from None

    async def participants(self, name: str) -> frozenset[str]:
        """The sids of those in a room; none when there is no such room. Raises NodeError."""
        service = self._service(Grant(room_admin=True, room=name))
        try:
            found = await _asked(service.list_participants(ListParticipantsRequest(room=name)))
        except api.TwirpError as error:
            if error.code == "not_found":
                return frozenset()
            raise NodeError(error.code) from None
        return frozenset(participant.sid for participant in found.participants)

    def _service(self, grant: Grant) -> RoomService:
        """The client with a token of its own: its own signing follows the machine's clock, which is not always
        ours."""
        if self._session is None:
            raise NodeError("not started")
        now = self._clock.unix()
        token = encode_hs256(_dated(grant, now), self._key, self._secret)
        client: RoomService = api.LiveKitAPI.with_token(token, self._url, session=self._session, failover=False).room
        return client


def _dated(grant: Grant, now: float) -> Grant:
    return replace(grant, not_before=now, expires_at=now + _TOKEN_LASTS_S)


async def _asked(call: Awaitable[T]) -> T:
    try:
        return await call
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise NodeAwayError(type(error).__name__) from None
