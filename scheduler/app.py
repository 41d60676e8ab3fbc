"""The composition root: the parts are made, the endpoints and the jobs joined to them, once, and served.

A new idea plugs in with three lines: its `routes` in routes.py, its jobs in work.py, its `tables` in store/tables.py.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from auth import keys
from auth.passwords import Passwords
from scheduler import memory, routes, work
from scheduler.clock import Clock
from scheduler.config import Settings
from scheduler.http.middleware import outermost
from scheduler.parts import Parts, make
from scheduler.payments import leaving
from scheduler.people.guard import Guard
from scheduler.plans import parts as plans
from scheduler.privacy import erasure

__all__ = ["MAX_BODY", "PARTS", "SERVER_OPTIONS", "Parts", "application", "assemble", "describe", "serve"]

log = logging.getLogger("scheduler")
MAX_BODY = 64 * 1024
# A long query is for validation to refuse, with the field's name; the parser only knows a bare 400.
SERVER_OPTIONS: dict[str, Any] = {"access_log": None, "max_line_size": 64 * 1024, "shutdown_timeout": 10}
PARTS: web.AppKey[Parts] = web.AppKey("parts", Parts)


def assemble(
    settings: Settings,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    ring: keys.KeyRing | None = None,
    guard: Guard | None = None,
) -> Parts:
    """Make every part and join them; nothing is connected yet. Raises KeyFileError for unusable keys."""
    parts = make(settings, clock=clock, passwords=passwords, ring=ring, guard=guard)
    parts.registry.register_obstacle("bookings", erasure.standing_bookings)
    parts.registry.register_obstacle("plans", plans.in_the_way)
    parts.registry.register_obstacle("money", leaving.in_the_way)
    parts.registry.register_files("uploads", parts.files.export_of)
    routes.declare(parts)
    work.register(parts)
    return parts


def application(parts: Parts, *, run_jobs: bool = True) -> web.Application:
    """The server of these parts. Without `run_jobs` nothing is sent or swept unless told to (tests)."""
    app = web.Application(middlewares=[outermost(parts.metrics, parts.clock)], client_max_size=MAX_BODY)
    app[PARTS] = parts
    parts.api.install(app)

    async def life(_app: web.Application) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(parts.engine.dispose)
            stack.callback(parts.passwords.close)
            stack.push_async_callback(parts.live.close)
            stack.push_async_callback(parts.outgoing.close)
            stack.push_async_callback(parts.files.blobs.close)
            parts.vapid()  # a key that cannot be used ends the start
            await parts.node.start()
            stack.push_async_callback(parts.node.close)
            await stack.enter_async_context(parts.metrics.watching_lag())
            if parts.payments.own is not None:
                await stack.enter_async_context(parts.payments.own.running(deliver=run_jobs))
            if run_jobs:
                await stack.enter_async_context(parts.jobs.running())
            yield

    async def end_streams(_app: web.Application) -> None:
        parts.live.end_all()  # requests under way are let finish, and these never would

    app.cleanup_ctx.append(life)
    app.on_shutdown.append(end_streams)
    return app


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve until `stop` is set, then let requests under way finish."""
    parts = assemble(settings)
    runner = web.AppRunner(application(parts), **SERVER_OPTIONS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.bind, settings.port, backlog=512)
        await site.start()
        host, port, *_ = runner.addresses[0]
        if parts.payments.own is not None:
            parts.payments.own.deliverer.url = f"http://{host}:{port}/webhooks/payments"
        memory.settle()
        log.info("serving", extra={"address": f"http://{host}:{port}", "env": settings.env})
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
