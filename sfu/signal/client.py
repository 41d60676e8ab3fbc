"""One client's signalling: every message it may send, and what follows. Outlives a WebSocket while it may resume."""

import asyncio
import os
from typing import Final, Literal

from livekit.protocol import rtc
from livekit.protocol.models import ClientConfigSetting, ClientConfiguration, Codec, ServerInfo

from sfu.core.bucket import Bucket
from sfu.rooms.alternatives import cannot_decode
from sfu.rooms.link import LeaveAction, Reason
from sfu.rooms.node import PROTOCOL, VERSION
from sfu.rooms.participant import Participant
from sfu.rooms.room import CODECS
from sfu.rooms.telling import update_of
from sfu.rooms.ways import way_of
from sfu.signal.answering import Answered, Answering
from sfu.signal.offering import Offering
from sfu.signal.outbox import Outbox
from sfu.signal.requests import HANDLERS, add_track
from sfu.wire.errors import WireError

PING_INTERVAL: Final = 5
PING_TIMEOUT: Final = 15


class Client:
    """A participant's ClientLink. Made with the participant, `attach`ed to each WebSocket it comes by."""

    def __init__(self) -> None:
        self.outbox: Outbox | None = None
        self._participant: Participant | None = None
        self._answering: Answering | None = None
        self._offering: Offering | None = None
        self._asked = False  # for media sections, with no offer since
        self._planned = False  # to negotiate in the loop's next turn
        self.rate = Bucket(0, 0)  # of messages; no limit until bound
        self.on_resume: Literal["", "cut before", "cut after"] = ""  # a scenario the client asked for

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
            add_track(self, wanted)
        if request.publisher_offer.sdp:
            self._offer(request.publisher_offer)

    def welcome_back(self, request: rtc.JoinRequest) -> None:
        """The answer to a resume: the whole state, because messages may have been lost."""
        participant = self.participant
        room = participant.room
        scenario, self.on_resume = self.on_resume, ""
        if scenario == "cut before":
            self.cut()
            return
        # The client sends its reliable messages after this number again; without one it would keep them for ever.
        reconnect = rtc.ReconnectResponse(
            server_info=self._server_info(),
            ice_servers=self._ice_servers(),
            client_configuration=self._configuration(),
            last_message_seq=participant.reliable.last,
        )
        self.send(rtc.SignalResponse(reconnect=reconnect))
        if scenario == "cut after" and self.outbox is not None:
            self.outbox.finish()
            return
        self.send(update_of([participant.info, *room.visible_to(participant)]))
        self.send(rtc.SignalResponse(room_update=rtc.RoomUpdate(room=room.info_for(participant))))
        self._asked = False
        if self._offering is not None:
            self.restart_ice()
        elif self.answering.has_unplaced:
            self.subscriptions_changed()
        for publication in participant.publications.values():
            room.dynacast(publication, again=True)
        if participant.data_tracks.any_subscribed:
            participant.data_tracks.tell_handles()
        if request.HasField("sync_state"):
            HANDLERS["sync_state"](self, request.sync_state)

    def restart_ice(self) -> None:
        """Of the connection whose offers are ours; where there is none, the client restarts by itself."""
        restart = self._offering.restart() if self._offering is not None else None
        if restart is not None:
            self.send(rtc.SignalResponse(offer=restart))

    def cut(self) -> None:
        """Ends the WebSocket without a word, as a broken network does."""
        if self.outbox is not None:
            self.outbox.abort()

    # ---- ClientLink ----

    def send(self, message: rtc.SignalResponse) -> None:
        if self.outbox is not None:
            self.outbox.put(message)

    def subscriptions_changed(self) -> None:
        if not self._planned:
            self._planned = True
            # One negotiation for all that changes in a turn: both tracks of one who comes, all of a room's.
            asyncio.get_running_loop().call_soon(self._negotiate)

    def _negotiate(self) -> None:
        self._planned = False
        if self._offering is not None:
            self._send_offer()
        elif self._answering is not None and not self._asked:
            self._asked = True
            audios, videos = self._answering.sections_needed()
            requirement = rtc.MediaSectionsRequirement(num_audios=audios, num_videos=videos)
            self.send(rtc.SignalResponse(media_sections_requirement=requirement))

    def close(self, reason: Reason, action: LeaveAction) -> None:
        # What was negotiated names others' tracks, also ended ones, and these their publishers, and so on: kept by
        # one who has left it would keep everybody who was ever here.
        self._answering = self._offering = None
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
        match kind:
            case "leave":
                return False
            case "offer":
                self._offer(request.offer)
            case "answer":
                self._on_answer(request.answer)
            case _ if kind in HANDLERS:
                HANDLERS[kind](self, getattr(request, kind))
        return True

    def _on_answer(self, answer: rtc.SessionDescription) -> None:
        if self._offering is None:
            return
        try:
            refused, again = self._offering.answer(answer)
        except WireError:
            self.participant.node.drops.add("signal_malformed")
            return
        for subscription in refused:
            cannot_decode(subscription)
        if again is not None:
            self.send(rtc.SignalResponse(offer=again))

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
        for subscription, choices in answered.activated:
            if participant.subscribing.get(subscription.sid) is subscription:
                subscription.activate(choices)
                if subscription.active:
                    subscription.publication.publisher.ask_for_keyframes(subscription.source, now)
        for subscription in answered.undecodable:
            cannot_decode(subscription)
        for publication in answered.ended:
            participant.unpublish(publication)
        participant.publish(*answered.published)

    def _send_offer(self) -> None:
        assert self._offering is not None
        offer = self._offering.offer()
        if offer is not None:
            self.send(rtc.SignalResponse(offer=offer))

    def _join_response(self) -> rtc.JoinResponse:
        participant = self.participant
        return rtc.JoinResponse(
            room=participant.room.info_for(participant),
            participant=participant.info,
            other_participants=participant.room.visible_to(participant),
            server_version=VERSION,
            ice_servers=self._ice_servers(),
            client_configuration=self._configuration(),
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
        urls = turn.secure if self._by_tls() else turn.urls
        return [rtc.ICEServer(urls=urls, username=username, credential=password)]

    def _by_tls(self) -> bool:
        """Whether the client asked for a relay over TLS, and there is one."""
        turn = self.participant.node.settings.turn
        return turn is not None and bool(turn.secure) and way_of(self.participant) == rtc.CandidateProtocol.TLS

    def _configuration(self) -> ClientConfiguration | None:
        forced = ClientConfigSetting.ENABLED
        return ClientConfiguration(force_relay=forced) if self._by_tls() else None

    def _server_info(self) -> ServerInfo:
        settings = self.participant.node.settings
        return ServerInfo(
            edition=ServerInfo.Standard,
            version=VERSION,
            protocol=PROTOCOL,
            node_id=settings.node_id,
            region=settings.region,
        )

    def milliseconds(self) -> int:
        """The wall clock as LiveKit sends it."""
        return int(self.participant.node.clock.wall() * 1000)
