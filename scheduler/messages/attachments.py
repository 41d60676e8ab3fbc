"""What the other side sent along: their files, by the message; and the face they show."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.files import storage as file_rows
from scheduler.files.keeping import Files
from scheduler.files.tables import File
from scheduler.http import Api, Context, not_found
from scheduler.http.download import ANY, Download
from scheduler.messages import storage
from scheduler.messages.access import OTHER, mine, person_of
from scheduler.people.photos import Size, photo_of


@dataclass(frozen=True, slots=True)
class Attachments:
    """The endpoints, over the place where files are kept."""

    files: Files

    async def download_attachment(self, ctx: Context, id: UUID, message_id: UUID, file_id: UUID) -> Download:
        """Fetch a file of a message; it is to be saved, not shown."""
        async with ctx.sessions() as session:
            await mine(ctx, session, id)
            message = await storage.one(session, id, message_id)
            if message is None or message.deleted_at is not None or file_id not in message.file_ids:
                raise not_found("file")
            file = await file_rows.readable(session, file_id)
            if file is None:
                raise not_found("file")
        return await self.files.give(file)

    async def show_other_photo(self, ctx: Context, id: UUID, size: Size = "small") -> Download:
        """Fetch the photo of the person on the other side of a booking of mine."""
        async with ctx.sessions() as session:
            file = await self._photo(ctx, session, id, size)
        return await self.files.give(file, inline=True)

    async def _photo(self, ctx: Context, session: AsyncSession, booking_id: UUID, size: Size) -> File:
        booking, side = await mine(ctx, session, booking_id)
        other = OTHER[side]
        return await photo_of(session, person_of(booking, other), other, size)


def routes(api: Api, files: Files) -> None:
    """Files of messages, and the other side's photo."""
    both, attachments = ("client", "professional"), Attachments(files)
    shown = {"roles": both, "problems": ("forbidden", "unavailable"), "media_type": ANY}
    api.get("/bookings/{id}/messages/{message_id}/files/{file_id}", attachments.download_attachment, **shown)
    api.get("/bookings/{id}/photo", attachments.show_other_photo, **shown)
