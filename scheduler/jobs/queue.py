"""Putting work into the queue, inside the transaction that causes it: committed with it, or not at all.

What is due now goes to pgqueuer; what is due later waits in `due_job`, on our clock, and a ticker hands it over.
Delivery is at least once, so a handler must bear being run twice.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.jobs.tables import DueJob
from scheduler.store.driver import Driver, driver

Payload = Mapping[str, Any]
HAND_OVER_AT_ONCE = 100
_ENQUEUE: Final = QueryQueueBuilder().build_enqueue_query("skip")


async def enqueue(session: AsyncSession, entrypoint: str, payload: Payload, *, dedupe_key: str | None = None) -> None:
    """Run `entrypoint` as soon as the transaction commits. A waiting job of the same `dedupe_key` is enough."""
    await enqueue_on(await driver(session), entrypoint, payload, dedupe_key=dedupe_key)


async def enqueue_on(connection: Driver, entrypoint: str, payload: Payload, *, dedupe_key: str | None = None) -> None:
    """The same for a transaction's own connection."""
    await _enqueue_raw(connection, entrypoint, json.dumps(payload).encode(), dedupe_key)


async def _enqueue_raw(connection: Driver, entrypoint: str, payload: bytes, dedupe_key: str | None) -> None:
    # What `Queries.enqueue` sends for one job: the way there takes as long again of our time.
    await connection.fetch(_ENQUEUE, [0], [entrypoint], [payload], [timedelta()], [dedupe_key], ["null"])


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
    connection = await driver(session)
    for job in jobs:
        await _enqueue_raw(connection, job.entrypoint, job.payload, f"due:{job.id}")
        await session.delete(job)
    return len(jobs)
