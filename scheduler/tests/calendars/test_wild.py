"""Files from the wild: each says what its owner would say."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from scheduler.availability import zones
from scheduler.calendars.ics import components, expand
from scheduler.calendars.ics.zoning import known_zone
from scheduler.tests.calendars.files import (
    APPLE,
    BEGIN,
    END,
    FREE_BUSY,
    GOOGLE,
    OUTLOOK,
    OUTLOOK_WEB,
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


def test_outlook_on_the_web_names_zones_by_what_it_shows() -> None:
    found = read(OUTLOOK_WEB)
    assert shown(found) == [
        "03-26 08:00/03-26 09:00",
        "03-29 07:00/03-29 08:00",  # the day after Berlin's change
        "03-30 09:00/03-30 10:00",
    ]
    assert (found.events, found.skipped) == (4, 0)


def test_every_zone_of_windows_is_one_of_ours() -> None:
    named = {name: known_zone(name) for name in WINDOWS_TO_OLSON}
    assert len(named) > 130
    assert [name for name, zone in named.items() if zone not in zones.names()] == []
    assert {known_zone(name.upper()) for name in named} == set(named.values())


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
        (  # in lists and lines, each in a zone of its own, across the change of the clock
            "DTSTART;TZID=Europe/Berlin:20270326T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=6\n"
            "EXDATE:20270327T080000Z,20270328T070000Z\nEXDATE;TZID=Europe/Berlin:20270329T090000\n"
            "EXDATE;TZID=America/New_York:20270330T030000",
            ["03-26 08:00/03-26 09:00", "03-31 07:00/03-31 08:00"],
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20270310T090000\nDURATION:PT1H\n"
            "RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20270311T090000/20270311T120000,20270312T090000/PT30M\n"
            "RDATE;VALUE=PERIOD:20270313T080000Z/20270313T083000Z",
            [
                "03-10 08:00/03-10 09:00",
                "03-11 08:00/03-11 11:00",
                "03-12 08:00/03-12 08:30",
                "03-13 08:00/03-13 08:30",
            ],
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


def test_a_series_called_off_from_one_date_on_is_free_from_then() -> None:
    series = "UID:1\nDTSTART;TZID=Europe/Berlin:20270301T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    over = "UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270315T080000Z\nDTSTART:20270315T080000Z\nSTATUS:CANCELLED"
    assert shown(read(calendar(series, over))) == ["03-01 08:00/03-01 09:00", "03-08 08:00/03-08 09:00"]


def test_of_a_date_named_in_two_ways_the_newer_counts() -> None:
    series = "UID:1\nDTSTART;TZID=Europe/Berlin:20270301T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"
    newer = "UID:1\nRECURRENCE-ID:20270308T080000Z\nSEQUENCE:2\nDTSTART:20270309T100000Z\nDURATION:PT1H"
    older = (
        "UID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20270308T090000\nSEQUENCE:1\nDTSTART:20270310T100000Z\nDURATION:PT1H"
    )
    for exceptions in ((newer, older), (older, newer)):
        assert shown(read(calendar(series, *exceptions))) == [
            "03-01 08:00/03-01 09:00",
            "03-09 10:00/03-09 11:00",
            "03-15 08:00/03-15 09:00",
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


def test_what_is_kept_says_the_same_and_no_more() -> None:
    for text in (GOOGLE, OUTLOOK, OUTLOOK_WEB, FREE_BUSY, APPLE):
        found = components(text.encode(), frozenset({"ada@example.org"}))
        again = components(found.written(), frozenset({"ada@example.org"}))
        period = ("Europe/Berlin", int(BEGIN.timestamp()), int(END.timestamp()))
        assert expand(again, *period) == expand(found, *period)
        for word in (b"SUMMARY", b"secret", b"birthday", b"Besprechung"):
            assert word not in found.written()


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
