"""All recordings of a node: started within bounds, ticked, composed when they end, mended when a server was killed.

The rule: what it cannot keep it does not begin; what it began is composed in the end, by this process or the next.
"""

import asyncio
import contextlib
import logging
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from sfu.recording.compose import ComposeError
from sfu.recording.composer import Composer
from sfu.recording.containers import codec_of, fits_mp4
from sfu.recording.files import moved, not_brought, remove
from sfu.recording.manifest import ManifestError
from sfu.recording.marks import ENDED, Mark, abandoned
from sfu.recording.past import Past, interrupted, read
from sfu.recording.paths import PathError, resolve, times
from sfu.recording.recording import Recording, Result, State
from sfu.recording.selection import Selection
from sfu.recording.settings import RecordingSettings
from sfu.recording.track import source_of
from sfu.recording.uploader import Uploader, UploadError
from sfu.recording.uploads import Upload, UploadLostError, load
from sfu.recording.writer import save
from sfu.rooms.ids import new_sid
from sfu.rooms.node import Node
from sfu.rooms.room import Room

log = logging.getLogger(__name__)

EGRESS: Final = "EG_"
TICK: Final = 1.0
KEPT: Final = 200
"""Recordings that are over and still listed, those of processes before this one among them."""
_SPACE_EVERY: Final = 5
_FAREWELL_SECONDS: Final = 5.0


class RefusedError(Exception):
    """A recording that is not begun: `code` is one of Twirp's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Recordings:
    """Make it beside the node, `run` it, `close` it before the node. `on_change` hears of each recording's states,
    and of the end of one that a killed server left.
    """

    def __init__(
        self,
        node: Node,
        settings: RecordingSettings,
        *,
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
        uploader: Uploader | None = None,
    ) -> None:
        self.settings = settings
        self.on_change: Callable[[Recording | Past], None] = lambda recording: None
        self._node = node
        self._free = free
        self._all: dict[str, Recording] = {}
        self._past: dict[str, Past] = {}  # of processes before this one
        self._marks: dict[str, Mark] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._composer = Composer()
        self._uploader = uploader or Uploader(node.clock.wall)
        self._uploads: dict[str, Upload] = {}
        self._closing = False

    # ---- starting ----

    def start(
        self,
        room: Room,
        selection: Selection,
        template: str,
        *,
        mp4: bool = False,
        request: dict[str, Any] | None = None,
        upload: Upload | None = None,
    ) -> Recording:
        """Begins to record. `request` is kept in the manifest; `upload`: where its files shall go in the end.

        Raises RefusedError: no space, too many, a path that cannot be used, MP4 with VP8.
        """
        if self._closing:
            raise RefusedError("unavailable", "this node is shutting down")
        if sum(not recording.over for recording in self._all.values()) >= self.settings.most:
            raise RefusedError("resource_exhausted", f"{self.settings.most} recordings run here already")
        if mp4:
            self._refuse_vp8(room, selection)
        egress_id = new_sid(EGRESS)
        base = self._base(template, room, selection, egress_id)
        try:
            self.settings.folder.mkdir(parents=True, exist_ok=True)
            if self._free(self.settings.folder) < self.settings.spare:
                raise RefusedError("resource_exhausted", "the disk for recordings is full")
            if upload is not None:
                upload.egress_id = egress_id
                upload.save(self.settings.folder)
                self._uploads[egress_id] = upload
            self._marks[egress_id] = Mark.make(self.settings.folder, egress_id, base.with_name(f"{base.name}.json"))
        except OSError as error:
            raise RefusedError("unavailable", f"the recordings' folder cannot be used: {error}") from error
        recording = Recording(
            egress_id,
            room,
            selection,
            self.settings.folder,
            base,
            mp4=mp4,
            request=request or {},
            on_change=self._changed,
            on_written=self._written,
        )
        self._all[egress_id] = recording
        self._forget_old()
        recording.start()
        return recording

    def _refuse_vp8(self, room: Room, selection: Selection) -> None:
        for participant in room.participants.values():
            for publication in participant.publications.values():
                encoding = source_of(publication).encoding
                if encoding and selection.takes(publication) and not fits_mp4(codec_of(encoding.mime)):
                    raise RefusedError(
                        "failed_precondition",
                        f"track {publication.sid} is {encoding.mime}, which MP4 cannot hold; nothing is transcoded:"
                        " ask for the default file type",
                    )

    def _base(self, template: str, room: Room, selection: Selection, egress_id: str) -> PurePosixPath:
        values = {
            "room_name": room.name,
            "room_id": room.sid,
            "egress_id": egress_id,
            "publisher_identity": selection.identity,
            "track_id": "",
            "track_type": "",
            "track_source": "",
            **times(self._node.clock.wall()),
        }
        tracks = [found for sid in sorted(selection.sids) if (found := room.publication(sid)) is not None]
        if tracks:
            values["publisher_identity"] = tracks[0].publisher.identity
            values["track_id"], values["track_type"] = tracks[0].sid, tracks[0].kind
            values["track_source"] = str(tracks[0].info.source)
        try:
            base = resolve(template, values)
        except PathError as error:
            raise RefusedError("invalid_argument", str(error)) from error
        target = self.settings.folder / base
        # What is there already stays; and no link leads out of the folder.
        taken = any(target.with_name(target.name + end).exists() for end in ("", ".json", ".webm", ".mp4", ".mkv"))
        if taken or any(recording.base == base and not recording.over for recording in self._all.values()):
            base = base.with_name(f"{base.name}-{egress_id}")
        root = self.settings.folder.resolve()
        if not (self.settings.folder / base.parent).resolve().is_relative_to(root):
            raise RefusedError("invalid_argument", "a file path stays below the recordings' folder")
        return base

    # ---- asking ----

    def find(self, egress_id: str) -> Recording | None:
        return self._all.get(egress_id)

    def all(self) -> list[Recording]:
        """Those of this process that run or ended lately, oldest first."""
        return list(self._all.values())

    def listed(self) -> list[Recording | Past]:
        """These and those of processes before, oldest first."""
        return [*self._past.values(), *self._all.values()]

    # ---- life ----

    async def run(self) -> None:
        """Mends what a killed server left, then ticks until cancelled."""
        mending = asyncio.create_task(self.mend())
        self._keep(mending)
        beat = 0
        while True:
            await asyncio.sleep(TICK)
            self.tick(self._node.clock.monotonic())
            beat += 1
            if beat % _SPACE_EVERY == 0:
                await self._watch_space()

    def tick(self, now: float) -> None:
        """What is due at `now`, monotonic seconds."""
        for recording in self.all():
            if not recording.taking:
                continue
            if now - recording.began >= self.settings.longest:
                recording.stop(State.LIMIT, f"longer than {self.settings.longest:.0f} s")
            else:
                recording.tick(now)

    async def _watch_space(self) -> None:
        if not any(recording.taking for recording in self._all.values()):
            return
        try:
            free = await asyncio.to_thread(self._free, self.settings.folder)
        except OSError as error:
            log.warning("the recordings' disk cannot be asked: %s", error)
            return
        if free < self.settings.spare:
            for recording in self.all():
                recording.stop(State.LIMIT, "the disk for recordings is full")

    async def close(self) -> None:
        """Ends all recordings and waits a while for their files; the next start composes what is not by then."""
        self._closing = True
        for recording in self.all():
            recording.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL_SECONDS):
                while self._tasks or any(not recording.over for recording in self._all.values()):
                    if self._tasks:
                        await asyncio.wait(self._tasks, timeout=0.1)
                    else:
                        await asyncio.sleep(0.01)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for mark in self._marks.values():
            mark.leave()
        self._marks.clear()

    # ---- ends ----

    def _changed(self, recording: Recording) -> None:
        self.on_change(recording)

    def _written(self, recording: Recording, error: str | None) -> None:
        self._keep(asyncio.get_running_loop().create_task(self._conclude(recording, error)))

    async def _conclude(self, recording: Recording, error: str | None) -> None:
        """From closed files to the recording's end."""
        if error is not None:
            recording.fail(error)
            await self._save(recording)
            self._marks.pop(recording.egress_id).leave()  # the disk may be well again at the next start
            return
        try:
            result = await self._result(recording) if recording.manifest.tracks else None
        except (OSError, ComposeError) as trouble:
            recording.fail(f"the tracks are there, composing them failed: {trouble}")
        else:
            upload = self._uploads.pop(recording.egress_id, None)
            if upload is not None and result is not None:
                recording.settle()
                try:
                    result = await self._bring(recording, result, upload)
                except (OSError, UploadError) as trouble:
                    recording.fail(not_brought(trouble))
                    self._marks.pop(recording.egress_id).leave()  # the next start tries again
                    return
            recording.finish(result)
        await self._save(recording)
        self._marks[recording.egress_id].end()

    async def _bring(self, recording: Recording | Past, result: Result, upload: Upload) -> Result:
        """Brings all files of a recording to its bucket; those that are there are removed here, but for the manifest.

        Raises OSError, UploadError.
        """
        manifest, folder = recording.manifest, self.settings.folder
        parent = recording.base.parent
        own = str(recording.base.with_name(recording.manifest_path.name))
        manifest.location = upload.bucket.url(str(result.path))
        manifest.manifest_location = upload.bucket.url(own) if upload.with_manifest else ""
        await self._save(recording)
        names = [*(parent / track.file for track in manifest.tracks), result.path]
        files = {str(name): folder / name for name in dict.fromkeys(names) if (folder / name).is_file()}
        whole = dict(files)
        if upload.with_manifest:
            whole[own] = recording.manifest_path
        await self._uploader.bring(upload, whole, lambda state: state.save(folder))
        await asyncio.to_thread(remove, list(files.values()))
        upload.remove(folder)
        return replace(result, location=manifest.location)

    async def _save(self, recording: Recording | Past) -> None:
        """The manifest's last word."""
        try:
            await asyncio.to_thread(save, recording.manifest_path, recording.manifest.to_json())
        except OSError as error:
            log.error("the manifest of %s could not be written: %s", recording.egress_id, error)

    async def _result(self, recording: Recording) -> Result:
        path = recording.manifest_path
        manifest = recording.manifest
        if recording.selection.kind == "track" and len(manifest.tracks) == 1 and not manifest.mp4:
            return await asyncio.to_thread(moved, path.parent, manifest, recording.base)
        composed = await self._composer.compose(path)
        manifest.composed, manifest.composed_s = composed.path.name, composed.duration_s
        manifest.composed_bytes = composed.size
        return Result(recording.base.with_name(composed.path.name), composed.duration_s, composed.size)

    # ---- what a killed server left ----

    async def mend(self) -> None:
        """Composes what has a mark and no server any more, and lists it with what ended before."""
        for mark in await asyncio.to_thread(abandoned, self.settings.folder, ENDED):
            await self._remember(mark, self._read)
        ending = []
        for mark in await asyncio.to_thread(abandoned, self.settings.folder):
            past = await self._remember(mark, self._mend)
            if past is not None:
                ending.append(asyncio.create_task(self._end_past(past)))
                self._keep(ending[-1])
        await asyncio.gather(*ending)

    async def _remember(self, mark: Mark, look: Callable[[Mark], Awaitable[Past]]) -> Past | None:
        try:
            past = await look(mark)
        except ManifestError as error:
            log.warning("%s is no recording: %s", mark.manifest, error)
            mark.remove()
        except FileNotFoundError:
            mark.remove()  # its files were taken away
        except OSError as error:
            log.warning("%s cannot be read now: %s", mark.manifest, error)
            mark.leave()
        else:
            self._past[past.egress_id], self._marks[past.egress_id] = past, mark
            self._forget_old()
            return past
        return None

    async def _end_past(self, past: Past) -> None:
        """What a killed server left is whole here: brings it to where it belongs."""
        final, egress_id = past.state, past.egress_id
        try:
            upload = await asyncio.to_thread(load, self.settings.folder, egress_id)
            if upload is not None and past.result is not None:
                past.state = State.ENDING
                past.result = await self._bring(past, past.result, upload)
        except (OSError, UploadError, UploadLostError) as trouble:
            past.state, past.manifest.error = State.FAILED, not_brought(trouble)
            self._marks.pop(egress_id).leave()
        else:
            past.state = final
            self._marks[egress_id].end()
        self.on_change(past)

    async def _read(self, mark: Mark) -> Past:
        return await asyncio.to_thread(read, self.settings.folder, mark.manifest)

    async def _mend(self, mark: Mark) -> Past:
        path = self.settings.folder / mark.manifest
        if (await asyncio.to_thread(read, self.settings.folder, mark.manifest)).result is None:
            try:
                composed = await self._composer.compose(path)
            except ComposeError as error:
                log.warning("%s is not composed: %s", path, error)
            else:
                log.info("%s is mended: %.1f s", composed.path, composed.duration_s)
        past = await asyncio.to_thread(interrupted, self.settings.folder, mark.manifest)
        await asyncio.to_thread(save, path, past.manifest.to_json())
        return past

    # ---- inside ----

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _forget_old(self) -> None:
        over = [each.egress_id for each in self.listed() if each.over]
        for egress_id in over[: max(0, len(over) - KEPT)]:
            self._all.pop(egress_id, None)
            self._past.pop(egress_id, None)
            mark = self._marks.pop(egress_id, None)
            if mark is not None:
                mark.remove()
