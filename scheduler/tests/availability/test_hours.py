"""Wall time into instants: the table of the calendar's laws, and what cannot be hours at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.availability import zones
from scheduler.availability.hours import (
    BadHoursError,
    Hours,
    Range,
    check_ranges,
    day_number,
    format_clock,
    parse_clock,
    windows,
)
from scheduler.tests.availability.naive import DAY


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("zone", "day", "local", "opens", "closes"),
    [
        # An ordinary day, before and after the change.
        ("Europe/Berlin", "2027-03-27", "09:00-12:00", "2027-03-27T08:00Z", "2027-03-27T11:00Z"),
        ("Europe/Berlin", "2027-03-28", "09:00-12:00", "2027-03-28T07:00Z", "2027-03-28T10:00Z"),
        # The gap 02:00 to 03:00: boundaries within it snap to 01:00Z.
        ("Europe/Berlin", "2027-03-28", "02:15-04:00", "2027-03-28T01:00Z", "2027-03-28T02:00Z"),
        ("Europe/Berlin", "2027-03-28", "01:00-02:30", "2027-03-28T00:00Z", "2027-03-28T01:00Z"),
        ("Europe/Berlin", "2027-03-28", "01:00-03:00", "2027-03-28T00:00Z", "2027-03-28T01:00Z"),
        ("Europe/Berlin", "2027-03-28", "00:00-24:00", "2027-03-27T23:00Z", "2027-03-28T22:00Z"),
        # The repeated hour: a start takes the first, an end the second.
        ("Europe/Berlin", "2027-10-31", "01:00-04:00", "2027-10-30T23:00Z", "2027-10-31T03:00Z"),
        ("Europe/Berlin", "2027-10-31", "02:30-03:30", "2027-10-31T00:30Z", "2027-10-31T02:30Z"),
        ("Europe/Berlin", "2027-10-31", "01:00-02:30", "2027-10-30T23:00Z", "2027-10-31T01:30Z"),
        ("Europe/Berlin", "2027-10-31", "02:15-02:45", "2027-10-31T00:15Z", "2027-10-31T01:45Z"),
        ("Europe/Berlin", "2027-10-31", "00:00-24:00", "2027-10-30T22:00Z", "2027-10-31T23:00Z"),
        ("Europe/Berlin", "2027-10-31", "03:00-04:00", "2027-10-31T02:00Z", "2027-10-31T03:00Z"),
        # Half an hour, on Lord Howe.
        ("Australia/Lord_Howe", "2027-04-04", "01:00-03:00", "2027-04-03T14:00Z", "2027-04-03T16:30Z"),
        ("Australia/Lord_Howe", "2027-10-03", "02:15-03:00", "2027-10-02T15:30Z", "2027-10-02T16:00Z"),
        # At midnight, in Havana: the day begins at one o'clock, and the first hour of another comes twice.
        ("America/Havana", "2024-03-10", "00:00-02:00", "2024-03-10T05:00Z", "2024-03-10T06:00Z"),
        ("America/Havana", "2024-03-09", "23:00-24:00", "2024-03-10T04:00Z", "2024-03-10T05:00Z"),
        ("America/Havana", "2024-11-03", "00:00-02:00", "2024-11-03T04:00Z", "2024-11-03T07:00Z"),
        # Of a midnight that comes twice, the first ends the day.
        ("America/Havana", "2024-11-02", "23:00-24:00", "2024-11-03T03:00Z", "2024-11-03T04:00Z"),
        # Offsets of three quarters.
        ("Pacific/Chatham", "2027-01-15", "09:00-10:00", "2027-01-14T19:15Z", "2027-01-14T20:15Z"),
        ("Asia/Kathmandu", "2027-01-15", "00:00-24:00", "2027-01-14T18:15Z", "2027-01-15T18:15Z"),
    ],
)
def test_the_laws(zone: str, day: str, local: str, opens: str, closes: str) -> None:
    start, _, stop = local.partition("-")
    ranges = (Range(parse_clock(start), parse_clock(stop)),)
    hours = Hours(zones.load(zone), overrides={day_number(date.fromisoformat(day)): ranges})
    begin, end = at(opens.replace("Z", "+00:00")), at(closes.replace("Z", "+00:00"))
    assert windows(hours, begin - 5 * DAY, end + 5 * DAY) == [(begin, end)]


def test_a_range_within_the_gap_is_no_time_at_all() -> None:
    gone = {day_number(date(2027, 3, 28)): (Range(130, 170),)}
    hours = Hours(zones.load("Europe/Berlin"), overrides=gone)
    assert windows(hours, at("2027-03-27T00:00:00+00:00"), at("2027-03-30T00:00:00+00:00")) == []


def test_a_day_that_was_skipped_altogether() -> None:
    """Samoa had no 2011-12-30: its hours are no time, the days around it are whole."""
    apia = zones.load("Pacific/Apia")
    hours = Hours(apia, ((Range(0, 1440),),) * 7)
    skipped = Hours(apia, overrides={day_number(date(2011, 12, 30)): (Range(540, 1020),)})
    begin, end = at("2011-12-28T00:00:00+00:00"), at("2012-01-02T00:00:00+00:00")
    assert windows(skipped, begin, end) == []
    assert [(first <= begin, end <= last) for first, last in windows(hours, begin, end)] == [(True, True)]


def test_an_override_replaces_the_day_and_only_the_day() -> None:
    berlin = zones.load("Europe/Berlin")
    weekly = ((Range(540, 720),),) * 7
    overrides = {day_number(date(2027, 3, 10)): (), day_number(date(2027, 3, 11)): (Range(0, 60),)}
    begin = at("2027-03-09T00:00:00+01:00")
    shown = [
        (berlin.local(first).isoformat(timespec="minutes"), (last - first) // 3600)
        for first, last in windows(Hours(berlin, weekly, overrides), begin, begin + 4 * DAY)
    ]
    assert shown == [("2027-03-09T09:00", 3), ("2027-03-11T00:00", 1), ("2027-03-12T09:00", 3)]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.sampled_from(sorted(zones.names() - {"Factory"})), st.integers(zones.FIRST_INSTANT, zones.LAST_INSTANT))
def test_offsets_are_those_of_the_zone(name: str, instant: int) -> None:
    zone = zones.load(name)
    expected = datetime.fromtimestamp(instant, UTC).astimezone(zone.info).utcoffset()
    assert timedelta(seconds=zone.offset(instant)) == expected
    assert zone.local(instant) == datetime.fromtimestamp(instant, UTC).astimezone(zone.info).replace(tzinfo=None)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.sampled_from(sorted(zones.names() - {"Factory"})), st.integers(10_957, 84_006))
def test_a_day_begins_where_the_calendar_turns(name: str, day: int) -> None:
    zone = zones.load(name)
    start = zone.day_start(day)
    assert zone.day_of(start) >= day
    assert zone.day_of(start - 1) < day


def test_an_unknown_zone() -> None:
    for name in ("Mars/Olympus", "", "../../etc/passwd", "europe/berlin"):
        with pytest.raises(zones.UnknownZoneError):
            zones.load(name)


@pytest.mark.parametrize(
    "text", ["", "9:00", "24:01", "25:00", "12:60", "-1:00", "ab:cd", "12.30", "٠٩:٠٠", "09:00:00"]
)
def test_what_is_not_a_time_of_day(text: str) -> None:
    with pytest.raises(BadHoursError):
        parse_clock(text)


def test_times_of_day_go_there_and_back() -> None:
    assert [format_clock(parse_clock(text)) for text in ("00:00", "09:05", "24:00")] == ["00:00", "09:05", "24:00"]


def test_ranges_are_put_in_order_and_must_not_overlap() -> None:
    assert check_ranges([(600, 660), (540, 600)]) == ((540, 600), (600, 660))
    for wrong in ([(600, 600)], [(660, 600)], [(600, 700), (660, 720)], [(-1, 5)], [(0, 1441)]):
        with pytest.raises(BadHoursError):
            check_ranges(wrong)
