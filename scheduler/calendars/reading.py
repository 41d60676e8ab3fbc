"""From what a calendar said to its busy time: read outside of transactions, in a thread, since it takes a while.

The rule kept here: what is kept of a file is what tells when somebody is busy; titles, places, other people are
forgotten before anything is stored.
"""

import asyncio
import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from scheduler.calendars.ics import Components, NoCalendarError, Reading, components, expand
from scheduler.calendars.source import Kept

_AT_ONCE: Final = 2
_LONGEST_KEY: Final = 500
_MOST_KEPT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Understood:
    """A calendar that could be read: what is kept of it, compressed, and its busy time."""

    body: bytes
    digest: bytes
    reading: Reading


@dataclass(frozen=True, slots=True)
class Whose:
    """What reading depends on beside the file: the zone of floating times, the owner's addresses."""

    zone: str
    owners: frozenset[str] = frozenset()


Period = tuple[datetime, datetime]


class Readers:
    """Reads so many at once, and no more: each takes a processor."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def file(self, data: bytes, whose: Whose, period: Period) -> Understood:
        """Read a file. Raises NoCalendarError."""
        async with self._turns:
            return await asyncio.to_thread(_read, data, whose, period)

    async def again(self, body: bytes, whose: Whose, period: Period) -> Reading:
        """Expand what was kept of a file. Raises NoCalendarError."""
        async with self._turns:
            return await asyncio.to_thread(_again, body, whose, period)

    async def events(self, bodies: Iterable[str], whose: Whose, period: Period) -> Reading:
        """Expand events that are kept one by one. Raises NoCalendarError."""
        async with self._turns:
            return await asyncio.to_thread(_events, list(bodies), whose, period)

    async def reduced(self, events: Iterable[Kept], owners: frozenset[str]) -> list[Kept]:
        """Events without what is not needed of them; those that are none are left out."""
        async with self._turns:
            return await asyncio.to_thread(_reduced, list(events), owners)


def _read(data: bytes, whose: Whose, period: Period) -> Understood:
    found = components(data, whose.owners)
    reading = expand(found, whose.zone, *_seconds(period))
    return Understood(zlib.compress(found.written(), 6), hashlib.sha256(data).digest(), reading)


def _again(body: bytes, whose: Whose, period: Period) -> Reading:
    return expand(components(zlib.decompress(body), whose.owners), whose.zone, *_seconds(period))


def _events(bodies: list[str], whose: Whose, period: Period) -> Reading:
    whole, broken = Components(), 0
    for body in bodies:
        try:
            found = components(_wrapped(body), whose.owners)
        except NoCalendarError:
            broken += 1
            continue
        whole.events += found.events
        whole.zones += found.zones
    reading = expand(whole, whose.zone, *_seconds(period))
    if broken:
        reading.skip("it is no event", broken)
    return reading


def _reduced(events: list[Kept], owners: frozenset[str]) -> list[Kept]:
    kept = []
    for each in events:
        try:
            body = components(_wrapped(each.body), owners).written().decode()
        except NoCalendarError:
            continue
        if len(body) <= _MOST_KEPT:
            kept.append(Kept(_key(each.uid), body, _key(each.recurrence), each.href, each.etag))
    return kept


def _key(text: str) -> str:
    """What names an event, as an index can hold it."""
    text = text.replace("\0", "")
    return text if len(text) <= _LONGEST_KEY else hashlib.sha256(text.encode()).hexdigest()


def _wrapped(body: str) -> bytes:
    if not body.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        body = f"BEGIN:VCALENDAR\r\n{body.strip()}\r\nEND:VCALENDAR\r\n"
    return body.encode()


def _seconds(period: Period) -> tuple[int, int]:
    return int(period[0].timestamp()), int(period[1].timestamp())
