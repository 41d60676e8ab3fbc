"""What a grant allows, in LiveKit's words: pure."""

from dataclasses import replace
from typing import Final

from livekit.protocol.models import ParticipantInfo, ParticipantPermission, TrackInfo, TrackSource, TrackType

from auth.room_token import Grant
from sfu.rooms.consent import reserved

SOURCES: Final = {
    "camera": TrackSource.CAMERA,
    "microphone": TrackSource.MICROPHONE,
    "screen_share": TrackSource.SCREEN_SHARE,
    "screen_share_audio": TrackSource.SCREEN_SHARE_AUDIO,
}


def permission_of(grant: Grant) -> ParticipantPermission:
    """The permission a participant begins with."""
    return ParticipantPermission(
        can_subscribe=grant.can_subscribe,
        can_publish=grant.can_publish,
        can_publish_data=grant.can_publish_data,
        can_publish_sources=[SOURCES[name] for name in grant.can_publish_sources if name in SOURCES],
        hidden=grant.hidden,
        recorder=grant.recorder,
        can_update_metadata=grant.can_update_own_metadata,
        agent=grant.agent,
    )


def may_publish(permission: ParticipantPermission, source: TrackSource) -> bool:
    """Whether a track of this source may be published; no sources named means every source."""
    if not permission.can_publish:
        return False
    return not permission.can_publish_sources or source in permission.can_publish_sources


def grant_now(grant: Grant, info: ParticipantInfo) -> Grant:
    """The grant as the server API and the participant have changed it since: for tokens to come back with."""
    permission = info.permission
    named = {number: name for name, number in SOURCES.items()}
    return replace(
        grant,
        name=info.name,
        metadata=info.metadata,
        attributes={key: value for key, value in info.attributes.items() if not reserved(key)},
        can_subscribe=permission.can_subscribe,
        can_publish=permission.can_publish,
        can_publish_data=permission.can_publish_data,
        can_publish_sources=tuple(named[source] for source in permission.can_publish_sources if source in named),
        can_update_own_metadata=permission.can_update_metadata,
        hidden=permission.hidden,
        recorder=permission.recorder,
        agent=permission.agent,
    )


def source_of(track: TrackInfo) -> str:
    """The name of a track's source; where the client did not say, what its kind suggests."""
    for name, number in SOURCES.items():
        if track.source == number:
            return name
    return "camera" if track.type == TrackType.VIDEO else "microphone"
