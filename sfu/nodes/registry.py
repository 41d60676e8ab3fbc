"""The registry's port, and the one for a single machine, which lives in its gateway's memory.

The rule: a room has one node at a time. Only `claim` (where there is none) and `move` (from a node to another) change
that, each in one step; what a node says of a room that is not placed on it is refused.
"""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from sfu.nodes.model import EXPIRY_S, NodeStatus, Record, State, time_to_live

MAX_ROOMS: Final = 100_000
MAX_TOMBSTONES: Final = 100_000
MOVE_SECONDS: Final = 3.0
"""How long one gateway may take to place a lost room anew before another may try."""


class RegistryDownError(Exception):
    """The registry cannot be asked now, and what is asked is not known from before."""


class Registry(Protocol):
    """Every call may raise RegistryDownError."""

    async def beat(self, nodes: list[NodeStatus]) -> bool:
        """These nodes live; forgotten EXPIRY_S after the last beat. True: rooms were lost, describe all again."""

    async def forget(self, node_id: str) -> None:
        """This node is known to be gone, before its beat expires."""

    async def nodes(self) -> Mapping[str, NodeStatus]:
        """The living, by id."""

    async def room(self, name: str) -> Record | None: ...

    async def claim(self, name: str, node_id: str) -> Record:
        """Places a room that has no place; the record that holds then, which may be another's."""

    async def move(self, name: str, origin: str, target: str) -> bool:
        """From one node to another; False when it is not at `origin` any more."""

    async def moving(self, name: str) -> bool:
        """True for the one who may place this room anew now; for MOVE_SECONDS nobody else gets True."""

    async def keep(self, name: str, node_id: str, state: State) -> str:
        """The room as its node describes it, claimed if it has no place. The node that holds it, maybe another."""

    async def release(self, name: str, node_id: str) -> None:
        """The room ended on its node."""

    async def bury(self, name: str, until: float) -> None:
        """The room stays dead until then (unix seconds)."""

    async def tombstone(self, name: str) -> float | None:
        """Until when the room stays dead, None if it does not."""

    async def close(self) -> None: ...


class LocalRegistry:
    """One machine. `wall` and `monotonic` in seconds."""

    def __init__(self, wall: Callable[[], float], monotonic: Callable[[], float]) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._nodes: dict[str, tuple[float, NodeStatus]] = {}  # by id, with the time of the beat
        self._rooms: dict[str, tuple[float, Record]] = {}  # by name, with the wall time until which it is kept
        self._tombstones: dict[str, float] = {}
        self._moving: dict[str, float] = {}

    async def beat(self, nodes: list[NodeStatus]) -> bool:
        now = self._monotonic()
        self._nodes |= {node.node_id: (now, node) for node in nodes}
        self._sweep(now)
        return False

    async def forget(self, node_id: str) -> None:
        self._nodes.pop(node_id, None)

    async def nodes(self) -> Mapping[str, NodeStatus]:
        now = self._monotonic()
        return {node_id: node for node_id, (at, node) in self._nodes.items() if now - at < EXPIRY_S}

    async def room(self, name: str) -> Record | None:
        kept, record = self._rooms.get(name, (0.0, None))
        return record if kept > self._wall() else None

    async def claim(self, name: str, node_id: str) -> Record:
        record = await self.room(name)
        if record is not None:
            return record
        if len(self._rooms) >= MAX_ROOMS:
            raise RegistryDownError("more rooms than the registry takes")
        return self._put(name, Record(node_id))

    async def move(self, name: str, origin: str, target: str) -> bool:
        record = await self.room(name)
        if record is None or record.node_id != origin:
            return False
        self._put(name, Record(target, record.state))
        self._moving.pop(name, None)
        return True

    async def moving(self, name: str) -> bool:
        now = self._monotonic()
        if self._moving.get(name, 0.0) > now:
            return False
        self._moving[name] = now + MOVE_SECONDS
        return True

    async def keep(self, name: str, node_id: str, state: State) -> str:
        record = await self.claim(name, node_id)
        if record.node_id == node_id:
            self._put(name, Record(node_id, state))
        return record.node_id

    async def release(self, name: str, node_id: str) -> None:
        record = await self.room(name)
        if record is not None and record.node_id == node_id:
            del self._rooms[name]

    async def bury(self, name: str, until: float) -> None:
        if len(self._tombstones) < MAX_TOMBSTONES:
            self._tombstones[name] = until

    async def tombstone(self, name: str) -> float | None:
        until = self._tombstones.get(name)
        return until if until is not None and until > self._wall() else None

    async def close(self) -> None:
        """Nothing is open."""

    def _put(self, name: str, record: Record) -> Record:
        now = self._wall()
        self._rooms[name] = (now + time_to_live(record.state, now), record)
        return record

    def _sweep(self, now: float) -> None:
        """Forgets what is over. The room of a node that lives is kept by that alone."""
        wall = self._wall()
        alive = {node_id for node_id, (at, _) in self._nodes.items() if now - at < EXPIRY_S}
        self._nodes = {node_id: found for node_id, found in self._nodes.items() if node_id in alive}
        for name, (kept, record) in list(self._rooms.items()):
            if record.node_id in alive:
                self._put(name, record)
            elif kept <= wall:
                del self._rooms[name]
        self._tombstones = {name: until for name, until in self._tombstones.items() if until > wall}
        self._moving = {name: until for name, until in self._moving.items() if until > now}
