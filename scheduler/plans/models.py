"""Packages and subscriptions on the wire. Money in the currency's minor unit."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from scheduler.http import Strict
from scheduler.plans.rules import ClosedFor, EndReason, Kind, PrepaymentStatus, SubscriptionStatus
from scheduler.services.models import Currency, Description, Title

Sessions = Annotated[int, Field(ge=1, le=100)]
Price = Annotated[int, Field(ge=1, le=100_000_000)]
Months = Annotated[int, Field(ge=1, le=36)]
Services = Annotated[list[UUID], Field(min_length=1, max_length=100)]
Reason = Annotated[str, Field(max_length=200)]


class NewPlan(Strict):
    """What to offer: `sessions` of any of your services named, for one price. A package is valid for `valid_months`
    from its payment; a subscription gives as many each month, and what is left of a month lapses with it."""

    kind: Kind
    title: Title
    description: Description = ""
    service_ids: Services
    sessions: Sessions
    price_minor: Price
    currency: Currency
    valid_months: Months | None = None
    active: bool = True


class ChangePlan(Strict):
    """What to change; what is left out stays. What was bought before keeps its terms."""

    title: Title | None = None
    description: Description | None = None
    service_ids: Services | None = None
    sessions: Sessions | None = None
    price_minor: Price | None = None
    valid_months: Months | None = None
    active: bool | None = None

    def changes(self) -> dict[str, Any]:
        """What was said."""
        return self.model_dump(exclude_none=True)


class PlanView(BaseModel):
    """A package or a subscription on offer. `amount`: the price in words."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    kind: Kind
    title: str
    description: str
    service_ids: list[UUID]
    sessions: int
    price_minor: int
    currency: str
    valid_months: int | None
    active: bool


class Side(BaseModel):
    """One of the two."""

    id: UUID
    name: str


class PackageView(BaseModel):
    """A package that was bought, in the role in force. The client pays it at /payments/{payment_id}, until `ends_at`
    while it is unpaid; an active one is used for bookings that start before `ends_at`."""

    id: UUID
    role: Literal["client", "professional"]
    plan_id: UUID
    payment_id: UUID
    client: Side
    professional: Side
    title: str
    service_ids: list[UUID]
    sessions: int
    credits_left: int
    price_minor: int
    currency: str
    status: PrepaymentStatus
    created_at: datetime
    starts_at: datetime | None
    ends_at: datetime
    closed_for: ClosedFor | None


class MonthView(BaseModel):
    """One month of a subscription, paid at /payments/{payment_id}."""

    number: int
    payment_id: UUID
    sessions: int
    credits_left: int
    status: PrepaymentStatus
    starts_at: datetime | None
    ends_at: datetime


class CardFace(BaseModel):
    """A kept card as its owner knows it; `brand` and `last4` are null until the gateway has told them."""

    id: UUID
    brand: str | None
    last4: str | None


class CardSetup(BaseModel):
    """What a client needs to confirm a card that is to be kept.

    With the gateway "test", post `{"client_secret", "card"}` to `{gateway_url}/v1/setup_intents/{setup_id}/confirm`;
    with "stripe", give `client_secret` to Stripe's script. Both are null until the gateway was asked: try again in a
    moment."""

    gateway: str
    gateway_url: str | None
    setup_id: str | None
    client_secret: str | None


class CardView(BaseModel):
    """A card of the caller's. asked: it waits for its owner's confirmation (`setup`), a day at most; failed: nothing
    came of it. `failure`: why the last attempt did not work; `subscription_ids`: what is paid with it."""

    id: UUID
    status: Literal["asked", "kept", "failed"]
    brand: str | None
    last4: str | None
    failure: str | None
    subscription_ids: list[UUID]
    setup: CardSetup | None
    created_at: datetime


class SubscriptionView(BaseModel):
    """A subscription, in the role in force. `paid_until`: the end of the last month that was paid; `ends_then`: it is
    not renewed; `month`: the newest one, perhaps still to be paid; `card`: what it is paid with, for its client."""

    id: UUID
    role: Literal["client", "professional"]
    plan_id: UUID
    client: Side
    professional: Side
    title: str
    service_ids: list[UUID]
    sessions: int
    price_minor: int
    currency: str
    status: SubscriptionStatus
    zone: str
    paid_until: datetime | None
    ends_then: bool
    end_reason: EndReason | None
    created_at: datetime
    ended_at: datetime | None
    month: MonthView | None
    card: CardFace | None


class UseView(BaseModel):
    """What one session went for. taken: the booking stands; returned: it was not used and can be again; spent, paid:
    it was held, or given up too late; refunded: it came back as money."""

    model_config = ConfigDict(from_attributes=True)
    booking_id: UUID
    status: Literal["taken", "returned", "spent", "paid", "refunded"]
    taken_at: datetime
    changed_at: datetime


class PlanEventView(BaseModel):
    """What happened to something that was bought; `by` is a name, null when time or the gateway did it."""

    at: datetime
    by: str | None
    role: Literal["client", "professional", "system", "admin"]
    what: str
    reason: str
    detail: dict[str, str | int | None]


class GiveBack(Strict):
    """Why what is left is given back."""

    reason: Reason = ""


class CancelSubscription(Strict):
    """How it ends: with the month that is paid; or, as its professional, at once, and what is left of the month is
    given back."""

    when: Literal["month_end", "now"] = "month_end"
    reason: Reason = ""
