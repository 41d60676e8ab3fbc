"""One person (or agent) in a room: identity, rights, connections, what it publishes and what it gets.

Outlives its WebSocket: while a client may resume, media goes on. Ends in exactly one way, `Room.leave`.
"""

import asyncio
import random
from typing import TYPE_CHECKING, cast

from livekit.protocol.models import ClientInfo, DataPacket, ParticipantInfo, ParticipantPermission, TrackInfo
from livekit.protocol.rtc import (
    AddTrackRequest,
    MuteTrackRequest,
    RequestResponse,
    SignalResponse,
    TrackSubscribed,
    TrackUnpublishedResponse,
)

from auth.room_token import Grant
from sfu.net.transport import Transport
from sfu.rooms import alternatives, data
from sfu.rooms.blobs import Blobs
from sfu.rooms.consent import reserved
from sfu.rooms.datatracks import DataTracks
from sfu.rooms.downlink import Downlink
from sfu.rooms.grades import Grades
from sfu.rooms.ids import PARTICIPANT, new_sid
from sfu.rooms.limits import MAX_FEATURES, Budget
from sfu.rooms.link import ClientLink, NoLink, Reason
from sfu.rooms.permissions import may_publish, permission_of
from sfu.rooms.publication import Publication
from sfu.rooms.receiving import Receiving
from sfu.rooms.reliable import ReliableLog
from sfu.rooms.rpc import Calls
from sfu.rooms.sending import Sending
from sfu.rooms.subscribing import Subscribing
from sfu.wire import rtcp
from sfu.wire.errors import WireError

if TYPE_CHECKING:
    from sfu.rooms.node import Node
    from sfu.rooms.room import Room

MAX_CID = 256  # characters of the client's own track id
_FAREWELL = 0.25  # seconds between saying leave and ending the connection


class PublishRefusedError(Exception):
    """AddTrackRequest that is not allowed (`reason`); the text is for the client's request_response."""

    def __init__(self, text: str, reason: RequestResponse.Reason = RequestResponse.NOT_ALLOWED) -> None:
        super().__init__(text)
        self.reason = reason


class Participant:
    """Implements TransportEvents for its one (single) or two (dual) peer connections."""

    def __init__(
        self,
        room: "Room",
        grant: Grant,
        client: ClientInfo,
        *,
        single: bool,
        auto_subscribe: bool,
        link: ClientLink,
        auto_subscribe_data: bool = False,
    ) -> None:
        self.node: Node = room.node
        self.room = room
        self.grant = grant
        self.client = client
        self.identity = grant.identity
        self.sid = new_sid(PARTICIPANT)
        self.single = single
        self.link = link
        self.info = _info(self.sid, grant, client, self.node.clock.wall())
        self.rtcp_ssrc = random.getrandbits(31) | 1
        self.publications: dict[str, Publication] = {}  # announced to others, by sid
        self.pending: dict[str, Publication] = {}  # announced by the client, without media yet, by cid
        self.receiving = Receiving(self)
        self.sending = Sending(self)
        self.downlink = Downlink(self)
        self.grades = Grades(self)
        self.subscribing = Subscribing(self, automatic=auto_subscribe)
        self.data_tracks = DataTracks(self, automatic=auto_subscribe_data)
        self.reliable = ReliableLog()
        self.blobs = Blobs()
        self.publisher = self.node.transport(self)
        self.subscriber = self.publisher if single else self.node.transport(self)
        self.transport_row = self.node.transports.add()
        self.subscriber.serve(self.transport_row)
        self.joined_at = self.node.clock.monotonic()
        self.link_lost_at: float | None = None  # monotonic, while the client has no WebSocket
        self.gone = False
        self.waiting = False  # in the lobby
        self.budget = Budget(self.node.settings.limits)
        self.calls = Calls(self)

    # ---- who it is ----

    @property
    def active(self) -> bool:
        return self.info.state == ParticipantInfo.ACTIVE

    @property
    def hidden(self) -> bool:
        return self.info.permission.hidden

    def changed(self) -> None:
        """Something others see has changed: counts the version up and tells everybody."""
        self._renew()
        self.room.broadcast_participant(self)

    def _renew(self) -> None:
        self.info.version += 1
        del self.info.tracks[:]
        self.info.tracks.extend(p.info for p in self.publications.values())
        del self.info.data_tracks[:]
        self.info.data_tracks.extend(self.data_tracks.infos())
        self.info.is_publisher = bool(self.publications or self.info.data_tracks)

    def update(
        self,
        *,
        name: str | None = None,
        metadata: str | None = None,
        attributes: dict[str, str] | None = None,
        permission: ParticipantPermission | None = None,
    ) -> None:
        """Changes by the client itself or by the server API. An attribute with an empty value is removed."""
        if name:
            self.info.name = name
        if metadata:
            self.info.metadata = metadata
        for key, value in (attributes or {}).items():
            if value:
                self.info.attributes[key] = value
            else:
                self.info.attributes.pop(key, None)
        was_hidden = self.hidden
        if permission is not None:
            self.info.permission.CopyFrom(permission)
            self._enforce_permission()
        if self.hidden != was_hidden:
            self.room.hiding_changed(self)
        self.changed()

    def _enforce_permission(self) -> None:
        permission = self.info.permission
        for publication in [*self.publications.values(), *self.pending.values()]:
            if not may_publish(permission, publication.info.source):
                self.unpublish(publication)
        self.data_tracks.enforce()
        if permission.can_subscribe:
            self.subscribing.all_in_room()
        else:
            self.subscribing.clear()

    # ---- publishing ----

    def add_track(self, request: AddTrackRequest) -> Publication:
        """The client wants to publish, or to add its backup codec. Raises PublishRefusedError."""
        known = self.pending.get(request.cid) or next(
            (p for p in self.sources() if p.cid and p.cid == request.cid), None
        )
        if known is not None:
            return known
        own = self.publications.get(request.sid)
        if own is not None:
            return self._add_backup(own, request)
        if not may_publish(self.info.permission, request.source):
            raise PublishRefusedError("not allowed to publish this source")
        most = self.node.settings.limits.tracks
        if len(self.publications) + len(self.pending) >= most or len(request.cid) > MAX_CID:
            self.node.drops.add("track_limit")
            raise PublishRefusedError(
                f"at most {most} tracks a participant, named in {MAX_CID} characters", RequestResponse.LIMIT_EXCEEDED
            )
        publication = Publication(self, request)
        if request.sid and self._sid_taken(request.sid):
            raise PublishRefusedError("track sid is in use")
        self.pending[request.cid] = publication
        return publication

    def _add_backup(self, publication: Publication, request: AddTrackRequest) -> Publication:
        waiting = any(p.original is publication for p in self.pending.values())
        backup = None if waiting else alternatives.announce_backup(publication, request)
        if backup is None:
            raise PublishRefusedError("this track takes no other codec")
        self.pending[request.cid] = backup
        return backup

    def sources(self) -> list[Publication]:
        """What brings media, or makes it of what comes: its publications and their alternatives."""
        return [source for publication in self.publications.values() for source in publication.sources()]

    def owns(self, sid: str) -> bool:
        """Whether a track sid is one of its own, announced or not yet."""
        return sid in self.publications or any(p.sid == sid for p in self.pending.values())

    def _sid_taken(self, sid: str) -> bool:
        return self.room.publication(sid) is not None

    def publish(self, *answered: Publication) -> None:
        """Their media sections were answered: others learn of them, by one message, and are subscribed."""
        new, changed = [], False
        for publication in answered:
            self.pending.pop(publication.cid, None)
            if publication.original is not publication:
                if publication not in publication.original.alternatives and publication.sid in self.publications:
                    alternatives.adopt_backup(publication)
                    changed = True
            elif publication.sid not in self.publications:
                self.publications[publication.sid] = publication
                new.append(publication)
        if new or changed:
            self.changed()
        for publication in new:
            self.node.tell("track_published", self.room, self, publication.info)
            self.room.subscribe_everyone(publication)

    def unpublish(self, publication: Publication) -> None:
        """The track ended, whoever ended it."""
        publication.ended = True
        self.pending.pop(publication.cid, None)
        self.receiving.forget(publication)
        if publication.original is not publication:
            alternatives.end(publication)
            return
        for alternative in publication.alternatives:
            alternative.ended = True
            self.receiving.forget(alternative)
        for subscription in list(publication.subscriptions.values()):
            subscription.subscriber.subscribing.remove(subscription)
        for ended in (publication, *publication.alternatives):
            ended.release()
        if self.publications.pop(publication.sid, None) is None:
            return
        for other in self.room.participants.values():
            other.subscribing.forget(publication.sid)
        if publication.kind == "audio":
            self.room.speakers.remove(self.sid)
        self.link.send(SignalResponse(track_unpublished=TrackUnpublishedResponse(track_sid=publication.sid)))
        if not self.gone:
            self.changed()
        self.node.tell("track_unpublished", self.room, self, publication.info)

    def set_muted(self, sid: str, muted: bool) -> TrackInfo | None:
        """Mutes or unmutes one of its tracks; None if there is no such track."""
        for publication in [*self.publications.values(), *self.pending.values()]:
            if publication.sid == sid:
                if publication.set_muted(muted):
                    self.changed()
                return publication.info
        return None

    def order_mute(self, sid: str, muted: bool) -> TrackInfo | None:
        """Mutes or unmutes one of its tracks from outside and tells its client; None if there is no such track."""
        info = self.set_muted(sid, muted)
        if info is not None:
            self.link.send(SignalResponse(mute=MuteTrackRequest(sid=sid, muted=muted)))
        return info

    def ask_for_keyframes(self, publication: Publication, now: float) -> None:
        """Sends the keyframe requests that are due for one of its publications."""
        packets = self.receiving.keyframe_requests(publication, now)
        if packets:
            self.publisher.send_rtcp(rtcp.build(packets))

    def told_subscribed(self, publication: Publication) -> None:
        """Somebody began to get this publication of ours."""
        self.link.send(SignalResponse(track_subscribed=TrackSubscribed(track_sid=publication.sid)))

    # ---- TransportEvents ----

    def on_rtp(self, transport: Transport, packet: bytes, now: float) -> None:
        if transport is self.publisher and not self.gone:
            self.receiving.on_rtp(packet, now)

    def on_rtcp(self, transport: Transport, packet: bytes, now: float) -> None:
        if self.downlink.takes(packet, now):
            return
        try:
            packets = rtcp.parse(packet)
        except WireError:
            self.node.drops.add("rtcp_malformed")
            return
        for item in packets:
            match item:
                case rtcp.SenderReport():
                    self.receiving.on_sender_report(item, now)
                    self.sending.on_reports(item.reports, now)
                case rtcp.ReceiverReport():
                    self.sending.on_reports(item.reports, now)
                case rtcp.Nack():
                    self.sending.on_nack(item, now)
                case rtcp.Pli():
                    self.sending.on_picture_loss(item.media_ssrc, now)
                case rtcp.Fir():
                    for entry in item.entries:
                        self.sending.on_picture_loss(entry.ssrc, now)
                case rtcp.TransportFeedback():
                    self.downlink.on_feedback(item, now)
                case rtcp.Remb():
                    self.downlink.on_remb(item.bitrate)
                case _:
                    pass

    def on_feedback(self, transport: Transport, now: float) -> None:
        self.downlink.hear(now)

    def on_data(self, transport: Transport, label: str, message: bytes) -> None:
        if not self.gone:
            data.relay(self, label, message)

    def on_connected(self, transport: Transport) -> None:
        if transport is not self.subscriber or self.gone:
            return
        if not self.active:
            self.info.state = ParticipantInfo.ACTIVE
            self.node.figures.join.observe(self.node.clock.monotonic() - self.joined_at)
            self._renew()
            self.room.tell_presence(self)
            if not self.waiting:
                self.arrived()
        now = self.node.clock.monotonic()
        for subscription in self.subscribing.all():
            subscription.start()
            subscription.publication.publisher.ask_for_keyframes(subscription.source, now)

    def arrived(self) -> None:
        """In the room and connected: the world hears of it, and what others publish comes."""
        self.node.tell("participant_joined", self.room, self, None)
        self.subscribing.all_in_room()
        self.data_tracks.arrive()

    def on_closed(self, transport: Transport, reason: str) -> None:
        self.node.on_transport_closed(self, reason)

    # ---- the end ----

    def dispose(self, reason: Reason) -> None:
        """Frees everything; called by Room.leave only."""
        self.gone = True
        self.info.state = ParticipantInfo.DISCONNECTED
        self.info.disconnect_reason = reason
        self.info.version += 1
        for publication in [*self.publications.values(), *self.pending.values()]:
            self.unpublish(publication)
        self.subscribing.clear()
        self.calls.fail()
        self.data_tracks.clear()
        self.downlink.close()
        if self.node.draining:
            self._hang_up()
        else:
            # The client first reads why (leave, on its WebSocket); a data channel that just ends alarms it.
            asyncio.get_running_loop().call_later(_FAREWELL, self._hang_up)
        self.node.transports.remove(self.transport_row)

    def _hang_up(self) -> None:
        self.publisher.close()
        if self.subscriber is not self.publisher:
            self.subscriber.close()
        # Not within the turn that ends it: its caller still tells the client why.
        asyncio.get_running_loop().call_soon(self._let_go)

    def _let_go(self) -> None:
        """Its parts know it as it knows them: without them counting references is enough to free it."""
        self.link = NoLink()
        del self.receiving, self.sending, self.downlink, self.grades, self.subscribing, self.data_tracks, self.calls

    def tell(self, packet: DataPacket) -> bool:
        """A data packet from the server to this participant; False if it did not go out."""
        return data.deliver(packet, [self]) == 1


def _info(sid: str, grant: Grant, client: ClientInfo, wall: float) -> ParticipantInfo:
    info = ParticipantInfo(
        sid=sid,
        identity=grant.identity,
        name=grant.name,
        metadata=grant.metadata,
        state=ParticipantInfo.JOINING,
        joined_at=int(wall),
        joined_at_ms=int(wall * 1000),
        version=1,
        permission=permission_of(grant),
        client_protocol=client.client_protocol,
        kind=_kind(grant.kind),
    )
    for key, value in grant.attributes.items():
        if not reserved(key):
            info.attributes[key] = value
    info.capabilities.extend(client.capabilities[:MAX_FEATURES])
    return info


def _kind(name: str) -> ParticipantInfo.Kind:
    try:
        return cast(ParticipantInfo.Kind, ParticipantInfo.Kind.Value(name.upper() or "STANDARD"))
    except ValueError:
        return ParticipantInfo.STANDARD
