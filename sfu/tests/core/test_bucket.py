"""A bucket lets its rate through, forgives a burst, and never gives more than both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.core.bucket import Bucket


def test_a_burst_passes_and_then_the_rate() -> None:
    bucket = Bucket(rate=10, burst=5)
    assert [bucket.take(1, 0.0) for _ in range(6)] == [True] * 5 + [False]
    assert not bucket.take(1, 0.05)
    assert bucket.take(1, 0.1)
    assert [bucket.take(1, 100.0) for _ in range(6)] == [True] * 5 + [False]


def test_more_than_it_holds_is_refused_and_takes_nothing() -> None:
    bucket = Bucket(rate=1, burst=10)
    assert not bucket.take(11, 0.0)
    assert bucket.take(10, 0.0)


def test_what_is_owed_is_waited_for() -> None:
    bucket = Bucket(rate=10, burst=2)
    assert [bucket.owe(1, 0.0) for _ in range(4)] == [0.0, 0.0, 0.1, 0.2]
    assert bucket.owe(1, 0.2) == pytest.approx(0.1)


def test_a_rate_of_zero_is_no_limit() -> None:
    bucket = Bucket(rate=0, burst=0)
    assert bucket.take(1e12, 0.0)
    assert bucket.owe(1e12, 0.0) == 0.0


@given(
    rate=st.floats(0.1, 1000),
    burst=st.floats(1, 1000),
    steps=st.lists(st.tuples(st.floats(-1, 5), st.floats(0, 50)), max_size=60),
)
def test_no_sequence_of_calls_gets_more_than_burst_and_rate(
    rate: float, burst: float, steps: list[tuple[float, float]]
) -> None:
    """Also with a clock that goes back: then the furthest time reached counts."""
    bucket, now, furthest, taken = Bucket(rate, burst), 0.0, 0.0, 0.0
    bucket.take(0, now)
    for step, amount in steps:
        now += step
        furthest = max(furthest, now)
        if bucket.take(amount, now):
            taken += amount
    assert taken <= burst + rate * furthest + 1e-6 * (taken + 1)
