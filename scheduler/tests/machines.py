"""How a model is driven beside the real thing: the same steps each time, and nobody waits for a deadline; and the
world it is driven in, the service over a database without a loop of one's own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from scheduler.http import Problem
from scheduler.store.engine import Sessions, create_engine, create_sessions

T = TypeVar("T")


def drive(machine: type[RuleBasedStateMachine], *, examples: int, steps: int) -> None:
    """Run so many examples of a machine, each of at most so many steps. Raises what the first that fails raises."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Loop:
    """A loop that a machine, whose steps are plain functions, waits on."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.runner = asyncio.Runner()

    def run(self, work: Awaitable[T]) -> T:
        async def wait() -> T:
            return await work

        return self.runner.run(wait())


class Database(Loop):
    """A world over a database; `_fresh` makes it as if nothing had ever happened."""

    engine: AsyncEngine
    sessions: Sessions

    @classmethod
    @contextmanager
    def opened(cls, url: str) -> Iterator[Self]:
        """The world while it is looked at."""
        made = cls(url)
        with made.runner:
            made.engine = made.run(_engine(url))
            made.sessions = create_sessions(made.engine)
            yield made
            made.run(made.engine.dispose())

    def fresh(self) -> None:
        self.run(self._fresh())

    async def _fresh(self) -> None:
        raise NotImplementedError

    def attempt(self, act: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        """What the act returned (True for nothing), None when it was refused in words."""

        async def tried() -> Any:
            try:
                async with self.sessions.begin() as session:
                    return await act(session) or True
            except Problem:
                return None

        return self.run(tried())

    def rows(self, query: str) -> list[Any]:
        async def read() -> list[Any]:
            async with self.sessions() as session:
                return list(await session.execute(text(query)))

        return self.run(read())


async def _engine(url: str) -> AsyncEngine:
    return create_engine(url, pool=2)
