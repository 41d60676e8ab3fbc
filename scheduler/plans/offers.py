"""What a professional offers to be paid in advance: their own plans, and what everybody sees of them."""

from collections.abc import Sequence
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.http import Api, Context, Page, Problem, invalid, not_found
from scheduler.payments.money import EXPONENTS
from scheduler.people.tables import Professional
from scheduler.plans import storage
from scheduler.plans.models import ChangePlan, NewPlan, PlanView
from scheduler.plans.tables import Plan
from scheduler.services import storage as services

MOST_PLANS: Final = 50


async def list_plans(ctx: Context, session: AsyncSession) -> Page[PlanView]:
    """List my packages and subscriptions on offer, also those that are not active."""
    return Page(items=_views(await storage.plans_of(session, ctx.account.id)))


async def create_plan(ctx: Context, session: AsyncSession, body: NewPlan) -> PlanView:
    """Offer a package of sessions, or a monthly subscription."""
    _check_valid(body.kind, body.valid_months)
    if body.currency not in EXPONENTS:
        raise invalid("currency", "is no currency that can be paid here (ISO 4217)", "Choose one such as EUR.")
    await lock_people(session, [ctx.account.id])
    if len(await storage.plans_of(session, ctx.account.id)) >= MOST_PLANS:
        raise Problem("conflict", f"You offer {MOST_PLANS} plans already. Delete one first.")
    await _check_services(session, ctx.account.id, body.service_ids)
    values = body.model_dump()
    row = Plan(id=uuid4(), professional_id=ctx.account.id, created_at=ctx.clock.now(), deleted_at=None, **values)
    session.add(row)
    await session.flush()
    return PlanView.model_validate(row)


async def show_plan(ctx: Context, session: AsyncSession, id: UUID) -> PlanView:
    """Show one of my packages or subscriptions on offer."""
    return PlanView.model_validate(await _mine(ctx, session, id))


async def change_plan(ctx: Context, session: AsyncSession, id: UUID, body: ChangePlan) -> PlanView:
    """Change what I offer.

    What was bought before keeps its terms; a subscription goes on at its own price."""
    await lock_people(session, [ctx.account.id])
    row = await _mine(ctx, session, id)
    if body.valid_months is not None:
        _check_valid(row.kind, body.valid_months)
    if body.service_ids is not None:
        await _check_services(session, ctx.account.id, body.service_ids)
    for name, value in body.changes().items():
        setattr(row, name, value)
    await session.flush()
    return PlanView.model_validate(row)


async def delete_plan(ctx: Context, session: AsyncSession, id: UUID) -> None:
    """Take a package or subscription off the offer for good.

    What was bought of it stands; subscriptions go on until one of the two ends them."""
    await lock_people(session, [ctx.account.id])
    row = await _mine(ctx, session, id)
    row.deleted_at, row.active = ctx.clock.now(), False


async def list_plans_of_professional(
    ctx: Context, session: AsyncSession, slug: Annotated[str, Field(max_length=60)]
) -> Page[PlanView]:
    """List the packages and subscriptions that a professional offers."""
    query = select(Professional.person_id).where(Professional.slug == slug, Professional.active)
    person_id = await session.scalar(query)
    if person_id is None or not await storage.is_open(session, person_id):
        raise not_found("professional")
    secret = {each.id for each in await services.all_of(session, person_id) if each.secret}
    shown = await storage.plans_of(session, person_id, active=True)
    # A service that is found by its link only is not told of here.
    return Page(items=_views([each for each in shown if not secret & set(each.service_ids)]))


def _views(rows: Sequence[Plan]) -> list[PlanView]:
    return [PlanView.model_validate(each) for each in rows]


def _check_valid(kind: str, months: int | None) -> None:
    if (kind == "package") != (months is not None):
        reason = "is needed for a package" if kind == "package" else "has no meaning for a subscription"
        raise invalid("valid_months", reason, "A package is valid for 1 to 36 months, a subscription has its own.")


async def _check_services(session: AsyncSession, professional_id: UUID, ids: Sequence[UUID]) -> None:
    """Raises 422 unless each is a service of theirs for one person, named once."""
    mine = {each.id: each for each in await services.all_of(session, professional_id)}
    for index, each in enumerate(ids):
        field = f"service_ids.{index}"
        if each in ids[:index]:
            raise invalid(field, "is named twice", "Name each service once.")
        if each not in mine:
            raise invalid(field, "is not one of your services", "Choose one of /services.")
        if mine[each].seats is not None:
            raise invalid(field, "is a class", "Sessions are of services for one person.")


async def _mine(ctx: Context, session: AsyncSession, plan_id: UUID) -> Plan:
    row = await session.get(Plan, plan_id, populate_existing=True)
    if row is None or row.professional_id != ctx.account.id or row.deleted_at is not None:
        raise not_found("plan")
    return row


def routes(api: Api) -> None:
    """Everything under /plans that is the professional's own, and what everybody sees."""
    mine: dict[str, Any] = {"roles": ("professional",)}
    api.get("/plans", list_plans, **mine)
    api.post("/plans", create_plan, **mine, status=201, problems=("conflict",), idempotent=True)
    api.get("/plans/{id}", show_plan, **mine, etag=True)
    api.patch("/plans/{id}", change_plan, **mine, edits=show_plan)
    api.delete("/plans/{id}", delete_plan, **mine, status=204, edits=show_plan)
    api.get("/professionals/{slug}/plans", list_plans_of_professional)
