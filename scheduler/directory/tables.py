"""What search reads of a professional, in one row. All but the rating is made anew from profile and services."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class SearchDocument(Base):
    """`listed`: may be found. `tsv`: every word, for finding; `ranked`: the short texts' words and weights, for the
    order (read for each that is found, so it is small). `haystack`: the short texts in plain small letters, for
    slips. `languages`: primary subtags. `prices`: currency → the prices of what is on offer, ascending, in the minor
    unit. `shortest_minutes`, `longest_minutes`, `notice_minutes` (the least): of the services on offer, null without
    one."""

    __tablename__ = "search_document"
    __table_args__ = (
        CheckConstraint("rating_count >= 0 AND rating_sum BETWEEN rating_count AND rating_count * 5", name="rating"),
        Index("ix_search_document_tsv", "tsv", postgresql_using="gin"),
        Index(
            "ix_search_document_haystack",
            "haystack",
            postgresql_using="gin",
            postgresql_ops={"haystack": "gin_trgm_ops"},
        ),
        Index("ix_search_document_categories", "categories", postgresql_using="gin"),
        Index("ix_search_document_sort_name", "sort_name", "person_id"),
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    listed: Mapped[bool]
    sort_name: Mapped[str]
    tsv: Mapped[Any] = mapped_column(TSVECTOR)
    ranked: Mapped[Any] = mapped_column(TSVECTOR)
    haystack: Mapped[str]
    categories: Mapped[list[str]] = mapped_column(ARRAY(Text))
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    prices: Mapped[dict[str, Any]] = mapped_column(JSONB)
    shortest_minutes: Mapped[int | None]
    longest_minutes: Mapped[int | None]
    notice_minutes: Mapped[int | None]
    rating_sum: Mapped[int]
    rating_count: Mapped[int]
    updated_at: Mapped[datetime]
