"""The admins' acts, what professionals show to be vetted, and what people reported."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class AdminAudit(Base):
    """One act of an admin (or of the command line: no admin). A trigger refuses every change of a row."""

    __tablename__ = "admin_audit"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    admin_id: Mapped[UUID | None]  # no foreign key: the act outlives the account
    action: Mapped[str]
    target: Mapped[str]
    target_id: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Vetting(Base):
    """What a professional last showed, and what was decided; the state itself is `professional.vetting`."""

    __tablename__ = "vetting"
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("professional.person_id", ondelete="CASCADE"), primary_key=True
    )
    credentials: Mapped[str]
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str]


class Report(Base):
    """Something somebody found wrong: of which kind, which one, and why."""

    __tablename__ = "report"
    __table_args__ = (CheckConstraint("state IN ('open', 'upheld', 'dismissed')", name="known_state"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    reporter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str]
    subject_id: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    decided_at: Mapped[datetime | None]
    decision: Mapped[str]
