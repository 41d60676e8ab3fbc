"""A connection for what only reads, without a transaction: nothing begins and nothing ends, so neither costs a round
trip.

The rule kept here: each statement sees what was committed when it began, and no more than that is promised of two.
"""

from collections.abc import Mapping
from typing import Any, Final

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.store.driver import Driver

_SET: Final = "SELECT set_config(name, value, true) FROM unnest($1::text[], $2::text[]) AS given (name, value)"


class Reader(Driver):
    """A session's connection, outside of any transaction. Get it by `reader`."""

    __slots__ = ()

    async def fetch_under(self, settings: Mapping[str, str], sql: str, *values: Any) -> list[asyncpg.Record]:
        """All rows, with the server's settings as given for this statement alone. Raises as `fetch` does."""
        try:
            async with self._connection.transaction():
                await self._connection.fetch(_SET, list(settings), list(settings.values()))
                rows: list[asyncpg.Record] = await self._connection.fetch(sql, *values)
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError) as error:
            raise ConnectionError(str(error)) from error
        return rows


async def reader(session: AsyncSession) -> Reader:
    """The session's connection for reading; to be asked for before the session does anything else."""
    connection = await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
    raw = await connection.get_raw_connection()
    if raw.driver_connection is None:
        raise ConnectionError("the session has no connection")
    return Reader(raw.driver_connection)
