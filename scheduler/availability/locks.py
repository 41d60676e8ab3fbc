"""The lock of a person's calendar: whoever books, cancels, or changes hours or terms holds it until the commit.

The rule kept here: locks are taken for all people at once, in the order of their keys, so that no two transactions
can wait for each other; and before anything is read that the decision rests on.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.store.driver import Driver, driver


def locking(people: str) -> str:
    """The statement that locks the people whom the query `people` finds, in order. It must not be where PostgreSQL
    may leave it out: make it a CTE and count its rows."""
    keys = f"SELECT DISTINCT hashtextextended(id::text, 0) AS key FROM ({people}) AS people (id)"  # noqa: S608 - a constant
    return f"SELECT pg_advisory_xact_lock(key) FROM ({keys} ORDER BY key OFFSET 0) AS keys"  # noqa: S608


_LOCK = locking("SELECT unnest($1::uuid[])")


async def lock(connection: Driver, people: Iterable[UUID]) -> None:
    """Hold these people's calendars until the transaction ends."""
    await connection.fetch(_LOCK, list(people))


async def lock_people(session: AsyncSession, people: Iterable[UUID]) -> None:
    """The same for a session."""
    await lock(await driver(session), people)
