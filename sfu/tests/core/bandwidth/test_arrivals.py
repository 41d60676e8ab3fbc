"""Feedback beside what was sent: nothing counts twice, nothing counts that was not sent."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.core.bandwidth.arrivals import GROUP, ArrivalReader
from sfu.core.bandwidth.sent import SENT, SLOTS, SentTable
from sfu.wire.rtcp import TransportFeedback


def feedback(base: int, *deltas: int | None, reference: int = 100) -> TransportFeedback:
    return TransportFeedback(1, 2, base & 0xFFFF, reference, 0, deltas)


def sent(
    table: SentTable, first: int, count: int, *, at: float = 10.0, every: float = 0.01, size: int = 1000
) -> None:
    for i in range(count):
        table.note(0, (first + i) & 0xFFFF, size, at + i * every)


@pytest.mark.parametrize("first", [0, 4090, 65530])
def test_what_arrived_is_found_also_where_ring_and_numbers_wrap(first: int) -> None:
    table = SentTable()
    reader = ArrivalReader(table.add(0))
    sent(table, first, 10)
    found = reader.read(feedback(first, *[40] * 4, None, None, *[40] * 4))
    assert (found.received, found.lost, found.octets) == (8, 2, 8000)
    assert [round(group[1] - 10.0, 3) for group in found.groups] == [
        0,
        0.01,
        0.02,
        0.03,
        0.06,
        0.07,
        0.08,
        0.09,
    ]
    assert [round(group[2] - 6.4, 4) for group in found.groups] == [round(0.01 * i, 4) for i in range(1, 9)]


def test_packets_sent_together_are_one_group() -> None:
    table = SentTable()
    reader = ArrivalReader(table.add(0))
    sent(table, 0, 5, at=10.0, every=0.0005)
    sent(table, 5, 5, at=10.0 + 2 * GROUP, every=0.0005)
    found = reader.read(feedback(0, *[4] * 5, 40, *[4] * 4))
    assert [(group[4], group[3]) for group in found.groups] == [(5, 5000), (5, 5000)]


def test_what_was_held_back_and_let_go_at_once_is_one_group() -> None:
    table = SentTable()
    reader = ArrivalReader(table.add(0))
    sent(table, 0, 5, every=0.02)
    assert [group[4] for group in reader.read(feedback(0, 40, 1, 1, 1, 1)).groups] == [5]


def test_said_twice_counts_once_and_a_late_arrival_counts_after_all() -> None:
    table = SentTable()
    reader = ArrivalReader(table.add(0))
    sent(table, 0, 3)
    assert reader.read(feedback(0, 4, None, 4))[1:] == (2, 2000, 1)
    assert reader.read(feedback(0, 4, 4, 4))[1:] == (1, 1000, 0)
    assert reader.read(feedback(0, 4, 4, 4))[1:] == (0, 0, 0)


def test_what_was_never_sent_or_is_overwritten_counts_as_nothing() -> None:
    table = SentTable()
    reader = ArrivalReader(table.add(0))
    sent(table, SLOTS, 3)  # in the places of 0, 1 and 2
    assert reader.read(feedback(0, 4, None, 4, 4, None))[1:] == (0, 0, 0)


def test_reordered_numbers_come_out_by_order_of_sending() -> None:
    """Audio that overtook paced video has a higher number and left earlier."""
    table = SentTable()
    reader = ArrivalReader(table.add(0))
    table.note(0, 0, 100, 10.05)
    table.note(0, 1, 100, 10.00)
    groups = reader.read(feedback(0, 400, -200)).groups
    assert [group[0] for group in groups] == [10.00, 10.05]


def test_what_was_overtaken_is_not_lost_yet() -> None:
    """Numbers 0 and 1 wait for their pace and leave after 2; the feedback on 2 comes when they are on their way."""
    table = SentTable()
    reader = ArrivalReader(table.add(0))
    for number, at in ((0, 10.02), (1, 10.03), (2, 10.0)):
        table.note(0, number, 500, at)
    assert reader.read(feedback(0, None, None, 4))[1:] == (1, 500, 0)
    table.note(0, 3, 500, 10.04)
    assert reader.read(feedback(0, None, 4, None, 4))[1:] == (2, 1000, 1)


def test_the_receivers_clock_may_wrap() -> None:
    table = SentTable()
    reader = ArrivalReader(table.add(0))
    sent(table, 0, 2)
    before = reader.read(feedback(0, 0, reference=0x7FFFFF)).groups[0][2]
    after = reader.read(feedback(1, 0, reference=-0x800000)).groups[0][2]
    assert after - before == pytest.approx(0.064)


@given(
    st.lists(st.tuples(st.integers(0, 65535), st.booleans()), max_size=60),
    st.integers(0, 65535),
    st.lists(st.one_of(st.none(), st.integers(-0x8000, 0x7FFF)), min_size=1, max_size=60),
)
def test_counts_never_exceed_what_was_sent(
    numbers: list[tuple[int, bool]], base: int, deltas: list[int | None]
) -> None:
    table = SentTable()
    reader = ArrivalReader(table.add(0))
    for i, (number, near) in enumerate(numbers):
        table.note(0, (base + number % 60) & 0xFFFF if near else number, 500, 1.0 + i)
    total = 0
    for _ in range(2):
        found = reader.read(feedback(base, *deltas))
        total += found.received
        assert sum(group[4] for group in found.groups) == found.received
        assert sum(group[3] for group in found.groups) == found.octets == 500 * found.received
        assert found.lost <= deltas.count(None)
        assert [group[0] for group in found.groups] == sorted(group[0] for group in found.groups)
    assert total <= len(numbers)


def test_the_ring_is_memory_that_c_can_write_and_that_stays_in_its_place() -> None:
    table = SentTable(capacity=2)
    ring = table.add(1)
    address = int(table.addresses[1])
    assert SENT.itemsize == 16
    table.add(40)  # grows
    assert int(table.addresses[1]) == address == ring.ctypes.data
    record = np.zeros(1, SENT)
    record[0] = (3.5, 700, 4097, 0)
    ctypes.memmove(address + SENT.itemsize * (4097 & (SLOTS - 1)), record.ctypes.data, SENT.itemsize)
    assert ArrivalReader(ring).read(feedback(4097, 4)).octets == 700
    table.remove(1)
    assert table.get(1) is None
    assert int(table.addresses[1]) == 0
    table.note(1, 5, 100, 1.0)  # nobody's any more: nothing happens
