"""Forgetting what is of no use any more: once an hour, each kind in a transaction of its own."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.apart import apart
from scheduler.store.engine import Sessions

Forget = Callable[[AsyncSession, datetime], Awaitable[None]]


async def forget_old_runs(session: AsyncSession, _now: datetime) -> None:
    """Delete the queue's own journal after three days and its sums after thirty; its dates are the database's."""
    for table, days in (("pgqueuer_log", 3), ("pgqueuer_statistics", 30)):
        await session.execute(
            text(f"DELETE FROM {table} WHERE created < current_timestamp - make_interval(days => {days})")  # noqa: S608 - constants
        )


def tidier(sessions: Sessions, clock: Clock, forgetters: Sequence[Forget]) -> Callable[[], Awaitable[None]]:
    """The periodic work that lets each of `forgetters` delete what is old at our clock's time, each apart."""

    async def forgotten(forget: Forget) -> None:
        async with sessions.begin() as session:
            await forget(session, clock.now())

    async def tidy() -> None:
        await apart(forgetters, forgotten)

    return tidy
