"""Alembic's entry: runs on the connection `scheduler.store.migrate` hands over, against all metadata.

To draft a migration: `python -m scheduler migrate --draft "what changes"`.
"""

from typing import Any

from alembic import context

from scheduler.store.tables import ALL_METADATA


def ours(name: str | None, kind: str, _parents: Any) -> bool:
    """The job queue's own tables are made by its library, in a migration, and never compared."""
    return not (kind == "table" and name is not None and name.startswith("pgqueuer"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ALL_METADATA,
    include_name=ours,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
