"""A whole node in the test's own loop, on free ports, its wall clock in the test's hand."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from livekit.protocol import rtc

from auth.keys import KeyRing, ring_of
from auth.room_token import Grant, encode_eddsa, encode_hs256
from sfu.config import Settings
from sfu.rooms.clock import Clock
from sfu.server import Running, running
from sfu.tests.servers import KEY, SECRET
from sfu.tests.signalling import join_query, serving_keys

NOW = 1_800_000_000.0


@dataclass
class World:
    """The node, a way to talk to it, and its time."""

    server: Running
    http: aiohttp.ClientSession
    time: "MovableTime"
    ring: KeyRing

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.http_port}"

    def grant(self, identity: str = "alice", room: str = "room", **fields: object) -> Grant:
        made = Grant(identity=identity, room=room, room_join=True, expires_at=self.time.wall + 600)
        return replace(made, **fields)  # type: ignore[arg-type]

    def token(self, grant: Grant | None = None) -> str:
        """As API key holders make it (open rooms)."""
        return encode_hs256(grant or self.grant(), KEY, SECRET)

    def booking_token(self, grant: Grant | None = None) -> str:
        """As the scheduler makes it (closed rooms)."""
        return encode_eddsa(grant or self.grant(), self.ring.signing, self.ring.kid)

    async def validate(self, token: str) -> tuple[int, str]:
        async with self.http.get(f"{self.url}/rtc/validate", params={"access_token": token}) as answer:
            return answer.status, await answer.text()

    @contextlib.asynccontextmanager
    async def connect(
        self, token: str, request: rtc.JoinRequest | None = None, *, single: bool = True
    ) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """A WebSocket as an SDK opens it."""
        params = join_query(token, request) if single else {"access_token": token}
        path = "/rtc/v1" if single else "/rtc"
        async with self.http.ws_connect(self.url + path, params=params, max_msg_size=0) as socket:
            yield socket


@dataclass
class MovableTime:
    """Unix seconds and monotonic seconds, moved together by the test."""

    wall: float = NOW
    mono: float = 1000.0

    def advance(self, seconds: float) -> None:
        self.wall += seconds
        self.mono += seconds

    @property
    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.mono, wall=lambda: self.wall)


@contextlib.asynccontextmanager
async def world(rooms: str = "open", webhook_url: str | None = None, **settings: Any) -> AsyncIterator[World]:
    """A node of these rooms; `settings` as in Settings."""
    time, ring = MovableTime(), ring_of(Ed25519PrivateKey.generate())
    date = lambda: {"Date": formatdate(time.wall, usegmt=True)}  # noqa: E731
    async with serving_keys(ring, date) as jwks_url, aiohttp.ClientSession() as http:
        made = Settings(
            environment="test",
            clock_offset=0.0,
            node_id="node1",
            http_host="127.0.0.1",
            http_port=0,
            udp_port=0,
            bind=("127.0.0.1",),
            advertise=("127.0.0.1",),
            rooms=rooms,  # type: ignore[arg-type]
            api_key=KEY,
            api_secret=SECRET,
            jwks_url=jwks_url,
            webhook_url=webhook_url,
            region="",
            kernel=True,
            **settings,
        )
        async with running(made, time.clock) as server:
            yield World(server, http, time, ring)


@pytest.fixture
async def open_world() -> AsyncIterator[World]:
    async with world("open") as made:
        yield made


@pytest.fixture
async def closed_world() -> AsyncIterator[World]:
    async with world("closed") as made:
        yield made
