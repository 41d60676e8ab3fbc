"""The one validator against the naive model, around every kind of change of the clock."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.availability import zones
from scheduler.availability.hours import Hours, Range, Ranges
from scheduler.availability.slots import Offer, next_starts, refusal, starts
from scheduler.tests.availability.naive import DAY, MINUTE, Naive

BERLIN = zones.load("Europe/Berlin")
# One of each kind: an hour, half an hour, at midnight, none, odd offsets, southern, backwards in winter.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "America/Havana",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Europe/Dublin",
)
STEADY = settings(derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def transitions(zone: str) -> list[int]:
    """The changes of the clock in 2026 to 2028, or New Year where there are none."""
    begin, end = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2029, 1, 1, tzinfo=UTC).timestamp())
    return [span.begin for span in zones.load(zone).spans(begin, end)[1:]] or [begin + 365 * DAY]


@st.composite
def day_ranges(draw: st.DrawFn) -> Ranges:
    """Up to three ranges of a day, on a grid of 30 minutes so that some touch and some end the day; many of their
    boundaries are early in the day, where clocks change."""
    edge = st.one_of(st.integers(0, 8), st.integers(0, 8), st.integers(0, 48))
    edges = sorted(draw(st.lists(edge, min_size=0, max_size=6, unique=True)))
    ranges = [Range(a * 30, b * 30) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    until_midnight = draw(st.booleans())
    if ranges and until_midnight and ranges[-1].end < 1440:
        ranges.append(Range(ranges[-1].end, 1440))
    return tuple(ranges)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Hours, Offer, list[tuple[int, int]], int, int, int]:
    """(hours, offer, busy, now, begin, end) within some days of a change of the clock."""
    zone = draw(st.sampled_from(ZONES))
    change = draw(st.sampled_from(transitions(zone)))
    change -= change % DAY
    days = draw(st.integers(1, 3))
    begin = change - draw(st.integers(0, 2)) * DAY + draw(st.integers(0, 287)) * 5 * MINUTE
    end = begin + days * DAY
    weekly = tuple(draw(day_ranges()) for _ in range(7))
    overrides = draw(st.dictionaries(st.integers(begin // DAY - 1, end // DAY + 1), day_ranges(), max_size=2))
    offer = Offer(
        duration=draw(st.sampled_from((5, 15, 30, 50, 60, 90, 240))) * MINUTE,
        step=draw(st.sampled_from((5, 15, 20, 45, 60, 90))) * MINUTE,
        before=draw(st.sampled_from((0, 0, 10, 30))) * MINUTE,
        after=draw(st.sampled_from((0, 0, 5, 30))) * MINUTE,
        notice=draw(st.sampled_from((0, 60, 600))) * MINUTE,
        window_days=draw(st.sampled_from((1, 2, 60))),
    )
    busy = []
    for _ in range(draw(st.integers(0, 5))):
        since = begin - begin % 300 + draw(st.integers(-288, days * 288)) * 5 * MINUTE
        busy.append((since, since + draw(st.integers(1, 80)) * 5 * MINUTE))
    now = begin - draw(st.integers(-600, 1440)) * MINUTE
    return Hours(zones.load(zone), weekly, overrides), offer, busy, now, begin, end


@STEADY
@given(situations())
def test_the_rules_are_those_of_the_naive_model(
    situation: tuple[Hours, Offer, list[tuple[int, int]], int, int, int],
) -> None:
    hours, offer, busy, now, begin, end = situation
    if offer.window_days == 60:  # its end lies outside of what the model walks through
        expected = Naive(hours, begin, end).starts(Offer(**{**_fields(offer), "window_days": 2}), busy, now)
        horizon = hours.zone.day_start(hours.zone.day_of(now) + 3)
        found = starts(hours, offer, busy, now=now, begin=begin, end=min(end, horizon))
    else:
        expected = Naive(hours, begin, end).starts(offer, busy, now)
        found = starts(hours, offer, busy, now=now, begin=begin, end=end)
    assert found == expected


@STEADY
@given(situations())
def test_what_is_listed_can_be_booked_and_what_is_not_listed_cannot(
    situation: tuple[Hours, Offer, list[tuple[int, int]], int, int, int],
) -> None:
    hours, offer, busy, now, begin, end = situation
    listed = set(starts(hours, offer, busy, now=now, begin=begin, end=end))
    for start in range(begin, end, 5 * MINUTE):
        assert (refusal(hours, offer, busy, now=now, start=start) is None) == (start in listed)
    for start in sorted(listed)[:20]:
        assert refusal(hours, offer, busy, now=now, start=start + 1) is not None


@STEADY
@given(situations(), st.lists(st.integers(0, 3 * 1440), max_size=4))
def test_a_list_can_be_cut_anywhere(
    situation: tuple[Hours, Offer, list[tuple[int, int]], int, int, int], cuts: list[int]
) -> None:
    """Slots of a day = slots of the month cut to that day, wherever the day is thought to begin."""
    hours, offer, busy, now, begin, end = situation
    edges = [begin, *sorted(min(begin + cut * MINUTE, end) for cut in cuts), end]
    pieces = [
        start
        for first, last in pairwise(edges)
        for start in starts(hours, offer, busy, now=now, begin=first, end=last)
    ]
    assert pieces == starts(hours, offer, busy, now=now, begin=begin, end=end)


@STEADY
@given(situations())
def test_the_next_starts_are_the_first_listed_that_the_client_can_keep(
    situation: tuple[Hours, Offer, list[tuple[int, int]], int, int, int],
) -> None:
    hours, offer, busy, now, begin, end = situation
    theirs, hosts = busy[::2], busy[1::2]
    free = [
        start
        for start in starts(hours, offer, hosts, now=now, begin=max(begin, now), end=end)
        if not any(since < start + offer.duration and until > start for since, until in theirs)
    ]
    found = next_starts(hours, offer, hosts, now=now, after=begin, count=1000, theirs=theirs)
    assert [start for start in found if start < end] == free
    assert next_starts(hours, offer, hosts, now=now, after=begin, count=2, theirs=theirs) == found[:2]


def _fields(offer: Offer) -> dict[str, int]:
    return {name: getattr(offer, name) for name in offer.__slots__}


NINE_TO_TWELVE = Hours(BERLIN, ((Range(540, 720),),) * 7)
HOUR = Offer(duration=3600, step=1800, before=600, after=300, notice=3600, window_days=2)
NOW = at("2027-03-10T06:00:00+01:00")


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("2027-03-10T09:00:00+01:00", None),
        ("2027-03-10T11:00:00+01:00", None),
        ("2027-03-10T11:30:00+01:00", "closed"),
        ("2027-03-10T08:30:00+01:00", "closed"),
        ("2027-03-10T12:00:00+01:00", "closed"),
        ("2027-03-10T09:10:00+01:00", "grid"),
        ("2027-03-10T05:00:00+01:00", "past"),
        ("2027-03-10T06:30:00+01:00", "notice"),
        ("2027-03-11T09:00:00+01:00", "busy"),
        ("2027-03-11T10:30:00+01:00", "busy"),
        ("2027-03-11T11:00:00+01:00", None),
        ("2027-03-12T11:00:00+01:00", None),
        ("2027-03-13T09:00:00+01:00", "window"),
    ],
)
def test_the_reason_is_the_first_that_holds(start: str, reason: str | None) -> None:
    # Busy from 09:55 to 10:50: 09:00 needs until 10:05, 11:00 needs from 10:50.
    busy = [(at("2027-03-11T09:55:00+01:00"), at("2027-03-11T10:50:00+01:00"))]
    assert refusal(NINE_TO_TWELVE, HOUR, busy, now=NOW, start=at(start)) == reason


def test_the_window_ends_with_the_hosts_day() -> None:
    """Two days ahead, today not counted: until the midnight in Berlin after the day after tomorrow."""
    round_the_clock = Hours(BERLIN, ((Range(0, 1440),),) * 7)
    offer = Offer(duration=3600, step=3600, window_days=2)
    last = starts(round_the_clock, offer, (), now=NOW, begin=NOW, end=NOW + 9 * DAY)[-1]
    assert last == at("2027-03-12T23:00:00+01:00")


def test_a_session_may_run_from_one_range_into_the_next_and_over_midnight() -> None:
    split = Hours(BERLIN, ((Range(0, 600), Range(600, 720), Range(1380, 1440)),) * 7)
    offer = Offer(duration=7200, step=3600)
    begin = at("2027-03-11T00:00:00+01:00")
    found = starts(split, offer, (), now=NOW, begin=begin, end=begin + DAY)
    shown = [BERLIN.local(start).strftime("%H:%M") for start in found]
    assert shown == [f"{hour:02}:00" for hour in (*range(11), 23)]


def test_slots_through_the_repeated_hour() -> None:
    """01:00 to 04:00 on 2027-10-31 in Berlin is four hours: 02:00 and 02:30 come twice, each bookable by itself."""
    hours = Hours(BERLIN, ((Range(60, 240),),) * 7)
    begin = at("2027-10-31T00:00:00+02:00")
    found = starts(hours, Offer(duration=1800, step=1800), (), now=begin, begin=begin, end=begin + DAY)
    shown = [BERLIN.local(start).strftime("%H:%M") for start in found]
    assert shown == ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30"]
    assert len(set(found)) == 8
