"""What people agreed to, the copies of their data they asked for, and who wants to leave."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class Consent(Base):
    """One decision of a person; the newest of a kind counts. Rows are only added: they are the history."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("kind IN ('terms', 'privacy', 'marketing', 'recording', 'sale_or_share')", name="known_kind"),
        CheckConstraint("source IN ('settings', 'gpc')", name="known_source"),
        Index("ix_consent_person_id_kind_id", "person_id", "kind", "id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str]
    granted: Mapped[bool]
    version: Mapped[str]
    at: Mapped[datetime]
    source: Mapped[str]


class DataExport(Base):
    """A copy of everything about a person: asked for, then ready, then gone."""

    __tablename__ = "data_export"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    requested_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    size: Mapped[int]
    file: Mapped[bytes | None] = mapped_column(deferred=True)


class Erasure(Base):
    """Somebody wants to leave at `due_at`; the row goes when they change their mind, and stays when it was done."""

    __tablename__ = "erasure"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    requested_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
