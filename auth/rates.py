"""Rate limits that hold for every process and across restarts: `auth.limits`' algorithm, one row for a key.

The rule kept here: one statement counts and decides, so that many processes together let through what one would.
A row's key is a hash: what was tried, and by whom, cannot be read from the table.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.limits import Rate
from auth.tables import RateLimit

FORGET_AFTER_S: Final = 86_400.0


def hashed(kind: str, key: str) -> bytes:
    """The row's key."""
    return hashlib.sha256(f"{kind}\0{key}".encode()).digest()


# Built once: a sign-in runs it twice.
_new = insert(RateLimit).values(key=bindparam("key"), due=bindparam("first"))
_due = func.greatest(RateLimit.due, bindparam("now"))
_HIT: Final = _new.on_conflict_do_update(
    index_elements=[RateLimit.key],
    set_={"due": _due + bindparam("every")},
    where=_due - bindparam("now") <= bindparam("spare"),
).returning(RateLimit.due)


@dataclass(frozen=True, slots=True)
class StoredLimiter:
    """Counts events of one kind by key against one rate. Times are unix seconds."""

    kind: str
    rate: Rate

    async def wait_s(self, session: AsyncSession, key: str, now: float) -> float:
        """Seconds until the next event of `key` would be let through; 0 when one would be now. Counts nothing."""
        due = await session.scalar(select(RateLimit.due).where(RateLimit.key == hashed(self.kind, key)))
        return 0.0 if due is None else max(0.0, due - now - self.rate.every_s * (self.rate.burst - 1))

    async def hit(self, session: AsyncSession, key: str, now: float) -> float:
        """Count an event; 0 when it is let through, else the seconds to wait (and it was not counted).

        The key's row is held until the transaction ends: take several keys in one order everywhere."""
        every = self.rate.every_s
        values = {
            "key": hashed(self.kind, key),
            "first": now + every,
            "now": now,
            "every": every,
            "spare": every * (self.rate.burst - 1),
        }
        if await session.scalar(_HIT, values) is not None:
            return 0.0
        return max(await self.wait_s(session, key, now), 0.001)

    async def give_back(self, session: AsyncSession, key: str) -> None:
        """Take one counted event back: it turned out not to be of the counted kind."""
        mine = RateLimit.key == hashed(self.kind, key)
        await session.execute(update(RateLimit).where(mine).values(due=RateLimit.due - self.rate.every_s))

    async def forget(self, session: AsyncSession, key: str) -> None:
        """Start anew for `key`."""
        await session.execute(delete(RateLimit).where(RateLimit.key == hashed(self.kind, key)))


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete the rows that limit nothing any more."""
    await session.execute(delete(RateLimit).where(RateLimit.due < now.timestamp() - FORGET_AFTER_S))
