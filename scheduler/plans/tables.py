"""What is on offer, what was bought of it, and what each credit went for.

A prepayment is sessions paid for at once: a package, or one month of a subscription. Its id is its charge's.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class Plan(Base):
    """What a professional offers: so many sessions of any of these services for a price, valid for some months; or
    as many each month. A deleted one stays as a row, for what was bought of it."""

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint("kind IN ('package', 'subscription')", name="known_kind"),
        CheckConstraint("sessions BETWEEN 1 AND 100 AND price_minor > 0", name="terms"),
        CheckConstraint("(kind = 'package') = (valid_months IS NOT NULL)", name="valid"),
        Index("ix_plan_professional_id", "professional_id", postgresql_where=text("deleted_at IS NULL")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    service_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    sessions: Mapped[int]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    valid_months: Mapped[int | None]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Subscription(Base):
    """A client's subscription, on the terms it began with. `anchor`: the wall time in `zone` at which it was paid
    first, from which every month is counted; `period`: the last month that was paid; `paid_until`: its end.

    `customer`, `method`: the card that was kept, as the gateway knows it."""

    __tablename__ = "subscription"
    __table_args__ = (
        CheckConstraint("client_id <> professional_id", name="two_people"),
        CheckConstraint("status IN ('unpaid', 'active', 'past_due', 'ended')", name="known_status"),
        CheckConstraint("end_reason IN ('unpaid', 'client', 'professional', 'gone')", name="known_reason"),
        CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name="ended_once"),
        Index(
            "ix_subscription_one",
            "plan_id",
            "client_id",
            unique=True,
            postgresql_where=text("status <> 'ended'"),
        ),
        Index("ix_subscription_client_id", "client_id", "created_at", "id"),
        Index("ix_subscription_professional_id", "professional_id", "created_at", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    title: Mapped[str]
    service_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    sessions: Mapped[int]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    commission_bp: Mapped[int]
    zone: Mapped[str]
    anchor: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    status: Mapped[str]
    period: Mapped[int]
    paid_until: Mapped[datetime | None]
    ends_then: Mapped[bool]
    customer: Mapped[str | None]
    method: Mapped[str | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]


class KeptCard(Base):
    """A card that a client let be kept, or was asked for. asked: its owner is to confirm it (`setup_id`,
    `client_secret`); kept; removed: to be forgotten at the gateway, until `forgotten_at`; failed: it came to nothing.

    `subscription_id`: what is to be paid with it once it is kept. `brand` is null until the gateway was asked."""

    __tablename__ = "kept_card"
    __table_args__ = (
        CheckConstraint("status IN ('asked', 'kept', 'removed', 'failed')", name="known_status"),
        CheckConstraint("status NOT IN ('kept', 'removed') OR method IS NOT NULL", name="which"),
        UniqueConstraint("customer", "method"),
        Index("ix_kept_card_person_id", "person_id", "created_at"),
        Index(
            "ix_kept_card_to_do",
            "checked_at",
            postgresql_where=text("status = 'asked' OR (status = 'removed' AND forgotten_at IS NULL)"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    subscription_id: Mapped[UUID | None]
    status: Mapped[str]
    customer: Mapped[str]
    method: Mapped[str | None]
    setup_id: Mapped[str | None] = mapped_column(unique=True)
    client_secret: Mapped[str | None]
    brand: Mapped[str | None]
    last4: Mapped[str | None]
    failure: Mapped[str | None]
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]


class Prepayment(Base):
    """Sessions paid for at once. `left`: credits nobody took; `settled`: sessions whose money was given out, held,
    lapsed or given back. An unpaid one waits until `ends_at`, an active one can be used for what starts before it."""

    __tablename__ = "prepayment"
    __table_args__ = (
        CheckConstraint("client_id <> professional_id", name="two_people"),
        CheckConstraint("status IN ('unpaid', 'active', 'closed')", name="known_status"),
        CheckConstraint("closed_for IN ('unpaid', 'expired', 'refunded')", name="known_end"),
        CheckConstraint("(status = 'closed') = (closed_for IS NOT NULL)", name="closed_once"),
        CheckConstraint("credits_left >= 0 AND settled >= 0 AND credits_left + settled <= sessions", name="credits"),
        CheckConstraint("(subscription_id IS NULL) = (period IS NULL)", name="period"),
        UniqueConstraint("subscription_id", "period"),
        Index("ix_prepayment_client_id", "client_id", "created_at", "id"),
        Index("ix_prepayment_professional_id", "professional_id", "created_at", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    subscription_id: Mapped[UUID | None] = mapped_column(ForeignKey("subscription.id", ondelete="CASCADE"))
    period: Mapped[int | None]
    client_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    title: Mapped[str]
    service_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    sessions: Mapped[int]
    credits_left: Mapped[int]
    settled: Mapped[int]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    valid_months: Mapped[int | None]
    zone: Mapped[str]
    status: Mapped[str]
    created_at: Mapped[datetime]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_for: Mapped[str | None]


class CreditUse(Base):
    """What one credit went for. taken: the booking stands; returned: it can be used again; spent: it took place, or
    was given up too late; paid: and its money is the professional's; refunded: it came back after the end, as money.
    """

    __tablename__ = "credit_use"
    __table_args__ = (
        CheckConstraint("status IN ('taken', 'returned', 'spent', 'paid', 'refunded')", name="known_status"),
    )
    booking_id: Mapped[UUID] = mapped_column(primary_key=True)
    prepayment_id: Mapped[UUID] = mapped_column(ForeignKey("prepayment.id", ondelete="CASCADE"), index=True)
    status: Mapped[str]
    taken_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PlanEvent(Base):
    """The audit trail of what was bought: what happened, by whom, in which role, and why. Rows are only ever added.

    `subject_id`: a prepayment's or a subscription's; `actor_id` is null when time or the gateway did it."""

    __tablename__ = "plan_event"
    __table_args__ = (
        CheckConstraint("actor_role IN ('client', 'professional', 'system', 'admin')", name="known_actor"),
        CheckConstraint("(actor_role = 'system') = (actor_id IS NULL)", name="somebody"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(index=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_role: Mapped[str]
    what: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
