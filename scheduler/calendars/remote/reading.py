"""A remote calendar as a source of busy time: what changed is asked for, and what became of our copies there.

The rule kept here: a token is good for a window that moves with time; when the window is nearly used up, or the token
is refused, all is read anew. Copies of ours are never busy time; one that was touched is looked after by a job.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from scheduler.calendars.remote.accounts import Accounts, Secret, read_secret
from scheduler.calendars.remote.port import (
    Changes,
    Item,
    RemoteError,
    RevokedError,
    TemporaryError,
    TokenRefusedError,
    Window,
)
from scheduler.calendars.remote.writing import COPY, copies_of
from scheduler.calendars.source import Asked, Kept, SourceError
from scheduler.calendars.source import Changes as Found
from scheduler.calendars.tables import CalendarCopy
from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue
from scheduler.notifications.ical import OUR_DOMAIN
from scheduler.store.engine import Sessions

BEFORE: Final = timedelta(days=1)
AHEAD: Final = timedelta(days=400)  # a service is bookable for 365 days at most
ANEW: Final = {"caldav": timedelta(days=30), "google": timedelta(days=30), "outlook": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Position:
    """What is kept between two readings: the server's token, and when all was read last."""

    token: str
    whole_at: datetime

    def text(self) -> str:
        """As it is stored."""
        return json.dumps([self.token, self.whole_at.isoformat()])

    @classmethod
    def of(cls, text: str | None) -> "Position | None":
        """As it was stored; None for what is not such."""
        try:
            token, whole_at = json.loads(text or "")
            return cls(str(token), datetime.fromisoformat(whole_at))
        except (ValueError, TypeError):
            return None


def window_at(now: datetime) -> Window:
    """The time that is read at `now`. Pure."""
    return Window(now - BEFORE, now + AHEAD)


def token_at(position: Position | None, kind: str, now: datetime) -> str:
    """The token to ask with; empty when all is to be read anew. Pure."""
    return position.token if position and now - position.whole_at < ANEW[kind] else ""


def kept_of(kind: str, items: Iterable[Item]) -> tuple[Kept, ...]:
    """The events that are somebody's own. What a service has expanded is named by its id, for a series has one UID.
    Pure."""
    found = {}
    for each in items:
        if not each.uid.endswith(OUR_DOMAIN):
            uid = each.uid if kind == "caldav" and each.uid else each.href
            found[uid] = Kept(uid, each.body, href=each.href, etag=each.etag or None)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class RemoteSource:
    """Every kind of remote calendar, as the checker reads them."""

    accounts: Accounts
    sessions: Sessions
    clock: Clock

    async def changes(self, link: Asked) -> Found:
        """What is new. Raises SourceError."""
        secrets: list[dict[str, str]] = []
        now = self.clock.now()
        try:
            secret = _opened(link.secret)
            calendar = self.accounts.open(link.kind, secret, secrets.append)
            position = Position.of(link.token)
            token = token_at(position, link.kind, now)
            try:
                found = await calendar.changes(link.address, token, window_at(now))
            except TokenRefusedError:
                token = ""
                found = await calendar.changes(link.address, token, window_at(now))
        except RemoteError as error:
            raise _told(error) from None
        await self._look_after(link, found)
        whole_at = position.whole_at if position and token else now
        return Found(
            events=kept_of(link.kind, found.items),
            gone=tuple(sorted(found.gone)),
            whole=found.whole,
            token=Position(found.token, whole_at).text(),
            secret=json.dumps(secrets[-1]).encode() if secrets else None,
        )

    async def _look_after(self, link: Asked, found: Changes) -> None:
        """Queue a look at each copy of ours that is not as we left it."""
        async with self.sessions.begin() as session:
            copies = await copies_of(session, link.id)
            for copy in touched(copies, found):
                payload = {"link_id": str(link.id), "booking_id": str(copy.booking_id), "touched": True}
                await enqueue(session, COPY, payload)


def touched(copies: Iterable[CalendarCopy], found: Changes) -> list[CalendarCopy]:
    """The copies that somebody else changed or took away, by what a reading found. Pure."""
    there = {each.href: each.etag for each in found.items}
    changed = []
    for copy in copies:
        if copy.href in there:
            if there[copy.href] != copy.etag:
                changed.append(copy)
        elif copy.href in found.gone or found.whole:
            changed.append(copy)
    return changed


def _opened(secret: bytes | None) -> Secret:
    try:
        return read_secret(secret)
    except ValueError:
        raise RevokedError("What opened this calendar cannot be read any more.") from None


def _told(error: RemoteError) -> SourceError:
    wait = round(error.wait.total_seconds()) if isinstance(error, TemporaryError) else 0
    return SourceError(error.words, revoked=isinstance(error, RevokedError), retry_s=wait or None)
