"""The lock of a person's calendar: whoever books, cancels, or changes hours or terms holds it until the commit.

The rule kept here: locks are taken for all people at once, in the order of their keys, so that no two transactions
can wait for each other; and before anything is read that the decision rests on.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.store.driver import Driver, driver

_LOCK = (
    "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(id::text, 0) AS key"
    " FROM unnest($1::uuid[]) AS id ORDER BY key OFFSET 0) AS keys"
)


async def lock(connection: Driver, people: Iterable[UUID]) -> None:
    """Hold these people's calendars until the transaction ends."""
    await connection.fetch(_LOCK, list(people))


async def lock_people(session: AsyncSession, people: Iterable[UUID]) -> None:
    """The same for a session."""
    await lock(await driver(session), people)
