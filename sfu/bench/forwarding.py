"""CPU per forwarded packet: our server, the C model and a MediaRelay server, side by side.

The rule: each round measures all of them on the same machine within a minute, because clock states drift; ratios are
taken per round and their median counts. A round that delivered short is measured again, never averaged in.
"""

import asyncio
import statistics
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, NamedTuple

import aiohttp

from sfu.bench import source
from sfu.bench.clients import Publisher, Subscriber
from sfu.bench.cmodel import Model
from sfu.bench.figures import Figure, spread
from sfu.bench.mediarelay.__main__ import loopback_only
from sfu.bench.mediarelay.clients import Receiver, encoded_pictures, publish
from sfu.bench.processes import cpu_seconds, free_port, media_server, process, token

SUBSCRIBERS: Final = 10
MODEL_PACKETS: Final = 5000
DELIVERED: Final = 0.99  # less in a round of ours: measured again
HELD: Final = 0.9 * source.FRAME_RATE  # pictures a second a relay's subscriber must get
MOST_RELAYED: Final = 8
SETTLE_S: Final = 1.5
_TRIES: Final = 3


class Cost(NamedTuple):
    """CPU microseconds per packet that arrived, and what share (0..1) of those due arrived."""

    us_per_packet: float
    delivered: float


async def server_round(subscribers: int, seconds: float) -> Cost:
    """Our server with one publisher (simulcast 720p and audio) and `subscribers` that get the top layer and audio."""
    async with media_server() as (pid, url):
        publisher = Publisher(url, token("publisher", "bench"))
        await publisher.join()
        sending = asyncio.create_task(publisher.run(3600))
        people = [Subscriber(url, token(f"subscriber-{i}", "bench")) for i in range(subscribers)]
        try:
            await asyncio.gather(*(p.join() for p in people))
            await _until(lambda: all(len(p.counting.highest) >= 2 for p in people))
            await asyncio.sleep(SETTLE_S)
            cpu, sent = cpu_seconds(pid), publisher.top_sent
            counted = sum(p.counting.packets for p in people)
            await asyncio.sleep(seconds)
            cpu, sent = cpu_seconds(pid) - cpu, publisher.top_sent - sent
            counted = sum(p.counting.packets for p in people) - counted
        finally:
            sending.cancel()
            await asyncio.gather(publisher.leave(), *(p.leave() for p in people), return_exceptions=True)
    return Cost(cpu / max(counted, 1) * 1e6, counted / (sent * subscribers))


async def _model_round(model: Model) -> Cost:
    measured = model.measure(source.forwarded_sizes(), MODEL_PACKETS)
    return Cost(measured.us_per_packet, measured.delivered)


async def relay_round(subscribers: int, seconds: float, pictures: list[bytes]) -> Cost:
    """The MediaRelay server with one publisher (720p, pre-encoded) and audio; delivered = its share of pictures."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    arguments = ["-m", "sfu.bench.mediarelay", str(port)]
    async with process(arguments, {}, url + "/readyz") as running, aiohttp.ClientSession() as session:
        publisher = await publish(session, url, pictures)
        await asyncio.sleep(0.5)
        people = [Receiver(url) for _ in range(subscribers)]
        try:
            for person in people:
                await person.connect(session)
            await asyncio.sleep(2 * SETTLE_S)
            cpu = cpu_seconds(running.pid)
            packets, frames = sum(p.packets for p in people), sum(p.frames for p in people)
            await asyncio.sleep(seconds)
            cpu = cpu_seconds(running.pid) - cpu
            packets, frames = sum(p.packets for p in people) - packets, sum(p.frames for p in people) - frames
        finally:
            await asyncio.gather(publisher.close(), *(p.connection.close() for p in people))
    return Cost(cpu / max(packets, 1) * 1e6, frames / (seconds * subscribers * source.FRAME_RATE))


async def relay_capacity(seconds: float, pictures: list[bytes]) -> int:
    """The most subscribers that a MediaRelay server gives at least HELD pictures a second."""
    held = 0
    for subscribers in range(1, MOST_RELAYED + 1):
        cost = await relay_round(subscribers, seconds, pictures)
        _say(
            f"MediaRelay with {subscribers}: {cost.us_per_packet:.0f} us/packet, {cost.delivered:.0%} of the pictures"
        )
        if cost.delivered * source.FRAME_RATE < HELD:
            break
        held = subscribers
    return max(held, 1)


async def compare(state: Path, rounds: int, seconds: float) -> dict[str, Figure]:
    """The figures of the three. About `rounds` * (3 * `seconds` + 10) seconds."""
    loopback_only()
    pictures = encoded_pictures()
    relayed = await relay_capacity(seconds, pictures)
    model = Model(state, SUBSCRIBERS)
    ours: list[float] = []
    c: list[float] = []
    relay: list[float] = []
    try:
        for number in range(rounds):
            ours.append((await _delivered(lambda: server_round(SUBSCRIBERS, seconds))).us_per_packet)
            c.append((await _delivered(lambda: _model_round(model))).us_per_packet)
            relay.append((await relay_round(relayed, seconds, pictures)).us_per_packet)
            _say(f"round {number + 1}: server {ours[-1]:.1f}, C {c[-1]:.2f}, MediaRelay {relay[-1]:.0f} us/packet")
    finally:
        model.close()
    against_c = [a / b for a, b in zip(ours, c, strict=True)]
    against_relay = [b / a for a, b in zip(ours, relay, strict=True)]
    load = f"1 publisher (simulcast 720p and audio), {SUBSCRIBERS} subscribers, median of {rounds} alternating rounds"
    return {
        "sfu.server_vs_c.n10": Figure(
            statistics.median(against_c),
            "ratio",
            f"CPU per forwarded packet, ours over the C model's (lower is better); {load}: {spread(against_c)}; "
            f"server {spread(ours)} us, C model {spread(c)} us",
        ),
        "sfu.server_vs_mediarelay": Figure(
            statistics.median(against_relay),
            "ratio",
            f"CPU per forwarded packet, MediaRelay's over ours (higher is better); {load}: {spread(against_relay)}; "
            f"MediaRelay {spread(relay)} us with the {relayed} subscribers it holds at 720p30",
        ),
    }


async def _delivered(measure: Callable[[], Awaitable[Cost]]) -> Cost:
    """A round that delivered in full. Raises RuntimeError when several in a row did not."""
    for _ in range(_TRIES):
        cost = await measure()
        if cost.delivered >= DELIVERED:
            return cost
        _say(f"discarded: only {cost.delivered:.1%} delivered")
    raise RuntimeError(f"{_TRIES} rounds in a row delivered less than {DELIVERED:.0%}")


async def _until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        if asyncio.get_running_loop().time() > deadline:
            raise TimeoutError("subscribers did not get both tracks")
        await asyncio.sleep(0.05)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
