"""Publishers are told of their packets by C in Python's words, and Python takes over where it is not the usual."""

from __future__ import annotations

import ctypes
import random
from collections.abc import Iterator

import pylibsrtp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.core.feedback import INTERVAL, FeedbackRecorder
from sfu.core.forwarding import Forwarder
from sfu.core.reception import IncomingStream
from sfu.core.records import TransportTable
from sfu.core.state import Levels
from sfu.net.kernel import KernelPublication
from sfu.net.kernel_shapes import extension
from sfu.tests.core.noting import bursts_noted
from sfu.tests.net.room import Room, session
from sfu.wire import rtcp, rtp

built = extension()
pytestmark = pytest.mark.skipif(built is None, reason="the packet path in C was not built")

SENDER, MEDIA = 5, 7
BURST = st.tuples(
    st.integers(0, 40), st.sampled_from([0, 300, 9000, 70_000]), st.sampled_from([1] * 12 + [0, 3, 5000])
)


def told_by_c(recorder: FeedbackRecorder, at: float) -> bytes:
    """What C says of what it noted; nothing: it leaves that to Python."""
    assert built is not None
    out = built.ffi.new("uint8_t[]", 1024)
    noted = built.ffi.cast("arrivals_t *", ctypes.addressof(recorder.noted))
    return bytes(built.ffi.buffer(out, built.lib.kernel_told(noted, MEDIA, at, out)))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(BURST, max_size=10), st.integers(0, 0xFFFF), st.randoms(use_true_random=False))
def test_c_tells_in_pythons_words(bursts: list[tuple[int, int, int]], first: int, rng: random.Random) -> None:
    """Whoever tells: with holes, doubles, pauses and jumps in between, over the wrap of the numbers."""
    for noting, recorder, at in bursts_noted(bursts, first, rng):
        said = told_by_c(noting, at)
        assert ([said] if said else noting.build(SENDER, MEDIA, at)) == recorder.build(SENDER, MEDIA, at)


@pytest.mark.parametrize("first", [0, 65_500])
def test_the_usual_is_told_by_c_from_the_second_time_on(first: int) -> None:
    recorder, number = FeedbackRecorder(), first
    for turn in range(20):
        noted = recorder.noted
        for i in range(1 + 7 * turn % 40):
            noted.sequence[i], noted.at[i] = number & 0xFFFF, 5.0 + turn / 10 + i / 1000
            noted.count, number = i + 1, number + 1
        assert bool(told_by_c(recorder, 5.1 + turn / 10)) == (turn > 0)
        if turn == 0:
            assert len(recorder.build(SENDER, MEDIA, 5.1)) == 1


class Stream:
    """A publisher's video whose packets are numbered transport-wide; the peer reads what it is told of them."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.recorder = FeedbackRecorder()
        self._sending = session(pylibsrtp.Policy.SSRC_ANY_OUTBOUND)
        self._reading = session(pylibsrtp.Policy.SSRC_ANY_INBOUND)
        room.transport.keys(room.receiving.context, self._sending.context)
        room.transport.ids(3, 0, self.recorder.noted)
        room.peer.setblocking(False)
        plans = room.kernel.publication("video", "video/VP8")
        self._forwarder = Forwarder("video", "video/VP8", 90000, TransportTable(), plans=plans)
        self._stream, self._levels = IncomingStream(MEDIA, 90000), Levels()
        assert isinstance(self._forwarder.plans, KernelPublication)
        room.transport.route(
            MEDIA,
            stream=self._stream.state,
            layer=self._forwarder.source(0).state,
            levels=self._levels,
            publication=self._forwarder.plans,
            index=0,
        )
        self._sequence = self.number = 99
        for head in (b"\x90\xe0\x80\x01\x01\x00\x10\x02\x00", b"\x80\xe0\x80\x01\x01\x00"):  # Python begins it
            packet = self._packet(head)
            header = rtp.parse(packet)
            self._stream.on_packet(header.sequence, header.timestamp, len(packet), room.now)
            self._forwarder.on_packet(0, header, packet, room.now)
            self.recorder.on_packet(self.number, room.now)
        self.recorder.build(SENDER, MEDIA, room.now)

    def _packet(self, head: bytes) -> bytes:
        self._sequence += 1
        self.number += 1
        numbers = {3: self.number.to_bytes(2, "big")}
        return rtp.build(96, self._sequence, 0, MEDIA, head + bytes(50), marker=True, extensions=numbers)

    def send(self, passed: float = 0.02) -> None:
        """The next packet, that much later."""
        self._room.now += passed
        self._room.send(bytes(self._room.protecting.protect_rtp(self._packet(b"\x80\xe0\x80\x01\x01\x00"))))
        assert self._room.turn() == []

    def told(self) -> list[rtcp.TransportFeedback]:
        """What came to the peer since the last call."""
        found: list[rtcp.TransportFeedback] = []
        while True:
            try:
                protected = self._room.peer.recv(2048)
            except BlockingIOError:
                return found
            for packet in rtcp.parse(self._reading.unprotect_rtcp(protected)):
                assert isinstance(packet, rtcp.TransportFeedback)
                found.append(packet)


@pytest.fixture
def stream() -> Iterator[Stream]:
    room = Room()
    yield Stream(room)
    room.close()


def test_a_publisher_is_told_ten_times_a_second_without_python(stream: Stream) -> None:
    for _ in range(100):
        stream.send()
    told = stream.told()
    assert 18 <= len(told) <= 22
    assert [each.feedback_count for each in told] == list(range(1, len(told) + 1))
    assert {(each.sender_ssrc, each.media_ssrc) for each in told} == {(SENDER, MEDIA)}
    numbers = [number for each in told for number, _ in each.arrivals_us()]
    assert numbers == list(range(102, 102 + len(numbers)))
    assert len(numbers) > 90


def test_what_is_left_when_a_publisher_pauses_is_pythons_to_tell(stream: Stream) -> None:
    for _ in range(3):
        stream.send()
    assert stream.told() == []
    assert not stream.recorder.due(10.0 + INTERVAL + 0.02)  # the next packet may be on its way
    assert stream.recorder.due(10.0 + 2 * INTERVAL)
    (left,) = stream.recorder.build(SENDER, MEDIA, 10.2)
    (told,) = rtcp.parse(left)
    assert isinstance(told, rtcp.TransportFeedback)
    assert [number for number, _ in told.arrivals_us()] == [102, 103, 104]


def test_after_what_python_told_c_goes_on(stream: Stream) -> None:
    for _ in range(3):
        stream.send()
    stream.recorder.on_packet(105, 10.07)  # Python saw this one, of another stream
    assert len(stream.recorder.build(SENDER, MEDIA, 10.1)) == 1
    stream.number += 1
    for _ in range(10):
        stream.send()
    first = stream.told()[0]
    assert first.base_sequence == 106
    assert first.feedback_count == 2
