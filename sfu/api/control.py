"""A node's side of the gateway: what it tells of itself, and what it does when told. Only where it has a gateway.

The rule: nobody but a holder of the gateway's secret gets an answer. What the gateway must know to place a room anew
is said in one stream: who is here, what changed in rooms, what ended, what stays dead. A node that goes says `bye`
first, so that its rooms count as lost with it and not as ended.
"""

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from aiohttp import web
from livekit.protocol.models import DisconnectReason, TrackInfo

from sfu.rooms.keeping import State, StateError, restore, state_of
from sfu.rooms.link import RoomEvent
from sfu.rooms.node import Node
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room

log = logging.getLogger(__name__)

BEAT_S: Final = 0.5
_LOOK_S: Final = 0.05
"""How soon a change that was an event is told; one that was none is told with the next beat."""
_BATCH: Final = 16
"""Rooms in one line of the stream: with the longest metadata about a megabyte."""
_HEADER: Final = "X-Visavis-Gateway"
_TELLING: Final = ("room_started", "room_finished", "participant_joined", "participant_left")


class Keys(Protocol):
    """The gate's part of a room's state (sfu/signal/tokens.py)."""

    def keys_for(self, room: str) -> dict[str, str]: ...

    def inherit(self, room: str, keys: Mapping[str, str], now: float) -> None: ...


def from_gateway(request: web.Request, secret: str) -> bool:
    """Whether the gateway itself sent this request."""
    told = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")  # octets that are no UTF-8 too
    return hmac.compare_digest(told, secret.encode())


class Control:
    """Also an observer of the node. `drain` is called with a deadline in seconds when the gateway asks for it."""

    def __init__(self, node: Node, secret: str, keys: Keys, drain: Callable[[float], None]) -> None:
        self._node = node
        self._secret = secret
        self._keys = keys
        self._drain = drain
        self._changed = asyncio.Event()
        self._goodbye = False
        self._streams = 0
        self._silent = asyncio.Event()
        self._silent.set()

    def routes(self) -> list[web.RouteDef]:
        calls: dict[str, Callable[[dict[str, Any]], Any]] = {
            "state": self._state,
            "restore": self._restore,
            "bury": self._bury,
            "evict": self._evict,
            "drain": self._drained,
        }
        posts = [web.post(f"/node/{name}", self._handler(call)) for name, call in calls.items()]
        return [web.get("/node/events", self._events), *posts]

    def on_event(
        self, event: RoomEvent, room: Room, participant: Participant | None, track: TrackInfo | None
    ) -> None:
        if event in _TELLING:
            self._changed.set()

    async def say_goodbye(self) -> None:
        """The gateway hears that we go, before the rooms end. Bounded."""
        self._goodbye = True
        self._changed.set()
        try:
            await asyncio.wait_for(self._silent.wait(), 1.0)
        except TimeoutError:
            log.warning("the gateway does not read")

    # ---- telling ----

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if not from_gateway(request, self._secret):
            raise web.HTTPNotFound
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        told = _Told()
        self._streams += 1
        self._silent.clear()
        try:
            while not self._goodbye:
                self._changed.clear()
                for message in told.news(self._node, self._keys):
                    await response.write(_line(message))
                await self._wait()
            await response.write(_line({"bye": True}))
        except ConnectionError:
            log.info("the gateway let go of the events")
        finally:
            self._streams -= 1
            if not self._streams:
                self._silent.set()
        return response

    async def _wait(self) -> None:
        """Until something happened (and a moment longer: what happens at once is one line) or a beat is due."""
        try:
            await asyncio.wait_for(self._changed.wait(), BEAT_S)
        except TimeoutError:
            return
        if not self._goodbye:
            await asyncio.sleep(_LOOK_S)

    # ---- being told ----

    def _handler(
        self, call: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            if not from_gateway(request, self._secret):
                raise web.HTTPNotFound
            try:
                body = json.loads(await request.text())
                if not isinstance(body, dict):
                    raise StateError("a JSON object is needed")
                return web.json_response(call(body))
            except (StateError, ValueError, RecursionError) as error:
                return web.json_response({"error": str(error)}, status=400)
            except LookupError as error:
                return web.json_response({"error": str(error)}, status=409)

        return handle

    def _state(self, body: dict[str, Any]) -> dict[str, Any]:
        """{"state": the room or null, "tombstone": unix seconds or null}."""
        name = _name(body)
        room = self._node.rooms.get(name)
        state = _whole(room, self._keys) if room is not None else None
        return {"state": state, "tombstone": self._node.tombstone(name)}

    def _restore(self, body: dict[str, Any]) -> dict[str, Any]:
        room = restore(self._node, body)
        keys = body.get("keys")
        if isinstance(keys, dict) and all(isinstance(value, str) for value in keys.values()):
            self._keys.inherit(room.name, keys, self._node.clock.wall())
        log.info("room %s was placed anew on this node", room.name)
        return {}

    def _bury(self, body: dict[str, Any]) -> dict[str, Any]:
        until = body.get("until")
        if isinstance(until, bool) or not isinstance(until, int | float):
            raise StateError("until must be unix seconds")
        self._node.bury(_name(body), float(until))
        return {}

    def _evict(self, body: dict[str, Any]) -> dict[str, Any]:
        """The room lives on another node now: its people are sent there."""
        room = self._node.rooms.get(_name(body))
        if room is not None:
            log.warning("room %s lives on another node now: its people are sent there", room.name)
            self._node.close_room(room, DisconnectReason.SERVER_SHUTDOWN)
        return {}

    def _drained(self, body: dict[str, Any]) -> dict[str, Any]:
        seconds = body.get("deadline_s")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 1e7:
            raise StateError("deadline_s must be a number of seconds")
        self._drain(float(seconds))
        self._changed.set()
        return {}


class _Told:
    """What one reader of the events knows, so that it is told what is new."""

    def __init__(self) -> None:
        self._rooms: dict[str, tuple[Any, ...]] = {}
        self._at = time.monotonic()
        self._cpu = time.process_time()
        self._busy = 0.0

    def news(self, node: Node, keys: Keys) -> Iterator[dict[str, Any]]:
        """{"people", "rooms", "busy", "draining", "ended": [{"name", "tombstone"}]}, and {"changed": [states]}s."""
        ended = [name for name in self._rooms if name not in node.rooms]
        for name in ended:
            del self._rooms[name]
        yield {
            "people": sum(len(room.participants) for room in node.rooms.values()),
            "rooms": len(node.rooms),
            "busy": self._load(),
            "draining": not node.accepting,
            "ended": [{"name": name, "tombstone": node.tombstone(name)} for name in ended],
        }
        changed = [room for name, room in node.rooms.items() if self._rooms.get(name) != _mark(room)]
        self._rooms |= {room.name: _mark(room) for room in changed}
        for i in range(0, len(changed), _BATCH):
            yield {"changed": [_whole(room, keys) for room in changed[i : i + _BATCH]]}

    def _load(self) -> float:
        """The share of a core used, over at least half a beat."""
        now, cpu = time.monotonic(), time.process_time()
        if now - self._at >= BEAT_S / 2:
            self._busy = round((cpu - self._cpu) / (now - self._at), 3)
            self._at, self._cpu = now, cpu
        return self._busy


def _mark(room: Room) -> tuple[Any, ...]:
    """Differs when the room's state does; compared for every room with every beat, so it is no JSON."""
    people = (frozenset(room.denied), frozenset(room.returning()), frozenset(room.lobby.waiting))
    return (room.sid, room.metadata, room.hosting, room.max_participants, *people)


def _whole(room: Room, keys: Keys) -> State:
    return {**state_of(room), "keys": keys.keys_for(room.name)}


def _name(body: dict[str, Any]) -> str:
    name = body.get("room")
    if not isinstance(name, str) or not name:
        raise StateError("room must be named")
    return name


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"
