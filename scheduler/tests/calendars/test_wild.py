"""Files from the wild and broken ones: each says what its owner would say, and nothing breaks the rest."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from scheduler.calendars.ics import MAX_BYTES, NoCalendarError, components, expand
from scheduler.calendars.ics.zoning import known_zone
from scheduler.tests.calendars.files import (
    APPLE,
    BEGIN,
    END,
    FREE_BUSY,
    GOOGLE,
    OUTLOOK,
    calendar,
    read,
    shown,
)


def test_google_a_series_with_a_moved_and_a_dropped_date_across_the_change_of_the_clock() -> None:
    found = read(GOOGLE)
    assert shown(found) == ["03-25 08:00/03-25 08:30", "04-01 09:00/04-01 10:00", "04-15 07:00/04-15 07:30"]
    assert (found.events, found.skipped) == (3, 0)


def test_outlook_names_zones_as_windows_does_and_brings_its_own() -> None:
    found = read(OUTLOOK)
    assert shown(found) == [
        "03-29 12:00/03-29 13:00",  # two days after Berlin's change
        "04-01 09:00/04-01 10:00",
        "04-20 08:00/04-20 09:00",  # the file's own summer, from the second Sunday in April on
    ]
    assert (found.events, found.skipped) == (4, 0)


def test_exchange_publishes_busy_time_alone() -> None:
    assert shown(read(FREE_BUSY)) == [
        "03-02 09:00/03-02 10:00",
        "03-03 09:00/03-03 09:30",
        "03-05 09:00/03-05 10:00",
    ]


def test_apple_counts_birthdays_from_1604_and_floating_times_are_where_the_owner_is() -> None:
    assert shown(read(APPLE)) == [
        "03-09 23:00/03-10 23:00",
        "03-13 15:00/03-13 16:30",
        "03-14 14:00/03-14 15:30",  # New York's summer has begun
        "03-15 14:00/03-15 15:30",
        "03-20 07:00/03-20 08:00",
    ]
    assert shown(read(APPLE, "Asia/Tokyo"))[-1] == "03-19 23:00/03-20 00:00"


@pytest.mark.parametrize(
    ("tzid", "known"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ('"Pacific Standard Time"', "America/Los_Angeles"),
        ("Romance Standard Time", "Europe/Paris"),
        ("UTC", "Etc/UTC"),
        ("Middle-earth/Shire", None),
        ("", None),
    ],
)
def test_zones_by_all_their_names(tzid: str, known: str | None) -> None:
    assert known_zone(tzid) == known


@pytest.mark.parametrize(
    ("lines", "busy"),
    [
        ("DTSTART:20270310T090000Z\nDTEND:20270310T100000Z", ["03-10 09:00/03-10 10:00"]),
        ("DTSTART;VALUE=DATE:20270310", ["03-09 23:00/03-10 23:00"]),
        ("DTSTART;VALUE=DATE:20270328", ["03-27 23:00/03-28 22:00"]),  # 23 hours long
        ("DTSTART;VALUE=DATE:20270310\nDTEND;VALUE=DATE:20270310", ["03-09 23:00/03-10 23:00"]),
        ("DTSTART;VALUE=DATE:20270310\nDURATION:P2D", ["03-09 23:00/03-11 23:00"]),
        ("DTSTART:20270310T090000Z", []),
        ("DTSTART:20270310T090000Z\nDURATION:PT45M", ["03-10 09:00/03-10 09:45"]),
        ("DTSTART:20270310T090000Z\nDURATION:P1W", ["03-10 09:00/03-17 09:00"]),
        ("DTSTART;TZID=GMT+01:00:20270310T090000\nDURATION:PT1H", ["03-10 08:00/03-10 09:00"]),
        ('DTSTART;TZID="GMT-0500":20270310T090000\nDURATION:PT1H', ["03-10 14:00/03-10 15:00"]),
        ("DTSTART:2027-03-10T09:00:00Z\nDTEND:2027-03-10T10:00:00+00:00", ["03-10 09:00/03-10 10:00"]),
        ("DTSTART:20270310T0900Z\nDTEND:20270310T240000Z", ["03-10 09:00/03-11 00:00"]),
        # Two in the morning does not exist that day: by the offset before, it is three.
        ("DTSTART;TZID=Europe/Berlin:20270328T023000\nDURATION:PT1H", ["03-28 01:30/03-28 02:30"]),
        (
            "DTSTART;TZID=Europe/Berlin:20270328T023000\nDTEND;TZID=Europe/Berlin:20270328T033000",
            ["03-28 01:30/03-28 02:30"],
        ),
        ("DTSTART;TZID=Europe/Berlin:20270327T120000\nDURATION:P1DT1H", ["03-27 11:00/03-28 11:00"]),
        (
            "DTSTART;TZID=Europe/Berlin:20270310T090000\nDTEND;TZID=Europe/London:20270310T090000",
            ["03-10 08:00/03-10 09:00"],
        ),
        ("DTSTART:20270310T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED", []),
        ("DTSTART:20270310T090000Z\nDURATION:PT1H\nTRANSP:transparent", []),
        ("DTSTART:20270310T090000Z\nDURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:OOF", ["03-10 09:00/03-10 10:00"]),
        ("DTSTART:20270310T090000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:MAILTO:Ada@example.org", []),
        (
            "DTSTART:20270310T090000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:ben@example.org",
            ["03-10 09:00/03-10 10:00"],
        ),
        (
            "DTSTART:20270310T090000Z\nDURATION:PT1H\nRDATE:20270311T090000Z,20270312T090000Z",
            ["03-10 09:00/03-10 10:00", "03-11 09:00/03-11 10:00", "03-12 09:00/03-12 10:00"],
        ),
        (
            "DTSTART:20270310T090000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20270311T090000Z/PT2H",
            ["03-10 09:00/03-10 10:00", "03-11 09:00/03-11 11:00"],
        ),
        (
            "DTSTART:20270310T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20270312\nEXDATE;VALUE=DATE:20270311",
            ["03-10 09:00/03-10 10:00", "03-12 09:00/03-12 10:00"],
        ),
        (
            "DTSTART;VALUE=DATE:20270310\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20270311T000000",
            ["03-09 23:00/03-10 23:00", "03-11 23:00/03-12 23:00"],
        ),
        (  # what names no zone is meant in the series' own
            "DTSTART;TZID=Asia/Tokyo:20270310T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20270312T090000\n"
            "EXDATE:20270311T090000",
            ["03-10 00:00/03-10 01:00", "03-12 00:00/03-12 01:00"],
        ),
        ("DTSTART:20260101T000000Z\nDTEND:20280101T000000Z", ["03-01 00:00/05-01 00:00"]),
    ],
)
def test_one_event(lines: str, busy: list[str]) -> None:
    found = read(calendar(f"UID:1\n{lines}"))
    assert shown(found) == busy
    assert (found.events, found.skipped) == (1, 0)


GOOD = "UID:good\nDTSTART:20270310T090000Z\nDURATION:PT1H"


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


def test_a_series_moved_from_one_date_on_keeps_its_exceptions() -> None:
    found = read(
        calendar(
            "UID:1\nDTSTART;TZID=Europe/Berlin:20270301T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=5",
            "UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270315T090000\n"
            "DTSTART;TZID=Europe/Berlin:20270316T110000\nDURATION:PT30M",
            "UID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20270322T090000\nDTSTART:20270322T180000Z\nDURATION:PT15M",
        )
    )
    assert shown(found) == [
        "03-01 08:00/03-01 09:00",
        "03-08 08:00/03-08 09:00",
        "03-16 10:00/03-16 10:30",
        "03-22 18:00/03-22 18:15",
        "03-30 09:00/03-30 09:30",
    ]


def test_a_date_of_a_series_that_was_called_off_is_free_and_one_that_was_moved_in_is_busy() -> None:
    series = "UID:1\nDTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;UNTIL=20270402T000000Z"
    gone = "UID:1\nRECURRENCE-ID:20270301T090000Z\nDTSTART:20270301T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED"
    moved = "UID:1\nRECURRENCE-ID:20270201T090000Z\nDTSTART:20270305T090000Z\nDURATION:PT1H"
    assert shown(read(calendar(series, gone, moved))) == ["03-05 09:00/03-05 10:00", "04-01 09:00/04-01 10:00"]


def test_one_who_is_invited_to_one_date_of_a_series_is_busy_then() -> None:
    only = "UID:1\nRECURRENCE-ID:20270310T090000Z\nDTSTART:20270311T090000Z\nDURATION:PT1H"
    assert shown(read(calendar(only))) == ["03-11 09:00/03-11 10:00"]


def test_of_two_of_one_uid_the_newer_counts() -> None:
    old = "UID:1\nSEQUENCE:1\nDTSTART:20270310T090000Z\nDURATION:PT1H"
    new = "UID:1\nSEQUENCE:10\nDTSTART:20270311T090000Z\nDURATION:PT1H"
    for files in ((old, new), (new, old)):
        assert shown(read(calendar(*files))) == ["03-11 09:00/03-11 10:00"]


def test_what_we_wrote_out_ourselves_is_never_busy() -> None:
    ours = "0b2f4a53-95f1-4bb5-9b6a-0c7f2f1f8f10@visavis"
    in_exchange = f"040000008200E00074C5B7101A82E0087643616C2D55696401000000{ours.encode().hex().upper()}00"
    found = read(
        calendar(
            *(f"UID:{uid}\nDTSTART:20270310T090000Z\nDURATION:PT1H" for uid in (ours, ours.upper(), in_exchange)),
            "UID:somebody@visavis\nDTSTART:20270311T090000Z\nDURATION:PT1H",
        )
    )
    assert shown(found) == ["03-11 09:00/03-11 10:00"]
    assert found.events == 4


WHOLE = calendar(GOOD, "UID:ümlaut\nSUMMARY:Grüße\nDTSTART:20270311T090000Z\nDURATION:PT1H")
BUSY = ["03-10 09:00/03-10 10:00", "03-11 09:00/03-11 10:00"]


def folded(text: str) -> bytes:
    """Each line cut after ten bytes, also within characters."""
    lines = []
    for line in text.encode().split(b"\n"):
        parts = [line[at : at + 10] for at in range(0, len(line), 10)] or [b""]
        lines.append(b"\r\n ".join(parts))
    return b"\r\n".join(lines)


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("ü", "u").replace("ß", "s").encode("utf-16-le"),
        lambda text: b"\r\n\r\n" + text.lower().replace("z", "Z").encode(),
        folded,
        lambda text: text.replace("END:VEVENT\nBEGIN", "BEGIN").encode(),
        lambda text: text.replace("SUMMARY:", "SUMMARY:one line\nthat was not folded:\n;;;=:\nSUMMARY:").encode(),
        lambda text: text.replace("DURATION", "BEGIN:VALARM\nDURATION:PT15M\nEND:VALARM\nDURATION").encode(),
        lambda text: text.replace(
            "BEGIN:VEVENT", "END:VTODO\nBEGIN:X-THING\nDTSTART:1\nEND:X-THING\nBEGIN:VEVENT"
        ).encode(),
        lambda text: (text + text.replace("UID:", "UID:b")).encode(),
        lambda text: text.replace("\n", "  \n").encode(),
        lambda text: text.replace("SUMMARY:", f"SUMMARY:{'x' * 200_000}\nSUMMARY:").encode(),
    ],
)
def test_however_it_is_written(written: Callable[[str], bytes]) -> None:
    assert shown(read(written(WHOLE))) == BUSY


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


def test_what_is_kept_says_the_same_and_no_more() -> None:
    for text in (GOOGLE, OUTLOOK, FREE_BUSY, APPLE):
        found = components(text.encode(), frozenset({"ada@example.org"}))
        again = components(found.written(), frozenset({"ada@example.org"}))
        period = ("Europe/Berlin", int(BEGIN.timestamp()), int(END.timestamp()))
        assert expand(again, *period) == expand(found, *period)
        for word in (b"SUMMARY", b"secret", b"birthday", b"Besprechung"):
            assert word not in found.written()


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


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Etc/UTC"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    ZONES,
    st.sampled_from(["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY"]),
    st.integers(0, 300),
    st.integers(4, 22),
    st.integers(1, 300),
    st.lists(st.integers(0, 200), max_size=3, unique=True),
)
def test_a_series_is_what_recurring_ical_events_makes_of_it(  # noqa: PLR0917 - what a series is made of
    zone: str, rule: str, day: int, hour: int, minutes: int, gone: list[int]
) -> None:
    start = datetime(2026, 5, 4, hour, 15, tzinfo=UTC) + timedelta(days=day)  # on the zone's wall
    out = [f"EXDATE;TZID={zone}:{start + timedelta(days=3 * each):%Y%m%dT%H%M%S}" for each in gone]
    lines = [f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", f"DURATION:PT{minutes}M", f"RRULE:{rule}", *out]
    text = calendar("UID:1\n" + "\n".join(lines))
    theirs = recurring_ical_events.of(Calendar.from_ical(text)).between(BEGIN, END)
    spans = sorted((each["DTSTART"].dt.astimezone(UTC), each.end.astimezone(UTC)) for each in theirs)
    cut = [(max(begin, BEGIN), min(end, END)) for begin, end in spans]
    ours = [(datetime.fromtimestamp(a, UTC), datetime.fromtimestamp(b, UTC)) for a, b in read(text).busy]
    assert ours == [each for each in cut if each[0] < each[1]]


def test_a_day_is_where_its_owner_is() -> None:
    text = calendar(f"UID:1\nDTSTART;VALUE=DATE:{date(2027, 3, 10):%Y%m%d}")
    assert shown(read(text, "Pacific/Chatham")) == ["03-09 10:15/03-10 10:15"]
