"""What is due by time: retransmission requests and feedback in milliseconds, reports in seconds, ends of rooms.

One timer a node, which is slow while nothing is missing: a wake-up costs as much as a packet. Each duty has its own
period (0: every tick); a late tick does an overdue duty once, not as often as it missed.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Final, cast

from livekit.protocol.models import ConnectionQuality, DisconnectReason
from livekit.protocol.rtc import ConnectionQualityInfo, ConnectionQualityUpdate, LeaveRequest, SignalResponse

from sfu.core.feedback import INTERVAL
from sfu.core.quality import ConnectionQuality as Score
from sfu.core.quality import Window, mean_opinion, worst
from sfu.core.reception import REORDERING
from sfu.core.speakers import UPDATE_INTERVAL
from sfu.rooms import downlink
from sfu.rooms.clock import ntp64
from sfu.rooms.figures import Sampler
from sfu.rooms.life import abandoned, ended, warnings_due
from sfu.rooms.node import Node
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room
from sfu.wire import rtcp

log = logging.getLogger(__name__)

TICK: Final = 0.02  # while packets are missing that may still be asked for
REST: Final = 0.1  # else; what is due oftener does not exist
IDLE: Final = 0.25  # while nobody is here: only rooms' ends are due
_EARLY: Final = 0.01  # seconds before its time that a duty is done, rather than a whole tick later
_MAX_BLOCKS: Final = 31  # report blocks in one packet (5-bit count)
_MAX_REPORTS: Final = 30  # sender reports in one datagram
_QUALITY_PERIOD: Final = 5.0
_DEAD: Final = 10.0  # seconds without a connectivity check: the peer is not heard
_FIGURES_PERIOD: Final = 5.0


class Ticker:
    """Call `tick(now)` often; it does what is due. `run` does so until cancelled."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._due: dict[str, float] = {}
        self._scores: dict[str, dict[str, Score]] = {}
        self.lag = 0.0  # seconds the last tick came late
        self._missing = False
        self._timer: asyncio.TimerHandle | None = None
        self._sampler = Sampler(node)

    async def run(self) -> None:
        """Ticks on the node's monotonic clock."""
        self._node.hurry = self._hurry
        self._plan(TICK)
        try:
            await asyncio.get_running_loop().create_future()  # until cancelled
        finally:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _plan(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        planned = loop.time() + seconds
        self._timer = loop.call_at(planned, self._fire, planned)

    def _hurry(self) -> None:
        """A packet is missing: it is asked for soon."""
        if not self._missing and self._timer is not None:
            self._missing = True
            self._timer.cancel()
            self._plan(REORDERING)

    def _fire(self, planned: float) -> None:
        self.lag = max(0.0, asyncio.get_running_loop().time() - planned)
        self._node.figures.loop_lag.observe(self.lag)
        try:
            self.tick(self._node.clock.monotonic())
        except Exception:
            log.exception("tick failed")  # one room's trouble must not stop the others' clock
        here = any(room.participants for room in self._node.rooms.values())
        self._plan((TICK if self._missing else REST) if here else IDLE)

    def tick(self, now: float) -> None:
        """All that is due at `now` (monotonic seconds)."""
        duties: tuple[tuple[str, float, Callable[[float], None]], ...] = (
            ("requests", 0.0, self._requests),
            ("feedback", INTERVAL, self._feedback),
            ("layers", 0.25, self._layers),
            ("counts", 0.25, self._counts),
            ("downlinks", downlink.PERIOD, self._downlinks),
            ("speakers", UPDATE_INTERVAL, self._speakers),
            ("reports", 1.0, self._reports),
            ("rooms", 0.5, self._rooms),
            ("quality", _QUALITY_PERIOD, self._quality),
            ("figures", _FIGURES_PERIOD, self._sampler.sample),
        )
        for name, period, duty in duties:
            if now >= self._due.get(name, 0.0) - _EARLY:
                self._due[name] = now + period
                duty(now)

    def _everyone(self) -> Iterator[Participant]:
        for room in list(self._node.rooms.values()):
            yield from list(room.participants.values())

    # ---- media ----

    def _publishers(self) -> list[Participant]:
        """Those who publish: what is due often is due to them alone, and most people in large rooms only watch."""
        rooms = self._node.rooms.values()
        return [p for room in rooms for p in room.participants.values() if p.publications]

    def _requests(self, now: float) -> None:
        self._missing = False
        for participant in self._publishers():
            if participant.publisher.connected:
                packets = participant.receiving.requests(now)
                if packets:
                    participant.publisher.send_rtcp(rtcp.build(packets))
                self._missing = self._missing or participant.receiving.missing

    def _feedback(self, now: float) -> None:
        for participant in self._publishers():
            feedback = participant.receiving.feedback
            if feedback.due(now):
                # libwebrtc ignores feedback that names none of its own streams, and then slows down to 30 kbit/s.
                layers = (layer for p in participant.sources() for layer in p.layers.values())
                media_ssrc = next((layer.stream.ssrc for layer in layers), 0)
                for packet in feedback.build(participant.rtcp_ssrc, media_ssrc, now):
                    participant.publisher.send_rtcp(packet)

    def _layers(self, now: float) -> None:
        for participant in self._publishers():
            for publication in participant.sources():
                publication.refresh_live(now)
                publication.measure(now)

    def _downlinks(self, now: float) -> None:
        for participant in self._everyone():
            participant.downlink.tick(now)

    def _counts(self, _now: float) -> None:
        self._node.count()

    def _reports(self, now: float) -> None:
        wall = self._node.clock.wall()
        for participant in self._everyone():
            for source in participant.sources():
                if source.feed is not None:
                    source.feed.report(ntp64(wall), now)
            blocks = participant.receiving.reports(now)
            for i in range(0, len(blocks), _MAX_BLOCKS):
                report = rtcp.ReceiverReport(participant.rtcp_ssrc, tuple(blocks[i : i + _MAX_BLOCKS]))
                participant.publisher.send_rtcp(rtcp.build([report]))
            reports = participant.sending.reports(wall, now)
            for i in range(0, len(reports), _MAX_REPORTS):
                participant.subscriber.send_rtcp(rtcp.build(reports[i : i + _MAX_REPORTS]))

    # ---- rooms ----

    def _speakers(self, now: float) -> None:
        for participant in self._publishers():
            participant.receiving.observe_levels()
        for room in list(self._node.rooms.values()):
            changes = room.speakers.update(now)
            if changes:
                room.tell_speakers(changes)

    def _rooms(self, now: float) -> None:
        wall = self._node.clock.wall()
        for room in list(self._node.rooms.values()):
            for participant in room.everybody():
                self._check_alive(room, participant, now)
            if ended(room.deadline, wall) or (
                room.window is None
                and abandoned(
                    empty_since=room.empty_since,
                    had_people=room.had_people,
                    empty_timeout=room.empty_timeout,
                    departure_timeout=room.departure_timeout,
                    now=now,
                )
            ):
                self._node.close_room(room, DisconnectReason.ROOM_CLOSED)
            else:
                room.tell_counts(now)
                end = room.deadline
                for before in warnings_due(end, room.warned, wall):
                    room.warned |= {before}
                    assert end is not None
                    room.announce({"ends_at": end.ends_at, "closes_at": end.closes_at})
        self._node.expire_tombstones()

    def _check_alive(self, room: Room, participant: Participant, now: float) -> None:
        """Clients that lost their WebSocket for too long, never connected, or went silent, are gone."""
        settings = self._node.settings
        lost = participant.link_lost_at
        if lost is not None and now - lost >= settings.resume_window:
            room.leave(participant, DisconnectReason.SIGNAL_CLOSE)
            return
        if not participant.active and now - participant.joined_at >= settings.connect_timeout:
            room.leave(participant, DisconnectReason.JOIN_FAILURE)
            return
        transport = participant.subscriber
        if transport.connected and now - transport.last_check >= settings.silent_transport:
            room.leave(participant, DisconnectReason.CONNECTION_TIMEOUT, LeaveRequest.RECONNECT)

    # ---- quality ----

    def _quality(self, now: float) -> None:
        for room in list(self._node.rooms.values()):
            updates = {p: self._quality_of(p, now) for p in room.participants.values() if p.active}
            visible = [update for participant, update in updates.items() if not participant.hidden]
            for participant in room.participants.values():
                told = [*visible, updates[participant]] if participant.hidden and participant in updates else visible
                if told:
                    quality = ConnectionQualityUpdate(updates=told)
                    participant.link.send(SignalResponse(connection_quality=quality))
        alive = {p.sid for p in self._everyone()}
        self._scores = {sid: scores for sid, scores in self._scores.items() if sid in alive}

    def _quality_of(self, participant: Participant, now: float) -> ConnectionQualityInfo:
        """The worst of what it publishes and what it gets."""
        scores = self._scores.setdefault(participant.sid, {})
        rtt_ms = participant.sending.rtt * 1000.0
        kept: dict[str, Score] = {}
        for publication in participant.publications.values():
            assert publication.encoding is not None
            encoding = publication.encoding
            score = scores.get(publication.sid) or Score(encoding.mime, now, fec="useinbandfec=1" in encoding.fmtp)
            kept[publication.sid] = score
            window = publication.take_window(now)
            # Paused by dynacast looks the same as a dead line; that the peer still asks to be sent tells them apart.
            dead = now - participant.publisher.last_check > _DEAD
            if publication.info.muted or (window.received == 0 and not dead):
                score.silent(now)
            else:
                expected = window.received + window.lost
                came = window.octets, window.declared_bits, window.missing
                score.update(Window(expected, window.lost, window.jitter_ms, rtt_ms, *came), now)
        expected, lost, jitter_ms = participant.sending.take_window()
        missing = participant.downlink.take_missing(now)
        down = scores.get("down") or Score("video/vp8", now)
        kept["down"] = down
        if participant.downlink.pausing:
            down.paused(now)
        elif expected:
            down.update(Window(expected, lost, jitter_ms, rtt_ms, distance=missing), now)
        else:
            down.silent(now)
        self._scores[participant.sid] = kept
        quality = worst([score.quality for score in kept.values()])
        return ConnectionQualityInfo(
            participant_sid=participant.sid,
            quality=cast(ConnectionQuality, quality),
            score=mean_opinion(min(score.score for score in kept.values())),
        )
