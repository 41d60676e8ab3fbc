"""Where rooms are: the same laws for the registry of one machine and for the one in Redis."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from sfu.nodes.model import EXPIRY_S, ROOM_TTL_S, NodeStatus, Record, time_to_live
from sfu.nodes.redis_registry import PREFIX, RedisRegistry
from sfu.nodes.registry import LocalRegistry, Registry, RegistryDownError
from sfu.tests.nodes.redis_server import RedisServer, redis_server

NOW = 1_800_000_000.0
A = NodeStatus("a", "http://127.0.0.1:1", people=3, rooms=1, busy=0.25)
B = NodeStatus("b", "http://127.0.0.1:2", draining=True)


class Time:
    def __init__(self) -> None:
        self.wall, self.mono = NOW, 0.0

    def advance(self, seconds: float) -> None:
        self.wall += seconds
        self.mono += seconds


def in_redis(server: RedisServer, time: Time) -> RedisRegistry:
    """Waits long: a busy machine is no outage, and a killed server refuses at once."""
    return RedisRegistry(server.url, lambda: time.wall, lambda: time.mono, timeout_s=30)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RedisServer]:
    async with redis_server(tmp_path) as running:
        yield running


@pytest.fixture(params=["local", "redis"])
async def registry(request: pytest.FixtureRequest, time: Time, tmp_path: Path) -> AsyncIterator[Registry]:
    if request.param == "local":
        yield LocalRegistry(lambda: time.wall, lambda: time.mono)
        return
    async with redis_server(tmp_path) as running:
        made = in_redis(running, time)
        yield made
        await made.close()


async def test_nodes_are_those_that_beat(registry: Registry) -> None:
    assert await registry.nodes() == {}
    await registry.beat([A, B])
    assert await registry.nodes() == {"a": A, "b": B}
    await registry.forget("a")
    assert await registry.nodes() == {"b": B}


async def test_a_room_has_one_place(registry: Registry) -> None:
    assert await registry.room("r") is None
    assert (await registry.claim("r", "a")).node_id == "a"
    assert (await registry.claim("r", "b")).node_id == "a"
    assert await registry.room("r") == Record("a")


async def test_of_two_that_claim_at_once_one_gets_it(registry: Registry) -> None:
    records = await asyncio.gather(*(registry.claim("r", f"n{i}") for i in range(20)))
    assert len({record.node_id for record in records}) == 1


async def test_only_its_node_describes_a_room(registry: Registry) -> None:
    await registry.claim("r", "a")
    assert await registry.keep("r", "a", {"name": "r", "denied": ["eve"]}) == "a"
    assert await registry.keep("r", "b", {"name": "r"}) == "a"
    assert await registry.room("r") == Record("a", {"name": "r", "denied": ["eve"]})


async def test_a_description_claims_what_has_no_place(registry: Registry) -> None:
    assert await registry.keep("r", "a", {"name": "r"}) == "a"
    assert await registry.room("r") == Record("a", {"name": "r"})


async def test_a_move_takes_the_state_along_and_happens_once(registry: Registry) -> None:
    await registry.keep("r", "a", {"name": "r", "metadata": "m"})
    assert await registry.move("r", "a", "b")
    assert not await registry.move("r", "a", "c")
    assert await registry.room("r") == Record("b", {"name": "r", "metadata": "m"})


async def test_one_at_a_time_may_place_a_room_anew(registry: Registry) -> None:
    await registry.claim("r", "a")
    assert await registry.moving("r")
    assert not await registry.moving("r")
    assert await registry.move("r", "a", "b")
    assert await registry.moving("r")  # done: the next loss is another one's work


async def test_only_its_node_lets_go_of_a_room(registry: Registry) -> None:
    await registry.keep("r", "a", {"name": "r"})
    await registry.release("r", "b")
    assert await registry.room("r") is not None
    await registry.release("r", "a")
    assert await registry.room("r") is None


async def test_the_dead_stay_dead_for_their_time(registry: Registry, time: Time) -> None:
    await registry.bury("r", time.wall + 1000)
    assert await registry.tombstone("r") == time.wall + 1000
    assert await registry.tombstone("s") is None


async def test_beats_expire(time: Time) -> None:
    registry = LocalRegistry(lambda: time.wall, lambda: time.mono)
    await registry.beat([A])
    time.advance(EXPIRY_S - 0.1)
    assert list(await registry.nodes()) == ["a"]
    time.advance(0.2)
    assert await registry.nodes() == {}


async def test_rooms_of_the_living_are_kept_and_of_the_lost_for_a_while(time: Time) -> None:
    registry = LocalRegistry(lambda: time.wall, lambda: time.mono)
    await registry.claim("open", "a")
    await registry.keep("booked", "b", {"closes_at": NOW + 3600})
    await registry.beat([A])
    time.advance(ROOM_TTL_S - 1)
    await registry.beat([A])
    time.advance(ROOM_TTL_S - 1)
    assert await registry.room("open") is not None
    assert await registry.room("booked") is not None
    time.advance(3600)
    await registry.beat([])
    assert await registry.room("open") is None
    assert await registry.room("booked") is None


async def test_in_redis_a_booking_outlives_its_node_and_keys_expire(server: RedisServer, time: Time) -> None:
    registry = in_redis(server, time)
    await registry.beat([A])
    await registry.claim("open", "a")
    await registry.keep("booked", "a", {"closes_at": NOW + 3600})
    await registry.bury("dead", NOW + 50)
    redis = Redis.from_url(server.url, decode_responses=True)
    ttl = {key.removeprefix(PREFIX): await redis.pttl(key) / 1000 async for key in redis.scan_iter(PREFIX + "*")}
    await redis.aclose()
    await registry.close()
    assert 0 < ttl.pop("node:a") <= EXPIRY_S
    assert ttl.pop("nodes") == -1 / 1000  # cleared of who is lost whenever it is read
    assert ttl.pop("epoch") == -1 / 1000
    assert ttl == pytest.approx(
        {"room:open": ROOM_TTL_S, "room:booked": 3660, "state:booked": 3660, "tombstone:dead": 51}, abs=2
    )


async def test_an_outage_leaves_what_is_known_and_refuses_what_is_not(server: RedisServer, time: Time) -> None:
    registry = in_redis(server, time)
    await registry.beat([A])
    await registry.keep("r", "a", {"name": "r"})
    await registry.bury("dead", NOW + 50)
    await server.kill()
    assert await registry.nodes() == {"a": A}
    assert await registry.room("r") == Record("a", {"name": "r"})
    assert await registry.keep("r", "a", {"name": "r", "metadata": "new"}) == "a"
    assert await registry.tombstone("dead") == NOW + 50
    with pytest.raises(RegistryDownError):
        await registry.room("unknown")
    with pytest.raises(RegistryDownError):
        await registry.claim("unknown", "a")
    assert registry.failures == 1  # the others were not kept waiting
    # Back, and empty: what is there is described again before anything new is placed.
    await server.start()
    with pytest.raises(RegistryDownError):
        await registry.claim("unknown", "a")  # left alone for a moment, but for beats
    assert await registry.beat([A])
    with pytest.raises(RegistryDownError):
        await registry.claim("unknown", "a")
    assert await registry.keep("r", "a", {"name": "r", "metadata": "new"}) == "a"
    other = in_redis(server, time)
    assert await other.nodes() == {"a": A}
    assert await other.room("r") == Record("a", {"name": "r", "metadata": "new"})
    time.advance(EXPIRY_S)
    assert await registry.claim("unknown", "a") == Record("a")
    assert not await registry.beat([A])
    await other.close()
    await registry.close()


async def test_words_of_another_version_are_passed_over(server: RedisServer, time: Time) -> None:
    registry = in_redis(server, time)
    redis = Redis.from_url(server.url)
    await redis.sadd(PREFIX + "nodes", "x", "y", "a")
    await redis.set(PREFIX + "node:x", json.dumps({"node_id": "x", "colour": "blue"}))
    await redis.set(PREFIX + "node:y", "not json")
    await redis.set(PREFIX + "room:r", "a")
    await redis.set(PREFIX + "state:r", "[]")
    await registry.beat([A])
    assert await registry.nodes() == {"a": A}
    assert await registry.room("r") == Record("a", None)
    await redis.aclose()
    await registry.close()


def test_a_record_is_kept_past_its_bookings_end() -> None:
    assert time_to_live(None, NOW) == ROOM_TTL_S
    assert time_to_live({"closes_at": None}, NOW) == ROOM_TTL_S
    assert time_to_live({"closes_at": NOW + 1000}, NOW) == 1060
    assert time_to_live({"closes_at": NOW - 1000}, NOW) == ROOM_TTL_S
