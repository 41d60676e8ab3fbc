"""Saying that a message is not right: the admins see it as it was, whatever its sender does then.

The rule kept here: only who received a message can report it, and only what was reported is read by an admin.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http import Api, Context, Problem, not_found
from scheduler.messages import storage
from scheduler.messages.access import mine
from scheduler.messages.models import ReportMessage

FileReport = Callable[[AsyncSession, UUID, UUID, str, datetime], Awaitable[None]]
"""Writes a report: the session, who reports, which message, why, when. Raises 429."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """The endpoint, over where reports go."""

    file_report: FileReport

    async def report_message(
        self, ctx: Context, session: AsyncSession, id: UUID, message_id: UUID, body: ReportMessage
    ) -> None:
        """Report a message that was sent to me. From then on it is kept as it is until it is decided."""
        await mine(ctx, session, id)
        message = await storage.one(session, id, message_id, lock=True)
        if message is None or message.deleted_at is not None:
            raise not_found("message")
        if message.sender_id == ctx.account.id:
            raise Problem("forbidden", "This message is your own. You can delete it.")
        now = ctx.clock.now()
        await self.file_report(session, ctx.account.id, message.id, body.reason, now)
        if message.reported_at is None:
            message.reported_at = now


def routes(api: Api, file_report: FileReport) -> None:
    """Reports of messages."""
    api.post(
        "/bookings/{id}/messages/{message_id}/report",
        Reporting(file_report).report_message,
        roles=("client", "professional"),
        status=204,
        problems=("forbidden", "rate-limited"),
        idempotent=True,
    )
