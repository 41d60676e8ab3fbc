"""Every track of a recording in one file on one clock, without decoding: the track files are read and interleaved.

The rule: it needs the manifest and the files, nothing of the server that wrote them; so it also mends what a killed
server left. The composed file takes its name only when it is whole.
"""

import contextlib
import heapq
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from av.container import OutputContainer

from sfu.recording.containers import COMPOSED_OPTIONS, FORMATS
from sfu.recording.manifest import SUFFIX, Manifest, Track, from_json
from sfu.recording.writer import save

log = logging.getLogger(__name__)

MAX_STREAMS: Final = 120  # Matroska's short track numbers end at 126
_TICKS: Final = Fraction(1, 90_000)
_ALONE: Final = 3000  # ticks of a picture that is its track's only one


class ComposeError(ValueError):
    """Nothing can be composed: no track has a frame."""


@dataclass(frozen=True, slots=True)
class Composed:
    path: Path
    duration_s: float
    size: int


def compose(path: Path) -> Composed:
    """Composes the recording of the manifest at `path` and writes the result into the manifest.

    Raises ManifestError, ComposeError, OSError.
    """
    manifest = from_json(path.read_bytes())
    tracks = [t for t in manifest.tracks if (path.parent / t.file).is_file()]
    name = manifest.name or path.name.removesuffix(SUFFIX)
    target = path.parent / f"{name}.{manifest.container}"
    beside = path.parent / f".{target.name}.part"
    try:
        duration = _interleave(manifest, path.parent, tracks, beside)
        beside.replace(target)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    size = target.stat().st_size
    manifest.composed, manifest.composed_s, manifest.composed_bytes = target.name, duration, size
    save(path, manifest.to_json())
    return Composed(target, duration, size)


def _interleave(manifest: Manifest, folder: Path, tracks: list[Track], target: Path) -> float:
    """Writes the file; returns its length in seconds."""
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(
            av.open(
                str(target), "w", format=FORMATS[manifest.container], options=COMPOSED_OPTIONS[manifest.container]
            )
        )
        readers = _Streams(out)
        sources = []
        for track in sorted(tracks, key=lambda track: track.starts_at_s):
            opened = _opened(folder / track.file, stack)
            if opened is not None:
                stream = readers.stream(track, opened)
                sources.append(_packets(opened, Fraction(track.starts_at_s).limit_denominator(90_000), stream))
        if not sources:
            raise ComposeError("no track of this recording has a frame")
        timed = _Timed(out)
        for at, _, packet, stream in heapq.merge(*sources, key=lambda entry: entry[:2]):
            timed.put(stream, packet, at)
        return timed.end()


class _Timed:
    """Gives every packet its length, which is known when its stream's next one comes: MP4 leaves out a last picture
    that lasts no time.
    """

    def __init__(self, out: OutputContainer) -> None:
        self._out = out
        self._held: dict[int, tuple[Any, Any, int]] = {}  # stream number → (stream, packet, ticks)
        self._length: dict[int, int] = {}  # of the stream's packet before
        self._end = 0

    def put(self, stream: Any, packet: Any, at: Fraction) -> None:
        held = self._held.pop(stream.index, None)
        ticks = round(at / _TICKS)
        if held is not None:
            ticks = max(ticks, held[2] + 1)
            self._write(*held, ticks - held[2])
        self._held[stream.index] = (stream, packet, ticks)

    def end(self) -> float:
        """Writes what is held; the length of the whole in seconds."""
        for held in list(self._held.values()):
            self._write(*held, self._length.get(held[0].index, _ALONE))
        return float(self._end * _TICKS)

    def _write(self, stream: Any, packet: Any, ticks: int, length: int) -> None:
        own = packet.duration * packet.time_base / _TICKS if packet.duration else Fraction(length)
        length = min(length, round(own)) or length
        self._length[stream.index] = length
        packet.stream = stream
        packet.time_base = _TICKS
        packet.pts = packet.dts = ticks
        packet.duration = length
        self._out.mux_one(packet)
        self._end = max(self._end, ticks + length)


def _opened(path: Path, stack: contextlib.ExitStack) -> Any:
    """The file, None when there is no frame in it (the server ended before the first was written)."""
    try:
        found = av.open(str(path))
    except (av.FFmpegError, OSError) as error:
        log.warning("%s is left out: %s", path, error)
        return None
    stack.callback(found.close)
    return found if found.streams else None


class _Streams:
    """Output streams: one a person, source and codec, used again by their next track when the one before is over."""

    def __init__(self, out: OutputContainer) -> None:
        self._out = out
        self._known: list[tuple[tuple[str, str, str], Track, Any]] = []

    def stream(self, track: Track, opened: Any) -> Any:
        key = (track.participant, track.source, track.codec)
        for index, (known, before, stream) in enumerate(self._known):
            if known == key and before.ended_at is not None and before.ended_at <= track.began_at:
                self._known[index] = (known, track, stream)
                return stream
        if len(self._known) >= MAX_STREAMS:
            raise ComposeError(f"more than {MAX_STREAMS} tracks at once")
        stream = self._out.add_stream_from_template(opened.streams[0], opaque=True)
        stream.time_base = _TICKS
        stream.metadata["title"] = f"{track.participant} {track.source}"
        self._known.append((key, replace(track), stream))
        return stream


def _packets(opened: Any, offset: Fraction, stream: Any) -> Iterator[tuple[Fraction, int, Any, Any]]:
    """(place in the recording, stream number, packet, stream); a file that breaks off ends there."""
    try:
        for packet in opened.demux(opened.streams[0]):
            if packet.pts is not None and packet.size:
                yield offset + packet.pts * packet.time_base, stream.index, packet, stream
    except av.FFmpegError as error:
        log.warning("%s breaks off: %s", opened.name, error)
