"""Webhooks out: what happens in rooms, told to one URL as LiveKit tells it (livekit/protocol webhook).

The rule: at least once, in order within a room, never waiting in the media's way. An event is made when it happens
and kept in queues bounded in events and bytes, each room with a share of them; a receiver that fails is tried again
with growing pauses, then the event is given up and counted. Each try carries a fresh HS256 token with the body's
sha256; the body also has the node's id and a sequence number per room (1, 2, …), so that a receiver sees gaps.
LiveKit's receivers skip both, they are no fields of theirs.
"""

import asyncio
import base64
import hashlib
import json
import logging
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

import aiohttp
from google.protobuf.json_format import MessageToDict
from livekit.protocol.egress import EgressInfo
from livekit.protocol.models import TrackInfo
from livekit.protocol.webhook import WebhookEvent

from auth.room_token import Grant, encode_hs256
from sfu.rooms.ids import new_sid
from sfu.rooms.link import RoomEvent
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room

log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/webhook+json"
TOKEN_LIFE_S: Final = 300
MAX_WAITING: Final = 10_000
MAX_BYTES: Final = 32 << 20
MAX_OF_A_ROOM: Final = 1_000
"""Events waiting of one room: its troubles leave the others their place."""
MAX_AT_ONCE: Final = 64
"""Requests under way, of as many rooms."""
FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 30.0
PATIENCE_S: Final = 3600.0
"""How long an event is tried while the receiver is down."""
REFUSALS: Final = 5
"""How often one is tried that the receiver understands and refuses (4xx): more will not change its mind."""


class Event(NamedTuple):
    """One event on its way: `body` is what is hashed and sent, byte for byte."""

    id: str
    body: str
    happened_at: float

    @property
    def size(self) -> int:
        """Bytes, about: characters beyond ASCII take more."""
        return len(self.body)


class Webhooks:
    """An observer of a node. Make it, `start` in the running loop, `close` at the end.

    `wall` gives unix seconds; `sleep` pauses between tries (replaceable in tests). `key` and `secret` sign.
    """

    def __init__(
        self,
        url: str,
        key: str,
        secret: str,
        node_id: str,
        wall: Callable[[], float],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        max_waiting: int = MAX_WAITING,
        max_bytes: int = MAX_BYTES,
        max_of_a_room: int = MAX_OF_A_ROOM,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._url = url
        self._key = key
        self._secret = secret
        self._node_id = node_id
        self._wall = wall
        self._sleep = sleep
        self._max_waiting = max_waiting
        self._max_bytes = max_bytes
        self._max_of_a_room = max_of_a_room
        self._patience_s = patience_s
        self._queues: dict[str, deque[Event]] = {}  # by room's name; a room's task lives while its queue is there
        self._tasks: set[asyncio.Task[None]] = set()
        self._sequences: dict[str, int] = {}
        self._session: aiohttp.ClientSession | None = None
        self._unreported = 0
        self._turns = asyncio.Semaphore(MAX_AT_ONCE)
        self.waiting = 0
        self.waiting_bytes = 0
        self.outcomes: Counter[str] = Counter({"delivered": 0, "retried": 0, "given_up": 0, "overflow": 0})

    async def start(self) -> None:
        timeout = aiohttp.ClientTimeout(total=10, connect=3)
        self._session = aiohttp.ClientSession(
            timeout=timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(limit=MAX_AT_ONCE),
        )

    async def close(self, grace_s: float = 5.0) -> None:
        """Tries to deliver what is waiting for up to `grace_s` seconds, then lets go of the rest."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=grace_s)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
                log.warning("%d webhook events were not delivered", self.waiting)
        if self._session is not None:
            await self._session.close()
            self._session = None

    # ---- taking in ----

    def on_event(
        self, event: RoomEvent, room: Room, participant: Participant | None, track: TrackInfo | None
    ) -> None:
        """Queues the event as it is now; on a full queue it is dropped, and the next one says so (`num_dropped`)."""
        sequence = self._sequences.get(room.sid, 0) + 1
        self._sequences[room.sid] = sequence
        if event == "room_finished":
            del self._sequences[room.sid]
        about = participant.info if participant else None
        self._queue(room.name, WebhookEvent(event=event, room=room.info(), participant=about, track=track), sequence)

    def on_egress(self, event: str, info: EgressInfo) -> None:
        """What became of a recording, in order with its room's events. As LiveKit's, it has no `room` of its own, and
        so no number in the room's sequence: a recording's end may come after the room's.
        """
        self._queue(info.room_name, WebhookEvent(event=event, egress_info=info), None)

    def _queue(self, room: str, message: WebhookEvent, sequence: int | None) -> None:
        if self._session is None:
            return
        # By name, not by sid: what a room of a name ended with comes before what the next of that name begins with.
        queue = self._queues.get(room)
        held = self._unreported
        made = self._made(message, sequence)
        if (
            self.waiting >= self._max_waiting
            or self.waiting_bytes + made.size > self._max_bytes
            or (queue is not None and len(queue) >= self._max_of_a_room)
        ):
            self.outcomes["overflow"] += 1
            self._unreported = held + 1
            return
        self.waiting += 1
        self.waiting_bytes += made.size
        if queue is not None:
            queue.append(made)
            return
        self._queues[room] = queue = deque([made])
        task = asyncio.get_running_loop().create_task(self._deliver_all(room, queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _made(self, message: WebhookEvent, sequence: int | None) -> Event:
        now = self._wall()
        message.id = new_sid("EV_")
        message.created_at = int(now)
        message.num_dropped = self._unreported
        self._unreported = 0
        body = MessageToDict(message) | {"nodeId": self._node_id}
        if sequence is not None:
            body["sequence"] = sequence
        return Event(message.id, json.dumps(body, ensure_ascii=False, separators=(",", ":")), now)

    # ---- sending ----

    async def _deliver_all(self, room: str, queue: deque[Event]) -> None:
        """One room's events, one after the other, until none is left."""
        while queue:
            await self._deliver(queue[0])
            done = queue.popleft()
            self.waiting -= 1
            self.waiting_bytes -= done.size
        del self._queues[room]

    async def _deliver(self, event: Event) -> None:
        pause, refusals = FIRST_PAUSE_S, 0
        while True:
            async with self._turns:
                status = await self._post(event)
            if status is not None and 200 <= status < 300:
                self.outcomes["delivered"] += 1
                return
            if status is not None and 400 <= status < 500 and status not in {408, 425, 429}:
                refusals += 1
            if refusals >= REFUSALS or self._wall() - event.happened_at >= self._patience_s:
                log.warning("webhook event %s is given up (last status %s)", event.id, status)
                self.outcomes["given_up"] += 1
                return
            self.outcomes["retried"] += 1
            await self._sleep(pause * random.uniform(0.75, 1.25))
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _post(self, event: Event) -> int | None:
        """The receiver's status, None when it could not be reached."""
        assert self._session is not None, "webhooks not started"
        body = event.body.encode()
        headers = {"Authorization": self._token(body), "Content-Type": CONTENT_TYPE}
        try:
            async with self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None

    def _token(self, body: bytes) -> str:
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        now = self._wall()
        return encode_hs256(
            Grant(sha256=digest, not_before=now, expires_at=now + TOKEN_LIFE_S), self._key, self._secret
        )
