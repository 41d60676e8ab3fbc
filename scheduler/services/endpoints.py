"""A professional's own services."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.http import Api, Context, Page, Problem, not_found
from scheduler.services import storage
from scheduler.services.models import ChangeService, NewService, ServiceView
from scheduler.services.tables import Service

MOST_SERVICES: Final = 100


async def list_services(ctx: Context, session: AsyncSession) -> Page[ServiceView]:
    """List my services, also those that are not active."""
    found = await storage.all_of(session, ctx.account.id)
    return Page(items=[ServiceView.model_validate(service) for service in found])


async def create_service(ctx: Context, session: AsyncSession, body: NewService) -> ServiceView:
    """Offer a new service."""
    await lock_people(session, [ctx.account.id])
    if len(await storage.all_of(session, ctx.account.id)) >= MOST_SERVICES:
        raise Problem("conflict", f"You offer {MOST_SERVICES} services already. Delete one first.")
    service_id = await storage.create(session, ctx.account.id, body.model_dump(), ctx.clock.now())
    return ServiceView.model_validate(await _mine(ctx, session, service_id))


async def show_service(ctx: Context, session: AsyncSession, id: UUID) -> ServiceView:
    """Show one of my services."""
    return ServiceView.model_validate(await _mine(ctx, session, id))


async def change_service(ctx: Context, session: AsyncSession, id: UUID, body: ChangeService) -> ServiceView:
    """Change one of my services.

    Bookings that stand keep the terms they were made under."""
    await lock_people(session, [ctx.account.id])
    await _mine(ctx, session, id)
    if changes := body.changes():
        await storage.change(session, id, changes, ctx.clock.now())
    return ServiceView.model_validate(await _mine(ctx, session, id))


async def delete_service(ctx: Context, session: AsyncSession, id: UUID) -> None:
    """Take one of my services off the offer for good.

    Bookings that stand are not touched."""
    await lock_people(session, [ctx.account.id])
    await _mine(ctx, session, id)
    now = ctx.clock.now()
    await storage.change(session, id, {"deleted_at": now, "active": False}, now)


async def _mine(ctx: Context, session: AsyncSession, service_id: UUID) -> Service:
    service = await storage.one_of(session, ctx.account.id, service_id)
    if service is None:
        raise not_found("service")
    return service


def routes(api: Api) -> None:
    """Everything under /services that is the professional's own."""
    mine = ("professional",)
    api.get("/services", list_services, roles=mine)
    api.post("/services", create_service, roles=mine, status=201, problems=("conflict",), idempotent=True)
    api.get("/services/{id}", show_service, roles=mine)
    api.patch("/services/{id}", change_service, roles=mine)
    api.delete("/services/{id}", delete_service, roles=mine, status=204)
