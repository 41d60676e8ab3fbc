"""The lock of a person's calendar: whoever books, cancels, or changes hours or terms holds it until the commit.

The rule kept here: locks are taken for all people at once, in the order of their keys, so that no two transactions
can wait for each other; and before anything is read that the decision rests on.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

_LOCK = text(
    "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(id::text, 0) AS key"
    " FROM unnest(:people) AS id ORDER BY key OFFSET 0) AS keys"
).bindparams(bindparam("people", type_=ARRAY(Uuid())))


async def lock_people(session: AsyncSession, people: Iterable[UUID]) -> None:
    """Hold these people's calendars until the transaction ends."""
    await session.execute(_LOCK, {"people": list(people)})
