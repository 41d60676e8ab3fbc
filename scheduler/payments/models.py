"""Payments on the wire. Money in the currency's minor unit, and in words for its reader."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from scheduler.payments.states import Mode, Status

Side = Literal["client", "professional"]


class InvoiceBrief(BaseModel):
    """An invoice or credit note, to be downloaded at /invoices/{id}."""

    id: UUID
    number: int
    kind: Literal["invoice", "credit_note"]
    amount_minor: int
    issued_at: datetime


class RefundBrief(BaseModel):
    """Money on its way back, or back."""

    amount_minor: int
    status: Literal["requested", "succeeded", "failed"]
    reason: str
    created_at: datetime


class PaymentView(BaseModel):
    """A payment in the role in force. `amount`: in words. `earned_minor`: the professional's part, for them only; of
    what was paid in advance, of the sessions so far."""

    id: UUID
    role: Side
    subject_kind: str
    subject_id: UUID
    title: str
    mode: Mode
    status: Status
    amount_minor: int
    currency: str
    amount: str
    captured_minor: int
    refunded_minor: int
    disputed_minor: int
    earned_minor: int | None
    created_at: datetime
    paid_at: datetime | None
    refunds: list[RefundBrief]
    invoices: list[InvoiceBrief]


class Checkout(BaseModel):
    """What a client needs to pay.

    With the gateway "test", post `{"client_secret", "card"}` to
    `{gateway_url}/v1/payment_intents/{intent_id}/confirm`; with "stripe", give `client_secret` to Stripe's script.
    `client_secret` is null until the gateway was asked (try again in a moment) and once there is nothing to pay any
    more. `failure`: why the last attempt did not work."""

    id: UUID
    status: Status
    amount_minor: int
    currency: str
    amount: str
    mode: Mode
    gateway: str
    gateway_url: str | None
    intent_id: str | None
    client_secret: str | None
    failure: str | None


class PayoutView(BaseModel):
    """One transfer to a professional."""

    id: UUID
    amount_minor: int
    currency: str
    amount: str
    status: Literal["requested", "paid", "failed"]
    failure: str | None
    created_at: datetime
    settled_at: datetime | None


class BalanceView(BaseModel):
    """A professional's money in one currency: held until the meeting has been, payable at the next payout.
    `prepaid_minor`: paid by clients in advance, before our part of it, and not yet earned by a session."""

    currency: str
    held_minor: int
    payable_minor: int
    on_its_way_minor: int
    prepaid_minor: int
