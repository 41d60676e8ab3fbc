"""Vetting over HTTP: a professional shows their credentials, an admin decides."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.admin import audit
from scheduler.admin.models import Candidate, Cursor, Decide, Limit, Submit, VettingView
from scheduler.admin.paging import after
from scheduler.admin.tables import Vetting
from scheduler.directory.document import refresh_document
from scheduler.http import Api, Context, Page, Problem, encode_cursor, not_found, wire
from scheduler.people import mails
from scheduler.people.tables import Person, Professional
from scheduler.people.vetting import State, may_decide, may_submit


async def show_vetting(ctx: Context, session: AsyncSession) -> VettingView:
    """How far I am vetted."""
    query = (
        select(Professional.vetting, Vetting)
        .outerjoin(Vetting, Vetting.person_id == Professional.person_id)
        .where(Professional.person_id == ctx.account.id)
    )
    row = (await session.execute(query)).first()
    state, shown = row or ("unvetted", None)
    return VettingView.model_validate(
        {
            "state": state,
            "credentials": shown.credentials if shown else "",
            "submitted_at": shown.submitted_at if shown else None,
            "decided_at": shown.decided_at if shown else None,
            "reason": shown.reason if shown else "",
        }
    )


async def submit_vetting(ctx: Context, session: AsyncSession, body: Submit) -> VettingView:
    """Show my credentials to be vetted. Needs a professional profile."""
    state = await _locked_state(session, ctx.account.id)
    if state is None:
        raise Problem("conflict", "Write your professional profile first.")
    if not may_submit(state):
        raise Problem("conflict", f"Your vetting is {state}; there is nothing to show now.")
    values: dict[str, Any] = {
        "credentials": body.credentials,
        "submitted_at": ctx.clock.now(),
        "decided_at": None,
        "reason": "",
    }
    statement = insert(Vetting).values(person_id=ctx.account.id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=[Vetting.person_id], set_=values))
    await _set_state(session, ctx.account.id, "submitted")
    return await show_vetting(ctx, session)


async def list_vetting(
    ctx: Context, session: AsyncSession, state: State = "submitted", limit: Limit = 20, cursor: Cursor | None = None
) -> Page[Candidate]:
    """List professionals by how far they are vetted, who waits longest first."""
    query = (
        select(Person.id, Person.name, Professional.slug, Professional.vetting, Vetting)
        .join(Professional, Professional.person_id == Person.id)
        .join(Vetting, Vetting.person_id == Person.id)
        .where(Professional.vetting == state)
        .order_by(Vetting.submitted_at, Vetting.person_id)
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(tuple_(Vetting.submitted_at, Vetting.person_id) > after(cursor))
    rows = (await session.execute(query)).all()
    items = [
        Candidate.model_validate(
            {
                "id": person_id,
                "name": name,
                "slug": slug,
                "state": found,
                "credentials": shown.credentials,
                "submitted_at": shown.submitted_at,
            }
        )
        for person_id, name, slug, found, shown in rows[:limit]
    ]
    more = len(rows) > limit
    following = encode_cursor(wire(items[-1].submitted_at), str(items[-1].id)) if more else None
    return Page(items=items, next_cursor=following)


async def decide_vetting(ctx: Context, session: AsyncSession, id: UUID, body: Decide) -> None:
    """Decide about a professional."""
    state = await _locked_state(session, id)
    if state is None:
        raise not_found("professional")
    if not may_decide(state, body.decision):
        raise Problem("conflict", f"A professional who is {state} cannot become {body.decision}.")
    now = ctx.clock.now()
    await _set_state(session, id, body.decision)
    await refresh_document(session, id, now)
    decided = {"decided_at": now, "reason": body.reason}
    await session.execute(update(Vetting).where(Vetting.person_id == id).values(**decided))
    await mails.tell(session, "vetting", id, path="/as/professional/settings")
    await audit.write(
        session,
        now,
        admin_id=ctx.account.id,
        action=f"vetting-{body.decision}",
        target="professional",
        target_id=id,
        reason=body.reason,
        detail={"before": state},
    )


async def _locked_state(session: AsyncSession, person_id: UUID) -> str | None:
    query = select(Professional.vetting).where(Professional.person_id == person_id).with_for_update()
    return await session.scalar(query)


async def _set_state(session: AsyncSession, person_id: UUID, state: State) -> None:
    mine = Professional.person_id == person_id
    await session.execute(update(Professional).where(mine).values(vetting=state))


def routes(api: Api) -> None:
    """Vetting, from both sides."""
    api.get("/me/vetting", show_vetting, account=True)
    api.post("/me/vetting", submit_vetting, account=True, problems=("conflict",), idempotent=True)
    api.get("/admin/vetting", list_vetting, roles=("admin",))
    api.post("/admin/vetting/{id}", decide_vetting, roles=("admin",), status=204, problems=("not-found", "conflict"))
