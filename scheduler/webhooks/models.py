"""Webhook endpoints and deliveries on the wire."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from scheduler.http import Instant, Strict
from scheduler.notifications.outgoing import MAX_URL
from scheduler.webhooks.events import EVERY, TYPES, EventType, body_of
from scheduler.webhooks.signing import message_id
from scheduler.webhooks.tables import WebhookAttempt, WebhookEndpoint, WebhookMessage

Url = Annotated[str, Field(min_length=8, max_length=MAX_URL, examples=["https://example.org/hooks/visavis"])]
Events = Annotated[list[EventType | Literal["*"]], Field(min_length=1, max_length=len(TYPES) + 1)]
Description = Annotated[str, Field(max_length=200)]
State = Literal["pending", "delivered", "failed"]


class NewEndpoint(Strict):
    """Where to tell of which events: `*` is all, those to come too."""

    url: Url
    events: Events
    description: Description = ""


class ChangeEndpoint(Strict):
    """What to change; what is left out stays. `active` true also switches on what we had switched off."""

    url: Url | None = None
    events: Events | None = None
    description: Description | None = None
    active: bool | None = None

    def changes(self) -> dict[str, Any]:
        """The fields that were given."""
        return self.model_dump(exclude_none=True)


class EndpointView(BaseModel):
    """An endpoint of the role in force. `sequence`: of the last event that was told to it.

    `failing_since`: since when it has taken nothing; `disabled_reason`: why we have switched it off (failing: it took
    nothing for five days; gone: it said so)."""

    id: UUID
    url: str
    description: str
    events: list[str]
    active: bool
    sequence: int
    failing_since: Instant | None
    disabled_at: Instant | None
    disabled_reason: Literal["failing", "gone"] | None
    previous_secret_until: Instant | None
    created_at: Instant


class MadeEndpoint(BaseModel):
    """An endpoint, and the secret that what we send it is signed with: this once."""

    endpoint: EndpointView
    secret: str


class DeliveryView(BaseModel):
    """One event for one endpoint. `id` is its `webhook-id`, the same in every attempt."""

    id: UUID
    webhook_id: str
    type: str
    sequence: int
    at: Instant
    state: State
    attempts: int
    next_attempt_at: Instant | None


class AttemptView(BaseModel):
    """One attempt: the status that came back and the beginning of the answer, or why there was none."""

    number: int
    at: Instant
    ms: int
    status: int | None
    error: str | None
    excerpt: str


class Delivery(BaseModel):
    """One event for one endpoint, with the body as it is sent and a hundred attempts, the newest first."""

    delivery: DeliveryView
    body: str
    log: list[AttemptView]


def in_order(events: Sequence[str]) -> list[str]:
    """Each type once, in the order they stand in the document; all of them is `*`."""
    return [EVERY] if EVERY in events else [each for each in TYPES if each in events]


def endpoint_view(row: WebhookEndpoint) -> EndpointView:
    """An endpoint as its owner sees it."""
    return EndpointView.model_validate(
        {
            **{name: getattr(row, name) for name in EndpointView.model_fields if name != "previous_secret_until"},
            "previous_secret_until": row.previous_until,
        }
    )


def delivery_view(row: WebhookMessage) -> DeliveryView:
    """A delivery in a list."""
    return DeliveryView.model_validate(
        {
            **{name: getattr(row, name) for name in ("id", "type", "sequence", "at", "state", "attempts")},
            "webhook_id": message_id(row.id),
            "next_attempt_at": row.next_at,
        }
    )


def delivery_whole(row: WebhookMessage, role: str, log: Sequence[WebhookAttempt]) -> Delivery:
    """A delivery with its attempts."""
    return Delivery(
        delivery=delivery_view(row),
        body=body_of(row.type, row.at, row.sequence, role, row.data).decode(),
        log=[AttemptView.model_validate(each, from_attributes=True) for each in log],
    )
