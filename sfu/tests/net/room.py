"""A kernel with one socket, and a peer who sends to it."""

from __future__ import annotations

import select
import socket

import pylibsrtp

from sfu.core.records import SubscriptionTable, TransportTable
from sfu.core.state import Arrivals, LayerState, Levels, StreamState
from sfu.net.kernel import Event, Kernel
from sfu.net.srtp import SrtpSession
from sfu.wire import rtcp, rtp

KEY = bytes(range(30))
LONG = 5.0  # seconds; nothing waits so long unless it fails


def session(direction: int) -> SrtpSession:
    policy = pylibsrtp.Policy(key=KEY, ssrc_type=direction)
    return SrtpSession(pylibsrtp.Session(policy))


class Room:
    """A kernel with one socket and one transport that is known by the peer's address."""

    def __init__(self) -> None:
        self.kernel = Kernel(TransportTable(), segmentation=False)
        self.ours = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self.peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for each in (self.ours, self.peer):
            each.bind(("127.0.0.1", 0))
        self.transport = self.kernel.transport(self)
        self.receiving = session(pylibsrtp.Policy.SSRC_ANY_INBOUND)
        self.transport.keys(self.receiving.context, None)
        self.transport.path(self.kernel.add_socket(self.ours), self.peer.getsockname())
        self.kernel.learn(self.peer.getsockname(), self.transport)
        self.protecting = session(pylibsrtp.Policy.SSRC_ANY_OUTBOUND)
        self.now = 10.0

    def media(self) -> None:
        """What comes with SSRC 7 is a known video's."""
        publication = self.kernel.publication("video", "video/H264")(SubscriptionTable(), TransportTable())
        self.transport.ids(0, 0, Arrivals())
        self.transport.route(
            7, stream=StreamState(), layer=LayerState(), levels=Levels(), publication=publication, index=0
        )

    def send(self, packet: bytes) -> None:
        self.peer.sendto(packet, self.ours.getsockname())

    def send_rtp(self, sequence: int, *, last: bool) -> None:
        packet = rtp.build(96, sequence, 0, 7, b"\x01payload", marker=last)
        self.send(bytes(self.protecting.protect_rtp(packet)))

    def send_feedback(self, first: int, deltas: tuple[int | None, ...], count: int) -> None:
        feedback = rtcp.TransportFeedback(1, 2, first, 100, count, deltas)
        self.send(bytes(self.protecting.protect_rtcp(rtcp.build([feedback]))))

    def wants(self, seconds: float = LONG) -> bool:
        """Whether a turn is wanted within that time."""
        return bool(select.select([self.kernel.wait_fd], [], [], seconds)[0])

    def turn(self, passed: float = 0.0) -> list[Event]:
        self.now += passed
        events: list[Event] = []
        self.kernel.turn(self.now, events.append)
        return events

    def close(self) -> None:
        self.transport.close()
        self.ours.close()
        self.peer.close()
