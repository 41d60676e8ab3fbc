"""The node's one UDP port: batches in, demultiplexed to sessions; datagrams out, never queued.

A session is found by ufrag for connectivity checks and by address for all else, so a stranger's packet
costs one dictionary look-up. When the kernel's send buffer is full a packet is dropped, not queued:
late media is worse than lost media, and retransmission covers it.
"""

import asyncio
import errno
import logging
import socket
import sys
import time
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from sfu.net.drops import Drops
from sfu.net.ice import Address, StunRefusedError, answer_check, kind_of
from sfu.net.trains import SOL_UDP, UDP_SEGMENT, segmentation_works

log = logging.getLogger(__name__)

_BATCH: Final = 64
_MAX_DATAGRAM: Final = 2048
_SOCKET_BUFFER: Final = 4 << 20
GATHER: Final = 0.003  # seconds that packets of an unfinished picture may wait for the rest of it


class Endpoint(Protocol):
    """A session behind the port: one peer connection's transport."""

    def password_of(self, ufrag: str) -> str | None:
        """Our ICE password for one of our own ufrags."""

    def on_check(self, source: Address, sock: socket.socket, ufrag: str, nominated: bool, now: float) -> None:
        """A valid connectivity check came from `source`, over `sock`."""

    def on_handshake(self, datagram: bytes) -> None:
        """A DTLS record (the handshake, or SCTP inside)."""

    def on_media(self, datagram: bytes, now: float) -> None:
        """An SRTP or SRTCP packet."""


class Gathering(Protocol):
    """Something that holds packets back for a moment."""

    def flush(self) -> None:
        """Sends them."""


class UdpPort:
    """Owns the sockets. Open it inside a running loop; `close` is idempotent."""

    def __init__(self, drops: Drops, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._drops = drops
        self._clock = clock
        self._sockets: list[socket.socket] = []
        self._by_ufrag: dict[str, Endpoint] = {}
        self._by_address: dict[Address, Endpoint] = {}
        self._gathering: list[Gathering] = []
        self.segmentation = False
        self.received = 0
        self.sent = 0
        self.bytes_received = 0
        self.bytes_sent = 0

    # ---- life ----

    def open(self, hosts: Iterable[str], port: int) -> int:
        """Binds every host on one UDP port (0: a free one) and starts reading; returns the port. Raises OSError."""
        loop = asyncio.get_running_loop()
        self.segmentation = segmentation_works()
        for host in hosts:
            sock = _bound_socket(host, port)
            port = sock.getsockname()[1]
            self._sockets.append(sock)
            loop.add_reader(sock.fileno(), self._readable, sock)
        return port

    def close(self) -> None:
        """Stops reading and closes the sockets."""
        loop = asyncio.get_running_loop()
        for sock in self._sockets:
            loop.remove_reader(sock.fileno())
            sock.close()
        self._sockets.clear()
        self._by_ufrag.clear()
        self._by_address.clear()

    # ---- sessions ----

    def register(self, ufrag: str, endpoint: Endpoint) -> None:
        """Checks for `ufrag` go to `endpoint` from now on."""
        self._by_ufrag[ufrag] = endpoint

    def unregister(self, ufrag: str) -> None:
        self._by_ufrag.pop(ufrag, None)

    def learn(self, source: Address, endpoint: Endpoint) -> None:
        """Packets from `source` belong to `endpoint` from now on."""
        self._by_address[source] = endpoint

    def forget(self, source: Address, endpoint: Endpoint) -> None:
        """Undoes `learn`, unless the address went to another session meanwhile."""
        if self._by_address.get(source) is endpoint:
            del self._by_address[source]

    # ---- packets ----

    def send(self, sock: socket.socket, datagram: bytes | memoryview, destination: Address) -> None:
        """Sends now or drops with a count."""
        try:
            sock.sendto(datagram, destination)
        except BlockingIOError:
            self._drops.add("send_blocked")
        except OSError:
            self._drops.add("send_failed")
        else:
            self.sent += 1
            self.bytes_sent += len(datagram)

    def send_train(
        self, sock: socket.socket, packets: memoryview, segment: int, count: int, destination: Address
    ) -> None:
        """Sends packets that lie one behind the other, all of `segment` bytes but the last: in one call if we can."""
        if self.segmentation and count > 1:
            control = [(SOL_UDP, UDP_SEGMENT, segment.to_bytes(2, sys.byteorder))]
            try:
                sock.sendmsg([packets], control, 0, destination)
            except BlockingIOError:
                self._drops.add("send_blocked", count)
                return
            except OSError as error:
                if error.errno not in (errno.EIO, errno.EINVAL, errno.EMSGSIZE, errno.ENOPROTOOPT):
                    self._drops.add("send_failed", count)
                    return
                # A device that cannot: not tried again on this node.
                log.info("the kernel does not segment toward %s: %s", destination[0], error)
                self.segmentation = False
            else:
                self.sent += count
                self.bytes_sent += len(packets)
                return
        for start in range(0, len(packets), segment):
            self.send(sock, packets[start : start + segment], destination)

    # ---- gathering ----

    def flush_soon(self, endpoint: "Gathering") -> None:
        """Calls the endpoint's `flush` within GATHER seconds."""
        if not self._gathering:
            asyncio.get_running_loop().call_later(GATHER, self._flush_all)
        self._gathering.append(endpoint)

    def _flush_all(self) -> None:
        waiting, self._gathering = self._gathering, []
        for endpoint in waiting:
            endpoint.flush()

    # ---- receiving ----

    def _readable(self, sock: socket.socket) -> None:
        """Reads a bounded batch, so that one flooded socket cannot keep the loop to itself."""
        now = self._clock()
        receive = sock.recvfrom
        by_address = self._by_address
        for _ in range(_BATCH):
            try:
                datagram, source = receive(_MAX_DATAGRAM)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:  # an ICMP error of an earlier send
                log.debug("receive failed: %s", error)
                continue
            self.received += 1
            self.bytes_received += len(datagram)
            if datagram and 127 < datagram[0] < 192 and len(datagram) < _MAX_DATAGRAM:  # the hot path
                endpoint = by_address.get(source)
                if endpoint is not None:
                    endpoint.on_media(datagram, now)
                else:
                    self._drops.add("unknown_address")
            else:
                self._dispatch(sock, datagram, source, now)

    def _dispatch(self, sock: socket.socket, datagram: bytes, source: Address, now: float) -> None:
        if len(datagram) >= _MAX_DATAGRAM:
            self._drops.add("oversized")
            return
        kind = kind_of(datagram)
        if kind == "stun":
            self._on_stun(sock, datagram, source, now)
        elif kind == "dtls":
            endpoint = self._by_address.get(source)
            if endpoint is not None:
                endpoint.on_handshake(datagram)
            else:
                self._drops.add("unknown_address")
        else:
            self._drops.add("not_webrtc")

    def _on_stun(self, sock: socket.socket, datagram: bytes, source: Address, now: float) -> None:
        try:
            check = answer_check(datagram, source, self._password_of)
        except StunRefusedError as refused:
            self._drops.add(refused.reason)
            return
        self.send(sock, check.reply, source)
        self._by_ufrag[check.ufrag].on_check(source, sock, check.ufrag, check.nominated, now)

    def _password_of(self, ufrag: str) -> str | None:
        endpoint = self._by_ufrag.get(ufrag)
        return endpoint.password_of(ufrag) if endpoint is not None else None


def _bound_socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
    try:
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            sock.setsockopt(socket.SOL_SOCKET, option, _SOCKET_BUFFER)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock
