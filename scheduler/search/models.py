"""Professionals on the wire, as the public sees them.

Lists are plain dictionaries: what is in them is ours, so it is written without being validated again.
"""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from typing_extensions import TypedDict

from scheduler.people.models import Credential
from scheduler.people.photos import PhotoLinks
from scheduler.search.why import Rule
from scheduler.services.models import ServiceBrief, ServiceView


class NextSlot(TypedDict):
    """A free time soon, of one of the services."""

    service_id: UUID
    start: datetime
    end: datetime


class Rating(TypedDict):
    """The mean of the reviews, from 1 to 5, and how many there are."""

    average: float
    count: int


class PriceRange(TypedDict):
    """What the services cost in one currency, from the lowest to the highest, in its minor unit."""

    currency: str
    lowest_minor: int
    highest_minor: int


class Common(TypedDict):
    """What a card and a page have in common. `photo`: null without one."""

    id: UUID
    slug: str
    name: str
    photo: PhotoLinks | None
    headline: str
    bio: str
    categories: list[str]
    languages: list[str]
    skills: list[str]
    rating: Rating | None
    prices: list[PriceRange]


class ProfessionalCard(Common):
    """A professional in a list. `zone` is the zone their hours are kept in; `rating` is null without reviews."""

    zone: str
    services: list[ServiceBrief]
    next_slots: list[NextSlot]


class ProfessionalPage(BaseModel):
    """A professional's own page: the services whole. `moved_to` is there when the page was asked for by a slug it had
    before: links should lead to this slug from now on."""

    id: UUID
    slug: str
    name: str
    photo: PhotoLinks | None
    headline: str
    bio: str
    categories: list[str]
    languages: list[str]
    skills: list[str]
    credentials: list[Credential]
    rating: Rating | None
    prices: list[PriceRange]
    zone: str
    services: list[ServiceView]
    next_slots: list[NextSlot]
    updated_at: datetime
    moved_to: str | None


class Counted(TypedDict):
    """A choice, and how many would be found with it."""

    value: str
    count: int


class PriceBand(TypedDict):
    """Professionals whose lowest price is in [from_minor, to_minor); the last band has no end."""

    from_minor: int
    to_minor: int | None
    count: int


class Facets(TypedDict):
    """What the list could be narrowed to: each count ignores the choice made in its own facet. `prices` are in the
    currency of the request, empty without one. `total`: how many are found, before their times are looked at."""

    total: int
    categories: list[Counted]
    languages: list[Counted]
    prices: list[PriceBand]


class Professionals(TypedDict):
    """One page of what was found; `next_cursor` is null on the last. `similar`: nothing had every word, so these
    resemble what was typed. `facets` only when asked for."""

    items: list[ProfessionalCard]
    next_cursor: str | None
    similar: bool
    facets: Facets | None


class CategoryCount(BaseModel):
    """A category, and how many professionals are in it."""

    category: str
    professionals: int


class Categories(BaseModel):
    """The categories in use, the largest first."""

    items: list[CategoryCount]


class SiteEntry(BaseModel):
    """A public page, and when it last changed."""

    slug: str
    updated_at: datetime


class Explained(BaseModel):
    """Whether a time can be booked; if not, the rule that removes it, and the nearest times that can."""

    available: bool
    rule: Rule | None
    words: str | None
    nearest_before: datetime | None
    nearest_after: datetime | None


class LinkedHost(BaseModel):
    """Whose service a secret link leads to."""

    id: UUID
    slug: str
    name: str
    headline: str


class LinkedService(BaseModel):
    """What a secret link leads to."""

    service: ServiceView
    professional: LinkedHost


class Slot(TypedDict):
    """A time that can be booked."""

    start: datetime
    end: datetime


class Slots(TypedDict):
    """The free times of a service, in order. `zone` is the host's; whoever looks may show them in their own."""

    service_id: UUID
    zone: str
    slots: list[Slot]
