"""A professional's rating, as the directory shows it: sum and number of what clients said and everybody may read.

The rule kept here: it is only ever counted anew, never added to; what is shown later is counted by a job then.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.directory.document import set_rating
from scheduler.jobs.queue import schedule
from scheduler.reviews.tables import Review
from scheduler.store.engine import Sessions

JOB: Final = "rating"


async def refresh(session: AsyncSession, professional_id: UUID, now: datetime) -> None:
    """Count what may be read at `now`."""
    await session.flush()
    readable = (Review.shown_from <= now, Review.hidden_at.is_(None), Review.side == "client")
    query = select(func.coalesce(func.sum(Review.rating), 0), func.count())
    row = (await session.execute(query.where(Review.about_id == professional_id, *readable))).one()
    await set_rating(session, professional_id, int(row[0]), int(row[1]), now=now)


async def follow(session: AsyncSession, professional_id: UUID, shown_from: datetime, now: datetime) -> None:
    """A review was written: count now, or when it is shown."""
    if shown_from <= now:
        await refresh(session, professional_id, now)
    else:
        key = f"rating:{professional_id}:{shown_from.isoformat()}"
        await schedule(session, JOB, {"person_id": str(professional_id)}, shown_from, dedupe_key=key)


def rating_job(sessions: Sessions, clock: Clock) -> Callable[[dict[str, Any]], Awaitable[None]]:
    """The handler of `rating`: {"person_id"}."""

    async def count(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            await refresh(session, UUID(payload["person_id"]), clock.now())

    return count
