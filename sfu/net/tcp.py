"""ICE over TCP, the passive side (RFC 6544): connections in, frames of RFC 4571 both ways, the same sessions behind.

The rule: a connection says by a valid check whose it is before anything else, and soon; and one that is read too
slowly loses packets rather than growing our memory. Large packets go first: a piece of a picture is asked for again,
sound is not.
"""

import asyncio
import logging
import socket
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final, cast

from sfu.net.drops import Drops
from sfu.net.ice import Address, kind_of
from sfu.net.limits import NetLimits, host_of
from sfu.net.path import NO_SOCKET
from sfu.net.port import MAX_DATAGRAM, Endpoint, UdpPort
from sfu.wire.errors import WireError
from sfu.wire.framing import Deframer, frame

log = logging.getLogger(__name__)

_BACKLOG: Final = 256  # connections the kernel completes ahead of us
_KERNEL_BUFFER: Final = 128 << 10  # bytes; what waits there is delay: a second at 1 Mbit/s
_LARGE: Final = 500  # bytes from which a packet is thought to be part of a picture
_LARGE_BOUND: Final = 128 << 10  # bytes waiting beyond which large packets are dropped
_BOUND: Final = 192 << 10  # bytes waiting beyond which every packet is dropped


class TcpConnection(asyncio.Protocol):
    """One client's connection: a Path once a check on it was accepted."""

    def __init__(self, owner: "TcpPort") -> None:
        self._owner = owner
        self._deframer = Deframer(MAX_DATAGRAM - 1)
        self._transport: asyncio.Transport | None = None
        self._endpoint: Endpoint | None = None
        self.remote: Address = ("", 0)
        self.deadline: asyncio.TimerHandle | None = None

    # ---- Path ----

    native = NO_SOCKET

    def send(self, datagram: bytes | memoryview) -> None:
        """Writes a frame, or drops the packet when the client reads too slowly."""
        transport, owner = self._transport, self._owner
        if transport is None or transport.is_closing():
            owner.drops.add("send_failed")
            return
        waiting = transport.get_write_buffer_size()
        if waiting > (_LARGE_BOUND if len(datagram) >= _LARGE else _BOUND):
            owner.drops.add("tcp_blocked")
            return
        transport.write(frame(datagram))
        owner.sent += 1
        owner.bytes_sent += len(datagram)

    def send_train(self, packets: memoryview, segment: int, count: int) -> None:
        for start in range(0, len(packets), segment):
            self.send(packets[start : start + segment])

    def adopt(self, endpoint: Endpoint) -> None:
        former, self._endpoint = self._endpoint, endpoint
        if former is not None and former is not endpoint:
            former.on_path_closed(self)
        self._owner.proven(self)

    def release(self, endpoint: Endpoint) -> None:
        if self._endpoint is endpoint:
            self._endpoint = None
            self.close()

    def close(self) -> None:
        """Ends it once what was written is sent; at once if the client does not read."""
        transport = self._transport
        if transport is None:
            return
        if transport.get_write_buffer_size() > _LARGE_BOUND:
            transport.abort()
        else:
            transport.close()

    def abort(self) -> None:
        """Ends it now."""
        if self._transport is not None:
            self._transport.abort()

    # ---- asyncio.Protocol ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        peer: Address | None = transport.get_extra_info("peername")
        if not peer:  # reset before we looked
            self.abort()
            return
        self.remote = peer
        self._owner.opened(self)

    def data_received(self, data: bytes) -> None:
        now = self._owner.clock()
        try:
            datagrams = self._deframer.feed(data)
        except WireError:
            self._refuse("tcp_framing")
            return
        for datagram in datagrams:
            if self._transport is None or self._transport.is_closing():
                return
            self._receive(datagram, now)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._owner.closed(self)
        endpoint, self._endpoint = self._endpoint, None
        if endpoint is not None:
            endpoint.on_path_closed(self)

    # ---- inside ----

    def _receive(self, datagram: bytes, now: float) -> None:
        owner, endpoint = self._owner, self._endpoint
        owner.received += 1
        owner.bytes_received += len(datagram)
        kind = kind_of(datagram)
        if kind == "stun":
            # A stranger's first word was wrong: nothing it says later can be for us. A client's may just be late.
            if not owner.port.on_stun(datagram, self, now, known=endpoint is not None) and endpoint is None:
                self.abort()
        elif kind == "unknown":
            self._refuse("not_webrtc")
        elif endpoint is None:
            self._refuse("unknown_address")
        elif kind == "dtls":
            endpoint.on_handshake(datagram)
        else:
            endpoint.on_media(datagram, now)

    def _refuse(self, reason: str) -> None:
        self._owner.drops.add(reason)
        self.abort()


class TcpPort:
    """The node's TCP port; its sessions are those of the UDP port. Open it inside a running loop."""

    def __init__(
        self,
        port: UdpPort,
        drops: Drops,
        *,
        clock: Callable[[], float] = time.monotonic,
        limits: NetLimits | None = None,
    ) -> None:
        self.port = port
        self.drops = drops
        self.clock = clock
        self._limits = limits or NetLimits()
        self._servers: list[asyncio.Server] = []
        self._connections: set[TcpConnection] = set()
        self._unproven: OrderedDict[TcpConnection, None] = OrderedDict()  # the oldest first
        self._by_host: dict[str | bytes, OrderedDict[TcpConnection, None]] = {}  # the same
        self.accepted = 0
        self.received = 0
        self.sent = 0
        self.bytes_received = 0
        self.bytes_sent = 0

    # ---- life ----

    async def open(self, hosts: Iterable[str], port: int) -> int:
        """Listens on every host at one TCP port (0: a free one); returns the port. Raises OSError."""
        loop = asyncio.get_running_loop()
        try:
            for host in hosts:
                sock = _listening_socket(host, port)
                port = sock.getsockname()[1]
                server = await loop.create_server(lambda: TcpConnection(self), sock=sock, backlog=_BACKLOG)
                self._servers.append(server)
        except OSError:
            self.close()
            raise
        return port

    def close(self) -> None:
        """Stops listening and ends every connection. Idempotent."""
        for server in self._servers:
            server.close()
        self._servers.clear()
        for connection in list(self._connections):
            connection.abort()

    @property
    def connections(self) -> int:
        """Open ones, proven or not."""
        return len(self._connections)

    @property
    def unproven(self) -> int:
        return len(self._unproven)

    # ---- what connections tell ----

    def opened(self, connection: TcpConnection) -> None:
        """A new stranger. Where there are too many the oldest goes: a client's check comes soon, a flood's never."""
        self.accepted += 1
        limits, host = self._limits, host_of(connection.remote)
        neighbours = self._by_host.get(host, ())
        if 0 < limits.unproven_tcp_per_host <= len(neighbours):
            self._give_up(next(iter(neighbours)))
        elif 0 < limits.unproven_tcp <= len(self._unproven):
            self._give_up(next(iter(self._unproven)))
        self._connections.add(connection)
        self._unproven[connection] = None
        self._by_host.setdefault(host, OrderedDict())[connection] = None
        if limits.unproven_tcp_seconds:
            later = asyncio.get_running_loop().call_later
            connection.deadline = later(limits.unproven_tcp_seconds, self._give_up, connection)

    def proven(self, connection: TcpConnection) -> None:
        """It passed a check (again)."""
        if connection.deadline is not None:
            connection.deadline.cancel()
            connection.deadline = None
        if connection in self._unproven:
            del self._unproven[connection]
            host = host_of(connection.remote)
            del self._by_host[host][connection]
            if not self._by_host[host]:
                del self._by_host[host]

    def closed(self, connection: TcpConnection) -> None:
        """It is gone."""
        self._connections.discard(connection)
        self.proven(connection)

    def _give_up(self, connection: TcpConnection) -> None:
        self.drops.add("tcp_unproven")
        self.proven(connection)
        connection.abort()


def _listening_socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL_BUFFER)  # connections inherit it
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock
