"""The C kernel toward a slow line: the same pace as core's pacer, and a note of when each packet went."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.core.bandwidth.arrivals import ArrivalReader
from sfu.core.bandwidth.delay import DelayDetector
from sfu.core.bandwidth.sent import SLOTS, SentTable, SentWriter
from sfu.core.forwarding import Forwarder, Negotiated
from sfu.core.pacer import LONGEST, MOST_WAITING, Pacer
from sfu.core.records import TransportTable
from sfu.net.kernel import Kernel, KernelTransport
from sfu.net.kernel_line import FeedbackReader, KernelDetector
from sfu.net.kernel_shapes import extension
from sfu.wire import rtcp, rtp
from sfu.wire.errors import WireError

from ..core.samples import Layer, Owner

pytestmark = pytest.mark.skipif(extension() is None, reason="the packet path in C was not built")


class Line:
    """A kernel with one transport to a socket of ours; packets stay plain."""

    def __init__(self) -> None:
        self.transports = TransportTable()
        self.kernel = Kernel(self.transports, segmentation=False)
        self.there = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.here = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.there.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        for each in (self.here, self.there):
            each.bind(("127.0.0.1", 0))
            each.setblocking(False)
        self.row = self.transports.add()
        self.transport: KernelTransport = self.kernel.transport(self)
        self.transport.keys(None, None)
        self.transport.path(self.kernel.add_socket(self.here), self.there.getsockname())
        self.transport.serve(self.row)

    def flush(self, now: float) -> list[bytes]:
        self.kernel.flush(now)
        found = []
        while True:
            try:
                found.append(self.there.recv(4096))
            except BlockingIOError:
                return found

    def close(self) -> None:
        self.transport.close()
        for each in (self.here, self.there):
            each.close()


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()


def packet(number: int, size: int) -> bytes:
    return b"\x80\x60" + number.to_bytes(4, "big") + bytes(size - 6)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 0.05), st.lists(st.tuples(st.integers(20, 1200), st.booleans()), max_size=12)),
        max_size=30,
    ),
    st.sampled_from([0.0, 3_750.0, 100_000.0, 1_000_000.0]),
)
def test_it_paces_as_core_does(steps: list[tuple[float, list[tuple[int, bool]]]], rate: float) -> None:
    line = Line()
    try:
        pacer: Pacer[bytes] = Pacer()
        pacer.budget.rate = rate
        line.transport.pace(rate)
        now, number = 100.0, 0
        for passed, packets in steps:
            now += passed
            expected = []
            for size, paced in packets:
                number += 1
                made = packet(number, size)
                assert line.transport.send(made, paced=paced)
                if paced and rate:
                    pacer.put(made, size)
                else:
                    pacer.budget.share(size)
                    expected.append(made)
            expected += pacer.take(now)
            assert line.flush(now) == expected
            assert line.kernel.held == len(pacer)
    finally:
        line.close()


def test_what_waits_goes_when_pacing_ends_and_is_freed_with_its_transport(line: Line) -> None:
    line.transport.pace(10_000.0)
    for number in range(20):
        line.transport.send(packet(number, 1000), paced=True)
    assert len(line.flush(1.0)) < 10
    line.transport.pace(0.0)
    assert len(line.flush(1.0)) > 10
    assert line.kernel.held == 0
    line.transport.pace(10_000.0)
    for _ in range(50):  # far more than the pool holds, were it not given back
        other = line.kernel.transport(line)
        other.pace(10_000.0)
        for number in range(200):
            assert other.send(packet(number, 1000), paced=True)
        line.flush(1.0)
        other.close()
    assert line.kernel.held == 0
    assert line.kernel.stats.exhausted == 0


def test_what_waits_is_bounded_and_never_old(line: Line) -> None:
    line.transport.pace(5_000.0)
    for number in range(MOST_WAITING + 100):
        line.transport.send(packet(number, 1000), paced=True)
    assert 100 <= len(line.flush(1.0)) < 110
    assert line.kernel.held <= MOST_WAITING
    now = 1.0
    while line.kernel.held:
        now += 0.002
        line.flush(now)
    assert now < 1.0 + 10 * LONGEST


def test_it_notes_when_each_numbered_packet_went(line: Line) -> None:
    """Those it forwards by itself, and those that Python makes."""
    ring = line.transports.sent.add(line.row)
    line.transport.note_sent(ring, None)
    plans = line.kernel.publication("video", "video/VP8")
    forwarder = Forwarder("video", "video/VP8", 90_000, line.transports, rng=random.Random(1), plans=plans)
    terms = Negotiated(7, 96, line.row, rtx_ssrc=8, rtx_payload_type=97, twcc_id=3)
    row = forwarder.add(Owner(), terms)
    forwarder.set_target(row, 0)
    writer = SentWriter(ring, 3)
    layer = Layer(0)
    samples = layer.frame(2, keyframe=True) + layer.frame(3)
    for sample in samples:
        for _, outgoing in forwarder.on_packet(0, sample.header, sample.data, 1.0):
            line.transport.send(outgoing, feedback=writer.number(outgoing))
    assert line.kernel.stats.forwarded == 4  # the first, on which the row began, came from Python
    for padded in forwarder.padding(row, 600, 2.0):
        line.transport.send(padded, feedback=writer.number(padded))
    sent = line.flush(2.5)
    assert len(sent) == 5 + 3
    for number, datagram in enumerate(sorted(sent, key=lambda each: rtp.parse(each).extensions[3])):
        assert int.from_bytes(rtp.parse(datagram).extensions[3], "big") == number
        assert tuple(ring[number & (SLOTS - 1)])[:3] == (2.5, len(datagram), number)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 0.2),  # seconds since the last
            st.lists(st.floats(0, 0.02), max_size=40),  # packets sent meanwhile, each so long after the one before
            st.integers(-3, 3),  # the feedback's base is off by
            st.lists(
                st.one_of(st.none(), st.integers(0, 255), st.integers(-0x8000, 0x7FFF)), min_size=1, max_size=45
            ),
            st.integers(-0x800000, 0x7FFFFF),
        ),
        max_size=6,
    ),
    st.integers(0, 65535),
    st.randoms(use_true_random=False),
)
def test_it_reads_feedback_as_core_does(
    steps: list[tuple[float, list[float], int, list[int | None], int]], first: int, rng: random.Random
) -> None:
    line = Line()
    try:
        tables = [SentTable(), SentTable()]
        python, native = ArrivalReader(tables[0].add(0)), FeedbackReader(line.kernel, tables[1].add(0))
        now, sequence = 1.0, first
        for passed, gaps, off, deltas, reference in steps:
            now += passed
            times = []
            for gap in gaps:
                now += gap
                times.append(now)
            if rng.random() < 0.3:
                rng.shuffle(times)  # paced video is overtaken
            for at in times:
                for table in tables:
                    table.note(0, sequence & 0xFFFF, 100 + sequence % 1000, at)
                sequence += 1
            feedback = rtcp.TransportFeedback(
                1, 2, (sequence - len(gaps) + off) & 0xFFFF, reference, 0, tuple(deltas)
            )
            found = python.read(feedback)
            assert native.read(rtcp.build([feedback]))
            heard = native.take()
            if heard is not None:
                heard = heard._replace(groups=list(heard.groups))
            assert heard == (found if found.received or found.lost else None)
    finally:
        line.close()


@given(st.binary(max_size=80), st.booleans())
def test_whatever_is_no_feedback_is_left_to_python(data: bytes, framed: bool) -> None:
    line = Line()
    try:
        reader = FeedbackReader(line.kernel, SentTable().add(0))
        if framed:
            data += bytes(-len(data) % 4)
            data = b"\x8f\xcd" + (len(data) // 4).to_bytes(2, "big") + data
        found = reader.read(data)
        try:
            parsed = rtcp.parse(data)
        except WireError:
            assert not found
        else:
            assert not found or isinstance(parsed[0], rtcp.TransportFeedback)
    finally:
        line.close()


def test_a_report_or_a_compound_is_left_to_python(line: Line) -> None:
    reader = FeedbackReader(line.kernel, SentTable().add(0))
    feedback = rtcp.TransportFeedback(1, 2, 3, 4, 0, (1, None, 1))
    assert reader.read(rtcp.build([feedback]))
    assert not reader.read(rtcp.build([rtcp.ReceiverReport(1)]))
    assert not reader.read(rtcp.build([rtcp.ReceiverReport(1), feedback]))
    assert not reader.read(rtcp.build([feedback, feedback]))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 12),  # groups
            st.sampled_from([0.02, 0.02, 0.001, 0.5, 4.0]),  # seconds between them
            st.sampled_from([0.0, 0.0, 0.3, -0.3, 0.001]),  # how the delay changes, a second
            st.sampled_from([0.0, 0.0, 0.15, 20.0]),  # a step of the delay
        ),
        max_size=60,
    ),
    st.randoms(use_true_random=False),
)
def test_it_sees_a_queue_as_core_does(steps: list[tuple[int, float, float, float]], rng: random.Random) -> None:
    """To the last bit, over rests, stragglers, clocks that are set, and long runs in which the sums are made anew."""
    line = Line()
    try:
        python, native = DelayDetector(), KernelDetector(line.kernel)
        sent, delay = 1.0, 0.05
        for count, every, change, step in steps:
            delay += step
            found = []
            for _ in range(count):
                sent += every
                delay += change * every
                late = rng.random() * 0.003
                found.append((sent, sent + 0.001, sent + delay + late, 1000, 1))
                if rng.random() < 0.05:
                    found.append((sent - 0.1, sent - 0.1, sent + delay, 1000, 1))
            assert native.on_groups(found) is python.on_groups(found)
            assert (native.usage, native.queue, native.standing) == (python.usage, python.queue, python.standing)
    finally:
        line.close()


def test_it_sees_a_queue_as_core_does_for_an_hour(line: Line) -> None:
    python, native = DelayDetector(), KernelDetector(line.kernel)
    rng = random.Random(3)
    for i in range(36_000):
        at = 1.0 + i * 0.1
        found = [(at, at, at + 0.05 + rng.random() * 0.02 * (i % 50 == 0), 1000, 1)]
        assert native.on_groups(found) is python.on_groups(found)
        assert (native.queue, native.standing) == (python.queue, python.standing)
