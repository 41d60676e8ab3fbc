"""The WebSocket endpoints of LiveKit clients: /rtc, /rtc/v1 and their /validate, on aiohttp.

The rule: nobody's request gets past the token; what is refused is refused in HTTP, before the upgrade, in the words
that LiveKit's SDKs act on.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Final

from aiohttp import WSMsgType, web
from google.protobuf import json_format
from google.protobuf.message import DecodeError
from livekit.protocol import rtc
from livekit.protocol.models import DisconnectReason

from auth.addresses import Network
from auth.room_token import Grant, TokenError
from sfu.rooms.life import Refusal
from sfu.rooms.limits import MAX_NAME
from sfu.rooms.node import Node
from sfu.rooms.participant import Participant
from sfu.rooms.permissions import grant_now
from sfu.rooms.room import Room
from sfu.signal.client import PING_INTERVAL, PING_TIMEOUT, Client
from sfu.signal.door import Door
from sfu.signal.joining import Knock, KnockError, read_knock
from sfu.signal.outbox import Outbox
from sfu.signal.tokens import Gate

log = logging.getLogger(__name__)

MAX_MESSAGE: Final = 512 << 10  # bytes of one client message; an offer with hundreds of sections stays below
_MAX_MALFORMED: Final = 10  # messages that cannot be read before the client is cut off
_REFRESH_PERIOD: Final = 300.0
_LATE_REFUSAL: Final = rtc.LeaveRequest(reason=DisconnectReason.JOIN_FAILURE, action=rtc.LeaveRequest.DISCONNECT)
_CORS: Final = {"Access-Control-Allow-Origin": "*"}


class RefusedError(Exception):
    """An HTTP refusal, before the upgrade."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.body)
        self.refusal = refusal


class SignalServer:
    """Add `routes()` to an application; run `refresh_tokens` beside it."""

    def __init__(self, node: Node, gate: Gate, trusted_proxies: Sequence[Network] = ()) -> None:
        self._node = node
        self._gate = gate
        self._door = Door(node.settings.limits, trusted_proxies)
        self._clients: set[Client] = set()
        node.mint = self._mint

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/rtc", self._connect),
            web.get("/rtc/v1", self._connect),
            web.get("/rtc/validate", self._validate),
            web.get("/rtc/v1/validate", self._validate),
            web.get("/settings/regions", self._regions),
        ]

    async def refresh_tokens(self) -> None:
        """Gives every connected client a fresh token now and then, so that it can come back after hours."""
        while True:
            await asyncio.sleep(_REFRESH_PERIOD)
            self.refresh_now()

    def refresh_now(self) -> None:
        for client in list(self._clients):
            self._refresh(client)

    # ---- endpoints ----

    async def _validate(self, request: web.Request) -> web.Response:
        """What livekit-client asks after a failed upgrade, to know why."""
        try:
            self._knock_of(request)
            grant, resume_only = await self._grant(request)
            self._room_for(grant, resume_only=resume_only)
        except RefusedError as refused:
            return _refuse(refused.refusal)
        return web.Response(text="success", headers=_CORS)

    async def _regions(self, request: web.Request) -> web.Response:
        """Where else a client may go when it cannot stay: nowhere but here, by the address it came by."""
        try:
            self._knock_of(request)
            await self._grant(request)
            if not request.host.isascii():
                raise RefusedError(Refusal(400, "the Host header names no host"))
        except RefusedError as refused:
            return _refuse(refused.refusal)
        scheme = "wss" if request.secure else "ws"
        region = rtc.RegionInfo(region=self._node.settings.region or "local", url=f"{scheme}://{request.host}")
        body = json_format.MessageToDict(rtc.RegionSettings(regions=[region]))
        return web.json_response(body, headers=_CORS)

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        try:
            self._knock_of(request)
            grant, resume_only = await self._grant(request)
            knock = read_knock(request.path.rstrip("/").endswith("/v1"), request.query)
            if not request.headers.get("Upgrade", "").lower() == "websocket":
                raise RefusedError(Refusal(400, "this is a WebSocket endpoint"))
            self._obey(self._door.enter(grant.room, self._node.clock.monotonic()))
            self._room_for(grant, resume_only=resume_only and not knock.reconnect)
        except KnockError as error:
            self._node.drops.add("signal_malformed")
            return _refuse(Refusal(400, str(error)))
        except RefusedError as refused:
            return _refuse(refused.refusal)
        socket = web.WebSocketResponse(heartbeat=PING_TIMEOUT, max_msg_size=MAX_MESSAGE, compress=False)
        await socket.prepare(request)
        outbox = Outbox(socket, self._node.drops)
        writer = asyncio.create_task(outbox.run())
        try:
            # The upgrade took a moment, in which the room may have been locked or ended.
            admitted = self._node.admit(grant)
            if isinstance(admitted, Refusal):
                self._node.drops.add("join_refused")
                outbox.put(rtc.SignalResponse(leave=_LATE_REFUSAL))
            else:
                await self._serve(socket, outbox, admitted, grant, knock)
        finally:
            outbox.finish()
            # The farewell is bounded by the outbox's own time limits.
            await writer
            _untie(request, socket)
        return socket

    # ---- who and where ----

    def _knock_of(self, request: web.Request) -> None:
        """Before anything else is looked at: knocking is cheap for who does it."""
        forwarded = request.headers.getall("Forwarded", [])
        self._obey(self._door.knock(request.remote, forwarded, self._node.clock.monotonic()))

    def _obey(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._node.drops.add("join_rate")
            raise RefusedError(refusal)

    async def _grant(self, request: web.Request) -> tuple[Grant, bool]:
        token = request.query.get("access_token", "")
        if not token:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            token = token.strip() if scheme.lower() == "bearer" else ""
        if not token:
            raise RefusedError(Refusal(401, "no access token"))
        try:
            grant, resume_only = await self._gate.verify(token, self._node.clock.wall())
        except TokenError as error:
            self._node.drops.add("token_" + error.reason.replace("-", "_"))
            raise RefusedError(Refusal(401, f"invalid token: {error.reason}")) from error
        if not grant.room_join or not grant.room:
            raise RefusedError(Refusal(401, "the token grants no room"))
        if not grant.identity:
            raise RefusedError(Refusal(400, "the token names no identity"))
        over = self._node.settings.limits.too_large(
            name=grant.name, metadata=grant.metadata, attributes=grant.attributes
        )
        if over is not None or max(len(grant.identity), len(grant.room)) > MAX_NAME:
            self._node.drops.add("metadata_oversized")
            words = over or f"identity and room must have at most {MAX_NAME} characters"
            raise RefusedError(Refusal(400, f"in the token: {words}"))
        return grant, resume_only

    def _room_for(self, grant: Grant, *, resume_only: bool) -> Room:
        """The room, or the refusal. A token that only serves to resume opens nothing to one who is not inside."""
        if resume_only:
            room = self._node.rooms.get(grant.room)
            if room is None or not room.may_return(grant.identity):
                raise RefusedError(Refusal(401, "this token only serves to resume"))
        admitted = self._node.admit(grant)
        if isinstance(admitted, Refusal):
            self._node.drops.add("join_refused")
            raise RefusedError(admitted)
        return admitted

    async def admit(self, request: web.Request) -> tuple[Room, Grant] | Refusal:
        """Who comes by another door than a WebSocket (WHIP, WHEP), by the same rules; nobody resumes there."""
        try:
            self._knock_of(request)
            grant, resume_only = await self._grant(request)
            if resume_only:
                raise RefusedError(Refusal(401, "this token only serves to resume"))
            self._obey(self._door.enter(grant.room, self._node.clock.monotonic()))
            return self._room_for(grant, resume_only=False), grant
        except RefusedError as refused:
            return refused.refusal

    # ---- one connection ----

    async def _serve(
        self, socket: web.WebSocketResponse, outbox: Outbox, room: Room, grant: Grant, knock: Knock
    ) -> None:
        enter = self._resume if knock.reconnect else self._join
        client = enter(room, grant, knock, outbox)
        if client is None:
            leave = rtc.LeaveRequest(
                reason=DisconnectReason.STATE_MISMATCH, action=rtc.LeaveRequest.RECONNECT, can_reconnect=True
            )
            outbox.put(rtc.SignalResponse(leave=leave))
            return
        self._clients.add(client)
        goodbye = False
        try:
            goodbye = await self._read(socket, client)
        finally:
            if client.outbox is outbox or client.participant.gone:
                self._clients.discard(client)
            participant = client.participant
            if goodbye:
                participant.room.leave(participant, DisconnectReason.CLIENT_INITIATED)
            elif not participant.gone:
                client.detach(outbox)

    def _join(self, room: Room, grant: Grant, knock: Knock, outbox: Outbox) -> Client:
        client = Client()
        participant = Participant(
            room,
            grant,
            knock.client,
            single=knock.single,
            auto_subscribe=knock.auto_subscribe,
            auto_subscribe_data=knock.auto_subscribe_data,
            link=client,
        )
        client.bind(participant)
        client.attach(outbox)
        room.join(participant)
        client.greet(knock.request)
        if not participant.info.is_publisher:  # else everybody was told with its tracks
            room.tell_presence(participant)
        self._refresh(client)
        return client

    def _resume(self, room: Room, grant: Grant, knock: Knock, outbox: Outbox) -> Client | None:
        """The same participant on a new WebSocket; None when there is nothing to resume."""
        participant = room.find(grant.identity)
        if participant is None or participant.gone or not isinstance(participant.link, Client):
            return None
        if knock.participant_sid and knock.participant_sid != participant.sid:
            return None
        client = participant.link
        client.attach(outbox)
        self._node.counters.resumes += 1
        client.welcome_back(knock.request)
        self._refresh(client)
        return client

    async def _read(self, socket: web.WebSocketResponse, client: Client) -> bool:
        """Handles messages until the end; True when the client said goodbye."""
        malformed = 0
        while True:
            try:
                # Clients ping every few seconds; one that says nothing for so long has a dead connection.
                message = await socket.receive(timeout=PING_TIMEOUT + 2 * PING_INTERVAL)
            except TimeoutError:
                return False
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
                return False
            request = read_request(message.type, message.data)
            if request is None:
                self._node.drops.add("signal_malformed")
                malformed += 1
                if malformed > _MAX_MALFORMED:
                    return False
                continue
            late = client.rate.owe(1, asyncio.get_running_loop().time())
            if late:
                self._node.drops.add("signal_rate")
                await asyncio.sleep(late)
            if client.participant.gone:
                return False
            if not client.handle(request):
                return True

    def _refresh(self, client: Client) -> None:
        participant = client.participant
        if participant.gone:
            self._clients.discard(client)
            return
        client.send(rtc.SignalResponse(refresh_token=self._mint(participant)))

    def _mint(self, participant: Participant) -> str:
        """A token to come back with; one who waits comes back with what their own grants."""
        end = participant.room.deadline
        grant = participant.grant if participant.waiting else grant_now(participant.grant, participant.info)
        return self._gate.refresh(grant, self._node.clock.wall(), end.closes_at if end is not None else None)


def read_request(kind: WSMsgType, data: bytes | str) -> rtc.SignalRequest | None:
    """A client's message; None when it cannot be read. Binary is protobuf, text is its JSON form."""
    with contextlib.suppress(DecodeError, json_format.ParseError, ValueError, RecursionError):
        if kind == WSMsgType.BINARY and isinstance(data, bytes):
            return rtc.SignalRequest.FromString(data)
        if kind == WSMsgType.TEXT and isinstance(data, str):
            return json_format.Parse(data, rtc.SignalRequest(), ignore_unknown_fields=True)
    return None


def _untie(request: web.Request, socket: web.WebSocketResponse) -> None:
    """The connection is over: what aiohttp's objects still know of each other would wait for the collector."""
    request.protocol._data_received_cb = None
    socket._exception = None


def _refuse(refusal: Refusal) -> web.Response:
    headers = dict(_CORS)
    if refusal.retry_after_s is not None:
        headers["Retry-After"] = str(refusal.retry_after_s)
    return web.Response(status=refusal.status, text=refusal.body, headers=headers)
