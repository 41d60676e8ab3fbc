"""My API keys (the endpoints under /me/api-keys). A key's secret is in one answer and nowhere else."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Final, Literal
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth import security_log
from auth.secrets import stored
from scheduler.http import Api, Context, Instant, Page, Problem, Strict, invalid, not_found
from scheduler.keys import revoking
from scheduler.keys.scopes import SCOPES, Scope
from scheduler.keys.secrets import hint_of, new_key
from scheduler.keys.tables import ApiKey
from scheduler.people import mails
from scheduler.people.proof import place_of, require_fresh

MOST_KEYS: Final = 20
SHOWN_AFTER: Final = timedelta(days=90)
LONGEST: Final = timedelta(days=2 * 366)
KeyRole = Literal["client", "professional"]
Label = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f<>]+$", examples=["My website"])]


class NewApiKey(Strict):
    """What a key is for and what it may do. Without `expires_at` it lasts until it is revoked."""

    label: Label
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(SCOPES))]
    roles: Annotated[list[KeyRole], Field(min_length=1, max_length=2)]
    expires_at: Instant | None = None


class OnlyKey(Strict):
    """Which key."""

    key_id: UUID


class ApiKeyView(BaseModel):
    """A key as its owner sees it: `hint` is how it ends, `last_used_on` a day (UTC)."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    label: str
    hint: str
    scopes: list[str]
    roles: list[str]
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
    last_used_on: date | None


class MadeApiKey(BaseModel):
    """A new key, and its secret: this once."""

    key: ApiKeyView
    secret: str


async def list_api_keys(ctx: Context, session: AsyncSession) -> Page[ApiKeyView]:
    """List my API keys: those that open something, and for ninety days those that were revoked."""
    lately = or_(ApiKey.revoked_at.is_(None), ApiKey.revoked_at > ctx.clock.now() - SHOWN_AFTER)
    query = select(ApiKey).where(ApiKey.person_id == ctx.account.id, lately)
    found = await session.scalars(query.order_by(ApiKey.created_at.desc(), ApiKey.id).limit(200))
    return Page(items=[ApiKeyView.model_validate(each) for each in found])


async def make_api_key(ctx: Context, session: AsyncSession, body: NewApiKey) -> MadeApiKey:
    """Make an API key. Its secret is in this answer and nowhere else. Needs a fresh sign-in.

    It acts for me in the roles given, as far as I hold them then, within its scopes; never on my account itself."""
    me, now = ctx.account.id, ctx.clock.now()
    await revoking.hold(session, me)
    await require_fresh(ctx, session)  # under the lock: a sign-in that a reset has just ended makes no key
    _check_end(body.expires_at, now)
    for role in body.roles:
        if role not in ctx.account.roles:
            raise invalid("roles", f"holds {role}, which your account does not", "Activate that side first.")
    if await revoking.working(session, me, now) >= MOST_KEYS:
        raise Problem("conflict", f"You have {MOST_KEYS} keys already. Revoke one first.")
    secret = new_key()
    row = {
        "id": uuid4(),
        "person_id": me,
        "hash": stored(secret),
        "hint": hint_of(secret),
        "label": body.label,
        "scopes": _in_order(body.scopes, SCOPES),
        "roles": _in_order(body.roles, ("client", "professional")),
        "created_at": now,
        "expires_at": body.expires_at,
        "due": 0.0,
    }
    made = (await session.scalars(insert(ApiKey).values(**row).returning(ApiKey))).one()
    await security_log.note(session, me, "api-key-made", now, place_of(ctx), detail=body.label)
    await mails.tell(session, "api-key", me, path="/settings/api-keys")
    return MadeApiKey(key=ApiKeyView.model_validate(made), secret=secret)


async def revoke_api_key(ctx: Context, session: AsyncSession, body: OnlyKey) -> None:
    """Revoke one of my API keys: it opens nothing from now on."""
    mine = (ApiKey.id == body.key_id, ApiKey.person_id == ctx.account.id, ApiKey.revoked_at.is_(None))
    now = ctx.clock.now()
    label = await session.scalar(update(ApiKey).where(*mine).values(revoked_at=now).returning(ApiKey.label))
    if label is None:
        raise not_found("API key")
    await security_log.note(session, ctx.account.id, "api-key-revoked", now, place_of(ctx), detail=label)


def _check_end(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is None:
        return
    if expires_at <= now:
        raise invalid("expires_at", "is not after now", "Choose a later time, or leave it out.")
    if expires_at > now + LONGEST:
        raise invalid("expires_at", "is more than two years away", "Choose an earlier time, or leave it out.")


def _in_order(chosen: Sequence[str], known: Sequence[str]) -> list[str]:
    return [each for each in known if each in chosen]


def routes(api: Api) -> None:
    """Everything under /me/api-keys."""
    making = {"status": 201, "problems": ("fresh-sign-in-needed", "conflict"), "idempotent": True, "secret": True}
    api.get("/me/api-keys", list_api_keys, account=True)
    api.post("/me/api-keys", make_api_key, account=True, **making)
    api.post("/me/api-keys/revoke", revoke_api_key, account=True, status=204, problems=("not-found",))


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete keys that were revoked or lapsed SHOWN_AFTER ago."""
    over = or_(ApiKey.revoked_at < now - SHOWN_AFTER, ApiKey.expires_at < now - SHOWN_AFTER)
    await session.execute(delete(ApiKey).where(over))
