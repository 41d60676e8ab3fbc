"""The delay that the node adds between the port's receive and its send, at half load.

The node keeps the histogram itself (`sfu_forward_delay_seconds`, a pacer's wait aside); receive is the system's time
stamp of the datagram. Half load: as many classes as take half of a core, found by what one takes.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from sfu.bench import source
from sfu.bench.figures import Figure
from sfu.bench.processes import media_server
from sfu.bench.stage import SETTLE_S, Stage, delivered, say, stage

HALF: Final = 0.5
NEAR: Final = 0.1
"""How far from half of a core a load may be."""
VIEWERS: Final = 20
FIRST: Final = 2
STEPS: Final = 5
MOST: Final = 40
_NAME: Final = "sfu_forward_delay_seconds"

Buckets = Sequence[tuple[float, float]]
"""(upper edge in seconds, values up to it), the last edge infinite."""


async def measure(state: Path, seconds: float) -> dict[str, Figure]:
    """The two figures. A minute or two."""
    async with media_server() as (pid, url), stage(state, url, pid) as house:
        classes, wanted = 0, FIRST
        for _ in range(STEPS):
            await _classes(house, classes, wanted)
            classes = wanted
            await asyncio.sleep(SETTLE_S)
            before = await buckets(url)
            load = await delivered(lambda: house.measure(seconds))
            after = await buckets(url)
            wanted = max(1, min(MOST, round(classes * HALF / load.share)))
            if load.share > HALF - NEAR or wanted <= classes:
                break
    window = [(edge, b - a) for (edge, a), (_, b) in zip(before, after, strict=True)]
    at = {p: percentile(window, p) * 1000 for p in (0.5, 0.99)}
    say(
        f"delay: p50 {at[0.5]:.2f} ms, p99 {at[0.99]:.2f} ms at {load.share:.0%} of a core, {load.rate:.0f} packets/s"
    )
    how = (
        f"from the datagram's arrival at the socket to its protection and sending, {window[-1][1]:.0f} packets; "
        f"{classes} classes (1 publisher of 720p simulcast and audio, {VIEWERS} viewers) take {load.share:.0%} of a "
        f"core, {load.rate:.0f} packets/s, loss {load.got.loss:.3%}"
    )
    return {
        "sfu.forward_delay_ms.p50": Figure(at[0.5], "ms", how),
        "sfu.forward_delay_ms.p99": Figure(at[0.99], "ms", how),
    }


async def _classes(house: Stage, first: int, end: int) -> None:
    for number in range(first, end):
        await house.publish(f"class-{number}", 1, layers=source.LAYERS)
        await house.watch(f"class-{number}", VIEWERS)
    await house.everybody_gets()


async def buckets(url: str) -> list[tuple[float, float]]:
    """The node's histogram so far."""
    async with aiohttp.ClientSession() as session, session.get(url.replace("ws", "http", 1) + "/metrics") as answer:
        text = await answer.text()
    for family in text_string_to_metric_families(text):
        if family.name == _NAME:
            return [(float(s.labels["le"]), s.value) for s in family.samples if s.name.endswith("_bucket")]
    raise RuntimeError(f"the node shows no {_NAME}")


def percentile(window: Buckets, share: float) -> float:
    """The value below which that share (0..1) lies, evenly spread within its bucket; in the last bucket, which has no
    upper edge, its lower one.
    """
    total = window[-1][1]
    if total <= 0:
        raise ValueError("an empty histogram")
    lower, below = 0.0, 0.0
    for edge, up_to in window:
        if up_to >= share * total:
            if edge == float("inf"):
                return lower
            return lower + (edge - lower) * (share * total - below) / (up_to - below)
        lower, below = edge, up_to
    raise ValueError("a histogram whose counts fall")
