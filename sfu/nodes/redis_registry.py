"""The registry that machines share: Redis (or Valkey), a key a room set with NX and EX, nodes that expire.

The rule: a Redis outage ends no call. What is asked is answered from Redis while it is there and else from what this
gateway knew last (`memory`); only placing what has no place yet needs Redis, and is refused meanwhile. A Redis that
comes back empty is known by its epoch: all rooms are described again before anybody places new ones.
"""

import contextlib
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

from redis.asyncio import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from sfu.nodes.model import EXPIRY_S, NodeStatus, Record, State, time_to_live
from sfu.nodes.registry import MOVE_SECONDS, LocalRegistry, RegistryDownError

log = logging.getLogger(__name__)

PREFIX: Final = "visavis:sfu:"
_TIMEOUT_S: Final = 0.5
_PAUSE_S: Final = 1.0
"""After a failure Redis is not asked for so long: nobody waits for a time-out again and again."""

# In one step each, because several gateways do them. KEYS: room, then epoch or state.
_CLAIM: Final = """
if redis.call('GET', KEYS[2]) ~= ARGV[3] then return '' end
redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2])
return redis.call('GET', KEYS[1])
"""
_MOVE: Final = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1
"""
_KEEP: Final = """
redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[3])
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('EXPIRE', KEYS[1], ARGV[3])
  redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
end
return holder
"""
_RELEASE: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
return 0
"""

T = TypeVar("T")


class RedisRegistry:
    """`url` as redis-py reads it (redis://, rediss://, unix://). `wall`, `monotonic` and `timeout_s` in seconds."""

    def __init__(
        self, url: str, wall: Callable[[], float], monotonic: Callable[[], float], timeout_s: float = _TIMEOUT_S
    ) -> None:
        self._redis: Redis = Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            retry=Retry(NoBackoff(), 1),
            max_connections=100,
        )
        self._claim = self._redis.register_script(_CLAIM)
        self._move = self._redis.register_script(_MOVE)
        self._keep = self._redis.register_script(_KEEP)
        self._release = self._redis.register_script(_RELEASE)
        self._wall = wall
        self._monotonic = monotonic
        self._memory = LocalRegistry(wall, monotonic)
        self._away_until = float("-inf")
        self._settled_at = float("-inf")
        self._epoch: str | None = None
        self._missed = False  # something since the last beat that was answered
        self.failures = 0
        """How often Redis did not answer."""

    @property
    def away(self) -> bool:
        """Whether Redis is left alone after a failure."""
        return self._monotonic() < self._away_until

    async def beat(self, nodes: list[NodeStatus]) -> bool:
        await self._memory.beat(nodes)
        try:
            # Asked also after a failure: a beat that is left out costs more than a time-out.
            epoch = await self._ask(self._beat(nodes), patient=True)
        except RegistryDownError:
            return False
        self._away_until = float("-inf")
        again, self._missed = self._missed, False
        if self._epoch is not None and epoch != self._epoch:
            log.warning("redis has lost what it knew: all rooms are described to it again")
            self._settled_at = self._monotonic() + EXPIRY_S
            again = True
        self._epoch = epoch
        return again

    async def _beat(self, nodes: list[NodeStatus]) -> str:
        """The epoch: made by whoever comes first to an empty Redis."""
        made = secrets.token_hex(8)
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.set(_EPOCH, made, nx=True, get=True)
            for node in nodes:
                pipe.set(_node(node.node_id), node.to_json(), px=int(EXPIRY_S * 1000))
                pipe.sadd(_NODES, node.node_id)
            found = await pipe.execute()
        return str(found[0]) if found[0] else made

    async def forget(self, node_id: str) -> None:
        await self._memory.forget(node_id)
        with contextlib.suppress(RegistryDownError):
            await self._ask(self._redis.delete(_node(node_id)))

    async def nodes(self) -> Mapping[str, NodeStatus]:
        own = await self._memory.nodes()  # of these nobody knows better, whatever Redis has missed
        try:
            return {**await self._ask(self._nodes()), **own}
        except RegistryDownError:
            return own

    async def _nodes(self) -> dict[str, NodeStatus]:
        ids = sorted(str(node_id) for node_id in await self._redis.smembers(_NODES))
        if not ids:
            return {}
        texts = await self._redis.mget([_node(node_id) for node_id in ids])
        lost = [node_id for node_id, text in zip(ids, texts, strict=True) if text is None]
        if lost:
            await self._redis.srem(_NODES, *lost)
        found = {}
        for text in texts:
            with contextlib.suppress(ValueError):  # a newer version's words are nobody's trouble
                if text is not None:
                    node = NodeStatus.from_json(text)
                    found[node.node_id] = node
        return found

    async def room(self, name: str) -> Record | None:
        try:
            node_id, state = await self._ask(self._redis.mget(_room(name), _state(name)))
        except RegistryDownError:
            record = await self._memory.room(name)
            if record is None:
                raise
            return record
        if node_id is None:
            return None
        record = Record(str(node_id), _read(state))
        await self._remember(name, record)
        return record

    async def claim(self, name: str, node_id: str) -> Record:
        if self._epoch is None:
            await self.beat([])
        if self._monotonic() < self._settled_at:
            raise RegistryDownError("Redis is being told again where rooms are")
        kept = int(time_to_live(None, self._wall()))
        args: list[str | int] = [node_id, kept, self._epoch or ""]
        holder = str(await self._ask(self._claim(keys=[_room(name), _EPOCH], args=args)))
        if not holder:
            raise RegistryDownError("Redis has lost what it knew")
        record = Record(holder)
        await self._remember(name, record)
        return record

    async def move(self, name: str, origin: str, target: str) -> bool:
        moved = bool(await self._ask(self._move(keys=[_room(name)], args=[origin, target])))
        if moved:
            await self._memory.move(name, origin, target)
            with contextlib.suppress(RegistryDownError):
                await self._ask(self._redis.delete(_lock(name)))
        return moved

    async def moving(self, name: str) -> bool:
        return bool(await self._ask(self._redis.set(_lock(name), "1", nx=True, px=int(MOVE_SECONDS * 1000))))

    async def keep(self, name: str, node_id: str, state: State) -> str:
        kept = int(time_to_live(state, self._wall()))
        try:
            holder: str = await self._ask(
                self._keep(keys=[_room(name), _state(name)], args=[node_id, json.dumps(state), kept])
            )
        except RegistryDownError:
            return await self._memory.keep(name, node_id, state)
        await self._remember(name, Record(holder, state if holder == node_id else None))
        return holder

    async def release(self, name: str, node_id: str) -> None:
        await self._memory.release(name, node_id)
        with contextlib.suppress(RegistryDownError):
            await self._ask(self._release(keys=[_room(name), _state(name)], args=[node_id]))

    async def bury(self, name: str, until: float) -> None:
        await self._memory.bury(name, until)
        seconds = int(until - self._wall()) + 1
        if seconds > 0:
            with contextlib.suppress(RegistryDownError):
                await self._ask(self._redis.set(_grave(name), str(until), ex=seconds))

    async def tombstone(self, name: str) -> float | None:
        try:
            until = await self._ask(self._redis.get(_grave(name)))
        except RegistryDownError:
            return await self._memory.tombstone(name)
        return float(until) if until is not None else None

    async def close(self) -> None:
        with contextlib.suppress(RedisError, OSError, TimeoutError):
            await self._redis.aclose()

    # ---- inside ----

    async def _ask(self, call: Awaitable[T], *, patient: bool = False) -> T:
        """Raises RegistryDownError when Redis does not answer; unless `patient`, at once for a while after that."""
        if self.away and not patient:
            if hasattr(call, "close"):
                call.close()  # a coroutine that is never run warns
            self._missed = True
            raise RegistryDownError("Redis does not answer")
        try:
            return await call
        except (RedisError, OSError, TimeoutError) as error:
            if not self.away:
                log.warning("redis does not answer (%s): going on with what is known", type(error).__name__)
            self.failures += 1
            self._missed = True
            self._away_until = self._monotonic() + _PAUSE_S
            raise RegistryDownError("Redis does not answer") from None

    async def _remember(self, name: str, record: Record) -> None:
        """For the time when Redis is away."""
        known = await self._memory.room(name)
        if known is not None and known.node_id != record.node_id:
            await self._memory.release(name, known.node_id)
        if record.state is not None:
            await self._memory.keep(name, record.node_id, record.state)
        else:
            await self._memory.claim(name, record.node_id)


def _read(state: Any) -> State | None:
    if state is None:
        return None
    with contextlib.suppress(ValueError):
        found = json.loads(state)
        if isinstance(found, dict):
            return found
    return None


_NODES: Final = PREFIX + "nodes"
_EPOCH: Final = PREFIX + "epoch"


def _node(node_id: str) -> str:
    return f"{PREFIX}node:{node_id}"


def _room(name: str) -> str:
    return f"{PREFIX}room:{name}"


def _state(name: str) -> str:
    return f"{PREFIX}state:{name}"


def _grave(name: str) -> str:
    return f"{PREFIX}tombstone:{name}"


def _lock(name: str) -> str:
    return f"{PREFIX}moving:{name}"
