"""Bookings on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from scheduler.http import Instant, Strict


class BookSlot(Strict):
    """The slot a client wants: a service's start, exactly as it was listed."""

    service_id: UUID
    start: Instant
    note: str = Field("", max_length=2000)


class CancelBooking(Strict):
    """Why; may be left out."""

    reason: str = Field("", max_length=500)


class BookedService(BaseModel):
    """The service, as it was called when it was booked."""

    id: UUID
    title: str
    duration_minutes: int


class Host(BaseModel):
    """The professional."""

    id: UUID
    name: str
    slug: str
    zone: str


class Guest(BaseModel):
    """The client."""

    id: UUID
    name: str
    zone: str


class Joinable(BaseModel):
    """When the room lets its people in."""

    opens_at: datetime
    closes_at: datetime


class BookingView(BaseModel):
    """A booking as one of its two people sees it, in `role`. `local_start` is wall time in `zone`, as agreed."""

    id: UUID
    status: Literal["confirmed", "cancelled"]
    role: Literal["client", "professional"]
    service: BookedService
    professional: Host
    client: Guest
    start: datetime
    end: datetime
    local_start: str = Field(examples=["2027-03-11T18:00"])
    zone: str
    price_minor: int
    currency: str
    note: str
    cancel_cutoff_minutes: int
    can_cancel: bool
    joinable: Joinable
    created_at: datetime
