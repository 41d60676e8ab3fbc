"""The admins' journal: written in the transaction of the act, never changed, read page by page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.admin.tables import AdminAudit


async def write(
    session: AsyncSession,
    now: datetime,
    *,
    admin_id: UUID | None,
    action: str,
    target: str,
    target_id: object,
    reason: str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add one act. `target`: what kind of thing it was done to."""
    row = {"at": now, "admin_id": admin_id, "action": action, "target": target, "target_id": str(target_id)}
    await session.execute(insert(AdminAudit).values(**row, reason=reason, detail=dict(detail or {})))


async def page(session: AsyncSession, limit: int, before: int | None, target_id: str | None) -> Sequence[AdminAudit]:
    """The newest acts first, older than the act `before`, perhaps of one thing only."""
    query = select(AdminAudit).order_by(AdminAudit.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AdminAudit.id < before)
    if target_id is not None:
        query = query.where(AdminAudit.target_id == target_id)
    return (await session.scalars(query)).all()
