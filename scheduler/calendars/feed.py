"""Somebody's bookings as a calendar that other programs subscribe to (RFC 5545, RFC 7986). Pure.

The rule kept here: an event is the booking's own (`notifications/ical.py`), and nobody's address is in it. The same
bookings make the same bytes, so that an entity tag tells whether something changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from icalendar import Event, vDuration, vUri

from scheduler.notifications.ical import new_calendar, new_event
from scheduler.notifications.words import one_line

Shows = Literal["full", "busy"]
BACK: Final = timedelta(days=90)
AHEAD: Final = timedelta(days=365)
MOST: Final = 5000
REFRESHED_EVERY: Final = timedelta(minutes=30)
_TENTATIVE: Final = frozenset({"requested", "held"})
_ROLES: Final = {"client": "You are the client.", "professional": "You are the professional."}


@dataclass(frozen=True, slots=True)
class Item:
    """A booking in one of its two roles, or a class as its host has it (`other` is then ''). `changed`: when it last
    was, as far as that is known; `path`: its page."""

    id: UUID
    role: Literal["client", "professional"]
    title: str
    other: str
    status: str
    sequence: int
    start: datetime
    end: datetime
    created: datetime
    changed: datetime | None
    path: str
    seats: tuple[int, int] | None = None


def written(items: Iterable[Item], shows: Shows, web_url: str) -> bytes:
    """The calendar, lines ended by CRLF and folded at 75 bytes."""
    calendar = new_calendar("PUBLISH")
    calendar.add("NAME", "Visavis")
    calendar.add("X-WR-CALNAME", "Visavis")
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESHED_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESHED_EVERY))
    for item in items:
        calendar.add_component(_event(item, shows, web_url))
    return bytes(calendar.to_ical())


def _event(item: Item, shows: Shows, web_url: str) -> Event:
    over = item.status == "cancelled"
    stamp = item.changed or item.created
    event = new_event(item.id, item.start, item.end, sequence=item.sequence, over=over, stamp=stamp)
    event.add("CREATED", item.created)
    if item.changed is not None:
        event.add("LAST-MODIFIED", item.changed)
    event.add("STATUS", "CANCELLED" if over else "TENTATIVE" if item.status in _TENTATIVE else "CONFIRMED")
    if shows == "busy":
        event.add("SUMMARY", "Busy")
        event.add("CLASS", "PRIVATE")
        return event
    url = web_url + item.path
    event.add("SUMMARY", one_line(item.title) + (f" – {one_line(item.other)}" if item.other else ""))
    event.add("DESCRIPTION", "\n".join((_said(item), url)))
    event.add("URL", vUri(url))
    event.add("LOCATION", url)
    return event


def _said(item: Item) -> str:
    said = _ROLES[item.role]
    if item.seats is not None:
        taken, capacity = item.seats
        said = f"You hold this class. {taken} of {capacity} seats are taken."
    if item.status in _TENTATIVE:
        said += " It is not confirmed yet."
    return said
