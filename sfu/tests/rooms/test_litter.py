"""What people leave behind goes: at once what is big, the rest when enough have left, and nothing stays for good."""

import asyncio
import gc
from collections.abc import AsyncIterator

import pytest

from sfu.bench.processes import KEY, SECRET, token
from sfu.bench.resuming import Speaker
from sfu.config import load
from sfu.core.history import PacketStore
from sfu.rooms.litter import LATEST_S, MANY, SHARE, Litter
from sfu.server import Running, running


class Cost:
    """A collector that takes as long as the test says."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def left(litter: Litter, number: int) -> None:
    for _ in range(number):
        litter.on_event("participant_left", None, None, None)  # type: ignore[arg-type]  # it only counts


def test_many_are_collected_at_once_and_few_within_a_minute() -> None:
    litter = Litter(Cost())
    litter.tidy(0)
    assert litter.collections == 0
    left(litter, 1)
    litter.tidy(1)
    assert litter.collections == 1  # the first, after nobody knows how long
    left(litter, MANY - 1)
    litter.tidy(1 + LATEST_S - 1)
    assert litter.collections == 1
    left(litter, 1)
    litter.tidy(1 + LATEST_S - 1)
    assert litter.collections == 2
    litter.tidy(1000)
    assert litter.collections == 2  # nobody has left


def test_what_costs_much_is_done_seldom() -> None:
    cost = Cost()
    litter = Litter(cost)
    cost.seconds = 0.1
    left(litter, MANY)
    litter.tidy(0)
    left(litter, MANY)
    litter.tidy(0.1 / SHARE - 1)
    assert litter.collections == 1
    litter.tidy(0.1 / SHARE)
    assert litter.collections == 2


@pytest.fixture
async def server() -> AsyncIterator[Running]:
    environment = {
        "VISAVIS_ENV": "test",
        "VISAVIS_SFU_HTTP_BIND": "127.0.0.1",
        "VISAVIS_SFU_HTTP_PORT": "0",
        "VISAVIS_SFU_UDP_PORT": "0",
        "VISAVIS_SFU_BIND": "127.0.0.1",
        "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
        "LIVEKIT_API_KEY": KEY,
        "LIVEKIT_API_SECRET": SECRET,
    }
    async with running(load(environment)) as running_server:
        yield running_server


def living(kind: type, apart_from: frozenset[int] = frozenset()) -> list[object]:
    """`apart_from`: what other tests of this process left."""
    return [found for found in gc.get_objects() if type(found) is kind and id(found) not in apart_from]


async def test_the_packets_of_a_track_go_with_it_and_wait_for_no_collector(server: Running) -> None:
    others = frozenset(map(id, living(PacketStore)))
    speaker = Speaker(f"ws://127.0.0.1:{server.http_port}", token("speaker", "room"))
    await speaker.join()
    sending = asyncio.create_task(speaker.run(10))
    async with asyncio.timeout(10):
        while len(living(PacketStore, others)) < 4:  # three layers and audio
            await asyncio.sleep(0.05)
    gc.disable()
    server.node.settings.observers.clear()  # nor for the one that counts departures
    try:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await speaker.leave()
        async with asyncio.timeout(10):
            while living(PacketStore, others):
                await asyncio.sleep(0.05)
    finally:
        gc.enable()
