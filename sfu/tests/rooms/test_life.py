"""When a room may be entered, when it warns, when it ends: as contracts.md has it, decided on times alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.rooms.life import (
    NO_ROOM,
    Deadline,
    Window,
    abandoned,
    admission,
    deadline,
    ended,
    max_seconds_of,
    warnings_due,
    window_of,
)

WINDOW = Window(opens_at=1000.0, ends_at=5000.0, grace_s=300.0)
END = deadline(WINDOW, started_at=None, max_seconds=0)


def test_before_it_opens_nobody_enters_and_the_time_is_named() -> None:
    refusal = admission(WINDOW, 999.9)
    assert refusal is not None
    assert refusal.status == 403
    assert "1000" in refusal.body


@pytest.mark.parametrize("now", [1000.0, 4999.0, 5000.0, 5299.9])
def test_from_its_opening_until_the_end_of_grace_it_may_be_entered(now: float) -> None:
    assert admission(WINDOW, now) is None
    assert not ended(END, now)


def test_after_grace_it_is_as_if_it_never_was() -> None:
    assert admission(WINDOW, 5300.0) == NO_ROOM
    assert ended(END, 5300.0)
    assert NO_ROOM.body == "requested room does not exist"  # the words livekit-client looks for


def test_a_room_without_a_window_is_always_open() -> None:
    assert admission(None, 0.0) is None
    assert not ended(None, 1e12)


def test_the_window_is_read_from_metadata() -> None:
    assert window_of('{"opens_at": 1000, "ends_at": 5000.0, "grace_s": 300, "other": "x"}') == WINDOW
    assert window_of('{"opens_at": 1, "ends_at": 2}') == Window(1.0, 2.0, 0.0)


@pytest.mark.parametrize("metadata", ["", "hello", "[1]", '{"topic": "x"}', "{broken", "{" * 5000])
def test_metadata_without_a_window_is_just_metadata(metadata: str) -> None:
    assert window_of(metadata) is None


@pytest.mark.parametrize(
    ("metadata", "field"),
    [
        ('{"opens_at": "x", "ends_at": 5}', "opens_at"),
        ('{"ends_at": 5}', "opens_at"),
        ('{"opens_at": 1, "ends_at": true}', "ends_at"),
        ('{"opens_at": 1, "ends_at": 1}', "ends_at"),
        ('{"opens_at": 1, "ends_at": 2, "grace_s": -1}', "grace_s"),
        ('{"opens_at": 1, "ends_at": 1e300}', "ends_at"),
    ],
)
def test_a_broken_window_names_its_field(metadata: str, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        window_of(metadata)


@given(st.text(max_size=60))
def test_no_metadata_raises_anything_else(metadata: str) -> None:
    for text in (metadata, '{"ends_at":' + metadata + "}"):
        try:
            found = window_of(text)
        except ValueError:  # its own, or the test fails with another
            continue
        assert found is None or found.ends_at > found.opens_at


def test_warnings_come_at_five_minutes_and_at_one_each_once() -> None:
    told: frozenset[float] = frozenset()
    heard = []
    for now in range(4000, 5400):
        for before in warnings_due(END, told, float(now)):
            told |= {before}
            heard.append((now, before))
    assert heard == [(4700, 300.0), (4940, 60.0)]


def test_one_who_opens_the_room_late_is_not_warned_twice() -> None:
    assert warnings_due(END, frozenset(), 4990.0) == [60.0]


def test_an_unused_room_goes_after_its_empty_timeout_and_a_left_one_sooner() -> None:
    def gone(now: float, had_people: bool) -> bool:
        return abandoned(
            empty_since=100.0, had_people=had_people, empty_timeout=300.0, departure_timeout=20.0, now=now
        )

    assert [gone(now, False) for now in (399.0, 400.0)] == [False, True]
    assert [gone(now, True) for now in (119.0, 120.0)] == [False, True]
    assert not abandoned(empty_since=None, had_people=True, empty_timeout=1, departure_timeout=1, now=1e9)


def test_the_longest_time_runs_from_the_first_person_and_the_sooner_end_counts() -> None:
    assert deadline(None, None, 60) is None
    assert deadline(None, 1000.0, 0) is None
    assert deadline(None, 1000.0, 60) == Deadline(1060.0, 1060.0)
    assert deadline(WINDOW, 1000.0, 0) == Deadline(5000.0, 5300.0)
    assert deadline(WINDOW, 1000.0, 60) == Deadline(1060.0, 1060.0)
    assert deadline(WINDOW, 1000.0, 4100) == Deadline(5000.0, 5100.0)
    assert deadline(WINDOW, 4000.0, 9999) == Deadline(5000.0, 5300.0)


def test_the_longest_time_is_read_from_metadata() -> None:
    assert max_seconds_of('{"max_seconds": 3600, "ends_at": "whatever"}') == 3600.0
    assert max_seconds_of('{"max_seconds": 0}') == 0.0
    assert max_seconds_of("{}") is None
    assert max_seconds_of("max_seconds") is None
    for broken in ('"1h"', "-1", "true", "null", "1e300", "NaN"):
        with pytest.raises(ValueError, match="max_seconds"):
            max_seconds_of(f'{{"max_seconds": {broken}}}')
