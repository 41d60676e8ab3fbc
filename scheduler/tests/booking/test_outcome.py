"""What attendance says: nobody who was there is marked absent, silence blames nobody, waiting is proved."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.booking.outcome import ABSENT, Attended, Evidence, Stay, action_of, judge
from scheduler.booking.states import Side

START = datetime(2027, 3, 11, 16, tzinfo=UTC)
END = START + timedelta(hours=1)
TEN = START + timedelta(minutes=10)


def stay(side: Side, joined: float, left: float) -> Stay:
    """Minutes after the start."""
    return Stay(side, START + timedelta(minutes=joined), START + timedelta(minutes=left))


@pytest.mark.parametrize(
    ("stays", "expected"),
    [
        ([], "both-absent"),
        ([stay("client", 0, 60), stay("professional", 1, 60)], "held"),
        ([stay("client", 0, 60), stay("professional", 59, 60)], "held"),
        ([stay("client", -5, 10)], "professional-absent"),
        ([stay("client", -5, 9.9)], "unknown"),
        ([stay("client", -10, 0)], "unknown"),
        ([stay("professional", 0, 4), stay("professional", 20, 26)], "client-absent"),
        ([stay("professional", 0, 6), stay("professional", 1, 9)], "unknown"),
        ([stay("client", 0, 15), stay("professional", 20, 60)], "unknown"),
        ([stay("client", 61, 65), stay("professional", 0, 60)], "client-absent"),
        ([stay("client", 5, 5)], "both-absent"),
        ([stay("client", 0, 10), stay("professional", 10, 20)], "unknown"),
    ],
    ids=[
        "nobody came",
        "both were there",
        "late, but in time",
        "ten minutes waited",
        "not quite waited",
        "gone before it began",
        "waited in two parts",
        "two devices are not twice the time",
        "missed each other",
        "came when it was over",
        "a door opened and shut",
        "half open",
    ],
)
def test_what_the_stays_show(stays: list[Stay], expected: Evidence) -> None:
    assert judge(Attended(stays), start=START, end=END) == expected


@pytest.mark.parametrize(
    ("stays", "turned_away", "expected"),
    [
        ([], {"client"}, "outage"),
        ([], {"client", "professional"}, "outage"),
        ([stay("professional", 0, 40)], {"client"}, "outage"),
        ([stay("professional", 20, 60)], {"professional"}, "client-absent"),
        ([stay("client", 0, 10), stay("professional", 20, 60)], {"client"}, "outage"),
        ([stay("client", 0, 60), stay("professional", 30, 60)], {"professional"}, "held"),
    ],
    ids=[
        "one came to a closed door",
        "both came to a closed door",
        "one was let in, the other not",
        "let in later, and waited in vain",
        "they missed each other by it",
        "late by it, but they met",
    ],
)
def test_who_could_not_be_let_in_is_not_absent(stays: list[Stay], turned_away: set[Side], expected: Evidence) -> None:
    evidence = judge(Attended(stays, frozenset(turned_away)), start=START, end=END)
    assert evidence == expected
    assert (action_of(evidence) == "fail") == (expected == "outage")


def test_half_of_a_short_meeting_is_enough_to_wait() -> None:
    assert judge(Attended([stay("client", 0, 5)]), start=START, end=TEN) == "professional-absent"
    assert judge(Attended([stay("client", 0, 4)]), start=START, end=TEN) == "unknown"


STAYS = st.lists(
    st.builds(
        lambda side, joined, length: stay(side, joined, joined + length),
        st.sampled_from(("client", "professional")),
        st.integers(-20, 70),
        st.integers(0, 60),
    ),
    max_size=6,
)


@given(STAYS)
def test_nobody_who_was_there_is_called_absent(stays: list[Stay]) -> None:
    absent = ABSENT.get(judge(Attended(stays), start=START, end=END))
    there = {each.side for each in stays if each.joined < min(each.left, END)}
    assert absent is None or not (there & ({"client", "professional"} if absent == "both" else {absent}))


@given(STAYS, st.randoms(use_true_random=False))
def test_the_order_in_which_the_stays_are_told_means_nothing(stays: list[Stay], dice: object) -> None:
    shuffled = list(stays)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge(Attended(shuffled), start=START, end=END) == judge(Attended(stays), start=START, end=END)


@given(STAYS)
def test_the_two_sides_are_judged_alike(stays: list[Stay]) -> None:
    other: dict[str, Side] = {"client": "professional", "professional": "client"}
    mirrored = [each._replace(side=other[each.side]) for each in stays]
    mirror = {"client-absent": "professional-absent", "professional-absent": "client-absent"}
    here = judge(Attended(stays), start=START, end=END)
    assert judge(Attended(mirrored), start=START, end=END) == mirror.get(here, here)
