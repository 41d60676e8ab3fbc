"""Calendars that are read at an address (ICS by subscription): asked by HTTP, told apart by what they answer.

The rule kept here: the address is asked only on the public internet, each redirect looked at like the first address;
what it is never leaves this file but to be asked: problems and logs name at most the host.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from scheduler.calendars.ics import MAX_BYTES
from scheduler.calendars.source import Asked, Changes, SourceError
from scheduler.notifications.outgoing import AwayError, ForbiddenAddressError, Outgoing, Reply, why_not

TIMEOUT_S: Final = 30.0
MOST_REDIRECTS: Final = 4
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_LONGEST_VALIDATOR: Final = 500
_WORDS: Final = {
    401: "The address asks for a password. Make a secret address in that calendar, or take its public one.",
    403: "The address is not open to us (403). Make a new secret address in that calendar.",
    404: "There is no calendar at this address (404). Look for the right one in that calendar's settings.",
    410: "The calendar at this address is gone (410). Remove it here, or give its new address.",
    429: "The other server wants to be asked less often (429).",
}


def address_of(url: str) -> str:
    """A calendar's address as it is asked: webcal is https (its registration says http, which nobody means)."""
    url = url.strip()
    scheme, colon, rest = url.partition(":")
    return f"https:{rest}" if colon and scheme.lower() in {"webcal", "webcals"} else url


def wrong_with(url: str, *, private: bool) -> str | None:
    """Why an address cannot be subscribed to; None where it can."""
    return why_not(url, private=private)


def host_of(url: str) -> str:
    """What of an address may be shown."""
    return urlsplit(url).hostname or ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """The source of kind `ics`; the secret of a link is its whole address."""

    outgoing: Outgoing

    async def changes(self, link: Asked) -> Changes:
        """The file, if it is another than the one we have. Raises SourceError."""
        if link.secret is None:
            raise SourceError("The address is missing. Give it again.", revoked=True)
        headers = {"Accept": "text/calendar, */*;q=0.1", "User-Agent": "Visavis-Calendar/1.0"}
        if link.etag is not None:
            headers["If-None-Match"] = link.etag
        if link.last_modified is not None:
            headers["If-Modified-Since"] = link.last_modified
        reply = await self._followed(link.secret.decode(), headers)
        if reply.status == 304:
            return Changes(etag=link.etag, last_modified=link.last_modified)
        if reply.status != 200:
            words = _WORDS.get(reply.status, f"The other server answered with an error ({reply.status}).")
            raise SourceError(words, retry_s=_seconds(reply.headers.get("Retry-After", "")))
        if len(reply.body) > MAX_BYTES:
            raise SourceError(f"The calendar is larger than {MAX_BYTES // 1024 // 1024} MB.")
        return Changes(
            file=reply.body,
            etag=_validator(reply.headers.get("ETag")),
            last_modified=_validator(reply.headers.get("Last-Modified")),
        )

    async def _followed(self, url: str, headers: dict[str, str]) -> Reply:
        for _ in range(MOST_REDIRECTS + 1):
            try:
                reply = await self.outgoing.get(url, headers, largest=MAX_BYTES, total_s=TIMEOUT_S)
            except ForbiddenAddressError:
                raise SourceError("The address leads to a machine that is not on the public internet.") from None
            except AwayError:
                raise SourceError("The other server did not answer, or not in time.") from None
            target = reply.headers.get("Location")
            if reply.status not in _REDIRECTS or target is None:
                return reply
            try:
                url = urljoin(url, target)
            except ValueError:
                break
        raise SourceError("The address leads to others without an end.")


def _validator(value: str | None) -> str | None:
    """What may be sent back as a condition."""
    fits = value is not None and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable()
    return value if fits else None


def _seconds(value: str) -> int | None:
    return int(value) if re.fullmatch(r"[0-9]{1,6}", value) else None
