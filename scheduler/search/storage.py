"""Finding professionals: every word must occur in name, headline, bio, a category or a service's title."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.people.tables import Person, Professional
from scheduler.services import links
from scheduler.services.storage import ON_OFFER
from scheduler.services.tables import Service

MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A professional who is open."""

    id: UUID
    slug: str
    name: str
    headline: str
    bio: str
    categories: list[str]
    languages: list[str]


def _open() -> Select[UUID, str, str, str, str, list[str], list[str]]:
    return (
        select(
            Person.id,
            Professional.slug,
            Person.name,
            Professional.headline,
            Professional.bio,
            Professional.categories,
            Professional.languages,
        )
        .join(Professional, Professional.person_id == Person.id)
        .where(Professional.active)
    )


def _has(word: str) -> ColumnElement[bool]:
    service = exists().where(
        Service.professional_id == Person.id,
        Service.active,
        Service.deleted_at.is_(None),
        Service.secret.is_(False),
        Service.title.icontains(word, autoescape=True),
    )
    texts = (Person.name, Professional.headline, Professional.bio, func.array_to_string(Professional.categories, " "))
    return or_(*(each.icontains(word, autoescape=True) for each in texts), service)


async def find(
    session: AsyncSession, words: Iterable[str], limit: int, after: tuple[str, UUID] | None
) -> Sequence[Found]:
    """Professionals in the order of their names, from the position after."""
    query = _open().where(*(_has(word) for word in words)).order_by(Person.name, Person.id).limit(limit)
    if after is not None:
        query = query.where(tuple_(Person.name, Person.id) > after)
    return [Found(*row) for row in await session.execute(query)]


async def by_slug(session: AsyncSession, slug: str) -> Found | None:
    """One professional."""
    row = (await session.execute(_open().where(Professional.slug == slug))).first()
    return None if row is None else Found(*row)


async def linked(session: AsyncSession, secret: str, now: datetime) -> tuple[Service, Found] | None:
    """The service on offer that a usable link leads to, and its professional."""
    service_id = await links.service_of(session, secret, now)
    query = select(Service).join(Professional, Professional.person_id == Service.professional_id)
    service = await session.scalar(query.where(*ON_OFFER, Service.id == service_id))
    if service is None:
        return None
    row = (await session.execute(_open().where(Person.id == service.professional_id))).one()
    return service, Found(*row)
