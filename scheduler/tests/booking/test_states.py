"""The life of a booking, as a table and by its laws."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.booking import states
from scheduler.booking.states import (
    ACTIONS,
    MAY,
    NEXT,
    STANDING,
    STATUSES,
    WAITING,
    Action,
    Actor,
    ImpossibleError,
    NoCancel,
    NoMove,
    Side,
    Status,
    after,
    due,
    why_not_cancel,
    why_not_move,
)

START = datetime(2027, 3, 11, 16, tzinfo=UTC)
END = START + timedelta(hours=1)
ACTORS: Final[tuple[Actor, ...]] = get_args(Actor)


def test_only_what_the_table_says_and_only_by_whom_it_says() -> None:
    """Every state, action and actor there is: 11 × 22 × 4 of them, all but a few refused."""
    for status, action, actor in product((None, *STATUSES), ACTIONS, ACTORS):
        if (status, action) in NEXT and actor in MAY[action]:
            assert after(status, action, actor) == NEXT[status, action]
        else:
            with pytest.raises(ImpossibleError):
                after(status, action, actor)


@given(st.lists(st.sampled_from(ACTIONS), max_size=12))
def test_what_ended_never_stands_again(actions: list[Action]) -> None:
    """Whatever is tried: once the time was given back, no path takes it again."""
    status: Status | None = None
    ended = False
    for action in actions:
        status = NEXT.get((status, action), status)
        ended = ended or (status is not None and status not in STANDING)
        assert not (ended and status in STANDING)


def test_what_waits_confirms_only_by_its_own_way() -> None:
    """A request needs its professional, a hold its payment; what expired is never confirmed."""
    into = {(before, action) for (before, action), state in NEXT.items() if state == "confirmed" and before != state}
    assert into == {(None, "book"), ("requested", "approve"), ("held", "confirm"), ("held", "accept")}
    assert MAY["confirm"] == {"system"}
    assert MAY["approve"] == {"professional"}
    assert not [action for (before, action) in NEXT if before in {"expired", "declined"}]


@pytest.mark.parametrize(
    ("status", "side", "minutes_before_start", "cancel", "move"),
    [
        ("confirmed", "client", 121, None, None),
        ("confirmed", "client", 120, "too-late", "too-late"),
        ("confirmed", "client", -59, "too-late", "too-late"),
        ("confirmed", "client", -60, "over", "over"),
        ("confirmed", "professional", 120, None, None),
        ("confirmed", "professional", 0, None, "over"),
        ("running", "professional", -59, None, "over"),
        ("running", "client", -1, "too-late", "too-late"),
        ("running", "professional", -60, "over", "over"),
        ("requested", "client", 1, None, None),
        ("requested", "client", 0, "too-late", "too-late"),
        ("held", "client", 1, None, "unpaid"),
        ("cancelled", "client", 999, "cancelled", "cancelled"),
        ("declined", "professional", 999, "cancelled", "cancelled"),
        ("completed", "client", -61, "settled", "settled"),
        ("no_show", "professional", -61, "settled", "settled"),
    ],
)
def test_who_may_cancel_and_move_until_when(
    status: Status, side: Side, minutes_before_start: int, cancel: NoCancel | None, move: NoMove | None
) -> None:
    now = START - timedelta(minutes=minutes_before_start)
    assert why_not_cancel(status, side, start=START, end=END, cutoff_minutes=120, now=now) == cancel
    assert why_not_move(status, side, start=START, end=END, cutoff_minutes=120, now=now) == move


@pytest.mark.parametrize(
    ("status", "minutes_after_start", "expected"),
    [
        ("requested", -61, None),
        ("requested", -60, "expire"),
        ("held", -60, "expire"),
        ("confirmed", -1, None),
        ("confirmed", 0, "start"),
        ("confirmed", 999, "start"),
        ("running", 64, None),
        ("running", 65, "complete"),
        ("completed", 9999, None),
        ("cancelled", 9999, None),
    ],
)
def test_what_time_alone_does(status: Status, minutes_after_start: int, expected: Action | None) -> None:
    now = START + timedelta(minutes=minutes_after_start)
    lapses = START - timedelta(hours=1) if status in WAITING else None
    closes = END + timedelta(minutes=5)
    assert due(status, start=START, closes=closes, expires=lapses, now=now) == expected


def test_the_way_of_time_ends() -> None:
    """However late the clock looks, it comes to rest."""
    for status in STATUSES:
        now, steps = END + timedelta(days=9), 0
        state: Status = status
        while (action := due(state, start=START, closes=END, expires=START, now=now)) is not None:
            state, steps = states.after(state, action, "system"), steps + 1
        assert steps <= 2
        assert state not in STANDING
