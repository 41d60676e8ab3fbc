"""One peer connection's transport: ICE-lite, DTLS (always the passive side), SRTP, data channels.

aiortc does the DTLS handshake and SCTP over an ICE object of ours; media bypasses it. The rule: packets
go only to the address that last proved, by a valid check, that it wants them.
"""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Sequence
from enum import Enum
from typing import Any, Final, Protocol

from aiortc.rtcdtlstransport import (
    SRTP_PROFILES,
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
    State,
)

from sfu.core.bandwidth.sent import SentWriter
from sfu.core.pacer import FACTOR
from sfu.net.channels import DataChannels
from sfu.net.drops import Drops
from sfu.net.ice import Address, Credentials
from sfu.net.kernel import KernelTransport
from sfu.net.kernel_line import FeedbackReader
from sfu.net.pacing import PacedVideo
from sfu.net.path import NO_SOCKET, Path
from sfu.net.port import UdpPort
from sfu.net.srtp import SrtpError, SrtpSession
from sfu.net.trains import Train

log = logging.getLogger(__name__)

_HANDSHAKE_QUEUE: Final = 256  # datagrams; SCTP of one peer between two turns of the loop
_HANDSHAKE_SECONDS: Final = 30.0
_MAX_RESTARTS: Final = 4  # credentials that are valid at once: a client that restarts faster than it connects
_MAX_PATHS: Final = 8  # a phone between networks uses two or three
SRTP_TAG: Final = 16  # octets that protection adds to a packet (AES-GCM)

# AES-128-GCM is the cheapest by far; 256 only where a client offers nothing else.
_PROFILE_ORDER: Final = (b"SRTP_AEAD_AES_128_GCM", b"SRTP_AEAD_AES_256_GCM", b"SRTP_AES128_CM_SHA1_80")
_PROFILES: Final = sorted(SRTP_PROFILES, key=lambda profile: _PROFILE_ORDER.index(profile.openssl_profile))


class Phase(Enum):
    NEW = "new"
    CONNECTED = "connected"
    CLOSED = "closed"


class TransportEvents(Protocol):
    """What a transport tells its owner until it is closed. All calls come from the loop, none may block."""

    def on_rtp(self, transport: "Transport", packet: bytes, now: float) -> None:
        """A plaintext RTP packet."""

    def on_rtcp(self, transport: "Transport", packet: bytes, now: float) -> None:
        """A plaintext RTCP compound packet."""

    def on_feedback(self, transport: "Transport", now: float) -> None:
        """What was gathered of the peer's transport-wide feedback should be taken now (see `note_sent`)."""

    def on_data(self, transport: "Transport", label: str, message: bytes) -> None:
        """A message on the data channel `label`."""

    def on_connected(self, transport: "Transport") -> None:
        """The DTLS handshake ended well: media may flow."""

    def on_closed(self, transport: "Transport", reason: str) -> None:
        """It will carry nothing any more, by no wish of the owner's."""


class _Nobody:
    """The TransportEvents of a closed transport."""

    def on_rtp(self, transport: "Transport", packet: bytes, now: float) -> None: ...

    def on_rtcp(self, transport: "Transport", packet: bytes, now: float) -> None: ...

    def on_feedback(self, transport: "Transport", now: float) -> None: ...

    def on_data(self, transport: "Transport", label: str, message: bytes) -> None: ...

    def on_connected(self, transport: "Transport") -> None: ...

    def on_closed(self, transport: "Transport", reason: str) -> None: ...


class Transport:
    """Made per peer connection; `set_remote` once the peer's fingerprints are known, `close` at the end."""

    role = "controlled"  # aiortc asks its ICE object

    def __init__(self, port: UdpPort, drops: Drops, certificate: RTCCertificate, events: TransportEvents) -> None:
        self._port = port
        self._drops = drops
        self._events = events
        self.phase = Phase.NEW
        self.credentials = Credentials.generate()
        self._passwords = {self.credentials.ufrag: self.credentials.password}
        self.path: Path | None = None  # where packets go: the last that the peer chose
        self._paths: OrderedDict[Path, None] = OrderedDict()  # all that passed a check
        self.last_check = 0.0  # monotonic seconds of the last valid check (consent)
        self._first_check = asyncio.Event()
        self._hellos = 0  # DTLS datagrams that came unencrypted
        self._handshake: asyncio.Queue[bytes | None] = asyncio.Queue(_HANDSHAKE_QUEUE)
        self._dtls = RTCDtlsTransport(self, [certificate])  # type: ignore[arg-type]  # the ICE object is ours
        self._dtls._set_role("server")
        self._dtls._srtp_profiles = _PROFILES
        self.channels = DataChannels(self._dtls, drops, self._on_data)
        self._rx: SrtpSession | None = None
        self._tx: SrtpSession | None = None
        self.native = port.kernel.transport(self) if port.kernel is not None else None
        self._train = Train() if self.native is None else None
        self.sent: SentWriter | None = None  # what went out when, for who asks for feedback on it
        self._paced: PacedVideo | None = None
        self._flush_planned = False  # the port will call `flush`
        self._task: asyncio.Task[None] | None = None
        port.register(self.credentials.ufrag, self)

    # ---- control ----

    def serve(self, row: int) -> None:
        """Packets of subscriptions that name this row of TransportTable leave here."""
        if self.native is not None:
            self.native.serve(row)

    def set_remote(self, fingerprints: Sequence[tuple[str, str]], sctp: tuple[int, int] | None) -> None:
        """Starts DTLS with a peer of these (algorithm, value) fingerprints and, if given, (port, max size) of SCTP.

        Later calls (re-offers) change nothing: the association stays for the life of the peer connection.
        """
        if self._task is None and self.phase is Phase.NEW:
            self._task = asyncio.create_task(self._connect(list(fingerprints), sctp))

    def restart_ice(self) -> None:
        """New credentials (RFC 8445 section 9); the old stay valid until the peer uses the new."""
        self.credentials = Credentials.generate()
        self._passwords[self.credentials.ufrag] = self.credentials.password
        self._port.register(self.credentials.ufrag, self)
        self._forget_passwords(keep=_MAX_RESTARTS)

    def close(self) -> None:
        """Ends it at once and tells the peer if it can. Idempotent."""
        if self.phase is Phase.CLOSED:
            return
        self.phase = Phase.CLOSED
        self._events = _Nobody()
        if self._paced is not None:
            self._paced.close()
            self._paced = None
        farewell = asyncio.ensure_future(self._farewell())
        _FAREWELLS.add(farewell)
        farewell.add_done_callback(_FAREWELLS.discard)
        farewell.add_done_callback(self._release)

    @property
    def address(self) -> Address | None:
        """Where packets go, None before the first check."""
        return self.path.remote if self.path is not None else None

    @property
    def connected(self) -> bool:
        return self.phase is Phase.CONNECTED

    # ---- the line ----

    def note_sent(self, ring: Any, twcc_id: int, reader: FeedbackReader | None) -> None:
        """Notes in `ring` (dtype SENT) when packets with a transport-wide number go out; with the C kernel, what the
        peer tells of them is gathered in `reader`.
        """
        self.sent = SentWriter(ring, twcc_id)
        if self.native is not None:
            self.native.note_sent(ring, reader)

    def pace(self, estimate: float | None) -> None:
        """Spreads video over the time that a line of `estimate` bits a second needs; None: sends it as it comes."""
        if self.native is not None:
            self.native.pace(0.0 if estimate is None else estimate * FACTOR / 8)
        elif self._paced is not None or estimate is not None:
            if self._paced is None:
                self._paced = PacedVideo(self._send_paced, lambda: self._port.now)
            self._paced.limit(estimate)

    def _send_paced(self, packet: bytes) -> None:
        self._gather(packet, last=False)

    # ---- sending ----

    def send_rtp(self, packet: bytes | bytearray | memoryview) -> bool:
        """Protects and sends one RTP packet; False if it was dropped (counted)."""
        if self.native is not None:
            return self._send_native(packet, paced=False)
        if self._tx is None or self.path is None or self.phase is Phase.CLOSED:
            return False
        try:
            protected = self._tx.protect_rtp(packet)
        except SrtpError as error:
            self._drops.add(error.reason)
            return False
        if self.sent is not None:
            self.sent.note(packet, len(protected), self._port.now)
        if self._paced is not None:
            self._paced.told(len(packet))
        self.path.send(protected)
        return True

    def gather_rtp(self, packet: bytes | bytearray | memoryview, *, last: bool) -> bool:
        """Protects one packet of a picture and sends it together with those of the same picture around it.

        `last`: the picture is complete, all goes now; otherwise within a few milliseconds. False: dropped (counted).
        """
        if self.native is not None:
            return self._send_native(packet, paced=True)
        if self._paced is not None and self._paced.keeps(packet):
            return True
        return self._gather(packet, last=last)

    def _gather(self, packet: bytes | bytearray | memoryview, *, last: bool) -> bool:
        tx, train = self._tx, self._train
        if tx is None or train is None or self.path is None or self.phase is Phase.CLOSED:
            return False
        if not train.takes(len(packet)):
            self.flush()
        try:
            train.add(tx, packet)
        except SrtpError as error:
            self._drops.add(error.reason)
            return False
        if self.sent is not None:
            self.sent.note(packet, len(packet) + SRTP_TAG, self._port.now)
        if last:
            self.flush()
        elif not self._flush_planned:
            self._flush_planned = True
            self._port.flush_soon(self)
        return True

    def _send_native(self, packet: bytes | bytearray | memoryview, *, paced: bool) -> bool:
        if self.native is None or self._tx is None or self.path is None or self.phase is Phase.CLOSED:
            return False
        self._port.flush_kernel_soon()
        feedback = self.sent.number(packet) if self.sent is not None else -1
        return self.native.send(packet, feedback=feedback, paced=paced)

    def flush(self) -> None:
        """Sends what was gathered."""
        self._flush_planned = False
        train = self._train
        if train is None:
            return
        if train.count and self.path is not None:
            self.path.send_train(train.view, train.segment, train.count)
        train.clear()

    def send_rtcp(self, packet: bytes) -> bool:
        """Protects and sends one RTCP compound packet; False if it was dropped (counted)."""
        if self._tx is None or self.path is None or self.phase is Phase.CLOSED:
            return False
        try:
            protected = self._tx.protect_rtcp(packet)
        except SrtpError as error:
            self._drops.add(error.reason)
            return False
        self.path.send(protected)
        return True

    # ---- Endpoint ----

    def password_of(self, ufrag: str) -> str | None:
        return self._passwords.get(ufrag)

    def on_check(self, path: Path, ufrag: str, nominated: bool, now: float) -> None:
        if self.phase is Phase.CLOSED:
            return
        self.last_check = now
        if path not in self._paths:
            self._paths[path] = None
            path.adopt(self)
            if len(self._paths) > _MAX_PATHS:
                self._forget_oldest()
        # DTLS comes before nomination, so the first check already sets the path.
        if self.path is None or nominated:
            self._take(path)
            self._first_check.set()
        if ufrag == self.credentials.ufrag:
            self._forget_passwords(keep=1)

    def on_path_closed(self, path: Path) -> None:
        self._paths.pop(path, None)
        if self.path is path:
            self._take(None)  # the next check, by whatever path, brings one back

    def _take(self, path: Path | None) -> None:
        if path == self.path:
            return
        self.path = path
        if self.native is not None:
            self.native.path(*(path.native if path is not None else NO_SOCKET))

    def on_handshake(self, datagram: bytes) -> None:
        if datagram[3:5] == b"\0\0":  # epoch 0: not encrypted yet (RFC 6347 section 4.1)
            self._hellos += 1
            if 0 < self._port.limits.handshake_records < self._hellos:
                self._drops.add("dtls_flood")
                return
            if self.path is not None and not self._port.hellos.take(datagram, self.path.remote, self._port.now):
                self._drops.add("dtls_hello_flood")
                return
        try:
            self._handshake.put_nowait(datagram)
        except asyncio.QueueFull:
            self._drops.add("dtls_overflow")

    def on_media(self, datagram: bytes, now: float) -> None:
        rx = self._rx
        if rx is None:
            self._drops.add("srtp_before_keys")
            return
        try:
            if len(datagram) > 1 and 192 <= datagram[1] <= 223:  # RFC 5761 section 4
                self._events.on_rtcp(self, rx.unprotect_rtcp(datagram), now)
            elif self.native is None:
                self._events.on_rtp(self, rx.unprotect_rtp(datagram), now)
            else:
                self._take_native(self.native, rx.unprotect_rtp(datagram), now)
        except SrtpError as error:
            self._drops.add(error.reason)

    def _take_native(self, native: KernelTransport, packet: bytes, now: float) -> None:
        """RTP that came by no socket of the C kernel's: its to forward all the same."""
        self._port.flush_kernel_soon()
        event = native.take(packet, now)
        if event is not None:
            self._events.on_rtp(self, event.data, event.at)

    def on_plain(self, packet: bytes, now: float, *, rtcp: bool) -> None:
        if rtcp:
            self._events.on_rtcp(self, packet, now)
        else:
            self._events.on_rtp(self, packet, now)

    def on_feedback(self, now: float) -> None:
        self._events.on_feedback(self, now)

    def take_reports(self) -> None:
        """Brings up the receiver report that the C kernel keeps, if one came since the last call."""
        reports = self.native.take_reports() if self.native is not None else None
        if reports is not None:
            self._events.on_rtcp(self, *reports)

    def deliver(self, packet: bytes) -> None:
        if self.path is not None:
            self.path.send(packet)
        else:
            self._drops.add("send_failed")

    # ---- what aiortc's DTLS asks of its ICE object ----

    async def _recv(self) -> bytes:
        datagram = await self._handshake.get()
        if datagram is None:
            raise ConnectionError("transport closed")
        return datagram

    async def _send(self, data: bytes) -> None:
        if self.path is not None:
            self.path.send(data)

    # ---- inside ----

    async def _connect(self, fingerprints: list[tuple[str, str]], sctp: tuple[int, int] | None) -> None:
        """Waits for the first check, shakes hands, opens SCTP. Any failure closes the transport."""
        try:
            await asyncio.wait_for(self._first_check.wait(), _HANDSHAKE_SECONDS)
            parameters = RTCDtlsParameters(
                [RTCDtlsFingerprint(algorithm, value) for algorithm, value in fingerprints], role="client"
            )
            await asyncio.wait_for(self._dtls.start(parameters), _HANDSHAKE_SECONDS)
        except TimeoutError:
            self._fail("no connection within 30 s")
            return
        if self._dtls._state != State.CONNECTED:
            self._fail("DTLS handshake failed")
            return
        self._watch()
        self._rx = SrtpSession(self._dtls._rx_srtp)
        self._tx = SrtpSession(self._dtls._tx_srtp)
        if self.native is not None:
            self.native.keys(self._rx.context, self._tx.context)
        self.phase = Phase.CONNECTED
        self._events.on_connected(self)
        if sctp is not None:
            with contextlib.suppress(ConnectionError):
                await self.channels.start(*sctp)

    def _watch(self) -> None:
        """The peer's close_notify, and any error in the receive loop, end the transport."""
        self._dtls.on("statechange", self._on_dtls_state)
        if self._dtls._task is not None:
            # The loop's exception is seen by way of the state change; retrieving it keeps asyncio quiet.
            self._dtls._task.add_done_callback(lambda task: task.cancelled() or task.exception())

    def _on_dtls_state(self) -> None:
        if self._dtls._state in (State.CLOSED, State.FAILED):
            self._fail("closed by the peer")

    def _fail(self, reason: str) -> None:
        if self.phase is Phase.CLOSED:
            return
        owner = self._events
        self.close()
        owner.on_closed(self, reason)

    def _on_data(self, label: str, message: bytes) -> None:
        if self.phase is not Phase.CLOSED:
            self._events.on_data(self, label, message)

    async def _farewell(self) -> None:
        """Says goodbye on SCTP and DTLS, then frees ufrags and addresses."""
        try:
            if self._tx is not None:
                await self.channels.stop()
                await self._dtls.stop()
        except (ConnectionError, OSError) as error:
            log.debug("closing: %s", error)
        finally:
            for ufrag in self._passwords:
                self._port.unregister(ufrag)
            for path in self._paths:
                path.release(self)
            if self.native is not None:
                self.native.close()
                self.native = None
            current = asyncio.current_task()
            if self._task is not None and self._task is not current and not self._task.done():
                self._task.cancel()
            with contextlib.suppress(asyncio.QueueFull):
                self._handshake.put_nowait(None)

    def _release(self, _farewell: "asyncio.Future[None]") -> None:
        """Gives everything back now, and not when the collector comes: OpenSSL's and libsrtp's memory, and what
        aiortc's objects and this one know of each other.
        """
        self._rx = self._tx = self._task = None
        self.channels.close()
        self._dtls.remove_all_listeners()
        self._dtls._transport = None  # type: ignore[assignment]  # its ICE object, this
        self._dtls._rx_srtp = self._dtls._tx_srtp = None  # type: ignore[assignment]  # as aiortc begins
        self._dtls._ssl = None

    def _forget_oldest(self) -> None:
        for path in self._paths:
            if path != self.path:
                del self._paths[path]
                path.release(self)
                return

    def _forget_passwords(self, keep: int) -> None:
        """Ends the oldest credentials beyond the newest `keep`."""
        for old in list(self._passwords)[:-keep]:
            del self._passwords[old]
            self._port.unregister(old)


_FAREWELLS: set["asyncio.Future[Any]"] = set()  # asyncio holds tasks weakly; these must end by themselves
