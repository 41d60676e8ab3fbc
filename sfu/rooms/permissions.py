"""What a grant allows, in LiveKit's words: pure."""

from typing import Final

from livekit.protocol.models import ParticipantPermission, TrackSource

from auth.room_token import Grant

_SOURCES: Final = {
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
        can_publish_sources=[_SOURCES[name] for name in grant.can_publish_sources if name in _SOURCES],
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
