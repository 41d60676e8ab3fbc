"""A charge's status follows from facts that only grow: the order of what is learnt is of no matter."""

from dataclasses import replace
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from scheduler.payments.port import Intent, IntentStatus
from scheduler.payments.states import TRANSITIONS, Facts, join, status_of


def seen(status: IntentStatus, captured: int = 0) -> Intent:
    return Intent(id="pi", status=status, amount_minor=100, currency="EUR", captured_minor=captured)


looks = st.lists(
    st.one_of(
        st.sampled_from([seen("open"), seen("authorised"), seen("cancelled")]),
        st.integers(1, 100).map(lambda minor: seen("captured", minor)),
    ),
    max_size=6,
)
facts = st.builds(
    Facts,
    intent=st.booleans(),
    authorised=st.booleans(),
    captured=st.integers(0, 100),
    refunded=st.integers(0, 100),
    disputed=st.integers(0, 100),
    cancelled=st.booleans(),
    failed=st.booleans(),
)


@given(looks, st.randoms(use_true_random=False))
def test_looks_in_any_order_and_twice_end_in_the_same_status(some: list[Intent], random: object) -> None:
    shuffled = [*some, *some]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reduce(join, shuffled, Facts()) == reduce(join, some, Facts())


@given(facts, looks)
def test_every_change_is_one_the_table_names(start: Facts, some: list[Intent]) -> None:
    for look in some:
        after = join(start, look)
        before, status = status_of(start), status_of(after)
        assert status == before or status in TRANSITIONS[before]
        start = after


@given(facts.filter(lambda each: each.captured > 0), st.integers(0, 100), st.integers(0, 100))
def test_refunds_and_disputes_move_along_the_table_too(start: Facts, more: int, disputed: int) -> None:
    after = replace(start, refunded=start.refunded + more, disputed=disputed)
    before, status = status_of(start), status_of(after)
    assert status == before or status in TRANSITIONS[before]


def test_money_is_a_fact_whatever_was_wished() -> None:
    assert status_of(join(Facts(cancelled=True), seen("captured", 5))) == "paid"
    assert status_of(replace(Facts(captured=5), refunded=2)) == "partially_refunded"
    assert status_of(replace(Facts(captured=5), refunded=5, disputed=1)) == "disputed"
    assert status_of(Facts()) == "created"
