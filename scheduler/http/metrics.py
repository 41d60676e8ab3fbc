"""The figures at /metrics, on a registry of their own: requests by route template, the event loop's lag, pool,
jobs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

LAG_STEP_S = 0.5


class Metrics:
    """One process's figures. Labels are bounded: templates, methods, statuses and names of jobs, never values."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.requests = Counter(
            "scheduler_http_requests_total",
            "Requests answered",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "scheduler_http_request_seconds",
            "Time to the answer",
            ["method", "route"],
            buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
            registry=self.registry,
        )
        self.loop_lag = Histogram(
            "scheduler_event_loop_lag_seconds",
            "How late the event loop wakes",
            buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
            registry=self.registry,
        )
        self.jobs = Counter("scheduler_jobs_total", "Jobs run", ["entrypoint", "outcome"], registry=self.registry)
        self.job_seconds = Histogram(
            "scheduler_job_seconds", "Time a job took", ["entrypoint"], registry=self.registry
        )
        self.webhooks = Counter(
            "scheduler_webhooks_total", "Webhooks of the media server", ["outcome"], registry=self.registry
        )
        self._pool_used = Gauge("scheduler_db_pool_used", "Connections in use", registry=self.registry)
        self._pool_size = Gauge("scheduler_db_pool_size", "Connections the pool may hold", registry=self.registry)

    def watch_pool(self, engine: AsyncEngine) -> None:
        """Read the pool's use at every scrape."""
        pool = engine.pool
        if isinstance(pool, QueuePool):
            self._pool_used.set_function(pool.checkedout)
            self._pool_size.set_function(pool.size)

    @contextlib.asynccontextmanager
    async def watching_lag(self) -> AsyncIterator[None]:
        """Measure the loop's lag while inside."""
        task = asyncio.create_task(self._measure_lag())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _measure_lag(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            asked = loop.time()
            await asyncio.sleep(LAG_STEP_S)
            self.loop_lag.observe(max(0.0, loop.time() - asked - LAG_STEP_S))
