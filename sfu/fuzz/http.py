"""Targets over HTTP requests as handlers get them: query, headers and body of every endpoint that reads any; offers
and fragments of WHIP and WHEP; what a gateway reads of a request. Reading HTTP itself is aiohttp's matter.

The rule: whatever is asked, the answer is one below 500.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
from typing import Any, Final

from aiohttp import HttpVersion11, web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import RawRequestMessage
from aiohttp.streams import StreamReader
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from auth.addresses import client_address
from auth.room_token import Grant, Verifier, encode_hs256
from sfu.api.control import Control
from sfu.api.forwarded import behind_gateway
from sfu.api.host_service import HostService
from sfu.api.oneshots import FRAGMENT, SDP
from sfu.api.rooms import RoomPages
from sfu.api.twirp import TwirpServices
from sfu.api.whep import whep
from sfu.api.whip import whip
from sfu.fuzz.world import NOW, SECRET, World, world
from sfu.nodes.naming import call_of, merged, one_page, room_of, token_of
from sfu.server import publisher_of, viewer_of
from sfu.signal.server import SignalServer
from sfu.signal.tokens import OpenGate

_PEER: Final = ("192.0.2.1", 5)
_GATEWAY: Final = "secret-of-the-gateway"
_GRANT: Final = Grant(
    identity="alice",
    room="r",
    room_join=True,
    room_admin=True,
    room_list=True,
    room_create=True,
    expires_at=NOW + 600,
)
_BEARER: Final = "Bearer " + encode_hs256(_GRANT, "key", SECRET)
_EVERYBODY: Final = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))
_TYPES: Final = ("application/json", "application/protobuf", SDP, FRAGMENT, "")
_HOST_CALLS: Final = (
    "SetLobby",
    "SetLock",
    "SetSpotlight",
    "Admit",
    "Mute",
    "MuteAll",
    "AskToUnmute",
    "Remove",
    "End",
)
_TARGETS: Final = (
    ("GET", "/rtc"),
    ("GET", "/rtc/v1"),
    ("GET", "/rtc/validate"),
    ("GET", "/settings/regions"),
    ("GET", "/rooms"),
    ("GET", "/rooms/r"),
    ("POST", "/twirp/livekit.RoomService/CreateRoom"),
    ("POST", "/twirp/livekit.RoomService/UpdateParticipant"),
    *(("POST", "/twirp/visavis.HostService/" + call) for call in _HOST_CALLS),
    *(("POST", "/node/" + call) for call in ("state", "restore", "bury", "evict", "drain")),
    ("POST", "/whip"),
    ("POST", "/whep"),
)
OFFER: Final = "\r\n".join(
    [
        "v=0",
        "o=- 1 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        "a={direction}",
        "a=rtcp-mux",
        "a=rtpmap:96 VP8/90000",
        "a=ice-ufrag:peer",
        "a=ice-pwd:a-password-of-24-letters",
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
        "a=setup:actpass",
        "",
    ]
)


class _Transport(asyncio.Transport):
    """Of a connection from `_PEER`."""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return _PEER if name == "peername" else default


class _Protocol(BaseProtocol):
    ssl_context = None
    peername = _PEER
    sockname = ("192.0.2.2", 80)


class _Site:
    """The node's endpoints, new for each input: their limits are of a clock that stands still."""

    def __init__(self, world: World) -> None:
        node, loop = world.node, world.loop
        self._node = node
        gate = OpenGate("key", SECRET)
        verifier = Verifier({"key": SECRET})
        signal = SignalServer(node, gate)
        control = Control(node, _GATEWAY, gate, lambda _seconds: None)
        self._loop = loop
        self._router = web.UrlDispatcher()
        self._router.add_routes(control.routes())
        self._router.add_routes(signal.routes())
        self._router.add_routes(whip(signal.admit, publisher_of).routes())
        self._router.add_routes(whep(signal.admit, viewer_of).routes())
        self._router.add_routes(HostService(node, verifier, gate.verify).routes())
        twirp = TwirpServices({"livekit.RoomService": world.service}, verifier, lambda: NOW)
        self._router.add_post("/twirp/{service}/{method}", twirp.handle)
        self._router.add_routes(RoomPages(node, verifier).routes())
        self._judge = behind_gateway(_GATEWAY)

    async def ask(self, method: str, target: str, headers: CIMultiDict[str], body: bytes) -> web.StreamResponse:
        """The answer to one request. Raises ValueError for a target that is none."""
        protocol: Any = _Protocol(self._loop)
        payload = StreamReader(protocol, 1 << 16, loop=self._loop)
        payload.feed_data(body)
        payload.feed_eof()
        message = RawRequestMessage(
            method,
            target,
            HttpVersion11,
            CIMultiDictProxy(headers),
            (),
            should_close=True,
            compression=None,
            upgrade=False,
            chunked=False,
            url=URL(target, encoded=True),
        )
        task: Any = None
        writer: Any = None
        request = web.Request(message, payload, protocol, writer, task, self._loop, client_max_size=1 << 20)
        # Whoever is made to leave hangs up at once; but nobody gets into a node that goes.
        self._node.draining = method in {"PATCH", "DELETE"} or target.startswith(("/node/", "/twirp/visavis."))
        match = await self._router.resolve(request)
        request._match_info = match
        try:
            answer = await self._judge(request, match.handler)
        except web.HTTPException as error:
            answer = error
        assert answer.status < 500, f"{method} {target} is answered {answer.status}"
        return answer


def http(data: bytes) -> None:
    """A request of one who may do everything: the first byte chooses the endpoint, the second the type of its body;
    then a line for the query and one a header, an empty one, and the body.
    """
    world().run(_http, data)


async def _http(world: World, data: bytes) -> None:
    if len(data) < 2:
        return
    method, path = _TARGETS[data[0] % len(_TARGETS)]
    query, headers, body = _request(data[2:])
    headers.setdefault("Authorization", _BEARER)
    headers.setdefault("X-Visavis-Gateway", _GATEWAY)
    headers.setdefault("Content-Type", _TYPES[data[1] % len(_TYPES)])
    headers.setdefault("Host", "node")
    headers.pop("Upgrade", None)  # there is no connection to upgrade
    with contextlib.suppress(_NoTargetError):
        await _Site(world).ask(method, _target(path, query), headers, body)


class _NoTargetError(ValueError):
    """A request line that no HTTP parser lets through."""


def _target(path: str, query: str) -> str:
    target = f"{path}?{query}"
    try:
        URL(target, encoded=True)
    except ValueError as error:
        raise _NoTargetError from error
    return target


def _request(data: bytes) -> tuple[str, CIMultiDict[str], bytes]:
    """Text as aiohttp's parser gives it: octets that are no UTF-8 as surrogates."""
    head, _, body = data.partition(b"\n\n")
    query, *lines = head.decode("utf-8", "surrogateescape").split("\n")
    headers: CIMultiDict[str] = CIMultiDict()
    for line in lines[:16]:
        name, colon, value = line.partition(":")
        if colon and name.isascii() and name.replace("-", "").isalnum():
            headers.add(name, value.strip(" \t"))
    return query, headers, body


def one_shot(data: bytes) -> None:
    """WHIP (even first byte) or WHEP: an offer, and after a NUL a condition, a line feed and a fragment. An empty
    offer stands for one that is taken.
    """
    world().run(_one_shot, data)


async def _one_shot(world: World, data: bytes) -> None:
    if not data:
        return
    site, whep_asked = _Site(world), data[0] & 1
    offer, _, patch = data[1:].partition(b"\0")
    taken = OFFER.format(direction="recvonly" if whep_asked else "sendonly").encode()
    made = await site.ask("POST", "/whep" if whep_asked else "/whip", _headers(SDP), offer or taken)
    if made.status != 201:
        assert offer, "the offer that stands for an empty one is refused"
        return
    session = made.headers["Location"]
    condition, _, fragment = patch.partition(b"\n")
    headers = _headers(FRAGMENT)
    headers["If-Match"] = condition.decode("utf-8", "surrogateescape") or made.headers["ETag"]
    await site.ask("PATCH", session, headers, fragment)
    ended = await site.ask("DELETE", session, _headers(""), b"")
    assert ended.status in {200, 404}


def _headers(kind: str) -> CIMultiDict[str]:
    return CIMultiDict({"Authorization": _BEARER, "Content-Type": kind, "Host": "node"})


def find_way(data: bytes) -> None:
    """What a gateway reads: a query line, headers, and the body of a server API call; the same body for nodes'
    answers that it makes one of.
    """
    if not data:
        return
    query, headers, body = _request(data[1:])
    with contextlib.suppress(_NoTargetError):
        asked = URL(_target("/rooms", query), encoded=True).query
        room_of(token_of(asked, headers.get("Authorization", "")))
        _page(body, asked.get("limit"))
    kind = _TYPES[data[0] & 1]
    call = call_of(headers.get("Service", "livekit.RoomService"), headers.get("Method", "ListRooms"), body, kind)
    if call.way == "all" and call.answer is not None:
        with contextlib.suppress(ValueError):
            merged(call.answer, [body, body], as_json=kind == _TYPES[0])
    client_address("127.0.0.1", headers.getall("Forwarded", []), _EVERYBODY)


def _page(body: bytes, limit: str | None) -> None:
    """One page of a list of rooms, in which names are what somebody chose."""
    try:
        names = json.loads(body)
    except (ValueError, RecursionError):
        names = None
    rooms = [{"name": name} for name in names if isinstance(name, str)] if isinstance(names, list) else []
    one_page([{"node": "n", "rooms": rooms, "next": None}], limit)


TARGETS: Final = {"http": http, "one-shot": one_shot, "way": find_way}
