"""Bookings on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from scheduler.booking.states import Actor, Status
from scheduler.http import Instant, Strict

Reason = Annotated[str, Field(max_length=500)]
PayWith = Literal["money", "package", "subscription"]
Secret = Annotated[str, Field(min_length=20, max_length=128)]
Text = Annotated[str, Field(max_length=4000)]
AnswerKey = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
Answers = Annotated[
    dict[AnswerKey, Text | bool | Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=30)]],
    Field(max_length=20),
]


class BookSlot(Strict):
    """The slot a client wants: a service's start, exactly as it was listed. `duration_minutes`: one of the service's
    lengths, the usual one when left out. `answers`: by the questions' keys;
    `link`: the secret of the link by which a service that is not shown was found; `pay_with`: a session that was paid
    in advance, of the usual length, instead of money."""

    service_id: UUID
    start: Instant
    duration_minutes: int | None = Field(None, ge=5, le=1440)
    note: str = Field("", max_length=2000)
    answers: Answers = Field(default_factory=dict)
    link: Secret | None = None
    pay_with: PayWith = "money"


class Why(Strict):
    """Why; may be left out."""

    reason: Reason = ""


class MoveBooking(Strict):
    """The time a booking is to have: one of those listed for moving it."""

    start: Instant
    reason: Reason = ""


class AskExtension(Strict):
    """For how much longer a running meeting should go on."""

    minutes: int = Field(ge=5, le=120, multiple_of=5)


class Extension(BaseModel):
    """A wish to go on, which the other side may grant until it lapses. `price_minor`: what it adds to the price."""

    asked_by: Literal["client", "professional"]
    minutes: int
    price_minor: int
    lapses_at: datetime


class DisputeBooking(Strict):
    """What is not right about how the booking ended."""

    reason: str = Field(min_length=1, max_length=2000)


class ResolveDispute(Strict):
    """What it was after all: held, a no-show, or as if it had been cancelled; and why."""

    outcome: Literal["held", "no_show", "cancelled"]
    reason: str = Field(min_length=1, max_length=2000)


class Movable(BaseModel):
    """A time that a booking could have instead."""

    start: datetime
    end: datetime


class Happened(BaseModel):
    """One line of a booking's audit trail. `by` is a name, null when time or evidence did it."""

    at: datetime
    by: str | None
    role: Actor
    before: Status | None
    after: Status
    reason: str
    detail: dict[str, str] | None


class ChargeBrief(BaseModel):
    """One payment of a booking."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    mode: Literal["full", "deposit", "rest", "hold"]
    amount_minor: int
    currency: str
    status: str
    captured_minor: int
    refunded_minor: int


class Answer(BaseModel):
    """A question as it was asked, and the answer."""

    key: str
    label: str
    answer: str | bool | list[str]


class BookedService(BaseModel):
    """The service, as it was called when it was booked."""

    id: UUID
    title: str
    duration_minutes: int


class Host(BaseModel):
    """The professional."""

    id: UUID
    name: str
    slug: str
    zone: str


class Guest(BaseModel):
    """The client."""

    id: UUID
    name: str
    zone: str


class Joinable(BaseModel):
    """When the room lets its people in."""

    opens_at: datetime
    closes_at: datetime


class BookingView(BaseModel):
    """A booking as one of its two people sees it, in `role`. `local_start` is wall time in `zone`, as agreed.

    `expires_at`: when a request or a hold lapses; `held_for`: what a hold waits for; `absent`: of a no-show, who was
    not there. Where it is paid here: `refund_percent`: how much comes back when the client cancels now (less by the
    late fee when it is not all); `refund_terms`: the policy in words, as its moves have left it; `move_terms`: what
    moving it now would mean for that, null when nothing."""

    id: UUID
    status: Status
    role: Literal["client", "professional"]
    service: BookedService
    professional: Host
    client: Guest
    start: datetime
    end: datetime
    local_start: str = Field(examples=["2027-03-11T18:00"])
    zone: str
    price_minor: int
    currency: str
    payment: Literal["none", "full", "deposit", "hold", "credit"]
    note: str
    answers: list[Answer]
    cancel_cutoff_minutes: int
    refund_percent: int | None
    refund_terms: str | None
    move_terms: str | None
    can_cancel: bool
    can_move: bool
    can_answer: bool
    can_dispute: bool
    expires_at: datetime | None
    absent: Literal["client", "professional", "both"] | None
    sequence: int
    class_id: UUID | None
    held_for: Literal["payment", "offer"] | None
    joinable: Joinable
    created_at: datetime
