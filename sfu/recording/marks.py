"""Which recordings run, and which ended lately: a small file each, locked by the process that answers for it.

The rule: the lock is the life. A mark whose lock can be taken belongs to nobody any more, whatever node wrote it.
"""

import contextlib
import fcntl
from pathlib import Path, PurePosixPath
from typing import IO, Final

RUNNING: Final = ".running"
ENDED: Final = ".ended"
MOST: Final = 1000
"""Marks that are looked at in one go."""


class Mark:
    """A held lock on a mark; `manifest` is the recording's, below the recordings' folder."""

    def __init__(self, file: IO[str], manifest: PurePosixPath) -> None:
        self._file = file
        self._path = Path(file.name)
        self.manifest = manifest

    @classmethod
    def make(cls, folder: Path, egress_id: str, manifest: PurePosixPath) -> "Mark":
        """Says that this recording runs. Raises OSError."""
        (folder / RUNNING).mkdir(parents=True, exist_ok=True)
        file = (folder / RUNNING / egress_id).open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.write(str(manifest))
            file.flush()
        except OSError:
            file.close()
            raise
        return cls(file, manifest)

    def end(self) -> None:
        """The recording is over; who is asked for it finds it by this mark."""
        target = self._path.parent.parent / ENDED / self._path.name
        with contextlib.suppress(OSError):
            target.parent.mkdir(exist_ok=True)
            self._path.replace(target)
            self._path = target

    def remove(self) -> None:
        """Nobody asks any more."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        self._file.close()

    def leave(self) -> None:
        """Lets go of the lock; the next start finds the mark."""
        self._file.close()


def abandoned(folder: Path, kind: str = RUNNING) -> list[Mark]:
    """The marks of a kind that no living process holds, oldest first, their locks taken."""
    found = []
    for path in sorted((folder / kind).glob("*"), key=_age)[-MOST:]:
        with contextlib.suppress(OSError):
            file = path.open("r+")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                found.append(Mark(file, PurePosixPath(file.read().strip())))
            except OSError:
                file.close()
    return found


def _age(path: Path) -> tuple[float, str]:
    try:
        return path.stat().st_mtime, path.name
    except OSError:
        return 0.0, path.name
