"""What a person agreed to (GDPR article 7) and the opt-out of sale and sharing (CCPA, the header `Sec-GPC: 1`).

The rule kept here: nothing is agreed to that was not said; the signal of the browser is an opt-out, and wins.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http import Api, Context, Instant, Page, Problem, Strict, decode_cursor, page
from scheduler.privacy.tables import Consent

Kind = Literal["terms", "privacy", "marketing", "recording", "sale_or_share"]
KINDS: Final[tuple[Kind, ...]] = ("terms", "privacy", "marketing", "recording", "sale_or_share")
SIGNAL: Final = "Sec-GPC"


class ConsentView(BaseModel):
    """One decision. `source`: said in the settings, or by the browser (Global Privacy Control)."""

    kind: str
    granted: bool
    version: str
    at: Instant
    source: Literal["settings", "gpc"]


class Consents(BaseModel):
    """The decisions in force; a kind that is not there was never decided, which is no agreement."""

    items: list[ConsentView]
    browser_opts_out: bool


class Decision(Strict):
    """What I agree to, or not any more; `version`: of the text I was shown."""

    kind: Kind
    granted: bool
    version: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w.-]+$")]


async def in_force(session: AsyncSession, person_id: UUID) -> Mapping[str, Consent]:
    """The newest decision of each kind."""
    newest = select(func.max(Consent.id)).where(Consent.person_id == person_id).group_by(Consent.kind)
    found = await session.scalars(select(Consent).where(Consent.id.in_(newest)))
    return {each.kind: each for each in found}


async def granted(session: AsyncSession, person_id: UUID, kind: Kind) -> bool:
    """Whether a person agrees to this now; what was never said is a no."""
    found = (await in_force(session, person_id)).get(kind)
    return found is not None and found.granted


async def record(
    session: AsyncSession, person_id: UUID, decision: Decision, now: datetime, source: Literal["settings", "gpc"]
) -> None:
    """Add a decision to the history."""
    row = {"person_id": person_id, "at": now, "source": source, **decision.model_dump()}
    await session.execute(insert(Consent).values(**row))


async def heed_signal(ctx: Context, session: AsyncSession) -> bool:
    """Whether the browser says not to sell or share; the first time it is written down as an opt-out."""
    if ctx.request.headers.get(SIGNAL, "").strip() != "1":
        return False
    stands = (await in_force(session, ctx.account.id)).get("sale_or_share")
    if stands is None or stands.granted:
        decision = Decision(kind="sale_or_share", granted=False, version="gpc-1")
        await record(session, ctx.account.id, decision, ctx.clock.now(), "gpc")
    return True


async def show_consents(ctx: Context, session: AsyncSession) -> Consents:
    """Show what I agreed to. The header `Sec-GPC: 1` is heard here and written down."""
    signal = await heed_signal(ctx, session)
    found = await in_force(session, ctx.account.id)
    items = [ConsentView.model_validate(found[kind], from_attributes=True) for kind in KINDS if kind in found]
    return Consents(items=items, browser_opts_out=signal)


async def decide_consent(ctx: Context, session: AsyncSession, body: Decision) -> Consents:
    """Agree to something, or not any more."""
    if body.kind == "sale_or_share" and body.granted and await heed_signal(ctx, session):
        raise Problem("conflict", "Your browser says not to sell or share your data. Turn its signal off first.")
    await record(session, ctx.account.id, body, ctx.clock.now(), "settings")
    return await show_consents(ctx, session)


async def list_consent_history(
    ctx: Context,
    session: AsyncSession,
    limit: Annotated[int, Field(ge=1, le=100)] = 20,
    cursor: Annotated[str, Field(max_length=200)] | None = None,
) -> Page[ConsentView]:
    """Every decision I made, the newest first."""
    query = select(Consent).where(Consent.person_id == ctx.account.id).order_by(Consent.id.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(Consent.id < decode_cursor(cursor, int)[0])
    found = (await session.scalars(query)).all()
    return page(found, limit, partial(ConsentView.model_validate, from_attributes=True), lambda row: (row.id,))


def routes(api: Api) -> None:
    """Everything under /me/consents."""
    api.get("/me/consents", show_consents, account=True)
    api.post("/me/consents", decide_consent, account=True, problems=("conflict",), idempotent=True)
    api.get("/me/consents/history", list_consent_history, account=True)
