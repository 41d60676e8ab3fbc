"""Accounts in the database: making, finding, and the roles they hold now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from auth import mail_tokens
from auth.passwords import NO_PASSWORD
from auth.tables import Account, AccountRole, LoginSession


def normalise_email(email: str) -> str:
    """The address as it is compared: trimmed and lower case. (Local parts are case-sensitive only on paper.)"""
    return email.strip().lower()


async def create(
    session: AsyncSession,
    email: str,
    password_hash: str,
    roles: Iterable[str],
    now: datetime,
    *,
    verified: bool = False,
) -> UUID | None:
    """A new account with these roles; None when the address has one already."""
    account_id = uuid4()
    row = {
        "id": account_id,
        "email": normalise_email(email),
        "password_hash": password_hash,
        "created_at": now,
        "email_verified_at": now if verified else None,
    }
    made = await session.execute(insert(Account).values(**row).on_conflict_do_nothing().returning(Account.id))
    if made.first() is None:
        return None
    for role in roles:
        await grant(session, account_id, role, now)
    return account_id


async def contest_unverified(session: AsyncSession, email: str) -> UUID | None:
    """Somebody signs up with an address that nobody has shown to be theirs; None when it is somebody's.

    One of the two may be a stranger who waits for the holder to verify it, with a password the stranger knows. So
    neither password counts any more, nor the links that are out: the mailbox's holder chooses one by mail.
    """
    nobodys = (Account.email == normalise_email(email), Account.email_verified_at.is_(None))
    account_id = await session.scalar(select(Account.id).where(*nobodys))
    if account_id is None:
        return None
    # The link first, then the account, as verifying takes them: so the two cannot lock each other out.
    await mail_tokens.withdraw(session, account_id, "verify")
    return await session.scalar(
        update(Account).where(*nobodys).values(password_hash=NO_PASSWORD).returning(Account.id)
    )


async def by_email(session: AsyncSession, email: str) -> Account | None:
    """The account of an address."""
    return await session.scalar(select(Account).where(Account.email == normalise_email(email)))


async def roles_of(session: AsyncSession, account_id: UUID) -> frozenset[str]:
    """The roles an account holds now."""
    return frozenset(await session.scalars(select(AccountRole.role).where(AccountRole.account_id == account_id)))


# Built once: it is asked with every request.
_LIVE_ROLES: Final = (
    select(func.array_remove(func.array_agg(AccountRole.role), None))
    .select_from(Account)
    .join(LoginSession, LoginSession.account_id == Account.id)
    .outerjoin(AccountRole, AccountRole.account_id == Account.id)
    .where(
        Account.id == bindparam("account_id"),
        Account.disabled_at.is_(None),
        LoginSession.id == bindparam("session_id"),
        LoginSession.ended_at.is_(None),
    )
    .group_by(Account.id)
)


async def live_roles(connection: AsyncConnection, account_id: UUID, login_session_id: UUID) -> frozenset[str] | None:
    """The roles behind a token in one query; None when the account is disabled or the sign-in has ended."""
    found = await connection.scalar(_LIVE_ROLES, {"account_id": account_id, "session_id": login_session_id})
    return None if found is None else frozenset(found)


async def grant(session: AsyncSession, account_id: UUID, role: str, now: datetime) -> None:
    """Give a role; nothing happens when it is held."""
    row = {"account_id": account_id, "role": role, "granted_at": now}
    await session.execute(insert(AccountRole).values(**row).on_conflict_do_nothing())


async def revoke(session: AsyncSession, account_id: UUID, role: str) -> None:
    """Take a role away; the next request already lacks it."""
    await session.execute(delete(AccountRole).where(AccountRole.account_id == account_id, AccountRole.role == role))


async def mark_verified(session: AsyncSession, account_id: UUID, now: datetime) -> None:
    """The address was shown to be theirs."""
    await session.execute(
        update(Account)
        .where(Account.id == account_id, Account.email_verified_at.is_(None))
        .values(email_verified_at=now)
    )


async def locked_password(session: AsyncSession, account_id: UUID) -> str | None:
    """The password's hash as it stands, which nobody changes until the transaction ends; None for who is gone."""
    query = select(Account.password_hash).where(Account.id == account_id, Account.disabled_at.is_(None))
    return await session.scalar(query.with_for_update(key_share=True))


async def set_password(session: AsyncSession, account_id: UUID, password_hash: str) -> None:
    """Replace the password's hash."""
    await session.execute(update(Account).where(Account.id == account_id).values(password_hash=password_hash))


async def credentials(session: AsyncSession, account_id: UUID) -> tuple[str, str]:
    """The address and the password's hash of an account that exists."""
    query = select(Account.email, Account.password_hash).where(Account.id == account_id)
    email, password_hash = (await session.execute(query)).one()
    return email, password_hash


async def set_email(session: AsyncSession, account_id: UUID, email: str, now: datetime) -> bool:
    """Move an account to an address that was shown to be its holder's; False when it is somebody's by now.

    Links that went to the old address are worthless from now on."""
    for purpose in mail_tokens.LIFETIME:
        await mail_tokens.withdraw(session, account_id, purpose)
    mine = update(Account).where(Account.id == account_id)
    try:
        async with session.begin_nested():
            await session.execute(mine.values(email=normalise_email(email), email_verified_at=now))
    except IntegrityError:
        return False
    return True


async def set_disabled(session: AsyncSession, account_id: UUID, at: datetime | None) -> bool:
    """Suspend an account (or let it in again, with None); False when it does not exist."""
    statement = update(Account).where(Account.id == account_id).values(disabled_at=at).returning(Account.id)
    return await session.scalar(statement) is not None


async def may_enter(session: AsyncSession, account_id: UUID) -> bool:
    """Whether an account may be entered at all: not suspended, its address shown to be its holder's."""
    open_one = (Account.disabled_at.is_(None), Account.email_verified_at.is_not(None))
    return await session.scalar(select(Account.id).where(Account.id == account_id, *open_one)) is not None


ERASED_DOMAIN: Final = "erased.invalid"  # RFC 2606: nobody's, ever


def is_erased(email: str) -> bool:
    """Whether this stands where the address of an erased account was."""
    return email.endswith(f"@{ERASED_DOMAIN}")
