"""HTTP sessions of one offer and one answer, which WHIP and WHEP share (RFC 9725; draft-ietf-wish-whep).

The rule: who holds the token that made a session may end it, even when the token is over; its address alone opens
nothing. Candidates are taken and forgotten: an ICE-lite server is called, it calls nobody.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

from aiohttp import hdrs, web
from livekit.protocol.rtc import ICEServer

from auth.room_token import Grant
from sfu.rooms.life import Refusal
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room
from sfu.wire import sdp
from sfu.wire.errors import WireError

SDP: Final = "application/sdp"
FRAGMENT: Final = "application/trickle-ice-sdpfrag"
MAX_BODY: Final = 256 << 10
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match",
    "Access-Control-Expose-Headers": "Location, ETag, Link, Accept-Post, Accept-Patch, Retry-After",
    "Access-Control-Max-Age": "86400",
}

Admit = Callable[[web.Request], Awaitable[tuple[Room, Grant] | Refusal]]
"""Whose token opens which room now; signalling knows."""


class Peer(Protocol):
    """One negotiated participant."""

    answer: str

    @property
    def participant(self) -> Participant: ...

    def restart(self, ufrag: str) -> str | None:
        """An ICE restart by the peer's new ufrag: our fragment; None when it is not new."""

    def relays(self) -> Sequence[ICEServer]:
        """Those it may use, as join answers name them."""

    def end(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """One POST: the offer, the room and grant of its token, the query, and what to call when the peer is gone."""

    room: Room
    grant: Grant
    offer: str
    query: Mapping[str, str]
    on_end: Callable[[], None]


Make = Callable[[Asked], "Peer | Refusal"]


@dataclass(slots=True)
class _Session:
    peer: Peer
    token: bytes
    tag: str


class OneShots:
    """The endpoint at `path` and its sessions below it."""

    def __init__(
        self,
        path: str,
        admit: Admit,
        make: Make,
    ) -> None:
        self._path = path
        self._admit = admit
        self._make = make
        self._sessions: dict[str, _Session] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(self._path, self._post),
            web.options(self._path, self._options),
            web.patch(self._path + "/{session}", self._patch),
            web.delete(self._path + "/{session}", self._delete),
            web.options(self._path + "/{session}", self._options),
        ]

    # ---- the endpoint ----

    async def _options(self, request: web.Request) -> web.Response:
        accepts = {"Accept-Patch": FRAGMENT} if "session" in request.match_info else {"Accept-Post": SDP}
        return web.Response(headers=_CORS | accepts)

    async def _post(self, request: web.Request) -> web.Response:
        if request.content_type != SDP:
            return _refuse(415, f"an offer is {SDP}")
        offer = await _body(request)
        if offer is None:
            return _refuse(413, f"an offer has at most {MAX_BODY} bytes")
        admitted = await self._admit(request)
        if isinstance(admitted, Refusal):
            return _refused(admitted)
        room, grant = admitted
        identifier = secrets.token_urlsafe(18)
        made = self._make(
            Asked(room, grant, offer, request.query, lambda: self._forget(identifier)),
        )
        if isinstance(made, Refusal):
            return _refused(made)
        session = _Session(made, _digest(request), _new_tag())
        if not made.participant.gone:
            self._sessions[identifier] = session
        headers = [
            ("Location", f"{self._path}/{identifier}"),
            ("ETag", session.tag),
            ("Accept-Patch", FRAGMENT),
            *_CORS.items(),
        ]
        for server in made.relays():
            headers.extend(("Link", link) for link in links(server))
        response = web.Response(status=201, text=made.answer, content_type=SDP)
        for name, value in headers:
            response.headers.add(name, value)
        return response

    # ---- a session ----

    async def _patch(self, request: web.Request) -> web.Response:
        """Candidates (which an ICE-lite server needs none of), or an ICE restart."""
        session = self._session(request)
        if isinstance(session, web.Response):
            return session
        if request.content_type != FRAGMENT:
            return _refuse(415, f"a fragment is {FRAGMENT}")
        condition = request.headers.get(hdrs.IF_MATCH, "").strip()
        if not condition:
            return _refuse(428, "If-Match must name the session's ETag, or * to restart ICE")
        body = await _body(request)
        if body is None:
            return _refuse(413, f"a fragment has at most {MAX_BODY} bytes")
        try:
            fragment = sdp.parse("v=0\r\n" + body)
        except WireError as error:
            return _refuse(400, f"the fragment cannot be read: {error.reason}")
        anything = condition.strip('"') == "*"
        if not anything and session.tag not in [tag.strip() for tag in condition.split(",")]:
            return _refuse(412, "the ETag is of another ICE session")
        credentials = fragment.ice_credentials
        answer = session.peer.restart(credentials[0]) if anything and credentials else None
        if answer is None:
            return web.Response(status=204, headers=_CORS)
        session.tag = _new_tag()
        response = web.Response(text=answer, content_type=FRAGMENT, headers=_CORS)
        response.headers["ETag"] = session.tag
        return response

    async def _delete(self, request: web.Request) -> web.Response:
        session = self._session(request)
        if isinstance(session, web.Response):
            return session
        session.peer.end()
        return web.Response(headers=_CORS)

    def _session(self, request: web.Request) -> "_Session | web.Response":
        session = self._sessions.get(request.match_info["session"])
        if session is None:
            return _refuse(404, "no such session")
        if not hmac.compare_digest(session.token, _digest(request)):
            return _refuse(401, "the session belongs to another token")
        return session

    def _forget(self, identifier: str) -> None:
        self._sessions.pop(identifier, None)


def _digest(request: web.Request) -> bytes:
    """Of the header's octets: aiohttp has those that are no UTF-8 as surrogates."""
    return sha256(request.headers.get(hdrs.AUTHORIZATION, "").encode("utf-8", "surrogateescape")).digest()


def _new_tag() -> str:
    return f'"{secrets.token_urlsafe(9)}"'


async def _body(request: web.Request) -> str | None:
    """The body as text, None when it is too large."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(1 << 14):
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return body.decode("utf-8", "replace")


def links(server: ICEServer) -> list[str]:
    """RFC 9725 section 4.6: one Link an address."""
    found = []
    for url in server.urls:
        link = f'<{url}>; rel="ice-server"'
        if server.username:
            link += f'; username="{server.username}"; credential="{server.credential}"; credential-type="password"'
        found.append(link)
    return found


def _refused(refusal: Refusal) -> web.Response:
    return _refuse(refusal.status, refusal.body, refusal.retry_after_s)


def _refuse(status: int, words: str, retry_after_s: int | None = None) -> web.Response:
    response = web.Response(status=status, text=words, headers=_CORS)
    if retry_after_s is not None:
        response.headers["Retry-After"] = str(retry_after_s)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
