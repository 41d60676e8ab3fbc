"""Which websites may show a professional's widget."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class WidgetSettings(Base):
    """One professional's widget; without a row there is none."""

    __tablename__ = "widget_settings"
    __table_args__ = (CheckConstraint("cardinality(origins) <= 20", name="few_origins"),)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    enabled: Mapped[bool]
    origins: Mapped[list[str]] = mapped_column(ARRAY(Text))
    updated_at: Mapped[datetime]
