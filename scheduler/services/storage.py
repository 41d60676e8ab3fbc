"""Services in the database."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.slots import Offer
from scheduler.directory.document import refresh_document
from scheduler.freetime.storage import rebuild
from scheduler.people.tables import Professional
from scheduler.people.vetting import findable
from scheduler.services.tables import Service

# What can be booked: the service and its professional are both open. What can be found is not secret either.
ON_OFFER = (Service.deleted_at.is_(None), Service.active, findable())
SHOWN = (*ON_OFFER, Service.secret.is_(False))


def offer_of(service: Service) -> Offer:
    """What the validator needs to know of a service."""
    return Offer(
        duration=service.duration_minutes * 60,
        step=service.step_minutes * 60,
        before=service.buffer_before_minutes * 60,
        after=service.buffer_after_minutes * 60,
        notice=service.notice_minutes * 60,
        window_days=service.window_days,
    )


async def create(
    session: AsyncSession, professional_id: UUID, values: Mapping[str, Any], now: datetime, id: UUID | None = None
) -> UUID:
    """A new service; `values` has every field of `NewService`."""
    row = {"id": id or uuid4(), "professional_id": professional_id, "created_at": now, **values}
    await session.execute(insert(Service).values(**row))
    await _publish(session, professional_id, now)
    return UUID(str(row["id"]))


async def all_of(session: AsyncSession, professional_id: UUID) -> list[Service]:
    """A professional's services that are not deleted, the oldest first."""
    mine = (Service.professional_id == professional_id, Service.deleted_at.is_(None))
    return list(await session.scalars(select(Service).where(*mine).order_by(Service.created_at, Service.id)))


async def one_of(session: AsyncSession, professional_id: UUID, service_id: UUID) -> Service | None:
    """One of a professional's own services."""
    mine = (Service.professional_id == professional_id, Service.deleted_at.is_(None), Service.id == service_id)
    return await session.scalar(select(Service).where(*mine).execution_options(populate_existing=True))


async def change(session: AsyncSession, service_id: UUID, changes: Mapping[str, Any], now: datetime) -> None:
    """Write some fields."""
    statement = update(Service).where(Service.id == service_id).values(**changes).returning(Service.professional_id)
    host = await session.scalar(statement)
    if host is not None:
        await _publish(session, host, now)


async def _publish(session: AsyncSession, professional_id: UUID, now: datetime) -> None:
    """What search reads of them, in step with what they offer: the lock of their calendar is held."""
    await refresh_document(session, professional_id, now)
    await rebuild(session, professional_id, int(now.timestamp()))


async def on_offer(session: AsyncSession, professional_ids: Iterable[UUID]) -> list[Service]:
    """What these professionals offer to everybody now, the oldest first."""
    query = (
        select(Service)
        .join(Professional, Professional.person_id == Service.professional_id)
        .where(*SHOWN, Service.professional_id.in_(list(professional_ids)))
        .order_by(Service.created_at, Service.id)
    )
    return list(await session.scalars(query))
