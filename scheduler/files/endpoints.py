"""Bringing a file, looking at one's own, taking it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.files import storage
from scheduler.files.keeping import Files
from scheduler.files.kinds import BY_TYPE
from scheduler.files.purposes import PURPOSES
from scheduler.files.tables import File
from scheduler.http import Api, Context, Problem, not_found
from scheduler.http.download import ANY, Download
from scheduler.http.upload import Upload


class FileView(BaseModel):
    """A file as it was kept: its name is made harmless, its type is told by its content. `size` in bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    image: bool
    created_at: datetime


def view(file: File) -> FileView:
    """A row as it goes over the wire."""
    return FileView(
        id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        image=BY_TYPE[file.media_type].image,
        created_at=file.created_at,
    )


@dataclass(frozen=True, slots=True)
class FileEndpoints:
    """The endpoints, over the place where files are kept."""

    files: Files

    async def upload_file(
        self,
        ctx: Context,
        id: UUID,
        name: Annotated[str, Field(min_length=1, max_length=300)],
        upload: Upload,
        purpose: Literal["message"] = "message",
    ) -> FileView:
        """Bring a file of at most 10 MB, to send with a message.

        The body is the file itself. The id is the caller's own choice (a random UUID): the same file with the same id
        again is the same file. Images, PDF, plain text and office documents without programs are taken, as their
        content tells. What is attached to nothing within a day is deleted."""
        return view(await self.files.take(ctx.account.id, id, PURPOSES[purpose], name, upload))

    async def show_file(self, ctx: Context, session: AsyncSession, id: UUID) -> FileView:
        """Show a file of mine."""
        return view(await self._mine(ctx, session, id))

    async def download_file(self, ctx: Context, id: UUID) -> Download:
        """Fetch a file of mine; it is to be saved, not shown."""
        async with ctx.sessions() as session:
            file = await self._mine(ctx, session, id)
        return await self.files.give(file)

    async def delete_file(self, ctx: Context, session: AsyncSession, id: UUID) -> None:
        """Take back a file that was not sent yet."""
        file = await self._mine(ctx, session, id, lock=True)
        if file.attached_at is not None:
            raise Problem("conflict", "This file was sent with a message. Delete the message instead.")
        await storage.let_go(session, [id], ctx.clock.now())

    async def _mine(self, ctx: Context, session: AsyncSession, file_id: UUID, *, lock: bool = False) -> File:
        file = await storage.readable(session, file_id, lock=lock)
        if file is None or file.owner_id != ctx.account.id:
            raise not_found("file")
        return file


def routes(api: Api, files: Files) -> None:
    """Everything under /files."""
    both, own = ("client", "professional"), FileEndpoints(files)
    api.put(
        "/files/{id}",
        own.upload_file,
        roles=both,
        problems=("conflict", "too-large", "rate-limited", "unavailable"),
    )
    api.get("/files/{id}", own.show_file, roles=both)
    api.get("/files/{id}/content", own.download_file, roles=both, problems=("unavailable",), media_type=ANY)
    api.delete("/files/{id}", own.delete_file, roles=both, status=204, problems=("conflict",))
