"""The composition root: every part is made here, once, and given to those that need it.

A new idea plugs in with three lines: its `routes` in `_routes`, its jobs in `_jobs`, its `tables` in store/tables.py.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from auth import keys
from auth.passwords import Passwords
from scheduler.clock import Clock
from scheduler.config import Settings
from scheduler.http import Api, health
from scheduler.http.metrics import Metrics
from scheduler.http.middleware import outermost
from scheduler.jobs.runner import Jobs
from scheduler.people.sign_in import authenticator
from scheduler.store.engine import Sessions, create_engine, create_sessions

MAX_BODY = 64 * 1024


@dataclass(slots=True)
class Parts:
    """What the whole is made of; tests reach in here."""

    settings: Settings
    clock: Clock
    engine: AsyncEngine
    sessions: Sessions
    metrics: Metrics
    ring: keys.KeyRing
    passwords: Passwords
    jobs: Jobs
    api: Api


PARTS: web.AppKey[Parts] = web.AppKey("parts", Parts)


def assemble(
    settings: Settings,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    ring: keys.KeyRing | None = None,
) -> Parts:
    """Make every part; nothing is connected yet. Raises KeyFileError for unusable keys."""
    clock = clock or Clock(settings.clock_offset_s)
    engine = create_engine(settings.database_url, settings.database_pool)
    sessions = create_sessions(engine)
    metrics = Metrics()
    metrics.watch_pool(engine)
    ring = ring or keys.load(settings.keys_dir, create=settings.development)
    api = Api(
        clock=clock,
        sessions=sessions,
        authenticate=authenticator(clock, sessions, ring),
        trusted_proxies=settings.trusted_proxies,
    )
    parts = Parts(
        settings=settings,
        clock=clock,
        engine=engine,
        sessions=sessions,
        metrics=metrics,
        ring=ring,
        passwords=passwords or Passwords(),
        jobs=Jobs(settings.database_url, sessions, clock, metrics),
        api=api,
    )
    _routes(parts)
    _jobs(parts)
    return parts


def _routes(parts: Parts) -> None:
    api = parts.api
    health.routes(api.tagged("operation"), parts.metrics)


def _jobs(parts: Parts) -> None:
    pass


def application(parts: Parts, *, run_jobs: bool = True) -> web.Application:
    """The server of these parts. Without `run_jobs` nothing is sent or swept unless told to (tests)."""
    app = web.Application(middlewares=[outermost(parts.metrics)], client_max_size=MAX_BODY)
    app[PARTS] = parts
    parts.api.install(app)

    async def life(_app: web.Application) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(parts.engine.dispose)
            stack.callback(parts.passwords.close)
            await stack.enter_async_context(parts.metrics.watching_lag())
            if run_jobs:
                await stack.enter_async_context(parts.jobs.running())
            yield

    app.cleanup_ctx.append(life)
    return app


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve until `stop` is set, then let requests under way finish."""
    parts = assemble(settings)
    runner = web.AppRunner(application(parts), access_log=None, shutdown_timeout=10)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.bind, settings.port, backlog=512)
        await site.start()
        await stop.wait()
    finally:
        await runner.cleanup()


def describe() -> dict[str, object]:
    """The OpenAPI document, without a database or keys: nothing is connected to describe."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from scheduler.config import load

    settings = load({"DATABASE_URL": "postgresql://nobody@localhost/none"})
    parts = assemble(settings, ring=keys.ring_of(Ed25519PrivateKey.generate()))
    return parts.api.document()
