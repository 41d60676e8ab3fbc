"""The packet path in C, as Python sees it: the extension loaded and checked, and handles on its objects.

The rule: C holds pointers into memory that Python owns, so every handle keeps alive what it registered and takes it
back before it goes. One kernel belongs to one event loop.
"""

import ctypes
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from pylibsrtp._binding import ffi as srtp_ffi
from pylibsrtp._binding import lib as srtp_lib

from sfu.core import state
from sfu.core.records import SubscriptionTable, TransportTable
from sfu.net.ice import Address
from sfu.net.kernel_shapes import address_of, extension, sockaddr

if TYPE_CHECKING:
    from sfu.net.kernel_line import FeedbackReader

EVENT_NONE: Final = 0
EVENT_DATAGRAM: Final = 1
EVENT_RTCP: Final = 2
EVENT_RTP: Final = 3
EVENT_FEEDBACK: Final = 4
EVENT_DELIVER: Final = 5

DELAY_EDGES: Final = (
    *(0.0005, 0.001, 0.0015, 0.002, 0.003, 0.004, 0.005, 0.0075),
    *(0.01, 0.015, 0.02, 0.03, 0.05, 0.1),
)
"""Seconds: upper edges of the buckets of the time a packet spends here; one more holds what took longer."""

_CODECS: Final = {"video/vp8": 1, "video/h264": 2, "video/vp9": 3, "video/av1": 4}

_DROPS: Final = {
    "unknown_address": "unknown_address",
    "oversized": "oversized",
    "before_keys": "srtp_before_keys",
    "srtp_auth": "srtp_auth",
    "srtp_replay": "srtp_replay",
    "protect_failed": "send_protect",
    "blocked": "send_blocked",
    "failed": "send_failed",
    "exhausted": "send_exhausted",
}
"""The kernel's counters of refused packets, and the reasons they are."""


class SourceLike(Protocol):
    """Of a publisher's packet: what forwarding needs (core.history.SourcePacket)."""

    @property
    def sequence(self) -> int: ...
    @property
    def data(self) -> Any: ...
    @property
    def header(self) -> Any: ...
    @property
    def at(self) -> float: ...


class Event(NamedTuple):
    """What the kernel left to Python. `owner`: of the transport it came by, None for a plain datagram; `at`: when.

    EVENT_FEEDBACK: what was heard on a transport wants to be taken (FeedbackReader.take); EVENT_DELIVER: so does the
    outbox.
    """

    kind: int
    owner: Any
    data: bytes
    at: float
    socket: int
    source: Address | None


class Kernel:
    """One node's packet path. `padding`: packets may be padded by a few octets to travel together."""

    def __init__(self, transports: TransportTable, *, segmentation: bool, padding: bool = True) -> None:
        built = extension()
        if built is None:
            raise RuntimeError("the extension sfu.net._kernel was not built")
        self.ffi, self.lib = built.ffi, built.lib
        self._transports = transports
        functions = [
            self.ffi.cast("void *", int(srtp_ffi.cast("uintptr_t", srtp_ffi.addressof(srtp_lib, name))))
            for name in ("srtp_protect", "srtp_protect_rtcp", "srtp_unprotect", "srtp_unprotect_rtcp")
        ]
        found = self.lib.kernel_new(*functions, segmentation, padding, DELAY_EDGES)
        if found == self.ffi.NULL:
            raise MemoryError("no memory for the packet path")
        self.native = self.ffi.gc(found, self.lib.kernel_free)
        self._turn, self._next = self.lib.kernel_turn, self.lib.kernel_next
        self.stats = self.lib.kernel_stats(self.native)
        self._event = self.ffi.new("event_t *")
        self._row = self.ffi.new("int32_t *")
        self._sender = self.ffi.new("transport_t **")
        self._data = self.ffi.new("uint8_t **")
        self._at = self.ffi.new("double *")
        self._owners: dict[Any, Any] = {}  # transport_t * → whose it is
        self._told: dict[str, int] = {}
        self._forwarded = 0
        self._delays: tuple[list[int], float] = ([0] * (len(DELAY_EDGES) + 1), 0.0)
        transports.moved = self._use_feedback
        self._use_feedback()

    def _use_feedback(self) -> None:
        array = self._transports.feedback_sequence
        if not self.lib.kernel_use_feedback(self.native, self._pointer("uint32_t *", array), len(array)):
            raise MemoryError("no memory for the packet path")

    def _pointer(self, kind: str, array: Any) -> Any:
        return self.ffi.cast(kind, array.ctypes.data)

    # ---- sockets and turns ----

    def add_socket(self, sock: socket.socket, *, patient: bool = False) -> int:
        """Reads this socket from now on; its index. Raises OSError."""
        index = int(self.lib.kernel_add_socket(self.native, sock.fileno(), patient))
        if index < 0:
            raise OSError("the packet path takes no more sockets")
        return index

    @property
    def wait_fd(self) -> int:
        """Readable when a turn is due."""
        return int(self.lib.kernel_wait_fd(self.native))

    @property
    def segmentation(self) -> bool:
        """Whether trains are cut apart by the system (UDP_SEGMENT)."""
        return bool(self.lib.kernel_segmentation(self.native))

    def turn(self, now: float, handle: Callable[[Event], None]) -> None:
        """Receives, forwards and sends; `handle` gets what Python must see, in between. Call it when `wait_fd` is
        readable.
        """
        kind = self._turn(self.native, now, self._event)
        if kind:
            self._go_on(kind, handle)

    def _go_on(self, kind: int, handle: Callable[[Event], None]) -> None:
        while kind:
            handle(self._read(kind))
            kind = self._next(self.native, self._event)

    def waker(
        self, clock: Callable[[], float], handle: Callable[[Event], None], turning: Callable[[bool], None]
    ) -> Callable[[], None]:
        """A function that makes a turn, for the event loop to call: most turns find nothing for Python, and what lies
        between the loop and C is cold and costs more than it seems. `turning` tells when `handle` begins and ends
        being called.
        """
        turn, native, event = self._turn, self.native, self._event

        def woken() -> None:
            kind = turn(native, clock(), event)
            if kind:
                turning(True)
                self._go_on(kind, handle)
                turning(False)

        return woken

    def _read(self, kind: int) -> Event:
        event = self._event
        if kind == EVENT_DELIVER:
            return Event(kind, None, b"", 0.0, 0, None)
        data = bytes(self.ffi.buffer(event.data, event.length))
        if kind == EVENT_DATAGRAM:
            return Event(kind, None, data, event.at, event.socket, address_of(bytes(event.address)))
        return Event(kind, self._owners.get(event.transport), data, event.at, event.socket, None)

    def flush(self, now: float, *, everything: bool = True) -> None:
        """Sends what was queued outside of a turn; not `everything`: unfinished pictures may wait once more."""
        self.lib.kernel_flush(self.native, now, everything)

    @property
    def held(self) -> int:
        """Packets that wait for their pace; `wait_fd` will tell when to look again."""
        return int(self.lib.kernel_held(self.native))

    def outbox(self) -> Iterator[tuple[int, Any, bytes]]:
        """Packets that have no socket of ours: (row of TransportTable or -1, the transport's owner or None, packet).

        Rows that no transport serves get plain packets; a transport without a socket gets protected ones.
        """
        while True:
            length = self.lib.kernel_outbox(self.native, self._row, self._sender, self._data)
            if length < 0:
                return
            owner = self._owners.get(self._sender[0])
            yield int(self._row[0]), owner, bytes(self.ffi.buffer(self._data[0], length))

    def take_forwarded(self) -> int:
        """Packets given to subscribers since the last call."""
        count = int(self.stats.forwarded)
        new, self._forwarded = count - self._forwarded, count
        return new

    def take_delays(self) -> tuple[list[int], float]:
        """Packets by DELAY_EDGES and the sum of their delays in seconds, since the last call."""
        counts, total = list(self.stats.delay), float(self.stats.delay_sum)
        new = [count - before for count, before in zip(counts, self._delays[0], strict=True)]
        new_total = total - self._delays[1]
        self._delays = (counts, total)
        return new, new_total

    def take_drops(self) -> dict[str, int]:
        """Refused packets by reason (drops.REASONS) since the last call."""
        found = {}
        for name, reason in _DROPS.items():
            count = int(getattr(self.stats, name))
            if count != self._told.get(name, 0):
                found[reason] = count - self._told.get(name, 0)
                self._told[name] = count
        return found

    def unserve(self, row: int) -> None:
        """No transport of ours serves the row of TransportTable: its packets come out of `outbox`, plain."""
        self.lib.kernel_transport_serve(self.native, self.ffi.NULL, row)

    # ---- what it knows ----

    def transport(self, owner: Any) -> "KernelTransport":
        """A handle for one peer connection."""
        return KernelTransport(self, owner)

    def learn(self, address: Address, transport: "KernelTransport") -> None:
        """Media from this address is the transport's."""
        raw = sockaddr(address)
        if not self.lib.kernel_learn(self.native, raw, len(raw), transport.native):
            raise MemoryError("no memory for another address")

    def forget(self, address: Address, transport: "KernelTransport") -> None:
        """Undoes `learn`, unless the address went to another transport meanwhile."""
        raw = sockaddr(address)
        self.lib.kernel_forget(self.native, raw, len(raw), transport.native)

    def publication(self, kind: str, mime: str) -> Callable[[SubscriptionTable, TransportTable], "KernelPublication"]:
        """Makes the forwarding function of a publication (core.plans.PlansMaker)."""
        return lambda table, _: KernelPublication(self, table, kind, mime)


class KernelTransport:
    """One peer connection in C. `close` when nothing can come or go any more."""

    def __init__(self, kernel: Kernel, owner: Any) -> None:
        self._kernel = kernel
        found = kernel.lib.kernel_transport_new(kernel.native)
        if found == kernel.ffi.NULL:
            raise MemoryError("no memory for another transport")
        self.native = found
        kernel._owners[found] = owner
        self._routes: dict[int, tuple[Any, ...]] = {}
        self._kept: list[Any] = []
        self._ring: Any = None

    def close(self) -> None:
        """Frees it. Idempotent."""
        if self.native is None:
            return
        for ssrc in list(self._routes):
            self.unroute(ssrc)
        self._kernel._owners.pop(self.native, None)
        self._kernel.lib.kernel_transport_free(self._kernel.native, self.native)
        self.native = None

    def keys(self, receiving: Any, sending: Any) -> None:
        """libsrtp's contexts, as `srtp.SrtpSession.context` gives them; None: packets stay plain that way."""
        ffi = self._kernel.ffi
        contexts = [
            ffi.NULL if each is None else ffi.cast("void *", int(srtp_ffi.cast("uintptr_t", each)))
            for each in (receiving, sending)
        ]
        self._kernel.lib.kernel_transport_keys(self.native, *contexts)

    def path(self, socket_index: int, address: Address | None) -> None:
        """Sends to this address by that socket from now on. None: its packets come out of `Kernel.outbox`."""
        raw = sockaddr(address) if address is not None else b""
        index = socket_index if address is not None else -1
        self._kernel.lib.kernel_transport_path(self._kernel.native, self.native, index, raw, len(raw))

    def serve(self, row: int) -> None:
        """Subscriptions that name this row of TransportTable are sent by it."""
        self._kernel.lib.kernel_transport_serve(self._kernel.native, self.native, row)

    def ids(self, transport_sequence: int, audio_level: int, arrivals: state.Arrivals) -> None:
        """Extension ids of what the peer publishes (0: none), and where arrivals are noted."""
        self._kept = [arrivals]
        pointer = self._kernel.ffi.cast("arrivals_t *", ctypes.addressof(arrivals))
        self._kernel.lib.kernel_transport_ids(self.native, transport_sequence, audio_level, pointer)

    def route(
        self,
        ssrc: int,
        *,
        stream: state.StreamState,
        layer: state.LayerState,
        levels: state.Levels,
        publication: "KernelPublication",
        index: int,
    ) -> None:
        """Packets with this SSRC are that layer's."""
        ffi = self._kernel.ffi
        route = ffi.new("route_t *")
        route.stream = ffi.cast("stream_t *", ctypes.addressof(stream))
        route.layer = ffi.cast("layer_t *", ctypes.addressof(layer))
        route.levels = ffi.cast("levels_t *", ctypes.addressof(levels))
        route.publication = publication.native
        route.index = index
        if not self._kernel.lib.kernel_route(self._kernel.native, self.native, ssrc, route):
            raise MemoryError("no memory for another stream")
        self._routes[ssrc] = (route, stream, layer, levels, publication)

    def unroute(self, ssrc: int) -> None:
        """Undoes `route`."""
        if self._routes.pop(ssrc, None) is not None:
            self._kernel.lib.kernel_unroute(self._kernel.native, self.native, ssrc)

    def note_sent(self, ring: Any, reader: "FeedbackReader | None") -> None:
        """When packets with a transport-wide number go out is noted in the `ring` from now on (dtype SENT), and what
        the peer tells of them is gathered in `reader`.
        """
        self._ring = ring, reader
        kernel = self._kernel
        none = kernel.ffi.NULL
        heard, detector = (none, none) if reader is None else (reader.heard, reader.detector.state)
        kernel.lib.kernel_transport_sent(self.native, kernel._pointer("sent_t *", ring), heard, detector)

    def pace(self, rate: float) -> None:
        """Video goes out at no more than `rate` octets a second (see core.pacer), 0: as it comes."""
        self._kernel.lib.kernel_transport_pace(self.native, rate)

    def take_reports(self) -> tuple[bytes, float] | None:
        """The peer's last receiver report (a whole RTCP packet) since the last call and when it came, None: none."""
        kernel = self._kernel
        length = kernel.lib.kernel_transport_reports(self.native, kernel._data, kernel._at)
        return (bytes(kernel.ffi.buffer(kernel._data[0], length)), float(kernel._at[0])) if length else None

    def send(self, packet: bytes | bytearray | memoryview, *, feedback: int = -1, paced: bool = False) -> bool:
        """Queues a whole plain RTP packet for the end of the turn, or (`paced`) until its pace allows; False: dropped
        and counted. `feedback`: its transport-wide number (16 bits), -1: none.
        """
        kernel = self._kernel
        data = kernel.ffi.from_buffer("uint8_t[]", packet)
        return bool(kernel.lib.kernel_send(kernel.native, self.native, data, len(packet), feedback, paced))

    def take(self, packet: bytes | bytearray, now: float) -> Event | None:
        """A plain RTP packet that came by other ways than the sockets; what Python must do with it."""
        kernel = self._kernel
        data = kernel.ffi.from_buffer("uint8_t[]", packet)
        kind = kernel.lib.kernel_take(kernel.native, self.native, data, len(packet), now, kernel._event)
        return None if kind == EVENT_NONE else kernel._read(kind)


class KernelPublication:
    """The forwarding function of one publication (core.plans.Plans), over its table's own memory."""

    def __init__(self, kernel: Kernel, table: SubscriptionTable, kind: str, mime: str) -> None:
        self._kernel = kernel
        self._table = table
        self.native = kernel.ffi.new("publication_t *")
        self.native.video = kind == "video"
        self.native.codec = _CODECS.get(mime.lower(), 0)
        self._every = False

    def muted(self, muted: bool) -> None:
        """What comes while muted is received and not forwarded."""
        self.native.muted = muted

    def level_id(self, identifier: int) -> None:
        """The publisher's id of the audio level extension, 0: none."""
        self.native.level_id = identifier

    def forward(self, layer: int, packet: SourceLike, level: int, now: float, out: Any) -> None:
        native, kernel = self.native, self._kernel
        if native.rows == kernel.ffi.NULL:
            self._refresh()
        data, header = kernel.ffi.from_buffer("uint8_t[]", packet.data), packet.header
        kernel.lib.kernel_forward(
            kernel.native,
            native,
            layer,
            data,
            header.payload_offset,
            header.payload_end,
            packet.sequence,
            level,
            packet.at,
        )
        if self._every:
            self.forget()  # so that the next packet comes to Python, too

    def settle(self) -> None:
        """Nothing to do: C writes the rows themselves."""

    def forget(self) -> None:
        self.native.rows = self._kernel.ffi.NULL

    def attend(self, every: bool) -> None:
        self._every = every

    def _refresh(self) -> None:
        rows, native, table = self._table.rows, self.native, self._table
        native.count = len(rows)
        native.sent_feedback = self._kernel._pointer("uint16_t *", table.sent_feedback)
        native.rows = self._kernel._pointer("row_t *", table._rows)
