"""scheduler.bookings_per_s and scheduler.race_not_won_once: the service function with all its transaction does."""

import asyncio
import itertools
import random
import statistics
import time
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from scheduler import memory
from scheduler.bench.database import NOW, Filled
from scheduler.bench.figures import Figure, percentile, spread
from scheduler.booking import service as desk
from scheduler.http import Problem
from scheduler.store.engine import Sessions, create_engine, create_sessions

AT_ONCE = 16
FIRST = datetime.fromisoformat("2027-03-02T07:00:00Z")  # eight in Berlin
OVERLAPS = text(
    "SELECT count(*) FROM occupancy a JOIN occupancy b ON a.person_id = b.person_id"
    " AND a.booking_id < b.booking_id AND a.during && b.during"
)


async def attempt(sessions: Sessions, wish: desk.Wish) -> str:
    """ "won", or the slug of the refusal."""
    try:
        async with sessions.begin() as session:
            await desk.book(session, wish, NOW)
    except Problem as problem:
        return problem.slug
    return "won"


async def throughput(filled: Filled, seconds: float, rounds: int) -> dict[str, Figure]:
    """Sixteen at once book for so many seconds: random clients, professionals and times of 200 days."""
    engine = create_engine(filled.url, pool=AT_ONCE)
    sessions = create_sessions(engine)
    memory.settle()  # as `serve` does
    dice = random.Random(3)
    rates: list[float] = []
    waits: list[float] = []
    outcomes: Counter[str] = Counter()
    busy_since = 0.0

    async def work(until: float) -> int:
        won = 0
        while time.perf_counter() < until:
            host, client = dice.sample(filled.people, 2)
            start = FIRST + timedelta(days=dice.randrange(26), minutes=60 * dice.choice((0, 1, 2, 5, 6, 7)))
            began = time.perf_counter()
            outcome = await attempt(sessions, desk.Wish(host, client, start))
            waits.append(time.perf_counter() - began)
            outcomes[outcome] += 1
            won += outcome == "won"
        return won

    try:
        for index in range(rounds + 1):
            if index == 1:
                outcomes.clear()
                busy_since = time.process_time()
            began = time.perf_counter()
            length = seconds if index else seconds / 3  # the first round warms up
            won = sum(await asyncio.gather(*(work(began + length) for _ in range(AT_ONCE))))
            if index:
                rates.append(won / (time.perf_counter() - began))
            else:
                waits.clear()
        ours = (time.process_time() - busy_since) / max(1, outcomes.total()) * 1000
        async with sessions() as session:
            fsync = await session.scalar(text("SHOW fsync")), await session.scalar(text("SHOW synchronous_commit"))
            overlaps = await session.scalar(OVERLAPS)
    finally:
        await engine.dispose()
    how = (
        f"{AT_ONCE} at once, fsync {fsync[0]}, synchronous_commit {fsync[1]}; {rounds} rounds of {seconds:g} s:"
        f" {spread(rates)} bookings/s; p50 {percentile(waits, 0.5) * 1000:.1f} ms, p99"
        f" {percentile(waits, 0.99) * 1000:.1f} ms; {ours:.2f} ms of our processor time an attempt;"
        f" outcomes {dict(outcomes)}; overlaps {overlaps}"
    )
    return {"scheduler.bookings_per_s": Figure(statistics.median(rates), "bookings/s", how)}


async def race(filled: Filled, rounds: int) -> dict[str, Figure]:
    """Two hundred contenders in mixed roles for one person's one time; what overlaps in the end, over all rounds."""
    engine = create_engine(filled.url, pool=50)
    sessions = create_sessions(engine)
    won: list[int] = []
    took: list[float] = []
    try:
        for index in range(rounds):
            target, *others = random.Random(index).sample(filled.people, 201)
            start = FIRST + timedelta(days=100 + index)
            wishes = list(itertools.starmap(desk.Wish, _sides(target, others, start)))
            began = time.perf_counter()
            outcomes = await asyncio.gather(*(attempt(sessions, wish) for wish in wishes))
            took.append(time.perf_counter() - began)
            won.append(outcomes.count("won"))
        async with sessions() as session:
            overlaps = int(await session.scalar(OVERLAPS) or 0)
    finally:
        await engine.dispose()
    how = (
        f"{rounds} races of 200 in mixed roles for one person, 50 connections: winners {won},"
        f" {spread(each * 1000 for each in took)} ms; overlapping pairs in the whole table"
    )
    return {"scheduler.race_not_won_once": Figure(overlaps + sum(each != 1 for each in won), "count", how)}


def _sides(target: UUID, others: list[UUID], start: datetime) -> list[tuple[UUID, UUID, datetime]]:
    """(service, client, start): half want the target as professional, half are wanted by the target as client."""
    return [(target, other, start) if index % 2 else (other, target, start) for index, other in enumerate(others)]
