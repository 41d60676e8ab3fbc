"""Hours on the wire: wall time as `HH:MM`, `24:00` for the end of the day."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from scheduler.http import Strict, ZoneName

TimeOfDay = Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", examples=["09:00"])]


class WeeklyRange(Strict):
    """Open from `start` to `end` on each such weekday (0 is Monday)."""

    weekday: int = Field(ge=0, le=6)
    start: TimeOfDay
    end: TimeOfDay


class Weekly(Strict):
    """The week, whole, as wall time in `zone`."""

    zone: ZoneName
    hours: list[WeeklyRange] = Field(max_length=168)


class DayRange(Strict):
    """Open from `start` to `end` on that day."""

    start: TimeOfDay
    end: TimeOfDay


class ChangeDay(Strict):
    """A day's own ranges; none means closed."""

    ranges: list[DayRange] = Field(max_length=24)


class Day(BaseModel):
    """A day that differs from the week."""

    date: date
    ranges: list[DayRange]
