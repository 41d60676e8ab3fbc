"""The packet path's turns: when it wants the next one, what it gathers; one session's trouble ends none of them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest

from sfu.core.bandwidth.sent import SentTable
from sfu.core.records import TransportTable
from sfu.net.doorbell import Doorbell
from sfu.net.drops import Drops
from sfu.net.kernel import EVENT_DATAGRAM, EVENT_FEEDBACK, EVENT_RTCP, Kernel
from sfu.net.kernel_line import FeedbackReader
from sfu.net.kernel_shapes import extension
from sfu.net.port import UdpPort
from sfu.tests.net.room import LONG, Room

pytestmark = pytest.mark.skipif(extension() is None, reason="the packet path in C was not built")


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.close()


def test_nothing_is_wanted_while_nothing_comes(room: Room) -> None:
    assert not room.wants(0)
    room.send(b"\x00 not media")
    assert room.wants()
    assert [event.kind for event in room.turn()] == [EVENT_DATAGRAM]
    assert not room.wants(0)
    room.send(b"\x00 again")
    assert room.wants()


def test_a_whole_picture_after_a_rest_needs_no_other_look(room: Room) -> None:
    room.media()
    room.send_rtp(1, last=True)
    assert room.wants()
    assert len(room.turn()) == 1
    assert not room.wants(0.02)


def test_a_picture_that_is_not_whole_is_looked_for_soon_though_nothing_comes(room: Room) -> None:
    room.media()
    room.send_rtp(1, last=False)
    assert room.wants()
    room.turn()
    assert room.wants()
    assert room.turn(0.002) == []
    assert not room.wants(0.02)
    room.send_rtp(2, last=True)
    assert room.wants()
    assert len(room.turn(1.0)) == 1


def test_dense_media_is_gathered(room: Room) -> None:
    """Two turns with media within 4 ms: the next comes by the clock, not by the packet."""
    room.media()
    room.send_rtp(1, last=True)
    room.turn()
    room.send_rtp(2, last=True)
    assert room.wants()
    room.turn(0.003)
    assert room.wants()
    room.send_rtp(3, last=True)
    room.send_rtp(4, last=True)
    assert len(room.turn(0.003)) == 2


def test_more_than_a_turn_takes_comes_in_the_next(room: Room) -> None:
    room.ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    for _ in range(16 * 64 + 5):
        room.send(b"\x00")
    first = len(room.turn())
    assert 0 < first <= 16 * 64
    assert room.wants()
    assert first + len(room.turn()) == 16 * 64 + 5


def test_feedback_without_a_loss_waits_until_it_is_asked_for(room: Room) -> None:
    table = SentTable()
    ring = table.add(0)
    reader = FeedbackReader(room.kernel, ring)
    room.transport.note_sent(ring, reader)
    for number in range(20):
        table.note(0, number, 1000, 1.0 + number / 50)
    room.send_feedback(0, (4,) * 10, 0)
    room.send_feedback(10, (4,) * 5, 1)
    assert room.turn() == []
    heard = reader.take()
    assert heard is not None
    assert (heard.received, heard.octets, heard.lost) == (15, 15_000, 0)
    assert sum(packets for *_, packets in heard.groups) == 15
    assert reader.take() is None


def test_feedback_with_a_loss_is_told_at_once(room: Room) -> None:
    table = SentTable()
    ring = table.add(0)
    reader = FeedbackReader(room.kernel, ring)
    room.transport.note_sent(ring, reader)
    for number in range(20):
        table.note(0, number, 1000, 1.0 + number / 50)
    room.send_feedback(0, (4, None, 4), 0)
    assert [(event.kind, event.owner) for event in room.turn()] == [(EVENT_FEEDBACK, room)]
    heard = reader.take()
    assert heard is not None
    assert (heard.received, heard.lost) == (2, 1)


def test_feedback_that_nobody_takes_is_bounded(room: Room) -> None:
    table = SentTable()
    ring = table.add(0)
    reader = FeedbackReader(room.kernel, ring)
    room.transport.note_sent(ring, reader)
    for number in range(800):
        table.note(0, number, 1000, 1.0 + number / 50)
    kinds = []
    for first in range(0, 800, 40):
        room.send_feedback(first, (80,) * 40, first & 0xFF)
        kinds += [event.kind for event in room.turn()]
    assert kinds[0] == EVENT_FEEDBACK
    assert kinds[-1] == EVENT_RTCP  # Python's own reader has it from there
    heard = reader.take()
    assert heard is not None
    assert len(heard.groups) < 256


class Falling(Doorbell):
    """A session that cannot bear a handshake."""

    def __init__(self) -> None:
        super().__init__("secret", Drops())
        self.seen: asyncio.Queue[bytes] = asyncio.Queue()

    def on_handshake(self, datagram: bytes) -> None:
        self.seen.put_nowait(datagram)
        raise RuntimeError("a session fell over")


async def test_a_sessions_trouble_is_not_the_others(caplog: pytest.LogCaptureFixture) -> None:
    """What a receiver raises is logged; the turn goes on, and the port stays awake."""
    port, falling = UdpPort(Drops(), kernel=Kernel(TransportTable(), segmentation=False)), Falling()
    address = ("127.0.0.1", port.open(["127.0.0.1"], 0))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        port.learn(peer.getsockname(), falling)
        for data in (b"\x16a", b"\x16b"):
            peer.sendto(data, address)
        assert [await asyncio.wait_for(falling.seen.get(), LONG) for _ in range(2)] == [b"\x16a", b"\x16b"]
        peer.sendto(b"\x16c", address)
        assert await asyncio.wait_for(falling.seen.get(), LONG) == b"\x16c"
    port.close()
    assert caplog.text.count("RuntimeError: a session fell over") == 3
