"""The estimate on lines of every kind, on a virtual clock: it finds what the line carries and stays off its queue."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.core.bandwidth import Estimator, SentTable
from sfu.core.bandwidth.estimator import LEAST, SILENCE
from sfu.netem import Conditions
from sfu.wire.rtcp import TransportFeedback

from .simulation import Sample, Simulation

LINE = Conditions(delay=0.03, rate=3_000_000.0)
BACK = Conditions(delay=0.03)
LAYERS = (160_000.0, 450_000.0, 1_700_000.0)


def layered(estimate: float, now: float) -> float:
    """What an allocator would send of a simulcast camera beside 48 kbit/s of audio."""
    return max((layer for layer in LAYERS if layer + 60_000 <= 0.97 * estimate), default=0.0)


def filling(estimate: float, now: float) -> float:
    """A source that sends what it may."""
    return estimate - 60_000


def mean(samples: list[Sample]) -> float:
    return sum(sample.sending for sample in samples) / len(samples)


@pytest.mark.parametrize("seed", range(1, 5))
def test_a_rate_that_falls_to_a_sixth_costs_no_audio_and_comes_back_when_it_rises(seed: int) -> None:
    run = Simulation(LINE, BACK, layered, wanted=2_000_000, seed=seed)
    run.run(8 + 0.013 * seed)
    assert run.samples[-1].sending > 1_600_000
    fell = run.now
    run.change(replace(LINE, rate=500_000.0))
    run.run(12)
    fitting = [sample for sample in run.between(fell + 1.0, run.now) if sample.sending < 500_000]
    assert len(fitting) >= 0.9 * len(run.between(fell + 1.0, run.now))  # the rest are probes
    assert max(sample.queue for sample in run.between(fell + 1.5, run.now)) < 0.1
    rose = run.now
    run.change(LINE)
    run.run(10)
    back = run.settled(rose, lambda sample: sample.sending > 1_600_000)
    assert back is not None
    assert back < 8.0
    assert run.audio_sent - run.audio_got <= 5
    gaps = [b - a for a, b in pairwise(run.audio_out)]
    assert max(gaps) < 0.2


@pytest.mark.parametrize(
    "line",
    [
        replace(LINE, loss=0.05),
        replace(LINE, loss=0.03, burst=5.0),
        replace(LINE, jitter=0.03),
        replace(LINE, reorder=0.05, reorder_by=0.01),
        replace(LINE, delay=0.15),
    ],
    ids=["random-loss", "bursts", "jitter", "reordering", "far-away"],
)
def test_a_line_that_is_bad_but_wide_is_used(line: Conditions) -> None:
    """From a start below the top layer, by probes, and not falling down later."""
    run = Simulation(
        line, replace(BACK, loss=line.loss, delay=line.delay), layered, wanted=2_000_000, start=500_000.0
    )
    run.run(40)
    top = [sample for sample in run.between(6, 40) if sample.sending > 1_600_000]
    assert len(top) > 0.85 * len(run.between(6, 40))


def test_a_full_line_is_used_well_without_a_queue() -> None:
    run = Simulation(replace(LINE, rate=1_000_000.0), BACK, filling, wanted=3_000_000, start=300_000.0)
    run.run(30)
    steady = run.between(10, 30)
    assert mean(steady) > 800_000
    assert sum(sample.queue for sample in steady) / len(steady) < 0.03
    assert run.link.dropped == 0


def test_bursts_of_others_are_given_way_and_the_line_is_taken_again() -> None:
    run = Simulation(
        replace(LINE, rate=2_000_000.0),
        BACK,
        filling,
        wanted=3_000_000,
        start=1_000_000.0,
        competing=lambda now: 1_500_000.0 if now % 10 < 1.5 else 0.0,
    )
    run.run(40)
    assert run.audio_sent - run.audio_got <= 10
    assert mean(run.between(10, 40)) > 700_000


def test_a_policer_without_a_queue_is_found_by_its_losses() -> None:
    run = Simulation(replace(LINE, rate=1_000_000.0, queue=0.05), BACK, filling, wanted=3_000_000)
    run.run(30)
    assert 500_000 < mean(run.between(10, 30)) < 1_100_000
    assert run.audio_sent - run.audio_got < 0.02 * run.audio_sent


@pytest.mark.parametrize("pause", [0.05, 0.1, 0.2, 0.3])
def test_a_line_that_pauses_for_a_moment_is_not_taken_for_a_full_one(pause: float) -> None:
    """As radio does, and a machine that is busy: nothing comes, then all at once."""
    run = Simulation(LINE, BACK, layered, wanted=2_000_000)
    for i in range(8):
        run.run(2.1 + 0.07 * i)
        run.change(replace(LINE, rate=1000.0, queue=4000.0))
        run.run(pause)
        run.change(replace(LINE, queue=1.0))
    assert min(sample.sending for sample in run.between(1, run.now)) > 1_500_000


def test_nobody_wants_more_so_nothing_is_probed() -> None:
    run = Simulation(LINE, BACK, layered, wanted=0.0)
    run.run(10)
    assert run.estimator.probes == (0, 0)


def test_feedback_that_ends_while_we_send_halves_the_estimate_and_resting_does_not() -> None:
    run = Simulation(LINE, BACK, layered)
    run.run(3)
    before = run.estimator.estimate
    assert before is not None
    run.estimator.tick(run.now + 2 * SILENCE, False)
    assert run.estimator.estimate == before
    run.estimator.tick(run.now + 2 * SILENCE, True)
    assert run.estimator.estimate == pytest.approx(before / 2)


def test_remb_only_lowers() -> None:
    run = Simulation(LINE, BACK, layered)
    run.run(3)
    before = run.estimator.estimate
    assert before is not None
    run.estimator.on_remb(10 * before)
    run.estimator.on_remb(1.2 * run.estimator.arriving)
    assert run.estimator.estimate == before
    run.estimator.on_remb(200_000)
    assert run.estimator.estimate == 200_000


def test_a_line_that_cannot_be_probed_can_be_tried() -> None:
    run = Simulation(replace(LINE, rate=500_000.0), BACK, layered)
    run.run(3)
    before = run.estimator.estimate
    assert before is not None
    run.estimator.trust(1_000_000, run.now)
    assert run.estimator.estimate == 1_000_000
    run.run(3)
    assert run.estimator.estimate < 600_000


def test_before_any_feedback_nothing_is_known() -> None:
    estimator = Estimator(SentTable().add(0))
    estimator.tick(100.0, True)
    estimator.on_remb(100_000)
    estimator.trust(1e6, 1.0)
    assert estimator.estimate is None
    assert estimator.probe(1e6, 1.0) is None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 0.3),  # seconds since the last
            st.integers(0, 40),  # packets sent meanwhile
            st.integers(-5, 5),  # the feedback's base is off by
            st.lists(st.one_of(st.none(), st.integers(-0x8000, 0x7FFF)), min_size=1, max_size=40),
            st.integers(-0x800000, 0x7FFFFF),
        ),
        max_size=25,
    ),
    st.floats(100_000, 5e6),
)
def test_whatever_a_subscriber_says_the_estimate_lies_within_its_bounds(
    steps: list[tuple[float, int, int, list[int | None], int]], start: float
) -> None:
    table = SentTable()
    most = 10_000_000.0
    estimator = Estimator(table.add(0), start=start, most=most)
    now, sequence = 1.0, 0
    for passed, count, off, deltas, reference in steps:
        now += passed
        for i in range(count):
            table.note(0, sequence & 0xFFFF, 1000, now + i * 1e-3)
            sequence += 1
        base = (sequence - count + off) & 0xFFFF
        estimator.on_feedback(TransportFeedback(1, 2, base, reference, 0, tuple(deltas)), now + 0.05)
        estimator.tick(now + 0.05, count > 0)
        probe = estimator.probe(3e6, now + 0.05)
        if estimator.estimate is not None:
            assert LEAST <= estimator.estimate <= most
            assert 0.0 <= estimator.loss <= 1.0
        if probe is not None:
            assert 0 < probe.rate <= 3.31e6
