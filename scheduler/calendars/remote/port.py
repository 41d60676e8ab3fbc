"""What a calendar on another server can do for us, whoever runs it, and what its refusals mean.

The rule kept here: an error says what is to be done about it: ask its owner to link it again (Revoked), try later
(Temporary), read all of it anew (TokenRefused), look again at what is there (Changed), or give this one up (Refused).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, Protocol

Kind = Literal["caldav", "google", "outlook"]
MOST_CALENDARS: Final = 100
MOST_EVENTS: Final = 5_000
MOST_PAGES: Final = 100
MOST_UID: Final = 500


class RemoteError(Exception):
    """The other server did not do it. `words`: why, for the calendar's owner; never a secret or a whole answer."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class RevokedError(RemoteError):
    """Our access is over: a changed password, a withdrawn consent. Only the owner can give it again."""


class TemporaryError(RemoteError):
    """Not now. `wait`: how long the server asks us to."""

    def __init__(self, words: str, wait: timedelta = timedelta()) -> None:
        super().__init__(words)
        self.wait = wait


class GoneError(RemoteError):
    """There is no such calendar or event (any more)."""


class RefusedError(RemoteError):
    """The server understood and will not: trying again does not help."""


class ChangedError(RemoteError):
    """The event is not the one we saw (412): look again."""


class TokenRefusedError(RemoteError):
    """Changes since that token cannot be had: read all of it anew."""


@dataclass(frozen=True, slots=True)
class Found:
    """A calendar that an account has. `writes`: we may put events into it; `zone`: an IANA name, or empty."""

    address: str
    name: str
    writes: bool
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """The time that is looked at: events outside of it may be left out."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One stored event. `href` names it at its server; `uid`: of a copy of ours, its booking's; `recurrence`: which
    one of a series it is, or empty; `body`: a VCALENDAR, or a VEVENT alone."""

    href: str
    etag: str
    uid: str
    body: str
    recurrence: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new since a token, and the token to ask with next (empty: it has none). `whole`: `items` are all there
    is within the window; else everything that is not named stays as it was."""

    token: str
    items: tuple[Item, ...] = ()
    gone: frozenset[str] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a copy is, and which version of it we know (empty: none)."""

    href: str
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A booking as it stands in somebody's calendar: no address of anybody else's. `uid` is that of its
    invitations; `sequence` rises with each new time (RFC 5545)."""

    id: str
    uid: str
    title: str
    start: datetime
    end: datetime
    url: str
    sequence: int
    stamp: datetime = field(compare=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a copy of ours says now, on the other side."""

    title: str
    start: datetime
    end: datetime

    def is_right(self, entry: Entry) -> bool:
        """Whether it says what it should; anything else its owner may change as they like."""
        return (self.title, self.start, self.end) == (entry.title, entry.start, entry.end)


class RemoteCalendar(Protocol):
    """One account at one server. Every method raises RemoteError's kinds and nothing else."""

    async def calendars(self) -> list[Found]:
        """The calendars with events that the account has."""
        ...

    async def changes(self, address: str, token: str, window: Window) -> Changes:
        """What changed since the token; without one, all within the window. Raises TokenRefusedError."""
        ...

    async def put(self, address: str, entry: Entry, place: Place | None) -> Place:
        """Make an event, or make the one at `place` say this if it is still the version we know. Twice makes one.
        Raises ChangedError, and GoneError when there is nothing at `place`."""
        ...

    async def look(self, address: str, entry: Entry, place: Place | None) -> tuple[Place, Standing | None] | None:
        """The copy as it stands (None for what cannot be read), by its place or by what it is named; None: there is
        none."""
        ...

    async def delete(self, address: str, place: Place) -> None:
        """Take an event away. What is gone already is no error. Raises ChangedError."""
        ...

    async def let_go(self) -> None:
        """Give our access back, where the server knows how."""
        ...
