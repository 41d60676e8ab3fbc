"""The shapes of calendars outside and of the feed, as they go over the wire."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from scheduler.calendars.feed import Shows
from scheduler.calendars.keeping import Clash
from scheduler.calendars.tables import CalendarFeed, CalendarLink
from scheduler.http import Instant, Strict, ZoneName

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["Work"])]
Address = Annotated[
    str, Field(min_length=1, max_length=1000, examples=["https://calendar.example.com/private-0f3a/basic.ics"])
]
Kind = Literal["ics", "file", "caldav", "google", "outlook"]
State = Literal["active", "failing", "revoked"]


class NewCalendarLink(Strict):
    """A calendar to count as busy time: read at its address, or a file that is uploaded after."""

    kind: Literal["ics", "file"]
    name: Name
    url: Address | None = Field(None, description="Of kind `ics`: https or webcal. It is kept sealed.")
    counts_busy: bool = True
    zone: ZoneName | None = Field(None, description="Where its floating times and whole days are; else my own zone.")


class ChangeCalendarLink(Strict):
    """What is to change; the rest stays."""

    name: Name | None = None
    url: Address | None = None
    counts_busy: bool | None = None
    writes: bool | None = Field(None, description="Of a calendar at a server: whether bookings are written into it.")
    zone: ZoneName | None = None


class ClashView(BaseModel):
    """A booking of mine as a professional that stands in time this calendar says is taken."""

    booking_id: UUID
    title: str
    start: Instant
    end: Instant


class CalendarLinkView(BaseModel):
    """A calendar of mine elsewhere, how it is read, and what came of it.

    `address`: where it is, without what opens it. `checked_at`: null until it was read once. `problem`: what went
    wrong, or what of it could not be read; what was read before still counts."""

    id: UUID
    kind: Kind
    name: str
    address: str
    counts_busy: bool
    writes: bool
    zone: str
    state: State
    problem: str | None
    events: int
    skipped: int
    checked_at: Instant | None
    next_at: Instant | None
    created_at: Instant
    clashes: list[ClashView]


class NewFeed(Strict):
    """`shows`: titles and names, or only that I am busy."""

    shows: Shows = "full"


class FeedView(BaseModel):
    """Whether my bookings can be read at a secret address; `read_at`: when they last were, by the hour."""

    on: bool
    shows: Shows = "full"
    created_at: Instant | None = None
    read_at: Instant | None = None


class MadeFeed(BaseModel):
    """The feed, and its secret address: in this answer and nowhere else."""

    feed: FeedView
    secret_url: str


def link_view(link: CalendarLink, clashes: list[Clash]) -> CalendarLinkView:
    """A link with its clashes, out of its owner's."""
    mine = [
        ClashView(booking_id=each.booking_id, title=each.title, start=each.start, end=each.end)
        for each in clashes
        if each.link_id == link.id
    ]
    fields = {name: getattr(link, name) for name in CalendarLinkView.model_fields if name != "clashes"}
    return CalendarLinkView(**fields, clashes=mine)


def feed_view(feed: CalendarFeed | None) -> FeedView:
    """The feed's state."""
    if feed is None:
        return FeedView(on=False)
    return FeedView.model_validate(
        {"on": True, "shows": feed.shows, "created_at": feed.created_at, "read_at": feed.read_at}
    )
