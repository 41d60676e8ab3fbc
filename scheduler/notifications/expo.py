"""Expo's push service, by its documented shape: a message gives a ticket, a ticket later gives a receipt. Pure.

The rule kept here: a device that is not registered any more is let go, whichever of the two says so.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from scheduler.notifications.outgoing import Reply

SEND: Final = "/--/api/v2/push/send"
RECEIPTS: Final = "/--/api/v2/push/getReceipts"
TOKEN_PATTERN: Final = r"^Expo(nent)?PushToken\[[A-Za-z0-9_.:-]{8,200}\]$"  # noqa: S105 - a shape
GONE: Final = "DeviceNotRegistered"


@dataclass(frozen=True, slots=True)
class Expo:
    """Where the service is, and the access token where the project asks for one."""

    url: str
    access_token: str | None = None

    def headers(self) -> dict[str, str]:
        """Of every request."""
        found = {"Accept": "application/json", "Content-Type": "application/json"}
        if self.access_token is not None:
            found["Authorization"] = f"Bearer {self.access_token}"
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What one message or ticket came to: `ok` (with the ticket), `gone`, `refused` (why), or `later`."""

    outcome: Literal["ok", "gone", "refused", "later"]
    detail: str = ""


def message(token: str, delivery: UUID, shown: Mapping[str, Any], *, ttl: int) -> bytes:
    """The body that sends one message. `data.tag` is the same in a copy, so that the app shows it once."""
    data = {"tag": str(delivery), "path": shown["path"], "role": shown["role"], "kind": shown["kind"]}
    high = shown["kind"] == "reminder"
    one = {
        "to": token,
        "title": shown["title"],
        "body": shown["body"],
        "data": data,
        "ttl": ttl,
        "priority": "high" if high else "default",
        "sound": "default",
        "channelId": "reminders" if high else "default",
    }
    return json.dumps([one]).encode()


def receipts(tickets: list[str]) -> bytes:
    """The body that asks for receipts."""
    return json.dumps({"ids": tickets}).encode()


def read_ticket(reply: Reply) -> Answer:
    """What became of a message. Anything unexpected may pass: it is asked again."""
    data = _data(reply)
    if isinstance(data, Answer):
        return data
    if not isinstance(data, list) or len(data) != 1:
        return Answer("later", "no ticket")
    return _read(data[0])


def read_receipt(reply: Reply, ticket: str) -> Answer:
    """What became of a ticket; `later` while there is no receipt."""
    data = _data(reply)
    if isinstance(data, Answer):
        return data
    return _read(data[ticket]) if isinstance(data, dict) and ticket in data else Answer("later", "no receipt yet")


def _data(reply: Reply) -> Any:
    if reply.status == 429 or reply.status >= 500:
        return Answer("later", f"answered {reply.status}")
    if reply.status != 200:
        return Answer("refused", f"answered {reply.status}")
    try:
        body = json.loads(reply.body)
    except ValueError:
        return Answer("later", "no JSON")
    return body.get("data") if isinstance(body, dict) else None


def _read(one: Any) -> Answer:
    if not isinstance(one, dict):
        return Answer("later", "no ticket")
    if one.get("status") == "ok":
        return Answer("ok", str(one.get("id", ""))[:200])
    details = one.get("details")
    error = str(details.get("error", "")) if isinstance(details, dict) else ""
    if error == GONE:
        return Answer("gone")
    if error == "MessageRateExceeded":
        return Answer("later", error)
    return Answer("refused", error[:100] or "refused")
