"""People in the database: the person, the client's and the professional's profile."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, text, union_all, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts
from auth.tables import Account
from scheduler.directory.document import refresh_document
from scheduler.notifications.bookings import Reader
from scheduler.people.models import AccountView, ProfessionalBrief
from scheduler.people.tables import ClientProfile, FormerSlug, Person, Professional

MOST_FORMER_SLUGS: Final = 20
_HOLD_SLUG: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who gets an account; `verified`: the address was shown to be theirs."""

    email: str
    password_hash: str
    name: str
    zone: str
    locale: str
    verified: bool = False

    @property
    def about(self) -> dict[str, Any]:
        """What they say of themselves."""
        return {"name": self.name, "zone": self.zone, "locale": self.locale}


async def add_person(session: AsyncSession, who: Newcomer, now: datetime) -> UUID | None:
    """An account that holds the role client, and its person; None when the address has one already."""
    account_id = await accounts.create(session, who.email, who.password_hash, ["client"], now, verified=who.verified)
    if account_id is not None:
        row = {"id": account_id, **who.about, "created_at": now, "updated_at": now}
        await session.execute(insert(Person).values(**row))
    return account_id


async def create_person(session: AsyncSession, who: Newcomer, now: datetime) -> UUID | None:
    """As `add_person`; None when the address is somebody's already.

    Two sign-ups with an address that was never verified make its password one to be chosen by mail.
    """
    account_id = await add_person(session, who, now)
    if account_id is not None:
        return account_id
    account_id = await accounts.contest_unverified(session, who.email)
    if account_id is not None:
        await change_person(session, account_id, who.about, now)
    return account_id


async def account_view(session: AsyncSession, account_id: UUID) -> AccountView:
    """The account as its owner sees it."""
    query = (
        select(Account.email, Person, Professional)
        .join(Person, Person.id == Account.id)
        .outerjoin(Professional, Professional.person_id == Account.id)
        .where(Account.id == account_id)
    )
    email, person, side = (await session.execute(query)).one()
    roles = await accounts.roles_of(session, account_id)
    brief = ProfessionalBrief(slug=side.slug, headline=side.headline, active=side.active) if side else None
    return AccountView(
        id=account_id,
        email=email,
        name=person.name,
        zone=person.zone,
        locale=person.locale,
        roles=sorted(roles),
        professional=brief,
    )


async def reader(session: AsyncSession, person_id: UUID) -> Reader | None:
    """A person as mails need to know them."""
    query = (
        select(Person.name, Account.email, Person.locale, Person.zone)
        .join(Account, Account.id == Person.id)
        .where(Person.id == person_id)
    )
    row = (await session.execute(query)).first()
    return None if row is None else Reader(*row)


async def change_person(session: AsyncSession, person_id: UUID, changes: Mapping[str, Any], now: datetime) -> None:
    """Change some of name, zone, locale."""
    await session.execute(update(Person).where(Person.id == person_id).values(**changes, updated_at=now))
    await refresh_document(session, person_id, now)


async def client_bio(session: AsyncSession, person_id: UUID) -> str:
    """The client profile's text; empty before it was first written."""
    return await session.scalar(select(ClientProfile.bio).where(ClientProfile.person_id == person_id)) or ""


async def set_client_bio(session: AsyncSession, person_id: UUID, bio: str, now: datetime) -> None:
    """Write the client profile."""
    row = {"person_id": person_id, "bio": bio, "updated_at": now}
    statement = insert(ClientProfile).values(**row)
    changes = {"bio": bio, "updated_at": now}
    await session.execute(statement.on_conflict_do_update(index_elements=[ClientProfile.person_id], set_=changes))


async def professional(session: AsyncSession, person_id: UUID) -> Professional | None:
    """The professional profile, if it was ever written."""
    return await session.get(Professional, person_id)


async def set_professional(
    session: AsyncSession, person_id: UUID, slug: str | None, profile: Mapping[str, Any], now: datetime
) -> bool:
    """Write the professional profile; False when somebody else has the slug, or had it. Without one, a free one is
    made. The slug so far goes on leading here."""
    known = await professional(session, person_id)
    before = known.slug if known else None
    if slug is None:
        slug = before or await _free_slug(session, person_id)
    # One word for whoever takes or leaves this slug: the two tables cannot both be unique over each other.
    for each in sorted({slug, before or slug}):
        await session.execute(_HOLD_SLUG, {"key": f"slug:{each}"})
    taken = union_all(
        select(Professional.person_id).where(Professional.slug == slug, Professional.person_id != person_id),
        select(FormerSlug.person_id).where(FormerSlug.slug == slug, FormerSlug.person_id != person_id),
    )
    if await session.scalar(taken) is not None:
        return False
    row = {"person_id": person_id, "slug": slug, "active": False, "updated_at": now, **profile}
    changes = {"slug": slug, "updated_at": now, **profile}
    statement = insert(Professional).values(**row)
    try:
        async with session.begin_nested():
            await session.execute(
                statement.on_conflict_do_update(index_elements=[Professional.person_id], set_=changes)
            )
    except IntegrityError:  # somebody took the slug in this very moment
        return False
    if before not in {None, slug}:
        await _leave_slug(session, person_id, str(before), now)
    await session.execute(delete(FormerSlug).where(FormerSlug.slug == slug))
    await refresh_document(session, person_id, now)
    return True


async def _leave_slug(session: AsyncSession, person_id: UUID, slug: str, now: datetime) -> None:
    """Keep a slug for whoever had it; the oldest are let go beyond MOST_FORMER_SLUGS."""
    await session.execute(insert(FormerSlug).values(slug=slug, person_id=person_id, left_at=now))
    newest = (
        select(FormerSlug.slug)
        .where(FormerSlug.person_id == person_id)
        .order_by(FormerSlug.left_at.desc(), FormerSlug.slug)
        .limit(MOST_FORMER_SLUGS)
    )
    await session.execute(delete(FormerSlug).where(FormerSlug.person_id == person_id, FormerSlug.slug.not_in(newest)))


async def set_active(session: AsyncSession, person_id: UUID, active: bool, now: datetime) -> None:
    """Open or close the professional side: the profile's flag and the role, together."""
    mine = Professional.person_id == person_id
    await session.execute(update(Professional).where(mine).values(active=active, updated_at=now))
    if active:
        await accounts.grant(session, person_id, "professional", now)
    else:
        await accounts.revoke(session, person_id, "professional")
    await refresh_document(session, person_id, now)


async def _free_slug(session: AsyncSession, person_id: UUID) -> str:
    name = await session.scalar(select(Person.name).where(Person.id == person_id)) or ""
    base = slug_of(name)
    tables = (Professional, FormerSlug)
    used = union_all(*(select(table.slug).where(table.slug.like(f"{base}%")) for table in tables))
    taken = set(await session.scalars(used))
    return base if base not in taken else f"{base}-{person_id.hex[:8]}"


def slug_of(name: str) -> str:
    """A name as it stands in an address: `Dr. Ada Müller` → `dr-ada-muller`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")
    return slug if len(slug) >= 3 else f"{slug}-professional".strip("-")
