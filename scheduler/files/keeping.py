"""Taking files in, giving them out, collecting what nobody needs: the port and the rows together.

The rule kept here: row, bytes, row. The first row says that bytes may come, the second that they did; whoever is
killed in between leaves a row that is collected, with its bytes if there are any. No connection to the database is
held while bytes move.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from auth.limits import Rate
from auth.rates import StoredLimiter
from scheduler.clock import Clock
from scheduler.files import storage
from scheduler.files.kinds import Kind, kind_of
from scheduler.files.names import safe_name
from scheduler.files.port import AwayError, Blobs, MissingError, Spooled, key_of
from scheduler.files.purposes import Purpose
from scheduler.files.spool import Spool
from scheduler.files.storage import Wanted
from scheduler.files.tables import File
from scheduler.http import Problem, invalid, not_found
from scheduler.http.download import Download, Leaf
from scheduler.http.upload import Upload
from scheduler.store.engine import Sessions

log = logging.getLogger("scheduler.files")
COLLECT_EVERY_S: Final = 600
AT_ONCE: Final = 16
COLLECTED_AT_ONCE: Final = 500
MOST_EXPORTED: Final = 200_000_000
UPLOADS: Final = StoredLimiter("upload", Rate(30, 10.0))


@dataclass(slots=True)
class Files:
    """What every use of files shares. `slots` bounds the uploads that are under way in this process."""

    blobs: Blobs
    spool: Spool
    sessions: Sessions
    clock: Clock
    uploads: StoredLimiter = UPLOADS
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def admit(self, owner_id: UUID) -> None:
        """Before somebody's file is read at all. Raises 429."""
        async with self.sessions.begin() as session:
            wait = await self.uploads.hit(session, str(owner_id), self.clock.unix())
            if wait > 0:
                raise _wait(int(wait) + 1, f"Please wait {int(wait) + 1} seconds and try again.")
            await storage.check_room(session, owner_id)

    async def take(self, owner_id: UUID, file_id: UUID, purpose: Purpose, name: str, upload: Upload) -> File:
        """Take a file in and keep it. Raises 409, 413, 422, 429, 503."""
        await self.admit(owner_id)
        async with self.spooled(purpose, upload) as (spooled, kind):
            wanted = Wanted(file_id, owner_id, purpose.name, safe_name(name, kind), kind.media_type)
            return await self.keep(wanted, spooled)

    @contextlib.asynccontextmanager
    async def spooled(self, purpose: Purpose, upload: Upload) -> AsyncIterator[tuple[Spooled, Kind]]:
        """What comes, on our own disk, and what it is. Raises 413, 422, 429."""
        if self.slots.locked():
            raise _wait(5, "Too many files are coming in just now. Please try again in a moment.")
        async with self.slots, self.spool.taken(upload.pieces(purpose.most), self.clock.unix()) as spooled:
            if not spooled.size:
                raise invalid("file", "is empty", "Choose a file with something in it.")
            kind = await asyncio.to_thread(kind_of, spooled.path)
            if kind is None or kind not in purpose.kinds:
                raise invalid("file", "is of a kind that is not taken here", f"These are: {purpose.taken}.")
            yield spooled, kind

    async def keep(self, wanted: Wanted, spooled: Spooled) -> File:
        """Keep a file: when this returns, it lasts. Raises 409, 503."""
        async with self.sessions.begin() as session:
            row = await storage.begin(session, wanted, spooled, self.clock.now())
        if row.stored_at is not None:
            return row
        try:
            await self.blobs.put(key_of(wanted.id), spooled)
        except AwayError as error:
            raise _away(error) from None
        async with self.sessions.begin() as session:
            return await storage.stored(session, wanted.id, self.clock.now())

    async def give(self, file: File, *, inline: bool = False, cache: str = "private, no-store") -> Download:
        """The answer that is this file. Raises 404, 503."""
        leaf = Leaf(file.name, file.media_type, file.size, inline, cache)
        return Download(leaf, await self._begun(file.id))

    async def _begun(self, file_id: UUID) -> AsyncGenerator[bytes]:
        """Its pieces, once the first is there: what cannot be read is said before the answer begins."""
        pieces = self.blobs.read(key_of(file_id))
        try:
            first = await anext(pieces)
        except (MissingError, StopAsyncIteration):
            log.error("a file's bytes are missing", extra={"file": str(file_id)})
            raise not_found("file") from None
        except AwayError as error:
            raise _away(error) from None
        return _joined(first, pieces)

    async def export_of(self, session: AsyncSession, person_id: UUID) -> list[tuple[str, bytes]]:
        """(name, content) of what somebody uploaded, the newest first, up to MOST_EXPORTED bytes; where it is more, a
        list of those that are left out."""
        found: list[tuple[str, bytes]] = []
        left_out, size = [], 0
        for file in await storage.of_owner(session, person_id):
            name = f"{file.id}/{file.name}"
            if size + file.size > MOST_EXPORTED:
                left_out.append(f"{name}: ask for it at /api/v1/files/{file.id}/content")
                continue
            with contextlib.suppress(MissingError):
                found.append((name, b"".join([piece async for piece in self.blobs.read(key_of(file.id))])))
                size += file.size
        if left_out:
            found.append(("left-out.txt", "\n".join(left_out).encode()))
        return found

    def collector(self) -> Callable[[], Awaitable[None]]:
        """The periodic work: let go of what is loose, take away the bytes and rows of what was let go."""

        async def collect() -> None:
            await asyncio.to_thread(self.spool.tidy, self.clock.unix())
            async with self.sessions.begin() as session:
                await storage.let_go_of_loose(session, self.clock.now())
                ids = await storage.collectable(session, COLLECTED_AT_ONCE)
            for file_id in ids:
                try:
                    await self.blobs.delete(key_of(file_id))
                except AwayError as error:
                    log.warning("files are not collected now", extra={"kind": str(error)})
                    return
                async with self.sessions.begin() as session:
                    await storage.forget(session, file_id)

        return collect


async def _joined(first: bytes, rest: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    try:
        yield first
        async for piece in rest:
            yield piece
    except AwayError as error:
        log.warning("a file ended early", extra={"kind": str(error)})
        raise ConnectionResetError("the file ended early") from None  # its reader knows by the length
    finally:
        await rest.aclose()


def _wait(seconds: int, detail: str) -> Problem:
    return Problem("rate-limited", detail, headers={"Retry-After": str(seconds)})


def _away(error: AwayError) -> Problem:
    log.error("the place of the files cannot be reached", extra={"kind": str(error)})
    return Problem("unavailable", "Files cannot be reached just now. Please try again.", headers={"Retry-After": "5"})
