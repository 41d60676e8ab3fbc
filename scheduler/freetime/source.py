"""What windows are made of: somebody's hours, and all that occupies them. The one place that knows where these are.

Whoever adds a source (another schedule, time off, an outside calendar) adds it here.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.hours import Hours
from scheduler.availability.storage import hours_of
from scheduler.freetime.windows import Spans
from scheduler.store.driver import driver

_BUSY: Final = """
SELECT person_id, extract(epoch FROM lower(during))::bigint, extract(epoch FROM upper(during))::bigint
FROM occupancy WHERE person_id = ANY($1) AND during && tstzrange($2, $3)
UNION ALL
SELECT person_id, extract(epoch FROM lower(during))::bigint, extract(epoch FROM upper(during))::bigint
FROM external_busy WHERE person_id = ANY($1) AND during && tstzrange($2, $3)
"""
_ON_OFFER: Final = """
SELECT EXISTS (SELECT 1 FROM service WHERE professional_id = $1 AND active AND deleted_at IS NULL) AS offers
"""


def instant(seconds: int) -> datetime:
    """Seconds since 1970 as an aware datetime."""
    return datetime.fromtimestamp(seconds, UTC)


async def made_of(
    session: AsyncSession, people: Collection[UUID], begin: int, end: int
) -> dict[UUID, tuple[Hours, Spans]]:
    """Each person's hours, and what occupies them in any role within [begin, end), time off and calendars outside
    included."""
    hours = await hours_of(session, people)
    busy: dict[UUID, Spans] = {person: list(each.off) for person, each in hours.items()}
    rows = await (await driver(session)).fetch(_BUSY, list(people), instant(begin), instant(end))
    for person_id, start, stop in rows:
        if person_id in busy:
            busy[person_id].append((start, stop))
    return {person: (hours[person], busy[person]) for person in hours}


async def offers(session: AsyncSession, person_id: UUID) -> bool:
    """Whether a service of theirs is on offer: else nobody looks for their time."""
    return bool((await (await driver(session)).fetch(_ON_OFFER, person_id))[0]["offers"])
