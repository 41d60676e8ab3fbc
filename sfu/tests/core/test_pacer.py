"""Packets leave at the pace of the line; audio and old queues do not wait for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sfu.core.pacer import BURST, FACTOR, LEAST_BURST, LONGEST, MOST_WAITING, Budget, Pacer

ESTIMATE = 1_000_000.0
RATE = ESTIMATE * FACTOR / 8


def drained(pacer: Pacer[int], step: float = 0.002) -> list[tuple[float, int]]:
    """(when, which) as it all goes out."""
    found: list[tuple[float, int]] = []
    ticks = 0
    while len(pacer):
        found += [(ticks * step, packet) for packet in pacer.take(ticks * step)]
        ticks += 1
    return found


def test_without_an_estimate_everything_passes_at_once() -> None:
    pacer: Pacer[int] = Pacer()
    assert all(pacer.passes(1200, 0.0) for _ in range(1000))


def test_a_keyframe_is_spread_over_the_time_the_line_needs() -> None:
    pacer: Pacer[int] = Pacer()
    pacer.budget.limit(ESTIMATE)
    passed = 0
    while pacer.passes(1000, 0.0):
        passed += 1
    assert passed * 1000 <= LEAST_BURST + 1000
    for packet in range(20):
        pacer.put(packet, 1000)
    found = drained(pacer)
    assert [packet for _, packet in found] == list(range(20))
    assert abs(found[-1][0] - 20_000 / RATE) < 0.02


def test_what_comes_after_waiting_packets_waits_too() -> None:
    pacer: Pacer[int] = Pacer()
    pacer.budget.limit(ESTIMATE)
    pacer.put(1, 1000)
    assert not pacer.passes(10, 5.0)
    assert pacer.take(5.0) == [1]
    assert pacer.passes(10, 5.0)


def test_a_queue_never_grows_old_however_slow_the_line() -> None:
    pacer: Pacer[int] = Pacer()
    pacer.budget.limit(30_000.0)
    for packet in range(400):
        pacer.put(packet, 1200)
    assert drained(pacer)[-1][0] < 8 * LONGEST


def test_audio_is_paid_for_and_video_waits_for_it_only_so_long() -> None:
    budget = Budget()
    budget.limit(30_000.0)
    assert budget.refill(1.0, 0)
    for _ in range(1000):
        budget.share(200)
    assert budget.level == 0.0
    assert not budget.refill(1.0, 1000)
    assert 0.0 < budget.wait(1000) <= LONGEST


def test_what_waits_is_bounded() -> None:
    pacer: Pacer[int] = Pacer()
    pacer.budget.limit(ESTIMATE)
    while pacer.passes(1000, 0.0):
        pass
    found: list[int] = []
    for packet in range(MOST_WAITING + 10):
        pacer.put(packet, 100)
        found += pacer.take(0.0)
    assert found == list(range(10))
    assert len(pacer) == MOST_WAITING


@given(st.lists(st.tuples(st.floats(0, 0.05), st.integers(50, 1200)), max_size=80), st.floats(50_000, 5e6))
def test_no_stretch_of_time_carries_more_than_the_rate_a_burst_and_the_old_queue(
    arrivals: list[tuple[float, int]], estimate: float
) -> None:
    pacer: Pacer[int] = Pacer()
    pacer.budget.limit(estimate)
    now, sent, waited = 0.0, 0, 0
    for gap, size in arrivals:
        now += gap
        sent += sum(pacer.take(now))
        if pacer.passes(size, now):
            sent += size
        else:
            pacer.put(size, size)
        waited = max(waited, pacer.octets)
        rate = max(pacer.budget.rate, waited / LONGEST)
        assert sent <= rate * now + max(LEAST_BURST, rate * BURST) + 1200
