"""Brings a database to the newest schema: `python -m scheduler migrate`, and the tests' databases.

One migrator at a time: the whole upgrade runs in one transaction behind an advisory lock.
"""

import asyncio
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from scheduler.store.engine import create_engine

_LOCK = 0x56697361766973  # "Visavis"


def alembic_config() -> Config:
    """Alembic without an ini file: the scripts stand beside this file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _upgrade(connection: Connection, revision: str) -> str | None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str:
    """The revision this code was written for."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


@cache
def is_behind(revision: str | None) -> bool:
    """Whether a database at `revision` lacks a migration of ours; one that is ahead of us lacks none."""
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    return revision is None or (revision in known and revision != newest_revision())


async def migrate(database_url: str, revision: str = "head") -> str | None:
    """Upgrade to `revision`; the revision the database is at afterwards."""
    engine = create_engine(database_url, pool=1)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(_upgrade, revision)
    finally:
        await engine.dispose()


def migrate_now(database_url: str, revision: str = "head") -> str | None:
    """The same for callers without an event loop."""
    return asyncio.run(migrate(database_url, revision))
