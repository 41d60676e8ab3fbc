"""A scheduler that is told to end while its database is gone ends all the same, and soon, whatever waits for it."""

import asyncio
import contextlib
import json
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import pytest

from scheduler.tests.process.test_serve import start

ENDS_WITHIN_S = 8


@dataclass
class Line:
    """The way to the database, which can be lost: `gone` (nobody listens any more, what was open is reset), or
    `silent` (what is sent is not answered, as when a machine or a cable is lost)."""

    host: str
    port: int
    silent: asyncio.Event = field(default_factory=asyncio.Event)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    server: asyncio.Server | None = None

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, both ways."""
        self.writers.append(writer)
        far_reader, far_writer = await asyncio.open_connection(self.host, self.port)
        self.writers.append(far_writer)
        with contextlib.suppress(OSError):
            await asyncio.gather(self.one_way(reader, far_writer), self.one_way(far_reader, writer))

    async def one_way(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self.silent.is_set():
                await asyncio.Event().wait()
            writer.write(data)
            await writer.drain()
        writer.close()

    def cut(self) -> None:
        """Gone."""
        assert self.server is not None
        self.server.close()
        for writer in self.writers:
            writer.transport.abort()


@contextlib.asynccontextmanager
async def line_to(database: str) -> AsyncIterator[tuple[Line, str]]:
    """A way to the database, and the address to use it."""
    parts = urlsplit(database)
    line = Line(parts.hostname or "127.0.0.1", parts.port or 5432)
    line.server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    port = line.server.sockets[0].getsockname()[1]
    there = f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}"
    try:
        yield line, urlunsplit(parts._replace(netloc=there))
    finally:
        line.cut()


# Two seconds: connecting is given up after five, and the database is asked for two whether it is there. After three
# both would be over at the same moment, and whichever came first would decide what is said.
@pytest.mark.parametrize("after_s", [0.0, 2.0], ids=["at once", "while it tries to connect again"])
@pytest.mark.parametrize("how", ["gone", "silent"])
async def test_it_ends_soon_when_its_database_is(
    fresh_database: str, tmp_path: Path, how: str, after_s: float
) -> None:
    """Also with a request under way, which waits for the database."""
    async with line_to(fresh_database) as (line, address), aiohttp.ClientSession() as http:
        process = await start("serve", address, tmp_path)
        assert process.stderr is not None
        first = json.loads(await asyncio.wait_for(process.stderr.readline(), 30))
        if how == "gone":
            line.cut()
        else:
            line.silent.set()
        asking = asyncio.create_task(http.get(f"{first['address']}/api/v1/categories"))
        await asyncio.sleep(after_s)  # a process' own time
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, rest = await asyncio.wait_for(process.communicate(), ENDS_WITHIN_S)
        assert time.monotonic() - asked < ENDS_WITHIN_S
        assert process.returncode == 0
        said = [json.loads(each)["message"] for each in rest.splitlines()]
        assert "the database does not answer; ending without it" in said or how == "gone"
        await asyncio.gather(asking, return_exceptions=True)
