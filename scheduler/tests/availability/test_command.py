"""`python -m scheduler windows`: a day's hours in UTC, past midnight too, and one line for what makes no sense."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.__main__ import main
from scheduler.availability import zones
from scheduler.availability.command import BadQuestionError, windows_of
from scheduler.availability.hours import Hours, Range, day_number, parse_range, windows_of_day
from scheduler.availability.slots import Offer, starts
from scheduler.availability.zones import DAY

ODD_ZONES = [
    *("Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Africa/Casablanca", "Pacific/Apia"),
    *("Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns", "Asia/Tehran", "Antarctica/Troll"),
]


@pytest.mark.parametrize(
    ("zone", "day", "hours", "expected"),
    [
        ("Europe/Berlin", "2027-03-28", ["09:00-12:00"], [["2027-03-28T07:00:00Z", "2027-03-28T10:00:00Z"]]),
        # The night of the change, from both of its days: an end in the gap snaps, so does a start.
        ("Europe/Berlin", "2027-03-27", ["22:00-02:30"], [["2027-03-27T21:00:00Z", "2027-03-28T01:00:00Z"]]),
        ("Europe/Berlin", "2027-03-27", ["22:00-04:00"], [["2027-03-27T21:00:00Z", "2027-03-28T02:00:00Z"]]),
        # In autumn the end past midnight takes the second 02:30.
        ("Europe/Berlin", "2027-10-30", ["22:00-02:30"], [["2027-10-30T20:00:00Z", "2027-10-31T01:30:00Z"]]),
        ("Europe/Berlin", "2027-03-28", ["02:00-03:00"], []),
        ("Europe/Berlin", "2027-06-01", ["09:00-09:00"], []),
        ("Europe/Berlin", "2027-06-01", ["22:00-00:00"], [["2027-06-01T20:00:00Z", "2027-06-01T22:00:00Z"]]),
        ("Europe/Berlin", "2027-06-01", ["24:00-02:00"], [["2027-06-01T22:00:00Z", "2027-06-02T00:00:00Z"]]),
        # What touches is joined, whatever the order.
        ("UTC", "2027-06-01", ["13:00-14:00", "09:00-13:00"], [["2027-06-01T09:00:00Z", "2027-06-01T14:00:00Z"]]),
        # A day that never was: Samoa went from the 29th to the 31st.
        ("Pacific/Apia", "2011-12-30", ["09:00-12:00"], []),
    ],
)
def test_what_is_printed(
    zone: str, day: str, hours: list[str], expected: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["windows", "--zone", zone, "--date", day]
    assert main([*arguments, *(word for each in hours for word in ("--hours", each))]) == 0
    assert json.loads(capsys.readouterr().out) == expected


@pytest.mark.parametrize(
    ("zone", "day", "hours", "part"),
    [
        ("Mars/Olympus", "2027-03-28", "09:00-12:00", "--zone"),
        ("../etc/passwd", "2027-03-28", "09:00-12:00", "--zone"),
        ("", "2027-03-28", "09:00-12:00", "--zone"),
        ("Europe/Berlin", "2027-02-30", "09:00-12:00", "--date"),
        ("Europe/Berlin", "20270228", "09:00-12:00", "--date"),
        ("Europe/Berlin", "2027-02-28\n", "09:00-12:00", "--date"),
        ("Europe/Berlin", "0001-01-01", "09:00-12:00", "--date"),
        ("Europe/Berlin", "9999-12-31", "09:00-12:00", "--date"),
        ("Europe/Berlin", "2027-03-28", "25:00-12:00", "--hours"),
        ("Europe/Berlin", "2027-03-28", "09:00", "--hours"),
        ("Europe/Berlin", "2027-03-28", "9-12", "--hours"),
        ("Europe/Berlin", "2027-03-28", "09:00-24:01", "--hours"),
    ],
)
def test_what_makes_no_sense_exits_2_with_one_line(
    zone: str, day: str, hours: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["windows", f"--zone={zone}", f"--date={day}", f"--hours={hours}"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"scheduler: {part}: ")
    assert printed.err.count("\n") == 1


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_text_is_too_strange(zone: str, day: str, hours: str) -> None:
    for words in ((zone, "2027-03-28", "09:00-12:00"), ("UTC", day, "09:00-12:00"), ("UTC", "2027-03-28", hours)):
        assert "\n" not in asked(*words)


def asked(zone: str, day: str, hours: str) -> str:
    try:
        return json.dumps(windows_of(zone, day, [hours]))
    except BadQuestionError as error:
        return str(error)


def by_looking(zone: str, day: date, hours: Range) -> list[tuple[int, int]]:
    """The law read aloud, minute by minute: from the first instant whose wall time has reached the start to the last
    whose wall time has not passed the end."""
    info, midnight = ZoneInfo(zone), datetime.combine(day, time.min)
    first = int(midnight.replace(tzinfo=UTC).timestamp()) - 2 * 86_400
    walls = {u: datetime.fromtimestamp(u, info).replace(tzinfo=None) for u in range(first, first + 5 * 86_400, 60)}
    opens = min(u for u, wall in walls.items() if wall >= midnight + timedelta(minutes=hours.start))
    closes = max(u for u, wall in walls.items() if wall <= midnight + timedelta(minutes=hours.end))
    # A change that leaps over the end lies between two minutes that were looked at: it is the end.
    if walls[closes] < midnight + timedelta(minutes=hours.end):
        closes += 60
    return [(opens, closes)] if opens < closes else []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.sampled_from(ODD_ZONES),
    st.dates(date(2008, 1, 1), date(2036, 1, 1)),
    st.integers(0, 95),
    st.integers(1, 95),
    st.booleans(),
)
def test_hours_past_midnight_keep_the_laws(zone: str, day: date, start: int, length: int, near: bool) -> None:
    if near:  # a day whose night has a change of the clock, if the year has one
        spans = zones.load(zone).spans(
            int(datetime(day.year, 1, 1, tzinfo=UTC).timestamp()),
            int(datetime(day.year, 12, 31, tzinfo=UTC).timestamp()),
        )
        changed = datetime.fromtimestamp(spans[len(spans) // 2].begin, UTC).date()
        day = changed - timedelta(days=1) if len(spans) > 1 else day
    hours = Range(start * 15, min((start + length) * 15, 2880))
    if hours.end == 1440:
        return  # the day's own end, whose law test_hours has
    assert windows_of_day(zones.load(zone), day_number(day), [hours]) == by_looking(zone, day, hours)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.sampled_from(ODD_ZONES),
    st.dates(date(2012, 1, 1), date(2036, 1, 1)),
    st.integers(0, 95),
    st.integers(1, 95),
)
def test_what_is_printed_is_what_listing_opens(name: str, day: date, start: int, length: int) -> None:
    """Slots of five minutes, one after the other, fill the windows and nothing else."""
    hours = Range(start * 15, start * 15 + length * 15)
    clock = "-".join(f"{each // 60 % 24:02}:{each % 60:02}" for each in (hours.start, hours.end))
    zone = zones.load(name)
    begin = zone.day_start(day_number(day))
    offer = Offer(duration=300, step=300, window_days=10)
    open_ = Hours(zone, overrides={day_number(day): (hours,)})
    listed = starts(open_, offer, (), now=begin - 2 * DAY, begin=begin - DAY, end=begin + 4 * DAY)
    edges = [
        int(datetime.fromisoformat(each).timestamp())
        for window in windows_of(name, str(day), [clock])
        for each in window
    ]
    assert listed == [
        each for first, last in zip(edges[::2], edges[1::2], strict=True) for each in range(first, last, 300)
    ]


@pytest.mark.parametrize(
    ("words", "code", "out", "err"),
    [
        (
            ["--zone", "Europe/Berlin", "--date", "2027-03-28", "--hours", "09:00-12:00"],
            0,
            '[["2027-03-28T07:00:00Z", "2027-03-28T10:00:00Z"]]\n',
            "",
        ),
        (["--zone", "Europe/Berlin", "--date", "2027-03-28", "--hours", "02:10-02:50"], 0, "[]\n", ""),
        (["--zone", "Mars/Olympus", "--date", "2027-03-28", "--hours", "09:00-12:00"], 2, "", "--zone"),
        (["--zone", "Europe/Berlin", "--date", "2027-02-30", "--hours", "09:00-12:00"], 2, "", "--date"),
    ],
)
def test_as_typed_anywhere_and_without_a_database(
    words: list[str], code: int, out: str, err: str, tmp_path: Path
) -> None:
    """In a folder of nothing, with an environment that names no database and a machine in another zone."""
    root = Path(__file__).parents[3]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "TZ": "Pacific/Chatham"}
    command = [sys.executable, "-m", "scheduler", "windows", *words]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (code, out)
    assert done.stderr.count("\n") == (1 if err else 0)
    assert err in done.stderr


def test_a_range_that_ends_before_it_starts_runs_into_the_next_day() -> None:
    assert parse_range("22:00-02:00") == Range(1320, 1560)
    assert parse_range("00:00-24:00") == Range(0, 1440)
