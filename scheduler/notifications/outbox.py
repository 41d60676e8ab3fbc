"""Mail, written in the transaction that causes it and sent by a job.

The rule kept here: a mail's id comes from its cause, so the same cause twice writes one row; its Message-ID comes
from the row, so the same row sent twice (a process killed between sending and noting it) is one mail to every
mailbox.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.jobs.queue import enqueue
from scheduler.notifications.notices import notice
from scheduler.notifications.render import Rendered, render
from scheduler.notifications.tables import Mail

SEND: Final = "send-mail"
SECURITY: Final = "security"
KEPT_FOR: Final = timedelta(days=30)
_CAUSES: Final = UUID("5ad8c2d7-5f3c-4c11-8d36-a1a4b7c0f5d1")


async def write(
    session: AsyncSession,
    *,
    kind: str,
    cause: str,
    to: str,
    locale: str,
    values: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Write a mail from a template and queue its sending; False when this cause (unique for kind and reader) wrote
    it before."""
    return await put(session, _mail_id(kind, cause, to), kind, to, render(kind, locale, values), now=now)


async def warn(
    session: AsyncSession, what: str, *, cause: str, to: str, locale: str, name: str, url: str, now: datetime
) -> bool:
    """Write what is told of an account's safety (`notices.py`), under the same rule."""
    told = notice(what, locale, name=name, url=url)
    return await put(session, _mail_id(SECURITY, cause, to), SECURITY, to, told, now=now)


def _mail_id(kind: str, cause: str, to: str) -> UUID:
    return uuid5(_CAUSES, f"{kind}\n{cause}\n{to}")


async def put(
    session: AsyncSession,
    mail_id: UUID,
    kind: str,
    to: str,
    rendered: Rendered,
    *,
    now: datetime,
    calendar: str | None = None,
    unsubscribe: str | None = None,
) -> bool:
    """Write a mail that is made already and queue its sending; False when this id was written before."""
    row = {
        "id": mail_id,
        "kind": kind,
        "to_address": to,
        "subject": rendered.subject,
        "text": rendered.text,
        "html": rendered.html,
        "message_id": f"<{mail_id}@mail.visavis>",
        "created_at": now,
        "calendar": calendar,
        "unsubscribe": unsubscribe,
    }
    made = await session.execute(insert(Mail).values(**row).on_conflict_do_nothing().returning(Mail.id))
    if made.first() is None:
        return False
    await enqueue(session, SEND, {"mail_id": str(mail_id)})
    return True


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete mails older than KEPT_FOR, those too that no server ever took."""
    await session.execute(delete(Mail).where(Mail.created_at < now - KEPT_FOR))
