"""People and their two sides: one person, a client profile, a professional profile, kept apart."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY
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
    """The public page of a professional. Inactive: kept, but neither found nor bookable."""

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
    active: Mapped[bool]
    vetting: Mapped[str] = mapped_column(server_default="unvetted")  # see people/vetting.py
    updated_at: Mapped[datetime]
