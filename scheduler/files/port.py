"""The port: what a place for files must be able to do. A folder (`folder.py`) or S3 (`s3.py`).

The rule kept here: a key is there whole or not at all, and what is written twice or deleted twice is so once.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID

PIECE: Final = 64 * 1024


class AwayError(Exception):
    """The place cannot be reached, or refuses us; trying again may help."""


class MissingError(Exception):
    """There is nothing under this key."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file on our own disk that is on its way: its size in bytes and its SHA-256, hexadecimal."""

    path: Path
    size: int
    sha256: str


class Blobs(Protocol):
    """Bytes by key. Keys are made by `key_of`."""

    async def put(self, key: str, spooled: Spooled) -> None:
        """Keep a file. It is on something that lasts when this returns; the spooled one may be gone then. Raises
        AwayError."""

    def read(self, key: str) -> AsyncGenerator[bytes]:
        """Its bytes. Raises MissingError and AwayError before the first piece; later AwayError alone."""

    async def delete(self, key: str) -> None:
        """Let it go; nothing there is fine. Raises AwayError."""

    async def close(self) -> None:
        """Let connections go."""


def key_of(file_id: UUID) -> str:
    """Where a file lies: by its id, spread over 256 folders."""
    return f"{file_id.hex[:2]}/{file_id.hex}"
