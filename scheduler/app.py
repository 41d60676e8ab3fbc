"""The composition root: every part is made here, once, and given to those that need it.

A new idea plugs in with three lines: its `routes` in `_routes`, its jobs in `_jobs`, its `tables` in store/tables.py.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from auth import challenges, keys, mail_tokens, rates, security_log
from auth import sessions as sign_ins
from auth.passkeys import RelyingParty
from auth.passwords import Passwords
from auth.room_token import Verifier
from auth.sealing import Sealer
from scheduler import bridges, memory
from scheduler.admin import accounts as admin_accounts
from scheduler.admin import messages as reported
from scheduler.admin import reports, vetting
from scheduler.availability import absences, zones
from scheduler.availability import endpoints as availability
from scheduler.booking import changes, checkout, paying
from scheduler.booking import endpoints as booking
from scheduler.booking.clockwork import EVERY_S, clockwork
from scheduler.calendars import checking, feed_endpoints, keeping, subscribing
from scheduler.calendars import endpoints as calendars
from scheduler.calendars.remote import linking, writing
from scheduler.calendars.remote.accounts import KINDS, Accounts
from scheduler.calendars.remote.reading import RemoteSource
from scheduler.calendars.source import Source
from scheduler.classes import endpoints as classes
from scheduler.classes import jobs as class_jobs
from scheduler.classes import schedule
from scheduler.clock import Clock
from scheduler.config import Settings
from scheduler.directory import upkeep as directory
from scheduler.files import endpoints as files
from scheduler.files import keeping as kept_files
from scheduler.files.folder import FolderBlobs
from scheduler.files.port import Blobs
from scheduler.files.s3 import S3Blobs
from scheduler.files.signing import Bucket
from scheduler.files.spool import Spool
from scheduler.freetime import upkeep
from scheduler.http import Api, Context, health, idempotency
from scheduler.http.metrics import Metrics
from scheduler.http.middleware import outermost
from scheduler.jobs.runner import Jobs
from scheduler.jobs.tidy import forget_old_runs, tidier
from scheduler.keys import endpoints as api_keys
from scheduler.keys import scopes
from scheduler.keys import sign_in as key_sign_in
from scheduler.messages import attachments, live, reporting, telling
from scheduler.messages import endpoints as messages
from scheduler.messages import keeping as chat
from scheduler.messages import storage as message_rows
from scheduler.notifications import (
    bookings,
    choosing,
    deliver,
    development,
    devices,
    following,
    inbox,
    outbox,
    pushing,
    reminders,
    send,
    unsubscribe,
    webpush,
)
from scheduler.notifications.expo import Expo
from scheduler.notifications.live import Live
from scheduler.notifications.outgoing import Outgoing
from scheduler.notifications.quiet import DAY, Walls
from scheduler.payments import endpoints as payments
from scheduler.payments import parts as payment_parts
from scheduler.payments.webhooks import forget_old_events
from scheduler.people import identities, mails, passkeys, photos, profiles, safety, signing, totp
from scheduler.people import storage as people
from scheduler.people.guard import Guard
from scheduler.people.proof import SignIns
from scheduler.people.providers import Provider
from scheduler.people.sign_in import authenticator
from scheduler.privacy import consents, erasure, export
from scheduler.privacy.inventory import known
from scheduler.privacy.registry import Registry
from scheduler.reviews import endpoints as reviews
from scheduler.reviews import rating
from scheduler.rooms import attendance, closing, sweep
from scheduler.rooms import endpoints as rooms
from scheduler.rooms.node import Node
from scheduler.search import endpoints as search
from scheduler.services import endpoints as services
from scheduler.store.engine import Sessions, create_engine, create_sessions
from scheduler.webhooks import document as webhooks_document
from scheduler.webhooks import emitting, sending
from scheduler.webhooks import endpoints as webhooks
from scheduler.widget import endpoints as widget

log = logging.getLogger("scheduler")
MAX_BODY = 64 * 1024
# A long query is for validation to refuse, with the field's name; the parser only knows a bare 400.
FORGETTERS = (
    sign_ins.forget_old,
    mail_tokens.forget_old,
    challenges.forget_old,
    rates.forget_old,
    security_log.forget_old,
    reports.forget_old,
    reported.forget_decided,
    export.forget_old,
    idempotency.forget_old,
    api_keys.forget_old,
    webhooks.forget_old,
    attendance.forget_old_events,
    outbox.forget_old,
    deliver.forget_old,
    inbox.forget_old,
    forget_old_runs,
    forget_old_events,
)
# Wall time is the availability's business; quiet hours ask it this way.
WALLS = Walls(
    day_of=lambda zone, instant: zones.load(zone).day_of(instant),
    begin=lambda zone, wall: zones.earliest(zones.load(zone).spans(wall - 2 * DAY, wall + 2 * DAY), wall),
    end=lambda zone, wall: zones.latest(zones.load(zone).spans(wall - 2 * DAY, wall + 2 * DAY), wall),
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
    vapid: webpush.FindVapid
    outgoing: Outgoing
    accounts: Accounts
    live: Live
    payments: payment_parts.PaymentParts
    api: Api
    registry: Registry
    files: kept_files.Files


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
        authenticate=key_sign_in.authenticator(clock, engine, authenticator(clock, engine, ring)),
        sealer=Sealer(settings.secret_keys),
        trusted_proxies=settings.trusted_proxies,
    )
    sealer, outgoing = Sealer(settings.secret_keys), Outgoing(private=settings.development)
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
        vapid=webpush.loader(settings.keys_dir, settings.vapid_key, settings.mail_from, create=settings.development),
        outgoing=outgoing,
        accounts=Accounts(outgoing, clock, sealer, settings.calendar_services),
        live=Live(settings.database_url),
        payments=payment_parts.make(settings, sessions, clock),
        api=api,
        registry=known(),
        files=kept_files.Files(_blobs(settings), Spool(settings.files_dir / "incoming"), sessions, clock),
    )
    parts.registry.register_obstacle("bookings", erasure.standing_bookings)
    parts.registry.register_files("uploads", parts.files.export_of)
    _routes(parts)
    _jobs(parts)
    return parts


def _blobs(settings: Settings) -> Blobs:
    s3 = settings.files_s3
    if s3 is None:
        return FolderBlobs(settings.files_dir / "kept")
    return S3Blobs(Bucket(s3.endpoint, s3.region, s3.bucket, s3.access_key, s3.secret_key))


def _routes(parts: Parts) -> None:
    settings, api = parts.settings, parts.api
    ins = SignIns(parts.ring, parts.passwords, parts.guard, Sealer(settings.secret_keys))
    signing.routes(api.tagged("sign-in"), ins)
    safety.routes(api.tagged("safety"), ins)
    totp.routes(api.tagged("safety"), ins)
    passkeys.routes(api.tagged("passkeys"), ins, RelyingParty.of(settings.web_url))
    providers = {each.name: Provider(each) for each in settings.oidc}
    identities.routes(api.tagged("providers"), ins, providers, settings.web_url)
    profiles.routes(api.tagged("me"), parts.ring, bridges.booked_after, vetting_required=settings.vetting_required)
    rooms.routes(
        api.tagged("rooms"),
        rooms.Rooms(
            node=parts.node,
            ring=parts.ring,
            load=bridges.load_meeting,
            load_class=bridges.load_class,
            public_url=settings.sfu_public_url,
            grace_s=settings.room_grace_s,
            webhooks=Verifier({settings.livekit_key: settings.livekit_secret}),
            count_webhook=lambda outcome: parts.metrics.webhooks.labels(outcome).inc(),
        ),
    )
    files.routes(api.tagged("files"), parts.files)
    photos.routes(api.tagged("files"), parts.files)
    services.routes(api.tagged("services"))
    availability.routes(api.tagged("availability"))
    absences.routes(api.tagged("availability"), bridges.standing_between)
    search.routes(api.tagged("search"))
    payments.routes(api.tagged("payments"), payments.Payments(parts.payments.gateway))
    booking.routes(api.tagged("bookings"), booking.Bookings(settings.room_grace_s, settings.commission_bp))
    classes.routes(api.tagged("classes"), settings.commission_bp)
    reviews.routes(api.tagged("reviews"))
    messages.routes(api.tagged("messages"), messages.Messages(settings.room_grace_s))
    attachments.routes(api.tagged("messages"), parts.files)
    chat.routes(api.tagged("messages"))
    reporting.routes(api.tagged("messages"), reports.file_message)
    calendars.routes(
        api.tagged("calendars"), calendars.Calendars(Sealer(settings.secret_keys), private=settings.development)
    )
    feed_endpoints.routes(api.tagged("calendars"), feed_endpoints.Feeds(settings.web_url))
    following.routes(api.tagged("notifications"), parts.sessions, parts.engine, parts.live, live.follow)
    devices.routes(api.tagged("notifications"), parts.vapid, private=settings.development)
    choosing.routes(api.tagged("notifications"))
    unsubscribe.routes(api.tagged("notifications"), parts.ring)
    for admins in (vetting, admin_accounts, reports, reported):
        admins.routes(api.tagged("admin"))
    consents.routes(api.tagged("privacy"))
    export.routes(api.tagged("privacy"))
    erasure.routes(api.tagged("privacy"), parts.registry)
    if settings.development:
        development.routes(api.tagged("development"))
    health.routes(api.tagged("operation"), parts.metrics)
    widget.routes(api.tagged("widget"), widget.Widgets(settings.web_url, plain=settings.development))
    api_keys.routes(api.tagged("keys"))
    sealer = Sealer(settings.secret_keys)
    webhooks.routes(api.tagged("webhooks"), webhooks.Webhooks(sealer, private=settings.development))
    linking.routes(api.tagged("calendars"), linking.Linking(parts.accounts, settings.web_url, settings.development))
    _conditions(api)
    scopes.declare(api)
    api.webhooks = webhooks_document.webhooks()


def _conditions(api: Api) -> None:
    """What is changed by acts, not by writing over it, honours If-Match too; each act takes these locks itself."""

    async def hold_booking(_ctx: Context, session: AsyncSession, values: Mapping[str, Any]) -> None:
        await changes.locked(session, values["id"])

    async def hold_class(_ctx: Context, session: AsyncSession, values: Mapping[str, Any]) -> None:
        await schedule.locked(session, values["id"])

    api.declare("show_booking", etag=True)
    for act in ("cancel_booking", "approve_booking", "decline_booking", "move_booking", "dispute_booking"):
        api.declare(act, edits="show_booking", hold=hold_booking)
    api.declare("show_class", etag=True)
    for act in ("cancel_class", "move_class"):
        api.declare(act, edits="show_class", hold=hold_class)


def _jobs(parts: Parts) -> None:
    settings, sessions, clock, jobs = parts.settings, parts.sessions, parts.clock, parts.jobs
    jobs.register(mails.JOB, mails.account_mail_job(sessions, clock, settings.web_url))
    office = deliver.Office(
        sessions=sessions,
        load=bridges.load_meeting,
        find=people.reader,
        web_url=settings.web_url,
        sender=settings.mail_from,
        walls=WALLS,
        unsubscribe=unsubscribe.tokens(parts.ring),
    )
    people_told = bookings.booking_job(office, clock)
    jobs.register(bookings.JOB, writing.beside(sessions, emitting.beside(sessions, people_told)))
    writer = writing.Writer(parts.accounts, sessions, clock, settings.web_url)
    for name, handler in writer.handlers().items():
        jobs.register(name, handler)
    jobs.register(emitting.BOOKING_JOB, emitting.booking_job(sessions, clock, bridges.load_told))
    jobs.register(emitting.JOB, emitting.event_job(sessions, clock))
    sender = sending.Sender(sessions, clock, parts.outgoing, Sealer(settings.secret_keys))
    jobs.register(emitting.SEND, sender.send)
    jobs.register(reminders.JOB, reminders.reminder_job(office, clock))
    jobs.register(reminders.REPLAN, reminders.replan_job(office, clock, bridges.upcoming_of))
    pusher = pushing.Pusher(
        office=office,
        outgoing=parts.outgoing,
        clock=clock,
        vapid=parts.vapid,
        expo=Expo(settings.expo_url, settings.expo_token),
    )
    jobs.register(deliver.PUSH, pushing.push_job(pusher))
    jobs.register(pushing.SEND, pushing.send_job(pusher))
    jobs.register(pushing.RECEIPT, pushing.receipt_job(pusher))
    jobs.register(outbox.SEND, send.sender_job(sessions, clock, settings.smtp_url, settings.mail_from))
    grace_s = settings.room_grace_s
    jobs.register(closing.JOB, closing.closing_job(sessions, clock, parts.node, bridges.load_room, grace_s))
    jobs.register(closing.TIMES, closing.times_job(sessions, clock, parts.node, bridges.load_meeting, grace_s))
    jobs.register(closing.LEAVE, closing.leaving_job(sessions, clock, parts.node, bridges.load_meeting, grace_s))
    for name, handler in class_jobs.handlers(sessions, clock).items():
        jobs.register(name, handler)
    jobs.register(message_rows.TOLD, telling.told_job(office))
    jobs.register(message_rows.CHANGED, telling.changed_job(office))
    jobs.register(telling.UNREAD, telling.unread_job(office, clock))
    checker = checking.Checker(sessions, clock, Sealer(settings.secret_keys), _calendar_sources(parts))
    jobs.register(checking.CHECK, checker.check)
    jobs.register(keeping.EXPAND, checker.expand)
    jobs.every(checking.EVERY_S, "calendars", checker.hand_over)
    jobs.register(rating.JOB, rating.rating_job(sessions, clock))
    parts.payments.register(jobs)
    parts.payments.subjects.register(paying.KIND, checkout.SUBJECT)
    jobs.register(paying.PAYOUT, checkout.payout_job(sessions, clock))
    jobs.register(mails.NOTICE_JOB, mails.notice_job(sessions, clock, settings.web_url))
    jobs.register(mails.NEW_ADDRESS_JOB, mails.new_address_job(sessions, clock, settings.web_url))
    jobs.register(export.JOB, export.export_job(sessions, clock, parts.registry))
    jobs.register(erasure.JOB, erasure.erasure_job(sessions, clock, parts.registry, settings.web_url))
    jobs.every(60, "attendance", sweep.sweeper(sessions, clock, parts.node))
    jobs.every(EVERY_S, "bookings", clockwork(sessions, clock, bridges.load_attended, grace_s))
    jobs.every(EVERY_S, "classes", class_jobs.clockwork(sessions, clock, grace_s))
    jobs.register(upkeep.JOB, upkeep.windows_job(sessions, clock))
    jobs.every(600, "directory", directory.completer(sessions, clock))
    jobs.every(600, "free-windows", upkeep.extender(sessions, clock))
    jobs.every(kept_files.COLLECT_EVERY_S, "files", parts.files.collector())
    jobs.every(3600, "tidying", tidier(sessions, clock, FORGETTERS))


def _calendar_sources(parts: Parts) -> dict[str, Source]:
    """How each kind of calendar outside is read."""
    remote = RemoteSource(parts.accounts, parts.sessions, parts.clock)
    return {"ics": subscribing.Subscription(parts.outgoing), **dict.fromkeys(KINDS, remote)}


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
