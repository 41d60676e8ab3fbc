"""Bookings, what they occupy, and what happened to them.

The rule kept here: a person, not a role, occupies time. The exclusion constraint on `occupancy` forbids overlap in
every path, whatever code wrote the row.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.booking.states import STATUSES
from scheduler.store.base import Base


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(each) for each in values)})"


class Booking(Base):
    """One booking, with the terms as they were agreed: later changes of the service do not reach it.

    The instant, the wall time and the zone are all kept: should the zone's rules change, the difference can be told.
    `class_id`: the class it is a seat of. `expires_at`: when a request or a hold lapses; `held_for`: what it waits
    for, a payment or the answer to an offered seat. `sequence` rises with every move, as calendars count (RFC 5545).
    `refund_at_least`, `refund_at_most`: what moves have made of the share, in percent, that comes back to the client.
    `evidence`: what attendance showed when the meeting was over; `absent`: of a no-show, who was not there.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("professional_id <> client_id", name="two_people"),
        CheckConstraint("starts_at < ends_at", name="in_order"),
        CheckConstraint(_one_of("status", STATUSES), name="known_status"),
        CheckConstraint("(status IN ('requested', 'held')) = (expires_at IS NOT NULL)", name="waits_until"),
        CheckConstraint("payment IN ('none', 'full', 'deposit', 'hold', 'credit')", name="known_payment"),
        CheckConstraint("held_for IN ('payment', 'offer')", name="known_hold"),
        CheckConstraint("absent IN ('client', 'professional', 'both')", name="known_absent"),
        CheckConstraint(
            "refund_at_least BETWEEN 0 AND 100 AND refund_at_most BETWEEN 0 AND 100", name="refund_in_percent"
        ),
        Index("ix_booking_professional_id_starts_at", "professional_id", "starts_at"),
        Index("ix_booking_client_id_starts_at", "client_id", "starts_at"),
        Index("ix_booking_service_id", "service_id"),
        Index("ix_booking_class_id", "class_id", postgresql_where=text("class_id IS NOT NULL")),
        Index("ix_booking_waiting", "expires_at", postgresql_where=text("expires_at IS NOT NULL")),
        Index("ix_booking_to_start", "starts_at", postgresql_where=text("status = 'confirmed'")),
        Index("ix_booking_to_end", "ends_at", postgresql_where=text("status = 'running'")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    class_id: Mapped[UUID | None] = mapped_column(ForeignKey("class_session.id", ondelete="CASCADE"))
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
    answers: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))
    payment: Mapped[str] = mapped_column(server_default=text("'none'"))
    deposit_percent: Mapped[int] = mapped_column(server_default=text("20"))
    commission_bp: Mapped[int] = mapped_column(server_default=text("0"))
    policy: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    refund_at_least: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    refund_at_most: Mapped[int] = mapped_column(SmallInteger, server_default=text("100"))
    cancel_cutoff_minutes: Mapped[int]
    buffer_before_minutes: Mapped[int] = mapped_column(server_default=text("0"))
    buffer_after_minutes: Mapped[int] = mapped_column(server_default=text("0"))
    approval: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    held_for: Mapped[str | None]
    sequence: Mapped[int] = mapped_column(server_default=text("0"))
    evidence: Mapped[str | None]
    absent: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class ClassSession(Base):
    """One class: its host's time, its terms, and its seats, each of them a booking.

    `taken` counts the seats that stand. `decide_at`: when fewer than `min_seats` are confirmed by then, it is
    cancelled. `missing_wall`: its wall time does not exist that day, it is held at the first that does. Of a series,
    `planned_local` is the wall time at which the series has it (its RECURRENCE-ID), and it stands `apart` when it was
    moved by itself.
    """

    __tablename__ = "class_session"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="in_order"),
        CheckConstraint("status IN ('scheduled', 'running', 'completed', 'cancelled')", name="known_status"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="seats"),
        CheckConstraint("min_seats >= 1 AND min_seats <= capacity", name="minimum"),
        CheckConstraint("(series_id IS NULL) = (planned_local IS NULL)", name="planned"),
        Index("ix_class_session_professional_id_starts_at", "professional_id", "starts_at"),
        Index("ix_class_session_service_id_starts_at", "service_id", "starts_at"),
        Index("ix_class_session_series_id", "series_id", postgresql_where=text("series_id IS NOT NULL")),
        Index("ix_class_session_to_decide", "decide_at", postgresql_where=text("decide_at IS NOT NULL")),
        Index("ix_class_session_to_end", "ends_at", postgresql_where=text("status IN ('scheduled', 'running')")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    series_id: Mapped[UUID | None]
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    status: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    local_start: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    zone: Mapped[str]
    missing_wall: Mapped[bool]
    planned_local: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    apart: Mapped[bool] = mapped_column(server_default=text("false"))
    title: Mapped[str]
    duration_minutes: Mapped[int]
    price_minor: Mapped[int]
    currency: Mapped[str]
    capacity: Mapped[int]
    taken: Mapped[int]
    min_seats: Mapped[int]
    decide_at: Mapped[datetime | None]
    cancel_cutoff_minutes: Mapped[int]
    buffer_before_minutes: Mapped[int]
    buffer_after_minutes: Mapped[int]
    sequence: Mapped[int]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class BookingEvent(Base):
    """The audit trail: every change of a booking, by whom, in which role, and why. Rows are only ever added.

    `actor_id` is null when time or evidence did it (`actor_role` is then `system`). `detail`: what else changed, such
    as the time before a move.
    """

    __tablename__ = "booking_event"
    __table_args__ = (
        CheckConstraint("actor_role IN ('client', 'professional', 'system', 'admin')", name="known_actor"),
        CheckConstraint("(actor_role = 'system') = (actor_id IS NULL)", name="somebody"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_role: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class BookingExtension(Base):
    """The wish to go on for a while, which the other side may grant until it lapses; one open for each booking."""

    __tablename__ = "booking_extension"
    __table_args__ = (
        CheckConstraint("asked_by IN ('client', 'professional')", name="known_side"),
        CheckConstraint("minutes > 0 AND price_minor >= 0", name="length"),
    )
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    asked_by: Mapped[str]
    minutes: Mapped[int]
    price_minor: Mapped[int]
    lapses_at: Mapped[datetime]


class Occupancy(Base):
    """The time a booking, or a class for its host, takes of one person, half open; the host's includes the buffers.

    `expires_at`: from then on the row counts for nothing, whether or not somebody has taken it away yet.
    """

    __tablename__ = "occupancy"
    __table_args__ = (
        CheckConstraint("role IN ('client', 'professional')", name="known_role"),
        CheckConstraint("NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)", name="half_open"),
        CheckConstraint("(booking_id IS NULL) <> (class_id IS NULL)", name="one_cause"),
        UniqueConstraint(
            "booking_id", "class_id", "person_id", name="uq_occupancy_cause", postgresql_nulls_not_distinct=True
        ),
        ExcludeConstraint(("person_id", "="), ("during", "&&"), name="no_overlap", using="gist"),
    )
    # No constraint of its own says primary key: the unique one does, and each index costs every booking.
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    class_id: Mapped[UUID | None] = mapped_column(ForeignKey("class_session.id", ondelete="CASCADE"))
    # No foreign key of its own: the booking's two people are checked there, once.
    person_id: Mapped[UUID]
    role: Mapped[str]
    during: Mapped[Range[Any]] = mapped_column(TSTZRANGE)
    expires_at: Mapped[datetime | None]
    __mapper_args__ = {"primary_key": ["booking_id", "class_id", "person_id"]}  # noqa: RUF012 - as the mapper wants it
