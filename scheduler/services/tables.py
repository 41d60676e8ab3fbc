"""The services on offer. A deleted one stays as a row, for the bookings of it; it is neither shown nor booked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class Service(Base):
    """One service of one professional. Times in minutes; the price in the currency's minor unit."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("duration_minutes > 0 AND step_minutes > 0", name="takes_time"),
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint(
            "buffer_before_minutes >= 0 AND buffer_after_minutes >= 0 AND notice_minutes >= 0"
            " AND window_days >= 0 AND cancel_cutoff_minutes >= 0",
            name="terms",
        ),
        Index("ix_service_professional_id", "professional_id", postgresql_where=text("deleted_at IS NULL")),
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
    active: Mapped[bool]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
