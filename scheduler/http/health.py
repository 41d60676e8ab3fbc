"""Is it alive, is it ready, what are its figures, what can it do."""

from typing import Any, Literal

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from scheduler.http.api import Api
from scheduler.http.context import Context
from scheduler.http.metrics import Metrics
from scheduler.http.problems import Problem
from scheduler.store.migrate import is_behind


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


def routes(api: Api, metrics: Metrics) -> None:
    """`/healthz`, `/readyz`, `/metrics`, `/openapi.json`."""

    async def healthz(_ctx: Context) -> Health:
        """Alive: the process answers."""
        return Health()

    async def readyz(ctx: Context) -> Health:
        """Ready: the database answers and is migrated."""
        if missing := await _missing(ctx):
            raise Problem("unavailable", f"Missing: {', '.join(missing)}.", extensions={"missing": missing})
        return Health()

    async def metrics_text(_ctx: Context) -> str:
        """Figures for Prometheus."""
        body = generate_latest(metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})  # type: ignore[return-value]

    async def openapi(_ctx: Context) -> dict[str, Any]:
        """This document."""
        return api.document()

    api.get("/healthz", healthz, prefix="")
    api.get("/readyz", readyz, prefix="", problems=("unavailable",))
    api.get("/metrics", metrics_text, prefix="", media_type="text/plain")
    api.get("/openapi.json", openapi, prefix="")


async def _missing(ctx: Context) -> list[str]:
    try:
        async with ctx.sessions() as session:
            migrated = await session.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL"))
            revision = await session.scalar(text("SELECT version_num FROM alembic_version")) if migrated else None
    except (SQLAlchemyError, OSError):
        return ["database"]
    return ["migrations: run `python -m scheduler migrate`"] if is_behind(revision) else []
