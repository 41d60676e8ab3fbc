"""Reports: anybody signed in says what is wrong, an admin decides.

The rule kept here: a report is the reporter's and the admins' alone, and nobody floods the admins.
"""

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.admin import audit
from scheduler.admin.models import Cursor, DecideReport, Limit, NewReport, ReportRow, ReportView
from scheduler.admin.paging import after
from scheduler.admin.tables import Report
from scheduler.http import Api, Context, Page, Problem, encode_cursor, not_found, wire

MOST_A_DAY: Final = 20
KEPT_FOR: Final = timedelta(days=730)


async def report_something(ctx: Context, session: AsyncSession, body: NewReport) -> ReportView:
    """Report something that is wrong: a person, a booking, a review, a message, a service."""
    made = await file(session, ctx.account.id, body, ctx.clock.now())
    return ReportView.model_validate(made, from_attributes=True)


async def file(session: AsyncSession, reporter_id: UUID, new: NewReport, now: datetime) -> Report:
    """Write a report. Raises 429 for who has written too many today."""
    mine = (Report.reporter_id == reporter_id, Report.created_at > now - timedelta(days=1))
    if (await session.scalar(select(func.count()).where(*mine)) or 0) >= MOST_A_DAY:
        raise Problem("rate-limited", f"At most {MOST_A_DAY} reports a day. Write to us if there is more.")
    row = {"id": uuid4(), "reporter_id": reporter_id, "state": "open", "created_at": now, "decision": ""}
    made = await session.scalars(insert(Report).values(**row, **new.model_dump()).returning(Report))
    return made.one()


async def file_message(
    session: AsyncSession, reporter_id: UUID, message_id: UUID, reason: str, now: datetime
) -> None:
    """The same of a message that was sent to the reporter; who calls this has looked."""
    await file(session, reporter_id, NewReport(kind="message", subject_id=str(message_id), reason=reason), now)


async def list_my_reports(
    ctx: Context, session: AsyncSession, limit: Limit = 20, cursor: Cursor | None = None
) -> Page[ReportView]:
    """List what I reported, the newest first, and what became of it."""
    query = select(Report).where(Report.reporter_id == ctx.account.id)
    query = query.order_by(Report.created_at.desc(), Report.id.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(Report.created_at, Report.id) < after(cursor))
    found = (await session.scalars(query)).all()
    items = [ReportView.model_validate(each, from_attributes=True) for each in found[:limit]]
    return Page(items=items, next_cursor=_following(items[-1]) if len(found) > limit else None)


async def list_reports(
    ctx: Context,
    session: AsyncSession,
    state: Literal["open", "upheld", "dismissed"] = "open",
    limit: Limit = 20,
    cursor: Cursor | None = None,
) -> Page[ReportRow]:
    """List reports, the oldest first."""
    query = select(Report).where(Report.state == state).order_by(Report.created_at, Report.id).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(Report.created_at, Report.id) > after(cursor))
    found = (await session.scalars(query)).all()
    items = [ReportRow.model_validate(each, from_attributes=True) for each in found[:limit]]
    return Page(items=items, next_cursor=_following(items[-1]) if len(found) > limit else None)


async def decide_report(ctx: Context, session: AsyncSession, id: UUID, body: DecideReport) -> None:
    """Decide about a report; what follows from it (a suspension, say) is an act of its own."""
    now = ctx.clock.now()
    state = await session.scalar(select(Report.state).where(Report.id == id).with_for_update())
    if state is None:
        raise not_found("report")
    if state != "open":
        raise Problem("conflict", f"This report is {state} already.")
    decided = {"state": body.decision, "decided_at": now, "decision": body.reason}
    await session.execute(update(Report).where(Report.id == id).values(**decided))
    await audit.write(
        session,
        now,
        admin_id=ctx.account.id,
        action=f"report-{body.decision}",
        target="report",
        target_id=id,
        reason=body.reason,
    )


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete reports that were decided KEPT_FOR ago."""
    await session.execute(delete(Report).where(Report.decided_at < now - KEPT_FOR))


def _following(last: ReportView) -> str:
    return encode_cursor(wire(last.created_at), str(last.id))


def routes(api: Api) -> None:
    """Reports, from both sides."""
    limited = ("rate-limited",)
    api.post("/me/reports", report_something, account=True, status=201, problems=limited, idempotent=True)
    api.get("/me/reports", list_my_reports, account=True)
    api.get("/admin/reports", list_reports, roles=("admin",))
    api.post("/admin/reports/{id}", decide_report, roles=("admin",), status=204, problems=("not-found", "conflict"))
