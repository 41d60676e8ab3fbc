"""One PostgreSQL for all tests of a worker: embedded and gone with the process, or VISAVIS_TEST_DATABASE_URL."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from scheduler.store.embedded import start

# A test's data is thrown away: what costs time for the sake of power cuts is off. Durability has tests of its own.
_THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "max_wal_size": "4GB",
}


@dataclass(frozen=True)
class PostgresServer:
    """A server whose role may do everything. `url` names its first database."""

    url: str

    def named(self, database: str) -> str:
        """The URL of another database on it."""
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A server for this worker's whole session."""
    given = os.environ.get("VISAVIS_TEST_DATABASE_URL")
    if given:
        yield PostgresServer(given)
        return
    server = start(Path(tmp_path_factory.mktemp("postgres")), settings=_THROW_AWAY)
    yield PostgresServer(server.dsn)
    server.stop()


@pytest.fixture(scope="module")
def database_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty database of this module's own."""
    name = f"module_{uuid4().hex}"
    asyncio.run(_execute(postgres_server.url, f"CREATE DATABASE {name}"))
    yield postgres_server.named(name)
    asyncio.run(_execute(postgres_server.url, f"DROP DATABASE {name} WITH (FORCE)"))


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
