"""A professional's hours as they were typed: wall time, and the zone it is meant in; never instants.

The rule kept here: whoever has schedules has exactly one that is the default; a service names one or goes by that.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class Schedule(Base):
    """A named week: `ranges` is a list of [weekday from Monday 0, start, end], the last two in minutes from midnight
    (an end after 1440 is the next day's)."""

    __tablename__ = "schedule"
    __table_args__ = (
        Index("ix_schedule_person_id", "person_id"),
        Index("uq_schedule_default", "person_id", unique=True, postgresql_where=text("is_default")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str]
    is_default: Mapped[bool]
    zone: Mapped[str]
    ranges: Mapped[list[Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ScheduleDay(Base):
    """One day that differs from a schedule's week: `ranges` is a list of [start, end], empty when closed."""

    __tablename__ = "schedule_day"
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedule.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    ranges: Mapped[list[Any]] = mapped_column(JSONB)
    updated_at: Mapped[datetime]


class TimeOff(Base):
    """Away from one wall time to another, [start, end), in the zone of the hours: nothing can be booked."""

    __tablename__ = "time_off"
    __table_args__ = (
        CheckConstraint("starts_local < ends_local", name="in_order"),
        Index("ix_time_off_person_id", "person_id", "ends_local"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    starts_local: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    ends_local: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    note: Mapped[str]
    created_at: Mapped[datetime]


class Travel(Base):
    """In another zone from one day to another, both whole days there: the hours of those days are meant in it."""

    __tablename__ = "travel"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="in_order"),
        ExcludeConstraint(
            ("person_id", "="),
            (text("daterange(first_day, last_day, '[]')"), "&&"),
            name="travel_no_overlap",
            using="gist",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    zone: Mapped[str]
    created_at: Mapped[datetime]


class BookingLimit(Base):
    """At most so many bookings of all services in a day, a week, a month of the host's zone; null for any number."""

    __tablename__ = "booking_limit"
    __table_args__ = (CheckConstraint("max_per_day > 0 AND max_per_week > 0 AND max_per_month > 0", name="positive"),)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    max_per_day: Mapped[int | None]
    max_per_week: Mapped[int | None]
    max_per_month: Mapped[int | None]
    updated_at: Mapped[datetime]
