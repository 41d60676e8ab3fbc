"""Migrations: what they make is what the models say, down and up again, by one migrator at a time."""

import asyncio
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from scheduler.store.engine import create_engine
from scheduler.store.migrate import alembic_config, migrate
from scheduler.store.tables import ALL_METADATA


def differences(connection: Connection) -> list[Any]:
    def ours(name: str | None, kind: str, _parents: Any) -> bool:
        return not (kind == "table" and str(name).startswith("pgqueuer"))

    options = {"compare_type": True, "include_name": ours}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, ALL_METADATA))  # type: ignore[arg-type]  # a list is taken too


async def test_the_migrated_database_is_what_the_models_say(migrated_database: str) -> None:
    engine = create_engine(migrated_database, pool=1)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_many_migrators_at_once_and_again_do_it_once(database_url: str) -> None:
    revisions = await asyncio.gather(*(migrate(database_url) for _ in range(3)))
    assert len(set(revisions)) == 1
    assert await migrate(database_url) == revisions[0]


async def test_down_leaves_nothing_and_up_works_again(database_url: str) -> None:
    await migrate(database_url)
    engine = create_engine(database_url, pool=1)

    def down(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    left = text(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        " UNION ALL SELECT typname FROM pg_type JOIN pg_namespace n ON n.oid = typnamespace"
        " WHERE n.nspname = 'public' AND typtype = 'e'"
    )
    async with engine.begin() as connection:
        await connection.run_sync(down)
        assert list(await connection.scalars(left)) == []
    await engine.dispose()
    assert await migrate(database_url) is not None
