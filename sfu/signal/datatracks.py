"""Requests about data tracks and data blobs, answered in LiveKit's reasons."""

from typing import TYPE_CHECKING, Any, Final

from livekit.protocol import rtc
from livekit.protocol.models import SubscriptionError

from sfu.rooms.blobs import valid_key
from sfu.rooms.datatracks import MAX_NAME, MAX_TRACKS, DataTrack
from sfu.rooms.participant import Participant
from sfu.signal.refusing import Reason, refuse
from sfu.wire.datatrack import MAX_HANDLE

if TYPE_CHECKING:
    from sfu.signal.client import Client

_Response = rtc.RequestResponse
MAX_UPDATES: Final = 1000  # tracks named in one message


def publish(client: "Client", request: rtc.PublishDataTrackRequest) -> None:
    """A new data track, or why not."""
    refused = _refusal(client.participant, request)
    if refused is not None:
        refuse(client, refused[0], refused[1], publish_data_track=request)
        return
    track = client.participant.data_tracks.publish(request)
    client.send(rtc.SignalResponse(publish_data_track_response=rtc.PublishDataTrackResponse(info=track.info)))
    client.participant.changed()


def _refusal(participant: Participant, request: rtc.PublishDataTrackRequest) -> tuple[Reason, str] | None:
    tracks = participant.data_tracks
    if not participant.info.permission.can_publish_data:
        return _Response.NOT_ALLOWED, "this token may not publish data"
    if not 0 < request.pub_handle <= MAX_HANDLE:
        return _Response.INVALID_HANDLE, f"a handle is 1 to {MAX_HANDLE}"
    if not 0 < len(request.name) <= MAX_NAME:
        return _Response.INVALID_NAME, f"a name has 1 to {MAX_NAME} characters"
    if tracks.by_handle(request.pub_handle) is not None:
        return _Response.DUPLICATE_HANDLE, "a data track of yours has this handle"
    if tracks.by_name(request.name) is not None:
        return _Response.DUPLICATE_NAME, "a data track of yours has this name"
    if tracks.full:
        return _Response.LIMIT_EXCEEDED, f"at most {MAX_TRACKS} data tracks a participant"
    return None


def unpublish(client: "Client", request: rtc.UnpublishDataTrackRequest) -> None:
    """The end of a data track."""
    tracks = client.participant.data_tracks
    track = tracks.by_handle(request.pub_handle)
    if track is None:
        refuse(client, _Response.NOT_FOUND, "no data track of yours has this handle", unpublish_data_track=request)
        return
    tracks.unpublish(track)
    client.send(rtc.SignalResponse(unpublish_data_track_response=rtc.UnpublishDataTrackResponse(info=track.info)))
    client.participant.changed()


def update_subscription(client: "Client", request: rtc.UpdateDataSubscription) -> None:
    """Which data tracks the client wants."""
    participant = client.participant
    for update in request.updates[:MAX_UPDATES]:
        if not update.subscribe:
            participant.data_tracks.unsubscribe(update.track_sid)
            continue
        track = _find(participant, update.track_sid)
        if track is None or not participant.data_tracks.subscribe(track, update.options.target_fps):
            missing = rtc.SubscriptionResponse(track_sid=update.track_sid, err=SubscriptionError.SE_TRACK_NOTFOUND)
            client.send(rtc.SignalResponse(subscription_response=missing))


def _find(participant: Participant, sid: str) -> DataTrack | None:
    for other in participant.room.participants.values():
        track = other.data_tracks.by_sid(sid)
        if track is not None:
            return track
    return None


def store_blob(client: "Client", request: rtc.StoreDataBlobRequest) -> None:
    """Keeps a blob for others."""
    number, blob = request.request_id, request.blob
    if not client.participant.info.permission.can_publish_data:
        refuse(client, _Response.NOT_ALLOWED, "this token may not publish data", number)
    elif not valid_key(blob.key) or not blob.contents:
        refuse(client, _Response.INVALID_REQUEST, "a blob needs a short key and contents", number)
    elif not client.participant.blobs.put(blob):
        refuse(client, _Response.LIMIT_EXCEEDED, "no room for more blobs", number)
    else:
        stored = rtc.StoreDataBlobResponse(request_id=number, key=blob.key)
        client.send(rtc.SignalResponse(store_data_blob_response=stored))


def get_blob(client: "Client", request: rtc.GetDataBlobRequest) -> None:
    """Fetches a participant's blob."""
    number = request.request_id
    if not client.participant.info.permission.can_subscribe:
        refuse(client, _Response.NOT_ALLOWED, "this token may not subscribe", number)
        return
    if not valid_key(request.key):
        refuse(client, _Response.INVALID_REQUEST, "a blob has a key", number)
        return
    owner: Any = client.participant.room.participants.get(request.participant_identity)
    blob = owner.blobs.get(request.key) if owner is not None else None
    if blob is None:
        refuse(client, _Response.NOT_FOUND, "no such blob", number)
        return
    client.send(rtc.SignalResponse(get_data_blob_response=rtc.GetDataBlobResponse(request_id=number, blob=blob)))
