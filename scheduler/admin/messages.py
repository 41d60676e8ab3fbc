"""What was reported of what people wrote to each other, for who decides about it.

The rule kept here: an admin reads a message only because somebody it was sent to reported it, and each look is in the
journal. What its sender deleted meanwhile goes once it is decided.
"""

from datetime import datetime, timedelta
from typing import Final, Literal, cast
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.admin import audit
from scheduler.files import storage as files
from scheduler.files.endpoints import FileView
from scheduler.files.endpoints import view as file_view
from scheduler.http import Api, Context, Instant, not_found
from scheduler.messages.tables import Message
from scheduler.people.tables import Person

KEPT_FOR: Final = timedelta(days=30)
_DECIDED: Final = text(
    "SELECT m.id FROM message m WHERE m.reported_at IS NOT NULL AND m.deleted_at IS NOT NULL"
    " AND (m.text <> '' OR m.file_ids <> '{}') AND NOT EXISTS (SELECT 1 FROM report r WHERE r.kind = 'message'"
    " AND r.subject_id = m.id::text AND (r.state = 'open' OR r.decided_at > :since)) ORDER BY m.id LIMIT 500"
)


class ReportedMessage(BaseModel):
    """A message as it was written. `deleted_at`: when its sender deleted it."""

    id: UUID
    booking_id: UUID
    sender_id: UUID
    sender: str
    role: Literal["client", "professional"]
    text: str
    files: list[FileView]
    created_at: Instant
    reported_at: Instant
    deleted_at: Instant | None


async def show_reported_message(ctx: Context, session: AsyncSession, id: UUID) -> ReportedMessage:
    """Show a message that was reported."""
    query = select(Message, Person.name).join(Person, Person.id == Message.sender_id).where(Message.id == id)
    found = (await session.execute(query.where(Message.reported_at.is_not(None)))).first()
    if found is None:
        raise not_found("reported message")
    message, name = found
    assert message.reported_at is not None  # it was asked for
    await audit.write(
        session,
        ctx.clock.now(),
        admin_id=ctx.account.id,
        action="message-read",
        target="message",
        target_id=id,
        reason="reported",
    )
    attached = await files.of_ids(session, message.file_ids)
    return ReportedMessage(
        id=message.id,
        booking_id=message.booking_id,
        sender_id=message.sender_id,
        sender=name,
        role=cast(Literal["client", "professional"], message.role),
        text=message.text,
        files=[file_view(attached[each]) for each in message.file_ids if each in attached],
        created_at=message.created_at,
        reported_at=message.reported_at,
        deleted_at=message.deleted_at,
    )


async def forget_decided(session: AsyncSession, now: datetime) -> None:
    """Empty what was deleted by its sender and decided about KEPT_FOR ago."""
    for message_id in await session.scalars(_DECIDED, {"since": now - KEPT_FOR}):
        message = await session.get_one(Message, message_id, with_for_update=True)
        await files.let_go(session, message.file_ids, now)
        message.text, message.file_ids = "", []
    await session.flush()


def routes(api: Api) -> None:
    """Reported messages."""
    api.get("/admin/messages/{id}", show_reported_message, roles=("admin",))
