"""Accounts and bookings as admins see them: finding, suspending, letting in again, a booking's trail, the journal."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import func, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts, security_log, sessions
from auth.tables import Account, AccountRole
from scheduler.admin import audit
from scheduler.admin.models import AccountRow, Act, Cursor, Limit, OnlyReason, Reason, Trail, TrailEvent
from scheduler.admin.paging import after
from scheduler.directory.document import refresh_document
from scheduler.http import Api, Context, Page, Problem, decode_cursor, encode_cursor, not_found, page, wire
from scheduler.people import mails
from scheduler.people.tables import Person

_BOOKING = text(
    "SELECT id, title, status, professional_id, client_id, starts_at, ends_at, created_at FROM booking WHERE id = :id"
)
_EVENTS = text(
    "SELECT at, actor_id, actor_role, before, after, reason FROM booking_event WHERE booking_id = :id"
    " ORDER BY id LIMIT 500"
)


async def list_accounts(
    ctx: Context,
    session: AsyncSession,
    q: Annotated[str, Field(max_length=254)] = "",
    limit: Limit = 20,
    cursor: Cursor | None = None,
) -> Page[AccountRow]:
    """List accounts, the newest first; `q`: a part of the address or the name, or an id."""
    roles = select(func.array_agg(AccountRole.role)).where(AccountRole.account_id == Account.id).scalar_subquery()
    query = (
        select(Account, Person.name, roles)
        .join(Person, Person.id == Account.id)
        .order_by(Account.created_at.desc(), Account.id.desc())
        .limit(limit + 1)
    )
    if wanted := q.strip():
        fits = [Account.email.icontains(wanted, autoescape=True), Person.name.icontains(wanted, autoescape=True)]
        query = query.where(or_(*fits, Account.id == _uuid(wanted)) if _uuid(wanted) else or_(*fits))
    if cursor is not None:
        query = query.where(tuple_(Account.created_at, Account.id) < after(cursor))
    rows = (await session.execute(query)).all()
    items = [
        AccountRow(
            id=account.id,
            email=account.email,
            name=name,
            roles=sorted(held or []),
            verified=account.email_verified_at is not None,
            suspended=account.disabled_at is not None,
            created_at=account.created_at,
        )
        for account, name, held in rows[:limit]
    ]
    if wanted:
        await _note(ctx, session, "accounts-searched", "", "search", detail={"q": wanted})
    more = len(rows) > limit
    following = encode_cursor(wire(items[-1].created_at), str(items[-1].id)) if more else None
    return Page(items=items, next_cursor=following)


async def suspend_account(ctx: Context, session: AsyncSession, id: UUID, body: OnlyReason) -> None:
    """Suspend an account: every sign-in ends, nobody comes in, and it is not found. Suspended twice is once."""
    if id == ctx.account.id:
        raise Problem("conflict", "Nobody suspends themselves. Ask another admin.")
    now = ctx.clock.now()
    if (await _held(session, id)).disabled_at is not None:
        return
    await accounts.set_disabled(session, id, now)
    await refresh_document(session, id, now)
    await sessions.end_all(session, id, now, "suspended")
    await security_log.note(session, id, "suspended", now)
    await mails.tell(session, "suspended", id)
    await _note(ctx, session, "account-suspended", id, body.reason)


async def reinstate_account(ctx: Context, session: AsyncSession, id: UUID, body: OnlyReason) -> None:
    """Let a suspended account in again. One that is not suspended stays as it is."""
    account = await _held(session, id)
    if accounts.is_erased(account.email):
        raise Problem("conflict", "This account was deleted at its holder's wish.")
    if account.disabled_at is None:
        return
    now = ctx.clock.now()
    await accounts.set_disabled(session, id, None)
    await refresh_document(session, id, now)
    await security_log.note(session, id, "reinstated", now)
    await mails.tell(session, "reinstated", id)
    await _note(ctx, session, "account-reinstated", id, body.reason)


async def show_booking_trail(ctx: Context, session: AsyncSession, id: UUID, reason: Reason) -> Trail:
    """Show a booking and everything that happened to it. Looking is an act, and needs a reason."""
    booking = (await session.execute(_BOOKING, {"id": id})).mappings().first()
    if booking is None:
        raise not_found("booking")
    events = (await session.execute(_EVENTS, {"id": id})).mappings().all()
    await _note(ctx, session, "booking-viewed", id, reason)
    return Trail(**booking, events=[TrailEvent(**event) for event in events])


async def list_audit(
    ctx: Context,
    session: AsyncSession,
    target_id: Annotated[str, Field(max_length=80)] | None = None,
    limit: Limit = 20,
    cursor: Cursor | None = None,
) -> Page[Act]:
    """Read the admins' journal, the newest first."""
    before: int | None = None if cursor is None else decode_cursor(cursor, int)[0]
    found = await audit.page(session, limit + 1, before, target_id)
    return page(found, limit, partial(Act.model_validate, from_attributes=True), lambda row: (row.id,))


async def _held(session: AsyncSession, account_id: UUID) -> Account:
    """An account, held until the commit: of two admins the second sees what the first did. Raises 404."""
    query = select(Account).where(Account.id == account_id).with_for_update()
    account = await session.scalar(query.execution_options(populate_existing=True))
    if account is None:
        raise not_found("account")
    return account


async def _note(
    ctx: Context,
    session: AsyncSession,
    action: str,
    target_id: object,
    reason: str,
    *,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write an act down: on a booking when its name begins so, else on an account."""
    await audit.write(
        session,
        ctx.clock.now(),
        admin_id=ctx.account.id,
        action=action,
        target="booking" if action.startswith("booking") else "account",
        target_id=target_id,
        reason=reason,
        detail=detail,
    )


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def routes(api: Api) -> None:
    """Accounts, bookings and the journal."""
    admin = ("admin",)
    api.get("/admin/accounts", list_accounts, roles=admin)
    api.post(
        "/admin/accounts/{id}/suspend", suspend_account, roles=admin, status=204, problems=("not-found", "conflict")
    )
    api.post(
        "/admin/accounts/{id}/reinstate",
        reinstate_account,
        roles=admin,
        status=204,
        problems=("not-found", "conflict"),
    )
    api.get("/admin/bookings/{id}", show_booking_trail, roles=admin, problems=("not-found",))
    api.get("/admin/audit", list_audit, roles=admin)
