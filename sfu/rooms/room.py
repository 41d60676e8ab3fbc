"""A room: who is in it, who learns what, and its end.

The rule: everybody hears of a change by one message with a rising version; of hidden participants nobody hears.
"""

import json
from typing import TYPE_CHECKING, Final, cast

from livekit.protocol.models import (
    Codec,
    DataPacket,
    DisconnectReason,
    ParticipantInfo,
    SpeakerInfo,
    UserPacket,
    VideoQuality,
)
from livekit.protocol.models import Room as RoomInfo
from livekit.protocol.rtc import (
    LeaveRequest,
    RoomUpdate,
    SignalResponse,
    SpeakersChanged,
    SubscribedCodec,
    SubscribedQuality,
    SubscribedQualityUpdate,
)

from sfu.core.speakers import ActiveSpeakers, Speaker
from sfu.rooms.ids import ROOM, new_sid
from sfu.rooms.life import Window, window_of
from sfu.rooms.link import LeaveAction, Reason, RoomEvent
from sfu.rooms.participant import Participant, update_of
from sfu.rooms.publication import Publication

if TYPE_CHECKING:
    from sfu.rooms.node import Node

CODECS: Final = ("video/VP8", "video/H264", "video/VP9", "video/AV1", "audio/opus")
RETURN_SECONDS: Final = 60.0  # how long one who was lost may come back with a refreshed token
_LOST: Final = (DisconnectReason.CONNECTION_TIMEOUT, DisconnectReason.SIGNAL_CLOSE)
ROOM_TOPIC: Final = "visavis.room"  # data packets from the node about the room itself


class Room:
    """Made by Node.create_room, ended by Node.close_room."""

    def __init__(
        self,
        node: "Node",
        name: str,
        *,
        metadata: str = "",
        empty_timeout: float = 300.0,
        departure_timeout: float = 20.0,
        max_participants: int = 0,
    ) -> None:
        self.node = node
        self.name = name
        self.sid = new_sid(ROOM)
        self.created_at = node.clock.wall()
        self.empty_timeout = empty_timeout
        self.departure_timeout = departure_timeout
        self.max_participants = max_participants
        self.participants: dict[str, Participant] = {}  # by identity
        self.denied: set[str] = set()
        self._lost: dict[str, float] = {}  # identity → when it was lost (monotonic)
        self.speakers: ActiveSpeakers[str] = ActiveSpeakers()
        self.empty_since: float | None = node.clock.monotonic()
        self.had_people = False
        self.warned: frozenset[float] = frozenset()
        self.closed = False
        self.metadata = ""
        self.window: Window | None = None
        self.set_metadata(metadata)

    # ---- what it is ----

    def set_metadata(self, metadata: str) -> None:
        """New metadata; a window in it moves the room's end. Raises ValueError if the window is broken."""
        self.window = window_of(metadata)
        self.metadata = metadata
        self.warned = frozenset()

    def info(self) -> RoomInfo:
        """As clients and the server API see it."""
        return RoomInfo(
            sid=self.sid,
            name=self.name,
            empty_timeout=int(self.empty_timeout),
            departure_timeout=int(self.departure_timeout),
            max_participants=self.max_participants,
            creation_time=int(self.created_at),
            creation_time_ms=int(self.created_at * 1000),
            metadata=self.metadata,
            num_participants=sum(not p.hidden for p in self.participants.values()),
            num_publishers=sum(bool(p.publications) for p in self.participants.values()),
            enabled_codecs=[Codec(mime=mime) for mime in CODECS],
        )

    def by_sid(self, sid: str) -> Participant | None:
        return next((p for p in self.participants.values() if p.sid == sid), None)

    def publication(self, sid: str) -> Publication | None:
        """The publication with this track sid, whoever's."""
        for participant in self.participants.values():
            found = participant.publications.get(sid)
            if found is not None:
                return found
        return None

    # ---- coming and going ----

    def join(self, participant: Participant) -> None:
        """Adds a participant, taking the place of one with the same identity."""
        before = self.participants.get(participant.identity)
        if before is not None:
            self.leave(before, DisconnectReason.DUPLICATE_IDENTITY)
        self.participants[participant.identity] = participant
        self.empty_since = None
        self.had_people = True
        self.node.counters.joins += 1

    def leave(
        self,
        participant: Participant,
        reason: Reason,
        action: LeaveAction = LeaveRequest.DISCONNECT,
    ) -> None:
        """The one way out: frees it all, tells the client and the others. Idempotent."""
        if participant.gone:
            return
        was_active = participant.active
        participant.dispose(reason)
        if self.participants.get(participant.identity) is participant:
            del self.participants[participant.identity]
        if reason in _LOST:
            self._lost[participant.identity] = self.node.clock.monotonic()
        else:
            self._lost.pop(participant.identity, None)
        self.speakers.remove(participant.sid)
        participant.link.close(reason, action)
        self.broadcast_participant(participant)
        if not self.participants:
            self.empty_since = self.node.clock.monotonic()
        event: RoomEvent = "participant_left" if was_active else "participant_connection_aborted"
        self.node.tell(event, self, participant, None)

    def may_return(self, identity: str) -> bool:
        """Whether somebody is in the room, or was lost (not sent away) a moment ago."""
        if identity in self.participants:
            return True
        now = self.node.clock.monotonic()
        self._lost = {who: at for who, at in self._lost.items() if now - at < RETURN_SECONDS}
        return identity in self._lost

    # ---- telling ----

    def broadcast(self, message: SignalResponse, *, but: Participant | None = None) -> None:
        """One message to everybody's signalling."""
        for participant in list(self.participants.values()):
            if participant is not but:
                participant.link.send(message)

    def broadcast_participant(self, changed: Participant) -> None:
        """A participant's current state to all who may see it, itself included."""
        snapshot = ParticipantInfo()
        snapshot.CopyFrom(changed.info)
        message = update_of([snapshot])
        if changed.hidden:
            changed.link.send(message)
        else:
            self.broadcast(message)

    def broadcast_room(self) -> None:
        """The room's own state, after its metadata changed."""
        self.broadcast(SignalResponse(room_update=RoomUpdate(room=self.info())))

    def announce(self, what: dict[str, object]) -> None:
        """A word from the node about the room, as reliable data on ROOM_TOPIC."""
        payload = json.dumps(what).encode()
        packet = DataPacket(kind=DataPacket.RELIABLE, user=UserPacket(payload=payload, topic=ROOM_TOPIC))
        for participant in self.participants.values():
            participant.tell(packet)

    def visible_to(self, viewer: Participant) -> list[ParticipantInfo]:
        """The others, as `viewer` may see them."""
        return [p.info for p in self.participants.values() if p is not viewer and not p.hidden]

    def tell_speakers(self, changes: list[Speaker[str]]) -> None:
        speakers = [SpeakerInfo(sid=s.key, level=s.level, active=s.active) for s in changes]
        self.broadcast(SignalResponse(speakers_changed=SpeakersChanged(speakers=speakers)))

    # ---- subscriptions ----

    def subscribe_everyone(self, publication: Publication) -> None:
        """A new publication, to all who are there and want what comes."""
        for participant in list(self.participants.values()):
            if participant.active:
                participant.subscribing.offer(publication)

    def dynacast(self, publication: Publication) -> None:
        """Tells the publisher which qualities somebody wants, when that changed."""
        enabled = publication.dynacast()
        if enabled is None or publication.publisher.gone:
            return
        qualities = [SubscribedQuality(quality=cast(VideoQuality, q), enabled=on) for q, on in enabled.items()]
        codec = publication.wanted_codec
        update = SubscribedQualityUpdate(
            track_sid=publication.sid,
            subscribed_qualities=qualities,
            subscribed_codecs=[SubscribedCodec(codec=codec, qualities=qualities)],
        )
        publication.publisher.link.send(SignalResponse(subscribed_quality_update=update))
