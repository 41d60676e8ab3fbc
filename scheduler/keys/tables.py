"""API keys: the hash of each, and what it may do."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Date, Double, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class ApiKey(Base):
    """One key. `hint`: its last characters. `last_used_on`: a day is enough to know whether it is needed.

    `due`: when its next request would be due if it kept to its rate, in unix seconds (`auth.limits`)."""

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint("cardinality(scopes) > 0", name="opens_something"),
        CheckConstraint("roles <@ ARRAY['client', 'professional'] AND cardinality(roles) > 0", name="known_roles"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    hash: Mapped[bytes] = mapped_column(unique=True)
    hint: Mapped[str]
    label: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_on: Mapped[date | None] = mapped_column(Date)
    due: Mapped[float] = mapped_column(Double)
