"""LiveKit's Egress service over our recordings (livekit/protocol livekit_egress.proto): files, nothing else.

The rule: tracks are written as they are published, to files of this server, which S3 may get in the end. What would
need a decoder, a browser or another storage is refused with a word on what there is instead, never quietly left out.
All calls take `roomRecord`.
"""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from google.protobuf.message import Message
from livekit.protocol import egress as proto

from auth.room_token import Grant
from sfu.api.egress_s3 import to_bucket, without_secrets
from sfu.api.twirp import Method, TwirpError
from sfu.recording.past import Past
from sfu.recording.recording import Recording, State
from sfu.recording.selection import Selection
from sfu.recording.service import Recordings, RefusedError
from sfu.rooms.node import Node
from sfu.rooms.room import Room

MAX_PATH: Final = 1024

_STATUS: Final = {
    State.STARTING: proto.EGRESS_STARTING,
    State.ACTIVE: proto.EGRESS_ACTIVE,
    State.ENDING: proto.EGRESS_ENDING,
    State.COMPLETE: proto.EGRESS_COMPLETE,
    State.LIMIT: proto.EGRESS_LIMIT_REACHED,
    State.ABORTED: proto.EGRESS_ABORTED,
    State.FAILED: proto.EGRESS_FAILED,
}
_KINDS: Final = frozenset({"room_composite", "participant", "track_composite", "track"})
_UPLOADS: Final = ("gcp", "azure", "aliOSS")

Tell = Callable[[str, proto.EgressInfo], None]
"""(event, info): where webhooks of recordings go."""


class EgressService:
    """The calls, on one node. `tell` hears egress_started, egress_updated and egress_ended."""

    def __init__(self, node: Node, recordings: Recordings, tell: Tell | None = None) -> None:
        self._node = node
        self._recordings = recordings
        self._tell = tell
        self._starting = False
        self._told: set[str] = set()
        recordings.on_change = self._changed

    def methods(self) -> dict[str, Method[Any]]:
        """By Twirp's method names."""
        return {
            "StartRoomCompositeEgress": Method(proto.RoomCompositeEgressRequest, self.start_room),
            "StartParticipantEgress": Method(proto.ParticipantEgressRequest, self.start_participant),
            "StartTrackCompositeEgress": Method(proto.TrackCompositeEgressRequest, self.start_tracks),
            "StartTrackEgress": Method(proto.TrackEgressRequest, self.start_track),
            "StartWebEgress": Method(
                proto.WebEgressRequest, _refuser("a web page cannot be recorded: no browser runs")
            ),
            "StartEgress": Method(
                proto.StartEgressRequest,
                _refuser(
                    "use StartRoomCompositeEgress, StartParticipantEgress, StartTrackCompositeEgress or"
                    " StartTrackEgress"
                ),
            ),
            "UpdateLayout": Method(
                proto.UpdateLayoutRequest,
                _refuser("a recording has no layout: its tracks lie side by side, a mosaic is made afterwards"),
            ),
            "UpdateStream": Method(proto.UpdateStreamRequest, _refuser("streams are not sent, only files written")),
            "ListEgress": Method(proto.ListEgressRequest, self.list_egress),
            "StopEgress": Method(proto.StopEgressRequest, self.stop_egress),
        }

    # ---- starting ----

    def start_room(self, request: proto.RoomCompositeEgressRequest, grant: Grant) -> proto.EgressInfo:
        """Every track of the room, each in a file and all in one."""
        room = self._room(request.room_name, grant)
        if request.layout or request.custom_base_url:
            raise _unable("a recording has no layout: its tracks lie side by side, a mosaic is made afterwards")
        if request.audio_only and request.video_only:
            raise TwirpError("invalid_argument", "audio_only and video_only exclude each other")
        if request.audio_mixing:
            raise _unable("sound is not mixed: every microphone is a track")
        selection = Selection("room_composite", audio=not request.video_only, video=not request.audio_only)
        return self._start(room, selection, request, _file(request))

    def start_participant(self, request: proto.ParticipantEgressRequest, grant: Grant) -> proto.EgressInfo:
        """One person's camera and microphone, or their screen share."""
        room = self._room(request.room_name, grant)
        if request.identity not in room.participants:
            raise TwirpError("not_found", "participant does not exist")
        selection = Selection("participant", identity=request.identity, screen=request.screen_share)
        return self._start(room, selection, request, _file(request))

    def start_tracks(self, request: proto.TrackCompositeEgressRequest, grant: Grant) -> proto.EgressInfo:
        """A sound and a picture in one file."""
        room = self._room(request.room_name, grant)
        wanted = {"audio": request.audio_track_id, "video": request.video_track_id}
        sids = frozenset(sid for sid in wanted.values() if sid)
        if not sids:
            raise TwirpError("invalid_argument", "name audio_track_id, video_track_id or both")
        for kind, sid in wanted.items():
            if sid:
                self._track(room, sid, kind)
        return self._start(room, Selection("track_composite", sids=sids), request, _file(request))

    def start_track(self, request: proto.TrackEgressRequest, grant: Grant) -> proto.EgressInfo:
        """One track, in one file."""
        room = self._room(request.room_name, grant)
        self._track(room, request.track_id)
        if request.websocket_url:
            raise _unable("tracks are not sent over WebSocket, only written to files")
        selection = Selection("track", sids=frozenset({request.track_id}))
        return self._start(room, selection, request, request.file)

    def _start(
        self,
        room: Room,
        selection: Selection,
        request: Message,
        file: "proto.EncodedFileOutput | proto.DirectFileOutput",
    ) -> proto.EgressInfo:
        _refuse_unable(request, file)
        if len(file.filepath) > MAX_PATH:
            raise TwirpError("invalid_argument", f"filepath has at most {MAX_PATH} characters")
        kind = file.file_type if isinstance(file, proto.EncodedFileOutput) else proto.DEFAULT_FILETYPE
        if kind not in {proto.DEFAULT_FILETYPE, proto.MP4}:
            raise _unable("files are WebM or MP4: ask for the default file type or MP4")
        upload = to_bucket(file, self._recordings.settings.s3_endpoints)
        asked = MessageToDict(without_secrets(request), preserving_proto_field_name=True)
        self._starting = True
        try:
            recording = self._recordings.start(
                room, selection, file.filepath, mp4=kind == proto.MP4, request=asked, upload=upload
            )
        except RefusedError as refused:
            raise TwirpError(refused.code, refused.message) from None
        finally:
            self._starting = False
        self._changed(recording)
        return self.info(recording)

    # ---- asking and stopping ----

    def list_egress(self, request: proto.ListEgressRequest, grant: Grant) -> proto.ListEgressResponse:
        """Those that run and those that ended lately, before a restart too."""
        _need(grant)
        found = [
            recording
            for recording in self._recordings.listed()
            if (not request.room_name or recording.manifest.room == request.room_name)
            and (not request.egress_id or recording.egress_id == request.egress_id)
            and (not request.active or not recording.over)
        ]
        return proto.ListEgressResponse(items=[self.info(recording) for recording in found])

    def stop_egress(self, request: proto.StopEgressRequest, grant: Grant) -> proto.EgressInfo:
        """Ends it; the answer says ENDING, egress_ended follows when the files are whole."""
        _need(grant)
        listed = self._recordings.listed()
        recording = next((each for each in listed if each.egress_id == request.egress_id), None)
        if recording is None:
            raise TwirpError("not_found", "egress does not exist")
        if isinstance(recording, Past) or not recording.taking:
            raise TwirpError("failed_precondition", f"egress with status {_name(recording)} cannot be stopped")
        recording.stop()
        return self.info(recording)

    # ---- what it is ----

    def info(self, recording: Recording | Past) -> proto.EgressInfo:
        """As LiveKit tells it; times in nanoseconds."""
        manifest = recording.manifest
        began, ended = _nanoseconds(manifest.began_at), _nanoseconds(manifest.ended_at)
        info = proto.EgressInfo(
            egress_id=recording.egress_id,
            room_id=manifest.room_sid,
            room_name=manifest.room,
            source_type=proto.EGRESS_SOURCE_TYPE_SDK,
            status=_STATUS[recording.state],
            started_at=began,
            updated_at=_nanoseconds(self._node.clock.wall()),
            ended_at=ended if recording.over else 0,
            error=recording.error,
            manifest_location=manifest.manifest_location or str(recording.manifest_path),
        )
        if manifest.request and manifest.kind in _KINDS:
            with contextlib.suppress(ParseError):
                ParseDict(manifest.request, getattr(info, manifest.kind), ignore_unknown_fields=True)
        result = recording.result
        file = proto.FileInfo(
            filename=str(result.path if result else recording.base),
            started_at=began,
            ended_at=ended,
        )
        if result is not None:
            file.size = result.size
            file.duration = _nanoseconds(result.duration_s)
            file.location = result.location or str(recording.folder / result.path)
        info.file_results.append(file)
        info.file.CopyFrom(file)
        return info

    def _changed(self, recording: Recording | Past) -> None:
        """A new state, or the first: told to whom it concerns."""
        if self._starting:
            return  # the caller says so when it is under way
        if recording.egress_id not in self._told and not isinstance(recording, Past):
            self._told.add(recording.egress_id)
            event = "egress_started"
        else:
            event = "egress_ended" if recording.over else "egress_updated"
        if recording.over:
            self._told.discard(recording.egress_id)
        if self._tell is not None:
            self._tell(event, self.info(recording))

    # ---- finding ----

    def _room(self, name: str, grant: Grant) -> Room:
        _need(grant)
        room = self._node.rooms.get(name)
        if room is None:
            raise TwirpError("not_found", "requested room does not exist")
        return room

    def _track(self, room: Room, sid: str, kind: str = "") -> None:
        publication = room.publication(sid) if sid else None
        if publication is None or (kind and publication.kind != kind):
            raise TwirpError("not_found", f"{kind or 'track'} {sid!r} does not exist in this room")


def _need(grant: Grant) -> None:
    if not grant.room_record:
        raise TwirpError("permission_denied", "permissions denied: the token lacks roomRecord")


def _unable(words: str) -> TwirpError:
    return TwirpError("unimplemented", words)


def _refuser(words: str) -> Callable[[Any, Grant], Message]:
    """A call that is not offered, said to those who may call at all."""

    def refuse(request: Message, grant: Grant) -> Message:
        _need(grant)
        raise _unable(words)

    return refuse


def _file(request: Any) -> "proto.EncodedFileOutput":
    """The one file output asked for; none means the default file."""
    files: Sequence[proto.EncodedFileOutput] = list(request.file_outputs)
    if "file" in request.DESCRIPTOR.fields_by_name and request.HasField("file"):
        files = [*files, request.file]
    if len(files) > 1:
        raise _unable("one file output at a time")
    return files[0] if files else proto.EncodedFileOutput()


def _refuse_unable(request: Any, file: Any) -> None:
    """Everything in a request that is not done here."""
    fields = request.DESCRIPTOR.fields_by_name
    for name in ("stream", "segments"):
        if name in fields and request.HasField(name):
            raise _unable(f"{name} output is not offered: only files are written")
    for name in ("stream_outputs", "segment_outputs", "image_outputs"):
        if name in fields and len(getattr(request, name)):
            raise _unable(f"{name} are not offered: only files are written")
    if "preset" in fields:
        options = request.WhichOneof("options")
        if options is not None and (options != "preset" or request.preset != proto.PASSTHROUGH):
            raise _unable("nothing is encoded: tracks are written as they are published")
    if "webhooks" in fields and len(request.webhooks):
        raise _unable("webhooks go to the server's VISAVIS_WEBHOOK_URL")
    if any(file.HasField(upload) for upload in _UPLOADS):
        raise _unable("files are kept on this server, below VISAVIS_RECORDINGS_DIR, or brought to S3")


def _nanoseconds(seconds: float | None) -> int:
    return int((seconds or 0.0) * 1e9)


def _name(recording: Recording | Past) -> str:
    return proto.EgressStatus.Name(_STATUS[recording.state])
