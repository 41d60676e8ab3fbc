"""Secret links: an address that lets whoever has it see and book a service that is not shown, until it expires or is
used up.

The rule kept here: the secret is shown once, when it is made; what is kept is its hash. A use is counted in the
booking's own transaction.
"""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.secrets import new_secret, stored
from scheduler.services.tables import BookingLink

MOST_LINKS: Final = 200


async def make(
    session: AsyncSession,
    service_id: UUID,
    label: str,
    now: datetime,
    *,
    expires_at: datetime | None,
    uses: int | None,
) -> tuple[BookingLink, str]:
    """A new link and its secret."""
    secret = new_secret()
    row = {
        "hash": stored(secret),
        "id": uuid4(),
        "service_id": service_id,
        "label": label,
        "created_at": now,
        "expires_at": expires_at,
        "uses_left": uses,
    }
    made = await session.execute(insert(BookingLink).values(**row).returning(BookingLink))
    return made.scalar_one(), secret


async def all_of(session: AsyncSession, service_id: UUID) -> list[BookingLink]:
    """A service's links, the newest first."""
    query = select(BookingLink).where(BookingLink.service_id == service_id)
    return list(await session.scalars(query.order_by(BookingLink.created_at.desc(), BookingLink.id)))


async def count(session: AsyncSession, service_id: UUID) -> int:
    """How many links a service has."""
    return await session.scalar(select(func.count()).where(BookingLink.service_id == service_id)) or 0


async def revoke(session: AsyncSession, service_id: UUID, link_id: UUID) -> bool:
    """Let a link lead nowhere; False when there is none."""
    mine = (BookingLink.id == link_id, BookingLink.service_id == service_id)
    return (await session.execute(delete(BookingLink).where(*mine).returning(BookingLink.id))).first() is not None


def _usable(secret: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        BookingLink.hash == stored(secret),
        or_(BookingLink.expires_at.is_(None), BookingLink.expires_at > now),
        or_(BookingLink.uses_left.is_(None), BookingLink.uses_left > 0),
    )


async def service_of(session: AsyncSession, secret: str, now: datetime) -> UUID | None:
    """The service that a usable link leads to."""
    return await session.scalar(select(BookingLink.service_id).where(*_usable(secret, now)))


async def use(session: AsyncSession, service_id: UUID, secret: str, now: datetime) -> bool:
    """Count one use of a link to this service; False when it leads elsewhere, has expired or is used up."""
    statement = (
        update(BookingLink)
        .where(*_usable(secret, now), BookingLink.service_id == service_id)
        .values(uses_left=BookingLink.uses_left - 1)
        .returning(BookingLink.id)
    )
    return (await session.execute(statement)).first() is not None
