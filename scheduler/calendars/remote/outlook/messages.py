"""Graph's JSON, read and built (calendar, event, calendarView/delta). Pure.

The rule kept here: times are asked for and sent in UTC; what an occurrence does not say itself, its series says.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from scheduler.calendars.remote.oauth import Service
from scheduler.calendars.remote.occurrence import Occurrence, text_in
from scheduler.calendars.remote.port import MOST_UID, Entry, Found, Item, Standing
from scheduler.notifications.ical import uid_of

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


def is_gone(said: dict[str, Any]) -> bool:
    """Whether a change says that an event is there no more."""
    return "@removed" in said or said.get("isCancelled") is True


def items(changed: Iterable[dict[str, Any]]) -> Iterator[Item]:
    """The events among one round of changes that are some time; series themselves are none, their occurrences are."""
    named = {text_in(each, "id"): each for each in changed}
    for id_, said in named.items():
        start, end = _edge(said, "start"), _edge(said, "end")
        if not id_ or start is None or end is None or is_gone(said) or text_in(said, "type") == "seriesMaster":
            continue
        whole = said if text_in(said, "showAs") else named.get(text_in(said, "seriesMasterId"), {})
        body = Occurrence(start, end, _is_busy(whole)).vevent(id_)
        recurrence = start.isoformat() if text_in(said, "type") in {"occurrence", "exception"} else ""
        yield Item(id_, text_in(said, "@odata.etag"), _uid(said), body, recurrence)


def _is_busy(said: dict[str, Any]) -> bool:
    declined = text_in(said.get("responseStatus"), "response") == "declined"
    return text_in(said, "showAs") not in {"free", "workingElsewhere"} and not declined


def _uid(said: dict[str, Any]) -> str:
    made_as = text_in(said, "transactionId")
    if _OURS.fullmatch(made_as):
        return uid_of(UUID(made_as.removeprefix(OURS)))
    return text_in(said, "iCalUId")[:MOST_UID]


def _edge(said: dict[str, Any], name: str) -> datetime | date | None:
    """An instant, or the date of an event of whole days; None for neither. Of a second's seven digits six count."""
    value = said.get(name)
    try:
        found = datetime.fromisoformat(text_in(value, "dateTime")[:26])
    except ValueError:
        return None
    if said.get("isAllDay") is True:
        return found.date()
    return found.replace(tzinfo=UTC) if text_in(value, "timeZone") in {"UTC", ""} else None


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
    if not plain or not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    return Standing(text_in(said, "subject"), start, end)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat()
