"""A connection for what only reads, without a transaction: nothing begins and nothing ends, so neither costs a round
trip.

The rule kept here: each statement sees what was committed when it began, and no more than that is promised of two.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

import asyncpg
from sqlalchemy.util import greenlet_spawn

from scheduler.store.driver import Driver
from scheduler.store.engine import Sessions

_SET: Final = "SELECT set_config(name, value, true) FROM unnest($1::text[], $2::text[]) AS given (name, value)"


class Reader(Driver):
    """A connection outside of any transaction. Get it by `reading`."""

    __slots__ = ()

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        """All rows. Raises ConnectionError when the database is gone, which is answered like any other loss of it."""
        with _lost():
            return await super().fetch(sql, *values)

    async def fetch_under(self, settings: Mapping[str, str], sql: str, *values: Any) -> list[asyncpg.Record]:
        """All rows, with the server's settings as given for this statement alone. Raises as `fetch` does."""
        with _lost():
            async with self._connection.transaction():
                await self._connection.fetch(_SET, list(settings), list(settings.values()))
                rows: list[asyncpg.Record] = await self._connection.fetch(sql, *values)
        return rows


@contextmanager
def _lost() -> Iterator[None]:
    """Raises ConnectionError for what the driver raises while a connection goes away: of the last kind when it had
    heard of its end before it was asked."""
    try:
        yield
    except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        raise ConnectionError(str(error)) from error


@asynccontextmanager
async def reading(sessions: Sessions) -> AsyncIterator[Reader]:
    """A connection of the sessions' pool. Raises as the pool does when there is none to be had."""
    pooled = await sessions.kw["bind"].raw_connection()
    put_back = pooled.close
    try:
        if pooled.driver_connection is None:
            raise ConnectionError("the pool has no connection")
        yield Reader(pooled.driver_connection)
    except ConnectionError:
        # The pool finds out that a connection is gone by ending its transaction, and here is none.
        put_back = pooled.invalidate
        raise
    finally:
        await greenlet_spawn(put_back)
