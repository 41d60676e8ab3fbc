"""What can be told: the types, and the body of one. Pure.

The rule kept here: the body is made of what is stored and nothing else, so that it is the same bytes each time it is
sent and each signature is of what the receiver has.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args
from uuid import UUID

EventType = Literal[
    "booking.requested",
    "booking.approved",
    "booking.offered",
    "booking.confirmed",
    "booking.rescheduled",
    "booking.cancelled",
    "booking.declined",
    "booking.expired",
    "booking.completed",
    "booking.no_show",
    "booking.disputed",
    "booking.dispute_resolved",
    "payment.succeeded",
    "payment.failed",
    "payment.refunded",
    "package.bought",
    "package.expired",
    "package.refunded",
    "subscription.started",
    "subscription.renewed",
    "subscription.payment_failed",
    "subscription.ended",
    "review.published",
    "message.received",
    "endpoint.test",
]
TYPES: Final[tuple[EventType, ...]] = get_args(EventType)
EVERY: Final = "*"
MEANING: Final[Mapping[EventType, str]] = {
    "booking.requested": "Somebody asks for a time, and the professional is to answer.",
    "booking.approved": "A request was approved and waits for its payment.",
    "booking.offered": "A seat is held for the next who waits.",
    "booking.confirmed": "A booking stands.",
    "booking.rescheduled": "A booking has another time; `previous` is the one before.",
    "booking.cancelled": "A booking was cancelled, or its class was.",
    "booking.declined": "A request was declined.",
    "booking.expired": "What waited for an answer or a payment has lapsed.",
    "booking.completed": "A meeting was held.",
    "booking.no_show": "Somebody did not come.",
    "booking.disputed": "Somebody contests how a booking ended.",
    "booking.dispute_resolved": "A dispute is decided.",
    "payment.succeeded": "A payment was taken.",
    "payment.failed": "A card was declined.",
    "payment.refunded": "Money was given back.",
    "package.bought": "A package was paid.",
    "package.expired": "What was left of a package lapsed; `sessions_left` says how much.",
    "package.refunded": "What was left of a package was given back.",
    "subscription.started": "The first month of a subscription was paid.",
    "subscription.renewed": "Another month of a subscription was paid.",
    "subscription.payment_failed": "The kept card gave nothing; `attempt` counts the times it was asked.",
    "subscription.ended": "A subscription is over; `why` says for what reason.",
    "review.published": "A review can be read.",
    "message.received": "Somebody wrote.",
    "endpoint.test": "You asked for a test.",
}
# What a booking's job tells people (notifications/kinds.py), as programs are told of it.
OF_BOOKING: Final[Mapping[str, EventType]] = {
    "requested": "booking.requested",
    "approved": "booking.approved",
    "waitlist-offer": "booking.offered",
    "confirmed": "booking.confirmed",
    "rescheduled": "booking.rescheduled",
    "cancelled": "booking.cancelled",
    "class-cancelled": "booking.cancelled",
    "outage": "booking.cancelled",
    "declined": "booking.declined",
    "expired": "booking.expired",
    "completed": "booking.completed",
    "no-show": "booking.no_show",
    "dispute-opened": "booking.disputed",
    "dispute-resolved": "booking.dispute_resolved",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `cause` is the same each time it is told; `people`: who is told, by role."""

    type: EventType
    cause: str
    people: Mapping[str, UUID]
    data: Mapping[str, Any]
    at: datetime


def body_of(type_: str, at: datetime, sequence: int, role: str, data: str) -> bytes:
    """The body of one message; `data` is JSON."""
    head = {"type": type_, "timestamp": _wire(at), "sequence": sequence, "role": role}
    return json.dumps({**head, "data": json.loads(data)}, ensure_ascii=False, separators=(",", ":")).encode()


def _wire(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
