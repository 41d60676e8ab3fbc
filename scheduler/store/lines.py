"""The connections of a process to its database, so that it can end when the database does not answer any more.

The rule kept here: a database that is gone without a word answers nothing, neither a query nor a cancellation; what
waits for it waits for minutes. When the process is to end, the database is asked whether it is there, and when it is
not, every connection is cut: whatever waits fails at once, as it would with a database that had said good-bye.
"""

import asyncio
import contextlib
import logging
import weakref
from typing import Any, Final

import asyncpg
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

log = logging.getLogger("scheduler.store")
CONNECTS_WITHIN_S: Final = 5
ANSWERS_WITHIN_S: Final = 2
ASKED_EVERY_S: Final = 1


class Lines:
    """Every connection that was noted; none is kept alive by it."""

    def __init__(self) -> None:
        self._all: weakref.WeakSet[asyncpg.Connection] = weakref.WeakSet()
        self._cut = False

    async def connect(self, dsn: str, name: str) -> asyncpg.Connection:
        """A connection of one's own, noted. Raises OSError once all are cut."""
        self._check()
        settings = {"application_name": name}
        connection = await asyncpg.connect(dsn, server_settings=settings, timeout=CONNECTS_WITHIN_S)
        self._note(connection)
        return connection

    def watch(self, engine: AsyncEngine) -> None:
        """Note what this engine's pool opens."""

        def opens(*_: Any) -> None:
            self._check()

        def opened(connection: Any, _record: Any) -> None:
            self._note(connection.driver_connection)

        event.listen(engine.sync_engine, "do_connect", opens)
        event.listen(engine.sync_engine, "connect", opened)

    async def cut_when_silent(self, dsn: str) -> None:
        """Ask the database again and again whether it is there; cut every connection when it is not."""
        while True:
            if not await answers(dsn):
                break
            await asyncio.sleep(ASKED_EVERY_S)
        log.error("the database does not answer; ending without it")
        self.cut()

    def cut(self) -> None:
        """Whatever waits for an answer fails, and nothing is opened any more."""
        self._cut = True
        for connection in list(self._all):
            connection.terminate()

    def _note(self, connection: asyncpg.Connection) -> None:
        if self._cut:
            connection.terminate()
        self._all.add(connection)

    def _check(self) -> None:
        if self._cut:
            raise ConnectionError("the connections to the database are cut: the process ends")


async def answers(dsn: str) -> bool:
    """Whether the database answers within a moment."""
    connection = None
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            connection = await asyncpg.connect(dsn)
            await connection.fetchval("SELECT 1")
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):  # TimeoutError is an OSError
        return False
    finally:
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.terminate()
    return True
