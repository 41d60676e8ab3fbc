"""Sign-ins and their refresh tokens (RFC 9700, section 4.14.2: rotation with reuse detection).

The rule kept here: a refresh token is used once. Within REPEAT_S of its use it gives the same successor again (two
tabs refreshed at once); later it was stolen, by whoever comes second, and the whole sign-in ends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.secrets import MAX_CHARS, new_salt, new_secret, stored, successor
from auth.tables import Account, LoginSession, RefreshToken

REPEAT_S: Final = 30
LIFETIME: Final = timedelta(days=30)

Decision = Literal["rotate", "repeat", "theft", "refuse"]


@dataclass(frozen=True, slots=True)
class Issued:
    """A refresh token to hand out, and the sign-in it belongs to."""

    account_id: UUID
    session_id: UUID
    refresh_token: str


def decide(now: datetime, *, expires_at: datetime, rotated_at: datetime | None, ended: bool) -> Decision:
    """What a known refresh token is worth at `now`."""
    if ended:
        return "refuse"
    if rotated_at is not None:
        return "repeat" if now < rotated_at + timedelta(seconds=REPEAT_S) else "theft"
    return "rotate" if now < expires_at else "refuse"


async def sign_in(
    session: AsyncSession,
    account_id: UUID,
    now: datetime,
    *,
    methods: Iterable[str] = ("password",),
    device: str = "",
    network: str = "",
) -> Issued:
    """A new sign-in with its first refresh token. `methods`: how its holder proved who they are."""
    session_id, token = uuid4(), new_secret()
    row = {
        "id": session_id,
        "account_id": account_id,
        "created_at": now,
        "last_used_at": now,
        "proven_at": now,
        "methods": " ".join(methods),
        "device": device,
        "network": network,
    }
    await session.execute(insert(LoginSession).values(**row))
    await _store(session, session_id, token, now)
    return Issued(account_id, session_id, token)


async def refresh(session: AsyncSession, token: str, now: datetime) -> Issued | None:
    """The successor of a refresh token, or None. Commit either way: a theft has just ended the sign-in."""
    if len(token) > MAX_CHARS:
        return None
    query = (
        select(RefreshToken, LoginSession, Account.disabled_at)
        .join(LoginSession, LoginSession.id == RefreshToken.session_id)
        .join(Account, Account.id == LoginSession.account_id)
        .where(RefreshToken.hash == stored(token))
        .with_for_update(of=[RefreshToken, LoginSession])
    )
    found = (await session.execute(query)).first()
    if found is None:
        return None
    known, login, disabled_at = found
    ended = login.ended_at is not None or disabled_at is not None
    decision = decide(now, expires_at=known.expires_at, rotated_at=known.rotated_at, ended=ended)
    if decision == "refuse":
        return None
    if decision == "theft":
        await end(session, login.id, now, "refresh token used twice")
        return None
    following = successor(token, known.salt)
    if decision == "rotate":
        known.rotated_at = now
        login.last_used_at = now
        await _store(session, login.id, following, now)
    return Issued(login.account_id, login.id, following)


async def _store(session: AsyncSession, session_id: UUID, token: str, now: datetime) -> None:
    row = {
        "hash": stored(token),
        "session_id": session_id,
        "salt": new_salt(),
        "issued_at": now,
        "expires_at": now + LIFETIME,
    }
    await session.execute(insert(RefreshToken).values(**row))


async def session_of(session: AsyncSession, token: str) -> UUID | None:
    """The sign-in any of whose refresh tokens, used or not, this is."""
    query = select(RefreshToken.session_id).where(RefreshToken.hash == stored(token))
    return await session.scalar(query)


async def end(session: AsyncSession, session_id: UUID, now: datetime, reason: str) -> None:
    """End one sign-in; its access tokens are refused from now on too."""
    live = (LoginSession.id == session_id, LoginSession.ended_at.is_(None))
    await session.execute(update(LoginSession).where(*live).values(ended_at=now, end_reason=reason))


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete refresh tokens and sign-ins that are of no use to anybody, a week after they ended."""
    before = now - timedelta(days=7)
    await session.execute(delete(RefreshToken).where(RefreshToken.expires_at < before))
    unused = LoginSession.last_used_at < before - LIFETIME
    await session.execute(delete(LoginSession).where((LoginSession.ended_at < before) | unused))


async def end_all(
    session: AsyncSession, account_id: UUID, now: datetime, reason: str, *, but: UUID | None = None
) -> int:
    """End every sign-in of an account, `but` perhaps one; how many ended."""
    live = [LoginSession.account_id == account_id, LoginSession.ended_at.is_(None)]
    if but is not None:
        live.append(LoginSession.id != but)
    statement = update(LoginSession).where(*live).values(ended_at=now, end_reason=reason).returning(LoginSession.id)
    return len((await session.scalars(statement)).all())


async def end_own(session: AsyncSession, account_id: UUID, session_id: UUID, now: datetime, reason: str) -> bool:
    """End one sign-in of this account; False when it has none such that is live."""
    live = (LoginSession.id == session_id, LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
    statement = update(LoginSession).where(*live).values(ended_at=now, end_reason=reason).returning(LoginSession.id)
    return await session.scalar(statement) is not None


async def live(session: AsyncSession, account_id: UUID, now: datetime, limit: int) -> Sequence[LoginSession]:
    """An account's sign-ins that still work, the last used first."""
    usable = (
        LoginSession.account_id == account_id,
        LoginSession.ended_at.is_(None),
        LoginSession.last_used_at > now - LIFETIME,
    )
    query = select(LoginSession).where(*usable).order_by(LoginSession.last_used_at.desc(), LoginSession.id)
    return (await session.scalars(query.limit(limit))).all()


async def proven_at(session: AsyncSession, session_id: UUID) -> datetime | None:
    """When the holder of a live sign-in last proved who they are."""
    query = select(LoginSession.proven_at).where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
    return await session.scalar(query)


async def prove(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    """The holder of this sign-in has just proved again who they are."""
    live_one = (LoginSession.id == session_id, LoginSession.ended_at.is_(None))
    await session.execute(update(LoginSession).where(*live_one).values(proven_at=now))
