"""Joins, leaves, reconnects and people who vanish, for as long as asked: the server's memory shall stay as it is.

The rule: resident memory is read while the same number of people come and go all the time; the figure is its growth
from the end of the warm-up to the end, each the median of many readings, because it breathes. Who publishes and who
vanishes goes by turns and not by chance: it is held for 20 s, and chance would make the memory breathe by 4 %.
"""

import asyncio
import contextlib
import itertools
import os
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import aiohttp

from sfu.bench.figures import Figure
from sfu.bench.processes import media_server, token
from sfu.bench.resuming import Resuming, Speaker, Viewer

SECONDS: Final = 1200.0
WARM_UP: Final = 0.2
"""Of the whole time; a vanished person is waited for up to 20 s, so a short soak needs half a minute at least."""
WARM_UP_LEAST_S: Final = 30.0
WINDOW: Final = 0.15
"""Of the time after the warm-up: as long are the first and the last stretch whose medians are compared."""
PEOPLE: Final = 6
VANISHING: Final = 0.1
_READ_S: Final = 0.25
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Soak:
    """What was seen: (seconds since the start, resident bytes), the same of the private ones, and what people did."""

    readings: list[tuple[float, int]] = field(default_factory=list)
    private: list[tuple[float, int]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def growth_pct(self, warm_up: float) -> float:
        """Percent by which the last stretch's median is above the first one's after `warm_up` seconds."""
        return growth_pct(self.readings, warm_up)


def growth_pct(readings: list[tuple[float, int]], warm_up: float) -> float:
    """See Soak.growth_pct."""
    after = [size for at, size in readings if at >= warm_up]
    stretch = max(1, int(len(after) * WINDOW))
    return (statistics.median(after[-stretch:]) / statistics.median(after[:stretch]) - 1) * 100


def resident(pid: int) -> tuple[int, int]:
    """Bytes of a process in memory, and those of them that are no file's: its own (proc(5): statm)."""
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    return int(fields[1]) * _PAGE, (int(fields[1]) - int(fields[2])) * _PAGE


def warm_up(seconds: float) -> float:
    return max(WARM_UP_LEAST_S, seconds * WARM_UP)


async def measure(seconds: float = SECONDS, seed: int = 20261123) -> dict[str, Figure]:
    """The figure of a soak of `seconds`."""
    found = await soak(seconds, seed)
    growth = found.growth_pct(warm_up(seconds))
    sizes = [size for at, size in found.readings if at >= warm_up(seconds)]
    did = ", ".join(f"{number} {what}" for what, number in found.done.items())
    how = (
        f"{seconds:.0f} s with {PEOPLE} people at a time in 3 rooms ({did}); "
        f"resident memory after {warm_up(seconds):.0f} s of warm-up against the end, "
        f"{min(sizes) / 1e6:.1f} to {max(sizes) / 1e6:.1f} MB; "
        f"of what is no file's {growth_pct(found.private, warm_up(seconds)):+.2f} %"
    )
    return {"sfu.soak_growth_pct": Figure(growth, "%", how)}


async def soak(seconds: float, seed: int, vanishing: float = VANISHING) -> Soak:
    """`vanishing`: the share of people who go without a goodbye.

    Raises RuntimeError when the server still holds somebody after all have gone.
    """
    found = Soak()
    async with media_server() as (pid, url):
        begin = time.monotonic()
        reading = asyncio.create_task(_read(pid, begin, found))
        numbers = itertools.count()
        rng = random.Random(seed)
        lives = [
            asyncio.create_task(
                _live(url, random.Random(rng.random()), numbers, found, end=begin + seconds, vanishing=vanishing)
            )
            for _ in range(PEOPLE)
        ]
        try:
            await asyncio.gather(*lives)
        finally:
            for task in (*lives, reading):
                task.cancel()
            await asyncio.gather(*lives, reading, return_exceptions=True)
        await _empty(url)
    return found


async def _live(
    url: str, rng: random.Random, numbers: "itertools.count[int]", found: Soak, *, end: float, vanishing: float
) -> None:
    """One seat: people sit on it one after the other, each for a few seconds."""
    while time.monotonic() < end:
        room = f"soak-{rng.randrange(3)}"
        number = next(numbers)
        kind = (Speaker, Viewer)[number % 2]
        vanishes = vanishing > 0 and number // 2 % round(1 / vanishing) == 0
        person = kind(url, token(f"person-{number}", room))
        await person.join()
        found.done["joins"] += 1
        sending = asyncio.create_task(person.run(60)) if isinstance(person, Speaker) else None
        try:
            await asyncio.sleep(rng.uniform(0.2, 1.5))
            if rng.random() < 0.4:
                await _reconnect(person, rng, found)
        finally:
            if sending is not None:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
            if vanishes:
                await person.vanish()
                found.done["vanished"] += 1
            else:
                await person.leave()


async def _reconnect(person: Resuming, rng: random.Random, found: Soak) -> None:
    await person.hang_up()
    await asyncio.sleep(rng.uniform(0.0, 0.5))
    await person.resume()
    found.done["reconnects"] += 1
    await asyncio.sleep(rng.uniform(0.1, 0.5))


async def _read(pid: int, begin: float, found: Soak) -> None:
    told = 0.0
    while True:
        at = time.monotonic() - begin
        whole, own = resident(pid)
        found.readings.append((at, whole))
        found.private.append((at, own))
        if at - told >= 30:
            told = at
            print(
                f"soak: {at:.0f} s, {found.readings[-1][1] / 1e6:.1f} MB, {dict(found.done)}",
                file=sys.stderr,
                flush=True,
            )
        await asyncio.sleep(_READ_S)


async def _empty(url: str, patience: float = 75.0) -> None:
    """Waits until the server says that nobody is left: the vanished are given up after a while."""
    deadline = time.monotonic() + patience
    async with aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(url.replace("ws", "http", 1) + "/metrics") as answer:
                    text = await answer.text()
                if "\nsfu_participants 0.0" in text and "\nsfu_publications" in text:
                    return
            if time.monotonic() > deadline:
                raise RuntimeError("the server still holds people who left")
            await asyncio.sleep(0.5)
