"""The cache of free windows. It can be emptied at any time: the hourly upkeep makes it anew."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class FreeUntil(Base):
    """How far somebody's windows are known. Without a row they have none: no service of theirs is on offer."""

    __tablename__ = "free_until"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class FreeWindow(Base):
    """Open time of somebody's in which nothing occupies them, as long as it can be; `length` in seconds."""

    __tablename__ = "free_window"
    __table_args__ = (
        CheckConstraint("NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)", name="half_open"),
        Index("ix_free_window_during", "during", postgresql_using="gist", postgresql_include=["person_id"]),
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("free_until.person_id", ondelete="CASCADE"), primary_key=True)
    during: Mapped[Range[Any]] = mapped_column(TSTZRANGE, primary_key=True)
    length: Mapped[int]
