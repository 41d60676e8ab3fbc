"""A room: who is in it, who learns what, and its end.

The rule: everybody hears of a change by one message with a rising version; of hidden participants nobody hears.
Who waits in the lobby is not in the room (`lobby.py`).
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
from sfu.rooms import hosting
from sfu.rooms.data import Nonces
from sfu.rooms.hosting import Hosting
from sfu.rooms.ids import ROOM, new_sid
from sfu.rooms.life import Deadline, Window, deadline, max_seconds_of, window_of
from sfu.rooms.link import LeaveAction, Reason, RoomEvent, RoomWatcher
from sfu.rooms.lobby import Lobby
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Publication
from sfu.rooms.telling import Telling, update_of

if TYPE_CHECKING:
    from sfu.rooms.node import Node

CODECS: Final = ("video/VP8", "video/H264", "video/VP9", "video/AV1", "audio/opus")
MAX_DENIED: Final = 10_000  # identities kept out of one room
COUNTS_PERIOD: Final = 5.0  # seconds between two room updates that only tell new counts
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
        self.hosting = Hosting()
        self.lobby = Lobby(self)
        self.telling = Telling(self.broadcast)
        self.nonces = Nonces()
        self.sync_streams = False  # one stream a person's tracks share: clients play them in lip sync
        self.host_calls = node.settings.limits.host_bucket()
        self._lost: dict[str, float] = {}  # identity → when it was lost (monotonic)
        self.speakers: ActiveSpeakers[str] = ActiveSpeakers()
        self.empty_since: float | None = node.clock.monotonic()
        self.had_people = False
        self.started_at: float | None = None  # when the first person came in (unix seconds)
        self.warned: frozenset[float] = frozenset()
        self.watchers: list[RoomWatcher] = []
        self.recordings = 0  # that run; clients show it
        self.closed = False
        self._told_counts = (0, 0)
        self._counts_due = node.clock.monotonic() + COUNTS_PERIOD
        self.metadata = ""
        self.window: Window | None = None
        self.max_seconds = 0.0
        self.set_metadata(metadata)

    # ---- what it is ----

    def set_metadata(self, metadata: str) -> None:
        """New metadata; a window or a longest time in it moves the room's end, `visavis` in it is what the host set.

        Raises ValueError naming a broken field; nothing changed then.
        """
        own, wanted = hosting.split(metadata)
        window, longest = window_of(own), max_seconds_of(own)
        self.window, self.metadata = window, own
        self.max_seconds = self.node.settings.room_max_seconds if longest is None else longest
        self.warned = frozenset()
        if wanted is not None:
            self._host(wanted)

    @property
    def shown_metadata(self) -> str:
        """The metadata with what the host set in it."""
        return hosting.join(self.metadata, self.hosting)

    @property
    def deadline(self) -> Deadline | None:
        """When the node ends the room; None: it may go on."""
        return deadline(self.window, self.started_at, self.max_seconds)

    @property
    def full(self) -> bool:
        """Whether as many are in as may be."""
        most = self.node.settings.limits.participants
        return len(self.participants) >= min(self.max_participants or most, most)

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
            metadata=self.shown_metadata,
            num_participants=sum(not p.hidden for p in self.participants.values()),
            num_publishers=sum(bool(p.publications) and not p.hidden for p in self.participants.values()),
            enabled_codecs=[Codec(mime=mime) for mime in CODECS],
            active_recording=self.recordings > 0,
        )

    def info_for(self, viewer: Participant) -> RoomInfo:
        """As this participant may see it: one who waits learns its name and that they wait."""
        if not viewer.waiting:
            return self.info()
        return RoomInfo(
            sid=self.sid,
            name=self.name,
            metadata=hosting.join("", Hosting(lobby=True)),
            enabled_codecs=[Codec(mime=mime) for mime in CODECS],
        )

    def everybody(self) -> list[Participant]:
        """Who is in the room, and who waits in its lobby."""
        return [*self.participants.values(), *self.lobby.waiting.values()]

    def find(self, identity: str) -> Participant | None:
        """In the room or in its lobby."""
        return self.participants.get(identity) or self.lobby.waiting.get(identity)

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
        """Adds a participant, taking the place of one with the same identity; with a lobby on, perhaps there."""
        before = self.find(participant.identity)
        if before is not None:
            self.leave(before, DisconnectReason.DUPLICATE_IDENTITY)
        self.empty_since = None
        self.node.counters.joins += 1
        if self.lobby.must_wait(participant.grant):
            self.lobby.hold(participant)
        else:
            self.enter(participant)

    def enter(self, participant: Participant) -> None:
        """In the room from now on."""
        self.participants[participant.identity] = participant
        self.lobby.remember(participant.identity)
        self.had_people = True
        if self.started_at is None:
            self.started_at = self.node.clock.wall()

    def greet(self, participant: Participant) -> None:
        """All there is, to one whose signalling knows another state."""
        participant.link.send(SignalResponse(room_update=RoomUpdate(room=self.info())))
        participant.link.send(update_of([participant.info, *self.visible_to(participant)]))

    def deny(self, identity: str) -> None:
        """Stays out while the room lives."""
        if len(self.denied) < MAX_DENIED:
            self.denied.add(identity)
        self.lobby.forget(identity)

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
        waited = self.lobby.release(participant)
        if reason in _LOST and not waited:
            self._forget_lost()
            self._lost[participant.identity] = self.node.clock.monotonic()
        else:
            self._lost.pop(participant.identity, None)
        self.speakers.remove(participant.sid)
        participant.link.close(reason, action)
        if not self.everybody():
            self.empty_since = self.node.clock.monotonic()
        if waited:
            return  # nobody heard of them
        self.tell_presence(participant)
        event: RoomEvent = "participant_left" if was_active else "participant_connection_aborted"
        self.node.tell(event, self, participant, None)

    def may_return(self, identity: str) -> bool:
        """Whether somebody is in the room, or was lost (not sent away) a moment ago."""
        if self.find(identity) is not None:
            return True
        self._forget_lost()
        return identity in self._lost

    def returning(self) -> set[str]:
        """Who may return: those inside, and those who were lost a moment ago."""
        self._forget_lost()
        return {*self.participants, *self._lost}

    def _forget_lost(self) -> None:
        """Those who were lost too long ago to return."""
        now = self.node.clock.monotonic()
        self._lost = {who: at for who, at in self._lost.items() if now - at < RETURN_SECONDS}

    def expect(self, identities: set[str]) -> None:
        """These were inside on a node that was lost: they may return, and the room waits for them."""
        now = self.node.clock.monotonic()
        self._lost |= dict.fromkeys(identities, now)
        self.had_people = self.had_people or bool(identities)

    # ---- hosting ----

    def set_hosting(self, wanted: Hosting) -> None:
        """What a host set. Everybody sees it; without a lobby nobody waits."""
        self._host(wanted)
        self.broadcast_room()

    def _host(self, wanted: Hosting) -> None:
        before, self.hosting = self.hosting, wanted
        if before.lobby and not wanted.lobby:
            self.lobby.admit_all()

    def hiding_changed(self, participant: Participant) -> None:
        """It became hidden, or visible: for the others it left, or came."""
        if participant.hidden:
            gone = ParticipantInfo()
            gone.CopyFrom(participant.info)
            gone.version += 1
            gone.state = ParticipantInfo.DISCONNECTED
            del gone.tracks[:]
            self.telling.now()
            self.broadcast(update_of([gone]), but=participant)
            for publication in participant.publications.values():
                for subscription in list(publication.subscriptions.values()):
                    subscription.subscriber.subscribing.remove(subscription)
        else:
            for publication in participant.publications.values():
                self.subscribe_everyone(publication)

    # ---- telling ----

    def broadcast(self, message: SignalResponse, *, but: Participant | None = None) -> None:
        """One message to everybody's signalling."""
        for participant in list(self.participants.values()):
            if participant is not but:
                participant.link.send(message)

    def broadcast_participant(self, changed: Participant) -> None:
        """A participant's current state to all who may see it, itself included."""
        if changed.hidden:
            changed.link.send(update_of([changed.info]))
        else:
            self.telling.now(changed.info)
        self._told_watchers()

    def tell_presence(self, changed: Participant) -> None:
        """The same, when all that happened is that it came, is connected or went: soon, if it only watches."""
        if changed.hidden or changed.info.is_publisher:
            self.broadcast_participant(changed)
        else:
            self.telling.soon(changed.info)
            self._told_watchers()

    def _told_watchers(self) -> None:
        for watcher in list(self.watchers):
            watcher.room_changed()

    def recording(self, change: int) -> None:
        """A recording began (+1) or ended (-1): everybody sees whether one runs."""
        before = self.recordings
        self.recordings += change
        if bool(before) != bool(self.recordings):
            self.broadcast_room()

    def broadcast_room(self) -> None:
        """The room's own state, after its metadata or its counts changed."""
        info = self.info()
        self._told_counts = (info.num_participants, info.num_publishers)
        self._counts_due = self.node.clock.monotonic() + COUNTS_PERIOD
        self.broadcast(SignalResponse(room_update=RoomUpdate(room=info)))

    def tell_counts(self, now: float) -> None:
        """How many are here and publish, when that changed since it was told; not too often."""
        if now >= self._counts_due:
            info = self.info()
            if (info.num_participants, info.num_publishers) != self._told_counts:
                self.broadcast_room()

    def announce(self, what: dict[str, object]) -> None:
        """A word from the node about the room, as reliable data on ROOM_TOPIC."""
        payload = json.dumps(what).encode()
        packet = DataPacket(kind=DataPacket.RELIABLE, user=UserPacket(payload=payload, topic=ROOM_TOPIC))
        for participant in self.participants.values():
            participant.tell(packet)

    def visible_to(self, viewer: Participant) -> list[ParticipantInfo]:
        """The others, as `viewer` may see them."""
        if viewer.waiting:
            return []
        return [p.info for p in self.participants.values() if p is not viewer and not p.hidden]

    def tell_speakers(self, changes: list[Speaker[str]]) -> None:
        hidden = {p.sid for p in self.participants.values() if p.hidden}
        speakers = [SpeakerInfo(sid=s.key, level=s.level, active=s.active) for s in changes if s.key not in hidden]
        if speakers:
            self.broadcast(SignalResponse(speakers_changed=SpeakersChanged(speakers=speakers)))

    # ---- subscriptions ----

    def subscribe_everyone(self, publication: Publication) -> None:
        """A new publication, to all who are there and want what comes."""
        for participant in list(self.participants.values()):
            if participant.active:
                participant.subscribing.offer(publication)

    def dynacast(self, publication: Publication, *, again: bool = False) -> None:
        """Tells the publisher which qualities somebody wants, when that changed, or `again`."""
        enabled = publication.dynacast(again=again)
        if enabled is None or publication.publisher.gone:
            return
        codecs = [
            SubscribedCodec(
                codec=codec,
                qualities=[SubscribedQuality(quality=cast(VideoQuality, q), enabled=on) for q, on in wanted.items()],
            )
            for codec, wanted in enabled.items()
        ]
        update = SubscribedQualityUpdate(
            track_sid=publication.sid, subscribed_qualities=codecs[0].qualities, subscribed_codecs=codecs
        )
        publication.publisher.link.send(SignalResponse(subscribed_quality_update=update))
