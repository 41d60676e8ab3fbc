"""The one public address before the nodes: which request goes where.

The rule: the gateway finds the way and the node decides. What a token allows, whether a room may be entered, what a
call does: the node says that, in its own words. The gateway itself only refuses what has no node now: 503, retry.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from multidict import CIMultiDict

from auth.room_token import Grant, TokenError, Verifier
from sfu.nodes.locator import BusyError, Locator
from sfu.nodes.model import NodeStatus
from sfu.nodes.naming import Call, call_of, merged, one_page, room_of, token_of
from sfu.nodes.proxy import NodeGoneError, Proxy

log = logging.getLogger(__name__)

MAX_BODY: Final = 1 << 20
MAX_TUNNELS: Final = 20_000
TRY_SECONDS: Final = 3.0
"""How long a request is tried on nodes that turn out to be gone."""
_TRY_PAUSE_S: Final = 0.05
_SETTLING: Final = frozenset(("CreateRoom", "DeleteRoom", "UpdateRoomMetadata", "RemoveParticipant"))
HOST_SERVICE: Final = "visavis.HostService"
_ONE_SHOTS: Final = ("/whip/", "/whep/")
_CORS: Final = {"Access-Control-Allow-Origin": "*"}


class Gateway:
    """Add `routes()` after all others: it takes what is left."""

    def __init__(
        self, locator: Locator, proxy: Proxy, verifier: Verifier, wall: Callable[[], float], *, open_rooms: bool
    ) -> None:
        self._locator = locator
        self._proxy = proxy
        self._verifier = verifier
        self._wall = wall
        self._open = open_rooms
        self.refused = 0

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/node/{rest:.*}", self._hidden),
            web.post("/twirp/{service}/{method}", self._call),
            web.get("/rooms", self._rooms),
            web.get("/rooms/{name}", self._one_room),
            web.route("*", "/{path:.*}", self._by_token),
        ]

    async def sweep(self) -> None:
        """A duty: run it beside the server."""
        while True:
            await asyncio.sleep(2.0)
            try:
                await self._locator.sweep()
            except Exception:
                log.exception("sweep failed")

    # ---- endpoints ----

    async def _hidden(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPNotFound

    async def _by_token(self, request: web.Request) -> web.StreamResponse:
        """Joins, their validation, WHIP and WHEP: to the room in the token."""
        token = token_of(request.query, request.headers.get("Authorization", ""))
        room = room_of(token)
        grant = self._verified(token) if self._open and room else None
        place = grant is not None and grant.room_join
        if self._proxy.tunnels >= MAX_TUNNELS:
            return self._busy("this gateway has as many connections as it takes")

        async def find() -> NodeStatus:
            found = await self._locator.find(room, place=place) if room else None
            return found or await self._locator.any()

        body = await request.read()
        try:
            if not room and request.path.startswith(_ONE_SHOTS):  # a session's own address needs no token
                return await self._search(request, body)
            return await self._tried(request, find, lambda node: self._proxy.passed(request, node, body))
        except BusyError as error:
            return self._busy(str(error))

    async def _call(self, request: web.Request) -> web.StreamResponse:
        """The server API."""
        body = await request.read()
        method = request.match_info["method"]
        call = call_of(request.match_info["service"], method, body, request.content_type)
        if call.way == "any":  # a service of our own: the room is the token's
            room = room_of(token_of({}, request.headers.get("Authorization", "")))
            call = Call("room", room) if room else call
        try:
            if call.way == "all" and call.answer is not None:
                return await self._of_all(request, call, body)
            if call.way == "search":
                return await self._search(request, body)
            if call.way == "any":
                pass_on = lambda node: self._proxy.passed(request, node, body)  # noqa: E731
                return await self._tried(request, self._locator.any, pass_on)
            return await self._to_room(request, method, call, body)
        except BusyError as error:
            self.refused += 1
            return web.json_response({"code": "unavailable", "msg": str(error)}, status=503)

    async def _rooms(self, request: web.Request) -> web.StreamResponse:
        """The pages of all nodes (sfu/api/rooms.py) as one page."""
        try:
            answers = await self._ask_all(request, b"")
        except BusyError as error:
            return self._busy(str(error))
        for status, headers, answer in answers:
            if status != 200:
                return web.Response(status=status, headers=headers, body=answer)
        return web.json_response(
            one_page([json.loads(answer) for _, _, answer in answers], request.query.get("limit"))
        )

    async def _one_room(self, request: web.Request) -> web.StreamResponse:
        room = request.match_info["name"]

        async def find() -> NodeStatus:
            return await self._locator.find(room, place=False) or await self._locator.any()

        try:
            return await self._tried(request, find, lambda node: self._proxy.passed(request, node, b""))
        except BusyError as error:
            return self._busy(str(error))

    # ---- ways ----

    async def _to_room(self, request: web.Request, method: str, call: Call, body: bytes) -> web.StreamResponse:
        making = method == "CreateRoom"
        grant = self._verified(token_of({}, request.headers.get("Authorization", ""))) if making else None
        place = grant is not None and grant.room_create

        async def find() -> NodeStatus:
            return await self._locator.find(call.name, place=place, wish=call.wish) or await self._locator.any()

        async def ask(node: NodeStatus) -> web.StreamResponse:
            if place:
                await self._locator.warn(call.name, node)
            status, headers, answer = await self._proxy.ask(request, node, body)
            if method in _SETTLING or request.match_info["service"] == HOST_SERVICE:
                await self._locator.settle(call.name, node)
            return web.Response(status=status, headers=headers, body=answer)

        return await self._tried(request, find, ask)

    async def _of_all(self, request: web.Request, call: Call, body: bytes) -> web.StreamResponse:
        """Every node's answer in one."""
        answers = await self._ask_all(request, body)
        for status, headers, answer in answers:
            if status != 200:
                return web.Response(status=status, headers=headers, body=answer)
        assert call.answer is not None
        as_json = request.content_type == "application/json"
        try:
            whole = merged(call.answer, [answer for _, _, answer in answers], as_json=as_json)
        except ValueError as error:
            raise BusyError(str(error)) from None
        return web.Response(body=whole, content_type=request.content_type)

    async def _ask_all(self, request: web.Request, body: bytes) -> list[tuple[int, CIMultiDict[str], bytes]]:
        """A node that gives no answer makes the whole unavailable, never incomplete. Raises BusyError."""
        nodes = await self._locator.nodes()
        if not nodes:
            raise BusyError("no node is up")
        try:
            return await asyncio.gather(*(self._proxy.ask(request, node, body) for node in nodes.values()))
        except NodeGoneError:
            raise BusyError("a node does not answer") from None

    async def _search(self, request: web.Request, body: bytes) -> web.StreamResponse:
        """The answer of the first node that knows what is meant."""
        status, headers, answer = 404, None, b""
        for node in (await self._locator.nodes()).values():
            with contextlib.suppress(NodeGoneError):
                status, headers, answer = await self._proxy.ask(request, node, body)
                if status != 404:
                    break
        if headers is None:
            raise BusyError("no node is up")
        return web.Response(status=status, headers=headers, body=answer)

    async def _tried(
        self,
        request: web.Request,
        find: Callable[[], Awaitable[NodeStatus]],
        ask: Callable[[NodeStatus], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Asks the node; when it is gone, the one that has the room then. Raises BusyError.

        What may have been done is not asked for twice, unless it only reads."""
        deadline = time.monotonic() + TRY_SECONDS
        while True:
            node = await find()
            try:
                return await ask(node)
            except NodeGoneError as error:
                if time.monotonic() >= deadline or (error.sent and request.method not in ("GET", "HEAD", "OPTIONS")):
                    raise BusyError("the node does not answer") from error
            await asyncio.sleep(_TRY_PAUSE_S)

    # ---- inside ----

    def _verified(self, token: str) -> Grant | None:
        try:
            return self._verifier.verify(token, self._wall())
        except TokenError:
            return None

    def _busy(self, text: str) -> web.Response:
        self.refused += 1
        return web.Response(status=503, text=text, headers={**_CORS, "Retry-After": "1"})
