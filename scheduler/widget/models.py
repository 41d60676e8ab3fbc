"""A widget on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from scheduler.http import Instant, Strict
from scheduler.search.models import Rating
from scheduler.widget.origins import MAX_LENGTH

Origin = Annotated[str, Field(min_length=8, max_length=MAX_LENGTH, examples=["https://ada.example.org"])]


class Settings(Strict):
    """Whether there is a widget, and the websites (origins, without a path) that may show it."""

    enabled: bool
    origins: Annotated[list[Origin], Field(max_length=20)]


class WidgetService(BaseModel):
    """A service on offer. `book_url` is a URI template (RFC 6570) with `start` and `note`: where it is booked."""

    id: UUID
    title: str
    description: str
    duration_minutes: int
    price_minor: int
    currency: str
    approval: bool
    book_url: str


class WidgetSlot(BaseModel):
    """A free time soon, and the page that books it."""

    service_id: UUID
    start: Instant
    end: Instant
    book_url: str


class Widget(BaseModel):
    """A professional as another website shows them. `zone`: the one their hours are kept in. `moved_to`: their slug
    now, when it was asked for by one they had before."""

    slug: str
    name: str
    headline: str
    languages: list[str]
    rating: Rating | None
    zone: str
    page_url: str
    services: list[WidgetService]
    next_slots: list[WidgetSlot]
    moved_to: str | None


class FreeTime(BaseModel):
    """A time that can be booked."""

    start: Instant
    end: Instant


class WidgetSlots(BaseModel):
    """The free times of a service, in order; `book_url` is a URI template with `start` and `note`."""

    service_id: UUID
    zone: str
    book_url: str
    slots: list[FreeTime]


class Link(BaseModel):
    """An address of ours."""

    url: str


class Frame(BaseModel):
    """Who may frame our pages of this professional: the value of a Content-Security-Policy."""

    policy: str
    origins: list[str]
