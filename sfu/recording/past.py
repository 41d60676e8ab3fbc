"""A recording that is over, from what its files say: also one of a process that is no more.

The rule: it has what is asked of a Recording that is over, and nothing that could still change.
"""

import contextlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from sfu.recording.manifest import SUFFIX, Manifest, from_json
from sfu.recording.recording import OVER, Result, State

INTERRUPTED: Final = "the server ended before the recording"


@dataclass(slots=True)
class Past:
    """`folder`: of all recordings; `base`: its own name below that. ENDING while its files are brought elsewhere."""

    folder: Path
    base: PurePosixPath
    manifest: Manifest
    state: State
    result: Result | None

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def egress_id(self) -> str:
        return self.manifest.egress_id

    @property
    def error(self) -> str:
        return self.manifest.error

    @property
    def manifest_path(self) -> Path:
        return (self.folder / self.base).with_name(self.base.name + SUFFIX)


def read(folder: Path, manifest: PurePosixPath) -> Past:
    """What lies there now. Raises ManifestError, OSError."""
    path = folder / manifest
    found = from_json(path.read_bytes())
    base = manifest.with_name(path.name.removesuffix(SUFFIX))
    state = State(found.status) if found.status in OVER else State.FAILED
    result = None
    name = PurePosixPath(found.composed).name
    if name and (found.location or path.with_name(name).is_file()):
        result = Result(manifest.with_name(name), found.composed_s, found.composed_bytes, found.location)
    return Past(folder, base, found, state, result)


def interrupted(folder: Path, manifest: PurePosixPath) -> Past:
    """The same of one whose server ended before it: failed, unless all but its upload was done, and over since its
    files were last written.
    """
    past = read(folder, manifest)
    found = past.manifest
    if found.status in OVER and past.result is not None:
        return past  # it was whole, and was not brought to where it belongs
    past.state = State.FAILED
    found.status, found.error = State.FAILED, found.error or INTERRUPTED
    if found.ended_at is None:
        found.ended_at = found.began_at
        for track in found.tracks:
            with contextlib.suppress(OSError):
                found.ended_at = max(found.ended_at, (past.manifest_path.parent / track.file).stat().st_mtime)
    return past
