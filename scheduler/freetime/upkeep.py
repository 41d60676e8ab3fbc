"""The cache through time: a day more ahead each day, and whoever should have windows has them.

Each person is done in a transaction of their own, under the lock of their calendar; twice does no harm.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from scheduler.availability.locks import lock_people
from scheduler.clock import Clock
from scheduler.freetime.source import instant
from scheduler.freetime.storage import rebuild, roll
from scheduler.freetime.windows import reach
from scheduler.store.engine import Sessions

JOB: Final = "free-windows"
AT_ONCE: Final = 500
_BEHIND: Final = text("SELECT person_id FROM free_until WHERE until < :until ORDER BY until, person_id LIMIT :limit")
_WITHOUT: Final = text(
    "SELECT DISTINCT service.professional_id FROM service LEFT JOIN free_until ON person_id = professional_id"
    " WHERE active AND deleted_at IS NULL AND person_id IS NULL LIMIT :limit"
)


def windows_job(sessions: Sessions, clock: Clock) -> Callable[[dict[str, Any]], Awaitable[None]]:
    """The handler of JOB {"person_id"}: whoever changes hours queues it in the same transaction."""

    async def make(payload: dict[str, Any]) -> None:
        person_id = UUID(payload["person_id"])
        async with sessions.begin() as session:
            await lock_people(session, [person_id])
            await rebuild(session, person_id, int(clock.unix()))

    return make


def extender(sessions: Sessions, clock: Clock) -> Callable[[], Awaitable[None]]:
    """The periodic work. It ends when nobody is behind at its own beginning's time."""

    async def extend() -> None:
        now = int(clock.unix())
        for query, work in ((_BEHIND, roll), (_WITHOUT, rebuild)):
            while True:
                async with sessions() as session:
                    values = {"until": instant(reach(now)[1]), "limit": AT_ONCE}
                    wanted = {name: values[name] for name in query.compile().params}
                    people = list(await session.scalars(query, wanted))
                for person_id in people:
                    async with sessions.begin() as session:
                        await lock_people(session, [person_id])
                        await work(session, person_id, now)
                if len(people) < AT_ONCE:
                    break

    return extend
