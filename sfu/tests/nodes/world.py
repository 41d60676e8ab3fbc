"""`python -m sfu --nodes N` as it is shipped, and what a test asks of it."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from livekit import api
from livekit.protocol import rtc

from auth.keys import KeyRing, ring_of
from auth.room_token import Grant, encode_eddsa, encode_hs256
from sfu.tests.servers import KEY, SECRET, MediaServer, media_server
from sfu.tests.signalling import join_query, serving_keys


@dataclass
class World:
    """A gateway with its nodes, and the clients of a test."""

    server: MediaServer
    http: aiohttp.ClientSession
    api: api.LiveKitAPI
    ring: KeyRing
    jwks_url: str

    @property
    def headers(self) -> dict[str, str]:
        grant = Grant(room_create=True, room_list=True, room_admin=True, expires_at=time.time() + 600)
        return {"Authorization": "Bearer " + encode_hs256(grant, KEY, SECRET)}

    async def nodes(self) -> dict[str, dict[str, Any]]:
        async with self.http.get(self.server.http + "/nodes", headers=self.headers) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, dict[str, Any]] = (await answer.json())["nodes"]
            return found

    async def post(self, path: str, body: dict[str, Any]) -> tuple[int, str]:
        async with self.http.post(self.server.http + path, json=body, headers=self.headers) as answer:
            return answer.status, await answer.text()

    async def node_of(self, people: int = 1) -> str:
        """The only node with people, once they are told of."""
        async with asyncio.timeout(10):
            while True:
                found = [i for i, node in (await self.nodes()).items() if node.get("people") == people]
                if found:
                    return found[0]
                await asyncio.sleep(0.05)

    async def kill(self, node_id: str) -> None:
        os.kill((await self.nodes())[node_id]["pid"], signal.SIGKILL)

    def booking_token(self, identity: str, room: str) -> str:
        """As the scheduler makes it."""
        grant = Grant(identity=identity, room=room, room_join=True, expires_at=time.time() + 600)
        return encode_eddsa(grant, self.ring.signing, self.ring.kid)

    async def validate(self, token: str, url: str = "") -> tuple[int, str]:
        async with self.http.get(f"{url or self.server.http}/rtc/validate", params={"access_token": token}) as answer:
            return answer.status, await answer.text()

    @contextlib.asynccontextmanager
    async def connect(
        self, token: str, request: rtc.JoinRequest | None = None, url: str = ""
    ) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """A WebSocket as an SDK opens it (single peer connection)."""
        params = join_query(token, request)
        async with self.http.ws_connect(f"{url or self.server.http}/rtc/v1", params=params, max_msg_size=0) as socket:
            yield socket


async def until_closed(socket: aiohttp.ClientWebSocketResponse) -> None:
    async with asyncio.timeout(10):
        while not socket.closed:
            await socket.receive()


@contextlib.asynccontextmanager
async def world(count: int = 2, **environment: str) -> AsyncIterator[World]:
    """Nodes n-1 to n-<count>. With VISAVIS_ROOMS=closed the world is also their scheduler."""
    ring = ring_of(Ed25519PrivateKey.generate())
    async with serving_keys(ring) as jwks_url:
        environment = {"VISAVIS_SFU_NODE_ID": "n", "VISAVIS_JWKS_URL": jwks_url, **environment}
        async with (
            media_server("--nodes", str(count), **environment) as server,
            aiohttp.ClientSession() as http,
            _ready(http, server),
        ):
            client = api.LiveKitAPI(server.http, KEY, SECRET, session=http)
            yield World(server, http, client, ring, environment["VISAVIS_JWKS_URL"])


@contextlib.asynccontextmanager
async def _ready(http: aiohttp.ClientSession, server: MediaServer) -> AsyncIterator[None]:
    async with asyncio.timeout(10):
        while True:
            async with http.get(server.http + "/readyz") as answer:
                if answer.status == 200 and all(node["ready"] for node in (await answer.json())["nodes"].values()):
                    break
            await asyncio.sleep(0.05)
    yield
