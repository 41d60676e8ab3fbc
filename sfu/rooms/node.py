"""One node: its port, its rooms, its policy. The composition of the media server below signalling and API.

Rooms are made here and end here. In closed mode nobody makes a room by joining: where there is no room there is
no entry, and a deleted room leaves a tombstone until its booking's end.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from livekit.protocol.models import DisconnectReason, TrackInfo
from livekit.protocol.rtc import LeaveRequest

from auth.room_token import Grant
from sfu.core.plans import PlansMaker, PythonPlans
from sfu.core.records import TransportTable
from sfu.net import trains
from sfu.net.certificate import NodeCertificate
from sfu.net.drops import Drops
from sfu.net.kernel import Kernel
from sfu.net.kernel_shapes import extension
from sfu.net.limits import NetLimits
from sfu.net.port import UdpPort
from sfu.net.tcp import TcpPort
from sfu.net.transport import Transport
from sfu.net.turn import TurnServers
from sfu.rooms.clock import Clock
from sfu.rooms.counters import Counters
from sfu.rooms.figures import Figures
from sfu.rooms.life import NO_ROOM, Refusal, admission
from sfu.rooms.limits import Limits
from sfu.rooms.link import Observer, Reason, RoomEvent
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room
from sfu.rooms.ways import Ways
from sfu.wire.sdp import Candidate, Fingerprint

log = logging.getLogger(__name__)

VERSION: Final = "1.9.0"  # the LiveKit server version whose protocol we speak; clients check it
PROTOCOL: Final = 16
MAX_TOMBSTONES: Final = 100_000
MAX_REVOKED: Final = 100_000
_UDP_PREFERENCE: Final = 126 << 24 | 65535 << 8 | 255
_TCP_PREFERENCE: Final = 90 << 24 | (4 << 13 | 8191) << 8 | 255


class NodeFullError(LookupError):
    """No more rooms here: another node may take it, or this one later."""


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """A node's policy. `advertise`: addresses put into candidates, best first. Timeouts in seconds."""

    node_id: str
    advertise: Sequence[str]
    rooms: Literal["open", "closed"] = "open"
    region: str = ""
    max_rooms: int = 10_000
    resume_window: float = 20.0  # how long a client without a WebSocket may come back
    silent_transport: float = 30.0  # no connectivity check for so long: the peer is gone
    connect_timeout: float = 45.0  # from join to a media connection; people dawdle at permission prompts
    observers: list[Observer] = field(default_factory=list)
    kernel: bool = True  # the packet path in C, where it was built
    limits: Limits = field(default_factory=Limits)
    remote_unmute: bool = False
    room_max_seconds: float = 0.0  # where a room's metadata says nothing; 0: no end
    advertise_udp: bool = True  # False: clients are told of TCP only
    net_limits: NetLimits = field(default_factory=NetLimits)
    turn: TurnServers | None = None
    advertise_port: int = 0  # what clients are told instead of the UDP port, where that is mapped; 0: nothing else


class Node:
    """Make it in a running loop, `open` the port, `close` at the end."""

    def __init__(self, settings: NodeSettings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or Clock()
        self.drops = Drops()
        self.counters = Counters()
        self.figures = Figures()
        self.transports = TransportTable()
        self.kernel: Kernel | None = None
        if settings.kernel and extension() is not None:
            self.kernel = Kernel(self.transports, segmentation=trains.segmentation_works())
        log.info("media is forwarded by %s", "Python" if self.kernel is None else "the packet path in C")
        self.port = UdpPort(self.drops, clock=self.clock.monotonic, kernel=self.kernel, limits=settings.net_limits)
        self.udp_port = 0
        self.tcp = TcpPort(self.port, self.drops, clock=self.clock.monotonic, limits=settings.net_limits)
        self.tcp_port = 0  # 0: no ICE over TCP
        self.certificate = NodeCertificate.generateCertificate()
        self._candidates: tuple[tuple[int, int], list[Candidate]] = ((-1, -1), [])  # for these ports
        self.ways = Ways()
        self.rooms: dict[str, Room] = {}
        self._tombstones: dict[str, float] = {}  # room name → unix time until which it stays dead
        self._revoked: dict[tuple[str, str], float] = {}  # (room, identity) → tokens from before are void
        self.mint: Callable[[Participant], str] = lambda participant: ""  # fresh tokens, once signalling is there
        self.hurry: Callable[[], None] = lambda: None  # a packet is missing; the ticker's, once it runs
        self.draining = False  # closing now
        self.accepting = True  # new rooms; what is here goes on either way

    # ---- life ----

    def open(self, hosts: Sequence[str], port: int) -> None:
        """Starts to listen. Raises OSError."""
        self.udp_port = self.port.open(hosts, port)

    async def open_tcp(self, hosts: Sequence[str], port: int) -> None:
        """Takes ICE over TCP too. Raises OSError."""
        self.tcp_port = await self.tcp.open(hosts, port)

    def close(self) -> None:
        """Ends all rooms, telling the clients that they may come back elsewhere."""
        self.draining = True
        for room in list(self.rooms.values()):
            self.close_room(room, DisconnectReason.SERVER_SHUTDOWN)
        self.tcp.close()
        self.port.close()

    @property
    def closed_mode(self) -> bool:
        return self.settings.rooms == "closed"

    def tell(
        self, event: RoomEvent, room: Room, participant: Participant | None = None, track: TrackInfo | None = None
    ) -> None:
        """Passes an event on to the observers (webhooks, metrics)."""
        for observer in self.settings.observers:
            observer.on_event(event, room, participant, track)

    # ---- rooms ----

    def create_room(
        self,
        name: str,
        *,
        metadata: str = "",
        empty_timeout: float = 300.0,
        departure_timeout: float = 20.0,
        max_participants: int = 0,
    ) -> Room:
        """The room of that name, made if need be. Raises ValueError (bad metadata), LookupError (tombstone, full)."""
        room = self.rooms.get(name)
        if room is not None:
            if metadata and metadata not in (room.metadata, room.shown_metadata):
                room.set_metadata(metadata)
                room.broadcast_room()
            return room
        if self._dead(name):
            raise LookupError("this room was ended and stays closed")
        if not self.accepting:
            raise NodeFullError("this node takes no new rooms")
        if len(self.rooms) >= self.settings.max_rooms:
            raise NodeFullError("this node has as many rooms as it takes")
        room = Room(
            self,
            name,
            metadata=metadata,
            empty_timeout=empty_timeout,
            departure_timeout=departure_timeout,
            max_participants=max_participants,
        )
        self.rooms[name] = room
        self.tell("room_started", room)
        return room

    def close_room(self, room: Room, reason: Reason) -> None:
        """Everybody out, and the room is gone."""
        if room.closed:
            return
        room.closed = True
        if self.rooms.get(room.name) is room:
            del self.rooms[room.name]
        # After a shutdown clients may come back, elsewhere; after anything else not.
        back = reason == DisconnectReason.SERVER_SHUTDOWN
        action = LeaveRequest.RECONNECT if back else LeaveRequest.DISCONNECT
        for participant in room.everybody():
            room.leave(participant, reason, action)
        room.telling.close()
        for watcher in list(room.watchers):
            watcher.room_closed()
        self.tell("room_finished", room)

    def delete_room(self, name: str, until: float | None = None) -> bool:
        """Ends a room for good; in closed mode a tombstone stays until the booking's end, or `until` (unix seconds).

        True if there was a room. Deleting what is not there still leaves the tombstone, so that a retry is safe.
        """
        room = self.rooms.get(name)
        if self.closed_mode:
            window = room.window if room is not None else None
            end = until if until is not None else (window.closes_at if window is not None else None)
            if end is not None:
                self.bury(name, end)
        if room is None:
            return False
        self.close_room(room, DisconnectReason.ROOM_DELETED)
        return True

    def bury(self, name: str, until: float) -> None:
        """The room stays dead until then (unix seconds)."""
        if len(self._tombstones) < MAX_TOMBSTONES:
            self._tombstones[name] = until

    def tombstone(self, name: str) -> float | None:
        """Until when the room stays dead, None if it does not."""
        until = self._tombstones.get(name)
        return until if until is not None and self.clock.wall() < until else None

    def _dead(self, name: str) -> bool:
        return self.tombstone(name) is not None

    def expire_tombstones(self) -> None:
        """Forgets rooms whose booking would be over by now."""
        now = self.clock.wall()
        self._tombstones = {name: until for name, until in self._tombstones.items() if until > now}

    def admit(self, grant: Grant) -> Room | Refusal:
        """The room this grant opens now, or why it does not."""
        if self.draining:
            return Refusal(503, "this node is shutting down", retry_after_s=1)
        if self._dead(grant.room):
            return NO_ROOM
        room = self.rooms.get(grant.room)
        if room is None:
            if self.closed_mode:
                return NO_ROOM
            try:
                room = self.create_room(grant.room)
            except LookupError as error:
                return Refusal(503, str(error), retry_after_s=5)
        refusal = admission(room.window, self.clock.wall())
        if refusal is not None:
            return refusal
        return self.kept_out(room, grant) or self._no_place(room, grant) or room

    def kept_out(self, room: Room, grant: Grant) -> Refusal | None:
        """Why this person is not welcome in this room, whatever else."""
        if grant.identity in room.denied:
            return Refusal(403, "you were removed from this room")
        if (grant.not_before or 0.0) < self._revoked.get((room.name, grant.identity), 0.0):
            return Refusal(401, "this token was revoked")
        return None

    def revoke(self, room: str, identity: str, before: float) -> None:
        """This person's tokens for this room whose `nbf` is before that time (unix seconds) open nothing more."""
        self._revoked.pop((room, identity), None)
        self._revoked[room, identity] = before
        if len(self._revoked) > MAX_REVOKED:
            del self._revoked[next(iter(self._revoked))]

    def revoked_in(self, room: str) -> dict[str, float]:
        """What `revoke` was told of this room: identity → unix seconds."""
        return {identity: before for (name, identity), before in self._revoked.items() if name == room}

    def _no_place(self, room: Room, grant: Grant) -> Refusal | None:
        """Why nobody new comes in now; hosts come into a locked room, to unlock it."""
        identity = grant.identity
        if room.hosting.locked and not grant.room_admin and not room.may_return(identity):
            return Refusal(403, "the room is locked")
        if room.find(identity) is not None:
            return None
        if room.lobby.must_wait(grant):
            full = len(room.lobby.waiting) >= self.settings.limits.waiting
            return Refusal(403, "the lobby is full") if full else None
        return Refusal(403, "the room is full") if room.full else None

    # ---- transports ----

    def transport(self, participant: Participant) -> Transport:
        """A new peer connection's transport, its events going to `participant`."""
        return Transport(self.port, self.drops, self.certificate, participant)

    def count(self) -> None:
        """Takes over what the kernel counted; call it before counters and drops are read."""
        self.port.take_drops()
        if self.kernel is not None:
            self.counters.forwarded += self.kernel.take_forwarded()
            self.figures.forward_delay.add(*self.kernel.take_delays())

    def plans(self, kind: str, mime: str) -> PlansMaker:
        """The forwarding function of a publication: in C where we have it."""
        return PythonPlans if self.kernel is None else self.kernel.publication(kind, mime)

    def on_transport_closed(self, participant: Participant, reason: str) -> None:
        """A peer connection failed: the client must come back with a new one."""
        log.info("transport of %s in %s closed: %s", participant.identity, participant.room.name, reason)
        participant.room.leave(participant, DisconnectReason.CONNECTION_TIMEOUT, LeaveRequest.RECONNECT)

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """Of the node's DTLS certificate."""
        found = next(f for f in self.certificate.getFingerprints() if f.algorithm == "sha-256")
        return Fingerprint(found.algorithm, found.value)

    @property
    def candidates(self) -> list[Candidate]:
        """Where this node receives media: for each advertised address a UDP and a TCP host candidate, UDP first.

        Priorities after RFC 8445 section 5.1.2 and, for TCP, RFC 6544 section 4.2 (passive).
        """
        ports = (self.settings.advertise_port or self.udp_port, self.tcp_port)
        if self._candidates[0] != ports:
            self._candidates = (ports, self._candidates_of(*ports))
        return self._candidates[1]

    def _candidates_of(self, udp_port: int, tcp_port: int) -> list[Candidate]:
        found = []
        for index, address in enumerate(self.settings.advertise):
            if self.settings.advertise_udp:
                priority = _UDP_PREFERENCE - (index << 8)
                found.append(Candidate(address, udp_port, priority=priority, foundation=f"{index + 1}"))
            if tcp_port:
                priority = _TCP_PREFERENCE - (index << 8)
                name = f"t{index + 1}"
                found.append(Candidate(address, tcp_port, "tcp", priority, name, tcp_type="passive"))
        return sorted(found, key=lambda candidate: -candidate.priority)
