"""What was bought: packages and subscriptions, as each of their two people sees and moves them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http import Api, Context, Cursor, Limit, Page, Problem, decode_cursor, not_found, page
from scheduler.plans import buying, cards, storage, subscribing
from scheduler.plans.models import (
    CancelSubscription,
    CardFace,
    GiveBack,
    MonthView,
    PackageView,
    PlanEventView,
    Side,
    SubscriptionView,
    UseView,
)
from scheduler.plans.storage import By
from scheduler.plans.tables import KeptCard, PlanEvent, Prepayment, Subscription

MOST_EVENTS: Final = 500
Role = Literal["client", "professional"]


@dataclass(frozen=True, slots=True)
class Purchases:
    """The endpoints. `commission_bp`: the house's part of what is paid, in hundredths of a percent."""

    commission_bp: int

    async def buy_package(self, ctx: Context, session: AsyncSession, id: UUID) -> PackageView:
        """Buy a package, as a client: it is paid at /payments/{payment_id} within an hour, and can be used then."""
        now = ctx.clock.now()
        made = await buying.buy(session, ctx.account.id, id, now, commission_bp=self.commission_bp)
        return await _package(ctx, session, made)

    async def subscribe(self, ctx: Context, session: AsyncSession, id: UUID) -> SubscriptionView:
        """Subscribe to a monthly plan, as a client.

        The first month is paid at /payments/{month.payment_id} within an hour; the card that pays it is kept, and
        asked for each month that follows until the subscription ends."""
        now = ctx.clock.now()
        made = await subscribing.subscribe(session, ctx.account.id, id, now, commission_bp=self.commission_bp)
        return await _subscription(ctx, session, made)

    async def list_packages(
        self, ctx: Context, session: AsyncSession, limit: Limit = 20, cursor: Cursor | None = None
    ) -> Page[PackageView]:
        """List the packages that I bought, or sold, in the role in force, the newest first."""
        after = decode_cursor(cursor, datetime, UUID) if cursor else None
        me, side = ctx.account.id, _side(ctx)
        found = await storage.bought(session, Prepayment, me, side, limit=limit + 1, after=after)
        names = await _names(session, found)
        return page(found, limit, lambda row: _package_view(row, side, names), lambda row: (row.created_at, row.id))

    async def show_package(self, ctx: Context, session: AsyncSession, id: UUID) -> PackageView:
        """Show a package of mine, in the role I have in it."""
        return await _package(ctx, session, id)

    async def list_package_uses(self, ctx: Context, session: AsyncSession, id: UUID) -> Page[UseView]:
        """List the bookings that took a session of a package, the latest first."""
        await _my_package(ctx, session, id)
        return Page(items=[UseView.model_validate(each) for each in await storage.uses_of(session, id)])

    async def show_package_history(self, ctx: Context, session: AsyncSession, id: UUID) -> Page[PlanEventView]:
        """Show what happened to a package, the latest first."""
        await _my_package(ctx, session, id)
        return Page(items=[_event(*each) for each in await storage.trail(session, [id], MOST_EVENTS)])

    async def refund_package(self, ctx: Context, session: AsyncSession, id: UUID, body: GiveBack) -> PackageView:
        """Give back what nobody used of a package, as its professional: each session left its share of the price.

        What was booked with it stays booked."""
        await _my_package(ctx, session, id)
        row, _ = await storage.hold_prepayment(session, id)
        await buying.give_back(session, row, By(ctx.account.id, "professional", body.reason), ctx.clock.now())
        return await _package(ctx, session, id)

    async def list_subscriptions(
        self, ctx: Context, session: AsyncSession, limit: Limit = 20, cursor: Cursor | None = None
    ) -> Page[SubscriptionView]:
        """List the subscriptions of mine, or those with me, in the role in force, the newest first."""
        after = decode_cursor(cursor, datetime, UUID) if cursor else None
        me, side = ctx.account.id, _side(ctx)
        found = await storage.bought(session, Subscription, me, side, limit=limit + 1, after=after)
        names, months = await _names(session, found), await storage.current_of(session, found)
        kept = await cards.of_subscriptions(session, found) if side == "client" else {}

        def view(row: Subscription) -> SubscriptionView:
            return _subscription_view(row, side, names, (months.get(row.id), kept.get(row.id)))

        return page(found, limit, view, lambda row: (row.created_at, row.id))

    async def show_subscription(self, ctx: Context, session: AsyncSession, id: UUID) -> SubscriptionView:
        """Show a subscription, in the role I have in it."""
        return await _subscription(ctx, session, id)

    async def show_subscription_history(self, ctx: Context, session: AsyncSession, id: UUID) -> Page[PlanEventView]:
        """Show what happened to a subscription and its newest month, the latest first."""
        row = await _my_subscription(ctx, session, id)
        months = await storage.current_of(session, [row])
        ids = [id, *(each.id for each in months.values())]
        return Page(items=[_event(*each) for each in await storage.trail(session, ids, MOST_EVENTS)])

    async def cancel_subscription(
        self, ctx: Context, session: AsyncSession, id: UUID, body: CancelSubscription
    ) -> SubscriptionView:
        """End a subscription with the month that is paid; its sessions can be used until then.

        Its professional may end it at once: what is left of the month is given back. One that is not paid ends at
        once."""
        await _my_subscription(ctx, session, id)
        side = _side(ctx)
        if body.when == "now" and side == "client":
            raise Problem("forbidden", "Your subscription ends with its month. Its professional can end it at once.")
        row = await storage.hold_subscription(session, id)
        by = By(ctx.account.id, side, body.reason)
        await subscribing.cancel(session, row, by, ctx.clock.now(), at_once=body.when == "now")
        return await _subscription(ctx, session, id)

    async def resume_subscription(self, ctx: Context, session: AsyncSession, id: UUID) -> SubscriptionView:
        """Let a subscription that I was about to end go on after all."""
        await _my_subscription(ctx, session, id)
        row = await storage.hold_subscription(session, id)
        await subscribing.resume(session, row, By(ctx.account.id, _side(ctx)), ctx.clock.now())
        return await _subscription(ctx, session, id)


def _side(ctx: Context) -> Role:
    return "professional" if ctx.role == "professional" else "client"


def _check_mine(ctx: Context, row: Prepayment | Subscription | None, what: str) -> None:
    """Raises 404 for a stranger's, 403 in the other role."""
    sides = {} if row is None else {"client": row.client_id, "professional": row.professional_id}
    if ctx.account.id not in sides.values():
        raise not_found(what)
    if sides[_side(ctx)] != ctx.account.id:
        raise Problem("forbidden", f"In this {what} you have the other role. Switch to it.")


async def _my_package(ctx: Context, session: AsyncSession, id: UUID) -> Prepayment:
    row = await session.get(Prepayment, id, populate_existing=True)
    _check_mine(ctx, None if row is None or row.subscription_id else row, "package")
    return cast(Prepayment, row)


async def _my_subscription(ctx: Context, session: AsyncSession, id: UUID) -> Subscription:
    row = await session.get(Subscription, id, populate_existing=True)
    _check_mine(ctx, row, "subscription")
    return cast(Subscription, row)


async def _names(session: AsyncSession, rows: Any) -> dict[UUID, str]:
    return await storage.names(session, [each for row in rows for each in (row.client_id, row.professional_id)])


async def _package(ctx: Context, session: AsyncSession, id: UUID) -> PackageView:
    await session.flush()
    row = await _my_package(ctx, session, id)
    return _package_view(row, _side(ctx), await _names(session, [row]))


async def _subscription(ctx: Context, session: AsyncSession, id: UUID) -> SubscriptionView:
    await session.flush()
    row = await _my_subscription(ctx, session, id)
    months = await storage.current_of(session, [row])
    kept = await cards.of_subscriptions(session, [row]) if _side(ctx) == "client" else {}
    return _subscription_view(row, _side(ctx), await _names(session, [row]), (months.get(id), kept.get(id)))


def _both(row: Prepayment | Subscription, names: Mapping[UUID, str]) -> dict[str, Side]:
    return {
        "client": Side(id=row.client_id, name=names.get(row.client_id, "")),
        "professional": Side(id=row.professional_id, name=names.get(row.professional_id, "")),
    }


def _package_view(row: Prepayment, side: Role, names: Mapping[UUID, str]) -> PackageView:
    made = {"role": side, "payment_id": row.id, **_both(row, names)}
    return PackageView.model_validate({**_copied(row, PackageView, made), **made})


def _subscription_view(
    row: Subscription, side: Role, names: Mapping[UUID, str], now: tuple[Prepayment | None, KeptCard | None]
) -> SubscriptionView:
    month, card = now
    face = None if card is None else CardFace(id=card.id, brand=card.brand, last4=card.last4)
    shown = None
    if month is not None:
        made = {"number": month.period, "payment_id": month.id}
        shown = MonthView.model_validate({**_copied(month, MonthView, made), **made})
    own = {"role": side, "month": shown, "card": face, **_both(row, names)}
    return SubscriptionView.model_validate({**_copied(row, SubscriptionView, own), **own})


def _copied(row: Prepayment | Subscription, view: Any, made: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in view.model_fields if name not in made}


def _event(event: PlanEvent, name: str | None) -> PlanEventView:
    shown = {"at": event.at, "by": name, "role": event.actor_role, "what": event.what}
    return PlanEventView.model_validate({**shown, "reason": event.reason, "detail": event.detail})


async def _hold_package(_ctx: Context, session: AsyncSession, values: Mapping[str, Any]) -> None:
    await storage.hold_prepayment(session, values["id"])


async def _hold_subscription(_ctx: Context, session: AsyncSession, values: Mapping[str, Any]) -> None:
    await storage.hold_subscription(session, values["id"])


def routes(api: Api, purchases: Purchases) -> None:
    """Buying, and everything under /packages and /subscriptions."""
    both = ("client", "professional")
    buys: dict[str, Any] = {
        "roles": ("client",),
        "status": 201,
        "problems": ("conflict", "forbidden"),
        "idempotent": True,
    }
    api.post("/plans/{id}/buy", purchases.buy_package, **buys)
    api.post("/plans/{id}/subscribe", purchases.subscribe, **buys)
    one: dict[str, Any] = {"roles": both, "problems": ("forbidden",)}
    api.get("/packages", purchases.list_packages, roles=both)
    api.get("/packages/{id}", purchases.show_package, **one, etag=True)
    api.get("/packages/{id}/uses", purchases.list_package_uses, **one)
    api.get("/packages/{id}/history", purchases.show_package_history, **one)
    change: dict[str, Any] = {"problems": ("conflict", "forbidden"), "idempotent": True}
    package: dict[str, Any] = {**change, "edits": purchases.show_package, "hold": _hold_package}
    api.post("/packages/{id}/refund", purchases.refund_package, roles=("professional",), **package)
    api.get("/subscriptions", purchases.list_subscriptions, roles=both)
    api.get("/subscriptions/{id}", purchases.show_subscription, **one, etag=True)
    api.get("/subscriptions/{id}/history", purchases.show_subscription_history, **one)
    mine: dict[str, Any] = {**change, "roles": both, "edits": purchases.show_subscription, "hold": _hold_subscription}
    api.post("/subscriptions/{id}/cancel", purchases.cancel_subscription, **mine)
    api.post("/subscriptions/{id}/resume", purchases.resume_subscription, **mine)
