"""A media server in a process of its own, on free ports of 127.0.0.1, for tests with real clients."""

import asyncio
import contextlib
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp

from auth.room_token import Grant, encode_hs256

KEY = "testkey"
SECRET = "secret-of-the-tests-0123456789-0123456789"


@dataclass(frozen=True)
class MediaServer:
    """Where it is."""

    http_port: int
    udp_port: int
    tcp_port: int  # 0: off
    pid: int

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.http_port}"

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    def token(self, identity: str, room: str = "room", **grant: object) -> str:
        """A token for a day, signed with the server's key."""
        fields: dict[str, object] = {"name": identity.title(), "can_update_own_metadata": True, **grant}
        expires = 4_102_444_800.0  # the year 2100: tests do not depend on today
        made = Grant(identity=identity, room=room, room_join=True, expires_at=expires, **fields)  # type: ignore[arg-type]
        return encode_hs256(made, KEY, SECRET)

    async def metric(self, name: str) -> float:
        """The sum of a metric's samples."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.http}/metrics") as response:
            text = await response.text()
        return sum(float(v) for v in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", text, re.MULTILINE))


@contextlib.asynccontextmanager
async def media_server(*arguments: str, **environment: str) -> AsyncIterator[MediaServer]:
    """Starts `python -m sfu`, waits until it is ready, ends it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sfu",
        *arguments,
        env={
            **os.environ,
            "VISAVIS_ENV": "test",
            "VISAVIS_SFU_HTTP_BIND": "127.0.0.1",
            "VISAVIS_SFU_HTTP_PORT": "0",
            "VISAVIS_SFU_UDP_PORT": "0",
            "VISAVIS_SFU_BIND": "127.0.0.1",
            "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
            "LIVEKIT_API_KEY": KEY,
            "LIVEKIT_API_SECRET": SECRET,
            **environment,
        },
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    log: list[str] = []
    try:
        async with asyncio.timeout(30):
            http, udp, tcp = await _ports(process.stderr, log)
        drain = asyncio.create_task(_drain(process.stderr, log))
        yield MediaServer(http, udp, tcp, process.pid)
        trouble = [line for line in log if '"exception"' in line]
        assert not trouble, "\n".join(trouble)
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 15)
        await drain


async def _ports(stream: asyncio.StreamReader, log: list[str]) -> tuple[int, int, int]:
    while line := (await stream.readline()).decode():
        log.append(line)
        message = json.loads(line)["message"] if line[0] == "{" else line
        found = re.search(r"ready: http (\d+), udp (\d+), tcp (\d+|off)", message)
        if found:
            return int(found[1]), int(found[2]), 0 if found[3] == "off" else int(found[3])
    raise RuntimeError("the media server did not start:\n" + "".join(log))


async def _drain(stream: asyncio.StreamReader, log: list[str]) -> None:
    while line := (await stream.readline()).decode():
        log.append(line)
        if os.environ.get("VISAVIS_TEST_LOG"):
            sys.stderr.write(line)
