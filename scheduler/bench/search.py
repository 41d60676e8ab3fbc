"""scheduler.search_free_ms.p95, scheduler.search_http_ms.p95: who offers this, free at that time, and of what kinds.

Every search is another one: a word (a field, a trade, a name, a beginning, now and then two), half a working day
within the next three weeks (at weekends nobody is open), the counts of categories and languages, by relevance.
"""

import asyncio
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from scheduler.availability.hours import EPOCH_WEEKDAY
from scheduler.bench.figures import Figure, percentile
from scheduler.bench.http import served
from scheduler.bench.lean import LeanClient
from scheduler.bench.market import FIELDS, FIRST, LAST, TRADES
from scheduler.freetime.windows import DAY
from scheduler.search import storage
from scheduler.search.wanted import Wanted, words_of
from scheduler.store.engine import create_engine, create_sessions
from scheduler.store.reading import reading

AT_ONCE: Final = 8
LIMIT: Final = 20
SQL_SEARCHES: Final = 400
WARM_UP: Final = 40


def questions(seed: int, now: int) -> Iterator[tuple[str, int, int]]:
    """(words, from, to), without end."""
    dice = random.Random(seed)
    tomorrow = now // DAY + 1
    working = [day for day in range(tomorrow, tomorrow + 21) if (day + EPOCH_WEEKDAY) % 7 < 5]
    while True:
        field = dice.choice(FIELDS)
        trade = dice.choice(TRADES)
        words = dice.choice((field, field, field, f"{field} {trade}", dice.choice(FIRST + LAST), field[:5], trade))
        day = dice.choice(working)
        begin = day * DAY + 3600 * dice.choice((7, 8, 9, 12, 13, 14))
        yield words, begin, begin + 4 * 3600


async def measure(url: str, seconds: float) -> dict[str, Figure]:
    """Both figures, of a marketplace made by `market.fill`."""
    return {**await _sql(url), **await _http(url, seconds)}


async def _sql(url: str) -> dict[str, Figure]:
    """The statement with the counts, one after another over one connection."""
    engine = create_engine(url, pool=1)
    sessions = create_sessions(engine)
    now = int(time.time())
    waits: list[float] = []
    totals: list[float] = []
    try:
        for index, (q, *free) in zip(range(WARM_UP + SQL_SEARCHES), questions(1, now), strict=False):
            tokens, _ = words_of(q)
            wanted = Wanted(tokens=tokens, free=(free[0], free[1]), sort="relevance", as_of=now)
            async with reading(sessions) as connection:
                began = time.perf_counter()
                _, counts = await storage.find_and_count(connection, wanted, LIMIT + 1, None, [])
                took = (time.perf_counter() - began) * 1000
            if index >= WARM_UP:
                waits.append(took)
                totals.append(counts.total)
    finally:
        await engine.dispose()
    how = (
        f"words, two facets, free between; {len(waits)} different searches, one at a time; found"
        f" {percentile(totals, 0.5):.0f} (p95 {percentile(totals, 0.95):.0f}) each;"
        f" p50 {percentile(waits, 0.5):.1f}, p99 {percentile(waits, 0.99):.1f} ms"
    )
    return {"scheduler.search_free_ms.p95": Figure(percentile(waits, 0.95), "ms", how)}


async def _http(url: str, seconds: float) -> dict[str, Figure]:
    """Closed loop: eight clients, each asks again as soon as it is answered."""
    waits: list[float] = []
    shown: list[int] = []
    async with served(url) as address:
        clients = [await LeanClient.connect(address) for _ in range(AT_ONCE)]

        async def work(number: int, until: float, counted: bool) -> None:
            for q, begin, end in questions(10 + number, int(time.time())):
                params = {"q": q, "free_from": _wire(begin), "free_to": _wire(end), "facets": "true"}
                began = time.perf_counter()
                if began >= until:
                    return
                body = await clients[number].get("/api/v1/professionals", {**params, "limit": str(LIMIT)})
                if counted:
                    waits.append((time.perf_counter() - began) * 1000)
                    shown.append(body.count(b'"next_slots":[{'))

        for length, counted in ((4.0, False), (seconds, True)):
            until = time.perf_counter() + length
            await asyncio.gather(*(work(number, until, counted) for number in range(AT_ONCE)))
        for client in clients:
            await client.close()
    how = (
        f"the same over HTTP, {AT_ONCE} at once for {seconds:g} s ({len(waits)} requests,"
        f" {len(waits) / seconds:.0f}/s),"
        f" {sum(shown) / len(shown):.1f} cards each with times the validator confirmed;"
        f" p50 {percentile(waits, 0.5):.1f}, p99 {percentile(waits, 0.99):.1f} ms"
    )
    return {"scheduler.search_http_ms.p95": Figure(percentile(waits, 0.95), "ms", how)}


def _wire(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
