"""A professional's hours as they were typed: wall time, and the zone it is meant in; never instants."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class WeeklyHours(Base):
    """The week: `ranges` is a list of [weekday from Monday 0, start, end], the last two in minutes from midnight."""

    __tablename__ = "weekly_hours"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    zone: Mapped[str]
    ranges: Mapped[list[Any]] = mapped_column(JSONB)
    updated_at: Mapped[datetime]


class DayHours(Base):
    """One day that differs from the week: `ranges` is a list of [start, end], empty when closed."""

    __tablename__ = "day_hours"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    ranges: Mapped[list[Any]] = mapped_column(JSONB)
    updated_at: Mapped[datetime]
