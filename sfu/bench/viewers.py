"""How many viewers' video subscriptions one node on one core holds: rooms of one publisher to many.

The receivers only count (and send receiver reports): what is measured is the node, which has a core to itself. More
join room by room until packets get lost or the core is full; the last number that held is the figure.
"""

import asyncio
import statistics
from pathlib import Path
from typing import Final

from sfu.bench import source
from sfu.bench.figures import Figure
from sfu.bench.processes import apart, cpu_seconds, media_server
from sfu.bench.stage import Load, Stage, say, stage

ROOMS: Final = 10
VIEWERS: Final = 100
MORE: Final = 20
"""Viewers a room that join after each number that held."""
MOST: Final = 2000
LOSS: Final = 0.001
TIME_S: Final = 150.0
"""After that nobody joins any more."""
_SETTLE_S: Final = 3.0
_TRIES: Final = 3


async def measure(
    state: Path, seconds: float, *, rooms: int = ROOMS, viewers: int = VIEWERS, most: int = MOST
) -> dict[str, Figure]:
    """The figures; raises RuntimeError when not even the first number held. About two minutes and a half."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    held: list[tuple[int, Load]] = []
    refused = ""
    async with media_server() as (pid, url), stage(state, url, pid) as house:
        with apart(pid) as alone:
            for room in range(rooms):
                await house.publish(f"room-{room}", 1, layers=[source.PLAIN], audio=False)
            join_ms = await _fill(house, rooms, viewers)
            watching = viewers * rooms
            while True:
                load = await _measure(house, seconds)
                found = (
                    f"{watching} subscriptions: {load.rate:.0f} packets/s, loss {load.got.loss:.3%}, "
                    f"{load.share:.0%} of a core, {load.us_per_packet:.2f} us/packet, "
                    f"{load.waited / load.seconds:.0%} of the time it waited for its core, which others had"
                )
                say(f"viewers: {found}")
                if not _held(load):
                    refused = found
                    break
                held.append((watching, load))
                if watching + MORE * rooms > most or loop.time() - began > TIME_S:
                    break
                await _fill(house, rooms, MORE)
                watching += MORE * rooms
    if not held:
        raise RuntimeError(f"did not hold {refused}")
    number, load = held[-1]
    steps = ", ".join(f"{n} take {each.share:.0%}" for n, each in held)
    end = f"did not hold {refused}" if refused else "no more were tried"
    how = (
        f"video of {source.PLAIN.bitrate / 1e6:g} Mbit/s from one node "
        f"{'on a core of its own' if alone else 'that shares the only core with its clients'}, {rooms} rooms of 1 "
        f"publisher, receivers that count and report; loss {load.got.loss:.4%} (under {LOSS:.1%} counts) at "
        f"{load.rate:.0f} packets/s and {statistics.median(each.us_per_packet for _, each in held):.2f} us/packet; "
        f"of a core: {steps}; it waited {load.waited / load.seconds:.0%} of the time for its core, which others had; "
        f"{end}"
    )
    joins = f"CPU of the node for each of {rooms * viewers} viewers who join {rooms} rooms, while no media flows"
    return {
        "sfu.subscriptions_per_core": Figure(number, "subscriptions", how),
        "sfu.join_cpu_ms": Figure(join_ms, "ms", joins),
    }


async def _fill(house: Stage, rooms: int, viewers: int) -> float:
    """More viewers, who join while no media flows: milliseconds of the node's CPU time that one of them costs."""
    house.feed.paused = True
    before = cpu_seconds(house.pid)
    await _join(house, rooms, viewers)
    cost = (cpu_seconds(house.pid) - before) / (rooms * viewers) * 1000
    house.feed.paused = False
    await house.everybody_gets()
    return cost


async def _join(house: Stage, rooms: int, viewers: int) -> None:
    loop = asyncio.get_running_loop()
    for room in range(rooms):
        began = loop.time()
        await house.watch(f"room-{room}", viewers, feedback=False)
        each = (loop.time() - began) / viewers * 1000
        say(f"viewers: {viewers} joined room {room + 1} of {rooms}, {each:.1f} ms each")


def _held(load: Load) -> bool:
    return load.got.loss < LOSS and load.delivered >= 1 - 10 * LOSS


async def _measure(house: Stage, seconds: float) -> Load:
    """The first of three stretches that holds, or the last: what other work on the machine delays is not ours."""
    tries = 0
    while True:
        await asyncio.sleep(_SETTLE_S)
        load = await house.measure(seconds)
        tries += 1
        if _held(load) or tries == _TRIES:
            return load
