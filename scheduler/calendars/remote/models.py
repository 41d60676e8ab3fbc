"""Linking a calendar on another server, on the wire."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, Field

from scheduler.calendars.tables import MOST_LINKS
from scheduler.http import Strict
from scheduler.notifications.outgoing import MAX_URL

Token = Annotated[str, Field(min_length=1, max_length=128)]
Address = Annotated[str, Field(min_length=1, max_length=MAX_URL)]
OAuthKind = Literal["google", "outlook"]


class CalendarKinds(BaseModel):
    """The kinds of calendars on other servers that can be linked here."""

    kinds: list[Literal["caldav", "google", "outlook"]]


class CalDavAccount(Strict):
    """An account at a CalDAV server. `address`: a calendar's, the server's, or just its name; many services want a
    password made for this (an app password)."""

    VERBATIM: ClassVar[frozenset[str]] = frozenset({"password"})
    address: Annotated[str, Field(min_length=3, max_length=MAX_URL, examples=["https://dav.example.org"])]
    user: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^:\x00-\x1f\x7f]+$")]
    password: Annotated[str, Field(min_length=1, max_length=500)]


class BeginConsent(Strict):
    """`writes`: ask to write bookings too, not only to see when one is busy."""

    writes: bool = True


class ConsentBegun(BaseModel):
    """Where to send the browser. It keeps `key` and shows it with the answer, so that nobody else's can be slipped
    in."""

    url: str
    key: str


class ConsentAnswer(Strict):
    """What the service sent back in the address, and the key kept since the beginning."""

    state: Token
    code: Annotated[str, Field(min_length=1, max_length=2048)]
    key: Token


class FoundCalendar(BaseModel):
    """A calendar of the account. `writable`: bookings can be written into it."""

    address: str
    name: str
    writable: bool
    zone: str


class FoundCalendars(BaseModel):
    """The calendars of an account; `choice` links those that are chosen, within half an hour, once."""

    choice: str
    kind: str
    calendars: list[FoundCalendar]


class ChosenCalendar(Strict):
    """One calendar, and what it is linked for."""

    address: Address
    counts_busy: bool = True
    writes: bool = False


class ChooseCalendars(Strict):
    """Which of the calendars that were found to link."""

    choice: Token
    calendars: Annotated[list[ChosenCalendar], Field(min_length=1, max_length=MOST_LINKS)]
