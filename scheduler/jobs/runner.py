"""Running jobs in the scheduler's process: pgqueuer's worker, the ticker of due jobs, and what repeats.

The rule kept here: a job that fails is tried again, later each time, until it works; a worker that loses the database
connects again. A job killed between its steps is picked up by the next worker.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job
from pgqueuer.domain.types import QueueExecutionMode
from sqlalchemy import text

from scheduler.clock import Clock
from scheduler.http.metrics import Metrics
from scheduler.jobs.queue import hand_over_due
from scheduler.store.engine import Sessions, dsn
from scheduler.store.lines import Lines

log = logging.getLogger("scheduler.jobs")
Handler = Callable[[dict[str, Any]], Awaitable[None]]
TICK_S = 1.0
RECONNECT_S = 1.0
PERIODIC_AT_ONCE = 2
FIRST_RETRY = timedelta(seconds=1)
LAST_RETRY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Periodic:
    """Something done every `every_s` seconds, by one scheduler at a time."""

    name: str
    every_s: float
    work: Callable[[], Awaitable[None]]


class Jobs:
    """Handlers by name, and the tasks that run them. Register first, then `running()`."""

    def __init__(
        self,
        database_url: str,
        sessions: Sessions,
        clock: Clock,
        metrics: Metrics,
        *,
        lost_after: timedelta = timedelta(seconds=15),
        lines: Lines | None = None,
    ) -> None:
        """`lost_after`: a job whose worker has given no sign of life for so long is another worker's."""
        self.lines = lines or Lines()
        self._dsn = dsn(database_url)
        self._sessions = sessions
        self._clock = clock
        self._metrics = metrics
        self.lost_after = lost_after
        self._handlers: dict[str, Handler] = {}
        self._periodic: list[Periodic] = []
        self._turns = asyncio.Semaphore(PERIODIC_AT_ONCE)

    def register(self, name: str, handler: Handler) -> None:
        """Run `handler(payload)` for jobs of this entrypoint; it must bear being run twice for one job."""
        self._handlers[name] = handler

    def handler(self, name: str) -> Handler:
        """The handler of this entrypoint, to be run by hand (tests)."""
        return self._handlers[name]

    def every(self, seconds: float, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do `work` every so many seconds."""
        self._periodic.append(Periodic(name, seconds, work))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Jobs run while inside; on the way out the ones under way are let finish."""
        worker = _Worker(self)
        tasks = [asyncio.create_task(worker.forever(), name="jobs")]
        tasks.append(asyncio.create_task(self._repeat(Periodic("due", TICK_S, self.tick)), name="due"))
        tasks += [asyncio.create_task(self._repeat(periodic), name=periodic.name) for periodic in self._periodic]
        try:
            yield
        finally:
            worker.stop()
            for task in tasks[1:]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def drain(self) -> None:
        """Hand over what is due and run until the queue is empty: for tests and one-off commands."""
        await self.tick()
        connection = await asyncpg.connect(self._dsn)
        try:
            manager = self.manager(connection)
            await manager.run(mode=QueueExecutionMode.drain, dequeue_timeout=timedelta(seconds=0.1))
        finally:
            await connection.close()

    async def tick(self) -> None:
        """Hand over what is due on our clock."""
        async with self._sessions.begin() as session:
            await hand_over_due(session, self._clock.now())

    def manager(self, connection: asyncpg.Connection) -> QueueManager:
        """pgqueuer's worker over this connection, with every handler."""
        manager = QueueManager(Queries(AsyncpgDriver(connection)))
        for name, handler in self._handlers.items():
            manager.entrypoint(name, accepts_context=False)(self._guarded(name, handler))
        return manager

    def _guarded(self, name: str, handler: Handler) -> Callable[[Job], Awaitable[None]]:
        async def run(job: Job) -> None:
            started = time.perf_counter()
            try:
                await handler(json.loads(job.payload or b"{}"))
            except Exception as error:
                self._metrics.jobs.labels(name, "retried").inc()
                delay = min(FIRST_RETRY * 2 ** min(job.attempts, 16), LAST_RETRY)
                log.warning(
                    "job will be tried again",
                    extra={"entrypoint": name, "job": int(job.id), "attempt": job.attempts, "in_s": delay.seconds},
                    exc_info=error,
                )
                raise RetryRequested(delay=delay, reason=type(error).__name__) from None
            self._metrics.jobs.labels(name, "done").inc()
            self._metrics.job_seconds.labels(name).observe(time.perf_counter() - started)

        return run

    async def _repeat(self, periodic: Periodic) -> None:
        while True:
            try:
                # Each holds a connection while its work takes others: all at once would wait for each other.
                async with self._turns, self._sessions.begin() as session:
                    key = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
                    if await session.scalar(key, {"name": f"periodic:{periodic.name}"}):
                        await periodic.work()
            except Exception as error:
                log.error(
                    "periodic work failed",
                    extra={"periodic": periodic.name, "kind": type(error).__name__},
                    exc_info=True,
                )
            await asyncio.sleep(periodic.every_s)


class _Worker:
    """Keeps one pgqueuer worker running, over one connection after another."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._manager: QueueManager | None = None
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        self._stopped.set()
        if self._manager is not None:
            self._manager.shutdown.set()

    async def forever(self) -> None:
        while not self._stopped.is_set():
            try:
                await self._run_once()
            except Exception as error:
                log.error("the job worker lost the database", extra={"kind": type(error).__name__})
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), RECONNECT_S)

    async def _run_once(self) -> None:
        connection = await self._jobs.lines.connect(self._jobs._dsn, "visavis-jobs")
        try:
            self._manager = self._jobs.manager(connection)
            if not self._stopped.is_set():
                await self._manager.run(
                    dequeue_timeout=min(timedelta(seconds=5), self._jobs.lost_after),
                    heartbeat_timeout=self._jobs.lost_after,
                    shutdown_on_listener_failure=True,
                )
        finally:
            self._manager = None
            await connection.close(timeout=2)
