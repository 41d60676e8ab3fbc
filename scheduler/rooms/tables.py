"""What the media server told us: events applied, who was there and when; and who may not come back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class WebhookEvent(Base):
    """A webhook that was applied; its id a second time changes nothing."""

    __tablename__ = "webhook_event"
    id: Mapped[str] = mapped_column(primary_key=True)
    event: Mapped[str]
    room: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(index=True)


class RoomPlacement(Base):
    """Which node a room is on, by the room's sid: one placed anew on another node has another sid there."""

    __tablename__ = "room_placement"
    room_sid: Mapped[str] = mapped_column(primary_key=True)
    node_id: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Attendance(Base):
    """One stay of one person in one booking's room, from joined to left.

    `last_seen_at` is moved by the sweep while they are there; `closed_by` says who ended the stay: the node's word
    (`left`), its room's end (`room`), or the sweep that no longer found them (`sweep`).
    """

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("role IN ('client', 'professional', 'admin')", name="known_role"),
        CheckConstraint("left_at >= joined_at", name="in_order"),
        Index("ix_attendance_open", "booking_id", postgresql_where=text("left_at IS NULL")),
    )
    participant_sid: Mapped[str] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    role: Mapped[str]
    joined_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]


class Knock(Base):
    """Who came to a room in its time and was turned away, because no media server could take them in."""

    __tablename__ = "room_knock"
    __table_args__ = (CheckConstraint("role IN ('client', 'professional')", name="known_role"),)
    booking_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class RoomDenial(Base):
    """A person removed from a booking's room for good."""

    __tablename__ = "room_denial"
    booking_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]
    created_at: Mapped[datetime]
