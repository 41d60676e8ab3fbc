"""The packet path in C alone, beside the C model: the same packets to the same receivers, with keys of the same kind.

It takes plain packets of one publisher (reception, numbering, store), rewrites them for every row, protects and sends
at the end of each burst. The model rewrites, protects and sends each packet by itself. Neither receives from sockets.
"""

import socket
import statistics
import time
from pathlib import Path
from typing import Final

from sfu.bench.cmodel import Measured, Model, session
from sfu.bench.figures import Figure, spread
from sfu.core.feedback import FeedbackRecorder
from sfu.core.forwarding import Forwarder, Negotiated
from sfu.core.reception import IncomingStream
from sfu.core.records import TransportTable
from sfu.core.state import Levels
from sfu.net.kernel import Kernel, KernelPublication
from sfu.net.trains import segmentation_works
from sfu.wire import rtp

SUBSCRIBERS: Final = 50
SIZE: Final = 1100  # octets of an RTP packet as a subscriber gets it
PACKETS: Final = 2400
REST_S: Final = 0.0005  # between two bursts, as the model rests
DELIVERED: Final = 0.99
_HEADER: Final = 12 + 8  # with a transport-wide number
_BUFFER: Final = 4 << 20


class _Owner:
    row = -1


class Alone:
    """The packet path with one publisher's stream and as many subscribers as the model has receivers."""

    def __init__(self, model: Model) -> None:
        self._transports = TransportTable()
        self._kernel = Kernel(self._transports, segmentation=segmentation_works())
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        self._sock.bind(("127.0.0.1", 0))
        place = self._kernel.add_socket(self._sock)
        plans = self._kernel.publication("video", "video/VP8")
        forwarder = Forwarder("video", "video/VP8", 90000, self._transports, plans=plans)
        self._sessions = [session(i + 100) for i in range(len(model.ports))]
        self._subscribers = []
        for i, (keys, port) in enumerate(zip(self._sessions, model.ports, strict=True)):
            row = self._transports.add()
            transport = self._kernel.transport(None)
            transport.keys(None, keys._srtp[0])
            transport.path(place, ("127.0.0.1", port))
            transport.serve(row)
            self._subscribers.append(transport)
            owner = _Owner()
            terms = Negotiated(
                ssrc=1000 + i, payload_type=96, transport=row, rtx_ssrc=1, rtx_payload_type=97, twcc_id=3
            )
            forwarder.add(owner, terms)
            forwarder.set_target(owner.row, 0)
        self._stream, self._recorder = IncomingStream(7, 90000), FeedbackRecorder()
        self._publisher = self._kernel.transport(None)
        self._publisher.ids(3, 0, self._recorder.noted)
        assert isinstance(forwarder.plans, KernelPublication)
        self._levels = Levels()
        self._publisher.route(
            7,
            stream=self._stream.state,
            layer=forwarder.source(0).state,
            levels=self._levels,
            publication=forwarder.plans,
            index=0,
        )
        self._forwarder = forwarder
        self._sequence = 0
        self._begin()

    def _begin(self) -> None:
        """The keyframe that starts every subscriber and the packet after it, which Python sees; they do not count."""
        for head in (b"\x90\xe0\x80\x01\x01\x00\x10\x02\x00", b"\x80\xe0\x80\x01\x01\x00"):
            packet = self._packet(head)
            header = rtp.parse(packet)
            self._stream.on_packet(header.sequence, header.timestamp, len(packet), 0.0)
            self._forwarder.on_packet(0, header, packet, 0.0)
            self._sequence += 1
        self._sequence -= 1
        self._kernel.flush(0.0)

    def _packet(self, head: bytes) -> bytearray:
        payload = head + bytes(SIZE - _HEADER - len(head))
        return bytearray(rtp.build(96, self._sequence, 0, 7, payload, extensions={3: b"\0\0"}))

    def measure(self, packets: int, burst: int) -> Measured:
        """Takes `packets` packets in bursts; the cost of everything that is not rest."""
        now, packet, publisher = 1.0, self._packet(b"\x80\xe0\x80\x01\x01\x00"), self._publisher
        sent = self._kernel.stats.sent
        began = time.thread_time()
        for i in range(packets):
            self._sequence = (self._sequence + 1) & 0xFFFF
            packet[2:4] = self._sequence.to_bytes(2, "big")
            if publisher.take(packet, now) is not None:
                raise RuntimeError("a packet in order was left to Python")
            if (i + 1) % burst == 0:
                self._kernel.flush(now)
                self._recorder.noted.count = 0
                now += REST_S
                time.sleep(REST_S)
        cost = time.thread_time() - began
        sent = self._kernel.stats.sent - sent
        if sent != packets * len(self._subscribers):
            raise RuntimeError(f"{packets * len(self._subscribers) - sent} packets were dropped")
        return Measured(cost / sent * 1e6, 1.0, sent)

    def close(self) -> None:
        """Frees everything."""
        for transport in (*self._subscribers, self._publisher):
            transport.close()
        self._sock.close()


def compare(state: Path, rounds: int) -> dict[str, Figure]:
    """How many times the model's speed, by bursts of 8 and of 1. About a second and a half a round."""
    model = Model(state, SUBSCRIBERS)
    alone = Alone(model)
    figures: dict[str, Figure] = {}
    try:
        for burst, key in ((8, "sfu.kernel_vs_c.n50_b8"), (1, "sfu.kernel_vs_c.n50_b1")):
            ours: list[float] = []
            theirs: list[float] = []
            while len(ours) < rounds:
                plain = model.measure([SIZE], PACKETS // 4, burst=burst, rest_us=int(REST_S * 1e6))
                with model.counting() as counted:
                    found = alone.measure(PACKETS // 4, burst)
                if min(plain.delivered, counted() / found.packets) >= DELIVERED:
                    ours.append(found.us_per_packet)
                    theirs.append(plain.us_per_packet)
            ratios = [c / k for c, k in zip(theirs, ours, strict=True)]
            figures[key] = Figure(
                statistics.median(ratios),
                "ratio",
                "CPU per packet sent, the C model's over the kernel's (higher is better); "
                f"{SUBSCRIBERS} subscribers, {SIZE} octets, bursts of {burst}, "
                f"median of {rounds} alternating rounds: {spread(ratios)}; "
                f"kernel {spread(ours)} us, C model {spread(theirs)} us",
            )
    finally:
        alone.close()
        model.close()
    return figures
