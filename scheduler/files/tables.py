"""Files by their rows; their bytes lie elsewhere, by id.

The rule kept here: the row is there before the bytes and goes after them, so nothing lies anywhere that no row names.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class File(Base):
    """One file. It can be read once it is `stored_at`; unless it is `attached_at` to something within a day, or once
    it is `deleted_at`, it is collected. `size` in bytes, `sha256` hexadecimal."""

    __tablename__ = "file"
    __table_args__ = (
        CheckConstraint("purpose IN ('message', 'photo')", name="known_purpose"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_file_owner_id", "owner_id"),
        Index("ix_file_loose", "created_at", postgresql_where=text("attached_at IS NULL")),
        Index("ix_file_deleted", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    purpose: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    created_at: Mapped[datetime]
    stored_at: Mapped[datetime | None]
    attached_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class ProfilePhoto(Base):
    """The photo of one side of a person, in two sizes."""

    __tablename__ = "profile_photo"
    __table_args__ = (CheckConstraint("side IN ('client', 'professional')", name="known_side"),)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[str] = mapped_column(primary_key=True)
    large_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"))
    small_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"))
    updated_at: Mapped[datetime]
