"""What time does to bookings: a request or a hold lapses, a meeting begins, a meeting is over and is judged.

The rule kept here: one booking, one transaction, and none holds up another. Everything is decided anew under the
lock, so several schedulers may do this at once; whoever books does not wait for it: what has lapsed counts for
nothing from its very moment on.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes, storage
from scheduler.booking.outcome import Attended
from scheduler.clock import Clock
from scheduler.jobs.apart import apart
from scheduler.store.engine import Sessions

EVERY_S: Final = 15
AT_ONCE: Final = 200
LoadAttended = Callable[[AsyncSession, UUID], Awaitable[Attended]]
"""Who was in a booking's room, and when; a stay that is still open lasts until it was last seen."""


def clockwork(
    sessions: Sessions, clock: Clock, load_attended: LoadAttended, grace_s: int
) -> Callable[[], Awaitable[None]]:
    """The periodic work that lets time pass for bookings."""
    grace = timedelta(seconds=grace_s)

    async def pass_time() -> None:
        now: datetime = clock.now()
        async with sessions() as session:
            found = await storage.due(session, now, now - grace, AT_ONCE)

        async def pass_for(booking_id: UUID) -> None:
            async with sessions.begin() as session:
                attended = await load_attended(session, booking_id)
                await changes.pass_time(session, booking_id, now, grace, attended)

        await apart(found, pass_for)

    return pass_time
