"""Endpoints of other servers, what is told to each, and every attempt at it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base

STATES: Final = ("pending", "delivered", "failed")


class WebhookEndpoint(Base):
    """Where somebody's events go, in one of their roles. Secrets are sealed.

    `sequence` counts what was told to it; `failing_since`: since when nothing was taken; `disabled_at`: when we
    switched it off, and `disabled_reason` why (failing, gone). `active` is the owner's own switch."""

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        CheckConstraint("role IN ('client', 'professional')", name="known_role"),
        CheckConstraint("cardinality(events) > 0", name="told_something"),
        CheckConstraint("disabled_reason IN ('failing', 'gone')", name="known_reason"),
        CheckConstraint("(disabled_at IS NULL) = (disabled_reason IS NULL)", name="off_for_a_reason"),
        Index("ix_webhook_endpoint_person_id_role", "person_id", "role"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str]
    url: Mapped[str]
    description: Mapped[str]
    events: Mapped[list[str]] = mapped_column(ARRAY(Text))
    secret: Mapped[bytes]
    previous_secret: Mapped[bytes | None]
    previous_until: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(BigInteger)
    active: Mapped[bool]
    failing_since: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    created_at: Mapped[datetime]


class WebhookMessage(Base):
    """One event for one endpoint. `data` is JSON, kept as text; `first_at`: when the attempts began (anew)."""

    __tablename__ = "webhook_message"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'delivered', 'failed')", name="known_state"),
        CheckConstraint("(state = 'pending') = (next_at IS NOT NULL)", name="pending_until"),
        UniqueConstraint("endpoint_id", "cause"),
        UniqueConstraint("endpoint_id", "sequence"),
        Index("ix_webhook_message_over", "at", postgresql_where=text("state <> 'pending'")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoint.id", ondelete="CASCADE"))
    cause: Mapped[str]
    type: Mapped[str]
    sequence: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str]
    attempts: Mapped[int]
    first_at: Mapped[datetime]
    next_at: Mapped[datetime | None]


class WebhookAttempt(Base):
    """One attempt: what came back (`status`, the beginning of the answer), or why nothing did."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (
        UniqueConstraint("message_id", "number"),
        CheckConstraint("(status IS NULL) <> (error IS NULL)", name="answer_or_error"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_message.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    ms: Mapped[int]
    status: Mapped[int | None]
    error: Mapped[str | None]
    excerpt: Mapped[str]
