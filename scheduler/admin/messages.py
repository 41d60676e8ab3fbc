"""What was reported of what people wrote to each other, for who decides about it.

The rule kept here: an admin reads a message only because somebody it was sent to reported it, and each look is in the
journal, at its files too. What its sender deleted meanwhile, or an admin took away, goes once it is decided.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.admin import audit
from scheduler.admin.models import OnlyReason
from scheduler.booking.tables import Booking
from scheduler.files import storage as file_rows
from scheduler.files.endpoints import FileView
from scheduler.files.endpoints import view as file_view
from scheduler.files.keeping import Files
from scheduler.http import Api, Context, Instant, not_found
from scheduler.http.download import ANY, Download
from scheduler.messages import storage
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


@dataclass(frozen=True, slots=True)
class Moderation:
    """What needs the place where files are kept."""

    files: Files

    async def fetch_reported_file(self, ctx: Context, id: UUID, file_id: UUID) -> Download:
        """Fetch a file of a message that was reported; it is to be saved, not shown. Each look is written down."""
        async with ctx.sessions.begin() as session:
            message, _ = await _reported(session, id)
            file = await file_rows.readable(session, file_id) if file_id in message.file_ids else None
            if file is None:
                raise not_found("file")
            await _note(ctx, session, "message-file-read", id, "reported", file_id=str(file_id))
        return await self.files.give(file)


async def remove_reported_message(ctx: Context, session: AsyncSession, id: UUID, body: OnlyReason) -> None:
    """Take a reported message away, with its files, for both who could read it; its place stays.

    Until the report has been decided for a month it can be looked at here."""
    now = ctx.clock.now()
    seen, _ = await _reported(session, id)
    booking = await session.get_one(Booking, seen.booking_id)
    conversation = await storage.hold(session, booking, now)
    message = await storage.one(session, booking.id, id, lock=True)
    if message is None or message.deleted_at is not None:
        return  # its sender was first, or another admin
    message.deleted_at = now
    await session.flush()
    await storage.changed(session, conversation, now)
    await _note(ctx, session, "message-removed", id, body.reason)


async def _reported(session: AsyncSession, message_id: UUID) -> tuple[Message, str]:
    """A message that was reported, and its sender's name. Raises 404."""
    query = select(Message, Person.name).join(Person, Person.id == Message.sender_id).where(Message.id == message_id)
    found = (await session.execute(query.where(Message.reported_at.is_not(None)))).first()
    if found is None:
        raise not_found("reported message")
    return found[0], found[1]


async def _note(
    ctx: Context,
    session: AsyncSession,
    action: str,
    message_id: UUID,
    reason: str,
    **detail: str,
) -> None:
    await audit.write(
        session,
        ctx.clock.now(),
        admin_id=ctx.account.id,
        action=action,
        target="message",
        target_id=message_id,
        reason=reason,
        detail=detail,
    )


async def show_reported_message(ctx: Context, session: AsyncSession, id: UUID) -> ReportedMessage:
    """Show a message that was reported."""
    message, name = await _reported(session, id)
    assert message.reported_at is not None  # it was asked for
    await _note(ctx, session, "message-read", id, "reported")
    attached = await file_rows.of_ids(session, message.file_ids)
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
        await file_rows.let_go(session, message.file_ids, now)
        message.text, message.file_ids = "", []
    await session.flush()


def routes(api: Api, files: Files) -> None:
    """Reported messages."""
    admin, moderation = ("admin",), Moderation(files)
    api.get("/admin/messages/{id}", show_reported_message, roles=admin)
    api.get(
        "/admin/messages/{id}/files/{file_id}",
        moderation.fetch_reported_file,
        roles=admin,
        problems=("unavailable",),
        media_type=ANY,
    )
    api.post("/admin/messages/{id}/remove", remove_reported_message, roles=admin, status=204, problems=("not-found",))
