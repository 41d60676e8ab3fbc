"""One request to somebody's calendar server, its redirects followed with care, its status read as what it means.

The rule kept here: who asks proves themselves to the server that was named and to those of its own domain, and to no
other, however it is led there; an answer is bounded before it is read.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from scheduler.calendars.remote.port import (
    ChangedError,
    GoneError,
    RefusedError,
    RemoteError,
    RevokedError,
    TemporaryError,
)
from scheduler.notifications.outgoing import AwayError, ForbiddenAddressError, Outgoing, TooLargeError

TIMEOUT_S: Final = 30.0
MOST: Final = 16 * 1024 * 1024  # bytes
MOST_REDIRECTS: Final = 5
LONGEST_WAIT: Final = timedelta(hours=12)
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
BUSY: Final = frozenset({408, 423, 425, 429, 507})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and from where after redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The JSON object in it. Raises RefusedError."""
        try:
            value = json.loads(self.body or b"{}")
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise RefusedError("The server answered something that is not understood.")
        return value


async def ask(
    outgoing: Outgoing,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    most: int = MOST,
) -> Answer:
    """One request. `headers` may hold a proof of who asks. Raises TemporaryError, RefusedError."""
    first = url
    for _ in range(MOST_REDIRECTS + 1):
        try:
            reply = await outgoing.request(method, url, headers, body, largest=most, total_s=TIMEOUT_S)
        except ForbiddenAddressError:
            raise RefusedError("The address is not one of the public internet.") from None
        except TooLargeError:
            raise RefusedError("The server's answer is too large.") from None
        except AwayError:
            raise TemporaryError("The server cannot be reached just now.") from None
        except ValueError:
            raise RefusedError("The server names an address that cannot be asked.") from None
        location = reply.headers.get("Location", "")
        if reply.status not in REDIRECTS or not location:
            return Answer(url, reply.status, reply.headers, reply.body)
        url = join(url, location)
        if not may_follow(first, url):
            raise RefusedError(
                f"The server leads to {urlsplit(url).hostname or 'another'}: give that address instead."
            )
    raise RefusedError("The server leads from one address to another without end.")


def join(base: str, href: str) -> str:
    """An address that a server named, whole. Raises RefusedError for what is none."""
    try:
        url = urljoin(base, href)
        urlsplit(url).port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise RefusedError("The server names an address that cannot be asked.") from None
    return url


def may_follow(first: str, then: str) -> bool:
    """Whether what was meant for one address may be said to another: the same host or one of the same domain, and
    nothing that was said in secret is said aloud."""
    before, after = urlsplit(first), urlsplit(then)
    if after.scheme not in {"http", "https"} or (before.scheme == "https" and after.scheme != "https"):
        return False
    home, other = before.hostname or "", after.hostname or ""
    if home == other:
        return True
    domain = home.partition(".")[2]
    if "." not in domain or re.fullmatch(r"[0-9.]+", home):
        domain = home
    return other == domain or other.endswith(f".{domain}")


def error_of(answer: Answer, now: datetime) -> RemoteError:
    """What a status that is no success means, where the protocol says nothing more."""
    status = answer.status
    if status == 401:
        return RevokedError("The server does not accept the name and password, or our access, any more.")
    if status in {404, 410}:
        return GoneError("It is not there any more.")
    if status == 412:
        return ChangedError("It was changed meanwhile.")
    if status in BUSY or status >= 500:
        return TemporaryError(f"The server cannot do it just now ({status}).", waits(answer.headers, now))
    return RefusedError(f"The server refuses ({status}).")


def waits(headers: Mapping[str, str], now: datetime) -> timedelta:
    """What Retry-After asks for (RFC 9110, section 10.2.3), in bounds."""
    asked = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", asked):
        return min(timedelta(seconds=int(asked)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(asked)
    except (ValueError, TypeError):
        return timedelta()
    until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return max(timedelta(), min(until - now, LONGEST_WAIT))
