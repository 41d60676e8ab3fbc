"""What a client says of its state when it resumes: mends what was lost with the WebSocket.

The rule: the session itself never ended, so all here is idempotent; what both sides know alike changes nothing.
"""

from typing import TYPE_CHECKING

from livekit.protocol import rtc

from sfu.core.layers import TrackSetting
from sfu.rooms import data
from sfu.rooms.participant import Participant
from sfu.signal import datatracks

if TYPE_CHECKING:
    from sfu.signal.client import Client


def choose(participant: Participant, request: rtc.UpdateSubscription, most: int) -> list[str]:
    """Follows the client's wish for at most `most` tracks; returns wanted ones that nobody publishes."""
    sids = [*request.track_sids, *(sid for tracks in request.participant_tracks for sid in tracks.track_sids)]
    missing = []
    for sid in sids[:most]:
        publication = participant.room.publication(sid)
        if publication is not None:
            participant.subscribing.choose(publication, wanted=request.subscribe)
        elif request.subscribe:
            missing.append(sid)
    return missing


def sync(client: "Client", state: rtc.SyncState, most: int) -> None:
    """Takes over what the client says: tracks it wants or not, tracks it turned off, tracks of its own we ended, and
    sends again what it missed of reliable data.
    """
    participant = client.participant
    choose(participant, state.subscription, most)
    for sid in state.track_sids_disabled[:most]:
        participant.subscribing.set(sid, TrackSetting(disabled=True))
    datatracks.update_subscription(client, state.data_subscription)
    for received in state.datachannel_receive_states[:most]:
        publisher = participant.room.by_sid(received.publisher_sid)
        if publisher is not None:
            data.send_again(publisher, received.last_seq, participant)
    for published in state.publish_tracks[:most]:
        sid = published.track.sid
        if sid and not participant.owns(sid):
            client.send(rtc.SignalResponse(track_unpublished=rtc.TrackUnpublishedResponse(track_sid=sid)))
