"""Files written by a thread of their own: what is put in a bounded queue is muxed and flushed, one file a track.

The rule: the loop never waits for a disk. A disk that is too slow, full or gone ends the recording with an error; the
files keep what they have, media goes on.
"""

import contextlib
import logging
import os
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.container import OutputContainer
from av.stream import Stream

from sfu.recording.containers import FORMATS, TRACK_OPTIONS, Container
from sfu.recording.streams import add_stream
from sfu.recording.units import Unit

log = logging.getLogger(__name__)

MAX_BYTES: Final = 64 << 20
"""Of frames that wait for the disk: 10 s of 50 Mbit/s."""
MAX_ITEMS: Final = 20_000
BATCH: Final = 0.05
"""Seconds of jobs that are handed over at once: waking a thread costs more than a frame."""


class WriterFullError(RuntimeError):
    """The disk is slower than the media."""


@dataclass(frozen=True, slots=True)
class Open:
    """A new file that begins with this keyframe."""

    file: int
    path: Path
    container: Container
    codec: str
    clock_rate: int
    first: Unit


@dataclass(frozen=True, slots=True)
class Write:
    """One frame; `ticks` of the file's clock rate since its beginning, growing from frame to frame."""

    file: int
    data: bytes
    ticks: int
    duration: int
    keyframe: bool


@dataclass(frozen=True, slots=True)
class Close:
    file: int


@dataclass(frozen=True, slots=True)
class Save:
    """A small file, replaced as a whole."""

    path: Path
    data: bytes


Job = Open | Write | Close | Save


@dataclass(slots=True)
class _File:
    container: OutputContainer
    stream: Stream
    time_base: Fraction
    file: BinaryIO


@dataclass(slots=True)
class Writer:
    """Start it, `put` jobs, `finish`. `on_end(error)` is called once, from the thread, after all files are closed;
    `call_later` is the loop's.
    """

    on_end: Callable[[str | None], None]
    call_later: Callable[[float, Callable[[], None]], object]
    _queue: "queue.SimpleQueue[list[Job] | None]" = field(default_factory=queue.SimpleQueue)
    _batch: list[Job] = field(default_factory=list)
    _bytes: int = 0
    _items: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _files: dict[int, _File] = field(default_factory=dict)
    _error: str | None = None
    _finished: bool = False

    def start(self) -> None:
        # A daemon: a disk that never answers must not keep the server from stopping.
        threading.Thread(target=self._run, name="recording", daemon=True).start()

    def put(self, job: Job) -> None:
        """Queues a job. Raises WriterFullError when too much waits already."""
        if self._finished:
            return
        size = _size(job)
        with self._lock:
            if self._bytes + size > MAX_BYTES or self._items >= MAX_ITEMS:
                raise WriterFullError("the disk is slower than the media")
            self._bytes += size
            self._items += 1
        if not self._batch:
            self.call_later(BATCH, self._hand_over)
        self._batch.append(job)

    def _hand_over(self) -> None:
        if self._batch:
            batch, self._batch = self._batch, []
            self._queue.put(batch)

    def finish(self) -> None:
        """No more jobs: what waits is written, the files are closed, `on_end` follows."""
        if not self._finished:
            self._finished = True
            self._hand_over()
            self._queue.put(None)

    @property
    def waiting(self) -> int:
        """Bytes that wait for the disk."""
        return self._bytes

    # ---- the thread ----

    def _run(self) -> None:
        while self._error is None and (batch := self._queue.get()) is not None:
            for job in batch:
                self._try(job)
        self._finished = True
        try:
            for number in list(self._files):
                self._close(number)
        finally:
            self.on_end(self._error)

    def _try(self, job: Job) -> None:
        if self._error is None:
            try:
                self._do(job)
            except Exception as error:  # whatever it is: the recording's end must be told
                log.exception("a recording's files cannot be written")
                self._error = f"{type(error).__name__}: {error}"
        with self._lock:
            self._bytes -= _size(job)
            self._items -= 1

    def _do(self, job: Job) -> None:
        match job:
            case Write():
                self._write(job)
            case Open():
                self._open(job)
            case Close():
                self._close(job.file)
            case Save():
                save(job.path, job.data)

    def _open(self, job: Open) -> None:
        job.path.parent.mkdir(parents=True, exist_ok=True)
        # Python's file, not libav's: its system calls surely let other threads run, however long the disk takes.
        file = job.path.open("wb", buffering=0)
        try:
            container = av.open(file, "w", format=FORMATS[job.container], options=TRACK_OPTIONS[job.container])
            stream = add_stream(container, job.codec, job.clock_rate, job.first)
        except (ValueError, av.FFmpegError):
            file.close()
            raise
        self._files[job.file] = _File(container, stream, Fraction(1, job.clock_rate), file)

    def _write(self, job: Write) -> None:
        file = self._files[job.file]
        packet = av.Packet(job.data)
        packet.stream = file.stream
        packet.time_base = file.time_base
        packet.pts = packet.dts = job.ticks
        packet.duration = job.duration
        packet.is_keyframe = job.keyframe
        file.container.mux_one(packet)

    def _close(self, number: int) -> None:
        file = self._files.pop(number)
        try:
            file.container.close()
        except (OSError, ValueError, av.FFmpegError) as error:
            # Without its end (the index) the file still plays.
            self._error = self._error or f"{type(error).__name__}: {error}"
            log.warning("the end of %s could not be written: %s", file.file.name, error)
        finally:
            file.file.close()


def save(path: Path, data: bytes) -> None:
    """Replaces a file as a whole, so that a reader or a crash finds the old or the new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _size(job: Job) -> int:
    match job:
        case Write():
            return len(job.data)
        case Save():
            return len(job.data)
        case _:
            return 0
