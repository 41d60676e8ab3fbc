"""What a recording's manifest says: who was recorded, which tracks from when to when, by whose consent. Pure.

The rule: it is written at every event, before the frames it speaks of, so that it is true of what a killed server
leaves; `compose` needs nothing else. Instants are unix seconds, places in the recording seconds since its beginning.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sfu.recording.containers import Container, codec_of, composed_container

VERSION: Final = 1
SUFFIX: Final = ".json"
MAX_ENTRIES: Final = 10_000
"""Of each list; a recording in which more happens than that is no recording any more."""


class ManifestError(ValueError):
    """A file that is no manifest."""


@dataclass(slots=True)
class Track:
    """One file: a track from its begin to its mute, end, or loss of consent. `file` is relative to the manifest."""

    file: str
    sid: str
    participant: str
    participant_sid: str
    source: str
    mime: str
    starts_at_s: float
    began_at: float
    ended_at: float | None = None
    why_ended: str = ""

    @property
    def codec(self) -> str:
        return codec_of(self.mime)


@dataclass(slots=True)
class ConsentNote:
    """What held for one person from `at` on: their word ("yes", "no", "" for none) and whether they are recorded."""

    participant: str
    said: str
    recorded: bool
    at: float


@dataclass(slots=True)
class Manifest:
    """`name`: of the composed file, without extension, beside the manifest; `mp4`: that it be MP4 was asked for."""

    egress_id: str
    room: str
    room_sid: str
    kind: str
    name: str
    mp4: bool
    began_at: float
    ended_at: float | None = None
    status: str = "running"
    error: str = ""
    zero_at: float | None = None
    """When the recording's clock began: the instant of its first frame."""
    tracks: list[Track] = field(default_factory=list)
    consent: list[ConsentNote] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    """Tracks that were not recorded: participant, sid, reason, at."""
    composed: str = ""
    composed_s: float = 0.0
    composed_bytes: int = 0
    location: str = ""
    """Where the composed file is, when it was brought elsewhere."""
    manifest_location: str = ""
    request: dict[str, Any] = field(default_factory=dict)
    """What was asked for, as LiveKit's message in JSON, without secrets."""

    @property
    def container(self) -> Container:
        """Of the composed file, by the tracks there are."""
        return composed_container({track.codec for track in self.tracks}, mp4=self.mp4)

    def to_json(self) -> bytes:
        return json.dumps({"version": VERSION, **asdict(self)}, indent=1, ensure_ascii=False).encode()


def from_json(data: bytes) -> Manifest:
    """Raises ManifestError."""
    try:
        found = json.loads(data)
        if found.pop("version") != VERSION:
            raise ManifestError("another version's manifest")
        found["tracks"] = [Track(**track) for track in found["tracks"]]
        found["consent"] = [ConsentNote(**note) for note in found["consent"]]
        manifest = Manifest(**found)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ManifestError(f"no manifest: {error}") from error
    for track in manifest.tracks:
        if track.file.startswith("/") or ".." in track.file.split("/"):
            raise ManifestError("a track's file lies elsewhere")
    if "/" in manifest.name:
        raise ManifestError("the composed file lies elsewhere")
    if not isinstance(manifest.request, dict) or not isinstance(manifest.composed, str):
        raise ManifestError("no manifest: request or composed")
    return manifest
