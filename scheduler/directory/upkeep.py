"""Whoever has a profile has a document: those from before there were documents get theirs, a few at a time."""

from collections.abc import Awaitable, Callable
from typing import Final

from sqlalchemy import text

from scheduler.clock import Clock
from scheduler.directory.document import refresh_document
from scheduler.store.engine import Sessions

AT_ONCE: Final = 200
_WITHOUT: Final = text(
    "SELECT professional.person_id FROM professional LEFT JOIN search_document USING (person_id)"
    " WHERE search_document.person_id IS NULL LIMIT :limit"
)


def completer(sessions: Sessions, clock: Clock) -> Callable[[], Awaitable[None]]:
    """The periodic work."""

    async def complete() -> None:
        while True:
            async with sessions.begin() as session:
                people = list(await session.scalars(_WITHOUT, {"limit": AT_ONCE}))
                for person_id in sorted(people):
                    await refresh_document(session, person_id, clock.now())
            if len(people) < AT_ONCE:
                break

    return complete
