"""One recording of a room: which tracks it takes as they come and go, their files, its end.

The rule: at every change of the room consent is looked at anew, and who withdraws it is out at once. The manifest is
written before the frames it speaks of. Whatever goes wrong with files ends the recording, never the meeting.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, Final

from sfu.recording.containers import Container, track_container
from sfu.recording.manifest import MAX_ENTRIES, SUFFIX, ConsentNote, Manifest, Track
from sfu.recording.paths import safe
from sfu.recording.selection import Selection
from sfu.recording.timeline import PublisherClock
from sfu.recording.track import Piece, TrackRecorder, recordable, source_of
from sfu.recording.writer import Close, Open, Save, Write, Writer, WriterFullError
from sfu.rooms.consent import consent_of, may_record
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Publication
from sfu.rooms.room import Room

log = logging.getLogger(__name__)

MAX_TRACKS: Final = 100
"""Files open at once; more tracks are left out, and the manifest says so."""
MAX_FILES: Final = 1000
"""Files in all, of tracks that came and went."""


class State(StrEnum):
    """Where a recording stands; the last four are its end."""

    STARTING = "starting"  # no frame yet
    ACTIVE = "active"
    ENDING = "ending"  # files are being closed, tracks composed
    COMPLETE = "complete"
    LIMIT = "limit_reached"
    ABORTED = "aborted"  # nothing was recorded
    FAILED = "failed"


OVER: Final = frozenset({State.COMPLETE, State.LIMIT, State.ABORTED, State.FAILED})


@dataclass(frozen=True, slots=True)
class Result:
    """The file that came of it: `path` below the recordings' folder; seconds and bytes; `location`: its URL, when it
    was brought elsewhere.
    """

    path: PurePosixPath
    duration_s: float
    size: int
    location: str = ""


class Recording:
    """Follows its room from `start` to `stop`.

    `on_change` hears of every new state; `on_written(recording, error)` once its files are closed: it is still ENDING
    then, `finish` or `fail` says what became of them.
    """

    def __init__(
        self,
        egress_id: str,
        room: Room,
        selection: Selection,
        folder: Path,
        base: PurePosixPath,
        *,
        mp4: bool,
        request: dict[str, Any],
        on_change: Callable[["Recording"], None],
        on_written: Callable[["Recording", str | None], None],
    ) -> None:
        self.egress_id = egress_id
        self.room = room
        self.selection = selection
        self.base = base
        self.state = State.STARTING
        self.error = ""
        self.began_at = room.node.clock.wall()
        self.began = room.node.clock.monotonic()
        self.result: Result | None = None
        self.manifest = Manifest(
            egress_id, room.name, room.sid, selection.kind, base.name, mp4, self.began_at, request=request
        )
        self.folder = folder
        self._on_change = on_change
        self._on_written = on_written
        self._end: State = State.COMPLETE
        self._why = ""
        self._zero: float | None = None
        self._tracks: dict[str, TrackRecorder] = {}  # by publication sid
        self._entries: dict[int, Track] = {}  # by file number
        self._clocks: dict[str, PublisherClock] = {}  # by participant sid
        self._told: dict[str, tuple[str, bool]] = {}  # participant sid → what the manifest last said of them
        self._passed: set[tuple[str, str]] = set()  # (track sid, reason) the manifest has
        self._loop = asyncio.get_running_loop()
        self._writer = Writer(self._writer_ended, self._loop.call_later)

    @property
    def manifest_path(self) -> Path:
        return (self.folder / self.base).with_name(self.base.name + SUFFIX)

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def taking(self) -> bool:
        """Whether it still takes media."""
        return self.state in {State.STARTING, State.ACTIVE}

    # ---- life ----

    def start(self) -> None:
        """Begins to follow the room."""
        self._writer.start()
        self.room.watchers.append(self)
        self.room.recording(+1)
        self._look()
        self._save()

    def stop(self, end: State = State.COMPLETE, why: str = "") -> None:
        """Takes no more media; files are closed, then `on_written` is called. Idempotent."""
        if not self.taking:
            return
        nothing = self.state is State.STARTING
        self.state = State.ENDING
        self._end, self._why = end, why
        self.room.watchers.remove(self)
        for track in list(self._tracks.values()):
            track.close()
        if nothing and not self.manifest.tracks and end is State.COMPLETE:
            self._end, self._why = State.ABORTED, why or "nothing was recorded"
        self.room.recording(-1)
        self.manifest.ended_at = self.room.node.clock.wall()
        self.manifest.status = State.ENDING
        self._save()
        self._writer.finish()
        self._on_change(self)

    def settle(self) -> None:
        """The files here are as they shall be; what is left is to bring them elsewhere."""
        self.manifest.status, self.manifest.error = self._end, self._why

    def finish(self, result: Result | None) -> None:
        """The files are as they shall be."""
        self.result = result
        self._close(self._end, self._why)

    def fail(self, why: str) -> None:
        """Something went wrong for good; what was written stays."""
        self._close(State.FAILED, self._why or why)

    def _close(self, state: State, why: str) -> None:
        self.state, self.error = state, why
        self.manifest.status, self.manifest.error = state, why
        self._on_change(self)

    def _writer_ended(self, error: str | None) -> None:
        """From the writer's thread."""
        with contextlib.suppress(RuntimeError):  # the loop is gone: nobody is left to tell
            self._loop.call_soon_threadsafe(self._written, error)

    def _written(self, error: str | None) -> None:
        if self.taking:
            self.stop(State.FAILED, error or "the writer ended")
        self._on_written(self, error)

    # ---- RoomWatcher ----

    def room_changed(self) -> None:
        if self.selection.over(self.room):
            self.stop()
        else:
            self._look()

    def room_closed(self) -> None:
        self.stop()

    def tick(self, now: float) -> None:
        """About once a second: what no message told (a publisher's restriction), and each track's own duties."""
        self.room_changed()
        for track in list(self._tracks.values()):
            track.tick(now)

    # ---- which tracks ----

    def _look(self) -> None:
        """Begins what may be recorded and is not, ends what may not be any more."""
        changed = False
        for participant in list(self.room.participants.values()):
            if participant.gone or participant.hidden:
                continue  # of who is hidden nobody gets anything
            taken = [p for p in participant.publications.values() if self.selection.takes(p) and not p.ended]
            if not taken:
                continue
            allowed = self._allowed(participant)
            changed |= self._note_consent(participant, allowed)
            for publication in taken:
                changed |= self._look_at(publication, allowed)
        if changed:
            self._save()

    def _allowed(self, participant: Participant) -> bool:
        return may_record(
            consent_of(participant.info.attributes),
            closed=participant.node.closed_mode,
            restricted=participant.subscribing.policy.restricted,
        )

    def _look_at(self, publication: Publication, allowed: bool) -> bool:
        """True if the manifest has to say something new."""
        running = self._tracks.get(publication.sid)
        if running is not None and not allowed:
            running.cut()
            return True
        if running is not None:
            if source_of(publication) is running.taken_from:
                return False
            running.close()  # another codec is another file
        reason = "" if allowed else "no consent"
        reason = reason or recordable(publication)
        if not reason and (len(self._tracks) >= MAX_TRACKS or len(self.manifest.tracks) >= MAX_FILES):
            reason = "too many tracks"
        if reason:
            return self._leave_out(publication, reason)
        clock = self._clocks.setdefault(publication.publisher.sid, PublisherClock())
        self._tracks[publication.sid] = TrackRecorder(publication, clock, self._write, self._track_ended)
        return False

    def _note_consent(self, participant: Participant, allowed: bool) -> bool:
        said = consent_of(participant.info.attributes)
        if self._told.get(participant.sid) == (said, allowed) or len(self.manifest.consent) >= MAX_ENTRIES:
            return False
        self._told[participant.sid] = (said, allowed)
        self.manifest.consent.append(ConsentNote(participant.identity, said, allowed, self.room.node.clock.wall()))
        return True

    def _leave_out(self, publication: Publication, reason: str) -> bool:
        key = (publication.sid, reason)
        if key in self._passed or len(self.manifest.left_out) >= MAX_ENTRIES:
            return False
        self._passed.add(key)
        self.manifest.left_out.append(
            {
                "participant": publication.publisher.identity,
                "sid": publication.sid,
                "reason": reason,
                "at": self.room.node.clock.wall(),
            }
        )
        return True

    # ---- frames ----

    def _write(self, track: TrackRecorder, piece: Piece) -> None:
        if not self.taking and self.state is not State.ENDING:
            return
        if self._zero is None:
            self._zero = piece.at
            self.manifest.zero_at = self.room.node.clock.wall()
        try:
            if track.file is None:
                self._begin(track, piece)
            ticks = max(track.ticks + 1, round((piece.at - track.began) * track.clock_rate))
            track.ticks = ticks
            assert track.file is not None
            duration = round(piece.duration * track.clock_rate)
            self._writer.put(Write(track.file, piece.unit.data, ticks, duration, piece.unit.keyframe))
        except WriterFullError as error:
            self.stop(State.FAILED, str(error))
            return
        if self.state is State.STARTING:
            self.state = State.ACTIVE
            self._on_change(self)

    def _begin(self, track: TrackRecorder, piece: Piece) -> None:
        assert self._zero is not None
        number = len(self.manifest.tracks) + 1
        container: Container = track_container(track.mime.rpartition("/")[2].lower())
        name = f"{number:03d}-{safe(track.participant.identity)}-{safe(track.source)}.{container}"
        starts_at = max(0.0, piece.at - self._zero)
        track.file, track.began = number, self._zero + starts_at
        entry = Track(
            file=f"{self.base.name}/{name}",
            sid=track.publication.sid,
            participant=track.participant.identity,
            participant_sid=track.participant.sid,
            source=track.source,
            mime=track.mime,
            starts_at_s=round(starts_at, 6),
            began_at=self.room.node.clock.wall(),
        )
        self.manifest.tracks.append(entry)
        self._entries[number] = entry
        self._save()
        path = self.folder / self.base / name
        self._writer.put(Open(number, path, container, entry.codec, track.clock_rate, piece.unit))

    def _track_ended(self, track: TrackRecorder) -> None:
        self._tracks.pop(track.publication.sid, None)
        if track.file is None:
            return
        entry = self._entries.pop(track.file)
        entry.ended_at = self.room.node.clock.wall()
        if not self._allowed(track.participant):
            entry.why_ended = "consent withdrawn"
        elif track.publication.ended:
            entry.why_ended = "track ended"
        else:
            entry.why_ended = "recording ended"
        try:
            self._writer.put(Close(track.file))
        except WriterFullError as error:
            self.stop(State.FAILED, str(error))
        self._save()

    def _save(self) -> None:
        try:
            self._writer.put(Save(self.manifest_path, self.manifest.to_json()))
        except WriterFullError as error:
            self.stop(State.FAILED, str(error))
