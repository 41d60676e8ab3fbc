"""Broken files, huge ones and such as never end: each says why, costs little, and breaks nothing else."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.calendars.ics import MAX_BYTES, NoCalendarError
from scheduler.tests.calendars.files import (
    GOOGLE,
    OUTLOOK,
    calendar,
    read,
    shown,
)

GOOD = "UID:good\nDTSTART:20270310T090000Z\nDURATION:PT1H"
WHOLE = calendar(GOOD, "UID:ümlaut\nSUMMARY:Grüße\nDTSTART:20270311T090000Z\nDURATION:PT1H")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("DTSTART:20270230T090000Z\nDURATION:PT1H", "a date that does not exist"),
        ("DTSTART:20270310T250000Z\nDURATION:PT1H", "a time that does not exist"),
        ("DTSTART:00010101T000000\nDURATION:PT1H", "does not exist"),
        ("DTSTART:tomorrow", "“tomorrow” is not a time"),
        ("SUMMARY:no time at all", "does not say when it begins"),
        ("DTSTART:20270310T090000Z\nDTEND:20270310T080000Z", "ends before it begins"),
        ("DTSTART:20270310T090000Z\nDURATION:-PT1H", "ends before it begins"),
        ("DTSTART:20270310T090000Z\nDURATION:soon", "not a length of time"),
        ("DTSTART:20270310T090000Z\nDTEND:29990310T080000Z", "longer than ten years"),
        ("DTSTART;TZID=Middle-earth/Shire:20270310T090000\nDURATION:PT1H", "zone “Middle-earth/Shire” is not known"),
        ("DTSTART:20270310T090000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY", "more often than daily"),
        ("DTSTART:20270310T090000Z\nDURATION:PT1H\nRRULE:every now and then", "not a rule of recurrence"),
        ("DTSTART:20270310T090000Z\nDURATION:PT1H\nEXDATE:never", "not a time"),
    ],
)
def test_a_broken_event_is_left_out_and_told_and_the_rest_counts(lines: str, why: str) -> None:
    found = read(calendar(f"UID:bad\n{lines}", GOOD))
    assert shown(found) == ["03-10 09:00/03-10 10:00"]
    assert (found.events, found.skipped) == (1, 1)
    assert why in found.reasons[0]


def test_of_a_series_that_cannot_be_understood_the_exceptions_still_count() -> None:
    series = "UID:1\nDTSTART:20270309T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY"
    moved = "UID:1\nRECURRENCE-ID:20270309T100000Z\nDTSTART:20270311T100000Z\nDURATION:PT1H\nEXDATE:never"
    found = read(calendar(series, moved))
    assert shown(found) == ["03-11 10:00/03-11 11:00"]
    assert (found.events, found.skipped) == (1, 1)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no calendar"),
        (b"<!doctype html><title>Sign in</title>", "no calendar"),
        (b"\0\1\2\xff" * 1000, "no calendar"),
        (WHOLE.encode()[:-20], "cut off"),
        (b"BEGIN:VEVENT\nEND:VEVENT\n", "no calendar"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
        (
            b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 50_001 + b"END:VCALENDAR\n",
            "more than 50000 events",
        ),
    ],
)
def test_a_file_that_is_no_calendar_says_why(data: bytes, why: str) -> None:
    with pytest.raises(NoCalendarError, match=why):
        read(data)


def test_a_message_of_ten_megabytes_is_read_in_a_few_seconds() -> None:
    event = "\n".join((GOOD, "SUMMARY:" + "long " * 100, "DESCRIPTION:" + "longer " * 200))
    many = [event.replace("UID:good", f"UID:{number}") for number in range(5000)]
    data = calendar(*many).replace("\n", "\r\n").encode()
    assert 9_000_000 < len(data) <= MAX_BYTES
    began = time.process_time()
    found = read(data)
    assert time.process_time() - began < 10
    assert (found.events, len(found.busy)) == (5000, 1)


def test_a_file_that_repeats_without_end_is_given_up() -> None:
    endless = (f"UID:{n}\nDTSTART:15830101T0000{n % 60:02}Z\nDURATION:P3300D\nRRULE:FREQ=DAILY" for n in range(2000))
    began = time.process_time()
    with pytest.raises(NoCalendarError, match="repeats too much"):
        read(calendar(*endless))
    assert time.process_time() - began < 15


def test_a_file_of_more_appointments_than_anybody_keeps_is_given_up_soon() -> None:
    minutes = (f"UID:{n}\nDTSTART:202703{1 + n // 1440:02}T{n // 60 % 24:02}{n % 60:02}00Z" for n in range(0, 20_010))
    began = time.process_time()
    with pytest.raises(NoCalendarError, match="more than 20000 separate"):
        read(calendar(*(f"{each}\nDURATION:PT30S" for each in minutes)))
    many = "\n".join(f"EXDATE;TZID=Asia/Tokyo:{'20270310T090000,' * 4000}" for _ in range(100))
    with pytest.raises(NoCalendarError, match="repeats too much"):
        read(calendar(f"UID:1\nDTSTART:20270310T090000Z\nDURATION:PT1H\n{many}"))
    assert time.process_time() - began < 15


PIECES = """BEGIN:VCALENDAR|END:VCALENDAR|:|;| |\0|DTSTART;TZID=|UID:1|DURATION:P1D|EXDATE:never
EXDATE:20270401T090000|RECURRENCE-ID:20270401T090000|RECURRENCE-ID;RANGE=THISANDFUTURE:20270325T080000Z|RECURRENCE-ID;VALUE=DATE:99991231
RRULE:FREQ=DAILY|RRULE:FREQ=DAILY;UNTIL=x|RRULE:FREQ=YEARLY;BYWEEKNO=53|RDATE;VALUE=PERIOD:20270311T090000Z/bad
DTSTART;VALUE=DATE:20270310|DTSTART:99991231T235959|DTSTART;TZID=Own:15830101T000000|TZID:Own|TZOFFSETTO:+9999
DTEND:20270310T090000Z|DTEND;VALUE=DATE:20270310|STATUS:CANCELLED|FREEBUSY:20270310T090000Z/x""".replace(
    "\n", "|"
).split("|")


LETTERS = st.sampled_from([*GOOGLE.splitlines(), *OUTLOOK.splitlines(), *PIECES])


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(LETTERS, max_size=60), st.integers(0, 400), st.binary(max_size=4))
def test_no_file_breaks_the_reading(lines: list[str], at: int, garbage: bytes) -> None:
    data = ("BEGIN:VCALENDAR\n" + "\n".join(lines) + "\nEND:VCALENDAR\n").encode()
    data = data[:at] + garbage + data[at:]
    try:
        found = read(data)
    except NoCalendarError:
        return
    assert found.busy == sorted(found.busy)
    assert all(begin < end for begin, end in found.busy)
