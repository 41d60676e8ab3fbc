"""A person's list of notifications, read by id and followed live.

The rule kept here: whoever adds to a person's list holds it until the commit, so that ids rise in the order in which
they can be seen; who has read up to an id has missed nothing before it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.notifications.tables import Notification

if TYPE_CHECKING:
    from scheduler.notifications.deliver import Message

CHANNEL: Final = "visavis_notification"
KEPT_FOR: Final = timedelta(days=180)
_HOLD: Final = text(
    "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended('inbox:' || id::text, 0) AS key"
    " FROM unnest(CAST(:people AS uuid[])) AS id ORDER BY key OFFSET 0) AS keys"
)
_TELL: Final = text("SELECT pg_notify(:channel, :person)")


async def hold(session: AsyncSession, people: Iterable[UUID]) -> None:
    """Keep others from adding to these people's lists until the transaction ends."""
    await session.execute(_HOLD, {"people": list(people)})


async def add(session: AsyncSession, message: "Message", now: datetime) -> None:
    """Add a line to the list of a person who is held, and tell their streams at the commit."""
    row = {
        "person_id": message.person_id,
        "role": message.role,
        "kind": message.kind,
        "title": message.title,
        "body": message.body,
        "path": message.path,
        "created_at": now,
    }
    await session.execute(insert(Notification).values(**row))
    await wake(session, message.person_id)


async def page(
    session: AsyncSession, person_id: UUID, limit: int, *, before: int | None = None, unread: bool = False
) -> Sequence[Notification]:
    """The newest first, those before an id."""
    query = select(Notification).where(Notification.person_id == person_id).order_by(Notification.id.desc())
    if before is not None:
        query = query.where(Notification.id < before)
    if unread:
        query = query.where(Notification.read_at.is_(None))
    return (await session.scalars(query.limit(limit))).all()


async def since(session: AsyncSession, person_id: UUID, after: int, limit: int) -> Sequence[Notification]:
    """The oldest first, those after an id."""
    query = select(Notification).where(Notification.person_id == person_id, Notification.id > after)
    return (await session.scalars(query.order_by(Notification.id).limit(limit))).all()


async def newest(session: AsyncSession, person_id: UUID) -> int:
    """The id of the newest; 0 before there is one."""
    return await session.scalar(select(func.max(Notification.id)).where(Notification.person_id == person_id)) or 0


async def unread_count(session: AsyncSession, person_id: UUID) -> int:
    """How many were not read yet."""
    query = select(func.count()).where(Notification.person_id == person_id, Notification.read_at.is_(None))
    return await session.scalar(query) or 0


async def mark_read(
    session: AsyncSession, person_id: UUID, now: datetime, ids: Sequence[int], up_to: int | None
) -> None:
    """Mark as read those of the person's that are named, and all up to an id."""
    mine = update(Notification).where(Notification.person_id == person_id, Notification.read_at.is_(None))
    named = or_(Notification.id.in_(ids), Notification.id <= (up_to or 0))
    changed = await session.execute(mine.where(named).values(read_at=now).returning(Notification.id))
    if changed.first() is not None:
        await wake(session, person_id)


async def wake(session: AsyncSession, person_id: UUID) -> None:
    """Wake somebody's streams at the commit; they look for themselves what is new."""
    await session.execute(_TELL, {"channel": CHANNEL, "person": str(person_id)})


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete what is older than KEPT_FOR."""
    await session.execute(delete(Notification).where(Notification.created_at < now - KEPT_FOR))
