"""Many lean clients' sockets, read by C: media is counted by its cleartext header and told of as libwebrtc tells
(transport-wide feedback every 100 ms, receiver reports every second); all else comes up to Python.

The rule: what was not counted here did not arrive. One crowd belongs to one event loop.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from aiortc.rtcdtlstransport import SRTP_PROFILES
from pylibsrtp._binding import ffi as srtp_ffi
from pylibsrtp._binding import lib as srtp_lib

from sfu.bench.compiled import build
from sfu.bench.source import OPUS, TRANSPORT_ID
from sfu.net.srtp import SrtpError, SrtpSession
from sfu.tests.peers import LeanPeer, binding_request
from sfu.wire import rtcp
from sfu.wire.rtp import is_rtcp

TURN_S: Final = 0.004
"""Between two looks at the sockets; arrival times are the system's, so feedback is as exact as anybody's."""
_BUFFER: Final = 4 << 20
_RETRY_S: Final = 0.5
_TRIES: Final = 10
_PROFILES: Final = [p for p in SRTP_PROFILES if p.openssl_profile == b"SRTP_AEAD_AES_128_GCM"]
_SOURCE: Final = Path(__file__).with_name("crowd.c")
_DECLARATIONS: Final = """
typedef struct crowd crowd_t;
typedef struct {
  uint64_t packets, octets, unheard;
  uint64_t expected, received;
  uint64_t feedbacks, reports, failed;
  uint32_t streams;
} totals_t;
crowd_t *crowd_new(void *protect_rtcp, int opus);
void crowd_free(crowd_t *c);
int crowd_add(crowd_t *c, int fd);
void crowd_remove(crowd_t *c, int person);
void crowd_report(crowd_t *c, int person, void *session, uint32_t ssrc, int sequence_id);
void crowd_begin(crowd_t *c);
int crowd_next(crowd_t *c, int *person, uint8_t **data);
void crowd_tell(crowd_t *c);
void crowd_sender_report(crowd_t *c, int person, uint32_t ssrc, uint32_t ntp_middle);
const totals_t *crowd_totals(crowd_t *c);
int crowd_streams(crowd_t *c, int person);
"""


class Totals(NamedTuple):
    """Of all clients so far. `expected` and `received`: by the sequence numbers of each stream, so that a gap counts
    as lost wherever it arose; `packets` and `octets`: of SRTP; `failed`: reports that could not be sent.
    """

    packets: int
    octets: int
    expected: int
    received: int
    feedbacks: int
    reports: int
    failed: int
    streams: int

    def since(self, before: "Totals") -> "Totals":
        """The difference; streams are those there are now."""
        return Totals._make([*(a - b for a, b in zip(self[:-1], before[:-1], strict=True)), self.streams])

    @property
    def loss(self) -> float:
        """Share of the expected that did not come, 0..1."""
        return max(0, self.expected - self.received) / max(1, self.expected)


class Crowd:
    """The sockets. `state`: the folder where the C part is built."""

    def __init__(self, state: Path) -> None:
        module = build(state, _SOURCE, _DECLARATIONS)
        self._ffi, self._lib = module.ffi, module.lib
        protect = srtp_ffi.addressof(srtp_lib, "srtp_protect_rtcp")
        found = self._lib.crowd_new(self._pointer(protect), OPUS)
        if found == self._ffi.NULL:
            raise MemoryError("no memory for a crowd")
        self._native = self._ffi.gc(found, self._lib.crowd_free)
        self._person, self._data = self._ffi.new("int *"), self._ffi.new("uint8_t **")
        self._others: dict[int, Callable[[bytes], None]] = {}
        self._sessions: dict[int, SrtpSession] = {}

    def _pointer(self, handle: Any) -> Any:
        return self._ffi.cast("void *", int(srtp_ffi.cast("uintptr_t", handle)))

    def add(self, sock: socket.socket, other: Callable[[bytes], None]) -> int:
        """Reads a socket; `other` is called with datagrams that are no RTP. Its number. Raises OSError."""
        person = int(self._lib.crowd_add(self._native, sock.fileno()))
        if person < 0:
            raise OSError("the crowd takes no more sockets")
        self._others[person] = other
        return person

    def remove(self, person: int) -> None:
        """Before its socket is closed. What it counted stays in the totals."""
        self._lib.crowd_remove(self._native, person)
        self._others.pop(person, None)
        self._sessions.pop(person, None)

    def report(self, person: int, session: SrtpSession, *, ssrc: int, sequence_id: int) -> None:
        """It tells the server what comes, protected by `session`: receiver reports, and feedback by the
        transport-wide numbers of that header extension (0: none).
        """
        self._sessions[person] = session
        self._lib.crowd_report(self._native, person, self._pointer(session.context), ssrc, sequence_id)

    def sender_report(self, person: int, ssrc: int, ntp: int) -> None:
        """The server's report on one of the streams came."""
        self._lib.crowd_sender_report(self._native, person, ssrc, (ntp >> 16) & 0xFFFFFFFF)

    def turn(self) -> None:
        """Reads all there is, then says what is due."""
        native, lib = self._native, self._lib
        lib.crowd_begin(native)
        while (length := lib.crowd_next(native, self._person, self._data)) >= 0:
            other = self._others.get(self._person[0])
            if other is not None:
                other(bytes(self._ffi.buffer(self._data[0], length)))
        lib.crowd_tell(native)

    async def run(self) -> None:
        """Turns until cancelled."""
        while True:
            self.turn()
            await asyncio.sleep(TURN_S)

    @property
    def totals(self) -> Totals:
        found = self._lib.crowd_totals(self._native)
        return Totals(*(int(getattr(found, name)) for name in Totals._fields))

    def streams(self, person: int) -> int:
        """How many streams this client got packets of."""
        return int(self._lib.crowd_streams(self._native, person))


class CrowdPeer(LeanPeer):
    """A peer connection whose socket a crowd reads. `feedback`: tells the server by transport-wide feedback, too."""

    def __init__(self, crowd: Crowd, *, feedback: bool = True) -> None:
        super().__init__()
        self.dtls._srtp_profiles = _PROFILES
        self._crowd = crowd
        self._feedback = feedback
        self.sequence_id = TRANSPORT_ID
        self._sock: socket.socket | None = None
        self.person = -1

    def bind(self) -> tuple[str, int]:
        """Its own address, the same every time."""
        if self._sock is None:
            self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
            self._sock.bind(("127.0.0.1", 0))
        host, port = self._sock.getsockname()
        return str(host), int(port)

    async def open(self, server: tuple[str, int]) -> None:
        self.server = server
        self.bind()
        assert self._sock is not None
        self._sock.connect(server)
        self.person = self._crowd.add(self._sock, self._on_other)

    async def connect(self, server: tuple[str, int], ufrag: str, password: str, fingerprint: str) -> None:
        await super().connect(server, ufrag, password, fingerprint)
        assert self._tx is not None
        identifier = self.sequence_id if self._feedback else 0
        self._crowd.report(self.person, self._tx, ssrc=1, sequence_id=identifier)

    async def check(self, ufrag: str, password: str) -> None:
        """Asks again when no answer comes, as ICE does (RFC 8489 section 6.2.1)."""
        self.checked.clear()
        for _ in range(_TRIES):
            self.send_raw(binding_request(ufrag, password))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_RETRY_S):
                    await self.checked.wait()
                    return
        raise TimeoutError("the server answers no check")

    def send_raw(self, datagram: bytes) -> None:
        assert self._sock is not None
        with contextlib.suppress(BlockingIOError, ConnectionRefusedError):  # lost: receivers count that
            self._sock.send(datagram)

    @property
    def streams(self) -> int:
        """How many streams came so far."""
        return self._crowd.streams(self.person) if self.person >= 0 else 0

    async def close(self) -> None:
        await super().close()
        if self._sock is not None:
            if self.person >= 0:
                self._crowd.remove(self.person)
            self._sock.close()
            self._sock = None

    def _on_other(self, data: bytes) -> None:
        if not data or not 127 < data[0] < 192 or self._rx is None:
            if data:
                self.datagram_received(data, self.server)
        elif is_rtcp(data):
            try:
                plain = self._rx.unprotect_rtcp(data)
            except SrtpError:
                return
            if plain[1] == rtcp.packets.RTPFB and plain[0] & 31 == rtcp.packets.TRANSPORT_FORMAT:
                return  # often, and our publishers do not adapt
            for item in rtcp.parse(plain):
                if isinstance(item, rtcp.SenderReport):
                    self._crowd.sender_report(self.person, item.ssrc, item.ntp)
                elif isinstance(item, rtcp.Pli | rtcp.Fir):
                    self.rtcp.put_nowait(rtcp.build([item]))
