"""Messages of a booking, who has read how far, and whether the room's chat may be kept.

The rule kept here: the numbers of a booking's messages rise in the order of the commits (a writer holds the
conversation), so who has read up to a number has missed nothing before it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base

BOOKING = "booking.id"
PERSON = "person.id"


class Conversation(Base):
    """All that was written about a booking. `version` rises with every change of it, whatever it was."""

    __tablename__ = "conversation"
    booking_id: Mapped[UUID] = mapped_column(ForeignKey(BOOKING, ondelete="CASCADE"), primary_key=True)
    last_number: Mapped[int]
    version: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]


class Correspondent(Base):
    """One of the two of a conversation: how far they have read, and how far they were told by mail."""

    __tablename__ = "correspondent"
    __table_args__ = (
        CheckConstraint("role IN ('client', 'professional')", name="known_role"),
        Index("ix_correspondent_person_id", "person_id"),
    )
    booking_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.booking_id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"))
    read_up_to: Mapped[int]
    read_at: Mapped[datetime | None]
    mailed_up_to: Mapped[int]
    mailed_at: Mapped[datetime | None]


class Message(Base):
    """One message; its id is its sender's choice. `source` room: a line of the room's chat that both agreed to keep.

    `digest`: of what was first sent, by which the same again is known. Of a deleted one nothing is left but its
    place, unless it was reported: then it is kept for who decides."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("booking_id", "number"),
        CheckConstraint("role IN ('client', 'professional')", name="known_role"),
        CheckConstraint("source IN ('message', 'room')", name="known_source"),
        Index("ix_message_sender_id", "sender_id"),
        Index("ix_message_reported", "reported_at", postgresql_where="reported_at IS NOT NULL"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.booking_id", ondelete="CASCADE"))
    number: Mapped[int]
    sender_id: Mapped[UUID] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"))
    role: Mapped[str]
    source: Mapped[str]
    text: Mapped[str]
    file_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    digest: Mapped[bytes]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]


class ChatConsent(Base):
    """Whether somebody agrees that the room's chat is kept, as of `at`. Rows are only added; the newest counts."""

    __tablename__ = "chat_consent"
    __table_args__ = (Index("ix_chat_consent_booking_id", "booking_id", "person_id", "id"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey(BOOKING, ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), index=True)
    given: Mapped[bool]
    at: Mapped[datetime]
