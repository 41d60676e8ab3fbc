"""Messages on their way to one WebSocket: in order, bounded in bytes. A client that does not read is cut off.

Cutting is kind: its SDK reconnects and resumes, and gets the whole state anew instead of a backlog.
"""

import asyncio
import contextlib
import logging
from typing import Final

from aiohttp import web
from livekit.protocol.rtc import SignalResponse

from sfu.net.drops import Drops

log = logging.getLogger(__name__)

MAX_BYTES: Final = 1 << 20
_SEND_SECONDS: Final = 10.0


class Outbox:
    """One WebSocket's writer. `put` never blocks; `run` writes until closed or broken."""

    def __init__(self, socket: web.WebSocketResponse, drops: Drops) -> None:
        self._socket = socket
        self._drops = drops
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._bytes = 0
        self._closed = False

    @property
    def queued(self) -> int:
        """Bytes not yet given to the socket."""
        return self._bytes

    def put(self, message: SignalResponse) -> None:
        """Queues a message, or cuts the client off when it is too far behind."""
        if self._closed:
            return
        data = message.SerializeToString()
        if self._bytes + len(data) > MAX_BYTES:
            self._drops.add("signal_overflow")
            self.abort()
            return
        self._bytes += len(data)
        self._queue.put_nowait(data)

    def finish(self) -> None:
        """Lets what is queued go out, then closes the WebSocket."""
        if not self._closed:
            self._closed = True
            self._queue.put_nowait(None)

    def abort(self) -> None:
        """Drops the connection now, with what is queued."""
        self._closed = True
        self._queue.put_nowait(None)
        if self._socket._req is not None and self._socket._req.transport is not None:
            self._socket._req.transport.abort()

    async def run(self) -> None:
        """Writes until `finish`, `abort` or a broken connection; then closes the WebSocket."""
        with contextlib.suppress(ConnectionError, TimeoutError):
            while (data := await self._queue.get()) is not None:
                async with asyncio.timeout(_SEND_SECONDS):  # wait_for would make a task of each message
                    await self._socket.send_bytes(data)
                self._bytes -= len(data)
        self._closed = True
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(_SEND_SECONDS):
                await self._socket.close()
