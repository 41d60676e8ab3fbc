"""Putting work into the queue, inside the transaction that causes it: committed with it, or not at all.

What is due now goes to pgqueuer; what is due later waits in `due_job`, on our clock, and a ticker hands it over.
Delivery is at least once, so a handler must bear being run twice.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.jobs.tables import DueJob

Payload = Mapping[str, Any]
HAND_OVER_AT_ONCE = 100


async def enqueue(session: AsyncSession, entrypoint: str, payload: Payload, *, dedupe_key: str | None = None) -> None:
    """Run `entrypoint` as soon as the transaction commits. A waiting job of the same `dedupe_key` is enough."""
    await _enqueue_raw(session, entrypoint, json.dumps(payload).encode(), dedupe_key)


async def _enqueue_raw(session: AsyncSession, entrypoint: str, payload: bytes, dedupe_key: str | None) -> None:
    raw = await (await session.connection()).get_raw_connection()
    if raw.driver_connection is None:
        raise RuntimeError("the session has no connection")
    if not raw.driver_connection.is_in_transaction():
        await session.execute(select(1))  # SQLAlchemy begins with its first statement, and this must be inside
    queries = Queries(AsyncpgDriver(raw.driver_connection))
    await queries.enqueue(entrypoint, payload, dedupe_key=dedupe_key, on_conflict="skip")


async def schedule(
    session: AsyncSession, entrypoint: str, payload: Payload, due_at: datetime, *, dedupe_key: str | None = None
) -> None:
    """Run `entrypoint` at `due_at` of our clock. The same `dedupe_key` again moves the waiting job."""
    row = {
        "id": uuid4(),
        "entrypoint": entrypoint,
        "payload": json.dumps(payload).encode(),
        "due_at": due_at,
        "dedupe_key": dedupe_key,
    }
    statement = insert(DueJob).values(**row)
    if dedupe_key is not None:
        new = statement.excluded
        changes = {"due_at": new.due_at, "payload": new.payload, "entrypoint": new.entrypoint}
        statement = statement.on_conflict_do_update(index_elements=[DueJob.dedupe_key], set_=changes)
    await session.execute(statement)


async def unschedule(session: AsyncSession, dedupe_key: str) -> None:
    """Forget the waiting job of this key, if there is one."""
    await session.execute(delete(DueJob).where(DueJob.dedupe_key == dedupe_key))


async def hand_over_due(session: AsyncSession, now: datetime) -> int:
    """Move what is due from the table to the queue; how many. Several schedulers may do this at once."""
    due = select(DueJob).where(DueJob.due_at <= now).order_by(DueJob.due_at).limit(HAND_OVER_AT_ONCE)
    jobs = (await session.scalars(due.with_for_update(skip_locked=True))).all()
    for job in jobs:
        await _enqueue_raw(session, job.entrypoint, job.payload, f"due:{job.id}")
        await session.delete(job)
    return len(jobs)
