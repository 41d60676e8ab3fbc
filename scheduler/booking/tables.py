"""Bookings, what they occupy, and what happened to them.

The rule kept here: a person, not a role, occupies time. The exclusion constraint on `occupancy` forbids overlap in
every path, whatever code wrote the row.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class Booking(Base):
    """One booking, with the terms as they were agreed: later changes of the service do not reach it.

    The instant, the wall time and the zone are all kept: should the zone's rules change, the difference can be told.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("professional_id <> client_id", name="two_people"),
        CheckConstraint("starts_at < ends_at", name="in_order"),
        CheckConstraint("status IN ('confirmed', 'cancelled')", name="known_status"),
        CheckConstraint("(status = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_once"),
        Index("ix_booking_professional_id_starts_at", "professional_id", "starts_at"),
        Index("ix_booking_client_id_starts_at", "client_id", "starts_at"),
        Index("ix_booking_service_id", "service_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    status: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    local_start: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    zone: Mapped[str]
    title: Mapped[str]
    duration_minutes: Mapped[int]
    price_minor: Mapped[int]
    currency: Mapped[str]
    note: Mapped[str]
    cancel_cutoff_minutes: Mapped[int]
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class BookingEvent(Base):
    """The audit trail: every change of a booking, by whom, in which role, and why. Rows are only ever added."""

    __tablename__ = "booking_event"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    actor_role: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str]
    reason: Mapped[str]


class Occupancy(Base):
    """The time a booking takes of one person, half open; the host's includes the buffers. One row for each person."""

    __tablename__ = "occupancy"
    __table_args__ = (
        CheckConstraint("role IN ('client', 'professional')", name="known_role"),
        CheckConstraint("NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)", name="half_open"),
        ExcludeConstraint(("person_id", "="), ("during", "&&"), name="no_overlap", using="gist"),
    )
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    # No foreign key of its own: the booking's two people are checked there, once.
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str]
    during: Mapped[Range[Any]] = mapped_column(TSTZRANGE)
