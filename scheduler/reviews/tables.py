"""Reviews as they were written."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class Review(Base):
    """What one side of a booking (`side`) says of the other (`about_id`). Nobody but its author reads it before
    `shown_from`; one that was hidden (`hidden_at`) is read by nobody and counts for nothing.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("side IN ('client', 'professional')", name="known_side"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        UniqueConstraint("booking_id", "side"),
        Index("ix_review_about_id", "about_id", "side", "shown_from"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    side: Mapped[str]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    about_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    rating: Mapped[int]
    text: Mapped[str]
    created_at: Mapped[datetime]
    shown_from: Mapped[datetime]
    reply: Mapped[str]
    replied_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None]
