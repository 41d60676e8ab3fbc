"""A booking as a calendar object of its own (RFC 5545; RFC 4791, section 4.1: no METHOD), and what one says. Pure.

The rule kept here: no organiser and no attendees, so that the server sends nobody anything and no address is told.
"""

import re
from datetime import UTC, datetime
from typing import Final

from icalendar import Calendar, Event, vUri

from scheduler.calendars.remote.port import Entry, Standing

MOST_BODY: Final = 256 * 1024
_UID: Final = re.compile(r"UID(?:;[^:]*)?:(.*)", re.IGNORECASE)
_FOLD: Final = re.compile(r"\r?\n[ \t]")


def build(entry: Entry) -> bytes:
    """The object that is stored for a booking."""
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", entry.stamp)
    event.add("DTSTART", entry.start)
    event.add("DTEND", entry.end)
    event.add("SUMMARY", entry.title)
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    event.add("URL", vUri(entry.url))
    event.add("LOCATION", entry.url)
    calendar = Calendar()
    calendar.add("PRODID", "-//Visavis//Bookings//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def uid_of(body: str) -> str:
    """The UID of an object's events, or empty; in one pass, whatever a stranger's server sends."""
    inside = False
    for line in _FOLD.sub("", body).split("\n"):
        if not inside:
            inside = line[:13].strip().upper() == "BEGIN:VEVENT"
        elif found := _UID.match(line):
            return found[1].strip()
    return ""


def standing(body: str, uid: str) -> Standing | None:
    """What the event of this UID says; None where it is cancelled, repeats, or is no plain event any more."""
    try:
        calendar = Calendar.from_ical(body)
        events = [each for each in calendar.walk("VEVENT") if str(each.get("UID", "")) == uid]
        if len(events) != 1 or "RRULE" in events[0] or "RDATE" in events[0]:
            return None
        event = events[0]
        if str(event.get("STATUS", "CONFIRMED")).upper() == "CANCELLED":
            return None
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        return Standing(str(event.get("SUMMARY", "")), _instant(start), _instant(end))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("no instant")
    return value.astimezone(UTC)
