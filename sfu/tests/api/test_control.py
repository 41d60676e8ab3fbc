"""What a node tells its gateway and does when told: only with the gateway's secret, all of it, and goodbye first."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from livekit.protocol.models import ClientInfo

from auth.room_token import Grant
from sfu.api.forwarded import behind_gateway
from sfu.config import load
from sfu.rooms.participant import Participant
from sfu.server import Running, running
from sfu.tests.api.stage import KeptLink

SECRET = "s" * 64
NOW_WINDOW = json.dumps({"opens_at": 1, "ends_at": 4e9, "grace_s": 1})
ENVIRONMENT = {
    "VISAVIS_ENV": "test",
    "VISAVIS_SFU_NODE_ID": "n-1",
    "VISAVIS_SFU_HTTP_BIND": "127.0.0.1",
    "VISAVIS_SFU_HTTP_PORT": "0",
    "VISAVIS_SFU_UDP_PORT": "0",
    "VISAVIS_SFU_TCP_PORT": "0",
    "VISAVIS_SFU_BIND": "127.0.0.1",
    "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
    "VISAVIS_ROOMS": "closed",
    "VISAVIS_JWKS_URL": "http://127.0.0.1:1/",
    "VISAVIS_SFU_GATEWAY_SECRET": SECRET,
}


@dataclass
class Told:
    """A node with a gateway, and the gateway's talk with it."""

    server: Running
    http: aiohttp.ClientSession
    url: str

    async def call(self, name: str, body: Any) -> tuple[int, Any]:
        async with self.http.post(f"{self.url}/node/{name}", json=body) as answer:
            return answer.status, await answer.json()


@contextlib.asynccontextmanager
async def told() -> AsyncIterator[Told]:
    async with (
        running(load(ENVIRONMENT)) as server,
        aiohttp.ClientSession(headers={"X-Visavis-Gateway": SECRET}) as http,
    ):
        yield Told(server, http, f"http://127.0.0.1:{server.http_port}")


class Stream:
    """The lines of a node's events."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def until(self, *names: str) -> dict[str, Any]:
        """The next line in which one of these stands and is not empty."""
        async with asyncio.timeout(5):
            while line := await self._answer.content.readline():
                found: dict[str, Any] = json.loads(line)
                if any(found.get(name) for name in names):
                    return found
        raise AssertionError("the stream ended")


async def test_nobody_else_gets_an_answer() -> None:
    async with told() as node, aiohttp.ClientSession() as stranger:
        for headers in ({}, {"X-Visavis-Gateway": "s" * 63}, {"X-Visavis-Gateway": "ä"}):
            async with stranger.get(node.url + "/node/events", headers=headers) as answer:
                assert answer.status == 404
            for name in ("state", "restore", "bury", "evict", "drain"):
                async with stranger.post(f"{node.url}/node/{name}", json={}, headers=headers) as answer:
                    assert answer.status == 404


async def test_a_node_without_a_gateway_has_no_such_door() -> None:
    alone = replace(load(ENVIRONMENT), gateway_secret=None)
    async with (
        running(alone) as server,
        aiohttp.ClientSession(headers={"X-Visavis-Gateway": ""}) as http,
        http.get(f"http://127.0.0.1:{server.http_port}/node/events") as answer,
    ):
        assert answer.status == 404


async def test_the_stream_says_what_changed_what_ended_and_goodbye() -> None:
    async with contextlib.AsyncExitStack() as stack:
        # Not the node's context's session, which ends before the node does.
        http = await stack.enter_async_context(aiohttp.ClientSession(headers={"X-Visavis-Gateway": SECRET}))
        node = await stack.enter_async_context(told())
        stream = Stream(await http.get(node.url + "/node/events"))
        room = node.server.node.create_room("rm", metadata=NOW_WINDOW)
        (state,) = (await stream.until("changed"))["changed"]
        assert (state["name"], state["metadata"], state["inside"]) == ("rm", NOW_WINDOW, [])
        grant = Grant(identity="alice", room="rm", room_join=True)
        room.join(Participant(room, grant, ClientInfo(), single=True, auto_subscribe=True, link=KeptLink()))
        (state,) = (await stream.until("changed"))["changed"]
        assert state["inside"] == ["alice"]
        assert (await stream.until("people"))["people"] == 1
        room.denied.add("eve")
        assert (await stream.until("changed"))["changed"][0]["denied"] == ["eve"]
        assert await node.call("state", {"room": "rm"}) == (
            200,
            {"state": {**state, "denied": ["eve"]}, "tombstone": None},
        )
        node.server.node.delete_room("rm")
        assert (await stream.until("ended"))["ended"] == [{"name": "rm", "tombstone": 4e9 + 1}]
        assert await node.call("state", {"room": "rm"}) == (200, {"state": None, "tombstone": 4e9 + 1})
        node.server.node.create_room("other", metadata=NOW_WINDOW)
        assert (await stream.until("changed"))["changed"][0]["name"] == "other"
        ending = asyncio.create_task(stack.pop_all().aclose())
        # Its rooms do not end: they are lost with it.
        assert "ended" not in await stream.until("bye", "ended")
        await ending


async def test_it_does_what_it_is_told() -> None:
    async with told() as node:
        core = node.server.node
        state = {
            "name": "rm",
            "metadata": NOW_WINDOW,
            "empty_timeout": 10,
            "departure_timeout": 10,
            "max_participants": 0,
            "denied": ["eve"],
            "inside": ["alice"],
            "waiting": [],
            "let_in": [],
            "revoked": {},
            "hosting": {"lobby": False, "locked": True, "spotlight": []},
            "keys": {"k": "A" * 43 + "="},
        }
        assert await node.call("restore", state) == (200, {})
        assert core.rooms["rm"].denied == {"eve"}
        assert core.rooms["rm"].hosting.locked
        assert await node.call("restore", {**state, "denied": 5}) == (
            400,
            {"error": "denied must be a list of names"},
        )
        assert (await node.call("restore", {**state, "keys": {"k": "A"}}))[0] == 400
        assert await node.call("bury", {"room": "dead", "until": 4e9}) == (200, {})
        assert (await node.call("restore", {**state, "name": "dead"}))[0] == 409
        assert (await node.call("bury", {"room": "dead"}))[0] == 400
        assert await node.call("evict", {"room": "rm"}) == (200, {})
        assert not core.rooms
        assert core.tombstone("rm") is None
        assert (await node.call("state", {}))[0] == 400
        assert (await node.call("state", [1]))[0] == 400
        assert (await node.call("drain", {"deadline_s": -1}))[0] == 400
        assert await node.call("drain", {"deadline_s": 5}) == (200, {})
        assert not core.accepting
        async with node.http.post(node.url + "/node/state", data=b"{") as answer:
            assert answer.status == 400


@pytest.mark.parametrize(
    ("secret", "words", "seen"),
    [
        (SECRET, "for=10.1.2.3;proto=https", "10.1.2.3"),
        (SECRET, 'for="[2001:db8::1]";proto=http', "2001:db8::1"),
        (SECRET, "for=unknown", "127.0.0.1"),
        ("guess", "for=10.1.2.3", "127.0.0.1"),
        ("", "for=10.1.2.3", "127.0.0.1"),
    ],
)
async def test_whose_request_it_is_only_the_gateway_may_say(secret: str, words: str, seen: str) -> None:
    async def who(request: web.Request) -> web.Response:
        return web.Response(text=request.remote or "")

    app = web.Application(middlewares=[behind_gateway(SECRET)])
    app.router.add_get("/", who)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        answer = await client.get("/", headers={"X-Visavis-Gateway": secret, "Forwarded": words})
        assert await answer.text() == seen
