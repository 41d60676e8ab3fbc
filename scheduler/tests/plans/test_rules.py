"""Months on the wall clock, shares of a price, when a card is asked again: pure, for any day, zone and price."""

import calendar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.payments.policy import FLEXIBLE, Policy
from scheduler.plans import rules

at = datetime.fromisoformat  # without an offset: wall time
# Among them those that change at midnight, by half an hour, across the date line, in the southern half.
ZONES = ("Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "Africa/Casablanca", "UTC")
walls = st.datetimes(at("2024-01-01"), at("2040-01-01")).map(lambda each: each.replace(microsecond=0))
numbers = st.integers(0, 60)


@given(walls, numbers)
def test_the_same_day_of_the_month_or_its_last(wall: datetime, months: int) -> None:
    then = rules.months_after(wall, months)
    assert then.time() == wall.time()
    assert (then.year * 12 + then.month) - (wall.year * 12 + wall.month) == months
    assert then.day == min(wall.day, calendar.monthrange(then.year, then.month)[1])


def test_the_last_of_january_comes_back_after_february() -> None:
    wall = at("2027-01-31T09:00")
    assert [rules.months_after(wall, each).day for each in range(5)] == [31, 28, 31, 30, 31]
    assert rules.months_after(at("2028-01-31"), 1) == at("2028-02-29")


@given(walls, st.sampled_from(ZONES), numbers)
def test_months_meet_and_each_lasts_about_a_month(anchor: datetime, zone: str, number: int) -> None:
    start, end = rules.period_of(anchor, zone, number)
    assert end == rules.period_of(anchor, zone, number + 1)[0]
    assert timedelta(days=27) < end - start < timedelta(days=33)


@given(walls, st.sampled_from(ZONES), numbers)
def test_a_month_begins_at_its_wall_time_unless_that_does_not_exist(anchor: datetime, zone: str, number: int) -> None:
    wall = rules.months_after(anchor, number)
    start = rules.instant_of(wall, zone)
    shown = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    before = (start - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown == wall or before < wall < shown, "in a gap, the instant after it"
    assert rules.wall_of(start, zone) == shown


@pytest.mark.parametrize(
    ("wall", "zone", "instant"),
    [
        (at("2027-03-28T02:30"), "Europe/Berlin", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (at("2027-10-31T02:30"), "Europe/Berlin", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (at("2027-10-03T02:15"), "Australia/Lord_Howe", datetime(2027, 10, 2, 15, 30, tzinfo=UTC)),
    ],
)
def test_gaps_and_hours_that_come_twice(wall: datetime, zone: str, instant: datetime) -> None:
    assert rules.instant_of(wall, zone) == instant


prices = st.integers(1, 10**8)
sizes = st.integers(1, 100)


@given(prices, sizes, st.data())
def test_exactly_the_price_is_given_out_however_sessions_end(price: int, sessions: int, data: st.DataObject) -> None:
    settled = given = 0
    while settled < sessions:
        count = data.draw(st.integers(1, sessions - settled))
        part = rules.worth(price, sessions, settled, count)
        assert abs(part * sessions - price * count) < sessions, "pro rata, to less than a unit"
        settled, given = settled + count, given + part
    assert given == price


@given(prices, sizes)
def test_no_share_is_negative_and_they_differ_by_one_unit_at_most(price: int, sessions: int) -> None:
    shares = [rules.worth(price, sessions, each, 1) for each in range(sessions)]
    assert sum(shares) == price
    assert 0 <= min(shares) <= max(shares) <= min(shares) + 1


def test_nothing_is_given_out_for_sessions_that_were_not_bought() -> None:
    for settled in (-1, 4):
        with pytest.raises(ValueError, match="no more sessions"):
            rules.given_out(1000, 3, settled)


NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(("share", "spent"), [(100, False), (99, True), (0, True)])
def test_a_credit_is_spent_when_not_all_money_would_have_come_back(share: int, spent: bool) -> None:
    assert rules.is_spent(FLEXIBLE, absent=None, share=share) is spent


@pytest.mark.parametrize(("absent", "spent"), [("client", True), ("professional", False), ("both", False)])
def test_who_does_not_come_pays_for_it(absent: str, spent: bool) -> None:
    assert rules.is_spent(FLEXIBLE, absent=absent, share=100) is spent
    lenient = Policy(steps=[], no_show_percent=0)
    assert rules.is_spent(lenient, absent=absent, share=100) is False


def test_a_card_is_asked_again_after_one_three_and_five_days_and_then_no_more() -> None:
    days = [rules.asked_again(NOW, each) for each in range(1, 5)]
    assert days == [NOW + timedelta(days=1), NOW + timedelta(days=3), NOW + timedelta(days=5), None]
