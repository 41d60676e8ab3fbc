"""Photos of people: one for each side, drawn anew in two sizes, shown to who may see that side.

The rule kept here: the professional's photo is as public as their page, and gone with it; of the file that was sent
nothing is kept but its pixels.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID, uuid4

from pydantic import BaseModel, Field
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import TypedDict

from scheduler.files import storage
from scheduler.files.images import Drawn, NotAPictureError, draw
from scheduler.files.keeping import Files
from scheduler.files.kinds import WEBP
from scheduler.files.purposes import PHOTO
from scheduler.files.storage import Wanted
from scheduler.files.tables import File, ProfilePhoto
from scheduler.http import Api, Context, invalid, not_found
from scheduler.http.api import PREFIX
from scheduler.http.download import ANY, Download
from scheduler.http.upload import Upload
from scheduler.people.tables import Professional

Side = Literal["client", "professional"]
Size = Literal["large", "small"]
SIDES: Final[dict[Size, int]] = {"large": 640, "small": 160}
PUBLIC: Final = "public, max-age=300"
PRIVATE: Final = "private, max-age=300"


class PhotoLinks(TypedDict):
    """Where a photo is in its two sizes, at most 160 and 640 pixels long: paths on this server. Another photo has
    other paths."""

    small: str
    large: str


class PhotoView(BaseModel):
    """A photo as it was drawn; `width` and `height` in pixels, of the large one."""

    updated_at: datetime
    width: int
    height: int


def photo_links(slug: str, photo_id: UUID) -> PhotoLinks:
    """Those of a professional's photo: the id of its file is in them, so a new photo is never taken for the old."""
    path = f"{PREFIX}/professionals/{slug}/photo?version={photo_id.hex[:12]}&size="
    return {"small": f"{path}small", "large": f"{path}large"}


async def photo_of(session: AsyncSession, person_id: UUID, side: str, size: Size) -> File:
    """The file of somebody's photo. Raises 404."""
    query = select(ProfilePhoto).where(ProfilePhoto.person_id == person_id, ProfilePhoto.side == side)
    photo = await session.scalar(query)
    file = await storage.readable(session, photo.large_id if size == "large" else photo.small_id) if photo else None
    if file is None:
        raise not_found("photo")
    return file


@dataclass(frozen=True, slots=True)
class Photos:
    """The endpoints, over the place where files are kept."""

    files: Files

    async def put_photo(self, ctx: Context, upload: Upload) -> PhotoView:
        """Set my photo in the role in force: JPEG, PNG, WebP or GIF of at most 10 MB.

        It is drawn anew at 640 and at 160 pixels at most, without anything that the file says beside the picture."""
        me = ctx.account.id
        await self.files.admit(me)
        async with self.files.spooled(PHOTO, upload) as (spooled, _):
            try:
                drawn = await asyncio.to_thread(draw, spooled.path, tuple(SIDES.values()))
            except NotAPictureError as error:
                raise invalid("file", str(error), "Choose another picture.") from None
        large, small = [await self._keep(me, picture) for picture in drawn]
        async with ctx.sessions.begin() as session:
            now = ctx.clock.now()
            await self._replace(session, me, _side(ctx), (large, small), now)
        return PhotoView(updated_at=now, width=drawn[0].width, height=drawn[0].height)

    async def _keep(self, owner_id: UUID, picture: Drawn) -> UUID:
        wanted = Wanted(uuid4(), owner_id, PHOTO.name, "photo.webp", WEBP.media_type)
        async with self.files.spool.made(picture.content, self.files.clock.unix()) as spooled:
            await self.files.keep(wanted, spooled)
        return wanted.id

    async def _replace(
        self, session: AsyncSession, me: UUID, side: Side, ids: tuple[UUID, UUID] | None, now: datetime
    ) -> None:
        """Set or (None) remove a photo; the one before is let go. Of two at once, the second replaces the first."""
        mine = (ProfilePhoto.person_id == me, ProfilePhoto.side == side)
        if ids is not None:
            row = {"person_id": me, "side": side, "large_id": ids[0], "small_id": ids[1], "updated_at": now}
            fresh = insert(ProfilePhoto).values(**row).on_conflict_do_nothing().returning(ProfilePhoto.side)
            made = await session.scalar(fresh)
            await storage.attach(session, me, PHOTO.name, sorted(ids), now)
            if made is not None:
                return
        known = await session.scalar(select(ProfilePhoto).where(*mine).with_for_update())
        if known is None:
            raise not_found("photo")
        old = (known.large_id, known.small_id)
        if ids is None:
            await session.execute(delete(ProfilePhoto).where(*mine))
        else:
            known.large_id, known.small_id, known.updated_at = *ids, now
            await session.flush()
        await storage.let_go(session, old, now)

    async def delete_photo(self, ctx: Context, session: AsyncSession) -> None:
        """Remove my photo in the role in force."""
        await self._replace(session, ctx.account.id, _side(ctx), None, ctx.clock.now())

    async def show_photo(self, ctx: Context, size: Size = "large") -> Download:
        """Fetch my photo in the role in force."""
        async with ctx.sessions() as session:
            file = await photo_of(session, ctx.account.id, _side(ctx), size)
        return await self.files.give(file, inline=True)

    async def show_professional_photo(
        self,
        ctx: Context,
        slug: Annotated[str, Field(max_length=60)],
        size: Size = "large",
        version: Annotated[str, Field(max_length=40)] = "",
    ) -> Download:
        """Fetch the photo of a professional; there is none while their page is closed.

        It is the photo as it is now, whatever `version` says: that is only there so that what somebody keeps of an
        earlier photo is not taken for this one."""
        async with ctx.sessions() as session:
            query = select(Professional.person_id).where(Professional.slug == slug, Professional.active)
            person_id = await session.scalar(query)
            if person_id is None:
                raise not_found("professional")
            file = await photo_of(session, person_id, "professional", size)
        return await self.files.give(file, inline=True, cache=PUBLIC)


def _side(ctx: Context) -> Side:
    return "professional" if ctx.role == "professional" else "client"


def routes(api: Api, files: Files) -> None:
    """One's own photo, and a professional's."""
    both, photos = ("client", "professional"), Photos(files)
    api.put("/photo", photos.put_photo, roles=both, problems=("conflict", "rate-limited", "unavailable"))
    api.get("/photo", photos.show_photo, roles=both, problems=("not-found", "unavailable"), media_type=ANY)
    api.delete("/photo", photos.delete_photo, roles=both, status=204, problems=("not-found",))
    api.get(
        "/professionals/{slug}/photo",
        photos.show_professional_photo,
        problems=("unavailable",),
        media_type=ANY,
    )
