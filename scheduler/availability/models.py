"""Hours on the wire: wall time as `HH:MM`, `24:00` for the end of the day.

A range that ends before it starts runs into the next day.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from scheduler.http import Strict, ZoneName

TimeOfDay = Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", examples=["09:00"])]


class WeeklyRange(Strict):
    """Open from `start` to `end` on each such weekday (0 is Monday); an `end` before the start is the next day's."""

    weekday: int = Field(ge=0, le=6)
    start: TimeOfDay
    end: TimeOfDay


class Weekly(Strict):
    """The week, whole, as wall time in `zone`."""

    zone: ZoneName
    hours: list[WeeklyRange] = Field(max_length=168)


class DayRange(Strict):
    """Open from `start` to `end` on that day; an `end` before the start is the next day's."""

    start: TimeOfDay
    end: TimeOfDay


class ChangeDay(Strict):
    """A day's own ranges; none means closed."""

    ranges: list[DayRange] = Field(max_length=24)


class Day(BaseModel):
    """A day that differs from the week."""

    date: date
    ranges: list[DayRange]


ScheduleName = Annotated[
    str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f<>]+$", examples=["Evenings online"])
]


class NewSchedule(Strict):
    """A schedule to make."""

    name: ScheduleName
    zone: ZoneName
    hours: list[WeeklyRange] = Field(default_factory=list, max_length=168)


class ChangeSchedule(Strict):
    """What to change of a schedule; what is left out stays."""

    name: ScheduleName | None = None
    zone: ZoneName | None = None
    hours: list[WeeklyRange] | None = Field(None, max_length=168)
    default: Literal[True] | None = None


class ScheduleView(BaseModel):
    """A schedule: a named week as wall time in `zone`. The default one is that of services which name none."""

    id: UUID
    name: str
    default: bool
    zone: str
    hours: list[WeeklyRange]


LocalTime = Annotated[
    str, Field(pattern=r"^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]$", examples=["2027-08-02T00:00"])
]
LocalDay = Annotated[str, Field(pattern=r"^20[0-9]{2}-[01][0-9]-[0-3][0-9]$", examples=["2027-08-02"])]


class NewTimeOff(Strict):
    """Away from `start` to `end`, wall time in the zone of my hours; nothing can be booked then."""

    start: LocalTime
    end: LocalTime
    note: str = Field("", max_length=200)

    @field_validator("start", "end")
    @classmethod
    def _exists(cls, value: str) -> str:
        return _iso(value)


class Clash(BaseModel):
    """A booking that stands at a time that is no longer open. It is not touched: move or cancel it."""

    booking_id: UUID
    title: str
    start: datetime
    end: datetime


class TimeOffView(BaseModel):
    """A time off, and the bookings that stand in it."""

    id: UUID
    start: str
    end: str
    note: str
    clashes: list[Clash]


class NewTravel(Strict):
    """From one day to another, both whole, I am in `zone`: the hours of those days are meant in it."""

    first_day: LocalDay
    last_day: LocalDay
    zone: ZoneName

    @field_validator("first_day", "last_day")
    @classmethod
    def _exists(cls, value: str) -> str:
        return _iso(value)


class TravelView(BaseModel):
    """A stay in another zone."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    first_day: date
    last_day: date
    zone: str


Limit = Annotated[int, Field(ge=1, le=1000)]


class Limits(Strict):
    """At most so many bookings of all my services in a day, a week (from Monday), a month of my zone; null: any."""

    max_per_day: Limit | None = None
    max_per_week: Limit | None = None
    max_per_month: Limit | None = None


def _iso(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("does not exist") from None
    return value
