"""What another scheduler does once one was killed; here without the wait for its heartbeat to grow old."""

import asyncio
from typing import Final

from sqlalchemy import text

from scheduler.store.engine import Sessions

_BUSY: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend' AND state <> 'idle'"
)


async def take_over(sessions: Sessions) -> None:
    """Queue anew what the dead one had picked. What it had sent is still carried out: that is waited for."""
    for _ in range(500):
        async with sessions() as session:
            if not await session.scalar(_BUSY):
                break
        await asyncio.sleep(0.02)
    else:
        raise AssertionError("the dead one's connections are still at work")
    async with sessions.begin() as session:
        await session.execute(text("UPDATE pgqueuer SET status = 'queued' WHERE status = 'picked'"))
