"""A line does what its conditions say, and the same again with the same seed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.netem import Conditions, Link
from sfu.netem.link import HEADERS, MOST_UNDERWAY


def through(link: Link[int], count: int, *, every: float = 0.01, octets: int = 1000) -> list[tuple[float, int]]:
    """(when it came out, which) of `count` packets put in `every` so many seconds; looks every millisecond."""
    found: list[tuple[float, int]] = []
    put, step, now = 0, 0, 0.0
    while put < count or link.next_at() is not None:
        now = step * 0.001
        while put < count and put * every <= now:
            link.put(put, octets, now)
            put += 1
        found += [(now, packet) for packet in link.take(now)]
        step += 1
    return found


def test_a_perfect_line_gives_everything_at_once() -> None:
    found = through(Link(Conditions(), 1), 100)
    assert [packet for _, packet in found] == list(range(100))
    assert all(abs(at - packet * 0.01) < 0.0011 for at, packet in found)


def test_delay_is_added_and_jitter_keeps_the_order() -> None:
    found = through(Link(Conditions(delay=0.03, jitter=0.05), 1), 500, every=0.002)
    waits = [at - packet * 0.002 for at, packet in found]
    assert min(waits) >= 0.03 - 1e-9
    assert max(waits) <= 0.0811
    assert max(waits) - min(waits) > 0.02
    assert [packet for _, packet in found] == list(range(500))


def test_reordering_is_as_frequent_as_told() -> None:
    order = [packet for _, packet in through(Link(Conditions(reorder=0.1, reorder_by=0.05), 7), 2000)]
    late = sum(a > b for a, b in pairwise(order))
    assert sorted(order) == list(range(2000))
    assert 120 < late < 280


@pytest.mark.parametrize("burst", [1.0, 5.0])
def test_loss_has_the_share_and_the_length_of_bursts(burst: float) -> None:
    link: Link[int] = Link(Conditions(loss=0.05, burst=burst), 3)
    got = {packet for _, packet in through(link, 40_000, every=0.001)}
    assert link.lost == 40_000 - len(got)
    assert 0.04 < link.lost / 40_000 < 0.06
    runs = sum(packet not in got and packet - 1 in got for packet in range(1, 40_000))
    assert abs(link.lost / runs - burst) < 0.15 * burst


def test_a_rate_is_kept_and_the_queue_drops_its_tail_at_200_ms() -> None:
    link: Link[int] = Link(Conditions(rate=500_000.0), 1)
    found = through(link, 1000, every=0.005)  # 1.6 Mbit/s into 0.5
    seconds = found[-1][0] - found[0][0]
    carried = (len(found) - 1) * (1000 + HEADERS) * 8 / seconds
    assert abs(carried - 500_000) < 10_000
    waits = [at - packet * 0.005 for at, packet in found]
    assert 0.17 < max(waits) <= 0.201
    assert link.dropped == 1000 - len(found)


def test_a_rate_that_falls_holds_back_what_waits_already() -> None:
    link: Link[int] = Link(Conditions(rate=8_000_000.0, queue=1.0), 1)
    for packet in range(10):
        link.put(packet, 1000 - HEADERS, 0.0)
    assert link.take(0.0051) == [0, 1, 2, 3, 4]
    link.change(Conditions(rate=80_000.0, queue=1.0), 0.0051)
    assert link.take(0.1) == []
    assert link.take(0.106) == [5]
    link.change(Conditions(), 0.2)
    assert link.take(0.2) == [6, 7, 8, 9]


def test_a_dead_line_carries_nothing_and_holds_nothing() -> None:
    link: Link[int] = Link(Conditions(loss=1.0), 1)
    link.put(1, 100, 0.0)
    assert link.next_at() is None
    assert link.lost == 1


def test_what_is_under_way_is_bounded() -> None:
    link: Link[int] = Link(Conditions(delay=10.0), 1)
    for packet in range(MOST_UNDERWAY + 10):
        link.put(packet, 100, 0.0)
    assert link.dropped == 10


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Conditions,
        delay=st.floats(0, 0.2),
        jitter=st.floats(0, 0.1),
        loss=st.floats(0, 1),
        burst=st.floats(1, 10),
        reorder=st.floats(0, 1),
        rate=st.sampled_from([0.0, 100_000.0, 3_000_000.0]),
    ),
    st.integers(0, 2**32),
)
def test_every_packet_comes_out_once_or_is_counted_and_a_seed_repeats_it(conditions: Conditions, seed: int) -> None:
    first, second = Link[int](conditions, seed), Link[int](conditions, seed)
    found = through(first, 60)
    assert found == through(second, 60)
    assert len({packet for _, packet in found}) == len(found) == first.carried
    assert first.carried + first.lost + first.dropped == 60


@pytest.mark.parametrize("wrong", [{"loss": 1.5}, {"delay": -1.0}, {"burst": 0.5}, {"reorder": -0.1}])
def test_conditions_that_no_line_has_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="no such line"):
        Conditions(**wrong)
