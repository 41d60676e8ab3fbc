"""What is due by time: retransmission requests and feedback in milliseconds, reports in seconds, ends of rooms.

One timer a node, which is slow while nothing is missing: a wake-up costs as much as a packet. Each duty has its own
period; a late tick does an overdue duty once, not as often as it missed. What is due to each person goes in rounds
(`rounds.py`), in ticks that are the shorter the more people are here: while one runs, packets wait.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Iterator
from typing import Final

from livekit.protocol.models import DisconnectReason
from livekit.protocol.rtc import LeaveRequest

from sfu.core.feedback import INTERVAL
from sfu.core.reception import REORDERING
from sfu.core.speakers import UPDATE_INTERVAL
from sfu.rooms import downlink, grades
from sfu.rooms.clock import ntp64
from sfu.rooms.figures import Sampler
from sfu.rooms.life import abandoned, ended, warnings_due
from sfu.rooms.node import Node
from sfu.rooms.participant import Participant
from sfu.rooms.rounds import Round
from sfu.wire import rtcp

log = logging.getLogger(__name__)

TICK: Final = 0.02  # while packets are missing that may still be asked for
REST: Final = 0.1  # else, with few people; what is due oftener does not exist
CALM: Final = 0.2  # where no line is in trouble, and C tells publishers of their packets
_PEOPLE: Final = 64  # for each so many a tick more in the same time
_MOST_TICKS: Final = 10  # in that time
IDLE: Final = 0.25  # while nobody is here: only rooms' ends are due
_REPEATS: Final = 0.2  # seconds between two looks whether a keyframe has to be asked for again
_EARLY: Final = 0.01  # seconds before its time that a duty is done, rather than a whole tick later
_MAX_BLOCKS: Final = 31  # report blocks in one packet (5-bit count)
_MAX_REPORTS: Final = 30  # sender reports in one datagram
_FIGURES_PERIOD: Final = 5.0


class Ticker:
    """Call `tick(now)` often; it does what is due. `run` does so until cancelled."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._done: dict[str, float] = {}  # when, by duty
        self._lines = Round(downlink.PERIOD, self._everyone)
        self._reported = Round(1.0, self._everyone)
        self._graded = Round(grades.PERIOD, self._everyone)
        self._alive = Round(0.5, self._everyone_waiting_too)
        self.lag = 0.0  # seconds the last tick came late
        self._missing = False
        self._busy = True  # something was to do in the last tick that is due every REST
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
        here = sum(len(room.participants) for room in self._node.rooms.values())
        rest = (REST if self._busy or here > _PEOPLE else CALM) / min(_MOST_TICKS, 1 + here // _PEOPLE)
        self._plan((min(TICK, rest) if self._missing else rest) if here else IDLE)

    def tick(self, now: float) -> None:
        """All that is due at `now` (monotonic seconds)."""
        self._node.port.read()
        self._busy = self._node.kernel is None
        duties: tuple[tuple[str, float, Callable[[float], None]], ...] = (
            ("requests", TICK if self._missing else _REPEATS, self._requests),
            ("feedback", INTERVAL, self._feedback),
            ("layers", 0.2, self._layers),
            ("counts", 0.2, self._counts),
            ("speakers", UPDATE_INTERVAL, self._speakers),
            ("rooms", 0.5, self._rooms),
            ("figures", _FIGURES_PERIOD, self._sampler.sample),
        )
        for name, period, duty in duties:
            if now >= self._done.get(name, -math.inf) + period - _EARLY:
                self._done[name] = now
                duty(now)
        for participant in self._turns(self._lines, now):
            self._busy = participant.downlink.tick(now) or self._busy
        self._reports(self._turns(self._reported, now), now)
        self._check_alive(self._turns(self._alive, now), now)
        self._grade(self._turns(self._graded, now), now)

    def _turns(self, people: Round[Participant], now: float) -> list[Participant]:
        """Whose turn it is, who left since the round began aside."""
        return [participant for participant in people.take(now, _EARLY) if not participant.gone]

    def _everyone(self) -> Iterator[Participant]:
        for room in self._node.rooms.values():
            yield from room.participants.values()

    def _everyone_waiting_too(self) -> Iterator[Participant]:
        for room in self._node.rooms.values():
            yield from room.everybody()

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
                self._busy = True
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

    def _counts(self, _now: float) -> None:
        self._node.count()

    def _reports(self, people: list[Participant], now: float) -> None:
        wall = self._node.clock.wall()
        for participant in people:
            participant.subscriber.take_reports()
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

    def _check_alive(self, people: list[Participant], now: float) -> None:
        """Clients that lost their WebSocket for too long, never connected, or went silent, are gone."""
        settings = self._node.settings
        for participant in people:
            lost, transport = participant.link_lost_at, participant.subscriber
            if lost is not None and now - lost >= settings.resume_window:
                participant.room.leave(participant, DisconnectReason.SIGNAL_CLOSE)
            elif not participant.active and now - participant.joined_at >= settings.connect_timeout:
                participant.room.leave(participant, DisconnectReason.JOIN_FAILURE)
            elif transport.connected and now - transport.last_check >= settings.silent_transport:
                participant.room.leave(participant, DisconnectReason.CONNECTION_TIMEOUT, LeaveRequest.RECONNECT)

    def _grade(self, people: list[Participant], now: float) -> None:
        for participant in people:
            if participant.active:
                participant.grades.look(now)
        for participant in people:
            participant.grades.tell()
