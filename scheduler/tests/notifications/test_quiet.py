"""Quiet hours: on the person's own clock, over midnight and over its changes; and what does not wait for them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.notifications.quiet import free_at, push_at
from scheduler.work import WALLS

NIGHT = (22 * 60, 7 * 60)


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2027-03-10T21:59", None),
        ("2027-03-10T22:00", "2027-03-11T07:00"),
        ("2027-03-11T03:00", "2027-03-11T07:00"),
        ("2027-03-11T06:59", "2027-03-11T07:00"),
        ("2027-03-11T07:00", None),
    ],
)
def test_a_night_ends_in_the_morning_where_the_person_is(now: str, until: str | None) -> None:
    instant = at(now, "America/New_York")
    assert free_at(instant, NIGHT, "America/New_York", WALLS) == (at(until, "America/New_York") if until else instant)


def test_a_rest_at_noon_does_not_wrap() -> None:
    rest = (12 * 60, 14 * 60)
    assert free_at(at("2027-03-10T13:00"), rest, "UTC", WALLS) == at("2027-03-10T14:00")
    assert free_at(at("2027-03-10T11:00"), rest, "UTC", WALLS) == at("2027-03-10T11:00")


def test_the_clocks_change_within_the_night() -> None:
    """Berlin, 28 March 2027: 02:00 becomes 03:00; 31 October 2027: 03:00 becomes 02:00."""
    assert free_at(at("2027-03-27T23:00"), NIGHT, "Europe/Berlin", WALLS) == at("2027-03-28T05:00")
    assert free_at(at("2027-10-30T22:00"), NIGHT, "Europe/Berlin", WALLS) == at("2027-10-31T06:00")


def test_an_end_that_comes_twice_is_the_second_one_that_never_comes_is_the_change() -> None:
    until_half_past_two = (22 * 60, 150)
    assert free_at(at("2027-10-31T00:45"), until_half_past_two, "Europe/Berlin", WALLS) == at("2027-10-31T01:30")
    assert free_at(at("2027-03-28T00:30"), until_half_past_two, "Europe/Berlin", WALLS) == at("2027-03-28T01:00")


@given(
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.integers(0, 366 * 1440),
    st.sampled_from(["Europe/Berlin", "Pacific/Chatham", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
def test_it_is_quiet_no_more_when_the_push_is_due(begin: int, end: int, minute: int, zone: str) -> None:
    if begin == end:
        return
    now = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    due = free_at(now, (begin, end), zone, WALLS)
    assert now <= due <= now + timedelta(hours=25)
    assert free_at(due, (begin, end), zone, WALLS) == due


def test_what_would_come_too_late_is_sent_at_once() -> None:
    now, start = at("2027-03-11T05:30"), at("2027-03-11T06:30")
    assert push_at(now, start, NIGHT, "UTC", WALLS) == now
    assert push_at(now, at("2027-03-11T09:00"), NIGHT, "UTC", WALLS) == at("2027-03-11T07:00")
    assert push_at(now, None, NIGHT, "UTC", WALLS) == at("2027-03-11T07:00")
    assert push_at(now, start, None, "UTC", WALLS) == now
