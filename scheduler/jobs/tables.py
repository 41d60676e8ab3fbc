"""What is due later, on our clock."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class DueJob(Base):
    """A job to hand to the queue at `due_at`. `dedupe_key`: at most one waiting job of this key."""

    __tablename__ = "due_job"
    # In any collation, what belongs to one thing is found by how its keys begin.
    __table_args__ = (
        Index("ix_due_job_dedupe_key_begin", "dedupe_key", postgresql_ops={"dedupe_key": "text_pattern_ops"}),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    entrypoint: Mapped[str]
    payload: Mapped[bytes]
    due_at: Mapped[datetime] = mapped_column(index=True)
    dedupe_key: Mapped[str | None] = mapped_column(unique=True)
