"""Transport-wide feedback says what came and what did not, each once, also at the edges and out of order."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.core.feedback import INTERVAL, MOST_STATUSES, FeedbackRecorder
from sfu.tests.core.noting import bursts_noted
from sfu.wire import rtcp
from sfu.wire.rtcp import TransportFeedback


def told(packets: list[bytes]) -> list[TransportFeedback]:
    found = [each for packet in packets for each in rtcp.parse(packet)]
    assert all(isinstance(each, TransportFeedback) for each in found)
    return [each for each in found if isinstance(each, TransportFeedback)]


def statuses(packets: list[bytes]) -> list[tuple[int, bool]]:
    return [
        ((each.base_sequence + i) & 0xFFFF, delta is not None)
        for each in told(packets)
        for i, delta in enumerate(each.deltas)
    ]


def test_arrivals_and_holes_are_told() -> None:
    recorder = FeedbackRecorder()
    for sequence, at in ((10, 1.0), (11, 1.001), (13, 1.005)):
        recorder.on_packet(sequence, at)
    packets = recorder.build(1, 2, 1.05)
    assert statuses(packets) == [(10, True), (11, True), (12, False), (13, True)]
    arrivals = told(packets)[0].arrivals_us()
    assert [at - arrivals[0][1] for _, at in arrivals] == [0, 1000, 5000]
    assert recorder.build(1, 2, 1.1) == []


def test_a_hole_at_the_edge_of_two_feedbacks_is_told_once() -> None:
    recorder = FeedbackRecorder()
    recorder.on_packet(10, 1.0)
    assert statuses(recorder.build(1, 2, 1.0)) == [(10, True)]
    recorder.on_packet(13, 1.1)
    assert statuses(recorder.build(1, 2, 1.1)) == [(11, False), (12, False), (13, True)]
    recorder.on_packet(12, 1.15)
    recorder.on_packet(14, 1.2)
    assert statuses(recorder.build(1, 2, 1.2)) == [(12, True), (14, True)]


def test_it_is_due_after_its_interval_or_when_much_came() -> None:
    recorder = FeedbackRecorder()
    assert not recorder.due(0.0)
    recorder.on_packet(1, 0.0)
    recorder.build(1, 2, 0.0)
    recorder.on_packet(2, 0.01)
    assert not recorder.due(0.02)
    assert recorder.due(INTERVAL)
    for sequence in range(3, 103):
        recorder.on_packet(sequence, 0.02)
    assert recorder.due(0.02)


def test_much_is_split_and_each_packet_fits_the_path() -> None:
    recorder = FeedbackRecorder()
    for sequence in range(2000):
        recorder.on_packet(sequence * 2 & 0xFFFF, 1.0 + sequence * 0.001 + 0.1 * (sequence % 2))
    packets = recorder.build(1, 2, 4.0)
    assert len(packets) >= 4000 // MOST_STATUSES
    assert max(map(len, packets)) < 1200
    assert [each.feedback_count for each in told(packets)] == list(range(len(packets)))


def test_a_publisher_that_began_anew_does_not_make_a_flood_of_holes() -> None:
    recorder = FeedbackRecorder()
    recorder.on_packet(100, 1.0)
    recorder.build(1, 2, 1.0)
    recorder.on_packet(30000, 2.0)
    recorder.on_packet(30001, 2.0)
    assert statuses(recorder.build(1, 2, 2.0)) == [(30000, True), (30001, True)]


def test_what_nobody_takes_does_not_pile_up() -> None:
    recorder = FeedbackRecorder()
    for sequence in range(50_000):
        recorder.on_packet(sequence & 0xFFFF, sequence / 1000)
    assert sum(map(len, recorder.build(1, 2, 50.0))) < 20_000


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.integers(-3, 12), st.booleans(), st.integers(0, 20000)), max_size=80),
    st.integers(0, 0xFFFF),
)
def test_every_arrival_is_told_once_and_at_its_time(events: list[tuple[int, bool, int]], first: int) -> None:
    recorder, packets = FeedbackRecorder(), []
    arrived: dict[int, int] = {}
    at, newest = 64_000_000, first
    for step, build, later in events:
        at += later
        newest = max(newest, newest + step)
        sequence = newest + min(step, 0)
        if sequence not in arrived:
            arrived[sequence] = at
            recorder.on_packet(sequence & 0xFFFF, at / 1e6)
        if build:
            packets += recorder.build(1, 2, at / 1e6)
    packets += recorder.build(1, 2, at / 1e6)
    found = [each for feedback in told(packets) for each in feedback.arrivals_us()]
    assert sorted(number for number, _ in found) == sorted(number & 0xFFFF for number in arrived)
    times = {number & 0xFFFF: arrival for number, arrival in arrived.items()}
    assert all(abs(times[number] - arrival) <= 251 for number, arrival in found)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from([0, 300, 9000, 70_000]), st.sampled_from([1, 1, 1, 1, 0, 3])),
        max_size=8,
    ),
    st.integers(0, 0xFFFF),
    st.randoms(use_true_random=False),
)
def test_what_the_kernel_noted_is_told_in_the_same_words(
    bursts: list[tuple[int, int, int]], first: int, rng: random.Random
) -> None:
    """Unbroken, over the wrap, with pauses, holes or doubles: byte for byte what is said of packets one by one."""
    for noting, recorder, at in bursts_noted(bursts, first, rng):
        assert noting.due(at + 1.0) == recorder.due(at + 1.0)
        assert noting.build(1, 2, at) == recorder.build(1, 2, at)
