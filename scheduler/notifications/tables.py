"""What people are told, how they want to be told, and the devices that hear of it.

The rule kept here: one row of `delivery` for each cause, person and channel. Whoever writes it first has told it;
everything else that a channel needs is written in the same transaction.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Integer, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from auth.tables import LoginSession
from scheduler.store.base import Base

PERSON = "person.id"


class Mail(Base):
    """One mail. `message_id` never changes, so a copy sent twice is one mail to the reader's mailbox. `calendar` is
    its invitation (RFC 5545), `unsubscribe` the address that ends mails of its category."""

    __tablename__ = "mail"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    to_address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    refused: Mapped[str | None]
    calendar: Mapped[str | None]
    unsubscribe: Mapped[str | None]


class Delivery(Base):
    """One thing told to one person by one channel. `data` is what a push shows; a push waits until `due_at` and is
    of no use after `until`."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("cause", "person_id", "channel"),
        CheckConstraint("channel IN ('mail', 'web-push', 'mobile-push', 'in-app')", name="known_channel"),
        CheckConstraint("state IN ('waiting', 'done', 'dropped')", name="known_state"),
        Index("ix_delivery_person_id", "person_id"),
        Index("ix_delivery_booking_id", "booking_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    cause: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"))
    channel: Mapped[str]
    kind: Mapped[str]
    booking_id: Mapped[UUID | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime | None]


class Notification(Base):
    """One line of a person's list. Ids rise in the order of the commits: a writer holds the person's list."""

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint("role IN ('client', 'professional', 'admin')", name="known_role"),
        Index("ix_notification_person_id_id", "person_id", "id"),
        Index("ix_notification_unread", "person_id", postgresql_where="read_at IS NULL"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"))
    role: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    path: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    read_at: Mapped[datetime | None]


class NotificationPreference(Base):
    """How somebody wants to be told: minutes before a start, quiet hours on their own clock (minutes of the day),
    and by category and channel what differs from the usual."""

    __tablename__ = "notification_preference"
    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_whole"),
        CheckConstraint(
            "quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439", name="quiet_within_a_day"
        ),
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), primary_key=True)
    reminders: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    choices: Mapped[dict[str, dict[str, bool]]] = mapped_column(JSONB)
    updated_at: Mapped[datetime]


class PushTarget(Base):
    """A browser (`address` is its push service's URL, with its keys) or a phone (`address` is its Expo token). It
    goes with the sign-in it was made in."""

    __tablename__ = "push_target"
    __table_args__ = (
        CheckConstraint("channel IN ('web-push', 'mobile-push')", name="known_channel"),
        CheckConstraint(
            "(channel = 'web-push') = (p256dh IS NOT NULL) AND (channel = 'web-push') = (auth IS NOT NULL)",
            name="keys_of_a_browser",
        ),
        Index("ix_push_target_person_id", "person_id"),
        Index("ix_push_target_session_id", "session_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"))
    session_id: Mapped[UUID] = mapped_column(ForeignKey(LoginSession.id, ondelete="CASCADE"))
    channel: Mapped[str]
    address: Mapped[str] = mapped_column(unique=True)
    p256dh: Mapped[bytes | None]
    auth: Mapped[bytes | None]
    label: Mapped[str]
    created_at: Mapped[datetime]


class PushSending(Base):
    """One push to one device. `ticket` is what Expo's receipt is asked for with."""

    __tablename__ = "push_sending"
    __table_args__ = (Index("ix_push_sending_target_id", "target_id"),)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"), primary_key=True)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("push_target.id", ondelete="CASCADE"), primary_key=True)
    sent_at: Mapped[datetime | None]
    refused: Mapped[str | None]
    ticket: Mapped[str | None]
