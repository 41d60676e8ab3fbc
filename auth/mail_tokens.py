"""Single-use, expiring secrets that go out by mail: to verify an address, to reset a password."""

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.secrets import MAX_CHARS, new_secret, stored
from auth.tables import MailToken

Purpose = Literal["verify", "reset"]
LIFETIME: Final[dict[Purpose, timedelta]] = {"verify": timedelta(hours=24), "reset": timedelta(hours=1)}


async def issue(session: AsyncSession, account_id: UUID, purpose: Purpose, now: datetime) -> str:
    """A fresh secret. Only the newest of a purpose works: asking again is how a mail gone astray is made harmless."""
    await withdraw(session, account_id, purpose)
    secret = new_secret()
    row = {
        "hash": stored(secret),
        "account_id": account_id,
        "purpose": purpose,
        "created_at": now,
        "expires_at": now + LIFETIME[purpose],
    }
    await session.execute(insert(MailToken).values(**row))
    return secret


async def withdraw(session: AsyncSession, account_id: UUID, purpose: Purpose) -> None:
    """Make every secret of this purpose that is still out worthless."""
    mine = (MailToken.account_id == account_id, MailToken.purpose == purpose, MailToken.used_at.is_(None))
    await session.execute(delete(MailToken).where(*mine))


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete what expired a day ago or longer."""
    await session.execute(delete(MailToken).where(MailToken.expires_at < now - timedelta(days=1)))


async def use(session: AsyncSession, secret: str, purpose: Purpose, now: datetime) -> UUID | None:
    """The account a secret was made for, once; None when it is unknown, used, expired or for something else."""
    if len(secret) > MAX_CHARS:
        return None
    usable = (
        MailToken.hash == stored(secret),
        MailToken.purpose == purpose,
        MailToken.used_at.is_(None),
        MailToken.expires_at > now,
    )
    statement = update(MailToken).where(*usable).values(used_at=now).returning(MailToken.account_id)
    return await session.scalar(statement)
