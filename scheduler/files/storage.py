"""Files' rows: begun, stored, attached to what they are for, let go, collected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.files.port import Spooled
from scheduler.files.tables import File
from scheduler.http import Problem, invalid

MOST_LOOSE: Final = 40
UNSTORED_FOR: Final = timedelta(hours=1)
LOOSE_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as its owner wants it kept."""

    id: UUID
    owner_id: UUID
    purpose: str
    name: str
    media_type: str


async def check_room(session: AsyncSession, owner_id: UUID) -> None:
    """Whether this person may bring another file. Raises 429 while too many of theirs are attached to nothing."""
    loose = (File.owner_id == owner_id, File.attached_at.is_(None), File.deleted_at.is_(None))
    if (await session.scalar(select(func.count()).select_from(File).where(*loose)) or 0) >= MOST_LOOSE:
        raise Problem("rate-limited", f"{MOST_LOOSE} files of yours wait to be sent. Send or delete some first.")


async def begin(session: AsyncSession, wanted: Wanted, spooled: Spooled, now: datetime) -> File:
    """The row of a file that is about to be stored, or is already: the same file again is the same row. Raises 409
    where the id is another's."""
    row = {
        "id": wanted.id,
        "owner_id": wanted.owner_id,
        "purpose": wanted.purpose,
        "name": wanted.name,
        "media_type": wanted.media_type,
        "size": spooled.size,
        "sha256": spooled.sha256,
        "created_at": now,
    }
    fresh = insert(File).values(**row).on_conflict_do_nothing().returning(File)
    made = (await session.scalars(fresh)).one_or_none()
    if made is not None:
        return made
    known = await session.get(File, wanted.id, with_for_update=True, populate_existing=True)
    same = ("owner_id", "purpose", "name", "sha256")
    if known is None or known.deleted_at is not None or any(getattr(known, each) != row[each] for each in same):
        raise Problem("conflict", "This id is another file's. Send each file with a new id of its own.")
    if known.stored_at is None:
        known.created_at = now  # whoever collects what never arrived waits anew
        await session.flush()
    return known


async def stored(session: AsyncSession, file_id: UUID, now: datetime) -> File:
    """Note that the bytes lie where they belong. Raises 409 if it was let go meanwhile."""
    there = update(File).where(File.id == file_id, File.deleted_at.is_(None))
    noted = there.values(stored_at=func.coalesce(File.stored_at, now)).returning(File)
    known = (await session.scalars(noted, execution_options={"populate_existing": True})).one_or_none()
    if known is None:
        raise Problem("conflict", "This file was deleted meanwhile. Send it with a new id.")
    return known


async def readable(session: AsyncSession, file_id: UUID, *, lock: bool = False) -> File | None:
    """A file that can be read; with `lock` it stays as it is until the transaction ends."""
    query = select(File).where(File.id == file_id, File.stored_at.is_not(None), File.deleted_at.is_(None))
    return await session.scalar(query.with_for_update() if lock else query)


async def of_ids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, File]:
    """Those that can be read, by id."""
    query = select(File).where(File.id.in_(ids), File.stored_at.is_not(None), File.deleted_at.is_(None))
    return {file.id: file for file in await session.scalars(query)}


async def of_owner(session: AsyncSession, owner_id: UUID) -> Sequence[File]:
    """What somebody uploaded and can be read, the newest first."""
    query = select(File).where(File.owner_id == owner_id, File.stored_at.is_not(None), File.deleted_at.is_(None))
    return (await session.scalars(query.order_by(File.created_at.desc(), File.id))).all()


async def attach(session: AsyncSession, owner_id: UUID, purpose: str, ids: Sequence[UUID], now: datetime) -> None:
    """Attach files of somebody's to what they were brought for. Raises 422 naming the first (`files.0`) that is not
    theirs, not there, or attached already."""
    query = select(File).where(File.id.in_(ids)).order_by(File.id).with_for_update()
    found = {file.id: file for file in await session.scalars(query)}
    for index, file_id in enumerate(ids):
        file = found.get(file_id)
        if file is None or file.owner_id != owner_id or file.purpose != purpose or file.deleted_at is not None:
            raise invalid(f"files.{index}", "is no file of yours", "Upload it first, and send the id you gave it.")
        if file.stored_at is None:
            raise invalid(f"files.{index}", "has not arrived whole", "Upload it again with the same id.")
        if file.attached_at is not None:
            raise invalid(f"files.{index}", "is attached to something already", "Upload it again with a new id.")
        file.attached_at = now
    await session.flush()


async def let_go(session: AsyncSession, ids: Sequence[UUID], now: datetime) -> None:
    """These are of no use any more: nobody reads them from the commit on, and their bytes are collected."""
    if ids:
        here = (File.id.in_(ids), File.deleted_at.is_(None))
        await session.execute(update(File).where(*here).values(deleted_at=now))


async def let_go_of_loose(session: AsyncSession, now: datetime) -> None:
    """The same for what never arrived, what was never attached, and what has no owner any more."""
    lost = or_(
        and_(File.stored_at.is_(None), File.created_at < now - UNSTORED_FOR),
        File.created_at < now - LOOSE_FOR,
    )
    loose = or_(and_(File.attached_at.is_(None), lost), File.owner_id.is_(None))
    await session.execute(update(File).where(File.deleted_at.is_(None), loose).values(deleted_at=now))


async def collectable(session: AsyncSession, limit: int) -> Sequence[UUID]:
    """Those whose bytes can be taken away, the oldest first."""
    query = select(File.id).where(File.deleted_at.is_not(None)).order_by(File.deleted_at, File.id).limit(limit)
    return (await session.scalars(query)).all()


async def forget(session: AsyncSession, file_id: UUID) -> None:
    """Delete the row of a file whose bytes are gone."""
    await session.execute(delete(File).where(File.id == file_id, File.deleted_at.is_not(None)))
