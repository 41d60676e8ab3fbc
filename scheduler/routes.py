"""The composition of the endpoints: each idea's `routes`, given the parts it needs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from auth.passkeys import RelyingParty
from auth.room_token import Verifier
from auth.sealing import Sealer
from scheduler import bridges
from scheduler.admin import accounts as admin_accounts
from scheduler.admin import messages as reported
from scheduler.admin import prepayments, refunds, reports, vetting
from scheduler.availability import absences
from scheduler.availability import endpoints as availability
from scheduler.booking import changes
from scheduler.booking import endpoints as booking
from scheduler.calendars import endpoints as calendars
from scheduler.calendars import feed_endpoints
from scheduler.calendars.remote import linking
from scheduler.classes import endpoints as classes
from scheduler.classes import schedule, series
from scheduler.figures import endpoints as figures
from scheduler.files import endpoints as files
from scheduler.http import Api, Context, health
from scheduler.keys import endpoints as api_keys
from scheduler.keys import revoking, scopes
from scheduler.messages import attachments, live, reporting
from scheduler.messages import endpoints as messages
from scheduler.messages import keeping as chat
from scheduler.notifications import (
    choosing,
    development,
    devices,
    following,
    unsubscribe,
)
from scheduler.parts import Parts
from scheduler.payments import endpoints as payments
from scheduler.people import identities, passkeys, photos, profiles, safety, signing, totp
from scheduler.people.proof import SignIns
from scheduler.people.providers import Provider
from scheduler.plans import parts as plans
from scheduler.privacy import consents, erasure, export
from scheduler.reviews import endpoints as reviews
from scheduler.rooms import endpoints as rooms
from scheduler.search import endpoints as search
from scheduler.services import endpoints as services
from scheduler.webhooks import document as webhooks_document
from scheduler.webhooks import endpoints as webhooks
from scheduler.widget import endpoints as widget


def declare(parts: Parts) -> None:
    """Declare every endpoint, with what it needs of the parts."""
    settings, api = parts.settings, parts.api
    ins = SignIns(parts.ring, parts.passwords, parts.guard, Sealer(settings.secret_keys), revoking)
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
    plans.routes(api.tagged("plans"), settings.commission_bp, parts.payments.gateway)
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
    for admins in (vetting, admin_accounts, reports, prepayments):
        admins.routes(api.tagged("admin"))
    reported.routes(api.tagged("admin"), parts.files)
    figures.routes(api.tagged("figures"))
    refunds.routes(api.tagged("admin"), parts.payments.subjects)
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

    async def hold_series(ctx: Context, session: AsyncSession, values: Mapping[str, Any]) -> None:
        await series.all_of(session, values["id"], ctx.account.id, hold=True)

    api.declare("show_booking", etag=True)
    for act in ("cancel_booking", "approve_booking", "decline_booking", "move_booking", "dispute_booking"):
        api.declare(act, edits="show_booking", hold=hold_booking)
    api.declare("show_class", etag=True)
    for act in ("cancel_class", "move_class"):
        api.declare(act, edits="show_class", hold=hold_class)
    api.declare("show_series", etag=True)
    for act in ("cancel_series", "move_series"):
        api.declare(act, edits="show_series", hold=hold_series)
