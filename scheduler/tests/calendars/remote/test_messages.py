"""What strangers' servers send is read without harm: XML, JSON, addresses, times to wait."""

import contextlib
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.calendars.remote.asking import Answer, error_of, join, may_follow, waits
from scheduler.calendars.remote.caldav import objects, xml
from scheduler.calendars.remote.caldav.discovery import calendars_in
from scheduler.calendars.remote.caldav.requests import path_of
from scheduler.calendars.remote.caldav.xml import NotXmlError, c, d
from scheduler.calendars.remote.google import messages as google
from scheduler.calendars.remote.oauth import read_error, read_grant
from scheduler.calendars.remote.outlook import messages as outlook
from scheduler.calendars.remote.port import (
    ChangedError,
    Entry,
    GoneError,
    Item,
    RefusedError,
    RevokedError,
    TemporaryError,
)
from scheduler.calendars.remote.reading import Position, token_at
from scheduler.notifications.ical import uid_of
from scheduler.tests.calendars.remote.test_caldav import ENTRY
from scheduler.tests.fixtures import NOON

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<multistatus xmlns="DAV:"><sync-token>&b;</sync-token></multistatus>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<multistatus xmlns="DAV:"><sync-token>&e;</sync-token></multistatus>"""
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
NAMES = "id status start end date dateTime timeZone transparency attendees self responseStatus eventType iCalUID etag"
MORE = "originalStartTime extendedProperties private visavis recurrence summary error errors reason accessRole"
GRAPH = (
    "isAllDay isCancelled showAs type seriesMasterId responseStatus response transactionId iCalUId @odata.etag name"
)
NAMED = st.sampled_from(f"{NAMES} {MORE} {GRAPH} @removed subject name".split())
TIMES = st.sampled_from(
    ["2027-03-11", "2027-03-11T10:00:00Z", "2027-03-11T10:00:00.0000000", "0001-01-01T00:00:00+14:00"]
)
events = st.recursive(
    json | TIMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMED, inner, max_size=8),
    max_leaves=30,
)
edges = st.fixed_dictionaries({}, optional={"date": TIMES, "dateTime": TIMES, "timeZone": st.just("UTC")})
plain = st.fixed_dictionaries({"id": st.just("e"), "start": edges, "end": edges})
# Most are nearly right, so that what is wrong is met where it would do harm.
objects_of = st.builds(lambda some, more: {**more, **some}, plain, st.dictionaries(NAMED, events, max_size=12)) | (
    st.dictionaries(NAMED, events, max_size=12)
)


@pytest.mark.parametrize("body", [LAUGHS, OUTSIDE, b"", b"<a>", b"<a/><b/>", b"\xff\xfe", b"<a>" * 40 + b"</a>" * 40])
def test_xml_with_a_document_type_too_deep_or_broken_is_not_taken(body: bytes) -> None:
    with pytest.raises(NotXmlError):
        xml.multistatus(body)


@given(st.binary(max_size=300) | st.text(alphabet="<>/&;!?[]\"'= adD:xmlns", max_size=200).map(str.encode))
def test_whatever_bytes_come_they_are_xml_or_said_to_be_none(body: bytes) -> None:
    with contextlib.suppress(NotXmlError):
        xml.parse(body)


def test_a_prefix_means_nothing_only_the_namespace() -> None:
    body = b"""<x:multistatus xmlns:x="DAV:" xmlns:y="urn:ietf:params:xml:ns:caldav"><x:response><x:href>/a/</x:href>
    <x:propstat><x:prop><x:resourcetype><x:collection/><y:calendar/></x:resourcetype>
    <y:supported-calendar-component-set><y:comp name="VEVENT"/></y:supported-calendar-component-set></x:prop>
    <x:status>HTTP/1.1 200 OK</x:status></x:propstat>
    <x:propstat><x:prop><x:displayname/></x:prop><x:status>HTTP/1.1 404 Not Found</x:status></x:propstat>
    </x:response></x:multistatus>"""
    (response,) = xml.multistatus(body).responses
    assert d("displayname") not in response.props
    (found,) = calendars_in("https://dav.example.org/", [response])
    assert (found.address, found.name, found.writes) == ("https://dav.example.org/a/", "a", True)


def test_a_calendar_of_tasks_or_one_that_is_only_read_is_told_apart() -> None:
    def listed(kind: str, privilege: str) -> list[bool]:
        body = f"""<multistatus xmlns="DAV:" xmlns:c="{xml.CALDAV}"><response><href>/a/</href><propstat><prop>
        <resourcetype><c:calendar/></resourcetype>
        <c:supported-calendar-component-set><c:comp name="{kind}"/></c:supported-calendar-component-set>
        <current-user-privilege-set><privilege><{privilege}/></privilege></current-user-privilege-set>
        </prop></propstat></response></multistatus>"""
        return [each.writes for each in calendars_in("https://x.example/", xml.multistatus(body.encode()).responses)]

    assert listed("VTODO", "write") == []
    assert listed("VEVENT", "write-content") == [True]
    assert listed("VEVENT", "read") == [False]


def test_what_an_error_names_is_known_by_its_namespace() -> None:
    body = b'<error xmlns="DAV:"><valid-sync-token/></error>'
    assert xml.conditions(body) == {d("valid-sync-token")}
    assert xml.conditions(b"<html/>") == xml.conditions(b"nothing") == frozenset()


@given(objects_of)
def test_whatever_google_says_of_an_event_it_is_one_or_left_out(said: dict[str, Any]) -> None:
    found = google.item(said)
    assert found is None or isinstance(found, str) or found.body.startswith("BEGIN:VEVENT\r\n")
    google.standing(said)
    google.calendar(said)
    google.slows_down(said)


@settings(max_examples=50)
@given(st.lists(objects_of, max_size=3))
def test_whatever_outlook_says_of_events_they_are_some_or_left_out(said: list[dict[str, Any]]) -> None:
    assert all(isinstance(each, Item) and each.body.startswith("BEGIN:VEVENT\r\n") for each in outlook.items(said))
    for each in said:
        outlook.standing(each)
        outlook.calendar(each)


@given(json.map(str).map(str.encode) | st.binary(max_size=50))
def test_whatever_a_token_endpoint_says_it_is_a_grant_or_refused(body: bytes) -> None:
    read_error(body)
    with contextlib.suppress(RefusedError):
        assert read_grant(body).access


@given(
    st.uuids(),
    st.text(max_size=80).map(lambda text: " ".join(text.split())),
    st.integers(1_577_836_800, 4_102_444_800).map(lambda at: datetime.fromtimestamp(at, UTC)),
)
def test_what_we_write_is_read_back_as_right(id_: UUID, title: str, start: datetime) -> None:
    title = "".join(char for char in title if char.isprintable())
    end = start + timedelta(hours=1)
    entry = Entry(str(id_), uid_of(id_), title, start, end, "https://x.example/", 3, NOON)
    body = objects.build(entry).decode()
    assert objects.uid_of(body) == entry.uid
    standing = objects.standing(body, entry.uid)
    assert standing is not None
    assert standing.is_right(entry)
    assert google.standing(google.event(entry)) == standing
    assert outlook.standing(outlook.event(entry)) == standing


@given(st.text(max_size=300))
def test_whatever_a_calendar_object_is_it_stands_or_it_does_not(body: str) -> None:
    objects.uid_of(body)
    assert objects.standing(body, ENTRY.uid) is None


@pytest.mark.parametrize(
    ("body", "uid"),
    [
        ("BEGIN:VCALENDAR\r\nUID:of the file\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nUID:a\r\n b\r\nEND:VEVENT", "ab"),
        ("begin:vevent\nuid;x-p=1: spaced \nend:vevent", "spaced"),
        ("BEGIN:VTIMEZONE\nUID:zone\nEND:VTIMEZONE\nBEGIN:VEVENT\nDESCRIPTION:UID:no\nUID:yes", "yes"),
        ("BEGIN:VEVENTS\nUID:no", ""),
        ("", ""),
    ],
)
def test_the_uid_of_an_object_is_its_events(body: str, uid: str) -> None:
    assert objects.uid_of(body) == uid


def test_an_object_made_to_be_read_for_ever_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    for line in ("BEGIN:VEVENT\n", "UID;", "UID;X=\n", "\n \n"):
        objects.uid_of(line * (objects.MOST_BODY // len(line)))
        objects.uid_of("BEGIN:VEVENT\n" + line * (objects.MOST_BODY // len(line)))
    assert time.process_time() - began < 2


def test_who_asks_proves_themselves_to_one_domain_only() -> None:
    first = "https://caldav.example.com/dav/"
    assert may_follow(first, "https://p34-caldav.example.com/1/")
    assert may_follow(first, "https://example.com/")
    assert may_follow("https://example.com/", "https://dav.example.com/")
    for elsewhere in (
        "http://caldav.example.com/",
        "https://caldav.example.org/",
        "https://evilexample.com/",
        "ftp://caldav.example.com/",
    ):
        assert not may_follow(first, elsewhere), elsewhere
    assert not may_follow("https://example.com/", "https://other.com/")
    assert not may_follow("https://10.0.0.1/", "https://10.0.0.2/")
    with pytest.raises(RefusedError):
        join(first, "http://[")


def test_one_path_is_one_however_it_is_spelled() -> None:
    address = "https://x.example/a%40b.c/cal/"
    assert path_of(address, "/a@b.c/cal/x%20y.ics") == path_of(address, "https://x.example/a%40b.c/cal/x y.ics")
    assert path_of(address, "/a/b%2Fc.ics") == "/a/b%2Fc.ics"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, RevokedError),
        (403, RefusedError),
        (404, GoneError),
        (410, GoneError),
        (412, ChangedError),
        (423, TemporaryError),
        (429, TemporaryError),
        (500, TemporaryError),
        (503, TemporaryError),
        (507, TemporaryError),
        (302, RefusedError),
    ],
)
def test_a_status_is_read_as_what_is_to_be_done(status: int, kind: type[Exception]) -> None:
    assert type(error_of(Answer("https://x.example/", status, {}, b""), NOON)) is kind


def test_retry_after_is_seconds_or_a_date_and_bounded() -> None:
    assert waits({"Retry-After": "120"}, NOON) == timedelta(seconds=120)
    assert waits({"Retry-After": "Wed, 10 Mar 2027 12:10:00 GMT"}, NOON) == timedelta(minutes=10)
    assert waits({"Retry-After": "Wed, 10 Mar 2027 11:00:00 GMT"}, NOON) == timedelta()
    assert waits({"Retry-After": "999999999"}, NOON) == timedelta(hours=12)
    assert waits({"Retry-After": "soon"}, NOON) == waits({}, NOON) == timedelta()


def test_a_token_is_good_until_its_window_is_nearly_used_up() -> None:
    position = Position("token", NOON)
    assert Position.of(position.text()) == position
    assert token_at(position, "caldav", NOON + timedelta(days=29)) == "token"
    assert token_at(position, "caldav", NOON + timedelta(days=30)) == ""
    assert token_at(position, "outlook", NOON + timedelta(days=1)) == ""
    assert token_at(Position.of("nonsense"), "caldav", NOON) == token_at(Position.of(None), "caldav", NOON) == ""


def test_names_of_both_namespaces_are_apart() -> None:
    assert d("href") != c("href")
