"""A professional's own services."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import storage as schedules
from scheduler.availability.locks import lock_people
from scheduler.http import Api, Context, Page, Problem, invalid, not_found
from scheduler.payments.money import EXPONENTS
from scheduler.services import links, storage
from scheduler.services.intake import check_questions
from scheduler.services.models import ChangeService, Length, LinkView, MadeLink, NewLink, NewService, ServiceView
from scheduler.services.tables import Service

MOST_SERVICES: Final = 100


async def list_services(ctx: Context, session: AsyncSession) -> Page[ServiceView]:
    """List my services, also those that are not active."""
    found = await storage.all_of(session, ctx.account.id)
    return Page(items=[ServiceView.model_validate(service) for service in found])


async def create_service(ctx: Context, session: AsyncSession, body: NewService) -> ServiceView:
    """Offer a new service."""
    check_questions(body.intake)
    _check_lengths(body.lengths, body.duration_minutes)
    _check_currency(body.payment, body.currency)
    _check_seats(body.seats, body.min_seats)
    await lock_people(session, [ctx.account.id])
    if len(await storage.all_of(session, ctx.account.id)) >= MOST_SERVICES:
        raise Problem("conflict", f"You offer {MOST_SERVICES} services already. Delete one first.")
    await _check_schedule(ctx, session, body.schedule_id)
    service_id = await storage.create(session, ctx.account.id, body.model_dump(), ctx.clock.now())
    return ServiceView.model_validate(await _mine(ctx, session, service_id))


async def show_service(ctx: Context, session: AsyncSession, id: UUID) -> ServiceView:
    """Show one of my services."""
    return ServiceView.model_validate(await _mine(ctx, session, id))


async def change_service(ctx: Context, session: AsyncSession, id: UUID, body: ChangeService) -> ServiceView:
    """Change one of my services.

    Bookings that stand keep the terms they were made under."""
    check_questions(body.intake or ())
    await lock_people(session, [ctx.account.id])
    service = await _mine(ctx, session, id)
    _check_currency(body.payment or service.payment, body.currency or service.currency)
    if body.lengths is not None:
        _check_lengths(body.lengths, body.duration_minutes or service.duration_minutes)
    _check_seats(body.seats or service.seats, body.min_seats or service.min_seats)
    await _check_schedule(ctx, session, body.schedule_id)
    if changes := body.changes():
        await storage.change(session, id, changes, ctx.clock.now())
    return ServiceView.model_validate(await _mine(ctx, session, id))


async def delete_service(ctx: Context, session: AsyncSession, id: UUID) -> None:
    """Take one of my services off the offer for good.

    Bookings that stand are not touched."""
    await lock_people(session, [ctx.account.id])
    await _mine(ctx, session, id)
    now = ctx.clock.now()
    await storage.change(session, id, {"deleted_at": now, "active": False, "schedule_id": None}, now)


async def _check_schedule(ctx: Context, session: AsyncSession, schedule_id: UUID | None) -> None:
    """Raises 422 unless it is one of the caller's."""
    if schedule_id is not None and await schedules.schedule_of(session, ctx.account.id, schedule_id) is None:
        raise invalid("schedule_id", "is not one of your schedules", "Choose one of /availability/schedules.")


def _check_lengths(lengths: Sequence[Length], usual: int) -> None:
    minutes = [usual, *(each.minutes for each in lengths)]
    for index, each in enumerate(lengths):
        if minutes.index(each.minutes) != index + 1:
            raise invalid(f"lengths.{index}.minutes", "is offered twice", "Give each length once.")


def _check_currency(payment: str, currency: str) -> None:
    if payment != "none" and currency not in EXPONENTS:
        raise invalid("currency", "is no currency that can be paid here (ISO 4217)", "Choose one such as EUR.")


def _check_seats(seats: int | None, least: int) -> None:
    if seats is not None and least > seats:
        raise invalid("min_seats", "is more than there are seats", "Choose fewer, or more seats.")


async def list_links(ctx: Context, session: AsyncSession, id: UUID) -> Page[LinkView]:
    """List the secret links of one of my services."""
    await _mine(ctx, session, id)
    return Page(items=[LinkView.model_validate(each) for each in await links.all_of(session, id)])


async def make_link(ctx: Context, session: AsyncSession, id: UUID, body: NewLink) -> MadeLink:
    """Make a secret link to one of my services.

    The secret is in this answer and nowhere else."""
    now = ctx.clock.now()
    if body.expires_at is not None and body.expires_at <= now:
        raise invalid("expires_at", "is not after now", "Choose a later time, or leave it out.")
    await lock_people(session, [ctx.account.id])
    await _mine(ctx, session, id)
    if await links.count(session, id) >= links.MOST_LINKS:
        raise Problem("conflict", f"This service has {links.MOST_LINKS} links already. Revoke one first.")
    made, secret = await links.make(session, id, body.label, now, expires_at=body.expires_at, uses=body.uses)
    return MadeLink(link=LinkView.model_validate(made), secret=secret)


async def revoke_link(ctx: Context, session: AsyncSession, id: UUID, link_id: UUID) -> None:
    """Let a secret link lead nowhere. Bookings made by it stand."""
    await _mine(ctx, session, id)
    if not await links.revoke(session, id, link_id):
        raise not_found("link")


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
    api.get("/services/{id}", show_service, roles=mine, etag=True)
    api.patch("/services/{id}", change_service, roles=mine, edits=show_service)
    api.delete("/services/{id}", delete_service, roles=mine, status=204, edits=show_service)
    api.get("/services/{id}/links", list_links, roles=mine)
    made = {"status": 201, "problems": ("conflict",), "idempotent": True, "secret": True}
    api.post("/services/{id}/links", make_link, roles=mine, **made)
    api.delete("/services/{id}/links/{link_id}", revoke_link, roles=mine, status=204)
