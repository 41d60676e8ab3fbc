"""Files on their way in: on our own disk, under a name that tells when they came, hashed while they are written.

The rule kept here: what a killed process leaves is found by its name and taken away; nobody is given anything from
here.
"""

import asyncio
import contextlib
import hashlib
import re
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Final
from uuid import uuid4

from scheduler.files.port import Spooled

STALE_S: Final = 3600.0
_NAME: Final = re.compile(r"(\d{1,12})-[0-9a-f]{32}")


class Spool:
    """A folder of ours, on the same disk as the files' where those are in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextlib.asynccontextmanager
    async def taken(self, pieces: AsyncGenerator[bytes], unix: float) -> AsyncIterator[Spooled]:
        """Write what comes and give it; it is gone afterwards, unless it was moved."""
        path = self._new(unix)
        try:
            yield await _write(path, pieces)
        finally:
            await pieces.aclose()
            await asyncio.to_thread(path.unlink, missing_ok=True)

    @contextlib.asynccontextmanager
    async def made(self, content: bytes, unix: float) -> AsyncIterator[Spooled]:
        """The same of bytes we made ourselves."""

        async def one() -> AsyncGenerator[bytes]:
            yield content

        async with self.taken(one(), unix) as spooled:
            yield spooled

    def _new(self, unix: float) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._folder / f"{int(unix)}-{uuid4().hex}"

    def tidy(self, unix: float) -> int:
        """Remove what came more than STALE_S ago; how many."""
        if not self._folder.is_dir():
            return 0
        found = 0
        for path in self._folder.iterdir():
            match = _NAME.fullmatch(path.name)
            if match is not None and int(match[1]) < unix - STALE_S:
                path.unlink(missing_ok=True)
                found += 1
        return found


async def _write(path: Path, pieces: AsyncGenerator[bytes]) -> Spooled:
    size, digest = 0, hashlib.sha256()
    with path.open("xb", buffering=0) as file:
        async for piece in pieces:
            await asyncio.to_thread(file.write, piece)
            digest.update(piece)
            size += len(piece)
    return Spooled(path, size, digest.hexdigest())
