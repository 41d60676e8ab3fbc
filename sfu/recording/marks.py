"""Which recordings run: a small file each, locked by the process that records, so that a killed one's are found.

The rule: the lock is the life. A mark whose lock can be taken belongs to nobody any more, whatever node wrote it.
"""

import contextlib
import fcntl
from pathlib import Path, PurePosixPath
from typing import IO, Final

_FOLDER: Final = ".running"
MOST: Final = 1000
"""Marks that are looked at in one go."""


class Mark:
    """A held lock on a mark; `manifest` is the recording's, below the recordings' folder."""

    def __init__(self, file: IO[str], manifest: PurePosixPath) -> None:
        self._file = file
        self.manifest = manifest

    @classmethod
    def make(cls, folder: Path, egress_id: str, manifest: PurePosixPath) -> "Mark":
        """Says that this recording runs. Raises OSError."""
        (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
        file = (folder / _FOLDER / egress_id).open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.write(str(manifest))
            file.flush()
        except OSError:
            file.close()
            raise
        return cls(file, manifest)

    def remove(self) -> None:
        """The recording is over and whole."""
        with contextlib.suppress(OSError):
            Path(self._file.name).unlink()
        self._file.close()

    def leave(self) -> None:
        """Lets go of the lock; the next start finds the mark."""
        self._file.close()


def abandoned(folder: Path) -> list[Mark]:
    """The marks that no living process holds, their locks taken."""
    found = []
    for path in sorted((folder / _FOLDER).glob("*"))[:MOST]:
        with contextlib.suppress(OSError):
            file = path.open("r+")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                found.append(Mark(file, PurePosixPath(file.read().strip())))
            except OSError:
                file.close()
    return found
