"""From something that happened to a message for each endpoint that is to be told.

The rule kept here: whoever has something to tell pays one row of the queue (`emit`); a booking pays none, for its job
that tells people tells programs too. A cause makes one message an endpoint, however often it is told.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from auth.tables import Account
from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue, schedule
from scheduler.jobs.runner import Handler
from scheduler.store.engine import Sessions
from scheduler.webhooks.events import EVERY, OF_BOOKING, TYPES, Event
from scheduler.webhooks.tables import WebhookEndpoint

JOB: Final = "webhook-event"
BOOKING_JOB: Final = "webhook-booking"
SEND: Final = "webhook-send"


@dataclass(frozen=True, slots=True)
class Told:
    """A booking as programs are told of it: its two people, and what JSON says of it."""

    people: dict[str, UUID]
    booking: dict[str, Any]


LoadTold = Callable[[AsyncSession, UUID], Awaitable[Told | None]]
_INSERT: Final = text("""
WITH told AS (
    UPDATE webhook_endpoint SET sequence = sequence + 1
    WHERE id = ANY(:endpoints) AND NOT EXISTS (
        SELECT 1 FROM webhook_message WHERE endpoint_id = webhook_endpoint.id AND cause = :cause)
    RETURNING id, sequence
)
INSERT INTO webhook_message (id, endpoint_id, cause, type, sequence, data, at, state, attempts, first_at, next_at)
SELECT gen_random_uuid(), told.id, :cause, :type, told.sequence, :data, :at, 'pending', 0, :now, :now FROM told
RETURNING id
""")


async def emit(session: AsyncSession, event: Event, *, due: datetime | None = None) -> None:
    """Tell of an event, in the transaction that makes it happen: one row of the queue. With `due` it is told then;
    the same cause again moves it."""
    if event.type not in TYPES:
        raise ValueError(f"{event.type}: no type of event")
    payload = {
        "type": event.type,
        "cause": event.cause,
        "people": {role: str(person) for role, person in event.people.items()},
        "data": dict(event.data),
        "at": event.at.isoformat(),
    }
    if due is None:
        await enqueue(session, JOB, payload)
    else:
        await schedule(session, JOB, payload, due, dedupe_key=f"webhook:{event.cause}")


def event_job(sessions: Sessions, clock: Clock) -> Handler:
    """The handler of `webhook-event`: what `emit` was given."""

    async def fan_out(payload: dict[str, Any]) -> None:
        people = {role: UUID(person) for role, person in payload["people"].items()}
        at = datetime.fromisoformat(payload["at"])
        event = Event(payload["type"], payload["cause"], people, payload["data"], at)
        async with sessions.begin() as session:
            await fan(session, event, clock.now())

    return fan_out


def beside(sessions: Sessions, then: Handler) -> Handler:
    """The handler of a booking's telling: programs are told by a job of their own, so that neither they nor people
    wait for what goes wrong with the others."""

    async def tell(payload: dict[str, Any]) -> None:
        if payload["kind"] in OF_BOOKING:
            async with sessions.begin() as session:
                await enqueue(session, BOOKING_JOB, payload)
        await then(payload)

    return tell


def booking_job(sessions: Sessions, clock: Clock, load: LoadTold) -> Handler:
    """The handler of `webhook-booking`: what a booking's telling was given (`notifications.bookings`)."""

    async def tell(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            found = await load(session, UUID(payload["booking_id"]))
            if found is None:
                return
            event_id = payload.get("event_id") or "first"
            cause = f"booking {payload['booking_id']} {payload['kind']} {event_id}"
            data = {"booking": found.booking, **_beside(payload)}
            now = clock.now()
            await fan(session, Event(OF_BOOKING[payload["kind"]], cause, found.people, data, now), now)

    return tell


def _beside(payload: dict[str, Any]) -> dict[str, Any]:
    said = {
        "by": payload.get("actor_role") or None,
        "reason": payload.get("reason") or None,
        "previous": payload.get("before") or None,
    }
    return {name: value for name, value in said.items() if value is not None}


async def fan(session: AsyncSession, event: Event, now: datetime) -> list[UUID]:
    """Make a message for each endpoint that is to be told of an event, and queue it; their ids."""
    found: list[UUID] = []
    for role, person_id in sorted(event.people.items()):
        mine = (WebhookEndpoint.person_id == person_id, WebhookEndpoint.role == role, _open_account())
        on = (WebhookEndpoint.active, WebhookEndpoint.disabled_at.is_(None))
        wants = WebhookEndpoint.events.overlap([event.type, EVERY])
        found += await session.scalars(select(WebhookEndpoint.id).where(*mine, *on, wants))
    return await put(session, event, found, now)


def _open_account() -> ColumnElement[bool]:
    """Whoever is suspended is told nothing more of other people."""
    return exists().where(Account.id == WebhookEndpoint.person_id, Account.disabled_at.is_(None))


async def put(session: AsyncSession, event: Event, endpoints: list[UUID], now: datetime) -> list[UUID]:
    """The same for these endpoints, whatever they asked for."""
    if not endpoints:
        return []
    # One order for all who write, and what another told meanwhile is seen.
    rows = select(WebhookEndpoint.id).where(WebhookEndpoint.id.in_(endpoints)).order_by(WebhookEndpoint.id)
    held = list(await session.scalars(rows.with_for_update()))
    values = {
        "endpoints": held,
        "cause": event.cause,
        "type": event.type,
        "data": json.dumps(dict(event.data), ensure_ascii=False),
        "at": event.at,
        "now": now,
    }
    made = list(await session.scalars(_INSERT, values))
    for message_id in made:
        await enqueue(session, SEND, {"message_id": str(message_id)})
    return made
