"""Giving back what was paid in advance, as an admin: a package's sessions that are left, a subscription's month."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.admin import audit
from scheduler.admin.models import OnlyReason, Refunded
from scheduler.http import Api, Context, Problem, not_found
from scheduler.plans import buying, storage, subscribing
from scheduler.plans.storage import By


async def refund_package_as_admin(ctx: Context, session: AsyncSession, id: UUID, body: OnlyReason) -> Refunded:
    """Give back the sessions that are left of a package, each its share of the price.

    What was booked stays booked."""
    row, subscription = await storage.hold_prepayment(session, id)
    if subscription is not None:
        raise not_found("package")
    now = ctx.clock.now()
    back = await buying.give_back(session, row, By(ctx.account.id, "admin", body.reason), now)
    await _note(ctx, session, "package-refunded", id, reason=body.reason, back=back)
    return Refunded(amount_minor=back, currency=row.currency)


async def end_subscription_as_admin(ctx: Context, session: AsyncSession, id: UUID, body: OnlyReason) -> Refunded:
    """End a subscription at once; what is left of its month is given back."""
    row = await storage.hold_subscription(session, id)
    if row.status == "ended":
        raise Problem("conflict", "This subscription has ended.")
    now = ctx.clock.now()
    back = await subscribing.cancel(session, row, By(ctx.account.id, "admin", body.reason), now, at_once=True)
    await _note(ctx, session, "subscription-ended", id, reason=body.reason, back=back)
    return Refunded(amount_minor=back, currency=row.currency)


async def _note(ctx: Context, session: AsyncSession, action: str, id: UUID, *, reason: str, back: int) -> None:
    await audit.write(
        session,
        ctx.clock.now(),
        admin_id=ctx.account.id,
        action=action,
        target=action.partition("-")[0],
        target_id=id,
        reason=reason,
        detail={"amount_minor": back},
    )


def routes(api: Api) -> None:
    """What admins do to what was bought."""
    act: dict[str, Any] = {"roles": ("admin",), "problems": ("conflict",), "idempotent": True}
    api.post("/admin/packages/{id}/refund", refund_package_as_admin, **act)
    api.post("/admin/subscriptions/{id}/end", end_subscription_as_admin, **act)
