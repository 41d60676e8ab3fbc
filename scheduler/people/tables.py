"""People and their two sides: one person, a client profile, a professional profile, kept apart."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from auth.tables import Account
from scheduler.store.base import Base


class Person(Base):
    """The human behind an account; `id` is the account's. `zone` is where they live, an IANA name."""

    __tablename__ = "person"
    id: Mapped[UUID] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    name: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ClientProfile(Base):
    """What a professional may read about a client."""

    __tablename__ = "client_profile"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    bio: Mapped[str]
    updated_at: Mapped[datetime]


class Professional(Base):
    """The public page of a professional. Inactive: kept, but neither found nor bookable.

    `credentials`: a list of {"title", "issuer", "year" (or null)}."""

    __tablename__ = "professional"
    __table_args__ = (
        CheckConstraint(
            "vetting IN ('unvetted', 'submitted', 'approved', 'rejected', 'suspended')", name="known_vetting"
        ),
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    headline: Mapped[str]
    bio: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    categories: Mapped[list[str]] = mapped_column(ARRAY(Text))
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    credentials: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    active: Mapped[bool]
    vetting: Mapped[str] = mapped_column(server_default="unvetted")  # see people/vetting.py
    updated_at: Mapped[datetime]


class FormerSlug(Base):
    """A slug that a professional's page had before: it stays theirs, so that old links live."""

    __tablename__ = "former_slug"
    slug: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    left_at: Mapped[datetime]
