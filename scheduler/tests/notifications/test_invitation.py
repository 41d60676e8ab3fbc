"""Invitations: read back as a calendar reads them, the same event however often it moves, and in the mail twice."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Literal
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from scheduler.clock import ManualClock
from scheduler.notifications import telling
from scheduler.notifications.invitation import invitation
from scheduler.notifications.send import message_of
from scheduler.notifications.tables import Mail
from scheduler.notifications.telling import Reader, Seen
from scheduler.rooms.meeting import Side
from scheduler.tests.fixtures import NOON, Browser
from scheduler.tests.notifications.world import booked, happens

START = datetime(2027, 3, 11, 17, 0, tzinfo=UTC)
URL = "https://visavis.example/as/client/bookings/7"


def written(
    method: Literal["REQUEST", "CANCEL"] = "REQUEST",
    sequence: int = 0,
    role: Side = "client",
    *,
    start: datetime = START,
    name: str = "Grace",
    title: str = "Tax advice",
) -> str:
    happened = telling.Event(UUID(int=7), "confirmed", title, start, start + timedelta(hours=1))
    reader = Reader(name, f"{role}@example.org", "en", "Europe/Berlin")
    seen = Seen(role, reader, Reader("Dr. Ada Demo", "secret@example.org", "en", "Europe/Berlin"))
    sender = "Visavis <hello@visavis.test>"
    return invitation(happened, seen, method=method, sequence=sequence, stamp=NOON, url=URL, sender=sender)


def read(text: str) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    assert isinstance(event, Event)
    return calendar, event


def test_an_invitation_reads_back_whole() -> None:
    calendar, event = read(written())
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (START, START + timedelta(hours=1))
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (f"{UUID(int=7)}@visavis", 0, "CONFIRMED")
    assert event["SUMMARY"] == "Tax advice – Dr. Ada Demo"
    assert (event["URL"], event["LOCATION"]) == (URL, URL)
    assert event["ORGANIZER"] == "mailto:hello@visavis.test"
    attendee = event["ATTENDEE"]
    assert (attendee, attendee.params["PARTSTAT"]) == ("mailto:client@example.org", "ACCEPTED")
    (alarm,) = event.walk("VALARM")
    assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", timedelta(minutes=-10))
    assert event.decoded("DTSTAMP") == NOON


def test_neither_learns_the_others_address() -> None:
    assert "secret@example.org" not in written()


def test_the_same_event_for_both_and_after_a_move() -> None:
    _, mine = read(written())
    _, hers = read(written(role="professional"))
    _, moved = read(written(sequence=1, start=START + timedelta(days=1)))
    _, ended = read(written("CANCEL", sequence=1))
    assert mine["UID"] == hers["UID"] == moved["UID"] == ended["UID"]
    assert mine["ATTENDEE"] != hers["ATTENDEE"]
    assert mine["SEQUENCE"] < moved["SEQUENCE"] < ended["SEQUENCE"]
    assert ended["STATUS"] == "CANCELLED"
    assert not ended.walk("VALARM")


@example("\\", "\\")
@given(st.text(max_size=90), st.text(max_size=90))
def test_nothing_that_people_type_becomes_a_property(name: str, title: str) -> None:
    text = written(name=f"x{name}", title=f"x{title}")
    _, event = read(text)
    _, plain = read(written(name="x", title="x"))
    assert list(event.keys()) == list(plain.keys())
    assert list(event["ATTENDEE"].params) == list(plain["ATTENDEE"].params)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def mail(calendar: str) -> Mail:
    return Mail(
        id=UUID(int=1),
        kind="booking-confirmed",
        to_address="g@example.org",
        subject="Booked",
        text="Hello",
        html="<p>Hello</p>",
        message_id="<1@mail.visavis>",
        created_at=NOON,
        calendar=calendar,
    )


def test_a_mail_carries_it_as_an_alternative_and_as_a_file() -> None:
    for method in ("REQUEST", "CANCEL"):
        raw = message_of(mail(written(method)), "Visavis <hello@visavis.test>").as_bytes()
        message = message_from_bytes(raw, policy=default)
        assert isinstance(message, EmailMessage)
        assert message.get_content_type() == "multipart/mixed"
        alternatives, file = message.iter_parts()
        kinds = [part.get_content_type() for part in alternatives.iter_parts()]
        assert kinds == ["text/plain", "text/html", "text/calendar"]
        for part in (list(alternatives.iter_parts())[-1], file):
            assert part["Content-Type"].params["method"] == method
            assert read(part.get_content())[0]["METHOD"] == method
        assert file.get_filename() == "invite.ics"


async def test_both_are_invited_to_one_event_and_uninvited(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    clock.move(minutes=1)
    await browser.post(f"/bookings/{booking.id}/cancel", {}, by=booking.ada, role="professional")
    found: dict[str, list[Any]] = {}
    for who in (booking.ada, booking.ben):
        ended, made = (read(each["calendar"]) for each in await browser.mails(who.email))
        assert (made[0]["METHOD"], ended[0]["METHOD"]) == ("REQUEST", "CANCEL")
        assert ended[1]["SEQUENCE"] > made[1]["SEQUENCE"]
        found[who.email] = [made[1]["UID"], ended[1]["UID"]]
    assert {uid for uids in found.values() for uid in uids} == {f"{booking.id}@visavis"}


async def test_a_booking_that_no_longer_stands_invites_nobody(browser: Browser) -> None:
    """The job of its confirmation comes late, after it was cancelled."""
    booking = await booked(browser)
    await browser.post(f"/bookings/{booking.id}/cancel", {}, by=booking.ben, role="client")
    await browser.parts.jobs.drain()
    await happens(browser, booking, "confirmed", event_id=99)
    kinds = {each["subject"]: each["calendar"] is not None for each in await browser.mails(booking.ben.email)}
    assert kinds["Cancelled: Tax advice with Ada Demo"]
    calendars = [each["calendar"] for each in await browser.mails(booking.ben.email)]
    assert calendars.count(None) == 1
