"""The parts of the estimator, each with what it must tell apart."""

from __future__ import annotations

import random

import pytest

from sfu.core.bandwidth.arrivals import Group
from sfu.core.bandwidth.delay import GROUND_SPAN, DelayDetector, Usage
from sfu.core.bandwidth.loss import MOST_NATURE, LossController
from sfu.core.bandwidth.probing import LONGEST_WAIT, PATIENCE, SECONDS, ProbeControl


def groups(begin: float, count: int, delay: float, rise: float = 0.0, every: float = 0.02) -> list[Group]:
    """Groups sent `every` so often, delayed by `delay` and `rise` seconds more a second."""
    return [
        (begin + i * every, begin + i * every, begin + i * every + delay + rise * i * every, 1000, 1)
        for i in range(count)
    ]


def test_a_delay_that_rises_is_overuse_and_one_that_falls_underuse() -> None:
    detector = DelayDetector()
    assert all(detector.on_groups(groups(1 + i * 0.1, 5, 0.05)) is Usage.NORMAL for i in range(20))
    rising = [detector.on_groups(groups(3 + i * 0.1, 5, 0.05 + 0.03 * i, 0.3)) for i in range(4)]
    assert Usage.OVERUSE in rising
    falling = [detector.on_groups(groups(3.4 + i * 0.1, 5, 0.17 - 0.03 * i, -0.3)) for i in range(4)]
    assert Usage.UNDERUSE in falling


def test_clocks_that_drift_are_no_congestion() -> None:
    """50 parts in a million, either way, for ten minutes."""
    for drift in (50e-6, -50e-6):
        detector = DelayDetector()
        for i in range(6000):
            begin = 1 + i * 0.1
            assert detector.on_groups(groups(begin, 2, 0.05 + drift * begin, drift, 0.05)) is not Usage.OVERUSE
        assert detector.standing < 0.002


def test_a_full_queue_of_constant_length_is_overuse_until_it_is_the_paths_own() -> None:
    detector = DelayDetector()
    for i in range(20):
        detector.on_groups(groups(1 + i * 0.1, 5, 0.05))
    usages = [detector.on_groups(groups(3 + i * 0.1, 5, 0.25)) for i in range(int(30 * GROUND_SPAN))]
    assert usages[8] is Usage.OVERUSE  # the jump is over, the queue stands
    assert usages[-1] is Usage.NORMAL
    assert detector.standing < 1e-9


def test_loss_that_stays_is_the_lines_nature_and_loss_that_comes_with_a_queue_is_not() -> None:
    radio = LossController(1e6, 3e4, 1e7)
    for i in range(200):
        radio.on_packets(95, 5, i * 0.1, arriving=1e6, queue=0.005)
    assert radio.limit >= 1.5e6
    full = LossController(1e6, 3e4, 1e7)
    for i in range(20):
        full.on_packets(60, 40, i * 0.1, arriving=5e5, queue=0.19)
    assert full.limit < 6e5
    assert full.nature == 0.0


@pytest.mark.parametrize("share", [0.02, 0.05, 0.08])
def test_packets_lost_by_chance_do_not_take_from_the_limit(share: float) -> None:
    """A small picture, 11 packets a feedback, for an hour in stretches of ten seconds."""
    for seed in range(360):
        dice, line = random.Random(seed), LossController(1e6, 3e4, 1e7)
        for i in range(100):
            lost = sum(dice.random() < share for _ in range(11))
            line.on_packets(11 - lost, lost, i * 0.1, arriving=8e5, queue=0.0)
            assert line.limit > 9e5, (seed, i)


@pytest.mark.parametrize(("share", "within"), [(0.8, 0.6), (0.4, 1.0), (0.25, 2.2)])
def test_a_line_that_turns_out_too_narrow_is_told_from_chance_soon(share: float, within: float) -> None:
    for seed in range(100):
        dice, line = random.Random(seed), LossController(1e6, 3e4, 1e7)
        for i in range(int(within * 10) + 1):
            lost = sum(dice.random() < share for _ in range(11))
            line.on_packets(11 - lost, lost, i * 0.1, arriving=8e5 * (1 - share), queue=0.1)
        assert line.limit < 9e5, seed


def test_losing_half_without_a_queue_is_never_natural() -> None:
    policed = LossController(2e6, 3e4, 1e7)
    for i in range(300):
        policed.on_packets(50, 50, i * 0.1, arriving=1e6, queue=0.0)
    assert policed.nature <= MOST_NATURE
    assert policed.limit < 1.2e6


def probed(control: ProbeControl, now: float, rate: float) -> list[Group]:
    """What a probe sent at `now` gives when it arrives at `rate` bits a second, and the packet that ends it."""
    size = int(rate * 0.005 / 8)
    made = [(now + i * 0.0051, now + i * 0.0051, now + 9 + i * 0.0051, size, 1) for i in range(12)]
    return [*made, (now + SECONDS + 0.02, now + SECONDS + 0.02, now + 10, 100, 1)]


def test_a_probe_that_goes_through_says_its_rate_and_the_next_may_follow() -> None:
    control = ProbeControl()
    probe = control.plan(500_000, 3_000_000, 1.0, calm=True)
    assert probe is not None
    assert probe.rate == 1_000_000
    assert control.plan(500_000, 3_000_000, 1.01, calm=True) is None
    found = control.on_groups(probed(control, 1.0, 1_000_000), 1.2, 0.06)
    assert found is not None
    assert 0.9e6 < found < 1.1e6
    assert control.plan(found, 3_000_000, 1.5, calm=True) is not None
    assert control.succeeded == 1


def test_failures_make_the_next_wait_longer_up_to_a_bound() -> None:
    control = ProbeControl()
    now, waits = 1.0, []
    assert control.plan(500_000, 3_000_000, now, calm=True) is not None
    for _ in range(6):
        ended = now = now + SECONDS + PATIENCE
        assert control.on_groups([], now, 0.06) is None
        assert not control.out
        while now < ended + 20 and control.plan(500_000, 3_000_000, now, calm=True) is None:
            now += 0.1
        waits.append(now - ended)
    assert waits[0] < waits[1] < waits[2]
    assert max(waits) <= LONGEST_WAIT + 0.2


def test_no_probe_without_need_or_calm() -> None:
    control = ProbeControl()
    assert control.plan(500_000, 400_000, 1.0, calm=True) is None
    assert control.plan(500_000, 900_000, 1.0, calm=False) is None
    assert control.sent == 0


def test_too_few_packets_measure_nothing() -> None:
    control = ProbeControl()
    control.plan(500_000, 3_000_000, 1.0, calm=True)
    assert control.on_groups(probed(control, 1.0, 1_000_000)[-1:], 1.2, 0.06) is None
