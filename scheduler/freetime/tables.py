"""The cache of free windows. It can be emptied at any time: the hourly upkeep makes it anew."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base

# Windows longer than that are in an index of their own too: so the others that are open at a time are among those
# that begin no earlier than so long before.
LONG: Final = "interval '12 h'"


class FreeUntil(Base):
    """How far somebody's windows are known. Without a row they have none: no service of theirs is on offer."""

    __tablename__ = "free_until"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class FreeWindow(Base):
    """Open time of somebody's, [opens, closes), in which nothing occupies them, as long as it can be."""

    __tablename__ = "free_window"
    __table_args__ = (
        CheckConstraint("opens < closes", name="not_empty"),
        Index("ix_free_window_times", "opens", "closes", postgresql_include=["person_id"]),
        Index(
            "ix_free_window_long",
            "opens",
            "closes",
            postgresql_include=["person_id"],
            postgresql_where=text(f"closes - opens > {LONG}"),
        ),
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("free_until.person_id", ondelete="CASCADE"), primary_key=True)
    opens: Mapped[datetime] = mapped_column(primary_key=True)
    closes: Mapped[datetime]
