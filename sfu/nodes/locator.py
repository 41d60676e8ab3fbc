"""Where a room is: found, placed, or placed anew when its node was lost. What every request goes through.

The rule: a room is restored on its new node before it counts as moved there, by one gateway at a time; whoever asks
meanwhile waits a moment, and only then is told to try again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import Final

from sfu.nodes.link import Link, LinkError, RefusedError
from sfu.nodes.model import NodeStatus, Record
from sfu.nodes.placement import best
from sfu.nodes.registry import Registry, RegistryDownError

log = logging.getLogger(__name__)

HOLD_S: Final = 3.0
"""How long a request waits for its room to be placed anew: LiveKit's clients pause for seconds after a refusal."""
CONFIRM_S: Final = 10.0
"""A placed room that its node knows nothing of after so long is let go of."""
_LOOK_S: Final = 0.05
_MAX_WAITING: Final = 5_000


class BusyError(Exception):
    """Not now: try again in a moment. The text is for the answer's body."""


class Locator:
    """Over a registry; `link` talks to a node, `monotonic` in seconds."""

    def __init__(
        self, registry: Registry, link: Callable[[NodeStatus], Link], monotonic: Callable[[], float]
    ) -> None:
        self._registry = registry
        self._link = link
        self._monotonic = monotonic
        self._placed: deque[tuple[float, str]] = deque(maxlen=10_000)  # (when, node) of rooms placed a moment ago
        self._unconfirmed: dict[str, tuple[float, str]] = {}
        self._waiting = 0
        self.moved = 0
        self.closing = False

    async def nodes(self) -> Mapping[str, NodeStatus]:
        """The living, by id. Raises BusyError."""
        try:
            return await self._registry.nodes()
        except RegistryDownError as error:
            raise BusyError(str(error)) from None

    async def any(self) -> NodeStatus:
        """Some node, for what concerns no room. Raises BusyError."""
        nodes = await self.nodes()
        chosen = best(nodes.values()) or next(iter(nodes.values()), None)
        if chosen is None or self.closing:
            raise BusyError("no node is up")
        return chosen

    async def find(self, room: str, *, place: bool, wish: str = "") -> NodeStatus | None:
        """The node with this room; None when it has no place and is not to get one. Raises BusyError.

        `place`: give it one. `wish`: the name of the node that it should be, if that takes rooms.
        """
        if self._waiting >= _MAX_WAITING:
            raise BusyError("too many requests are waiting for rooms to be placed anew")
        deadline = self._monotonic() + HOLD_S
        self._waiting += 1
        try:
            while True:
                found, settled = await self._look(room, place=place, wish=wish)
                if settled:
                    return found
                if self._monotonic() >= deadline:
                    raise BusyError("this room is being placed anew")
                await asyncio.sleep(_LOOK_S)
        finally:
            self._waiting -= 1

    async def _look(self, room: str, *, place: bool, wish: str) -> tuple[NodeStatus | None, bool]:
        """(the node, whether that is the answer)."""
        if self.closing:
            raise BusyError("this gateway is shutting down")
        try:
            record = await self._registry.room(room)
            if record is None and not place:
                return None, True
            nodes = await self._registry.nodes()
            if record is None:
                chosen = next((node for node in nodes.values() if node.name == wish), None) if wish else None
                if chosen is None or chosen.draining:
                    chosen = self._best(nodes)
                if chosen is None:
                    return None, False
                record = await self._registry.claim(room, chosen.node_id)
                if record.node_id == chosen.node_id:
                    self._note(room, chosen.node_id)
            node = nodes.get(record.node_id)
            if node is None:
                node = await self._place_anew(room, record, nodes)
            return node, node is not None
        except RegistryDownError as error:
            raise BusyError(str(error)) from None

    # ---- placing ----

    def _best(self, nodes: Mapping[str, NodeStatus]) -> NodeStatus | None:
        now = self._monotonic()
        while self._placed and now - self._placed[0][0] > 1.0:
            self._placed.popleft()
        recent: dict[str, int] = {}
        for _, node_id in self._placed:
            recent[node_id] = recent.get(node_id, 0) + 1
        return best(nodes.values(), recent)

    def _note(self, room: str, node_id: str) -> None:
        now = self._monotonic()
        self._placed.append((now, node_id))
        self._unconfirmed[room] = (now + CONFIRM_S, node_id)

    async def _place_anew(self, room: str, record: Record, nodes: Mapping[str, NodeStatus]) -> NodeStatus | None:
        """On another node, with the state it had. None: not yet."""
        target = self._best(nodes)
        if target is None or not await self._registry.moving(room):
            return None
        try:
            if record.state is not None:
                await self._link(target).restore(record.state)
        except RefusedError as error:  # it is dead, or its time is over: nobody gets in there either
            log.info("room %s is not restored: %s", room, error)
        except LinkError as error:
            log.warning("room %s cannot be restored on %s: %s", room, target.node_id, error)
            return None
        if not await self._registry.move(room, record.node_id, target.node_id):
            return None
        self._note(room, target.node_id)
        self.moved += 1
        log.warning("room %s moved from the lost node %s to %s", room, record.node_id, target.node_id)
        return target

    # ---- keeping up with what the nodes say ----

    async def settle(self, room: str, node: NodeStatus) -> None:
        """After a call that may have changed the room: the registry learns how it is, before the caller hears."""
        try:
            state, tombstone = await self._link(node).state(room)
            if tombstone is not None:
                await self._registry.bury(room, tombstone)
            if state is None:
                await self._registry.release(room, node.node_id)
            else:
                await self._registry.keep(room, node.node_id, state)
        except (LinkError, RefusedError, RegistryDownError) as error:
            log.warning("the state of room %s is not kept yet: %s", room, error)

    async def warn(self, room: str, node: NodeStatus) -> None:
        """Before a room is made: the node learns if it is to stay dead. Raises BusyError."""
        try:
            until = await self._registry.tombstone(room)
            if until is not None:
                await self._link(node).bury(room, until)
        except (LinkError, RefusedError, RegistryDownError) as error:
            raise BusyError(str(error)) from None

    async def sweep(self) -> None:
        """Lets go of rooms that were placed and never made. Call it every few seconds."""
        now = self._monotonic()
        due = [(room, node_id) for room, (at, node_id) in self._unconfirmed.items() if at <= now]
        for room, node_id in due:
            self._unconfirmed.pop(room, None)
            try:
                record, nodes = await self._registry.room(room), await self._registry.nodes()
            except RegistryDownError:
                continue
            node = nodes.get(node_id)
            if record is not None and record.state is None and record.node_id == node_id and node is not None:
                await self.settle(room, node)
