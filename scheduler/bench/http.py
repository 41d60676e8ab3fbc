"""scheduler.slots_http_ms.p95: a month of free times over HTTP at 50 requests a second, from a process of its own."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import asyncpg

from scheduler.bench.database import Filled
from scheduler.bench.figures import Figure, percentile

PER_SECOND = 50
BUSY = 60
_BUSY_RANGES = """
WITH made AS (
    INSERT INTO booking SELECT gen_random_uuid(), $1, $1, $2, 'confirmed', at, at + interval '30 min', at,
        'Europe/Berlin', 'Consultation', 30, 0, 'EUR', '', 0, at, NULL
    FROM generate_series(date_trunc('hour', $3::timestamptz), $3 + interval '31 days', interval '12 h') at
    LIMIT $4 RETURNING *
)
INSERT INTO occupancy SELECT id, professional_id, 'professional', tstzrange(starts_at, ends_at) FROM made
"""


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def served(url: str) -> AsyncIterator[str]:
    """`python -m scheduler serve` over this database; its address."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="visavis-bench-") as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "VISAVIS_SCHEDULER_PORT": str(port),
            "VISAVIS_STATE_DIR": folder,
            "VISAVIS_LOG_LEVEL": "WARNING",
        }
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "scheduler", "serve", env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            await _ready(address, process)
            yield address
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _ready(address: str, process: asyncio.subprocess.Process) -> None:
    deadline = time.monotonic() + 60
    async with aiohttp.ClientSession() as client:
        while time.monotonic() < deadline and process.returncode is None:
            try:
                async with client.get(f"{address}/healthz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
    raise RuntimeError("the scheduler did not start")


async def measure(filled: Filled, seconds: float) -> dict[str, Figure]:
    """Open loop: a request starts every 20 ms whatever the ones before do."""
    host, client_id = filled.people[0], filled.people[1]
    now = time.time()
    connection = await asyncpg.connect(filled.url)
    try:
        begin = await connection.fetchval("SELECT to_timestamp($1)", now)
        await connection.execute(_BUSY_RANGES, host, client_id, begin, BUSY)
        until = await connection.fetchval("SELECT $1::timestamptz + interval '31 days'", begin)
    finally:
        await connection.close()
    params = {"from": begin.isoformat(), "to": until.isoformat()}
    waits: list[float] = []
    sizes: list[int] = []
    async with served(filled.url) as address, aiohttp.ClientSession() as client:

        async def ask(counted: bool) -> None:
            began = time.perf_counter()
            async with client.get(f"{address}/api/v1/services/{host}/slots", params=params) as answer:
                body = await answer.json()
            if answer.status != 200:
                raise RuntimeError(f"{answer.status}: {body}")
            if counted:
                waits.append((time.perf_counter() - began) * 1000)
                sizes.append(len(body["slots"]))

        for _ in range(20):
            await ask(counted=False)
        began = time.perf_counter()
        tasks = []
        for index in range(int(seconds * PER_SECOND)):
            await asyncio.sleep(max(0.0, began + index / PER_SECOND - time.perf_counter()))
            tasks.append(asyncio.create_task(ask(counted=True)))
        await asyncio.gather(*tasks)
    how = (
        f"GET slots, 31 days, 15-minute step, {BUSY} busy ranges, {sizes[0]} slots in the answer; {PER_SECOND}/s"
        f" for {seconds:g} s ({len(waits)} requests): p50 {percentile(waits, 0.5):.1f},"
        f" p99 {percentile(waits, 0.99):.1f} ms"
    )
    return {"scheduler.slots_http_ms.p95": Figure(percentile(waits, 0.95), "ms", how)}
