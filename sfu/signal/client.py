"""One client's signalling: every message it may send, and what follows. Outlives a WebSocket while it may resume."""

import os
from typing import Final

from google.protobuf.message import Message
from livekit.protocol import rtc
from livekit.protocol.models import Codec, ServerInfo, SubscriptionError, TrackInfo

from sfu.core.bucket import Bucket
from sfu.core.layers import TrackSetting
from sfu.rooms.limits import MAX_FEATURES, RESERVED, cost_of_change
from sfu.rooms.link import LeaveAction, Reason
from sfu.rooms.node import PROTOCOL, VERSION
from sfu.rooms.participant import Participant, PublishRefusedError, update_of
from sfu.rooms.room import CODECS
from sfu.signal.answering import Answered, Answering
from sfu.signal.offering import Offering
from sfu.signal.outbox import Outbox
from sfu.wire.errors import WireError

PING_INTERVAL: Final = 5
PING_TIMEOUT: Final = 15

_Reason = rtc.RequestResponse


class Client:
    """A participant's ClientLink. Made with the participant, `attach`ed to each WebSocket it comes by."""

    def __init__(self) -> None:
        self.outbox: Outbox | None = None
        self._participant: Participant | None = None
        self._answering: Answering | None = None
        self._offering: Offering | None = None
        self._asked = False  # for media sections, with no offer since
        self.rate = Bucket(0, 0)  # of messages; no limit until bound

    # ---- life ----

    def bind(self, participant: Participant) -> None:
        """Belongs to this participant from now on."""
        self._participant = participant
        self.rate = participant.node.settings.limits.signal_bucket()
        self._answering = Answering(participant)
        self._offering = None if participant.single else Offering(participant)

    @property
    def participant(self) -> Participant:
        assert self._participant is not None
        return self._participant

    @property
    def answering(self) -> Answering:
        assert self._answering is not None
        return self._answering

    def attach(self, outbox: Outbox) -> None:
        """This WebSocket speaks for the client now; one before it is cut."""
        if self.outbox is not None:
            self.outbox.abort()
        self.outbox = outbox
        if self._participant is not None:
            self._participant.link_lost_at = None

    def detach(self, outbox: Outbox) -> None:
        """The WebSocket ended without a farewell: the client may resume for a while."""
        if self.outbox is outbox:
            self.outbox = None
            self.participant.link_lost_at = self.participant.node.clock.monotonic()

    def greet(self, request: rtc.JoinRequest) -> None:
        """The join answer, then what came along with the request. Sent before anything else."""
        participant = self.participant
        self.send(rtc.SignalResponse(join=self._join_response()))
        if self._offering is not None:
            participant.subscriber.channels.open()
            self._send_offer()
        else:
            participant.subscribing.all_in_room()
        for wanted in request.add_track_requests[: participant.node.settings.limits.tracks]:
            self._add_track(wanted)
        if request.publisher_offer.sdp:
            self._offer(request.publisher_offer)

    def welcome_back(self, last_message_seq: int = 0) -> None:
        """The answer to a resume: the whole state, because messages may have been lost."""
        participant = self.participant
        room = participant.room
        server = self._server_info()
        self.send(
            rtc.SignalResponse(
                reconnect=rtc.ReconnectResponse(
                    ice_servers=self._ice_servers(), server_info=server, last_message_seq=last_message_seq
                )
            )
        )
        self.send(update_of([participant.info, *room.visible_to(participant)]))
        self.send(rtc.SignalResponse(room_update=rtc.RoomUpdate(room=room.info_for(participant))))
        self._asked = False
        if self._offering is not None:
            restart = self._offering.restart()
            if restart is not None:
                self.send(rtc.SignalResponse(offer=restart))
        elif self.answering.has_unplaced:
            self.subscriptions_changed()

    # ---- ClientLink ----

    def send(self, message: rtc.SignalResponse) -> None:
        if self.outbox is not None:
            self.outbox.put(message)

    def subscriptions_changed(self) -> None:
        if self._offering is not None:
            self._send_offer()
        elif not self._asked:
            self._asked = True
            audios, videos = self.answering.sections_needed()
            requirement = rtc.MediaSectionsRequirement(num_audios=audios, num_videos=videos)
            self.send(rtc.SignalResponse(media_sections_requirement=requirement))

    def close(self, reason: Reason, action: LeaveAction) -> None:
        if self.outbox is None:
            return
        leave = rtc.LeaveRequest(reason=reason, action=action, can_reconnect=action == rtc.LeaveRequest.RECONNECT)
        self.outbox.put(rtc.SignalResponse(leave=leave))
        self.outbox.finish()
        self.outbox = None

    # ---- requests ----

    def handle(self, request: rtc.SignalRequest) -> bool:
        """Does what one message asks; False when the client said goodbye. Unknown messages are ignored."""
        kind = request.WhichOneof("message")
        if kind == "leave":
            return False
        handler = getattr(self, f"_on_{kind}", None) if kind else None
        if handler is not None:
            handler(getattr(request, kind))
        return True

    def _on_ping(self, _timestamp: int) -> None:
        self.send(rtc.SignalResponse(pong=self._milliseconds()))

    def _on_ping_req(self, ping: rtc.Ping) -> None:
        pong = rtc.Pong(last_ping_timestamp=ping.timestamp, timestamp=self._milliseconds())
        self.send(rtc.SignalResponse(pong_resp=pong))

    def _on_offer(self, offer: rtc.SessionDescription) -> None:
        self._offer(offer)

    def _on_answer(self, answer: rtc.SessionDescription) -> None:
        if self._offering is None:
            return
        try:
            refused, again = self._offering.answer(answer)
        except WireError:
            self.participant.node.drops.add("signal_malformed")
            return
        for subscription in refused:
            error = rtc.SubscriptionResponse(track_sid=subscription.sid, err=SubscriptionError.SE_CODEC_UNSUPPORTED)
            self.send(rtc.SignalResponse(subscription_response=error))
            self.participant.subscribing.choose(subscription.publication, wanted=False)
        if again is not None:
            self.send(rtc.SignalResponse(offer=again))

    def _on_add_track(self, request: rtc.AddTrackRequest) -> None:
        self._add_track(request)

    def _on_mute(self, request: rtc.MuteTrackRequest) -> None:
        self.participant.set_muted(request.sid, request.muted)

    def _on_subscription(self, request: rtc.UpdateSubscription) -> None:
        sids = [*request.track_sids, *(sid for tracks in request.participant_tracks for sid in tracks.track_sids)]
        for sid in sids[:1000]:
            publication = self.participant.room.publication(sid)
            if publication is not None:
                self.participant.subscribing.choose(publication, wanted=request.subscribe)
            elif request.subscribe:
                missing = rtc.SubscriptionResponse(track_sid=sid, err=SubscriptionError.SE_TRACK_NOTFOUND)
                self.send(rtc.SignalResponse(subscription_response=missing))

    def _on_track_setting(self, request: rtc.UpdateTrackSettings) -> None:
        setting = TrackSetting(
            disabled=request.disabled, quality=request.quality, width=request.width, height=request.height
        )
        for sid in request.track_sids[:1000]:
            self.participant.subscribing.set(sid, setting)

    def _on_subscription_permission(self, request: rtc.SubscriptionPermission) -> None:
        self.participant.subscribing.set_policy(request)

    def _on_update_metadata(self, request: rtc.UpdateParticipantMetadata) -> None:
        participant = self.participant
        if not participant.info.permission.can_update_metadata:
            self._respond(request, _Reason.NOT_ALLOWED, "this token may not change its own metadata")
            return
        attributes = dict(request.attributes)
        if any(key.startswith(RESERVED) for key in attributes):
            self._respond(request, _Reason.NOT_ALLOWED, f"attributes that begin with {RESERVED} are the server's own")
            return
        over = self._over_limit(request, attributes)
        if over is not None:
            self._respond(request, _Reason.LIMIT_EXCEEDED, over)
            return
        self._respond(request, _Reason.OK, "")
        participant.update(name=request.name, metadata=request.metadata, attributes=attributes)

    def _over_limit(self, request: rtc.UpdateParticipantMetadata, attributes: dict[str, str]) -> str | None:
        participant = self.participant
        node = participant.node
        together = {**participant.info.attributes, **attributes}
        over = node.settings.limits.too_large(name=request.name, metadata=request.metadata, attributes=together)
        if over is not None:
            node.drops.add("metadata_oversized")
        elif not participant.budget.change(cost_of_change(request.metadata, attributes), node.clock.monotonic()):
            node.drops.add("metadata_rate")
            over = "metadata is changed more often than this server tells others of it"
        return over

    def _on_update_audio_track(self, request: rtc.UpdateLocalAudioTrack) -> None:
        info = self._own_track(request.track_sid)
        if info is not None:
            del info.audio_features[:]
            info.audio_features.extend(request.features[:MAX_FEATURES])
            self.participant.changed()

    def _on_update_video_track(self, request: rtc.UpdateLocalVideoTrack) -> None:
        info = self._own_track(request.track_sid)
        if info is not None:
            info.width, info.height = request.width, request.height
            self.participant.changed()

    def _on_publish_data_track_request(self, request: rtc.PublishDataTrackRequest) -> None:
        answer = _Reason(reason=_Reason.UNSUPPORTED_TYPE, message="data tracks are not offered by this server")
        answer.publish_data_track.CopyFrom(request)
        self.send(rtc.SignalResponse(request_response=answer))

    # ---- inside ----

    def _offer(self, offer: rtc.SessionDescription) -> None:
        participant = self.participant
        try:
            answered = self.answering.answer(offer)
        except WireError:
            participant.node.drops.add("signal_malformed")
            return
        self._asked = False
        self.send(rtc.SignalResponse(answer=answered.message))
        self._follow(answered)
        if self._offering is None and self.answering.has_unplaced:
            self.subscriptions_changed()

    def _follow(self, answered: Answered) -> None:
        """What an answer entails, told after it."""
        participant = self.participant
        now = participant.node.clock.monotonic()
        for subscription, negotiated in answered.activated:
            if participant.subscribing.get(subscription.sid) is subscription:
                subscription.activate(negotiated)
                if subscription.active:
                    subscription.publication.publisher.ask_for_keyframes(subscription.publication, now)
        for publication in answered.ended:
            participant.unpublish(publication)
        for publication in answered.published:
            participant.publish(publication)

    def _add_track(self, request: rtc.AddTrackRequest) -> None:
        try:
            publication = self.participant.add_track(request)
        except PublishRefusedError as refused:
            answer = _Reason(reason=refused.reason, message=str(refused))
            answer.add_track.CopyFrom(request)
            self.send(rtc.SignalResponse(request_response=answer))
            return
        published = rtc.TrackPublishedResponse(cid=request.cid, track=publication.info)
        self.send(rtc.SignalResponse(track_published=published))

    def _send_offer(self) -> None:
        assert self._offering is not None
        offer = self._offering.offer()
        if offer is not None:
            self.send(rtc.SignalResponse(offer=offer))

    def _own_track(self, sid: str) -> TrackInfo | None:
        publication = self.participant.publications.get(sid)
        return publication.info if publication is not None else None

    def _respond(self, request: Message, reason: "rtc.RequestResponse.Reason", message: str) -> None:
        answer = _Reason(request_id=getattr(request, "request_id", 0), reason=reason, message=message)
        if reason != _Reason.OK and isinstance(request, rtc.UpdateParticipantMetadata):
            answer.update_metadata.CopyFrom(request)
        self.send(rtc.SignalResponse(request_response=answer))

    def _join_response(self) -> rtc.JoinResponse:
        participant = self.participant
        return rtc.JoinResponse(
            room=participant.room.info_for(participant),
            participant=participant.info,
            other_participants=participant.room.visible_to(participant),
            server_version=VERSION,
            ice_servers=self._ice_servers(),
            server_info=self._server_info(),
            server_region=participant.node.settings.region,
            subscriber_primary=not participant.single,
            fast_publish=not participant.single,
            ping_interval=PING_INTERVAL,
            ping_timeout=PING_TIMEOUT,
            enabled_publish_codecs=[Codec(mime=mime) for mime in CODECS],
            sif_trailer=os.urandom(8),
        )

    def _ice_servers(self) -> list[rtc.ICEServer]:
        """The relays, with credentials of its own; a resume gives fresh ones."""
        turn, participant = self.participant.node.settings.turn, self.participant
        if turn is None:
            return []
        username, password = turn.credentials(participant.sid, participant.node.clock.wall())
        return [rtc.ICEServer(urls=turn.urls, username=username, credential=password)]

    def _server_info(self) -> ServerInfo:
        settings = self.participant.node.settings
        return ServerInfo(
            edition=ServerInfo.Standard,
            version=VERSION,
            protocol=PROTOCOL,
            node_id=settings.node_id,
            region=settings.region,
        )

    def _milliseconds(self) -> int:
        return int(self.participant.node.clock.wall() * 1000)
