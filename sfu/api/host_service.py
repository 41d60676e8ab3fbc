"""`visavis.HostService`: what a host does in their own room, called from their browser with their own room token.

Twirp's paths and errors, JSON only: POST /twirp/visavis.HostService/{call}. The room is the token's; the token needs
`roomAdmin`. Every call answers the room's state as a host sees it, so a screen needs nothing else.

The rule: a host orders what LiveKit's clients obey by themselves (mute, leave, permissions, room metadata); nobody is
ever unmuted from afar. Calls are listed in the README of `rooms/`.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from aiohttp import web
from livekit.protocol.models import DisconnectReason

from auth.room_token import Grant, TokenError, Verifier
from sfu.api.twirp import TwirpError, bearer, read_body
from sfu.rooms.hosting import spotlight_of
from sfu.rooms.limits import MAX_NAME
from sfu.rooms.lobby import host_packet
from sfu.rooms.node import Node
from sfu.rooms.participant import Participant
from sfu.rooms.permissions import SOURCES, source_of
from sfu.rooms.room import Room

log = logging.getLogger(__name__)

PATH: Final = "/twirp/visavis.HostService/{call}"
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Max-Age": "600",
}

TokenCheck = Callable[[str, float], Awaitable[tuple[Grant, bool]]]
"""A room token and unix seconds → its grant, and whether it only serves those who are in the room. TokenError."""
Body = Mapping[str, Any]


class HostService:
    """On one node. `verifier`: the keys of servers, which may host every room; `room_tokens`: those of people."""

    def __init__(self, node: Node, verifier: Verifier, room_tokens: TokenCheck | None) -> None:
        self._node = node
        self._verifier = verifier
        self._room_tokens = room_tokens
        self._calls: dict[str, Callable[[Room, Body, Grant], None]] = {
            "GetState": lambda room, body, grant: None,
            "SetLobby": self._set_lobby,
            "SetLock": self._set_lock,
            "SetSpotlight": self._set_spotlight,
            "Admit": self._admit,
            "AdmitAll": lambda room, body, grant: room.lobby.admit_all(),
            "Refuse": self._refuse,
            "Mute": self._mute,
            "MuteAll": self._mute_all,
            "AskToUnmute": self._ask_to_unmute,
            "Remove": self._remove,
            "Readmit": self._readmit,
            "End": self._end,
        }

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self.handle), web.options(PATH, self.preflight)]

    # ---- HTTP ----

    async def preflight(self, request: web.Request) -> web.Response:
        """Browsers ask before they send a token to another origin; the token is the right, not the origin."""
        return web.Response(status=204, headers=_CORS)

    async def handle(self, request: web.Request) -> web.Response:
        try:
            answer = web.json_response(await self._answer(request))
        except TwirpError as error:
            answer = error.response()
        except Exception:
            log.exception("host call %s failed", request.path)
            answer = TwirpError("internal", "internal error").response()
        answer.headers.update(_CORS)
        return answer

    async def _answer(self, request: web.Request) -> dict[str, Any]:
        call = self._calls.get(request.match_info["call"])
        if call is None:
            raise TwirpError("bad_route", f"no handler for path {request.path}")
        if request.content_type != "application/json":
            raise TwirpError("bad_route", "Content-Type must be application/json")
        grant, present_only = await self._grant(bearer(request))
        body = _object(await read_body(request))
        room = self._room(grant, present_only=present_only)
        if not room.host_calls.take(1, self._node.clock.monotonic()):
            self._node.drops.add("host_rate")
            raise TwirpError("resource_exhausted", "more host calls than this room may make: slow down")
        call(room, body, grant)
        return state_of(room)

    async def _grant(self, token: str) -> tuple[Grant, bool]:
        now = self._node.clock.wall()
        try:
            return self._verifier.verify(token, now), False
        except TokenError as error:
            reason = error.reason
        if self._room_tokens is not None:
            try:
                return await self._room_tokens(token, now)
            except TokenError as error:
                reason = error.reason
        raise TwirpError("unauthenticated", f"invalid token: {reason}")

    def _room(self, grant: Grant, *, present_only: bool) -> Room:
        if not (grant.room_admin and grant.room):
            raise TwirpError("permission_denied", "permissions denied: the token lacks roomAdmin for a room")
        room = self._node.rooms.get(grant.room)
        if room is None:
            raise TwirpError("not_found", "requested room does not exist")
        if present_only and grant.identity not in room.participants:
            raise TwirpError("permission_denied", "permissions denied: this token only serves those in the room")
        if grant.identity and self._node.kept_out(room, grant) is not None:
            raise TwirpError("permission_denied", "permissions denied: you were removed from this room")
        return room

    # ---- the room ----

    def _set_lobby(self, room: Room, body: Body, grant: Grant) -> None:
        """Who comes from now on waits; switched off, all who wait come in."""
        room.set_hosting(replace(room.hosting, lobby=_flag(body, "enabled")))

    def _set_lock(self, room: Room, body: Body, grant: Grant) -> None:
        room.set_hosting(replace(room.hosting, locked=_flag(body, "locked")))

    def _set_spotlight(self, room: Room, body: Body, grant: Grant) -> None:
        """Whom everybody sees large; an empty list: nobody. They need not be there now."""
        try:
            spotlight = spotlight_of(body.get("identities"))
        except ValueError as error:
            raise TwirpError("invalid_argument", str(error)) from None
        room.set_hosting(replace(room.hosting, spotlight=spotlight))

    def _end(self, room: Room, body: Body, grant: Grant) -> None:
        self._node.delete_room(room.name)

    # ---- the lobby ----

    def _admit(self, room: Room, body: Body, grant: Grant) -> None:
        """One who waits comes in; one who is in already is fine."""
        identity = _identity(body)
        if identity in room.participants:
            return
        waiting = _waiting(room, identity)
        if room.full:
            raise TwirpError("resource_exhausted", "the room is full")
        room.lobby.admit(waiting)

    def _refuse(self, room: Room, body: Body, grant: Grant) -> None:
        """One who waits goes away; they may knock again, unless they are removed."""
        room.leave(_waiting(room, _identity(body)), DisconnectReason.USER_REJECTED)

    # ---- people ----

    def _mute(self, room: Room, body: Body, grant: Grant) -> None:
        _silence(_present(room, _identity(body)), _source(body))

    def _mute_all(self, room: Room, body: Body, grant: Grant) -> None:
        """Everybody but hosts."""
        source = _source(body)
        for participant in list(room.participants.values()):
            if not participant.grant.room_admin:
                _silence(participant, source)

    def _ask_to_unmute(self, room: Room, body: Body, grant: Grant) -> None:
        """A question on the person's screen; whether they do is theirs."""
        participant = _present(room, _identity(body))
        participant.tell(host_packet({"event": "ask_to_unmute", "source": _source(body), "by": grant.identity}))

    def _remove(self, room: Room, body: Body, grant: Grant) -> None:
        """Out of the room or its lobby, or gone already: they stay out while the room lives."""
        identity = _identity(body)
        if identity == grant.identity:
            raise TwirpError("invalid_argument", "a host cannot remove themself: leave, or end the room")
        room.deny(identity)
        participant = room.find(identity)
        if participant is not None:
            room.leave(participant, DisconnectReason.PARTICIPANT_REMOVED)

    def _readmit(self, room: Room, body: Body, grant: Grant) -> None:
        """One who was removed may come again."""
        room.denied.discard(_identity(body))


def state_of(room: Room) -> dict[str, Any]:
    """The room as its host sees it. Times in unix seconds."""
    end = room.deadline
    return {
        "room": room.name,
        **room.hosting.as_json(),
        "waiting": [
            {"identity": p.identity, "name": p.info.name, "since": p.info.joined_at}
            for p in room.lobby.waiting.values()
        ],
        "removed": sorted(room.denied),
        "ends_at": end.ends_at if end is not None else None,
        "ended": room.closed,
    }


def _silence(participant: Participant, source: str) -> None:
    for publication in list(participant.publications.values()):
        if source_of(publication.info) == source and not publication.info.muted:
            participant.order_mute(publication.sid, True)


# ---- reading ----


def _object(body: bytes) -> Body:
    try:
        found = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise TwirpError("malformed", "the request body is no JSON object")
    return found


def _flag(body: Body, name: str) -> bool:
    value = body.get(name)
    if not isinstance(value, bool):
        raise TwirpError("invalid_argument", f"{name} must be true or false")
    return value


def _identity(body: Body) -> str:
    value = body.get("identity")
    if not isinstance(value, str) or not 0 < len(value) <= MAX_NAME:
        raise TwirpError("invalid_argument", f"identity must have 1 to {MAX_NAME} characters")
    return value


def _source(body: Body) -> str:
    value = body.get("source", "microphone")
    if value not in SOURCES:
        raise TwirpError("invalid_argument", f"source must be one of {', '.join(SOURCES)}")
    return str(value)


def _present(room: Room, identity: str) -> Participant:
    participant = room.participants.get(identity)
    if participant is None:
        raise TwirpError("not_found", "participant does not exist")
    return participant


def _waiting(room: Room, identity: str) -> Participant:
    participant = room.lobby.waiting.get(identity)
    if participant is None:
        raise TwirpError("not_found", "nobody of this identity waits")
    return participant
