"""Services on the wire. Times in minutes, money in the currency's minor unit."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from scheduler.http import Instant, Strict
from scheduler.payments.policy import Policy
from scheduler.services.intake import MOST_QUESTIONS, Question

Title = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f<>]+$", examples=["First talk"])]
Description = Annotated[str, Field(max_length=4000)]
Duration = Annotated[int, Field(ge=5, le=1440)]
Price = Annotated[int, Field(ge=0, le=100_000_000)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])]
Buffer = Annotated[int, Field(ge=0, le=720)]
Ahead = Annotated[int, Field(ge=0, le=43_200)]
WindowDays = Annotated[int, Field(ge=1, le=365)]
Step = Annotated[int, Field(ge=5, le=1440)]
Cap = Annotated[int, Field(ge=1, le=1000)]
DepositPercent = Annotated[int, Field(ge=1, le=99)]
Seats = Annotated[int, Field(ge=1, le=500)]
Intake = Annotated[list[Question], Field(max_length=MOST_QUESTIONS)]


class Length(Strict):
    """Another length of a service, and what it costs."""

    minutes: Duration
    price_minor: Price


Lengths = Annotated[list[Length], Field(max_length=10)]
Payment = Literal["none", "full", "deposit", "hold"]
NULLABLE = frozenset({"schedule_id", "policy", "max_per_day", "max_per_week", "max_per_month"})


class NewService(Strict):
    """A service to offer; what is left out has a sensible value.

    `approval`: each booking waits for your answer. `intake`: what clients are asked. `secret`: only who has one of
    its links sees and books it. `seats` make it a class, held at dates of its own instead of in slots; with fewer
    than `min_seats` taken `decide_minutes` before the start it is cancelled. `max_per_…`: at most so many bookings of
    it. `schedule_id`: whose hours it goes by, the default's when left out. `lengths`: others than the usual one.
    `payment`: what confirms a booking (`none`: you settle it between you), `policy`: what comes back when it is
    cancelled."""

    title: Title
    description: Description = ""
    duration_minutes: Duration
    price_minor: Price
    currency: Currency
    buffer_before_minutes: Buffer = 0
    buffer_after_minutes: Buffer = 0
    notice_minutes: Ahead = 60
    window_days: WindowDays = 60
    step_minutes: Step = 15
    cancel_cutoff_minutes: Ahead = 1440
    approval: bool = False
    intake: Intake = Field(default_factory=list)
    secret: bool = False
    schedule_id: UUID | None = None
    max_per_day: Cap | None = None
    max_per_week: Cap | None = None
    max_per_month: Cap | None = None
    lengths: Lengths = Field(default_factory=list)
    payment: Payment = "none"
    deposit_percent: DepositPercent = 20
    policy: Policy | None = None
    seats: Seats | None = None
    min_seats: Seats = 1
    decide_minutes: Ahead = 1440
    active: bool = True


class ChangeService(Strict):
    """What to change; what is left out stays. A cap that is null is lifted, a schedule that is null is the default.
    Bookings that stand keep their terms."""

    title: Title | None = None
    description: Description | None = None
    duration_minutes: Duration | None = None
    price_minor: Price | None = None
    currency: Currency | None = None
    buffer_before_minutes: Buffer | None = None
    buffer_after_minutes: Buffer | None = None
    notice_minutes: Ahead | None = None
    window_days: WindowDays | None = None
    step_minutes: Step | None = None
    cancel_cutoff_minutes: Ahead | None = None
    approval: bool | None = None
    intake: Intake | None = None
    secret: bool | None = None
    max_per_day: Cap | None = None
    max_per_week: Cap | None = None
    max_per_month: Cap | None = None
    schedule_id: UUID | None = None
    lengths: Lengths | None = None
    payment: Payment | None = None
    deposit_percent: DepositPercent | None = None
    policy: Policy | None = None
    seats: Seats | None = None
    min_seats: Seats | None = None
    decide_minutes: Ahead | None = None
    active: bool | None = None

    def changes(self) -> dict[str, Any]:
        """The fields that were given; null is a value only where it means something."""
        given = self.model_dump(include=self.model_fields_set)
        return {name: value for name, value in given.items() if value is not None or name in NULLABLE}


class ServiceView(BaseModel):
    """A service, whole."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    title: str
    description: str
    duration_minutes: int
    price_minor: int
    currency: str
    buffer_before_minutes: int
    buffer_after_minutes: int
    notice_minutes: int
    window_days: int
    step_minutes: int
    cancel_cutoff_minutes: int
    approval: bool
    intake: list[Question]
    secret: bool
    schedule_id: UUID | None
    max_per_day: int | None
    max_per_week: int | None
    max_per_month: int | None
    lengths: list[Length]
    payment: Payment
    deposit_percent: int
    policy: Policy | None
    seats: int | None
    min_seats: int
    decide_minutes: int
    active: bool


class ServiceBrief(TypedDict):
    """A service in a list of professionals."""

    id: UUID
    title: str
    duration_minutes: int
    price_minor: int
    currency: str
    seats: int | None


class NewLink(Strict):
    """A secret link to make: until when, and how often it may be used; left out means for ever and any number."""

    label: Annotated[str, Field(max_length=80)] = ""
    expires_at: Instant | None = None
    uses: Annotated[int, Field(ge=1, le=10_000)] | None = None


class LinkView(BaseModel):
    """A secret link, without its secret."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    label: str
    created_at: Instant
    expires_at: Instant | None
    uses_left: int | None


class MadeLink(BaseModel):
    """A link just made. `secret` is shown this once; it is the last part of the address to hand out."""

    link: LinkView
    secret: str
