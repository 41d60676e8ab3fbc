"""The node's one UDP port: batches in, demultiplexed to sessions; datagrams out, never queued.

A session is found by ufrag for connectivity checks and by address for all else, so a stranger's packet
costs one dictionary look-up. When the system's send buffer is full a packet is dropped, not queued:
late media is worse than lost media, and retransmission covers it.

With the C kernel media passes below this file: it says when a turn is due, and what it leaves to Python comes up in
turns. The first packet after a pause is read at once; while a picture is not whole, or packets come densely, the
sockets are looked at every 2 ms, which gathers what goes to one destination and costs one wake-up for many packets.
"""

import asyncio
import errno
import logging
import socket
import sys
import time
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from sfu.net.checks import Checks
from sfu.net.drops import Drops
from sfu.net.ice import Address, StunRefusedError, kind_of
from sfu.net.kernel import EVENT_DATAGRAM, EVENT_DELIVER, EVENT_FEEDBACK, EVENT_RTCP, Event, Kernel, KernelTransport
from sfu.net.limits import Hellos, NetLimits
from sfu.net.path import Path, UdpPath
from sfu.net.sockets import bound, patient
from sfu.net.trains import SOL_UDP, UDP_SEGMENT, segmentation_works

log = logging.getLogger(__name__)

_BATCH: Final = 64
MAX_DATAGRAM: Final = 2048
GATHER: Final = 0.003  # seconds that packets of an unfinished picture may wait for the rest of it


class Endpoint(Protocol):
    """A session behind the port: one peer connection's transport."""

    native: KernelTransport | None
    """Its half in the C kernel, where there is one."""

    def password_of(self, ufrag: str) -> str | None:
        """Our ICE password for one of our own ufrags."""

    def on_check(self, path: Path, ufrag: str, nominated: bool, now: float) -> None:
        """A valid connectivity check came by `path`."""

    def on_path_closed(self, path: Path) -> None:
        """Nothing can be sent by this path any more (a TCP connection ended)."""

    def on_handshake(self, datagram: bytes) -> None:
        """A DTLS record (the handshake, or SCTP inside)."""

    def on_media(self, datagram: bytes, now: float) -> None:
        """An SRTP or SRTCP packet."""

    def on_plain(self, packet: bytes, now: float, *, rtcp: bool) -> None:
        """An RTP or RTCP packet that the C kernel has unprotected."""

    def on_feedback(self, now: float) -> None:
        """The C kernel gathered transport-wide feedback that should be taken now."""

    def deliver(self, packet: bytes) -> None:
        """A protected packet that the C kernel has no socket for."""


class Gathering(Protocol):
    """Something that holds packets back for a moment."""

    def flush(self) -> None:
        """Sends them."""


class UdpPort:
    """Owns the sockets. Open it inside a running loop; `close` is idempotent."""

    def __init__(
        self,
        drops: Drops,
        *,
        clock: Callable[[], float] = time.monotonic,
        kernel: Kernel | None = None,
        limits: NetLimits | None = None,
    ) -> None:
        self._drops = drops
        self.limits = limits or NetLimits()
        self._checks = Checks(self.limits)
        self.hellos = Hellos(self.limits)
        self._clock = clock
        self.kernel = kernel
        self._in_turn = False  # what Python sends now goes with the turn
        self._woken: Callable[[], None] = lambda: None  # makes a turn, with the C kernel
        self._flush_planned = False
        self._sockets: list[socket.socket] = []
        self._by_ufrag: dict[str, Endpoint] = {}
        self._by_address: dict[Address, Endpoint] = {}
        self._takers: dict[int, Callable[[bytes], None]] = {}  # by row of TransportTable
        self._gathering: list[Gathering] = []
        self.segmentation = False
        self._received = 0
        self._sent = 0
        self._bytes_received = 0
        self._bytes_sent = 0

    @property
    def now(self) -> float:
        """The clock that packets are stamped by."""
        return self._clock()

    # ---- life ----

    def open(self, hosts: Iterable[str], port: int) -> int:
        """Binds every host on one UDP port (0: a free one) and starts reading; returns the port. Raises OSError."""
        loop = asyncio.get_running_loop()
        self.segmentation = segmentation_works()
        for host in hosts:
            sock = bound(host, port, shared=self.kernel is not None)
            port = sock.getsockname()[1]
            self._sockets.append(sock)
            if self.kernel is None:
                loop.add_reader(sock.fileno(), self._readable, sock)
                continue
            self.kernel.add_socket(sock)
            waits = patient(sock)
            if waits is not None:
                self._sockets.append(waits)
                self.kernel.add_socket(waits, patient=True)
        if self.kernel is not None:
            self._woken = self.kernel.waker(self._clock, self._on_event, self._turning)
            loop.add_reader(self.kernel.wait_fd, self._woken)
        return port

    def close(self) -> None:
        """Stops reading and closes the sockets."""
        loop = asyncio.get_running_loop()
        if self.kernel is not None:
            loop.remove_reader(self.kernel.wait_fd)
        for sock in self._sockets:
            if self.kernel is None:
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
        self._checks.forget(ufrag)

    def learn(self, source: Address, endpoint: Endpoint) -> None:
        """Packets from `source` belong to `endpoint` from now on."""
        self._by_address[source] = endpoint
        if self.kernel is not None and endpoint.native is not None:
            self.kernel.learn(source, endpoint.native)

    def forget(self, source: Address, endpoint: Endpoint) -> None:
        """Undoes `learn`, unless the address went to another session meanwhile."""
        if self._by_address.get(source) is endpoint:
            del self._by_address[source]
            if self.kernel is not None and endpoint.native is not None:
                self.kernel.forget(source, endpoint.native)

    # ---- numbers ----

    @property
    def received(self) -> int:
        """Datagrams so far."""
        return self._received + (int(self.kernel.stats.received) if self.kernel else 0)

    @property
    def sent(self) -> int:
        """Datagrams so far."""
        return self._sent + (int(self.kernel.stats.sent) if self.kernel else 0)

    @property
    def bytes_received(self) -> int:
        """Octets of UDP payload so far."""
        return self._bytes_received + (int(self.kernel.stats.received_octets) if self.kernel else 0)

    @property
    def bytes_sent(self) -> int:
        """Octets of UDP payload so far."""
        return self._bytes_sent + (int(self.kernel.stats.sent_octets) if self.kernel else 0)

    def take_drops(self) -> None:
        """Adds what the C kernel refused to the node's counts; call it before they are read."""
        if self.kernel is not None:
            for reason, count in self.kernel.take_drops().items():
                self._drops.add(reason, count)

    # ---- packets ----

    def socket_index(self, sock: socket.socket) -> int:
        """The C kernel's number of a socket."""
        return self._sockets.index(sock)

    def send(self, sock: socket.socket, datagram: bytes | memoryview, destination: Address) -> None:
        """Sends now or drops with a count."""
        try:
            sock.sendto(datagram, destination)
        except BlockingIOError:
            self._drops.add("send_blocked")
        except OSError:
            self._drops.add("send_failed")
        else:
            self._sent += 1
            self._bytes_sent += len(datagram)

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
                self._sent += count
                self._bytes_sent += len(packets)
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

    def flush_kernel_soon(self) -> None:
        """What was queued in the C kernel goes at the end of this turn, or at the loop's next."""
        if not self._in_turn and not self._flush_planned:
            self._flush_planned = True
            asyncio.get_running_loop().call_soon(self._flush_kernel)

    def _flush_kernel(self, *, everything: bool = True) -> None:
        self._flush_planned = False
        if self.kernel is not None and self._sockets:
            self.kernel.flush(self._clock(), everything=everything)
            self._deliver(self.kernel)

    # ---- receiving, with the C kernel ----

    def read(self) -> None:
        """With the C kernel: reads also what is not worth a wake-up; call it often enough for receiver reports."""
        if self._sockets:
            self._woken()

    def _turning(self, on: bool) -> None:
        self._in_turn = on

    def _on_event(self, event: Event) -> None:
        """One session's trouble must not end the turn of the others."""
        try:
            if event.kind == EVENT_DATAGRAM:
                assert event.source is not None
                self._dispatch(self._sockets[event.socket], event.data, event.source, event.at)
            elif event.kind == EVENT_DELIVER:
                assert self.kernel is not None
                self._deliver_some(self.kernel)
            elif event.owner is not None:
                if event.kind == EVENT_FEEDBACK:
                    event.owner.on_feedback(event.at)
                else:
                    event.owner.on_plain(event.data, event.at, rtcp=event.kind == EVENT_RTCP)
        except Exception:
            log.exception("a packet could not be handled")

    def _deliver(self, kernel: Kernel) -> None:
        while self._deliver_some(kernel):
            kernel.flush(self._clock())  # what the receivers made of it

    def _deliver_some(self, kernel: Kernel) -> bool:
        delivered = False
        for row, owner, packet in kernel.outbox():
            if owner is not None:
                owner.deliver(packet)
                delivered = True
            elif (take := self._takers.get(row)) is not None:
                take(packet)
        return delivered

    def take(self, row: int, taker: Callable[[bytes], None]) -> None:
        """With the C kernel: plain packets of subscriptions that name this row of TransportTable go to `taker`."""
        self._takers[row] = taker
        if self.kernel is not None:
            self.kernel.unserve(row)

    def release(self, row: int) -> None:
        """Undoes `take`; call it before the row is freed."""
        self._takers.pop(row, None)

    # ---- receiving, without it ----

    def _readable(self, sock: socket.socket) -> None:
        """Reads a bounded batch, so that one flooded socket cannot keep the loop to itself."""
        now = self._clock()
        receive = sock.recvfrom
        by_address = self._by_address
        for _ in range(_BATCH):
            try:
                datagram, source = receive(MAX_DATAGRAM)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:  # an ICMP error of an earlier send
                log.debug("receive failed: %s", error)
                continue
            self._received += 1
            self._bytes_received += len(datagram)
            if datagram and 127 < datagram[0] < 192 and len(datagram) < MAX_DATAGRAM:  # the hot path
                endpoint = by_address.get(source)
                if endpoint is not None:
                    endpoint.on_media(datagram, now)
                else:
                    self._drops.add("unknown_address")
            else:
                self._dispatch(sock, datagram, source, now)

    def _dispatch(self, sock: socket.socket, datagram: bytes, source: Address, now: float) -> None:
        if len(datagram) >= MAX_DATAGRAM:
            self._drops.add("oversized")
            return
        kind = kind_of(datagram)
        if kind == "stun":
            self.on_stun(datagram, UdpPath(self, sock, source), now, known=source in self._by_address)
        elif kind == "dtls":
            endpoint = self._by_address.get(source)
            if endpoint is not None:
                endpoint.on_handshake(datagram)
            else:
                self._drops.add("unknown_address")
        else:
            self._drops.add("not_webrtc")

    def on_stun(self, datagram: bytes, path: Path, now: float, *, known: bool) -> bool:
        """Answers a connectivity check that came by `path`, which is `known` once one passed; False: refused."""
        try:
            check = self._checks.answer(datagram, path.remote, self._password_of, now, known=known)
        except StunRefusedError as refused:
            self._drops.add(refused.reason)
            return False
        path.send(check.reply)
        self._by_ufrag[check.ufrag].on_check(path, check.ufrag, check.nominated, now)
        return True

    def _password_of(self, ufrag: str) -> str | None:
        endpoint = self._by_ufrag.get(ufrag)
        return endpoint.password_of(ufrag) if endpoint is not None else None
