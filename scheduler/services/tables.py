"""The services on offer. A deleted one stays as a row, for the bookings of it; it is neither shown nor booked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class Service(Base):
    """One service of one professional. Times in minutes; the price in the currency's minor unit.

    `approval`: the professional accepts each booking. `intake`: what clients are asked. `secret`: neither found nor
    booked but by a link. `max_per_…`: at most so many bookings of it, in days of the host's zone. `lengths`: others
    than the usual, each {"minutes", "price_minor"}. `seats`: of a class, null of a service for one; with fewer than
    `min_seats` taken `decide_minutes` before it, a class is cancelled. `payment`: `none` is settled between the two,
    else what confirms a booking; `policy`: what comes back (payments/policy.py), null for the flexible one.
    """

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("duration_minutes > 0 AND step_minutes > 0", name="takes_time"),
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint(
            "buffer_before_minutes >= 0 AND buffer_after_minutes >= 0 AND notice_minutes >= 0"
            " AND window_days >= 0 AND cancel_cutoff_minutes >= 0",
            name="terms",
        ),
        CheckConstraint("payment IN ('none', 'full', 'deposit', 'hold')", name="known_payment"),
        CheckConstraint("deposit_percent BETWEEN 1 AND 99", name="deposit"),
        CheckConstraint("max_per_day > 0 AND max_per_week > 0 AND max_per_month > 0", name="caps"),
        CheckConstraint("seats >= min_seats AND min_seats >= 1 AND decide_minutes >= 0", name="seats"),
        Index("ix_service_professional_id", "professional_id", postgresql_where=text("deleted_at IS NULL")),
        Index("ix_service_schedule_id", "schedule_id", postgresql_where=text("schedule_id IS NOT NULL")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    title: Mapped[str]
    description: Mapped[str]
    duration_minutes: Mapped[int]
    price_minor: Mapped[int]
    currency: Mapped[str]
    buffer_before_minutes: Mapped[int]
    buffer_after_minutes: Mapped[int]
    notice_minutes: Mapped[int]
    window_days: Mapped[int]
    step_minutes: Mapped[int]
    cancel_cutoff_minutes: Mapped[int]
    approval: Mapped[bool] = mapped_column(server_default=text("false"))
    intake: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))
    secret: Mapped[bool] = mapped_column(server_default=text("false"))
    schedule_id: Mapped[UUID | None] = mapped_column(ForeignKey("schedule.id"))
    max_per_day: Mapped[int | None]
    max_per_week: Mapped[int | None]
    max_per_month: Mapped[int | None]
    lengths: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))
    payment: Mapped[str] = mapped_column(server_default=text("'none'"))
    deposit_percent: Mapped[int] = mapped_column(server_default=text("20"))
    policy: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    seats: Mapped[int | None]
    min_seats: Mapped[int] = mapped_column(server_default=text("1"))
    decide_minutes: Mapped[int] = mapped_column(server_default=text("1440"))
    active: Mapped[bool]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class BookingLink(Base):
    """A secret address of a service: who has it may see and book it. Only the secret's hash is kept.

    `uses_left`: null means any number; `expires_at`: null means never.
    """

    __tablename__ = "booking_link"
    __table_args__ = (CheckConstraint("uses_left >= 0", name="uses"),)
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    uses_left: Mapped[int | None]
