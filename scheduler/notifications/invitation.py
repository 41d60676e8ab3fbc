"""The invitation that puts a booking into its reader's own calendar (RFC 5545, RFC 5546). Pure.

The rule kept here: the event is the booking's own (`ical.py`), whoever reads it and however often it moves. The
organiser is us: neither of the two learns the other's address.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Final, Literal

from icalendar import Alarm, vCalAddress, vText, vUri

from scheduler.notifications.ical import new_calendar, new_event
from scheduler.notifications.telling import Event as Happened
from scheduler.notifications.telling import Seen
from scheduler.notifications.words import one_line

Method = Literal["REQUEST", "CANCEL"]
ALARM: Final = timedelta(minutes=10)  # when the room opens


def invitation(
    happened: Happened, seen: Seen, *, method: Method, sequence: int, stamp: datetime, url: str, sender: str
) -> str:
    """The calendar object, lines ended by CRLF. `sender` is who writes the mail, `stamp` when it was written."""
    cancelled = method == "CANCEL"
    event = new_event(
        happened.booking_id, happened.start, happened.end, sequence=sequence, over=cancelled, stamp=stamp
    )
    event.add("SUMMARY", f"{one_line(happened.title)} – {one_line(seen.other.name)}")
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("URL", vUri(url))
    event.add("LOCATION", url)
    event.add("ORGANIZER", _organiser(sender))
    event.add("ATTENDEE", _attendee(seen), encode=False)
    if not cancelled:
        event.add_component(_alarm(one_line(happened.title)))
    calendar = new_calendar(method)
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def _organiser(sender: str) -> vCalAddress:
    name, address = parseaddr(sender)
    organiser = vCalAddress(f"mailto:{address}")
    organiser.params["CN"] = vText(name or "Visavis")
    return organiser


def _attendee(seen: Seen) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{seen.reader.email}")
    # A parameter's value holds no quotes (RFC 5545, section 3.2), and calendars read a backslash as they like.
    attendee.params["CN"] = vText(one_line(seen.reader.name).replace('"', "'").replace("\\", "/"))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    alarm.add("TRIGGER", -ALARM)
    return alarm
