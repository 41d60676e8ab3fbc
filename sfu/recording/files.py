"""What becomes of a recording's files in the end. Blocking: call it in a thread."""

import contextlib
from pathlib import Path, PurePosixPath

from sfu.recording.manifest import Manifest
from sfu.recording.recording import Result


def not_brought(trouble: Exception) -> str:
    """The error of a recording whose upload failed."""
    return f"the files are on the server still, bringing them to the bucket failed: {trouble}"


def remove(files: list[Path]) -> None:
    """What is kept elsewhere now."""
    for path in files:
        with contextlib.suppress(OSError):
            path.unlink()
    for folder in {path.parent for path in files}:
        with contextlib.suppress(OSError):
            folder.rmdir()  # the folder of tracks, when it is empty


def moved(folder: Path, manifest: Manifest, base: PurePosixPath) -> Result:
    """The only track's file under the recording's own name."""
    track = manifest.tracks[0]
    source = folder / track.file
    target = folder / f"{base.name}{source.suffix}"
    source.replace(target)
    with contextlib.suppress(OSError):
        source.parent.rmdir()
    track.file = manifest.composed = target.name
    manifest.composed_s = (track.ended_at or track.began_at) - track.began_at
    manifest.composed_bytes = target.stat().st_size
    return Result(base.with_name(target.name), manifest.composed_s, manifest.composed_bytes)
