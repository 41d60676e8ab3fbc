"""The composition root: every part is made here, once, and given to those that need it.

A new idea plugs in with three lines: its `routes` in `_routes`, its jobs in `_jobs`, its `tables` in store/tables.py.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aiohttp import web
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from auth import keys, mail_tokens
from auth import sessions as sign_ins
from auth.passwords import Passwords
from auth.room_token import Verifier
from scheduler.availability import endpoints as availability
from scheduler.availability.locks import lock_people
from scheduler.booking import endpoints as booking
from scheduler.booking.storage import load_for_join
from scheduler.clock import Clock
from scheduler.config import Settings
from scheduler.http import Api, health, idempotency
from scheduler.http.metrics import Metrics
from scheduler.http.middleware import outermost
from scheduler.jobs.runner import Jobs
from scheduler.jobs.tidy import forget_old_runs, tidier
from scheduler.notifications import bookings, outbox, send
from scheduler.notifications import endpoints as development_mail
from scheduler.payments import endpoints as payments
from scheduler.payments import parts as payment_parts
from scheduler.payments.webhooks import forget_old_events
from scheduler.people import mails, profiles, signing
from scheduler.people import storage as people
from scheduler.people.guard import Guard
from scheduler.people.sign_in import authenticator
from scheduler.rooms import attendance, closing, sweep
from scheduler.rooms import endpoints as rooms
from scheduler.rooms.meeting import Meeting
from scheduler.rooms.node import Node
from scheduler.search import endpoints as search
from scheduler.services import endpoints as services
from scheduler.store.engine import Sessions, create_engine, create_sessions

log = logging.getLogger("scheduler")
MAX_BODY = 64 * 1024
# A long query is for validation to refuse, with the field's name; the parser only knows a bare 400.
FORGETTERS = (
    sign_ins.forget_old,
    mail_tokens.forget_old,
    idempotency.forget_old,
    attendance.forget_old_events,
    outbox.forget_old,
    forget_old_runs,
    forget_old_events,
)
SERVER_OPTIONS: dict[str, Any] = {"access_log": None, "max_line_size": 64 * 1024, "shutdown_timeout": 10}


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
    node: Node
    guard: Guard
    payments: payment_parts.PaymentParts
    api: Api


PARTS: web.AppKey[Parts] = web.AppKey("parts", Parts)


def assemble(
    settings: Settings,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    ring: keys.KeyRing | None = None,
    guard: Guard | None = None,
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
        authenticate=authenticator(clock, engine, ring),
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
        node=Node(settings.sfu_url, settings.livekit_key, settings.livekit_secret, clock),
        guard=guard or Guard(),
        payments=payment_parts.make(settings, sessions, clock),
        api=api,
    )
    _routes(parts)
    _jobs(parts)
    return parts


def _routes(parts: Parts) -> None:
    settings, api = parts.settings, parts.api
    signing.routes(api.tagged("sign-in"), parts.ring, parts.passwords, parts.guard)
    profiles.routes(api.tagged("me"), parts.ring, booked_after)
    rooms.routes(
        api.tagged("rooms"),
        rooms.Rooms(
            node=parts.node,
            ring=parts.ring,
            load=load_meeting,
            public_url=settings.sfu_public_url,
            grace_s=settings.room_grace_s,
            webhooks=Verifier({settings.livekit_key: settings.livekit_secret}),
            count_webhook=lambda outcome: parts.metrics.webhooks.labels(outcome).inc(),
        ),
    )
    services.routes(api.tagged("services"))
    availability.routes(api.tagged("availability"))
    search.routes(api.tagged("search"))
    payments.routes(api.tagged("payments"), payments.Payments(parts.payments.gateway))
    booking.routes(api.tagged("bookings"), booking.Bookings(grace_s=settings.room_grace_s))
    if settings.development:
        development_mail.routes(api.tagged("development"))
    health.routes(api.tagged("operation"), parts.metrics)


def _jobs(parts: Parts) -> None:
    settings, sessions, clock, jobs = parts.settings, parts.sessions, parts.clock, parts.jobs
    jobs.register(mails.JOB, mails.account_mail_job(sessions, clock, settings.web_url))
    jobs.register(bookings.JOB, bookings.booking_job(sessions, clock, load_meeting, people.reader, settings.web_url))
    jobs.register(outbox.SEND, send.sender_job(sessions, clock, settings.smtp_url, settings.mail_from))
    jobs.register(closing.JOB, closing.closing_job(sessions, clock, parts.node, load_meeting, settings.room_grace_s))
    parts.payments.register(jobs)
    jobs.every(60, "attendance", sweep.sweeper(sessions, clock, parts.node))
    jobs.every(3600, "tidying", tidier(sessions, clock, FORGETTERS))


def application(parts: Parts, *, run_jobs: bool = True) -> web.Application:
    """The server of these parts. Without `run_jobs` nothing is sent or swept unless told to (tests)."""
    app = web.Application(middlewares=[outermost(parts.metrics, parts.clock)], client_max_size=MAX_BODY)
    app[PARTS] = parts
    parts.api.install(app)

    async def life(_app: web.Application) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(parts.engine.dispose)
            stack.callback(parts.passwords.close)
            await parts.node.start()
            stack.push_async_callback(parts.node.close)
            await stack.enter_async_context(parts.metrics.watching_lag())
            if parts.payments.own is not None:
                await stack.enter_async_context(parts.payments.own.running(deliver=run_jobs))
            if run_jobs:
                await stack.enter_async_context(parts.jobs.running())
            yield

    app.cleanup_ctx.append(life)
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


async def load_meeting(session: AsyncSession, booking_id: UUID) -> Meeting | None:
    """A booking as rooms and mails know it."""
    row = await load_for_join(session, booking_id)
    if row is None:
        return None
    return Meeting(
        id=booking_id,
        title=row.title,
        confirmed=row.status == "confirmed",
        professional_id=row.professional_id,
        professional_name=row.professional_name,
        client_id=row.client_id,
        client_name=row.client_name,
        start=row.start,
        end=row.end,
    )


async def booked_after(session: AsyncSession, professional_id: UUID, after: datetime) -> bool:
    """Whether somebody is booked with this professional after an instant; none comes in before the commit."""
    await lock_people(session, [professional_id])
    query = text(
        "SELECT EXISTS (SELECT 1 FROM occupancy WHERE person_id = :id AND role = 'professional'"
        " AND upper(during) > :after)"
    )
    return bool(await session.scalar(query, {"id": professional_id, "after": after}))
