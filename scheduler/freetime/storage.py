"""Keeping the cache of free windows in step with bookings and hours.

The rule kept here: whoever writes holds the person's calendar (availability/locks.py), so two writers never mix; and
for somebody without windows (no service on offer) every statement but `rebuild` does nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.hours import Hours
from scheduler.freetime import source
from scheduler.freetime.source import instant
from scheduler.freetime.windows import Spans, free, reach
from scheduler.store.driver import Driver, driver

# Windows that touch the stretch are taken out whole and put back: what is outside of it as it was, joined with what
# is new inside.
_REFRESH: Final = """
WITH stretch AS (
    SELECT $2::timestamptz AS opens, least($3::timestamptz, until) AS closes FROM free_until
    WHERE person_id = $1 AND until > $2
), old AS (
    DELETE FROM free_window AS gone USING stretch
    WHERE gone.person_id = $1 AND gone.opens <= stretch.closes AND gone.closes >= stretch.opens
    RETURNING tstzrange(gone.opens, gone.closes) AS during
), parts AS (
    SELECT unnest(
        coalesce((SELECT range_agg(during) FROM old), '{}') - tstzmultirange(tstzrange(opens, closes))
        + coalesce((
            SELECT range_agg(tstzrange(new.opens, new.closes) * tstzrange(stretch.opens, stretch.closes))
            FROM unnest($4::timestamptz[], $5::timestamptz[]) AS new (opens, closes)
        ), '{}')
    ) AS during FROM stretch
)
INSERT INTO free_window (person_id, opens, closes) SELECT $1, lower(during), upper(during) FROM parts
"""
# Which windows a new booking cuts needs no hours: it only takes away. Somebody's windows lie apart, so the last one
# that begins before a stretch is the only one that can reach into it from there: two ways down the index find all.
# Part of a statement that names the stretches: stretch (person_id, opens, closes).
CUT: Final = """
near AS (
    SELECT person_id, opens, closes, coalesce((
        SELECT before.opens FROM free_window AS before
        WHERE before.person_id = stretch.person_id AND before.opens <= stretch.opens
        ORDER BY before.opens DESC LIMIT 1
    ), opens) AS first FROM stretch
), cut AS (
    DELETE FROM free_window AS gone USING near
    WHERE gone.person_id = near.person_id AND gone.opens >= near.first AND gone.opens < near.closes
        AND gone.closes > near.opens
    RETURNING gone.person_id, gone.opens, gone.closes, near.opens AS taken_from, near.closes AS taken_until
), kept AS (
    INSERT INTO free_window (person_id, opens, closes)
    SELECT person_id, opens, taken_from FROM cut WHERE opens < taken_from
    UNION ALL
    SELECT person_id, taken_until, closes FROM cut WHERE closes > taken_until
)"""
_TAKE: Final = f"""
WITH stretch AS (
    SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS each (person_id, opens, closes)
), {CUT}
SELECT FROM stretch
"""  # noqa: S608 - constants
_FORGET: Final = "DELETE FROM free_until WHERE person_id = $1"
_BEGIN: Final = "INSERT INTO free_until (person_id, until) VALUES ($1, $2)"
_WRITE: Final = """
INSERT INTO free_window (person_id, opens, closes)
SELECT $1, opens, closes FROM unnest($2::timestamptz[], $3::timestamptz[]) AS new (opens, closes)
"""
_ROLL: Final = """
WITH known AS (SELECT until AS before FROM free_until WHERE person_id = $1),
gone AS (DELETE FROM free_window WHERE person_id = $1 AND closes <= $2)
UPDATE free_until SET until = $3 FROM known
WHERE person_id = $1 AND until < $3 RETURNING extract(epoch FROM known.before)::bigint AS before
"""


async def refresh_days(  # noqa: PLR0917 - a stretch of somebody's time, and what is known of it
    connection: Driver,
    person_id: UUID,
    schedules: Sequence[Hours],
    busy: Iterable[tuple[int, int]],
    begin: int,
    end: int,
) -> None:
    """Make the windows within the instants [begin, end) anew, in one statement; nothing outside changes.

    `busy` must hold all that occupies the person then. For the booking's transaction, with what it has loaded."""
    found = free(schedules, busy, begin, end)
    await connection.fetch(_REFRESH, person_id, instant(begin), instant(end), *_columns(found))


async def take(connection: Driver, taken: Collection[tuple[UUID, int, int]]) -> None:
    """Cut (person, begin, end) out of the windows, in one statement for all: what a class does to its host. A booking
    does the same with `CUT` to both its people."""
    people, begins, ends = zip(*taken, strict=True)
    await connection.fetch(_TAKE, list(people), [instant(each) for each in begins], [instant(each) for each in ends])


async def give_back(session: AsyncSession, people: Collection[UUID], begin: int, end: int) -> None:
    """Make these people's windows within [begin, end) anew, from the database: what a cancellation does."""
    connection = await driver(session)
    for person_id, (schedules, busy) in (await source.made_of(session, people, begin, end)).items():
        await refresh_days(connection, person_id, schedules, busy, begin, end)


async def rebuild(session: AsyncSession, person_id: UUID, now: int) -> None:
    """Make all of somebody's windows anew at `now` (seconds): after a change of hours, zone, or what is on offer."""
    await session.flush()
    connection = await driver(session)
    await connection.fetch(_FORGET, person_id)
    if not await source.offers(session, person_id):
        return
    begin, end = reach(now)
    made = await source.made_of(session, [person_id], begin, end)
    if person_id in made:
        await connection.fetch(_BEGIN, person_id, instant(end))
        await connection.fetch(_WRITE, person_id, *_columns(free(*made[person_id], begin, end)))


async def roll(session: AsyncSession, person_id: UUID, now: int) -> None:
    """Forget what is past at `now` and reach as far ahead as `reach` says; what is between stays."""
    begin, end = reach(now)
    rows = await (await driver(session)).fetch(_ROLL, person_id, instant(begin), instant(end))
    if rows:
        # Days that nobody rolled over (nothing ran for so long) are past: what is new begins where now begins.
        await give_back(session, [person_id], max(rows[0]["before"], begin), end)


def _columns(spans: Spans) -> tuple[list[object], list[object]]:
    return [instant(opens) for opens, _ in spans], [instant(closes) for _, closes in spans]
