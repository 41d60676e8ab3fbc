"""Which container takes which codec: pure. Nothing is transcoded, so the codecs decide.

The rule: WebM for VP8, VP9, AV1 and Opus; MP4 where H264 is; Matroska (which WebM is a part of) only for a composed
file that must hold H264 beside VP8.
"""

from collections.abc import Collection
from typing import Final, Literal

Container = Literal["webm", "mp4", "mkv"]

FORMATS: Final[dict[Container, str]] = {"webm": "webm", "mp4": "mp4", "mkv": "matroska"}
"""libavformat's names."""

_WEBM: Final = frozenset({"vp8", "vp9", "av1", "opus"})
_MP4: Final = frozenset({"h264", "vp9", "av1", "opus"})

TRACK_OPTIONS: Final[dict[Container, dict[str, str]]] = {
    # A cluster a second, written as soon as it is whole: what a killed server has lost is less than that.
    "webm": {"cluster_time_limit": "1000", "flush_packets": "1"},
    "mkv": {"cluster_time_limit": "1000", "flush_packets": "1"},
    # The header first and a fragment a second: by time, because keyframes may be minutes apart.
    "mp4": {"movflags": "empty_moov+default_base_moof", "frag_duration": "1000000", "flush_packets": "1"},
}
COMPOSED_OPTIONS: Final[dict[Container, dict[str, str]]] = {
    "webm": {},
    "mkv": {},
    "mp4": {"movflags": "faststart"},
}


def codec_of(mime: str) -> str:
    """ "video/H264" → "h264"."""
    return mime.rpartition("/")[2].lower()


def track_container(codec: str) -> Container:
    """Of a single track's file."""
    return "mp4" if codec == "h264" else "webm"


def composed_container(codecs: Collection[str], *, mp4: bool = False) -> Container:
    """Of a file with all of these in it. `mp4`: it was asked for by name, and is given where it can be."""
    found = set(codecs)
    if mp4 and found <= _MP4:
        return "mp4"
    if found <= _WEBM:
        return "webm"
    return "mp4" if found <= _MP4 else "mkv"


def fits_mp4(codec: str) -> bool:
    """Whether MP4 takes it undecoded."""
    return codec in _MP4
