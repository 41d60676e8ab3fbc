"""`GET /rooms` and `GET /rooms/{name}`: what is on this node, in JSON for people and their scripts.

The rule: who may read is who may list by LiveKit's API: `roomList` for the list, `roomAdmin` of a room for its
people; or the API key and its secret as user name and password (RFC 7617), so that a browser and curl can ask. Times
are ISO 8601, problems RFC 9457. The fields are listed in the README of `api/`.
"""

import base64
import binascii
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import islice
from typing import Any, Final

from aiohttp import web
from livekit.protocol.models import ParticipantInfo

from auth.room_token import Grant, TokenError, Verifier
from sfu.rooms.node import Node
from sfu.rooms.participant import Participant
from sfu.rooms.permissions import source_of
from sfu.rooms.publication import Publication
from sfu.rooms.room import Room

_PAGE: Final = 100
_MOST: Final = 1000
_KEY_HOLDER: Final = Grant(room_list=True, room_admin=True)


class ProblemError(Exception):
    """An answer that is no success (RFC 9457)."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail

    def response(self) -> web.Response:
        body = {"type": "about:blank", "title": self.status.phrase, "status": self.status, "detail": self.detail}
        headers = {"WWW-Authenticate": 'Basic realm="media server"'} if self.status == 401 else None
        return web.json_response(body, status=self.status, content_type="application/problem+json", headers=headers)


class RoomPages:
    """Answers from what the node knows; never waits for anything."""

    def __init__(self, node: Node, verifier: Verifier) -> None:
        self._node = node
        self._verifier = verifier

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/rooms", self.list), web.get("/rooms/{name}", self.one)]

    async def list(self, request: web.Request) -> web.Response:
        """Rooms by name, `limit` of them (100; at most 1000) `after` a name; `next` is where to go on, or null."""
        try:
            if not self._grant(request).room_list:
                raise ProblemError(HTTPStatus.FORBIDDEN, "the token lacks roomList")
            limit, after = _limit(request.query.get("limit")), request.query.get("after", "")
        except ProblemError as problem:
            return problem.response()
        names = sorted(name for name in self._node.rooms if name > after)
        page = [room_json(self._node.rooms[name]) for name in islice(names, limit)]
        more = page[-1]["name"] if len(names) > limit else None
        return web.json_response({"node": self._node.settings.node_id, "rooms": page, "next": more})

    async def one(self, request: web.Request) -> web.Response:
        """A room and who is in it."""
        name = request.match_info["name"]
        try:
            grant = self._grant(request)
            if grant is not _KEY_HOLDER and not (grant.room_admin and grant.room == name):
                raise ProblemError(HTTPStatus.FORBIDDEN, "the token lacks roomAdmin for this room")
            room = self._node.rooms.get(name)
            if room is None:
                raise ProblemError(HTTPStatus.NOT_FOUND, "requested room does not exist")
        except ProblemError as problem:
            return problem.response()
        people = [person_json(participant) for participant in room.everybody()]
        return web.json_response({**room_json(room), "people": people})

    def _grant(self, request: web.Request) -> Grant:
        scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
        credentials = credentials.strip()
        if scheme.lower() == "basic":
            key, _, secret = _decoded(credentials).partition(":")
            if self._verifier.knows(key, secret):
                return _KEY_HOLDER
            raise ProblemError(HTTPStatus.UNAUTHORIZED, "this is not an API key and its secret")
        if scheme.lower() != "bearer" or not credentials:
            raise ProblemError(HTTPStatus.UNAUTHORIZED, "a token, or an API key with its secret, is needed")
        try:
            return self._verifier.verify(credentials, self._node.clock.wall())
        except TokenError as error:
            raise ProblemError(HTTPStatus.UNAUTHORIZED, f"invalid token: {error.reason}") from None


def room_json(room: Room) -> dict[str, Any]:
    """One room, in numbers."""
    end = room.deadline
    tracks = [track for person in room.participants.values() for track in person.publications.values()]
    return {
        "name": room.name,
        "sid": room.sid,
        "created_at": _time(room.created_at),
        "started_at": _time(room.started_at),
        "ends_at": _time(end.ends_at if end is not None else None),
        "participants": len(room.participants),
        "waiting": len(room.lobby.waiting),
        "max_participants": room.max_participants or room.node.settings.limits.participants,
        "tracks": {kind: sum(track.kind == kind for track in tracks) for kind in ("audio", "video")},
        "subscriptions": sum(len(track.subscriptions) for track in tracks),
        "lobby": room.hosting.lobby,
        "locked": room.hosting.locked,
    }


def person_json(participant: Participant) -> dict[str, Any]:
    """One person. `round_trip_ms` is 0 until the first report of theirs."""
    info = participant.info
    return {
        "identity": participant.identity,
        "sid": participant.sid,
        "name": info.name,
        "state": ParticipantInfo.State.Name(info.state).lower(),
        "waiting": participant.waiting,
        "hidden": participant.hidden,
        "host": participant.grant.room_admin,
        "joined_at": _time(info.joined_at),
        "connections": 1 if participant.single else 2,
        "round_trip_ms": round(participant.sending.rtt * 1000, 1),
        "subscriptions": len(participant.subscribing.all()),
        "tracks": [track_json(publication) for publication in participant.publications.values()],
    }


def track_json(publication: Publication) -> dict[str, Any]:
    """One track, all its layers together."""
    layers = publication.layers.values()
    return {
        "sid": publication.sid,
        "kind": publication.kind,
        "source": source_of(publication.info),
        "codec": publication.info.mime_type,
        "muted": publication.info.muted,
        "layers": len(publication.live),
        "subscribers": len(publication.subscriptions),
        "packets": sum(layer.stream.packets for layer in layers),
        "bytes": sum(layer.stream.octets for layer in layers),
        "lost": sum(layer.stream.lost for layer in layers),
        "jitter_ms": round(max((layer.stream.jitter_seconds for layer in layers), default=0.0) * 1000, 1),
    }


def _time(at: float | None) -> str | None:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds") if at is not None else None


def _limit(text: str | None) -> int:
    if text is None:
        return _PAGE
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= _MOST):
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"limit may be 1 to {_MOST}")
    return int(text)


def _decoded(credentials: str) -> str:
    try:
        return base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
