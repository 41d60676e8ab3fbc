"""What is still to be brought to a bucket, kept beside the recordings so that the next process can go on.

The rule: it is written before the recording begins and removed when the bucket has acknowledged everything; it holds
the credentials that came with the request, so nobody but the server's user may read it.
"""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from sfu.recording.s3 import Bucket

_FOLDER: Final = ".uploads"
MAX_BYTES: Final = 1 << 20


class UploadLostError(ValueError):
    """A file that is no upload of ours."""


@dataclass(slots=True)
class Upload:
    """`headers`: of every object. `with_manifest`: the manifest goes there too. `begun`: object → the id of its
    multipart upload; `done`: objects the bucket has.
    """

    egress_id: str
    bucket: Bucket
    headers: dict[str, str] = field(default_factory=dict)
    with_manifest: bool = True
    begun: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def save(self, folder: Path) -> None:
        """Raises OSError."""
        path = _path(folder, self.egress_id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(path.name + ".new")
        with open(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def remove(self, folder: Path) -> None:
        """Nothing is left to do."""
        with contextlib.suppress(OSError):
            _path(folder, self.egress_id).unlink()


def load(folder: Path, egress_id: str) -> Upload | None:
    """What a process before this one had to bring; None: nothing. Raises UploadLostError, OSError."""
    try:
        with _path(folder, egress_id).open("rb") as file:
            found = json.loads(file.read(MAX_BYTES))
        found["bucket"] = Bucket(**found["bucket"])
        return Upload(**found)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as error:
        raise UploadLostError(f"no upload: {type(error).__name__}") from None  # its text may hold a secret


def _path(folder: Path, egress_id: str) -> Path:
    return folder / _FOLDER / egress_id
