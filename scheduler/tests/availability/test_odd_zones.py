"""Zones with odd rules, expectations by hand: half-hour shifts, changes at midnight, Ramadan, the date line, the
south. Rules that politics may still change are taken from years that are over.

zoneinfo is the judge where a whole year is compared: each window's ends show the wall times they were meant as, or
lie at a change of the clock.
"""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.availability.caps import Caps, period_of, shut
from scheduler.availability.command import windows_of
from scheduler.availability.hours import Hours, Range, Trip, day_number, pieces, windows
from scheduler.availability.slots import Offer, refusal, starts
from scheduler.availability.zones import DAY, load

ODD = (
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "America/Santiago",
    "Asia/Beirut",
    "Africa/Cairo",
    "Atlantic/Azores",
    "America/Asuncion",
    "America/Havana",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "Australia/Adelaide",
    "Antarctica/Troll",
    "America/Sao_Paulo",
    "Europe/Dublin",
)


@pytest.mark.parametrize(
    ("zone", "day", "hours", "expected"),
    [
        # Lord Howe moves by half an hour: 4 April 2027 02:00 goes back to 01:30, so 01–03 lasts two and a half hours.
        ("Australia/Lord_Howe", "2027-04-04", "01:00-03:00", [("04-03T14:00", "04-03T16:30")]),
        # On 3 October 2027 it goes from 02:00 to 02:30: 01–03 lasts an hour and a half.
        ("Australia/Lord_Howe", "2027-10-03", "01:00-03:00", [("10-02T14:30", "10-02T16:00")]),
        # Cuba changes at midnight: 10 March 2024 has no 00:00 to 01:00, so the day begins at 01:00 (05:00Z).
        ("America/Havana", "2024-03-10", "00:00-02:00", [("03-10T05:00", "03-10T06:00")]),
        # On 3 November 2024 01:00 goes back to 00:00: 00–01 comes twice, and a range of it is both.
        ("America/Havana", "2024-11-03", "00:00-01:00", [("11-03T04:00", "11-03T06:00")]),
        # Lebanon: 28 March 2027 begins at 01:00; 00:00–00:30 lies in the gap and is nothing.
        ("Asia/Beirut", "2027-03-28", "00:00-00:30", []),
        # On Saturday 30 October 2027 it goes from 24:00 back to 23:00: an end at 23:15 is the second one.
        ("Asia/Beirut", "2027-10-29", "23:30-23:15", [("10-29T20:30", "10-30T21:15")]),
        # The Azores go from 00:00 to 01:00 on 28 March 2027: 24:00 of the 27th and 00:00 of the 28th are one instant.
        ("Atlantic/Azores", "2027-03-27", "22:00-24:00", [("03-27T23:00", "03-28T01:00")]),
        ("Atlantic/Azores", "2027-03-28", "00:00-02:00", [("03-28T01:00", "03-28T02:00")]),
        # Chile's summer ends on the night to 4 April 2027: 24:00 on the 3rd goes back to 23:00, which comes twice.
        ("America/Santiago", "2027-04-03", "22:00-24:00", [("04-04T01:00", "04-04T04:00")]),
        ("America/Santiago", "2027-09-05", "00:00-02:00", [("09-05T04:00", "09-05T05:00")]),
        # Morocco left summer time for Ramadan: 23 February 2025 03:00 went back to 02:00, until 6 April 02:00.
        ("Africa/Casablanca", "2025-02-23", "01:00-04:00", [("02-23T00:00", "02-23T04:00")]),
        ("Africa/Casablanca", "2025-04-06", "01:00-04:00", [("04-06T01:00", "04-06T03:00")]),
        # Samoa had no 30 December 2011: its whole day is nothing, the 29th ends where the 31st begins.
        ("Pacific/Apia", "2011-12-30", "09:00-17:00", []),
        ("Pacific/Apia", "2011-12-29", "22:00-24:00", [("12-30T08:00", "12-30T10:00")]),
        ("Pacific/Apia", "2011-12-31", "00:00-01:00", [("12-30T10:00", "12-30T11:00")]),
        # Troll moves by two hours: 28 March 2027 01:00 becomes 03:00.
        ("Antarctica/Troll", "2027-03-28", "00:00-04:00", [("03-28T00:00", "03-28T02:00")]),
        ("Asia/Kathmandu", "2027-03-28", "09:00-10:00", [("03-28T03:15", "03-28T04:15")]),
        ("Pacific/Kiritimati", "2027-01-01", "00:00-01:00", [("12-31T10:00", "12-31T11:00")]),
        ("Australia/Adelaide", "2027-10-03", "01:30-03:30", [("10-02T16:00", "10-02T17:00")]),
        ("Africa/Cairo", "2027-04-30", "00:00-02:00", [("04-29T22:00", "04-29T23:00")]),
        ("America/Asuncion", "2027-10-03", "00:00-02:00", [("10-03T03:00", "10-03T05:00")]),  # no more changes
        # Chatham, three quarters off, changes at 02:45 and 03:45: 4 April 2027 has 02:45 to 03:45 twice.
        ("Pacific/Chatham", "2027-04-04", "02:00-04:00", [("04-03T12:15", "04-03T15:15")]),
        ("Pacific/Chatham", "2027-09-26", "02:00-04:00", [("09-25T13:15", "09-25T14:15")]),
        ("Pacific/Chatham", "2027-09-26", "02:50-03:40", []),
        ("Australia/Eucla", "2027-06-01", "09:00-10:00", [("06-01T00:15", "06-01T01:15")]),
        # The south: Auckland's 4 April 2027 has 02:00 to 03:00 twice; Brazil began and ended summer at midnight.
        ("Pacific/Auckland", "2027-04-04", "01:00-04:00", [("04-03T12:00", "04-03T16:00")]),
        ("America/Sao_Paulo", "2018-11-04", "00:00-02:00", [("11-04T03:00", "11-04T04:00")]),
        ("America/Sao_Paulo", "2019-02-16", "22:00-24:00", [("02-17T00:00", "02-17T03:00")]),
        # Newfoundland changed a minute after midnight: the 6th's last hour came again after the 7th had begun.
        ("America/St_Johns", "2010-03-14", "00:00-02:00", [("03-14T03:30", "03-14T04:30")]),
        ("America/St_Johns", "2010-11-06", "23:00-24:00", [("11-07T01:30", "11-07T02:30")]),
        ("America/St_Johns", "2010-11-07", "00:00-01:00", [("11-07T02:30", "11-07T04:30")]),
        # Iran changed at 24:00, half an hour off: 22 March 2021 began at 01:00.
        ("Asia/Tehran", "2021-03-22", "00:00-02:00", [("03-21T20:30", "03-21T21:30")]),
        # Whole zones that moved by half an hour: Pyongyang back in 2015 and forward in 2018, Caracas in 2016.
        ("Asia/Pyongyang", "2015-08-14", "22:00-24:00", [("08-14T13:00", "08-14T15:30")]),
        ("Asia/Pyongyang", "2018-05-04", "23:00-24:00", [("05-04T14:30", "05-04T15:00")]),
        ("America/Caracas", "2016-05-01", "02:00-03:30", [("05-01T06:30", "05-01T07:30")]),
        # Ramadan of 2024, from 11 March to 9 April: out of summer time before it, back after, in the Sahara as well.
        ("Africa/Casablanca", "2024-03-10", "01:00-04:00", [("03-10T00:00", "03-10T04:00")]),
        ("Africa/Casablanca", "2024-03-20", "09:00-12:00", [("03-20T09:00", "03-20T12:00")]),
        ("Africa/Casablanca", "2024-04-14", "01:00-04:00", [("04-14T01:00", "04-14T03:00")]),
        ("Africa/El_Aaiun", "2025-02-23", "01:00-04:00", [("02-23T00:00", "02-23T04:00")]),
        ("Africa/El_Aaiun", "2025-04-06", "02:15-02:45", []),
        # Egypt left summer time for the Ramadan of 2014, both at midnight: 26 June 24:00 went back to 23:00.
        ("Africa/Cairo", "2014-06-26", "22:00-24:00", [("06-26T19:00", "06-26T22:00")]),
        ("Africa/Cairo", "2014-07-10", "09:00-10:00", [("07-10T07:00", "07-10T08:00")]),
        ("Africa/Cairo", "2014-08-01", "00:00-02:00", [("07-31T22:00", "07-31T23:00")]),
        # Over the date line: Kiritimati had no 31 December 1994, Kwajalein no 21 August 1993, Tokelau no 30 December
        # 2011. The day before ends where the day after begins.
        ("Pacific/Kiritimati", "1994-12-31", "00:00-24:00", []),
        ("Pacific/Kiritimati", "1994-12-30", "22:00-24:00", [("12-31T08:00", "12-31T10:00")]),
        ("Pacific/Kiritimati", "1995-01-01", "00:00-01:00", [("12-31T10:00", "12-31T11:00")]),
        ("Pacific/Kwajalein", "1993-08-21", "09:00-17:00", []),
        ("Pacific/Kwajalein", "1993-08-20", "23:00-24:00", [("08-21T11:00", "08-21T12:00")]),
        ("Pacific/Fakaofo", "2011-12-30", "09:00-17:00", []),
        ("Pacific/Fakaofo", "2011-12-29", "22:00-24:00", [("12-30T09:00", "12-30T11:00")]),
        # Past midnight into a day that never was: it ends with the day it began on.
        ("Pacific/Apia", "2011-12-29", "22:00-02:00", [("12-30T08:00", "12-30T10:00")]),
    ],
)
def test_windows_worked_out_by_hand(zone: str, day: str, hours: str, expected: list[tuple[str, str]]) -> None:
    assert [(begin[5:16], end[5:16]) for begin, end in windows_of(zone, day, [hours])] == expected


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("year", [2026, 2027])
def test_over_a_year_every_end_shows_its_wall_time_or_lies_at_a_change(name: str, year: int) -> None:
    zone, judge = load(name), ZoneInfo(name)
    hours = Hours(zone, ((Range(30, 150), Range(540, 720), Range(1380, 1500)),) * 7)
    begin = int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
    for opens, closes, _ in pieces(hours, begin, begin + 365 * DAY):
        for at, meant in ((opens, {30, 540, 1380}), (closes, {150, 720, 60})):
            shown = datetime.fromtimestamp(at, judge)
            before = datetime.fromtimestamp(at - 1, judge)
            change = shown.utcoffset() != before.utcoffset()
            assert shown.hour * 60 + shown.minute in meant or change, (name, shown)


@pytest.mark.parametrize("name", ODD)
def test_the_days_of_a_year_are_the_year(name: str) -> None:
    """Slots of a day are the slots of the year cut to that day, and no slot is in two days or in none."""
    zone = load(name)
    hours = Hours(zone, ((Range(0, 1440),),) * 7)
    offer = Offer(duration=1800, step=1800, window_days=400)
    now = int(datetime(2026, 12, 31, tzinfo=UTC).timestamp())
    first, last = day_number(date(2027, 2, 1)), day_number(date(2027, 5, 1))
    whole = starts(hours, offer, (), now=now, begin=zone.day_start(first), end=zone.day_start(last))
    by_day = [
        each
        for day in range(first, last)
        for each in starts(hours, offer, (), now=now, begin=zone.day_start(day), end=zone.day_start(day + 1))
    ]
    assert by_day == whole
    assert len(whole) == len(set(whole))


HOME = st.sampled_from(ODD)
NOON = day_number(date(2027, 3, 20))


@given(HOME, st.sampled_from((*ODD, "Asia/Tokyo", "Pacific/Honolulu")), st.integers(-5, 5), st.integers(0, 4))
def test_a_trip_neither_overlaps_nor_loses_time(home: str, there: str, first: int, length: int) -> None:
    """Open day and night at both places: joined, it is one stretch without a gap, and nothing is counted twice."""
    hours = Hours(
        load(home),
        ((Range(0, 1440),),) * 7,
        trips=(Trip.of(NOON + first, NOON + first + length, load(there)),),
    )
    begin, end = (NOON - 8) * DAY, (NOON + 14) * DAY
    found = pieces(hours, begin, end)
    assert all(end <= begin for (_, end, _), (begin, _, _) in pairwise(found))
    (joined,) = windows(hours, begin, end)
    assert joined.start <= begin
    assert joined.end >= end


@given(
    HOME,
    st.lists(st.integers(0, 60 * 24), max_size=12),
    st.tuples(*(st.none() | st.integers(1, 3) for _ in range(3))),
    st.integers(0, 59),
)
def test_caps_count_days_weeks_and_months_as_a_calendar_on_the_wall(
    name: str, booked: list[int], most: tuple[int | None, int | None, int | None], asked: int
) -> None:
    """Against counting by zoneinfo's own calendar, hour for hour."""
    zone, judge = load(name), ZoneInfo(name)
    origin = int(datetime(2027, 2, 20, tzinfo=UTC).timestamp())
    taken = [origin + hour * 3600 for hour in booked]
    start = origin + asked * DAY + 7 * 3600
    found = {period for first, after, period in shut(Hours(zone), Caps(*most), taken, start, start + 1)}

    def same(a: date, b: date, period: str) -> bool:
        if period == "day":
            return a == b
        if period == "week":
            return a.isocalendar()[:2] == b.isocalendar()[:2]
        return (a.year, a.month) == (b.year, b.month)

    day = datetime.fromtimestamp(start, judge).date()
    days = [datetime.fromtimestamp(each, judge).date() for each in taken]
    expected = {
        period
        for period, limit in zip(("day", "week", "month"), most, strict=True)
        if limit is not None and sum(same(each, day, period) for each in days) >= limit
    }
    assert found == expected


def test_a_month_ends_where_the_next_begins() -> None:
    december = day_number(date(2027, 12, 31))
    assert period_of("month", december) == (day_number(date(2027, 12, 1)), day_number(date(2028, 1, 1)))
    assert period_of("week", december) == (day_number(date(2027, 12, 27)), day_number(date(2028, 1, 3)))


@given(st.integers(0, 6 * 24 * 4), st.booleans(), st.booleans(), st.booleans())
def test_what_is_refused_for_a_reason_is_not_listed_and_what_is_not_is(
    quarter: int, busy: bool, off: bool, capped: bool
) -> None:
    zone = load("Europe/Berlin")
    hours = Hours(
        zone,
        ((Range(540, 1080),),) * 7,
        off=((NOON * DAY + 3600 * 9, NOON * DAY + 3600 * 12),) if off else (),
    )
    offer = Offer(duration=3600, step=1800, before=600, notice=3600, window_days=5)
    now = (NOON - 1) * DAY
    start = now + quarter * 900
    taken = [(NOON * DAY + 3600 * 13, NOON * DAY + 3600 * 14)] if busy else []
    full = [(NOON * DAY + DAY, NOON * DAY + 2 * DAY)] if capped else []
    why = refusal(hours, offer, taken, now=now, start=start, capped=full)
    listed = starts(hours, offer, taken, now=now, begin=now - DAY, end=now + 10 * DAY, capped=full)
    assert (why is None) == (start in listed)
    if why == "time-off":
        assert off
    if why == "cap":
        assert any(first <= start < after for first, after in full)
