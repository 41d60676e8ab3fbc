"""A database of the benchmark's own, filled: the server of DATABASE_URL, or an embedded one that is gone afterwards.

Nothing is switched off: fsync and synchronous commits are as in production.
"""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

import asyncpg

from scheduler.availability import zones
from scheduler.availability.hours import Hours, Range
from scheduler.freetime.source import instant
from scheduler.freetime.windows import free, reach
from scheduler.store.embedded import start
from scheduler.store.engine import dsn
from scheduler.store.migrate import migrate

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
_FILL = """
INSERT INTO account (id, email, password_hash, email_verified_at, created_at)
    SELECT id, id || '@example.org', '', $2, $2 FROM unnest($1::uuid[]) id;
INSERT INTO account_role (account_id, role, granted_at)
    SELECT id, role, $2 FROM unnest($1::uuid[]) id, unnest(ARRAY['client', 'professional']) role;
INSERT INTO person (id, name, zone, locale, created_at, updated_at)
    SELECT id, 'Person ' || id, 'Europe/Berlin', 'en', $2, $2 FROM unnest($1::uuid[]) id;
INSERT INTO professional (person_id, slug, headline, bio, languages, categories, active, updated_at)
    SELECT id, id::text, 'Helps', '', '{en}', '{law}', true, $2 FROM unnest($1::uuid[]) id;
INSERT INTO schedule (person_id, name, is_default, zone, ranges, created_at, updated_at)
    SELECT id, 'Regular hours', true, 'Europe/Berlin', (SELECT jsonb_agg(jsonb_build_array(day, part, part + 240))
        FROM generate_series(0, 6) day, unnest(ARRAY[480, 780]) part), $2, $2 FROM unnest($1::uuid[]) id;
INSERT INTO service (id, professional_id, title, description, duration_minutes, price_minor, currency,
        buffer_before_minutes, buffer_after_minutes, notice_minutes, window_days, step_minutes, cancel_cutoff_minutes,
        active, created_at)
    SELECT id, id, 'Consultation', '', 60, 9000, 'EUR', 5, 10, 0, 365, 15, 120, true, $2 FROM unnest($1::uuid[]) id
"""
_HOURS = Hours(zones.load("Europe/Berlin"), ((Range(480, 720), Range(780, 1020)),) * 7)  # those of _FILL
_UNTIL = "INSERT INTO free_until SELECT id, $2 FROM unnest($1::uuid[]) id"
_WINDOWS = """
INSERT INTO free_window (person_id, opens, closes) SELECT id, opens, closes
    FROM unnest($1::uuid[]) id, unnest($2::timestamptz[], $3::timestamptz[]) AS each (opens, closes)
    ORDER BY id, opens
"""  # in order, as each person's are written at once


@dataclass(frozen=True, slots=True)
class Filled:
    """A migrated database with people who are clients and professionals; a service has its professional's id."""

    url: str
    people: list[UUID]


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def fill(url: str, count: int) -> list[UUID]:
    """Migrate a database and put so many people into it: clients and professionals, each with hours and a service."""
    await migrate(url)
    people = [uuid4() for _ in range(count)]
    connection = await asyncpg.connect(url)
    try:
        for statement in _FILL.split(";\n"):
            await connection.execute(statement, people, NOW)
        await _open_windows(connection, people)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return people


async def _open_windows(connection: asyncpg.Connection, people: list[UUID]) -> None:
    """What the cache of free windows holds of people without bookings."""
    begin, end = reach(int(NOW.timestamp()))
    opens, closes = zip(*free([_HOURS], (), begin, end), strict=True)
    await connection.execute(_UNTIL, people, instant(end))
    await connection.execute(_WINDOWS, people, [instant(each) for each in opens], [instant(each) for each in closes])


@contextmanager
def filled(count: int) -> Iterator[Filled]:
    """So many people in a database that is dropped afterwards. To be entered from the main thread."""
    with own_database() as url:
        yield Filled(url, asyncio.run(fill(url, count)))


@contextmanager
def own_database() -> Iterator[str]:
    """The URL of an empty database that is dropped afterwards. To be entered from the main thread."""
    given = os.environ.get("DATABASE_URL")
    with tempfile.TemporaryDirectory(prefix="visavis-bench-") as folder:
        server = None if given else start(Path(folder) / "postgres")
        url = dsn(given) if given else server.dsn if server else ""
        name = f"bench_{uuid4().hex}"
        own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        try:
            asyncio.run(_run(url, f"CREATE DATABASE {name}"))
            try:
                yield own
            finally:
                asyncio.run(_run(url, f"DROP DATABASE {name} WITH (FORCE)"))
        finally:
            if server is not None:
                server.stop()
