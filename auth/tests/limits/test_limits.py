"""Rate limits: the burst, then the rate, whatever the order of keys and times, in bounded memory."""

from hypothesis import given
from hypothesis import strategies as st

from auth.limits import Limiter, Rate


def test_a_burst_passes_then_one_every_so_often() -> None:
    limiter = Limiter(Rate(burst=3, every_s=10))
    assert [limiter.hit("a", 0.0) for _ in range(4)] == [0, 0, 0, 10]
    assert limiter.hit("a", 9.0) == 1
    assert limiter.hit("a", 10.0) == 0
    assert limiter.hit("a", 10.0) == 10
    assert limiter.hit("b", 10.0) == 0


def test_a_refused_event_costs_nothing_and_forgetting_starts_anew() -> None:
    limiter = Limiter(Rate(burst=1, every_s=10))
    assert limiter.hit("a", 0.0) == 0
    assert [limiter.hit("a", 5.0) for _ in range(9)] == [5] * 9
    limiter.forget("a")
    assert limiter.hit("a", 5.0) == 0


@given(st.integers(1, 20), st.floats(0.1, 100), st.lists(st.floats(0, 1000), max_size=200))
def test_no_window_lets_more_through_than_burst_and_rate(burst: int, every: float, times: list[float]) -> None:
    limiter = Limiter(Rate(burst, every))
    passed = [now for now in sorted(times) if limiter.hit("k", now) == 0]
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            assert last - first + 1 <= burst + (passed[last] - passed[first]) / every + 1e-6


@given(st.lists(st.text(max_size=3), max_size=300))
def test_memory_is_bounded(names: list[str]) -> None:
    limiter = Limiter(Rate(1, 1), max_keys=10)
    for name in names:
        limiter.hit(name, 0.0)
    assert len(limiter) <= 10
