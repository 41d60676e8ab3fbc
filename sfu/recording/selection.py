"""Which tracks of a room a recording takes, and when there is nothing left for it to take: pure over the room."""

from dataclasses import dataclass
from typing import Final, Literal

from livekit.protocol.models import TrackSource

from sfu.rooms.publication import Publication
from sfu.rooms.room import Room

Kind = Literal["room_composite", "participant", "track_composite", "track"]

_SCREEN: Final = frozenset({TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO})


@dataclass(frozen=True, slots=True)
class Selection:
    """`identity`: only this person's; `sids`: only these tracks; empty: everybody's, all. `screen`: of a person the
    screen share (true) or all else (false); None: both.
    """

    kind: Kind
    identity: str = ""
    sids: frozenset[str] = frozenset()
    audio: bool = True
    video: bool = True
    screen: bool | None = None

    def takes(self, publication: Publication) -> bool:
        """Whether this track belongs to the recording, consent aside."""
        if self.sids and publication.sid not in self.sids:
            return False
        if self.identity and publication.publisher.identity != self.identity:
            return False
        if self.screen is not None and (publication.info.source in _SCREEN) != self.screen:
            return False
        return self.audio if publication.kind == "audio" else self.video

    def over(self, room: Room) -> bool:
        """Whether what it was about is gone for good: the person left, the tracks ended."""
        if self.sids:
            return not any(room.publication(sid) for sid in self.sids)
        return bool(self.identity) and self.identity not in room.participants
