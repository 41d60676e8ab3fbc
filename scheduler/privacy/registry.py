"""What is known of a person, idea by idea: how it is given to them, and what becomes of it when they leave.

The rule kept here: every column of every table is named, as exported or with the reason why not; a test walks the
metadata and fails for one that is not. Rules are SQL of our own: only `:id` and `:now` are values.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Rows = Sequence[Mapping[str, Any]]
Loader = Callable[[AsyncSession, UUID], Awaitable[Rows]]
Files = Callable[[AsyncSession, UUID], Awaitable[Sequence[tuple[str, bytes]]]]
Eraser = Callable[[AsyncSession, UUID, datetime], Awaitable[None]]
Obstacle = Callable[[AsyncSession, UUID, datetime], Awaitable[str | None]]
MOST_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class TableRule:
    """One table. `whose`: the SQL condition for a person's rows (empty: nobody's).

    `exported`: columns that are given to the person; `excluded`: column → why not. `erase`: the SQL statements that
    run when the person leaves, or none, and then `kept` says why it may stay."""

    table: str
    whose: str = ""
    exported: tuple[str, ...] = ()
    excluded: Mapping[str, str] = field(default_factory=dict)
    erase: tuple[str, ...] = ()
    kept: str = ""


class Registry:
    """Everything that is known of people. Erasers run in the order they were registered."""

    def __init__(self) -> None:
        self.tables: dict[str, TableRule] = {}
        self.loaders: dict[str, Loader] = {}
        self.files: dict[str, Files] = {}
        self.erasers: dict[str, Eraser] = {}
        self.obstacles: dict[str, Obstacle] = {}

    def register_table(self, rule: TableRule) -> None:
        """A table's rule: its export and its erasure are made from it."""
        self.tables[rule.table] = rule
        if rule.exported:
            self.register_export(rule.table, _loader(rule))
        if rule.erase:
            self.register_erasure(rule.table, _eraser(rule))

    def register_export(self, name: str, loader: Loader) -> None:
        """`loader(session, person_id)` gives the rows of `data/<name>.json`; one more than MOST_ROWS when there are
        more than are given out."""
        self.loaders[name] = loader

    def register_files(self, name: str, files: Files) -> None:
        """`files(session, person_id)` gives names and contents below `files/<name>/`."""
        self.files[name] = files

    def register_erasure(self, name: str, eraser: Eraser) -> None:
        """`eraser(session, person_id, now)` removes or pseudonymises; it must bear being run twice."""
        self.erasers[name] = eraser

    def register_obstacle(self, name: str, obstacle: Obstacle) -> None:
        """`obstacle(session, person_id, now)` says in a sentence why the person cannot leave yet, or None."""
        self.obstacles[name] = obstacle

    async def in_the_way(self, session: AsyncSession, person_id: UUID, now: datetime) -> list[str]:
        """Every reason why this person cannot leave yet."""
        found = [await obstacle(session, person_id, now) for obstacle in self.obstacles.values()]
        return [sentence for sentence in found if sentence]

    async def erase(self, session: AsyncSession, person_id: UUID, now: datetime) -> None:
        """Remove or pseudonymise everything about a person that need not stay."""
        for eraser in self.erasers.values():
            await eraser(session, person_id, now)


def _loader(rule: TableRule) -> Loader:
    columns = ", ".join(f'"{name}"' for name in rule.exported)
    query = text(f'SELECT {columns} FROM "{rule.table}" WHERE {rule.whose} LIMIT {MOST_ROWS + 1}')  # noqa: S608 - constants

    async def load(session: AsyncSession, person_id: UUID) -> Rows:
        return [dict(row) for row in (await session.execute(query, {"id": person_id})).mappings()]

    return load


def _eraser(rule: TableRule) -> Eraser:
    async def erase(session: AsyncSession, person_id: UUID, now: datetime) -> None:
        for statement in rule.erase:
            values = {"id": person_id, **({"now": now} if ":now" in statement else {})}
            await session.execute(text(statement), values)

    return erase
