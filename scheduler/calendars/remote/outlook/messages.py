"""Graph's JSON, read and built (calendar, event, calendarView/delta). Pure.

The rule kept here: times are asked for and sent in UTC; what an occurrence does not say itself, its series says.
"""

import re
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from scheduler.calendars.remote.oauth import Service
from scheduler.calendars.remote.port import Entry, Found, Item, Standing, uid_of
from scheduler.calendars.remote.spans import Kept, text_in

LOGIN: Final = "https://login.microsoftonline.com/common/oauth2/v2.0"
API: Final = "https://graph.microsoft.com/v1.0"
GRAPH: Final = "https://graph.microsoft.com/"
PREFER: Final = 'outlook.timezone="UTC", IdType="ImmutableId"'
OURS: Final = "visavis "
_OURS: Final = re.compile(r"visavis [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def service(client_id: str, client_secret: str, url: str | None) -> Service:
    """Microsoft as it is, or all of it at another address (`url`). It takes no single consent back (no RFC 7009)."""
    return Service(
        authorize=f"{url}/common/oauth2/v2.0/authorize" if url else f"{LOGIN}/authorize",
        token=f"{url}/common/oauth2/v2.0/token" if url else f"{LOGIN}/token",
        revoke="",
        client_id=client_id,
        client_secret=client_secret,
        reading=("offline_access", f"{GRAPH}Calendars.Read"),
        writing=("offline_access", f"{GRAPH}Calendars.ReadWrite"),
        more=(("response_mode", "query"), ("prompt", "select_account")),
    )


def calendar(said: dict[str, Any]) -> Found | None:
    """A calendar of the account."""
    address = text_in(said, "id")
    if not address:
        return None
    return Found(address, (text_in(said, "name") or "Calendar")[:200], said.get("canEdit") is True)


def item(said: dict[str, Any]) -> Item | str | None:
    """An event; the id of one that is gone; None for what is neither."""
    id_ = text_in(said, "id")
    if not id_:
        return None
    if "@removed" in said or said.get("isCancelled") is True:
        return id_
    start, end = _edge(said, "start"), _edge(said, "end")
    if not start or not end:
        return None
    shows, answered = text_in(said, "showAs"), text_in(said.get("responseStatus"), "response")
    busy = None if not shows else shows not in {"free", "workingElsewhere"} and answered != "declined"
    kind = text_in(said, "type")
    kept = Kept(start, end, busy, text_in(said, "seriesMasterId"), kind == "seriesMaster")
    recurrence = start if kind in {"occurrence", "exception"} else ""
    made_as = text_in(said, "transactionId")
    uid = uid_of(UUID(made_as.removeprefix(OURS))) if _OURS.fullmatch(made_as) else text_in(said, "iCalUId")
    return Item(id_, text_in(said, "@odata.etag"), uid[:1000], kept.text(), recurrence)


def _edge(said: dict[str, Any], name: str) -> str:
    """An instant, or the date of an event of whole days; empty for neither."""
    value = text_in(said.get(name), "dateTime")
    try:
        found = datetime.fromisoformat(value[:26])  # seven digits of a second are sent, Python knows six
    except ValueError:
        return ""
    if said.get("isAllDay") is True:
        return found.date().isoformat()
    return found.replace(tzinfo=UTC).isoformat() if text_in(said.get(name), "timeZone") in {"UTC", ""} else ""


def transaction(entry: Entry) -> str:
    """What makes two requests to make a booking's event one."""
    return OURS + entry.id


def event(entry: Entry) -> dict[str, Any]:
    """The event of a booking. No attendees, so nobody is told but its owner."""
    return {
        "subject": entry.title,
        "start": {"dateTime": _utc(entry.start), "timeZone": "UTC"},
        "end": {"dateTime": _utc(entry.end), "timeZone": "UTC"},
        "location": {"displayName": entry.url},
        "body": {"contentType": "text", "content": entry.url},
        "showAs": "busy",
        "isAllDay": False,
    }


def standing(said: dict[str, Any]) -> Standing | None:
    """What an event says; None where it is cancelled or no plain event any more."""
    start, end = _edge(said, "start"), _edge(said, "end")
    plain = text_in(said, "type") in {"singleInstance", ""} and said.get("isCancelled") is not True
    if not plain or "T" not in start or "T" not in end:
        return None
    return Standing(text_in(said, "subject"), datetime.fromisoformat(start), datetime.fromisoformat(end))


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat()
