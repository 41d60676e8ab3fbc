"""Series and who waits for a seat. The class itself stands with the bookings that are its seats (booking/tables)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class ClassSeries(Base):
    """The rule some classes were made by: wall time in a zone, and a recurrence rule (RFC 5545)."""

    __tablename__ = "class_series"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    first_local: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    zone: Mapped[str]
    rule: Mapped[str]
    created_at: Mapped[datetime]


class Waiting(Base):
    """Somebody who waits for a seat, in the order of the ids. `offered`: a seat is held for them (`booking_id`) until
    the offer lapses. `lapsed`: the class was called off, and they were told."""

    __tablename__ = "class_waiting"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'offered', 'seated', 'lapsed', 'left')", name="known_status"),
        UniqueConstraint("class_id", "person_id"),
        Index("ix_class_waiting_next", "class_id", "id", postgresql_where=text("status = 'waiting'")),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    class_id: Mapped[UUID] = mapped_column(ForeignKey("class_session.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime]
    status: Mapped[str]
    booking_id: Mapped[UUID | None]
