"""The connection below SQLAlchemy, for the few statements that run at every booking.

asyncpg alone takes a fifth of the processor time that it takes with SQLAlchemy's layers above it (25 of 150 µs).
The rule kept here: the statements run inside the session's own transaction, never beside it.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session


class Driver:
    """One transaction's connection. Get it by `driver`."""

    __slots__ = ("_connection",)

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        """All rows. Raises ConnectionError when the database is gone, which is answered like any other loss of it."""
        try:
            rows: list[asyncpg.Record] = await self._connection.fetch(sql, *values)
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError) as error:
            raise ConnectionError(str(error)) from error
        return rows


async def driver(session: AsyncSession) -> Driver:
    """The session's connection, its transaction begun."""
    return Driver(await session.run_sync(_begun))


async def begin(session: AsyncSession, sql: str, *values: Any) -> tuple[Driver, Sequence[Row[Any]]]:
    """The session's connection, and what its first statement finds: SQLAlchemy begins with the first statement that
    goes by its own way, and this one spares the one that does nothing else."""
    connection, rows = await session.run_sync(_first, sql, values)
    return Driver(connection), rows


def _begun(session: Session) -> asyncpg.Connection:
    connection = _below(session)
    if not connection.is_in_transaction():
        session.connection().exec_driver_sql("SELECT 1")
    return connection


def _first(session: Session, sql: str, values: tuple[Any, ...]) -> tuple[asyncpg.Connection, Sequence[Row[Any]]]:
    rows = session.connection().exec_driver_sql(sql, values).all()
    return _below(session), rows


def _below(session: Session) -> asyncpg.Connection:
    connection: asyncpg.Connection | None = session.connection().connection.driver_connection
    if connection is None:
        raise ConnectionError("the session has no connection")
    return connection
