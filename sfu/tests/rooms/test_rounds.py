"""Everybody has a turn once a period, and no tick serves more than its share."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sfu.rooms.rounds import FEW, Round


@given(
    people=st.integers(0, 500), tick=st.sampled_from([0.01, 0.02, 0.05, 0.1]), period=st.sampled_from([0.1, 1.0, 5.0])
)
def test_everybody_has_one_turn_a_period_whatever_the_tick(people: int, tick: float, period: float) -> None:
    turns = Round(period, lambda: range(people))
    had: Counter[int] = Counter()
    for step in range(round(period / tick) + 1):
        share = turns.take(step * tick * 0.999)  # ends a hair before the next round
        assert len(share) <= max(FEW, people * tick / period + 1)
        had.update(share)
    assert had == Counter(range(people))


def test_a_few_are_served_at_the_same_moment_and_then_not_before_the_period_is_over() -> None:
    turns = Round(1.0, lambda: range(FEW))
    assert turns.take(10.0) == list(range(FEW))
    assert turns.take(10.98) == []
    assert turns.take(10.99, early=0.01) == list(range(FEW))


def test_a_late_round_is_not_made_up_for() -> None:
    turns = Round(1.0, lambda: range(100))
    assert turns.take(0.0) == list(range(FEW))
    assert turns.take(7.0) == list(range(FEW, 100))
    assert turns.take(7.0) == list(range(FEW))
    assert turns.take(7.1) == list(range(FEW, 2 * FEW))


def test_who_comes_during_a_round_waits_for_the_next_one_and_who_had_a_turn_is_not_held() -> None:
    people = list(range(20))
    turns = Round(1.0, lambda: people)
    first = turns.take(0.0)
    people.append(20)
    assert first + turns.take(0.5) == list(range(20))
    assert turns.take(0.9) == []
    assert turns.take(1.0) + turns.take(1.5) == list(range(21))
