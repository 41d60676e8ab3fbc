"""The dates of a series: wall time through every change of the clock, bounded whatever the rule says."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.availability.zones import load
from scheduler.classes.recurrence import MOST_DATES, BadRuleError, dates

BERLIN = load("Europe/Berlin")
wall = datetime.fromisoformat
TUESDAY = wall("2027-03-09T18:30")


def utc(start: int) -> str:
    return datetime.fromtimestamp(start, UTC).strftime("%m-%dT%H:%M")


def test_a_weekly_class_keeps_its_wall_time_when_the_clock_changes() -> None:
    found = dates("FREQ=WEEKLY;COUNT=4", TUESDAY, BERLIN)
    assert [utc(each.start) for each in found] == ["03-09T17:30", "03-16T17:30", "03-23T17:30", "03-30T16:30"]
    assert not any(each.missing for each in found)


def test_a_weekly_class_keeps_its_wall_time_through_ramadan() -> None:
    """Morocco was out of summer time from 10 March to 14 April 2024: six in the evening is 17Z before, 18Z within."""
    found = dates("FREQ=WEEKLY;COUNT=8", wall("2024-03-04T18:00"), load("Africa/Casablanca"))
    assert [utc(each.start)[6:8] for each in found] == ["17", *("18",) * 5, "17", "17"]


def test_a_daily_class_leaves_out_no_day_but_the_one_that_never_was() -> None:
    """Samoa had no 30 December 2011: what is meant for it is held when it was over, and says so."""
    found = dates("FREQ=DAILY;COUNT=3", wall("2011-12-29T12:00"), load("Pacific/Apia"))
    assert [(utc(each.start), each.missing) for each in found] == [
        ("12-29T22:00", False),
        ("12-30T10:00", True),
        ("12-30T22:00", False),
    ]


def test_a_wall_time_that_does_not_exist_is_held_at_the_first_that_does_and_says_so() -> None:
    """28 March 2027 has no 02:30 in Berlin; 31 October has two, and the first is meant."""
    spring = dates("FREQ=DAILY;COUNT=3", wall("2027-03-27T02:30"), BERLIN)
    assert [(utc(each.start), each.missing) for each in spring] == [
        ("03-27T01:30", False),
        ("03-28T01:00", True),
        ("03-29T00:30", False),
    ]
    autumn = dates("FREQ=DAILY;COUNT=2", wall("2027-10-30T02:30"), BERLIN)
    assert [(utc(each.start), each.missing) for each in autumn] == [("10-30T00:30", False), ("10-31T00:30", False)]


def test_exceptions_leave_dates_out_and_count_as_the_rule_counts() -> None:
    found = dates("FREQ=WEEKLY;COUNT=4", TUESDAY, BERLIN, {date(2027, 3, 16)})
    assert [each.local.day for each in found] == [9, 23, 30]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270318", [9, 11, 16, 18]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3", [9, 23, 6]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", [9, 13, 11]),
        ("FREQ=DAILY;UNTIL=20270311T183000", [9, 10, 11]),
        ("FREQ=DAILY;UNTIL=20270311T172959Z", [9, 10]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", [9, 31, 31]),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=2", [9, 10]),
    ],
)
def test_rules_as_people_write_them(rule: str, days: list[int]) -> None:
    """The first date is always one of them (RFC 5545, 3.8.5.3)."""
    assert [each.local.day for each in dates(rule, TUESDAY, BERLIN)] == days


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=SECONDLY;COUNT=5",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=201",
        "FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20270401",
        "FREQ=WEEKLY;BYDAY=XX;COUNT=3",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;UNTIL=20271399",
        "FREQ=WEEKLY\nX=1",
        "COUNT=3",
        "FREQ=MONTHLY;BYMONTHDAY=99;COUNT=3",
        "FREQ=YEARLY;BYSETPOS=9;COUNT=2",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",  # never comes true: told at once, not in the year 9999
        "FREQ=YEARLY;COUNT=4",
        "FREQ=MONTHLY;BYDAY=MO,-1FR;COUNT=3",
        "FREQ=WEEKLY;BYDAY=1MO;COUNT=3",
    ],
)
def test_rules_that_cannot_be_followed_say_why(rule: str) -> None:
    with pytest.raises(BadRuleError) as caught:
        dates(rule, TUESDAY, BERLIN)
    assert caught.value.reason


PARTS = st.lists(
    st.sampled_from(
        [
            "FREQ=DAILY",
            "FREQ=WEEKLY",
            "FREQ=MONTHLY",
            "FREQ=YEARLY",
            "INTERVAL=2",
            "COUNT=9",
            "UNTIL=20270701",
            "BYDAY=MO,WE",
            "BYDAY=-1FR",
            "BYDAY=SU",
            "BYMONTHDAY=-1",
            "BYMONTH=3,11",
            "BYSETPOS=-1",
            "WKST=SU",
            "X=1",
            "BYDAY=",
        ]
    ),
    max_size=6,
)


@given(
    PARTS,
    st.datetimes(wall("2026-01-01"), wall("2030-01-01")).map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu"]),
)
def test_whatever_the_rule_the_dates_are_few_in_order_and_at_their_wall_time(
    parts: list[str], first: datetime, name: str
) -> None:
    zone, info = load(name), ZoneInfo(name)
    try:
        found = dates(";".join(parts), first, zone)
    except BadRuleError:
        return
    assert 1 <= len(found) <= MOST_DATES
    assert [each.local for each in found] == sorted({each.local for each in found})
    assert found[-1].local - first <= timedelta(days=730)
    for each in found:
        shown = datetime.fromtimestamp(each.start, info).replace(tzinfo=None)
        assert (shown != each.local) == each.missing
        assert shown >= each.local
