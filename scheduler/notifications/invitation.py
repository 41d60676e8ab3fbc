"""The invitation that puts a booking into its reader's own calendar (RFC 5545, RFC 5546). Pure.

The rule kept here: one UID a booking, whoever reads it and however often it moves; SEQUENCE rises with each new time
and once more at its end, so that a calendar knows which of two is newer. The organiser is us: neither of the two
learns the other's address.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Final, Literal

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

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
    event = Event()
    event.add("UID", f"{happened.booking_id}@visavis")
    event.add("SEQUENCE", sequence + cancelled)
    event.add("DTSTAMP", stamp)
    event.add("DTSTART", happened.start)
    event.add("DTEND", happened.end)
    event.add("SUMMARY", f"{one_line(happened.title)} – {one_line(seen.other.name)}")
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("URL", vUri(url))
    event.add("LOCATION", url)
    event.add("ORGANIZER", _organiser(sender))
    event.add("ATTENDEE", _attendee(seen), encode=False)
    if not cancelled:
        event.add_component(_alarm(one_line(happened.title)))
    calendar = Calendar()
    calendar.add("PRODID", "-//Visavis//Bookings//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
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
