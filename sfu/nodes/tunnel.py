"""A WebSocket through the gateway, byte for byte: what the client and the node say to each other is theirs.

The rule: bounded on both sides. One that does not read stops the other from being read (the streams' own limits);
one that does not read for STALL_S is cut. When either side ends, with a farewell or without, so does the other.
"""

import asyncio
import contextlib
import logging
from typing import Any, Final

import aiohttp
from aiohttp import web

log = logging.getLogger(__name__)

BUFFER: Final = 64 << 10  # bytes in each direction before reading stops
STALL_S: Final = 15.0


class Tunnel(web.StreamResponse):
    """The answer to an upgrade that the node accepted (`upstream` answered 101). Return it after `run`."""

    _length_check = False

    def __init__(self, upstream: aiohttp.ClientResponse) -> None:
        super().__init__(status=101)
        self._upstream = upstream
        for name, value in upstream.headers.items():
            if name.lower() in ("upgrade", "connection") or name.lower().startswith("sec-websocket-"):
                self.headers.add(name, value)
        self.force_close()

    async def run(self, request: web.Request) -> None:
        """Until one side ends. Raises ConnectionError when one was gone before it began."""
        connection = self._upstream.connection
        if connection is None or connection.transport is None or connection.protocol is None:
            raise ConnectionResetError("the node is gone")
        node = connection.protocol
        await self.prepare(request)
        client = request.protocol
        if client.transport is None:
            raise ConnectionResetError("the client is gone")
        up, down = _feed(client.transport), _feed(connection.transport)
        client.set_parser(up)  # type: ignore[arg-type]  # of a parser aiohttp asks these two methods only
        client.keep_alive(False)
        node.set_parser(down, down)
        pumps = {asyncio.create_task(_pump(up.reader, node)), asyncio.create_task(_pump(down.reader, client))}
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            connection.close()
            if client.transport is not None:
                client.transport.close()

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing: what stood in the tunnel was the whole answer."""
        self._eof_sent = True


class _Feed:
    """Takes a connection's bytes from aiohttp, as its parser, into a reader that stops the connection when full."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self.reader = reader

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        self.reader.feed_data(data)
        return False, b""

    def feed_eof(self) -> None:
        self.reader.feed_eof()

    def set_exception(self, exc: BaseException, cause: BaseException | None = None) -> None:
        """aiohttp tells the payload of a lost connection so; to us it is its end."""
        self.reader.feed_eof()


def _feed(transport: asyncio.Transport) -> _Feed:
    reader = asyncio.StreamReader(limit=BUFFER // 2)  # it stops at twice its limit
    reader.set_transport(transport)
    return _Feed(reader)


async def _pump(reader: asyncio.StreamReader, out: Any) -> None:
    """From the reader to aiohttp's protocol `out`, until the end of either."""
    with contextlib.suppress(ConnectionError, TimeoutError):
        while data := await reader.read(BUFFER):
            if out.transport is None or out.transport.is_closing():
                return
            out.transport.write(data)
            await asyncio.wait_for(out._drain_helper(), STALL_S)
