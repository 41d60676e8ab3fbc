"""A client for measurements: one connection that is kept, GET, the body as bytes.

The rule kept here: it costs the machine that it shares with the server next to nothing, as load generators do;
aiohttp's client takes a tenth of what a search takes in all. It reads what our own server writes, and nothing else.
"""

import asyncio
from urllib.parse import urlencode, urlsplit


class LeanClient:
    """A client of one server. `close` it at the end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader, self._writer, self._host = reader, writer, host

    @classmethod
    async def connect(cls, address: str) -> "LeanClient":
        """To `http://host:port`."""
        where = urlsplit(address)
        assert where.hostname is not None
        reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=1 << 20)
        return cls(reader, writer, where.netloc)

    async def get(self, path: str, params: dict[str, str]) -> bytes:
        """The body. Raises RuntimeError for an answer that is not 200 or has no length, IncompleteReadError when the
        server hangs up."""
        self._writer.write(f"GET {path}?{urlencode(params)} HTTP/1.1\r\nHost: {self._host}\r\n\r\n".encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        _, found, rest = head.partition(b"\r\ncontent-length: ")
        if not found:
            raise RuntimeError("the answer has no length")
        body = await self._reader.readexactly(int(rest.split(b"\r\n", 1)[0]))
        if not head.startswith(b"http/1.1 200 "):
            raise RuntimeError(f"{head.split(maxsplit=2)[1].decode()}: {body.decode(errors='replace')}")
        return body

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()
