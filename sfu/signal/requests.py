"""What a client asks of its room, negotiation aside: one method a message.

The rule: who is refused hears it in a RequestResponse that carries the request, with a reason its SDK acts on; what
is ignored is ignored on purpose and stands in IGNORED with the reason.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from livekit.protocol import rtc
from livekit.protocol.models import ParticipantInfo, SubscriptionError

from sfu.core.layers import TrackSetting
from sfu.rooms import consent
from sfu.rooms.limits import MAX_FEATURES, RESERVED, cost_of_change
from sfu.rooms.participant import Participant, PublishRefusedError
from sfu.signal import datatracks
from sfu.signal.refusing import refuse
from sfu.signal.scenarios import simulate
from sfu.signal.syncing import choose, sync

if TYPE_CHECKING:
    from sfu.signal.client import Client

MAX_SIDS: Final = 1000  # tracks named in one message

_Response = rtc.RequestResponse

IGNORED: Final[Mapping[str, str]] = {
    "trickle": "an ICE-lite server learns addresses from checks; candidates tell it nothing",
    "update_layers": "deprecated since protocol 8: layers are declared in add_track and seen by their packets",
}
"""Requests that are read and dropped, and why."""


def _ping(client: "Client", _timestamp: int) -> None:
    client.send(rtc.SignalResponse(pong=client.milliseconds()))


def _ping_req(client: "Client", ping: rtc.Ping) -> None:
    pong = rtc.Pong(last_ping_timestamp=ping.timestamp, timestamp=client.milliseconds())
    client.send(rtc.SignalResponse(pong_resp=pong))


# ---- what it publishes ----


def add_track(client: "Client", request: rtc.AddTrackRequest) -> None:
    """A track to come; the answer names its sid."""
    try:
        publication = client.participant.add_track(request)
    except PublishRefusedError as refused:
        refuse(client, refused.reason, str(refused), add_track=request)
        return
    published = rtc.TrackPublishedResponse(cid=request.cid, track=publication.info)
    client.send(rtc.SignalResponse(track_published=published))


def _mute(client: "Client", request: rtc.MuteTrackRequest) -> None:
    if client.participant.set_muted(request.sid, request.muted) is None:
        refuse(client, _Response.NOT_FOUND, "no such track of yours", mute=request)


def _update_audio_track(client: "Client", request: rtc.UpdateLocalAudioTrack) -> None:
    publication = client.participant.publications.get(request.track_sid)
    if publication is None or publication.kind != "audio":
        refuse(client, _Response.NOT_FOUND, "no such audio track of yours", update_audio_track=request)
        return
    del publication.info.audio_features[:]
    publication.info.audio_features.extend(request.features[:MAX_FEATURES])
    client.participant.changed()


def _update_video_track(client: "Client", request: rtc.UpdateLocalVideoTrack) -> None:
    publication = client.participant.publications.get(request.track_sid)
    if publication is None or publication.kind != "video":
        refuse(client, _Response.NOT_FOUND, "no such video track of yours", update_video_track=request)
        return
    publication.info.width, publication.info.height = request.width, request.height
    client.participant.changed()


# ---- what it gets ----


def _subscription(client: "Client", request: rtc.UpdateSubscription) -> None:
    for sid in choose(client.participant, request, MAX_SIDS):
        missing = rtc.SubscriptionResponse(track_sid=sid, err=SubscriptionError.SE_TRACK_NOTFOUND)
        client.send(rtc.SignalResponse(subscription_response=missing))


def _track_setting(client: "Client", request: rtc.UpdateTrackSettings) -> None:
    setting = TrackSetting(
        disabled=request.disabled,
        quality=request.quality,
        width=request.width,
        height=request.height,
        fps=request.fps,
        priority=request.priority,
    )
    for sid in request.track_sids[:MAX_SIDS]:
        client.participant.subscribing.set(sid, setting)


def _subscription_permission(client: "Client", request: rtc.SubscriptionPermission) -> None:
    client.participant.subscribing.set_policy(request)


def _sync_state(client: "Client", state: rtc.SyncState) -> None:
    sync(client, state, MAX_SIDS)


# ---- who it is ----


def _update_metadata(client: "Client", request: rtc.UpdateParticipantMetadata) -> None:
    participant = client.participant
    number = request.request_id
    if not participant.info.permission.can_update_metadata and not _is_consent(request, participant.info):
        text = "this token may not change its own metadata"
        refuse(client, _Response.NOT_ALLOWED, text, number, update_metadata=request)
        return
    attributes = dict(request.attributes)
    if any(consent.reserved(key) for key in attributes):
        text = f"attributes that begin with {RESERVED} are the server's own"
        refuse(client, _Response.NOT_ALLOWED, text, number, update_metadata=request)
        return
    over = _over_limit(participant, request, attributes)
    if over is not None:
        # The request may be too large to be sent back.
        refuse(client, _Response.LIMIT_EXCEEDED, over, number, update_metadata=rtc.UpdateParticipantMetadata())
        return
    client.send(rtc.SignalResponse(request_response=_Response(request_id=number, reason=_Response.OK)))
    participant.update(name=request.name, metadata=request.metadata, attributes=attributes)


def _is_consent(request: rtc.UpdateParticipantMetadata, info: ParticipantInfo) -> bool:
    """Whether all that changes is whether to be recorded, which is everybody's own to say. Native clients repeat what
    stays as it is.
    """
    changed = {key for key, value in request.attributes.items() if info.attributes.get(key, "") != value}
    return (
        changed <= {consent.ATTRIBUTE} and request.name in {"", info.name} and request.metadata in {"", info.metadata}
    )


def _over_limit(
    participant: Participant, request: rtc.UpdateParticipantMetadata, attributes: dict[str, str]
) -> str | None:
    node = participant.node
    together = {**participant.info.attributes, **attributes}
    over = node.settings.limits.too_large(name=request.name, metadata=request.metadata, attributes=together)
    if over is not None:
        node.drops.add("metadata_oversized")
    elif not participant.budget.change(cost_of_change(request.metadata, attributes), node.clock.monotonic()):
        node.drops.add("metadata_rate")
        over = "metadata is changed more often than this server tells others of it"
    return over


HANDLERS: Final[Mapping[str, Callable[["Client", Any], None]]] = {
    "ping": _ping,
    "ping_req": _ping_req,
    "add_track": add_track,
    "mute": _mute,
    "update_audio_track": _update_audio_track,
    "update_video_track": _update_video_track,
    "subscription": _subscription,
    "track_setting": _track_setting,
    "subscription_permission": _subscription_permission,
    "sync_state": _sync_state,
    "update_metadata": _update_metadata,
    "simulate": simulate,
    "publish_data_track_request": datatracks.publish,
    "unpublish_data_track_request": datatracks.unpublish,
    "update_data_subscription": datatracks.update_subscription,
    "store_data_blob_request": datatracks.store_blob,
    "get_data_blob_request": datatracks.get_blob,
}
"""Requests of a client beside negotiation and farewell, which are the Client's own."""
