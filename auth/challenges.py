"""Short-lived secrets between two steps of one act: single use, and only for the act and account they were made for.

The row keeps the secret's hash and what the second step needs to know. The secret is no access token: it opens
nothing but the second step.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.secrets import MAX_CHARS, new_secret, stored
from auth.tables import Challenge

Purpose = Literal["mfa", "passkey-new", "passkey-sign-in", "oidc", "oidc-link", "email", "calendar", "calendars"]
LIFETIME: Final[dict[Purpose, timedelta]] = {
    "mfa": timedelta(minutes=5),
    "passkey-new": timedelta(minutes=5),
    "passkey-sign-in": timedelta(minutes=5),
    "oidc": timedelta(minutes=10),
    "oidc-link": timedelta(minutes=10),
    "email": timedelta(hours=24),
    "calendar": timedelta(minutes=10),
    "calendars": timedelta(minutes=30),
}
MOST_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A challenge that is good now."""

    account_id: UUID | None
    data: dict[str, Any]


async def issue(
    session: AsyncSession,
    purpose: Purpose,
    now: datetime,
    *,
    account_id: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> str:
    """A fresh secret for the second step."""
    secret = new_secret()
    row = {
        "hash": stored(secret),
        "purpose": purpose,
        "account_id": account_id,
        "data": data or {},
        "created_at": now,
        "expires_at": now + LIFETIME[purpose],
        "tries": 0,
    }
    await session.execute(insert(Challenge).values(**row))
    return secret


async def attempt(session: AsyncSession, secret: str, purpose: Purpose, now: datetime) -> Found | None:
    """Count a try and hold the row; None when it is unknown, expired, for something else or tried too often.

    Commit even when the second step fails, else the try was not counted. `spend` it when the step succeeds."""
    statement = (
        update(Challenge)
        .where(*_good(secret, purpose, now), Challenge.tries < MOST_TRIES)
        .values(tries=Challenge.tries + 1)
        .returning(Challenge.account_id, Challenge.data)
    )
    row = (await session.execute(statement)).first() if len(secret) <= MAX_CHARS else None
    return None if row is None else Found(*row)


async def look(session: AsyncSession, secret: str, purpose: Purpose, now: datetime) -> Found | None:
    """What a good challenge says, without using it."""
    query = select(Challenge.account_id, Challenge.data).where(*_good(secret, purpose, now))
    row = (await session.execute(query)).first() if len(secret) <= MAX_CHARS else None
    return None if row is None else Found(*row)


async def take(session: AsyncSession, secret: str, purpose: Purpose, now: datetime) -> Found | None:
    """Use it up; None when it is not good (any more)."""
    statement = delete(Challenge).where(*_good(secret, purpose, now)).returning(Challenge.account_id, Challenge.data)
    row = (await session.execute(statement)).first() if len(secret) <= MAX_CHARS else None
    return None if row is None else Found(*row)


async def spend(session: AsyncSession, secret: str) -> None:
    """The step is done: nobody does it again with this secret."""
    await session.execute(delete(Challenge).where(Challenge.hash == stored(secret)))


async def withdraw(session: AsyncSession, account_id: UUID, purpose: Purpose) -> None:
    """Make every challenge of this purpose and account worthless."""
    mine = (Challenge.account_id == account_id, Challenge.purpose == purpose)
    await session.execute(delete(Challenge).where(*mine))


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete what expired."""
    await session.execute(delete(Challenge).where(Challenge.expires_at < now))


def _good(secret: str, purpose: Purpose, now: datetime) -> tuple[Any, ...]:
    return Challenge.hash == stored(secret), Challenge.purpose == purpose, Challenge.expires_at > now
