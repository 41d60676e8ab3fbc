"""What windows are made of: the hours by which somebody's services can be booked, and all that occupies them. The
one place that knows where these are.

Whoever adds a source (another schedule, time off, an outside calendar) adds it here.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.hours import Hours
from scheduler.availability.storage import hours_by_schedule, hours_of
from scheduler.freetime.windows import Spans
from scheduler.store.driver import driver

_BUSY: Final = """
SELECT person_id, extract(epoch FROM lower(during))::bigint, extract(epoch FROM upper(during))::bigint
FROM occupancy WHERE person_id = ANY($1) AND during && tstzrange($2, $3)
UNION ALL
SELECT person_id, extract(epoch FROM lower(during))::bigint, extract(epoch FROM upper(during))::bigint
FROM external_busy WHERE person_id = ANY($1) AND during && tstzrange($2, $3)
"""
_OWN_SCHEDULES: Final = """
SELECT professional_id, array_agg(DISTINCT schedule_id) FILTER (WHERE schedule_id IS NOT NULL) AS own,
    bool_or(schedule_id IS NULL) AS usual
FROM service WHERE professional_id = ANY($1) AND active AND deleted_at IS NULL
GROUP BY professional_id HAVING bool_or(schedule_id IS NOT NULL)
"""
_ON_OFFER: Final = """
SELECT EXISTS (SELECT 1 FROM service WHERE professional_id = $1 AND active AND deleted_at IS NULL) AS offers
"""


def instant(seconds: int) -> datetime:
    """Seconds since 1970 as an aware datetime."""
    return datetime.fromtimestamp(seconds, UTC)


async def made_of(
    session: AsyncSession, people: Collection[UUID], begin: int, end: int
) -> dict[UUID, tuple[Sequence[Hours], Spans]]:
    """The schedules in force for each person's services (the default's for who offers nothing), and what occupies
    them in any role within [begin, end), time off and calendars outside included."""
    usual = await hours_of(session, people)
    connection = await driver(session)
    hours: dict[UUID, list[Hours]] = {person: [each] for person, each in usual.items()}
    own = await connection.fetch(_OWN_SCHEDULES, list(people))
    known = await hours_by_schedule(session, [each for row in own for each in row["own"]])
    for row in own:
        named = [known[each] for each in row["own"]]
        hours[row["professional_id"]] = [*hours[row["professional_id"]], *named] if row["usual"] else named
    busy: dict[UUID, Spans] = {person: list(each.off) for person, each in usual.items()}
    rows = await connection.fetch(_BUSY, list(people), instant(begin), instant(end))
    for person_id, start, stop in rows:
        if person_id in busy:
            busy[person_id].append((start, stop))
    return {person: (hours[person], busy[person]) for person in hours}


async def offers(session: AsyncSession, person_id: UUID) -> bool:
    """Whether a service of theirs is on offer: else nobody looks for their time."""
    return bool((await (await driver(session)).fetch(_ON_OFFER, person_id))[0]["offers"])
