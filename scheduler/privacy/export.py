"""A copy of everything we know of a person (GDPR articles 15 and 20, CCPA's right to know), as a ZIP of JSON.

The rule kept here: a job makes it, only its owner can fetch it, and after seven days it is gone.
"""

import asyncio
import base64
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID, uuid4

from aiohttp import web
from pydantic import BaseModel
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth import security_log
from scheduler.clock import Clock
from scheduler.http import Api, Context, Instant, Problem, not_found
from scheduler.jobs.queue import enqueue
from scheduler.jobs.runner import Handler
from scheduler.people import mails
from scheduler.people.proof import place_of, require_fresh
from scheduler.privacy.registry import MOST_ROWS, Registry
from scheduler.privacy.tables import DataExport
from scheduler.store.engine import Sessions

JOB: Final = "data-export"
KEPT_FOR: Final = timedelta(days=7)
MOST_A_DAY: Final = 3
README: Final = """This is everything Visavis knows of you, as it was on {at}.

data/ has one file for each kind of thing, as JSON: a list of objects. Times are UTC (RFC 3339).
files/ has what you uploaded, as you uploaded it.
What is left out: secrets and their hashes (passwords, keys), and what would tell about somebody else.
"""
CUT: Final = """
Of these there is more than fits into one copy: {names}. Each holds the first {most}. Write to us for the rest.
"""


class ExportView(BaseModel):
    """A copy of my data. `size` in bytes, 0 until it is ready."""

    id: UUID
    state: Literal["waiting", "ready"]
    requested_at: Instant
    ready_at: Instant | None
    expires_at: Instant | None
    size: int


class ExportList(BaseModel):
    """My copies, the newest first."""

    items: list[ExportView]


def pack(data: Mapping[str, Sequence[Mapping[str, Any]]], files: Mapping[str, bytes], at: datetime) -> bytes:
    """The ZIP. Pure; it may take a while."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        cut = ", ".join(name for name, rows in data.items() if len(rows) > MOST_ROWS)
        more = CUT.format(names=cut, most=MOST_ROWS) if cut else ""
        archive.writestr("README.txt", README.format(at=at.isoformat()) + more)
        for name, rows in data.items():
            told = json.dumps(list(rows[:MOST_ROWS]), default=plain, indent=1, ensure_ascii=False)
            archive.writestr(f"data/{name}.json", told)
        for name, content in files.items():
            archive.writestr(f"files/{name}", content)
    return out.getvalue()


def plain(value: Any) -> str:
    """What JSON does not know, as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value)


def safe_name(folder: str, name: str) -> str:
    """A file's place in the ZIP: nothing that climbs out of it when it is unpacked."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join([folder, *(parts or ["file"])])


def export_job(sessions: Sessions, clock: Clock, registry: Registry) -> Handler:
    """The handler of `data-export`."""

    async def make(payload: dict[str, Any]) -> None:
        export_id = UUID(payload["export_id"])
        async with sessions.begin() as session:
            waiting = select(DataExport.person_id).where(DataExport.id == export_id, DataExport.ready_at.is_(None))
            person_id = await session.scalar(waiting)
            if person_id is None:
                return  # made before, or its owner has left
            data = {name: await load(session, person_id) for name, load in registry.loaders.items()}
            files: dict[str, bytes] = {}
            for folder, load_files in registry.files.items():
                for name, content in await load_files(session, person_id):
                    files[safe_name(folder, name)] = content
        now = clock.now()
        packed = await asyncio.to_thread(pack, data, files, now)
        async with sessions.begin() as session:
            ready = {"ready_at": now, "expires_at": now + KEPT_FOR, "size": len(packed), "file": packed}
            mine = (DataExport.id == export_id, DataExport.ready_at.is_(None))
            if await session.scalar(update(DataExport).where(*mine).values(**ready).returning(DataExport.id)):
                await mails.tell(session, "export", person_id, path="/settings/privacy")

    return make


async def ask_for_export(ctx: Context, session: AsyncSession) -> ExportView:
    """Ask for a copy of everything you know of me; a mail says when it is ready. Needs a fresh sign-in."""
    await require_fresh(ctx, session)
    now, me = ctx.clock.now(), ctx.account.id
    lately = (DataExport.person_id == me, DataExport.requested_at > now - timedelta(days=1))
    if (await session.scalar(select(func.count()).where(*lately)) or 0) >= MOST_A_DAY:
        raise Problem("rate-limited", f"At most {MOST_A_DAY} copies a day.")
    row = {"id": uuid4(), "person_id": me, "requested_at": now, "size": 0}
    made = await session.scalar(insert(DataExport).values(**row).returning(DataExport))
    assert made is not None
    await enqueue(session, JOB, {"export_id": str(made.id)})
    await security_log.note(session, me, "export-asked", now, place_of(ctx))
    return _view(made)


async def list_exports(ctx: Context, session: AsyncSession) -> ExportList:
    """List the copies I asked for."""
    query = select(DataExport).where(DataExport.person_id == ctx.account.id)
    found = await session.scalars(query.order_by(DataExport.requested_at.desc(), DataExport.id).limit(50))
    return ExportList(items=[_view(each) for each in found])


async def download_export(ctx: Context, session: AsyncSession, id: UUID) -> bytes:
    """Fetch a copy of my data, a ZIP, within seven days."""
    await require_fresh(ctx, session)
    good = (DataExport.person_id == ctx.account.id, DataExport.expires_at > ctx.clock.now())
    file = await session.scalar(select(DataExport.file).where(DataExport.id == id, *good))
    if file is None:
        raise not_found("copy (any more)")
    await security_log.note(session, ctx.account.id, "export-fetched", ctx.clock.now(), place_of(ctx))
    headers = {"Content-Disposition": 'attachment; filename="visavis-my-data.zip"', "Cache-Control": "no-store"}
    return web.Response(body=file, content_type="application/zip", headers=headers)  # type: ignore[return-value]


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete copies whose seven days are over."""
    await session.execute(delete(DataExport).where(DataExport.expires_at <= now))


def _view(export: DataExport) -> ExportView:
    return ExportView(
        id=export.id,
        state="waiting" if export.ready_at is None else "ready",
        requested_at=export.requested_at,
        ready_at=export.ready_at,
        expires_at=export.expires_at,
        size=export.size,
    )


def routes(api: Api) -> None:
    """Everything under /me/exports."""
    grave = ("fresh-sign-in-needed",)
    asking = (*grave, "rate-limited")
    api.post("/me/exports", ask_for_export, account=True, status=202, problems=asking, idempotent=True)
    api.get("/me/exports", list_exports, account=True)
    api.get(
        "/me/exports/file",
        download_export,
        account=True,
        media_type="application/zip",
        problems=(*grave, "not-found"),
    )
