"""A real node behind a real HTTP server, with participants whose signalling only keeps what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web
from aiohttp.test_utils import TestServer
from livekit import api
from livekit.protocol.models import ClientInfo, TrackType
from livekit.protocol.rtc import AddTrackRequest, SignalResponse

from auth.room_token import Grant, Verifier
from sfu.api import Webhooks, add_routes
from sfu.rooms.clock import Clock
from sfu.rooms.link import LeaveAction, Reason
from sfu.rooms.node import Node, NodeSettings
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Encoding, Publication
from sfu.rooms.room import Room

KEY: Final = "devkey"
SECRET: Final = "a-secret-for-tests-that-is-long-enough"


class KeptLink:
    """A client that reads everything and says nothing."""

    def __init__(self) -> None:
        self.sent: list[SignalResponse] = []
        self.left: tuple[Reason, LeaveAction] | None = None

    def send(self, message: SignalResponse) -> None:
        self.sent.append(message)

    def subscriptions_changed(self) -> None:
        """Nothing is negotiated here."""

    def close(self, reason: Reason, action: LeaveAction) -> None:
        self.left = (reason, action)

    def kinds(self) -> list[str | None]:
        return [message.WhichOneof("message") for message in self.sent]


class Stage:
    """The node, the address of its API, and a client of it."""

    def __init__(self, node: Node, url: str, client: api.LiveKitAPI) -> None:
        self.node = node
        self.url = url
        self.client = client

    def join(self, room: Room, identity: str) -> tuple[Participant, KeptLink]:
        """A participant as the signalling makes one."""
        link = KeptLink()
        grant = Grant(identity=identity, name=identity.title(), room=room.name, room_join=True)
        participant = Participant(room, grant, ClientInfo(), single=True, auto_subscribe=True, link=link)
        room.join(participant)
        return participant, link

    def publish(self, participant: Participant, cid: str = "microphone") -> Publication:
        """A negotiated audio track."""
        publication = participant.add_track(AddTrackRequest(cid=cid, name=cid, type=TrackType.AUDIO))
        encoding = Encoding("audio/opus", 48000, 111, None, "minptime=10", 2)
        publication.negotiate(encoding, mid="1", rids=[], audio_level_id=1, transports=self.node.transports)
        participant.publish(publication)
        return publication


@asynccontextmanager
async def stage(
    *, closed: bool = False, webhooks: Webhooks | None = None, clock: Clock | None = None, kernel: bool = True
) -> AsyncIterator[Stage]:
    """A node on free ports for the length of the block. `kernel`: with the packet path in C, where it was built."""
    settings = NodeSettings("node-1", ["127.0.0.1"], rooms="closed" if closed else "open", kernel=kernel)
    node = Node(settings, clock)
    if webhooks is not None:
        node.settings.observers.append(webhooks)
    node.open(["127.0.0.1"], 0)
    app = web.Application()
    add_routes(app, node, Verifier({KEY: SECRET}), webhooks=webhooks)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    client = api.LiveKitAPI(str(server.make_url("/")), KEY, SECRET)
    try:
        yield Stage(node, str(server.make_url("")), client)
    finally:
        node.close()
        await client.aclose()
        await server.close()
