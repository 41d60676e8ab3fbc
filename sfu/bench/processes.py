"""Servers under test as processes of their own, and what they cost: CPU time of all their threads from /proc."""

import asyncio
import contextlib
import os
import resource
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import aiohttp

from auth.room_token import Grant, encode_hs256
from sfu.netem.proxy import HOST, UdpProxy, udp_proxy

KEY: Final = "benchkey"
SECRET: Final = "a-secret-for-benchmarks-only-0123456789"


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, of the threads it has now; exact, unlike stat's ticks."""
    return _of_threads(pid, 0)


def waited_seconds(pid: int) -> float:
    """How long its threads could have run so far and had no core, because others had it."""
    return _of_threads(pid, 1)


def _of_threads(pid: int, field: int) -> float:
    """The sum of a field of schedstat (nanoseconds; Documentation/scheduler/sched-stats of Linux), in seconds."""
    total = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread that ends meanwhile
            total += int(task.read_text().split()[field])
    return total / 1e9


@contextlib.contextmanager
def apart(*pids: int) -> Iterator[bool]:
    """While it lasts the processes (all threads they have or make) have one core for them alone and we have the
    others. False: there is but one core, and nothing was changed.
    """
    cores = os.sched_getaffinity(0)
    if len(cores) < 2:
        yield False
        return
    own = max(cores)
    for pid in pids:
        for thread in os.listdir(f"/proc/{pid}/task"):
            os.sched_setaffinity(int(thread), {own})
    os.sched_setaffinity(0, cores - {own})
    try:
        yield True
    finally:
        os.sched_setaffinity(0, cores)


def open_many_files() -> None:
    """As many sockets as the system lets a process have; the servers started here inherit that."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def token(identity: str, room: str) -> str:
    """A token for the servers started here."""
    grant = Grant(identity=identity, room=room, room_join=True, expires_at=time.time() + 3600)
    return encode_hs256(grant, KEY, SECRET)


@contextlib.asynccontextmanager
async def process(
    arguments: Sequence[str], environment: Mapping[str, str], ready_url: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python <arguments>` until the block ends; entered when `ready_url` answers 200."""
    log = None if os.environ.get("VISAVIS_BENCH_LOG") else asyncio.subprocess.DEVNULL
    running = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env={**os.environ, **environment}, stdout=log, stderr=log
    )
    try:
        await _until_ready(running, ready_url)
        yield running
    finally:
        if running.returncode is None:
            running.terminate()
            try:
                await asyncio.wait_for(running.wait(), 10)
            except TimeoutError:
                running.kill()
                await running.wait()


async def _until_ready(running: asyncio.subprocess.Process, url: str) -> None:
    deadline = time.monotonic() + 20
    async with aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with session.get(url, timeout=aiohttp.ClientTimeout(total=1)) as response:
                    if response.status == 200:
                        return
            if running.returncode is not None:
                raise RuntimeError(f"the server ended with {running.returncode} before it was ready")
            if time.monotonic() > deadline:
                raise TimeoutError(f"{url} is not ready after 20 s")
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def media_server(**changed: str) -> AsyncIterator[tuple[int, str]]:
    """Our server (`python -m sfu`, open rooms) on free ports of 127.0.0.1: its pid and ws:// address. `changed`:
    environment variables of its own.
    """
    port = free_port()
    environment = {
        "VISAVIS_ENV": "test",
        "VISAVIS_ROOMS": "open",
        "VISAVIS_SFU_HTTP_BIND": "127.0.0.1",
        "VISAVIS_SFU_HTTP_PORT": str(port),
        "VISAVIS_SFU_UDP_PORT": "0",
        "VISAVIS_SFU_BIND": "127.0.0.1",
        "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
        "VISAVIS_WEBHOOK_URL": "",
        "LIVEKIT_API_KEY": KEY,
        "LIVEKIT_API_SECRET": SECRET,
        **changed,
    }
    async with process(["-m", "sfu"], environment, f"http://127.0.0.1:{port}/readyz") as running:
        yield running.pid, f"ws://127.0.0.1:{port}"


@contextlib.asynccontextmanager
async def behind_proxy() -> AsyncIterator[tuple[UdpProxy, str]]:
    """Our server with its media port behind a UDP proxy that makes bad lines: (proxy, ws:// address)."""
    async with udp_proxy() as proxy:
        proxy.server = (HOST, free_port())
        ports = {
            "VISAVIS_SFU_UDP_PORT": str(proxy.server[1]),
            "VISAVIS_SFU_ADVERTISE_PORT": str(proxy.port),
            "VISAVIS_SFU_TCP_PORT": "off",
        }
        async with media_server(**ports) as (_, url):
            yield proxy, url
