"""A booking as an event of a calendar (RFC 5545): what its invitation, its copies and the feed have in common. Pure.

The rule kept here: one UID a booking (or class), wherever it is written, so that a calendar which knows several of
them shows one; SEQUENCE rises with each new time and once more at its end, so that it knows which of two is newer.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from icalendar import Calendar, Event

OUR_DOMAIN: Final = "@visavis"


def uid_of(booking_id: UUID) -> str:
    """The UID of a booking, or a class, in every calendar."""
    return f"{booking_id}{OUR_DOMAIN}"


def new_event(
    booking_id: UUID, start: datetime, end: datetime, *, sequence: int, over: bool, stamp: datetime
) -> Event:
    """An event with what every calendar needs. `over`: the booking ended before its time, nobody is busy with it."""
    event = Event()
    event.add("UID", uid_of(booking_id))
    event.add("SEQUENCE", sequence + over)
    event.add("DTSTAMP", stamp)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("TRANSP", "TRANSPARENT" if over else "OPAQUE")
    return event


def new_calendar(method: str) -> Calendar:
    """A calendar object of ours, empty; `method` as in RFC 5546."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Visavis//Bookings//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar
