"""Refunds by policy: to the minute, to the last unit, and never more than was paid."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scheduler.payments.policy import (
    FLEXIBLE,
    MODERATE,
    STRICT,
    Policy,
    Settlement,
    Step,
    share_at,
    when_given_up,
    when_nobody_came,
    words,
)
from scheduler.tests.fixtures import NOON

START = NOON + timedelta(days=30)
paid = st.integers(0, 10**8)
ahead = st.integers(-72, 24 * 30).map(lambda hours: timedelta(hours=hours))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    hours = sorted(draw(st.sets(st.integers(0, 500), max_size=5)), reverse=True)
    percents = sorted(draw(st.lists(st.integers(0, 100), min_size=len(hours), max_size=len(hours))), reverse=True)
    steps = [Step(hours_before=each, percent=share) for each, share in zip(hours, percents, strict=True)]
    fee = draw(st.integers(0, 10**6))
    return Policy(steps=steps, late_fee_minor=fee, no_show_percent=draw(st.integers(0, 100)))


def cancelled(policy: Policy, minor: int, now: datetime) -> Settlement:
    """By the client, at `now`."""
    return when_given_up(policy, minor, share_at(policy, START, now))


@given(policies(), paid, ahead)
def test_what_comes_back_and_what_is_kept_are_what_was_paid(policy: Policy, minor: int, left: timedelta) -> None:
    for result in (
        cancelled(policy, minor, START - left),
        when_nobody_came(policy, "client", minor),
    ):
        assert result.back_minor + result.kept_minor == minor
        assert min(result.back_minor, result.kept_minor) >= 0


@given(policies(), paid, ahead, ahead)
def test_cancelling_earlier_never_costs_more(policy: Policy, minor: int, one: timedelta, other: timedelta) -> None:
    early, late = max(one, other), min(one, other)
    sooner = cancelled(policy, minor, START - early)
    assert sooner.back_minor >= cancelled(policy, minor, START - late).back_minor


@given(policies(), paid)
def test_a_professional_who_does_not_come_gives_back_all(policy: Policy, minor: int) -> None:
    assert when_nobody_came(policy, "professional", minor) == Settlement(minor, 0)


def test_a_step_counts_to_its_very_moment() -> None:
    day, microsecond = timedelta(days=1), timedelta(microseconds=1)
    assert cancelled(FLEXIBLE, 999, START - day) == Settlement(999, 0)
    assert cancelled(FLEXIBLE, 999, START - day + microsecond) == Settlement(499, 500)
    assert cancelled(FLEXIBLE, 999, START + microsecond) == Settlement(0, 999)


def test_a_late_fee_is_kept_unless_all_comes_back() -> None:
    policy = Policy(steps=[Step(hours_before=24, percent=100), Step(hours_before=0, percent=90)], late_fee_minor=300)
    assert cancelled(policy, 1_000, START - timedelta(days=2)) == Settlement(1_000, 0)
    assert cancelled(policy, 1_000, START) == Settlement(700, 300)
    assert cancelled(policy, 200, START) == Settlement(0, 200)


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (
            FLEXIBLE,
            "Cancel at least 24 hours before the start for a full refund, or until the start for 50 %;"
            " after that nothing comes back.",
        ),
        (
            MODERATE,
            "Cancel at least 3 days before the start for a full refund, or at least 24 hours before the start for"
            " 50 %; after that nothing comes back.",
        ),
        (STRICT, "Cancel at least 7 days before the start for 50 %; after that nothing comes back."),
        (Policy(steps=[]), "Nothing comes back when you cancel."),
    ],
)
def test_a_policy_in_one_sentence(policy: Policy, sentence: str) -> None:
    assert words(policy) == sentence


@pytest.mark.parametrize("wrong", [[(1, 50), (2, 100)], [(2, 50), (2, 40)], [(2, 50), (1, 60)], [(1, 101)]])
def test_steps_out_of_order_are_refused(wrong: list[tuple[int, int]]) -> None:
    with pytest.raises(ValidationError):
        Policy(steps=[Step(hours_before=hours, percent=share) for hours, share in wrong])


@given(policies())
def test_a_booking_keeps_its_policy_as_json(policy: Policy) -> None:
    assert Policy.model_validate_json(policy.model_dump_json()) == policy
