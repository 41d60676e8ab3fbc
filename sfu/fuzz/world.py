"""A whole node without its sockets, in a loop of its own, its clock standing still: its rooms are where targets act.

The rule: every input finds the room as it was at first.
"""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Awaitable, Callable
from typing import Final

from livekit.protocol.models import ClientInfo, TrackType
from livekit.protocol.rtc import AddTrackRequest

from auth.room_token import Grant
from sfu.api.room_service import RoomService
from sfu.rooms.clock import Clock
from sfu.rooms.link import LeaveAction, Reason
from sfu.rooms.node import Node, NodeSettings
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Encoding
from sfu.signal.client import Client

NOW: Final = 1_800_000_000.0
SECRET: Final = "secret-of-the-fuzzer-0123456789-"  # noqa: S105  opens nothing


class Silent:
    """A client that hears everything and says nothing."""

    def send(self, message: object) -> None:
        """Nothing is done with it."""

    def subscriptions_changed(self) -> None:
        """Nothing is negotiated."""

    def close(self, reason: Reason, action: LeaveAction) -> None:
        """It is gone."""


class World:
    """A node with a room "r" in which `bob` publishes; `enter` adds the one under test."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        atexit.register(self.loop.close)
        self.loop.run_until_complete(self._build())

    async def _build(self) -> None:
        self.node = Node(NodeSettings("fuzz", ["127.0.0.1"]), Clock(monotonic=lambda: 1000.0, wall=lambda: NOW))
        self.service = RoomService(self.node).methods()
        self._furnish()

    def _furnish(self) -> None:
        """The room as every input finds it."""
        self.node.draining = True  # those who leave hang up at once
        for room in list(self.node.rooms.values()):
            self.node.delete_room(room.name)
        self.room = self.node.create_room("r")
        bob = self.enter("bob", single=True)
        self.publish(bob, "video", Encoding("video/VP8", 90_000, 96, 97, ""))

    def enter(self, identity: str, *, single: bool, client: Client | None = None) -> Participant:
        grant = Grant(identity=identity, room="r", room_join=True, can_update_own_metadata=True)
        link = client or Silent()
        made = Participant(self.room, grant, ClientInfo(), single=single, auto_subscribe=True, link=link)
        if client is not None:
            client.bind(made)
        self.room.join(made)
        return made

    def publish(self, who: Participant, cid: str, encoding: Encoding) -> None:
        kind = TrackType.VIDEO if encoding.mime.startswith("video") else TrackType.AUDIO
        publication = who.add_track(AddTrackRequest(cid=cid, type=kind))
        publication.negotiate(encoding, mid=cid[:1], rids=[], audio_level_id=1, transports=self.node.transports)
        who.receiving.expect(publication, cid[:1], [], {})
        who.publish(publication)

    def run(self, act: Callable[[World, bytes], Awaitable[None] | None], data: bytes) -> None:
        """One input, from a fresh room."""

        async def once() -> None:
            try:
                done = act(self, data)
                if done is not None:
                    await done
            finally:
                self._furnish()
                for _ in range(8):  # farewells and cancelled handshakes end
                    await asyncio.sleep(0)

        self.loop.run_until_complete(once())


_worlds: list[World] = []


def world() -> World:
    """Made at first use, one a process: importing this module must not make certificates."""
    if not _worlds:
        _worlds.append(World())
    return _worlds[0]
