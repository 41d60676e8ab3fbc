"""A NAT between clients and the node, for UDP and TCP, that can give everybody a new address in the middle of a call.

It listens on an address of its own (of 127.0.0.0/8), on the ports of the node, which sees it as another address and,
for each client, another port.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

from sfu.tests.servers import MediaServer

ADDRESS: Final = "127.0.0.77"
"""What the node has to advertise."""
NODE: Final = "127.0.0.1"


class _Upstream(asyncio.DatagramProtocol):
    """What comes back from the node for one client."""

    def __init__(self, nat: "Nat", client: tuple[str, int]) -> None:
        self._nat, self._client = nat, client

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._nat.brought += len(data)
        if self._nat.inside is not None:
            self._nat.inside.sendto(data, self._client)


class Nat(asyncio.DatagramProtocol):
    """`move`: every client is seen at other ports from now on, and its TCP connections are cut."""

    def __init__(self, server: MediaServer) -> None:
        self._server = server
        self.inside: asyncio.DatagramTransport | None = None
        self._upstreams: dict[tuple[str, int], asyncio.DatagramTransport] = {}
        self._opening: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._streams: set[asyncio.StreamWriter] = set()
        self.brought = 0
        """Bytes from the node to clients since the last move."""

    def move(self) -> None:
        self.brought = 0
        for upstream in self._upstreams.values():
            upstream.close()
        self._upstreams.clear()
        for stream in self._streams:
            stream.transport.abort()

    # ---- UDP ----

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self.inside = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        upstream = self._upstreams.get(addr)
        if upstream is not None:
            upstream.sendto(data)
        elif addr not in self._opening:
            self._opening[addr] = asyncio.create_task(self._open(data, addr))

    async def _open(self, data: bytes, client: tuple[str, int]) -> None:
        try:
            upstream, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: _Upstream(self, client), remote_addr=(NODE, self._server.udp_port)
            )
            self._upstreams[client] = upstream
            upstream.sendto(data)
        finally:
            del self._opening[client]

    # ---- TCP ----

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client's connection, passed on until either end closes."""
        to_node: asyncio.StreamWriter | None = None
        try:
            from_node, to_node = await asyncio.open_connection(NODE, self._server.tcp_port)
            self._streams |= {writer, to_node}
            done, pending = await asyncio.wait(
                [asyncio.create_task(_pass_on(reader, to_node)), asyncio.create_task(self._bring(from_node, writer))],
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in pending:
                task.cancel()
            await asyncio.gather(*done, *pending, return_exceptions=True)
        finally:
            for stream in (writer, to_node):
                if stream is not None:
                    self._streams.discard(stream)
                    stream.transport.abort()

    async def _bring(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65_536):
                self.brought += len(data)
                writer.write(data)
                await writer.drain()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()


@contextlib.asynccontextmanager
async def nat(server: MediaServer) -> AsyncIterator[Nat]:
    """In front of a node that was started with VISAVIS_SFU_ADVERTISE=ADDRESS."""
    made = Nat(server)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: made, local_addr=(ADDRESS, server.udp_port)
    )
    listener = await asyncio.start_server(made.serve, ADDRESS, server.tcp_port)
    try:
        yield made
    finally:
        listener.close()
        made.move()
        transport.close()
