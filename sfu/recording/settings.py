"""The bounds of a node's recordings."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RecordingSettings:
    """`folder`: where files go; `most`: recordings at once; `longest`: seconds of one; `spare`: bytes of the disk to
    leave free; `s3_endpoints`: where files may be brought besides AWS.
    """

    folder: Path = Path(".visavis/recordings")
    most: int = 16
    longest: float = 6 * 3600.0
    spare: int = 1 << 30
    s3_endpoints: tuple[str, ...] = ()
