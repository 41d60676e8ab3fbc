"""This machine's nodes: started, listened to, started again when they end, drained and stopped.

The rule: a node that ended, said goodbye or was killed for its silence is gone from the registry at once, so that its
rooms can be placed anew; and never before that, because two nodes must not hold one room.
"""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import aiohttp

from sfu.nodes.child import Child, StartError
from sfu.nodes.link import Link, LinkError, News, RefusedError
from sfu.nodes.model import EXPIRY_S, HEARTBEAT_S, NodeStatus, State
from sfu.nodes.registry import Registry, RegistryDownError

log = logging.getLogger(__name__)

HUNG_S: Final = 6.0
"""A node silent for so long is killed. From EXPIRY_S on it gets no rooms: a machine may be busy for a moment."""
FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 10.0
HEALTHY_S: Final = 60.0
"""One that ran so long begins again with the shortest pause."""
_REMIND_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Place:
    """Which node, and the environment that makes it that one (ports included)."""

    name: str
    host: str
    environment: Mapping[str, str]


class Member:
    """One place in the fleet: the node that is there now, and the next when that ended."""

    def __init__(self, place: Place, registry: Registry, session: aiohttp.ClientSession, secret: str) -> None:
        self.place = place
        self.status: NodeStatus | None = None  # while it is to be found
        self.starts = 0
        self.leaving = False
        self.state = "starting"
        self._registry = registry
        self._session = session
        self._secret = secret
        self._child: Child | None = None
        self._heard = float("-inf")
        self._states: dict[str, State] = {}  # its rooms as it last described them

    # ---- life ----

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None else None

    @property
    def link(self) -> Link | None:
        return self._link(self.status) if self.status is not None else None

    @property
    def fresh(self) -> bool:
        """Whether it was heard of a moment ago."""
        return time.monotonic() - self._heard < EXPIRY_S

    def report(self) -> NodeStatus:
        """As the registry shall know it."""
        assert self.status is not None
        return self.status if self.fresh else replace(self.status, draining=True)

    async def up(self) -> None:
        """Starts the first one. Raises StartError."""
        await self._start()

    async def keep_up(self) -> None:
        """Follows the node, and starts another when it ended; returns after a node that was to leave left."""
        pause = FIRST_PAUSE_S
        while True:
            began = time.monotonic()
            if self.status is not None:
                await self._follow(self.status)
                if self.leaving:
                    self.state = "drained"
                    return
                pause = FIRST_PAUSE_S if time.monotonic() - began >= HEALTHY_S else pause
                log.warning("node %s ended; starting it again in %.1f s", self.place.name, pause)
            self.state = "starting"
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
            with contextlib.suppress(StartError):
                await self._start()

    async def stop(self) -> None:
        if self._child is not None:
            await self._child.stop()

    async def drain(self, deadline_s: float) -> None:
        """No new rooms; it leaves when its rooms ended, or at the deadline. Raises LinkError."""
        if self.status is None:
            raise LinkError("the node is not there")
        self.leaving = True
        await self._link(self.status).drain(deadline_s)

    async def _start(self) -> None:
        self.starts += 1
        self._child = Child(self.place.environment)
        ports = await self._child.start()
        node_id = f"{self.place.name}@{secrets.token_hex(4)}"
        self.status = NodeStatus(node_id, f"http://{self.place.host}:{ports.http}")
        self.state = "running"
        self._heard = time.monotonic()
        await self._quietly(self._registry.beat([self.status]))
        log.info("node %s is up: http %d, udp %d", self.place.name, ports.http, ports.udp)

    async def _follow(self, status: NodeStatus) -> None:
        """Listens until the node has gone, and sees to it that it is."""
        assert self._child is not None
        self._states.clear()
        ended = asyncio.create_task(self._child.wait())
        listening = asyncio.create_task(self._listen(status))
        reminding = asyncio.create_task(self._remind())
        try:
            await asyncio.wait({ended, listening}, return_when=asyncio.FIRST_COMPLETED)
            if (
                listening.done()
                and not listening.cancelled()
                and listening.exception() is None
                and listening.result()
            ):
                # It said goodbye: its rooms may move at once, while it sees its clients off.
                await self._gone(status)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(ended), HUNG_S)
            elif not ended.done():
                log.error("node %s is silent: killing it", self.place.name)
            await self._child.kill()
        finally:
            for task in (ended, listening, reminding):
                task.cancel()
            await asyncio.gather(ended, listening, reminding, return_exceptions=True)
        await self._gone(status)

    async def give_up(self) -> None:
        """It counts as gone from now on."""
        if self.status is not None:
            await self._gone(self.status)

    async def _gone(self, status: NodeStatus) -> None:
        self.status = None
        await self._quietly(self._registry.forget(status.node_id))

    # ---- what it says ----

    async def _listen(self, status: NodeStatus) -> bool:
        """True when the node said goodbye, False when it was silent for too long."""
        while True:
            try:
                async for news in self._link(status).events(HUNG_S):
                    self._heard = time.monotonic()
                    if news.bye:
                        return True
                    await self._hear(status.node_id, news)
            except LinkError as error:
                log.warning("node %s: %s", status.node_id, error)
            if time.monotonic() - self._heard >= HUNG_S:
                return False
            await asyncio.sleep(0.1)

    async def _hear(self, node_id: str, news: News) -> None:
        if news.beat is not None and self.status is not None:
            beat = news.beat
            self.status = replace(
                self.status, people=beat.people, rooms=beat.rooms, busy=beat.busy, draining=beat.draining
            )
            if beat.draining:
                self.leaving, self.state = True, "draining"
        for room in news.ended:
            self._states.pop(room.name, None)
            if room.tombstone is not None:
                await self._quietly(self._registry.bury(room.name, room.tombstone))
            await self._quietly(self._registry.release(room.name, node_id))
        for state in news.changed:
            self._states[state["name"]] = state
            await self._quietly(self._keep(node_id, state))

    async def _keep(self, node_id: str, state: State) -> None:
        """A node describes only rooms that are placed on it; one that is not goes to where it is placed."""
        name = state["name"]
        holder = await self._registry.keep(name, node_id, state)
        if holder != node_id:
            log.warning("room %s is on node %s, not on %s", name, holder, node_id)
            self._states.pop(name, None)
            if self.status is not None:
                await self._link(self.status).evict(name)

    async def _remind(self) -> None:
        """Tells the registry of all rooms now and then: it may have forgotten them, or lost all it had."""
        while True:
            await asyncio.sleep(_REMIND_S)
            await self.describe_all()

    async def describe_all(self) -> None:
        """Every room of this node, to the registry."""
        for state in list(self._states.values()):
            if self.status is not None:
                await self._quietly(self._keep(self.status.node_id, state))

    async def _quietly(self, call: Awaitable[object]) -> None:
        """What cannot be told now is told again later, by `_remind`."""
        try:
            await call
        except (RegistryDownError, LinkError, RefusedError) as error:
            log.warning("node %s: %s", self.place.name, error)

    def _link(self, status: NodeStatus) -> Link:
        return Link(self._session, status.url, self._secret)


class Fleet:
    """All of this machine's nodes. `start`, `run` beside the gateway, `stop`."""

    def __init__(self, places: list[Place], registry: Registry, session: aiohttp.ClientSession, secret: str) -> None:
        self.members = {place.name: Member(place, registry, session, secret) for place in places}
        self._registry = registry
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Every node up. Raises StartError when one does not come."""
        await asyncio.gather(*(member.up() for member in self.members.values()))
        self._tasks = [asyncio.create_task(member.keep_up()) for member in self.members.values()]
        self._tasks.append(asyncio.create_task(self._beat()))

    async def stop(self) -> None:
        """All of them, at once. Their rooms may be placed on another machine's nodes."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for member in self.members.values():
            await member.give_up()
        await asyncio.gather(*(member.stop() for member in self.members.values()))

    def up_again(self, node_id: str) -> bool:
        """Starts a node that was drained; False when there is none to start. Raises KeyError."""
        member = self.members[node_id]
        if member.state != "drained":
            return False
        member.leaving = False
        self._tasks = [task for task in self._tasks if not task.done()]
        self._tasks.append(asyncio.create_task(member.keep_up()))
        return True

    async def _beat(self) -> None:
        """Reports the nodes; one that is silent gets no rooms."""
        while True:
            there = [member for member in self.members.values() if member.status is not None]
            if await self._registry.beat([member.report() for member in there]):
                for member in there:
                    await member.describe_all()
            await asyncio.sleep(HEARTBEAT_S)
