"""Google's JSON, read and built (Calendar API v3: calendarList, events). Pure.

The rule kept here: an event's id is made of the booking's, so that making it twice makes one; ids are base32hex.
"""

from typing import Any, Final

from scheduler.calendars.remote.oauth import Service
from scheduler.calendars.remote.port import Entry, Found, Item, Standing
from scheduler.calendars.remote.spans import Kept, instant, text_in

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
    if not start or not end:
        return None
    free = said.get("transparency") == "transparent" or text_in(said, "eventType") == "workingLocation"
    declined = any(
        each.get("self") is True and each.get("responseStatus") == "declined"
        for each in said.get("attendees", [])
        if isinstance(each, dict)
    )
    kept = Kept(start, end, busy=not free and not declined)
    original = _edge(said.get("originalStartTime"))
    more = said.get("extendedProperties")
    private = more.get("private") if isinstance(more, dict) else None
    uid = text_in(private, OURS) or text_in(said, "iCalUID")
    return Item(id_, text_in(said, "etag"), uid[:1000], kept.text(), original)


def _edge(said: Any) -> str:
    """An instant or a date, as it is kept; empty for neither."""
    try:
        whole = text_in(said, "date")
        return whole if whole else instant(text_in(said, "dateTime")).isoformat()
    except ValueError:
        return ""


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
    if said.get("status") == "cancelled" or said.get("recurrence") or "T" not in start or "T" not in end:
        return None
    return Standing(text_in(said, "summary"), instant(start), instant(end))


def slows_down(said: dict[str, Any]) -> bool:
    """Whether a 403 means too much at once: Google says so in the reason."""
    error = said.get("error")
    reasons = error.get("errors", []) if isinstance(error, dict) else []
    return any("limit" in text_in(each, "reason").lower() for each in reasons if isinstance(each, dict))
