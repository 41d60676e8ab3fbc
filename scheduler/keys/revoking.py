"""Keys and their owner's password.

The rule kept here: who chooses a password anew by mail may be taking the account back from somebody who was in it,
and a key is what such a one would leave behind to come back by. So a reset revokes them all, as it ends every
sign-in. Who changes it knowing the old one keeps them unless they ask, as with other services: a website's bookings
are not to stop for a precaution.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from auth import security_log
from auth.security_log import Place
from scheduler.keys.tables import ApiKey


async def hold(session: AsyncSession, person_id: UUID) -> None:
    """The person's lock: no key of theirs is made or revoked beside this transaction."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(person_id), 0))))


async def revoke_all(session: AsyncSession, person_id: UUID, now: datetime, place: Place) -> None:
    """Revoke every key of a person, with a line for each in their log."""
    await hold(session, person_id)
    mine = (ApiKey.person_id == person_id, ApiKey.revoked_at.is_(None))
    labels = await session.scalars(update(ApiKey).where(*mine).values(revoked_at=now).returning(ApiKey.label))
    for label in labels.all():
        await security_log.note(session, person_id, "api-key-revoked", now, place, detail=label)


async def working(session: AsyncSession, person_id: UUID, now: datetime) -> int:
    """How many keys of a person open something."""
    lasts = or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now)
    works = select(func.count()).where(ApiKey.person_id == person_id, ApiKey.revoked_at.is_(None), lasts)
    return await session.scalar(works) or 0
