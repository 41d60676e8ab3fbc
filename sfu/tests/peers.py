"""A lean WebRTC peer for tests and benchmarks: ICE checks, DTLS as the client, SRTP; media is what the test makes it.

It decodes nothing and counts what it gets, so that many fit beside the server they test.
"""

import asyncio
import os
import socket
from collections.abc import Callable
from typing import cast

from aioice import stun
from aiortc.rtcdtlstransport import (
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
    State,
)
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport

from sfu.net.srtp import SrtpError, SrtpSession
from sfu.wire.framing import Deframer, frame


def binding_request(ufrag: str, password: str, *, nominate: bool = True) -> bytes:
    """A connectivity check as a controlling agent sends it."""
    message = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    message.attributes["USERNAME"] = f"{ufrag}:peer"
    message.attributes["PRIORITY"] = 1_845_501_695
    message.attributes["ICE-CONTROLLING"] = int.from_bytes(os.urandom(8), "big")
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(password.encode())
    return bytes(message)


class LeanPeer(asyncio.DatagramProtocol):
    """One peer connection from the client's side, over its own socket."""

    role = "controlling"

    def __init__(self) -> None:
        self.certificate = RTCCertificate.generateCertificate()
        self.dtls = RTCDtlsTransport(self, [self.certificate])  # type: ignore[arg-type]
        self.dtls._set_role("client")
        self.server: tuple[str, int] = ("127.0.0.1", 0)
        self.checked = asyncio.Event()
        self.stun_replies = 0
        self.media: list[bytes] = []
        self.on_rtp: Callable[[bytes], None] = self.media.append
        self.rtcp: asyncio.Queue[bytes] = asyncio.Queue()
        self.rtp: asyncio.Queue[bytes] = asyncio.Queue()
        self._handshake: asyncio.Queue[bytes] = asyncio.Queue()
        self._rx: SrtpSession | None = None
        self._tx: SrtpSession | None = None
        self._sctp: RTCSctpTransport | None = None
        self._transport: asyncio.DatagramTransport | None = None

    @property
    def fingerprint(self) -> tuple[str, str]:
        """(algorithm, value) of this peer's certificate."""
        found = next(f for f in self.certificate.getFingerprints() if f.algorithm == "sha-256")
        return found.algorithm, found.value

    async def open(self, server: tuple[str, int]) -> None:
        """Binds a socket toward `server`."""
        self.server = server
        family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
        local = ("::1", 0) if family == socket.AF_INET6 else ("127.0.0.1", 0)
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=local, family=family)

    async def connect(self, server: tuple[str, int], ufrag: str, password: str, fingerprint: str) -> None:
        """Checks, then shakes hands. Raises ConnectionError when the handshake fails."""
        await self.open(server)
        await self.check(ufrag, password)
        await self.dtls.start(RTCDtlsParameters([RTCDtlsFingerprint("sha-256", fingerprint)], role="server"))
        if self.dtls._state != State.CONNECTED:
            raise ConnectionError("DTLS handshake failed")
        self._rx, self._tx = SrtpSession(self.dtls._rx_srtp), SrtpSession(self.dtls._tx_srtp)

    async def associate(self, port: int) -> None:
        """Sets up SCTP, as whoever offers a data channel does: else the server would ask for it again and again."""
        self._sctp = RTCSctpTransport(self.dtls)
        await self._sctp.start(RTCSctpCapabilities(maxMessageSize=65_536), port)

    async def move(self) -> asyncio.DatagramTransport:
        """From now on sends from another port, as a phone on another network; the former socket, still open."""
        former = self._transport
        assert former is not None
        await self.open(self.server)
        return former

    @property
    def local_port(self) -> int:
        """Of the socket it sends from."""
        assert self._transport is not None
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    async def check(self, ufrag: str, password: str) -> None:
        """Sends a nominating check and waits for its answer."""
        self.checked.clear()
        self.send_raw(binding_request(ufrag, password))
        async with asyncio.timeout(5):  # and not wait_for, which may swallow a cancellation
            await self.checked.wait()

    def send_raw(self, datagram: bytes) -> None:
        assert self._transport is not None
        self._transport.sendto(datagram, self.server)

    def send_rtp(self, packet: bytes) -> bytes:
        """Protects and sends; returns the protected bytes (for replays)."""
        assert self._tx is not None
        protected = bytes(self._tx.protect_rtp(packet))
        self.send_raw(protected)
        return protected

    def send_rtcp(self, packet: bytes) -> None:
        assert self._tx is not None
        self.send_raw(bytes(self._tx.protect_rtcp(packet)))

    async def close(self) -> None:
        if self._sctp is not None:
            await self._sctp.stop()
        await self.dtls.stop()
        if self._transport is not None:
            self._transport.close()

    # ---- asyncio.DatagramProtocol ----

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)  # what is lost shall be lost by the line

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if data[0] < 4:
            self.stun_replies += 1
            self.checked.set()
        elif 127 < data[0] < 192 and self._rx is not None:
            try:
                if 192 <= data[1] <= 223:
                    self.rtcp.put_nowait(self._rx.unprotect_rtcp(data))
                else:
                    packet = self._rx.unprotect_rtp(data)
                    self.on_rtp(packet)
                    self.rtp.put_nowait(packet)
            except SrtpError:
                pass
        else:
            self._handshake.put_nowait(data)

    # ---- aiortc's ICE object ----

    async def _recv(self) -> bytes:
        return await self._handshake.get()

    async def _send(self, data: bytes) -> None:
        self.send_raw(data)


class TcpPeer(LeanPeer, asyncio.Protocol):
    """The same over a TCP connection, framed as RFC 4571 says."""

    def __init__(self) -> None:
        super().__init__()
        self.stream: asyncio.Transport | None = None
        self.lost = asyncio.Event()
        self._deframer = Deframer(65_535)

    async def open(self, server: tuple[str, int]) -> None:
        self.server = server
        await asyncio.get_running_loop().create_connection(lambda: self, *server)

    def send_raw(self, datagram: bytes) -> None:
        assert self.stream is not None
        self.stream.write(frame(datagram))

    async def close(self) -> None:
        await self.dtls.stop()
        if self.stream is not None:
            self.stream.close()

    # ---- asyncio.Protocol ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.stream = cast(asyncio.Transport, transport)  # uvloop's is no subclass

    def data_received(self, data: bytes) -> None:
        for datagram in self._deframer.feed(data):
            self.datagram_received(datagram, self.server)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set()
