"""Professionals on the wire, as the public sees them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from typing_extensions import TypedDict

from scheduler.services.models import ServiceBrief, ServiceView


class NextSlot(BaseModel):
    """A free time soon, of one of the services."""

    service_id: UUID
    start: datetime
    end: datetime


class ProfessionalCard(BaseModel):
    """A professional in a list. `zone` is the zone their hours are kept in."""

    id: UUID
    slug: str
    name: str
    headline: str
    bio: str
    categories: list[str]
    languages: list[str]
    zone: str
    services: list[ServiceBrief]
    next_slots: list[NextSlot]


class ProfessionalPage(BaseModel):
    """A professional's own page: the services whole."""

    id: UUID
    slug: str
    name: str
    headline: str
    bio: str
    categories: list[str]
    languages: list[str]
    zone: str
    services: list[ServiceView]
    next_slots: list[NextSlot]


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


# There may be thousands in one answer, all of them ours: plain dictionaries, written without validating them again.
class Slot(TypedDict):
    """A time that can be booked."""

    start: datetime
    end: datetime


class Slots(TypedDict):
    """The free times of a service, in order. `zone` is the host's; whoever looks may show them in their own."""

    service_id: UUID
    zone: str
    slots: list[Slot]
