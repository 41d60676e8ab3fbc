"""Data tracks: named streams of small frames from one participant to those who ask for them, lossy like media.

The rule: a packet names its track by a handle that is the publisher's; each subscriber gets its own handle for it.
What a subscriber reads too slowly is lost and counted, never queued beyond the channel's bound.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from livekit.protocol.models import DataTrackInfo
from livekit.protocol.rtc import DataTrackSubscriberHandles, PublishDataTrackRequest, SignalResponse

from sfu.net.channels import DATA_TRACK
from sfu.rooms.ids import DATA_TRACK as PREFIX
from sfu.rooms.ids import new_sid
from sfu.wire import datatrack
from sfu.wire.errors import WireError

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant

MAX_TRACKS: Final = 32  # a participant publishes
MAX_SUBSCRIPTIONS: Final = 1024  # a participant has
MAX_NAME: Final = 256  # characters


@dataclass(slots=True)
class DataSubscription:
    """One track as one subscriber gets it. `interval`: least seconds between two frames, 0 for all of them."""

    track: "DataTrack"
    subscriber: "Participant"
    handle: int
    interval: float = 0.0
    _frame: int = -1
    _passing: bool = True
    _due: float = 0.0

    def takes(self, frame: int, now: float) -> bool:
        """Whether this frame is one of those wanted; the same answer for all its packets."""
        if self.interval <= 0.0:
            return True
        if frame != self._frame:
            self._frame = frame
            self._passing = now >= self._due
            if self._passing:
                self._due = max(self._due + self.interval, now + self.interval / 2)
        return self._passing


class DataTrack:
    """One published track."""

    def __init__(self, publisher: "Participant", request: PublishDataTrackRequest) -> None:
        self.publisher = publisher
        self.info = DataTrackInfo(
            pub_handle=request.pub_handle, sid=new_sid(PREFIX), name=request.name, encryption=request.encryption
        )
        for optional in ("frame_encoding", "schema"):
            if request.HasField(optional):
                getattr(self.info, optional).CopyFrom(getattr(request, optional))
        self.subscriptions: dict[str, DataSubscription] = {}  # by the subscriber's sid

    @property
    def sid(self) -> str:
        return self.info.sid


class DataTracks:
    """What one participant publishes and what it gets."""

    def __init__(self, participant: "Participant", *, automatic: bool) -> None:
        self._participant = participant
        self._automatic = automatic
        self._published: dict[int, DataTrack] = {}  # by the publisher's handle
        self._subscribed: dict[str, DataSubscription] = {}  # by track sid
        self._next_handle = 1

    # ---- publishing ----

    def infos(self) -> list[DataTrackInfo]:
        return [track.info for track in self._published.values()]

    def by_handle(self, handle: int) -> DataTrack | None:
        return self._published.get(handle)

    def by_name(self, name: str) -> DataTrack | None:
        return next((track for track in self._published.values() if track.info.name == name), None)

    def by_sid(self, sid: str) -> DataTrack | None:
        return next((track for track in self._published.values() if track.sid == sid), None)

    @property
    def full(self) -> bool:
        """Whether no more may be published."""
        return len(self._published) >= MAX_TRACKS

    def publish(self, request: PublishDataTrackRequest) -> DataTrack:
        """A new track; the caller has checked handle, name, rights and `full`. Others learn of it by `changed`."""
        track = self._published[request.pub_handle] = DataTrack(self._participant, request)
        for other in list(self._participant.room.participants.values()):
            other.data_tracks.offer(track)
        return track

    def unpublish(self, track: DataTrack) -> None:
        """The track ended."""
        self._published.pop(track.info.pub_handle, None)
        for subscription in list(track.subscriptions.values()):
            subscription.subscriber.data_tracks.unsubscribe(track.sid)

    def on_packet(self, packet: bytes, now: float) -> None:
        """One message of the participant's `_data_track` channel, to all who asked for that track."""
        node = self._participant.node
        try:
            header = datatrack.parse(packet)
        except WireError:
            node.drops.add("data_malformed")
            return
        track = self._published.get(header.handle)
        if track is None:
            node.drops.add("data_unknown_track")
            return
        for subscription in track.subscriptions.values():
            if subscription.takes(header.frame, now):
                channels = subscription.subscriber.subscriber.channels
                if channels.send(DATA_TRACK, datatrack.with_handle(packet, subscription.handle)):
                    node.counters.data_messages += 1

    # ---- getting ----

    def offer(self, track: DataTrack) -> None:
        """A track came up; taken at once only if the client said that it wants that."""
        if self._automatic:
            self.subscribe(track)

    def arrive(self) -> None:
        """In a room: everything published there, for a client that wants what comes, and its own for others."""
        for other in list(self._participant.room.participants.values()):
            for track in list(other.data_tracks._published.values()):
                self.offer(track)
            for track in list(self._published.values()):
                other.data_tracks.offer(track)

    def part(self) -> None:
        """Out of a room, the connection goes on: nothing passes between it and those who stay."""
        for track in self._published.values():
            for subscription in list(track.subscriptions.values()):
                subscription.subscriber.data_tracks.unsubscribe(track.sid)
        for sid in list(self._subscribed):
            self.unsubscribe(sid)

    def subscribe(self, track: DataTrack, target_fps: int = 0) -> bool:
        """The client's wish; again with another rate changes the rate. False: not allowed, or too many."""
        me = self._participant
        interval = 1.0 / target_fps if target_fps > 0 else 0.0
        known = self._subscribed.get(track.sid)
        if known is not None:
            known.interval = interval
            return True
        allowed = me.info.permission.can_subscribe and track.publisher.subscribing.policy.allows(me, track.sid)
        if not allowed or me.gone or track.publisher is me or len(self._subscribed) >= MAX_SUBSCRIPTIONS:
            return False
        subscription = DataSubscription(track, me, self._free_handle(), interval)
        self._subscribed[track.sid] = track.subscriptions[me.sid] = subscription
        self.tell_handles()
        return True

    def unsubscribe(self, sid: str) -> None:
        """The client's wish, or the track's end."""
        subscription = self._subscribed.pop(sid, None)
        if subscription is not None:
            subscription.track.subscriptions.pop(self._participant.sid, None)
            self.tell_handles()

    def tell_handles(self) -> None:
        """Which handle is which track, all of them: the message replaces what was told before."""
        message = DataTrackSubscriberHandles()
        for subscription in self._subscribed.values():
            told = message.sub_handles[subscription.handle]
            told.publisher_identity = subscription.track.publisher.identity
            told.publisher_sid = subscription.track.publisher.sid
            told.track_sid = subscription.track.sid
        self._participant.link.send(SignalResponse(data_track_subscriber_handles=message))

    @property
    def any_subscribed(self) -> bool:
        return bool(self._subscribed)

    def _free_handle(self) -> int:
        """Handles go round, so that a late packet of an ended subscription is not taken for another's."""
        taken = {subscription.handle for subscription in self._subscribed.values()}
        while self._next_handle in taken:
            self._next_handle = self._next_handle % datatrack.MAX_HANDLE + 1
        handle = self._next_handle
        self._next_handle = handle % datatrack.MAX_HANDLE + 1
        return handle

    # ---- rights and the end ----

    def enforce(self) -> None:
        """After the participant's permission or a publisher's policy changed: what is not allowed any more ends."""
        me = self._participant
        if not me.info.permission.can_publish_data:
            self._unpublish_all()
        for subscription in list(self._subscribed.values()):
            track = subscription.track
            if not me.info.permission.can_subscribe or not track.publisher.subscribing.policy.allows(me, track.sid):
                self.unsubscribe(track.sid)

    def clear(self) -> None:
        """The participant left."""
        self._unpublish_all()
        for subscription in list(self._subscribed.values()):
            subscription.track.subscriptions.pop(self._participant.sid, None)
        self._subscribed.clear()

    def _unpublish_all(self) -> None:
        for track in list(self._published.values()):
            self.unpublish(track)
