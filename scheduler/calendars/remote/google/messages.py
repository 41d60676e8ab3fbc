"""Google's JSON, read and built (Calendar API v3: calendarList, events). Pure.

The rule kept here: an event's id is made of the booking's, so that making it twice makes one; ids are base32hex.
"""

from datetime import date, datetime
from typing import Any, Final

from scheduler.calendars.remote.oauth import Service
from scheduler.calendars.remote.occurrence import Occurrence, instant, list_in, text_in
from scheduler.calendars.remote.port import MOST_UID, Entry, Found, Item, Standing

AUTHORIZE: Final = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN: Final = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
REVOKE: Final = "https://oauth2.googleapis.com/revoke"
API: Final = "https://www.googleapis.com/calendar/v3"
SCOPE: Final = "https://www.googleapis.com/auth/calendar."
OURS: Final = "visavis"


def service(client_id: str, client_secret: str, url: str | None) -> Service:
    """Google as it is, or all of it at another address (`url`)."""
    return Service(
        authorize=f"{url}/o/oauth2/v2/auth" if url else AUTHORIZE,
        token=f"{url}/token" if url else TOKEN,
        revoke=f"{url}/revoke" if url else REVOKE,
        client_id=client_id,
        client_secret=client_secret,
        reading=(f"{SCOPE}calendarlist.readonly", f"{SCOPE}events.readonly"),
        writing=(f"{SCOPE}calendarlist.readonly", f"{SCOPE}events"),
        more=(("access_type", "offline"), ("prompt", "consent")),  # else no refresh token comes
    )


def calendar(said: dict[str, Any]) -> Found | None:
    """An entry of the calendar list; None for one whose events we may not read."""
    role, address = text_in(said, "accessRole"), text_in(said, "id")
    if role not in {"owner", "writer", "reader"} or not address or said.get("deleted"):
        return None
    name = text_in(said, "summaryOverride") or text_in(said, "summary") or address
    return Found(address, name[:200], role in {"owner", "writer"}, text_in(said, "timeZone"))


def item(said: dict[str, Any]) -> Item | str | None:
    """An event; the id of one that is gone; None for what is neither."""
    id_ = text_in(said, "id")
    if not id_:
        return None
    if said.get("status") == "cancelled":
        return id_
    start, end = _edge(said.get("start")), _edge(said.get("end"))
    if start is None or end is None:
        return None
    free = said.get("transparency") == "transparent" or text_in(said, "eventType") == "workingLocation"
    mine = (each for each in list_in(said, "attendees") if each.get("self") is True)
    declined = any(each.get("responseStatus") == "declined" for each in mine)
    original = _edge(said.get("originalStartTime"))
    more = said.get("extendedProperties")
    private = more.get("private") if isinstance(more, dict) else None
    uid = text_in(private, OURS) or text_in(said, "iCalUID")
    body = Occurrence(start, end, busy=not free and not declined).vevent(id_)
    return Item(id_, text_in(said, "etag"), uid[:MOST_UID], body, original.isoformat() if original else "")


def _edge(said: Any) -> datetime | date | None:
    """An instant or a date; None for neither."""
    try:
        whole = text_in(said, "date")
        return date.fromisoformat(whole) if whole else instant(text_in(said, "dateTime"))
    except ValueError:
        return None


def event_id(entry: Entry) -> str:
    """The id of a booking's event: base32hex, as Google wants it."""
    return OURS + entry.id.replace("-", "").lower()


def event(entry: Entry) -> dict[str, Any]:
    """The event of a booking. No attendees, so nobody is told but its owner."""
    return {
        "summary": entry.title,
        "start": {"dateTime": entry.start.isoformat(), "timeZone": "UTC"},
        "end": {"dateTime": entry.end.isoformat(), "timeZone": "UTC"},
        "location": entry.url,
        "description": entry.url,
        "source": {"title": "Visavis", "url": entry.url},
        "status": "confirmed",
        "transparency": "opaque",
        "sequence": entry.sequence,
        "extendedProperties": {"private": {"visavis": entry.uid}},
    }


def standing(said: dict[str, Any]) -> Standing | None:
    """What an event says; None where it is cancelled or no plain event any more."""
    start, end = _edge(said.get("start")), _edge(said.get("end"))
    if said.get("status") == "cancelled" or said.get("recurrence"):
        return None
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    return Standing(text_in(said, "summary"), start, end)


def slows_down(said: dict[str, Any]) -> bool:
    """Whether a 403 means too much at once: Google says so in the reason."""
    return any("limit" in text_in(each, "reason").lower() for each in list_in(said.get("error"), "errors"))
