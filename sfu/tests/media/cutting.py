"""A TCP relay before a server, whose connections can be cut for a while; media goes by UDP and does not pass it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

from sfu.tests.servers import MediaServer


class Relay:
    """Passes what comes; while `cut`, it holds none and takes none; while not `flowing`, nothing passes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0
        self.flowing = asyncio.Event()
        self.flowing.set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Every connection breaks, and new ones are refused until `open`."""
        assert self._server is not None
        self._server.close()
        for stream in list(self._streams):
            stream.transport.abort()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        streams = {writer, back}
        self._streams |= streams
        tasks = {asyncio.create_task(self._copy(reader, back)), asyncio.create_task(self._copy(there, writer))}
        self._tasks |= tasks
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for stream in streams:
            stream.close()
        await asyncio.wait(tasks)
        self._tasks -= tasks
        self._streams -= streams

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(1 << 16):
                await self.flowing.wait()
                writer.write(data)
                await writer.drain()


@contextlib.asynccontextmanager
async def behind_relay(server: MediaServer) -> AsyncIterator[tuple[MediaServer, Relay]]:
    """The server at the relay's address."""
    relay = Relay(server.http_port)
    await relay.open()
    try:
        yield replace(server, http_port=relay.port), relay
    finally:
        await relay.cut()
