"""What one participant's line carries, and who gets how much of it: feedback → estimate → allocation → subscriptions.

The rule: audio is never held back; of video each subscription gets a highest layer (or none: it is paused and the
client told). A client whose connection brings no transport-wide feedback is not limited at all.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from livekit.protocol.models import TrackSource
from livekit.protocol.rtc import SignalResponse, StreamState, StreamStateInfo, StreamStateUpdate

from sfu.core.allocation import Allocation, Allocator, Rank, Wish
from sfu.core.bandwidth import Estimator, Probe
from sfu.core.bandwidth.estimator import START, UNKNOWN_RTT
from sfu.core.quality import Expected
from sfu.net.kernel_line import FeedbackReader
from sfu.rooms.subscription import NOTHING, UNLIMITED, Subscription
from sfu.wire import rtcp

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant

PERIOD: Final = 0.1
"""Seconds between two looks at what feedback changed."""
_REST: Final = 0.5  # seconds between two allocations when nothing much changed
_REST_SERVED: Final = 3.0  # the same, while everybody has what it wants
_CALM: Final = 0.95  # seconds between two looks at a line that has room for all and shows no queue
_MOVED: Final = 0.04  # share by which an estimate has to move to be looked at at once
_SILENT: Final = 5.0  # seconds of media after which a client that sent no feedback will send none
_VOICE: Final = 40_000.0  # bits a second kept free for somebody who begins to speak
_OVERLOAD: Final = 1.15  # of the budget: above that a layer ends at once, without waiting for the next one's keyframe
_STANDING: Final = 0.05  # seconds of queue for the same
_STEP: Final = 0.005  # seconds between two pieces of a probe
_TRIAL: Final = 8.0  # seconds between two trials on a line that cannot be probed
_REPEATS: Final = 0.3  # share of the line that repeats may take
_REPEAT_SECONDS: Final = 0.5  # of that share may be repeated at once
_PACKET: Final = 1200


class Downlink:
    """One participant's line toward it."""

    def __init__(self, participant: "Participant") -> None:
        self._participant = participant
        self._estimator: Estimator | None = None
        self._numbers = 0  # the transport's feedback sequence at the last tick
        self._numbered_at = 0.0  # when it last moved
        self._allocator: Allocator[str] = Allocator()
        self._paused: set[str] = set()  # sids of tracks the client was told are paused
        self._missing = Expected(participant.node.clock.monotonic())  # layers, for want of bandwidth
        self._speaker = ""  # sid of who spoke last
        self._planned = False
        self._stale = False
        self._looked_at = 0.0
        self._calm_until = 0.0  # nothing is due before, unless C says that packets are lost or queue
        self._reader: FeedbackReader | None = None
        self._simulated = 0.0  # bits a second in place of what is known; 0: none
        self._budget = 0.0  # of the last allocation
        self._wanted = 0.0  # what would have served every wish then
        self._first_sent: float | None = None
        self._tried_at = 0.0
        self._probe_timer: asyncio.TimerHandle | None = None
        self._repeatable = 0.0  # octets
        self._repeatable_at = 0.0

    # ---- what is known ----

    @property
    def estimate(self) -> float | None:
        """Bits a second; None: unknown or not limited."""
        return self._estimator.estimate if self._estimator is not None else None

    def budget(self, now: float) -> float | None:
        """Bits a second that may be sent; None: no limit. Before the first feedback a fair line is assumed."""
        if self._simulated:
            return self._simulated
        estimator = self._estimator
        if estimator is None or estimator.estimate is not None:
            return estimator.estimate if estimator is not None else None
        first = self._first_sent
        return START if first is None or now - first < _SILENT else None

    @property
    def pausing(self) -> bool:
        """Whether a video is held back altogether for want of bandwidth."""
        return bool(self._paused)

    def take_missing(self, now: float) -> float:
        """Layers the worst served video lacked for want of bandwidth, on average since the last call."""
        return self._missing.take(now)[1]

    # ---- what happens ----

    def negotiated(self, twcc_id: int) -> None:
        """The client will report on packets that carry transport-wide numbers under this extension id."""
        me = self._participant
        transports = me.node.transports
        ring = transports.sent.get(me.transport_row)
        if ring is None:
            ring = transports.sent.add(me.transport_row)
            detector = None
            if me.node.kernel is not None:
                self._reader = FeedbackReader(me.node.kernel, ring)
                detector = self._reader.detector
            self._estimator = Estimator(ring, detector=detector)
        me.subscriber.note_sent(ring, twcc_id, self._reader)

    def on_feedback(self, feedback: rtcp.TransportFeedback, now: float) -> None:
        """Transport-wide feedback of the client."""
        estimator = self._estimator
        if estimator is not None:
            estimator.on_rtt(self._participant.sending.rtt or UNKNOWN_RTT)
            estimator.on_feedback(feedback, now)
            self._fallen(estimator, now)

    def takes(self, packet: bytes, now: float) -> bool:
        """Whether a whole RTCP packet was transport-wide feedback that C could read: most of them are."""
        if self._reader is None or not self._reader.read(packet):
            return False
        self.hear(now)
        return True

    def hear(self, now: float) -> None:
        """Takes what C gathered of the client's feedback: at a tick, or at once where packets are lost or queue."""
        self._calm_until = 0.0
        estimator, reader = self._estimator, self._reader
        arrivals = reader.take() if reader is not None else None
        if estimator is not None and arrivals is not None:
            estimator.on_rtt(self._participant.sending.rtt or UNKNOWN_RTT)
            estimator.on_arrivals(arrivals, now)
            self._fallen(estimator, now)

    def _fallen(self, estimator: Estimator, now: float) -> None:
        """A line that turns out too narrow is divided anew at once."""
        found = estimator.estimate
        if found is not None and found < self._budget * (1.0 - _MOVED) and found < self._wanted:
            self.look(now)

    def on_remb(self, bitrate: int) -> None:
        """A receiver's own estimate."""
        if self._estimator is not None:
            self._estimator.on_remb(float(bitrate))

    def simulate(self, bits: int) -> None:
        """As if the line carried so many bits a second, whatever is known of it, until it is told 0 (or less)."""
        self._simulated = float(max(0, bits))
        self._calm_until = 0.0
        self.look(self.now())

    def changed(self) -> None:
        """Subscriptions, wishes or layers changed: looked at in the loop's next turn, once for many changes."""
        self._stale = True
        self._calm_until = 0.0
        if not self._planned and (self._estimator is not None or self._simulated):
            self._planned = True
            asyncio.get_running_loop().call_soon(self._changed)

    def _changed(self) -> None:
        self._planned = False
        if not self._participant.gone:
            self.look(self._participant.node.clock.monotonic())

    def first_limit(self) -> int:
        """The limit a new video subscription starts with, until the next look."""
        return NOTHING if self._estimator is not None or self._simulated else UNLIMITED

    def repeats(self, lost: Sequence[int], now: float) -> Sequence[int]:
        """Of the numbers a client asks for again as many as its line has room for."""
        budget = self.budget(now)
        if budget is None:
            return lost
        rate = budget * _REPEATS / 8
        passed, self._repeatable_at = now - self._repeatable_at, now
        self._repeatable = min(rate * _REPEAT_SECONDS, self._repeatable + rate * passed)
        allowed = list(lost)[: max(0, int(self._repeatable / _PACKET) + 1)]
        self._repeatable -= len(allowed) * _PACKET
        return allowed

    def now(self) -> float:
        """The node's monotonic seconds."""
        return self._participant.node.clock.monotonic()

    def tick(self, now: float) -> bool:
        """Call it every PERIOD: does what is due. False: calm, the next call may be a little late."""
        estimator, me = self._estimator, self._participant
        if estimator is None:
            if self._simulated and now - self._looked_at >= _REST:
                self.look(now)
            return False
        if now < self._calm_until:
            return False
        self.hear(now)
        numbers = int(me.node.transports.feedback[me.transport_row])
        if numbers != self._numbers:
            self._numbers, self._numbered_at = numbers, now
            if self._first_sent is None:
                self._first_sent = now
        estimator.tick(now, now - self._numbered_at < 1.0)
        budget = self.budget(now)
        rested = now - self._looked_at
        served = budget is None or min(budget, self._budget) >= self._wanted
        moved = not served and abs((budget or 0.0) - self._budget) > _MOVED * self._budget
        if self._stale or moved or rested >= (_REST_SERVED if served else _REST):
            self.look(now)
        elif served and estimator.calm and not estimator.probing and self._reader is not None:
            self._calm_until = now + _CALM
            return False
        return True

    # ---- dividing the line ----

    def look(self, now: float) -> None:
        """Divides the line anew, and probes it if somebody would use more."""
        self._stale = False
        self._looked_at = now
        budget = self.budget(now)
        videos: list[Subscription] = []
        audio = silent = 0.0
        for subscription in self._participant.subscribing.all():
            publication = subscription.publication
            if not subscription.active or publication.info.muted:
                continue
            if publication.kind == "audio":
                audio += subscription.source.cost(0)
                silent = max(silent, _VOICE - subscription.source.cost(0))
            elif not subscription.setting.disabled:
                videos.append(subscription)
        audio += silent
        self._participant.subscriber.pace(budget)
        if budget is None:
            self._budget = 0.0
            for subscription in videos:
                self._give(subscription, UNLIMITED, at_once=False)
            self._tell({subscription.sid: False for subscription in videos})
            self._missing.note(0.0, 0.0, now)
            return
        self._budget = budget
        wishes = [self._wish(subscription) for subscription in videos]
        allocation = self._allocator.decide(budget, audio, wishes, now)
        self._wanted = allocation.wanted
        self._apply(allocation, videos, wishes, budget - audio)
        self._missing.note(0.0, max((_distance(wish, allocation) for wish in wishes), default=0), now)
        if allocation.wanted > budget and not self._simulated:
            self._probe(allocation, videos, now)

    def _wish(self, subscription: Subscription) -> Wish[str]:
        source = subscription.source
        wanted = subscription.wanted_layer()
        there = [layer for layer in source.live if layer <= wanted] or [wanted]
        current = subscription.limit if NOTHING < subscription.limit < UNLIMITED else None
        if subscription.limit == UNLIMITED:
            current = wanted
        layers = tuple((layer, source.cost(layer)) for layer in there)
        return Wish(subscription.sid, self._rank(subscription), layers, current, subscription.setting.priority)

    def _rank(self, subscription: Subscription) -> Rank:
        publication = subscription.publication
        if publication.info.source == TrackSource.SCREEN_SHARE:
            return Rank.SCREEN
        speaking = self._participant.room.speakers.speaking()
        for speaker in speaking:
            if speaker.key != self._participant.sid:
                self._speaker = speaker.key
                break
        publisher = publication.publisher
        spotlit = publisher.identity in publisher.room.hosting.spotlight
        return Rank.SPEAKER if spotlit or publisher.sid == self._speaker else Rank.OTHER

    def _apply(
        self, allocation: Allocation[str], videos: list[Subscription], wishes: list[Wish[str]], room: float
    ) -> None:
        flowing = sum(
            max((cost for layer, cost in wish.layers if layer <= wish.current), default=0.0)
            for wish in wishes
            if wish.current is not None
        )
        queue = self._estimator.queue if self._estimator is not None else 0.0
        at_once = flowing > _OVERLOAD * room or queue > _STANDING
        for subscription in videos:
            layer = allocation.layers[subscription.sid]
            self._give(subscription, NOTHING if layer is None else layer, at_once=at_once)
        self._tell({sid: layer is None for sid, layer in allocation.layers.items()})

    def _give(self, subscription: Subscription, limit: int, *, at_once: bool) -> None:
        if subscription.limit == limit:
            return
        falls = limit < subscription.limit
        subscription.limit = limit
        subscription.apply()
        if falls and at_once and limit > NOTHING:
            subscription.drop_current()
        source = subscription.source
        source.publisher.ask_for_keyframes(source, self._participant.node.clock.monotonic())

    def _tell(self, paused: dict[str, bool]) -> None:
        """What began or ended to be held back, to the client."""
        update = StreamStateUpdate()
        for sid, held in paused.items():
            if held == (sid in self._paused):
                continue
            (self._paused.add if held else self._paused.discard)(sid)
            subscription = self._participant.subscribing.get(sid)
            if subscription is not None:
                state = StreamState.PAUSED if held else StreamState.ACTIVE
                owner = subscription.publication.publisher.sid
                update.stream_states.append(StreamStateInfo(participant_sid=owner, track_sid=sid, state=state))
        if update.stream_states:
            self._participant.link.send(SignalResponse(stream_state_update=update))

    def forget(self, subscription: Subscription) -> None:
        """The subscription ended."""
        self._paused.discard(subscription.sid)
        self.changed()

    # ---- probing ----

    def _probe(self, allocation: Allocation[str], videos: list[Subscription], now: float) -> None:
        estimator = self._estimator
        if estimator is None or self._probe_timer is not None:
            return
        carriers = [s for s in videos if s.forwarder.can_pad(s.row)]
        if not carriers:
            if now - self._tried_at > _TRIAL and estimator.calm:
                self._tried_at = now
                estimator.trust(min(allocation.wanted, 2 * (estimator.estimate or START)), now)
            return
        probe = estimator.probe(allocation.wanted, now)
        if probe is not None:
            self._participant.node.counters.probes += 1
            _Padding(self, probe, allocation.used, carriers, now).send()

    def plan(self, seconds: float, step: "_Padding") -> None:
        """The probe's next piece."""
        self._probe_timer = asyncio.get_running_loop().call_later(seconds, self._next_piece, step)

    def _next_piece(self, step: "_Padding") -> None:
        self._probe_timer = None
        if not self._participant.gone:
            step.send()

    def close(self) -> None:
        """The participant is gone."""
        if self._probe_timer is not None:
            self._probe_timer.cancel()
            self._probe_timer = None


def _distance(wish: Wish[str], allocation: Allocation[str]) -> int:
    """Layers between the wanted one and the one it got; a paused video has all of them to go."""
    given = allocation.layers[wish.key]
    return sum(1 for layer, _ in wish.layers if given is None or layer > given)


class _Padding:
    """A probe while it is sent: padding beside the media, in pieces, so that it makes no burst."""

    def __init__(
        self, downlink: Downlink, probe: Probe, media: float, carriers: list[Subscription], now: float
    ) -> None:
        self._downlink = downlink
        self._rate = max(0.0, probe.rate - media) / 8
        self._carriers = carriers
        self._begun = now
        self._until = now + probe.seconds
        self._sent = 0

    def send(self) -> None:
        """What is due by now, and plans the rest."""
        carrier = next((s for s in self._carriers if s.active), None)
        if carrier is None:
            return
        now = self._downlink.now()
        due = int((min(now, self._until) - self._begun + _STEP) * self._rate) - self._sent
        if due > 0:
            for packet in carrier.forwarder.padding(carrier.row, due, now):
                carrier.transport.send_rtp(packet)
                self._sent += len(packet)
        if now < self._until:
            self._downlink.plan(_STEP, self)
