"""Files in a folder of this machine.

The rule kept here: a file is written elsewhere on the same disk, flushed, then renamed: whoever is killed in between
leaves nothing under the key.
"""

import asyncio
import os
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import BinaryIO

from scheduler.files.port import PIECE, AwayError, MissingError, Spooled


class FolderBlobs:
    """Keys below a folder that is ours alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, key: str, spooled: Spooled) -> None:
        """Move the file in; it must lie on the same disk."""
        await asyncio.to_thread(self._put, key, spooled)

    def _put(self, key: str, spooled: Spooled) -> None:
        target = self._folder / key
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            _flush(spooled.path)
            spooled.path.replace(target)
            _flush(target.parent)
            _flush(self._folder)
        except OSError as error:
            raise AwayError(str(error.strerror)) from None

    async def read(self, key: str) -> AsyncGenerator[bytes]:
        """The file, a piece at a time."""
        file = await asyncio.to_thread(self._opened, key)
        try:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece
        except OSError as error:
            raise AwayError(str(error.strerror)) from None
        finally:
            file.close()

    def _opened(self, key: str) -> BinaryIO:
        try:
            return (self._folder / key).open("rb")
        except FileNotFoundError:
            raise MissingError(key) from None
        except OSError as error:
            raise AwayError(str(error.strerror)) from None

    async def delete(self, key: str) -> None:
        """Remove the file."""
        try:
            await asyncio.to_thread((self._folder / key).unlink, missing_ok=True)
        except OSError as error:
            raise AwayError(str(error.strerror)) from None

    async def close(self) -> None:
        """Nothing is held."""


def _flush(path: Path) -> None:
    """To the disk: a file's content, a folder's names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
