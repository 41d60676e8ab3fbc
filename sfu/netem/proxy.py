"""Bad lines in front of real clients: a UDP proxy with a `Link` each way for every client, and a stream proxy whose
connections can be cut.

The rule: loopback only. A client is told the proxy's port as the server's; every source address of a client is a
flow with a socket of its own toward the server, so that the server tells clients apart as it would without a proxy.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from typing import Final, cast

from .link import Conditions, Link

Address = tuple[str, int]

HOST: Final = "127.0.0.1"
MOST_FLOWS: Final = 64
_CHUNK: Final = 65_536
_BUFFER: Final = 4 << 20  # octets of a socket: what is lost shall be lost by the line


def _widen(transport: asyncio.BaseTransport) -> None:
    sock = transport.get_extra_info("socket")
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        sock.setsockopt(socket.SOL_SOCKET, option, _BUFFER)


class _Pump:
    """One direction of a flow: what comes out of the link is passed on, in time."""

    def __init__(self, conditions: Conditions, seed: int, out: Callable[[bytes], None]) -> None:
        self.link: Link[bytes] = Link(conditions, seed)
        self._out = out
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0

    def put(self, datagram: bytes) -> None:
        self.link.put(datagram, len(datagram), self._loop.time())
        self._pass()

    def change(self, conditions: Conditions) -> None:
        self.link.change(conditions, self._loop.time())
        self._pass()

    def _pass(self) -> None:
        for datagram in self.link.take(self._loop.time()):
            self._out(datagram)
        due = self.link.next_at()
        if due is None or (self._timer is not None and self._due <= due):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._due = due
        self._timer = self._loop.call_at(due, self._wake)

    def _wake(self) -> None:
        self._timer = None
        self._pass()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


class Flow(asyncio.DatagramProtocol):
    """One client address: `up` toward the server, `down` toward the client."""

    def __init__(self, up: Conditions, down: Conditions, seed: int, to_client: Callable[[bytes], None]) -> None:
        self._transport: asyncio.DatagramTransport | None = None
        self._early: list[bytes] = []
        self._up = _Pump(up, 2 * seed, self._to_server)
        self._down = _Pump(down, 2 * seed + 1, to_client)

    @property
    def up(self) -> Link[bytes]:
        return self._up.link

    @property
    def down(self) -> Link[bytes]:
        return self._down.link

    def change(self, up: Conditions | None = None, down: Conditions | None = None) -> None:
        """Other conditions from now on."""
        if up is not None:
            self._up.change(up)
        if down is not None:
            self._down.change(down)

    def from_client(self, datagram: bytes) -> None:
        self._up.put(datagram)

    def close(self) -> None:
        self._up.close()
        self._down.close()
        if self._transport is not None:
            self._transport.close()

    def _to_server(self, datagram: bytes) -> None:
        if self._transport is not None:
            self._transport.sendto(datagram)
        elif len(self._early) < 100:
            self._early.append(datagram)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        _widen(transport)
        for datagram in self._early:
            self._transport.sendto(datagram)
        self._early.clear()

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._down.put(data)


class UdpProxy(asyncio.DatagramProtocol):
    """`port` is what clients send to; `server` may be told later, before the first client comes. New flows get
    `up` and `down` as they are then; `flows` are in the order in which they came.
    """

    def __init__(self, seed: int = 1) -> None:
        self.server: Address | None = None
        self.up = Conditions()
        self.down = Conditions()
        self.flows: list[Flow] = []
        self.port = 0
        self._seed = seed
        self._by_client: dict[Address, Flow] = {}
        self._transport: asyncio.DatagramTransport | None = None
        self._tasks: set[asyncio.Task[object]] = set()

    def change(self, up: Conditions | None = None, down: Conditions | None = None, *, since: int = 0) -> None:
        """Other conditions for the flows from number `since` on, and for those still to come."""
        self.up, self.down = up or self.up, down or self.down
        for flow in self.flows[since:]:
            flow.change(up, down)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        _widen(transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: Address) -> None:
        flow = self._by_client.get(addr)
        if flow is None:
            if self.server is None or len(self.flows) >= MOST_FLOWS:
                return
            flow = self._by_client[addr] = self._flow(addr, self.server)
        flow.from_client(data)

    def _flow(self, client: Address, server: Address) -> Flow:
        def to_client(datagram: bytes) -> None:
            if self._transport is not None and not self._transport.is_closing():
                self._transport.sendto(datagram, client)

        flow = Flow(self.up, self.down, self._seed + len(self.flows), to_client)
        self.flows.append(flow)
        loop = asyncio.get_running_loop()
        task: asyncio.Task[object] = loop.create_task(loop.create_datagram_endpoint(lambda: flow, remote_addr=server))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return flow

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for flow in self.flows:
            flow.close()
        if self._transport is not None:
            self._transport.close()


@contextlib.asynccontextmanager
async def udp_proxy(seed: int = 1) -> AsyncIterator[UdpProxy]:
    """A proxy on a free port of loopback; tell it its `server`."""
    proxy = UdpProxy(seed)
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: proxy, local_addr=(HOST, 0))
    try:
        yield proxy
    finally:
        proxy.close()
        await asyncio.sleep(0)


class StreamProxy:
    """Passes TCP connections on to `server`, until `cut`; then refuses new ones until `mend`."""

    def __init__(self, server: Address) -> None:
        self._server = server
        self._open = True
        self._connections: set[asyncio.Task[None]] = set()
        self.port = 0
        self.refused = 0

    def cut(self) -> None:
        """Every connection breaks at once."""
        self._open = False
        for connection in self._connections:
            connection.cancel()

    def mend(self) -> None:
        self._open = True

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if not self._open or len(self._connections) >= MOST_FLOWS:
            self.refused += 1
            writer.transport.abort()
            return
        self._connections.add(task)
        there: asyncio.StreamWriter | None = None
        try:
            back, there = await asyncio.open_connection(*self._server)
            async with asyncio.TaskGroup() as group:
                group.create_task(_copy(reader, there))
                group.create_task(_copy(back, writer))
        except* (OSError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            writer.transport.abort()
            if there is not None:
                there.transport.abort()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(_CHUNK):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


@contextlib.asynccontextmanager
async def stream_proxy(server: Address) -> AsyncIterator[StreamProxy]:
    """A proxy on a free port of loopback."""
    proxy = StreamProxy(server)
    listening = await asyncio.start_server(proxy._connected, HOST, 0)
    proxy.port = listening.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        listening.close()
        proxy.cut()
        await listening.wait_closed()
