"""Reading without a transaction: nothing stays behind, and a lost connection is not handed out again."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from scheduler.store.engine import Sessions, create_engine, create_sessions
from scheduler.store.reading import Reader, reading

END = "SELECT pg_terminate_backend($1)"


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    """Sessions over a single connection."""
    engine = create_engine(database_url, pool=1)
    yield create_sessions(engine)
    await engine.dispose()


async def test_settings_hold_for_their_statement_alone(sessions: Sessions) -> None:
    async with reading(sessions) as connection:
        asked = "SELECT current_setting('enable_seqscan') AS given"
        assert (await connection.fetch_under({"enable_seqscan": "off"}, asked))[0]["given"] == "off"
        assert (await connection.fetch(asked))[0]["given"] == "on"


async def test_a_failed_statement_leaves_the_connection_usable(sessions: Sessions) -> None:
    async with reading(sessions) as connection:
        with pytest.raises(asyncpg.DivisionByZeroError):
            await connection.fetch_under({"enable_seqscan": "off"}, "SELECT 1 / 0")
        assert (await connection.fetch("SELECT current_setting('enable_seqscan') AS given"))[0]["given"] == "on"


@pytest.mark.parametrize("settings", [None, {"enable_seqscan": "off"}])
async def test_a_lost_connection_is_told_and_not_handed_out_again(
    sessions: Sessions, database_url: str, settings: dict[str, str] | None
) -> None:
    async def lose(connection: Reader) -> None:
        (row,) = await connection.fetch("SELECT pg_backend_pid() AS pid")
        assert await other.fetchval(END, row["pid"])
        await (connection.fetch("SELECT 1") if settings is None else connection.fetch_under(settings, "SELECT 1"))

    async def read() -> None:
        async with reading(sessions) as connection:
            await lose(connection)

    other = await asyncpg.connect(database_url)
    try:
        with pytest.raises(ConnectionError):
            await read()
    finally:
        await other.close()
    async with reading(sessions) as connection:
        assert (await connection.fetch("SELECT 1 AS one"))[0]["one"] == 1
