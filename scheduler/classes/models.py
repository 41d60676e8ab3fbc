"""Classes on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, field_validator

from scheduler.booking.models import Answers, Reason, Secret
from scheduler.classes.recurrence import MOST_DATES
from scheduler.http import Strict, ZoneName
from scheduler.services.models import Seats

LocalTime = Annotated[
    str, Field(pattern=r"^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]$", examples=["2027-03-11T18:00"])
]


class Wall(Strict):
    """A wall time, and the zone it is meant in; without one it is the zone of the host's hours."""

    local_start: LocalTime
    zone: ZoneName | None = None

    @field_validator("local_start")
    @classmethod
    def _exists(cls, value: str) -> str:
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("is no date and time of day like 2027-03-11T18:00") from None
        return value

    @property
    def local(self) -> datetime:
        """The wall time, without a zone."""
        return datetime.fromisoformat(self.local_start)


class NewClasses(Wall):
    """Classes to hold: one, or a series by `rule` (RFC 5545) without the days in `except_on`.

    `skip_clashes`: leave out dates at which you are busy, instead of making none. `seats` and `min_seats` are the
    service's where left out."""

    rule: Annotated[str, Field(max_length=300, examples=["FREQ=WEEKLY;COUNT=8"])] | None = None
    except_on: list[date] = Field(default_factory=list, max_length=MOST_DATES)
    skip_clashes: bool = False
    seats: Seats | None = None
    min_seats: Seats | None = None

    @field_validator("except_on", mode="before")
    @classmethod
    def _days(cls, value: object) -> object:
        """Strict bodies take no text for a date; JSON has nothing else."""
        if not isinstance(value, list):
            return value
        try:
            return [date.fromisoformat(each) if isinstance(each, str) else each for each in value]
        except ValueError:
            raise ValueError("must be days like 2027-03-11") from None


class MoveClass(Wall):
    """When the class is to be held instead."""


class CallOff(Strict):
    """Why a class is called off: those who booked it read this."""

    reason: Reason = ""


class CallOffSeries(CallOff):
    """Which classes of a series are called off: those still to come, from `from_class` on where it is said.

    `keep_moved`: leave those that were moved by themselves."""

    from_class: UUID | None = None
    keep_moved: bool = False


class MoveSeries(Wall):
    """The new wall time of `from_class` (without one, of the first class to come): those after it move by as many
    days, to the same time of day.

    `skip_clashes`: leave classes where they are that cannot be moved, instead of moving none."""

    from_class: UUID | None = None
    skip_clashes: bool = False


class TakeSeat(Strict):
    """A seat to book; `link` opens the class of a secret service."""

    note: str = Field("", max_length=2000)
    answers: Answers = Field(default_factory=dict)
    link: Secret | None = None


class ClassView(BaseModel):
    """A class as everybody sees it. `missing_wall`: its usual wall time does not exist that day, `local_start` is the
    first that does."""

    id: UUID
    series_id: UUID | None
    service_id: UUID
    title: str
    status: Literal["scheduled", "running", "completed", "cancelled"]
    start: datetime
    end: datetime
    local_start: str
    zone: str
    missing_wall: bool
    price_minor: int
    currency: str
    seats: int
    seats_left: int
    min_seats: int


class Made(BaseModel):
    """The classes that were made, and the times that were left out because the host is busy then."""

    classes: list[ClassView]
    clashes: list[datetime]


class SeatHolder(BaseModel):
    """Somebody with a seat, as the host sees it."""

    booking_id: UUID
    name: str
    status: str


class Roster(ClassView):
    """A class as its host sees it: who has or had a seat, and how many wait for one."""

    holders: list[SeatHolder]
    waiting: int


class Place(BaseModel):
    """A place on a waiting list, from 1."""

    position: int


class SeriesClass(ClassView):
    """A class of a series: where the series has it (`planned_local`), and whether it was moved by itself."""

    planned_local: str
    apart: bool


class SeriesView(BaseModel):
    """A series as its host sees it, its classes in its own order; `rule` is the one it was made by."""

    id: UUID
    service_id: UUID
    rule: str
    classes: list[SeriesClass]


class SeriesOff(BaseModel):
    """The classes that were called off now, and those to come that were kept."""

    classes: list[ClassView]
    kept: list[ClassView]


class Staying(BaseModel):
    """A class that stays where it is, because it could not be held at the time `wanted`."""

    class_id: UUID
    start: datetime
    wanted: datetime


class SeriesMoved(BaseModel):
    """The classes that were moved now, and those that stay where they are from now on."""

    classes: list[ClassView]
    staying: list[Staying]


class Seated(BaseModel):
    """The bookings of seats."""

    booking_ids: list[UUID]
