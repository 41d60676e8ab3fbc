"""The test gateway's objects, idempotency keys and outbox in the database; one transaction a request."""

import json
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from pydantic import BaseModel
from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments.tables import GatewayEvent, GatewayKey, GatewayObject
from scheduler.payments.testgateway.rules import (
    DisputeDoc,
    IntentDoc,
    MethodDoc,
    RefundDoc,
    Refusal,
    SetupDoc,
    TransferDoc,
)

Doc = TypeVar("Doc", bound=BaseModel)
KINDS: dict[type[BaseModel], str] = {
    IntentDoc: "intent",
    RefundDoc: "refund",
    DisputeDoc: "dispute",
    TransferDoc: "transfer",
    MethodDoc: "method",
    SetupDoc: "setup",
}


Kept = IntentDoc | RefundDoc | DisputeDoc | TransferDoc | MethodDoc | SetupDoc


async def put(session: AsyncSession, doc: Kept, now: datetime) -> None:
    """Keep an object, new or changed."""
    intent_id = doc.intent_id if isinstance(doc, RefundDoc | DisputeDoc) else None
    row = {
        "id": doc.id,
        "kind": KINDS[type(doc)],
        "intent_id": intent_id,
        "body": doc.model_dump_json(),
        "created_at": now,
    }
    statement = insert(GatewayObject).values(**row)
    changed = {"body": statement.excluded.body}
    await session.execute(statement.on_conflict_do_update(index_elements=[GatewayObject.id], set_=changed))


async def get(session: AsyncSession, kind: type[Doc], id_: str) -> Doc:
    """An object, locked until the transaction ends. Raises Refusal (404)."""
    if "\0" in id_:
        raise Refusal("resource_missing", 404)
    query = select(GatewayObject.body).where(GatewayObject.id == id_, GatewayObject.kind == KINDS[kind])
    body = await session.scalar(query.with_for_update())
    if body is None:
        raise Refusal("resource_missing", 404)
    return kind.model_validate_json(body)


async def of_intent(session: AsyncSession, kind: type[Doc], intent_id: str) -> list[Doc]:
    """An intent's refunds or disputes, the oldest first."""
    query = select(GatewayObject.body).where(GatewayObject.intent_id == intent_id, GatewayObject.kind == KINDS[kind])
    ordered = query.order_by(GatewayObject.created_at, GatewayObject.id)
    return [kind.model_validate_json(body) for body in await session.scalars(ordered)]


async def every(session: AsyncSession, kind: type[Doc]) -> list[Doc]:
    """All objects of a kind: it is a test gateway, they are few."""
    query = select(GatewayObject.body).where(GatewayObject.kind == KINDS[kind]).order_by(GatewayObject.created_at)
    return [kind.model_validate_json(body) for body in await session.scalars(query)]


async def remembered(session: AsyncSession, key: str, fingerprint: str) -> tuple[int, str] | None:
    """What was answered under this key; None when it is new. Another who has it is waited for. Raises Refusal."""
    row = {"key": key, "fingerprint": fingerprint, "status": 0, "answer": ""}
    new = await session.scalar(insert(GatewayKey).values(**row).on_conflict_do_nothing().returning(GatewayKey.key))
    if new is not None:
        return None
    known = (await session.scalars(select(GatewayKey).where(GatewayKey.key == key))).one()
    if known.fingerprint != fingerprint:
        raise Refusal("idempotency_key_reused", 409)
    return known.status, known.answer


async def remember(session: AsyncSession, key: str, status: int, answer: str) -> None:
    """Keep what is answered under this key."""
    await session.execute(update(GatewayKey).where(GatewayKey.key == key).values(status=status, answer=answer))


async def tell(
    session: AsyncSession, kind: str, intent_id: str | None, now: datetime, *, setup_id: str | None = None
) -> None:
    """Put a webhook into the outbox."""
    event_id = f"evt_{uuid4().hex}"
    about = {"payment_intent": intent_id} if setup_id is None else {"setup_intent": setup_id}
    body = {"id": event_id, "type": kind, **about, "created": int(now.timestamp())}
    row = {"id": event_id, "body": json.dumps(body), "attempts": 0, "due_at": now, "delivered_at": None}
    await session.execute(insert(GatewayEvent).values(**row))


async def due_events(session: AsyncSession, now: datetime, limit: int = 20) -> list[GatewayEvent]:
    """What is to be delivered, in order; nobody else delivers it meanwhile."""
    query = select(GatewayEvent).where(GatewayEvent.delivered_at.is_(None), GatewayEvent.due_at <= now)
    locked = query.order_by(GatewayEvent.seq).limit(limit).with_for_update(skip_locked=True)
    return list(await session.scalars(locked))


def postpone(event: GatewayEvent, now: datetime) -> None:
    """Try again later: 2, 4, 8, … seconds, at most an hour."""
    event.attempts += 1
    event.due_at = now + timedelta(seconds=min(3600, 2 ** min(event.attempts, 12)))


async def balance(session: AsyncSession) -> dict[str, int]:
    """What the gateway holds for us, by currency."""
    held: dict[str, int] = {}
    currencies: dict[str, str] = {}
    for intent in await every(session, IntentDoc):
        currencies[intent.id] = intent.currency
        held[intent.currency] = held.get(intent.currency, 0) + intent.captured - (intent.fee or 0)
    for refund in await every(session, RefundDoc):
        held[currencies[refund.intent_id]] -= refund.amount if refund.status == "succeeded" else 0
    for dispute in await every(session, DisputeDoc):
        held[currencies[dispute.intent_id]] -= dispute.amount if dispute.status != "won" else 0
    for transfer in await every(session, TransferDoc):
        left = held.get(transfer.currency, 0)
        held[transfer.currency] = left - (transfer.amount if transfer.status == "succeeded" else 0)
    return held


async def lock_all(session: AsyncSession) -> None:
    """One at a time, where the whole balance decides."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('test gateway balance', 0))"))


def shown(doc: BaseModel, **more: Any) -> dict[str, Any]:
    """An object as it is answered."""
    return {**doc.model_dump(), **more}
