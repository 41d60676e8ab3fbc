"""My webhook endpoints, in the role in force: where my events go, what was sent, and sending it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.sealing import Sealer
from scheduler.http import Api, Context, Cursor, Limit, Page, Problem, decode_cursor, invalid, not_found, page
from scheduler.jobs.queue import enqueue
from scheduler.notifications.outgoing import why_not
from scheduler.webhooks.emitting import SEND, put
from scheduler.webhooks.events import Event
from scheduler.webhooks.models import (
    ChangeEndpoint,
    Delivery,
    DeliveryView,
    EndpointView,
    MadeEndpoint,
    NewEndpoint,
    State,
    delivery_view,
    delivery_whole,
    endpoint_view,
    in_order,
)
from scheduler.webhooks.sending import owner_of
from scheduler.webhooks.signing import new_secret
from scheduler.webhooks.tables import WebhookAttempt, WebhookEndpoint, WebhookMessage

MOST_ENDPOINTS: Final = 10
MOST_TESTS: Final = 5
LOG_SHOWN: Final = 100
BOTH_VALID_FOR: Final = timedelta(hours=24)
KEPT_FOR: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The endpoints. `private`: addresses of our own machines are taken too (development and tests)."""

    sealer: Sealer
    private: bool

    async def list_webhook_endpoints(self, ctx: Context, session: AsyncSession) -> Page[EndpointView]:
        """List my webhook endpoints of this role, the newest first."""
        query = select(WebhookEndpoint).where(*_mine(ctx))
        found = await session.scalars(query.order_by(WebhookEndpoint.created_at.desc(), WebhookEndpoint.id))
        return Page(items=[endpoint_view(each) for each in found])

    async def create_webhook_endpoint(self, ctx: Context, session: AsyncSession, body: NewEndpoint) -> MadeEndpoint:
        """Let another server be told of my events in this role. The secret is in this answer and nowhere else.

        Each event is a POST signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`,
        `webhook-signature`). It is sent at least once: what is not answered by 2xx in ten seconds is sent again for
        three days, under the same id. The order is not promised; `sequence` tells it. Redirects are not followed."""
        self._check(body.url)
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(ctx.account.id), 0))))
        if (await session.scalar(select(func.count()).where(*_mine(ctx))) or 0) >= MOST_ENDPOINTS:
            raise Problem("conflict", f"You have {MOST_ENDPOINTS} endpoints in this role already. Delete one first.")
        endpoint_id, secret = uuid4(), new_secret()
        row = {
            "id": endpoint_id,
            "person_id": ctx.account.id,
            "role": ctx.role,
            "url": body.url,
            "description": body.description,
            "events": in_order(body.events),
            "secret": self._sealed(endpoint_id, secret),
            "sequence": 0,
            "active": True,
            "created_at": ctx.clock.now(),
        }
        made = (await session.scalars(insert(WebhookEndpoint).values(**row).returning(WebhookEndpoint))).one()
        return MadeEndpoint(endpoint=endpoint_view(made), secret=secret)

    async def show_webhook_endpoint(self, ctx: Context, session: AsyncSession, id: UUID) -> EndpointView:
        """Show one of my webhook endpoints."""
        return endpoint_view(await _one(ctx, session, id))

    async def change_webhook_endpoint(
        self, ctx: Context, session: AsyncSession, id: UUID, body: ChangeEndpoint
    ) -> EndpointView:
        """Change one of my webhook endpoints, or switch it off or on.

        While it is off nothing is kept for it, and what was still to be sent has failed."""
        changes = body.changes()
        if body.url is not None:
            self._check(body.url)
        if body.events is not None:
            changes["events"] = in_order(body.events)
        if body.active:
            changes |= {"disabled_at": None, "disabled_reason": None, "failing_since": None}
        await _one(ctx, session, id, lock=True)
        if changes:
            await session.execute(update(WebhookEndpoint).where(WebhookEndpoint.id == id).values(**changes))
        return endpoint_view(await _one(ctx, session, id))

    async def delete_webhook_endpoint(self, ctx: Context, session: AsyncSession, id: UUID) -> None:
        """Delete one of my webhook endpoints, with all that was sent to it."""
        await _one(ctx, session, id, lock=True)
        await session.execute(delete(WebhookEndpoint).where(WebhookEndpoint.id == id))

    async def rotate_webhook_secret(self, ctx: Context, session: AsyncSession, id: UUID) -> MadeEndpoint:
        """Make a new secret for one of my webhook endpoints.

        For a day each message is signed with both, so that nothing is refused while the receiver learns the new one;
        the one before the last ends now."""
        endpoint, secret = await _one(ctx, session, id, lock=True), new_secret()
        endpoint.previous_secret, endpoint.previous_until = endpoint.secret, ctx.clock.now() + BOTH_VALID_FOR
        endpoint.secret = self._sealed(id, secret)
        await session.flush()
        return MadeEndpoint(endpoint=endpoint_view(endpoint), secret=secret)

    async def test_webhook_endpoint(self, ctx: Context, session: AsyncSession, id: UUID) -> DeliveryView:
        """Send a test event to one of my webhook endpoints."""
        endpoint = await _one(ctx, session, id, lock=True)
        _check_on(endpoint)
        waiting = (WebhookMessage.type == "endpoint.test", WebhookMessage.state == "pending")
        tests = select(func.count()).where(WebhookMessage.endpoint_id == id, *waiting)
        if (await session.scalar(tests) or 0) >= MOST_TESTS:
            raise Problem("conflict", f"{MOST_TESTS} tests are on their way already.")
        now = ctx.clock.now()
        people = {endpoint.role: ctx.account.id}
        event = Event("endpoint.test", f"test {uuid4()}", people, {"endpoint_id": str(id)}, now)
        (made,) = await put(session, event, [id], now)
        return delivery_view(await session.get_one(WebhookMessage, made))

    async def list_webhook_deliveries(
        self,
        ctx: Context,
        session: AsyncSession,
        *,
        id: UUID,
        state: State | None = None,
        limit: Limit = 20,
        cursor: Cursor | None = None,
    ) -> Page[DeliveryView]:
        """List what was sent to one of my webhook endpoints in the last thirty days, the newest first."""
        await _one(ctx, session, id)
        query = select(WebhookMessage).where(WebhookMessage.endpoint_id == id)
        if state is not None:
            query = query.where(WebhookMessage.state == state)
        if cursor is not None:
            query = query.where(WebhookMessage.sequence < decode_cursor(cursor, int)[0])
        found = (await session.scalars(query.order_by(WebhookMessage.sequence.desc()).limit(limit + 1))).all()
        return page(found, limit, delivery_view, lambda row: (row.sequence,))

    async def show_webhook_delivery(
        self, ctx: Context, session: AsyncSession, id: UUID, delivery_id: UUID
    ) -> Delivery:
        """Show what was sent to one of my webhook endpoints, and what came back each time."""
        endpoint = await _one(ctx, session, id)
        message = await _message(session, id, delivery_id)
        log = select(WebhookAttempt).where(WebhookAttempt.message_id == delivery_id)
        found = (await session.scalars(log.order_by(WebhookAttempt.number.desc()).limit(LOG_SHOWN))).all()
        return delivery_whole(message, endpoint.role, found)

    async def redeliver_webhook(
        self, ctx: Context, session: AsyncSession, id: UUID, delivery_id: UUID
    ) -> DeliveryView:
        """Send an event again now, under its id, whatever came of it before; its three days begin anew."""
        _check_on(await _one(ctx, session, id, lock=True))
        message, now = await _message(session, id, delivery_id), ctx.clock.now()
        message.state, message.first_at, message.next_at = "pending", now, now
        await session.flush()
        await enqueue(session, SEND, {"message_id": str(delivery_id)})
        return delivery_view(message)

    def _check(self, url: str) -> None:
        if why := why_not(url, private=self.private):
            raise invalid("url", why, "Give an address such as https://example.org/hooks.")

    def _sealed(self, endpoint_id: UUID, secret: str) -> bytes:
        return self.sealer.seal(secret.encode(), owner_of(endpoint_id))


def _mine(ctx: Context) -> tuple[Any, ...]:
    return (WebhookEndpoint.person_id == ctx.account.id, WebhookEndpoint.role == ctx.role)


async def _one(ctx: Context, session: AsyncSession, endpoint_id: UUID, *, lock: bool = False) -> WebhookEndpoint:
    query = select(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id, *_mine(ctx))
    if lock:
        query = query.with_for_update()
    found = await session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise not_found("webhook endpoint")
    return found


async def _message(session: AsyncSession, endpoint_id: UUID, message_id: UUID) -> WebhookMessage:
    found = await session.get(WebhookMessage, message_id)
    if found is None or found.endpoint_id != endpoint_id:
        raise not_found("delivery")
    return found


def _check_on(endpoint: WebhookEndpoint) -> None:
    if not endpoint.active or endpoint.disabled_at is not None:
        raise Problem("conflict", "This endpoint is switched off. Switch it on first.")


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete what was told KEPT_FOR ago, and secrets that are valid no more."""
    over = (WebhookMessage.state != "pending", WebhookMessage.at < now - KEPT_FOR)
    await session.execute(delete(WebhookMessage).where(*over))
    past = update(WebhookEndpoint).where(WebhookEndpoint.previous_until <= now)
    await session.execute(past.values(previous_secret=None, previous_until=None))


def routes(api: Api, webhooks: Webhooks) -> None:
    """Everything under /webhook-endpoints."""
    reading: dict[str, Any] = {"roles": ("client", "professional"), "scope": "webhooks:read"}
    writing: dict[str, Any] = {"roles": ("client", "professional"), "scope": "webhooks:write"}
    telling: dict[str, Any] = {**writing, "idempotent": True, "secret": True}
    one, edited = "/webhook-endpoints/{id}", {"edits": webhooks.show_webhook_endpoint}
    api.get("/webhook-endpoints", webhooks.list_webhook_endpoints, **reading)
    api.post("/webhook-endpoints", webhooks.create_webhook_endpoint, status=201, problems=("conflict",), **telling)
    api.get(one, webhooks.show_webhook_endpoint, etag=True, **reading)
    api.patch(one, webhooks.change_webhook_endpoint, **edited, **writing)
    api.delete(one, webhooks.delete_webhook_endpoint, status=204, **edited, **writing)
    api.post(f"{one}/secret", webhooks.rotate_webhook_secret, **telling)
    sending: dict[str, Any] = {**writing, "status": 202, "problems": ("conflict",), "idempotent": True}
    api.post(f"{one}/test", webhooks.test_webhook_endpoint, **sending)
    api.get(f"{one}/deliveries", webhooks.list_webhook_deliveries, **reading)
    api.get(f"{one}/deliveries/{{delivery_id}}", webhooks.show_webhook_delivery, **reading)
    api.post(f"{one}/deliveries/{{delivery_id}}/redeliver", webhooks.redeliver_webhook, **sending)
