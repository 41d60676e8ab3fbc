"""The gateway's tunnel and proxy between a real client and a real HTTP server: whole, in order, bounded."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer
from yarl import URL

from sfu.nodes.link import HEADER
from sfu.nodes.model import NodeStatus
from sfu.nodes.proxy import NodeGoneError, Proxy, forwarded
from sfu.nodes.tunnel import BUFFER

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Way:
    """A client, the gateway's part, and the address."""

    http: aiohttp.ClientSession
    url: str
    proxy: Proxy
    gone: list[NodeGoneError] = field(default_factory=list)


@contextlib.asynccontextmanager
async def way(node: Handler) -> AsyncIterator[Way]:
    inside = web.Application(client_max_size=1 << 20)
    inside.router.add_route("*", "/{path:.*}", node)
    back = TestServer(inside, host="127.0.0.1")
    await back.start_server()
    status = NodeStatus("n@1", str(back.make_url("")).rstrip("/"))
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:
        proxy = Proxy(session, "the-secret")
        found: list[NodeGoneError] = []

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return await proxy.passed(request, status, await request.read())
            except NodeGoneError as error:
                found.append(error)
                raise web.HTTPServiceUnavailable from None

        outside = web.Application()
        outside.router.add_route("*", "/{path:.*}", handle)
        front = TestServer(outside, host="127.0.0.1")
        await front.start_server()
        try:
            async with aiohttp.ClientSession() as http:
                yield Way(http, str(front.make_url("")).rstrip("/"), proxy, found)
        finally:
            await front.close()
            await back.close()


async def echo(request: web.Request) -> web.StreamResponse:
    socket = web.WebSocketResponse(max_msg_size=0)
    await socket.prepare(request)
    async for message in socket:
        if message.type == WSMsgType.TEXT:
            if message.data == "bye":
                await socket.close(code=4321, message=b"as you wish")
                break
            await socket.send_str(message.data)
        else:
            await socket.send_bytes(message.data)
    return socket


async def test_messages_of_any_size_pass_both_ways_in_order() -> None:
    async with way(echo) as place, place.http.ws_connect(place.url + "/rtc", max_msg_size=0) as socket:
        sent = [os.urandom(size) for size in (0, 1, 125, 126, 70_000, 1_000_000, 3)]
        for body in sent:
            await socket.send_bytes(body)
        await socket.send_str("text")
        assert [(await socket.receive()).data for _ in sent] == sent
        assert (await socket.receive()).data == "text"
        assert place.proxy.tunnels == 1
        await socket.send_str("bye")
        farewell = await socket.receive()
        assert (farewell.type, farewell.data, farewell.extra) == (WSMsgType.CLOSE, 4321, "as you wish")
    assert place.proxy.tunnels == 0


async def test_one_that_does_not_read_stops_the_other_and_loses_nothing() -> None:
    sent = 0
    messages = 400
    body = bytes(range(256)) * 256  # 64 KiB

    async def flood(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        for _ in range(messages):
            await socket.send_bytes(body)
            sent += 1
        await socket.receive()
        return socket

    async with way(flood) as place, place.http.ws_connect(place.url + "/rtc", max_msg_size=0) as socket:
        before = -1
        async with asyncio.timeout(10):
            while sent != before:  # until the whole way is full
                before = sent
                await asyncio.sleep(0.2)
        # Kernel buffers hold some megabytes on loopback; 25 MB were to be sent.
        assert sent < messages
        for _ in range(messages):
            assert (await socket.receive()).data == body
        assert sent == messages


@pytest.mark.parametrize("who", ["client", "node"])
async def test_when_one_side_is_cut_so_is_the_other(who: str) -> None:
    ended = asyncio.Event()
    standing = asyncio.Event()
    ends: list[WSMsgType] = []

    async def node(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        standing.set()
        if who == "node":
            assert request.transport is not None
            request.transport.abort()
        try:
            ends.append((await socket.receive(timeout=5)).type)
        except (ConnectionError, asyncio.CancelledError):  # the test server cancels whom nobody hears
            ends.append(WSMsgType.CLOSED)
        finally:
            ended.set()
        return socket

    async with way(node) as place:
        socket = await place.http.ws_connect(place.url + "/rtc")
        await standing.wait()
        if who == "client":
            connection: Any = socket._response.connection
            connection.transport.abort()
        else:
            assert (await socket.receive(timeout=5)).type == WSMsgType.CLOSED
        await asyncio.wait_for(ended.wait(), 5)
        async with asyncio.timeout(5):
            while place.proxy.tunnels:
                await asyncio.sleep(0.01)
        await socket.close()
    assert ends in ([WSMsgType.CLOSED], [WSMsgType.ERROR])


async def test_a_refusal_passes_with_its_body_and_headers() -> None:
    async def refuse(request: web.Request) -> web.StreamResponse:
        headers = {"Access-Control-Allow-Origin": "*", "Retry-After": "5", "Connection": "close, X-Hop", "X-Hop": "1"}
        return web.Response(status=404, text="requested room does not exist", headers=headers)

    async with way(refuse) as place:
        headers = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "x",
            "Sec-WebSocket-Version": "13",
        }
        async with place.http.get(place.url + "/rtc", headers=headers) as answer:
            assert (answer.status, await answer.text()) == (404, "requested room does not exist")
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert answer.headers["Retry-After"] == "5"
            assert "X-Hop" not in answer.headers


async def test_the_request_arrives_as_it_was_and_the_gateway_alone_says_whose_it_is() -> None:
    async def tell(request: web.Request) -> web.StreamResponse:
        found = {"path": request.raw_path, "body": (await request.read()).hex(), "method": request.method}
        return web.json_response(found | {"headers": [[k.lower(), v] for k, v in request.headers.items()]})

    async with way(tell) as place:
        headers = {
            "Authorization": "Bearer t",
            "Content-Type": "application/sdp",
            "If-Match": '"x"',
            "Forwarded": "for=1.2.3.4",
            "X-Forwarded-For": "1.2.3.4",
            HEADER: "a guess",
            "Connection": "X-Hop",
            "X-Hop": "1",
        }
        url = place.url + "/whip/a%2Fb?x=%C3%A4+%20&y"
        async with place.http.patch(URL(url, encoded=True), data=b"\x00\xff", headers=headers) as answer:
            told = await answer.json()
    assert (told["method"], told["path"], told["body"]) == ("PATCH", "/whip/a%2Fb?x=%C3%A4+%20&y", "00ff")
    kept = {name: [v for k, v in told["headers"] if k == name] for name, _ in told["headers"]}
    assert kept["authorization"] == ["Bearer t"]
    assert kept["content-type"] == ["application/sdp"]
    assert kept["if-match"] == ['"x"']
    assert kept[HEADER.lower()] == ["the-secret"]
    assert kept["forwarded"] == [f'for=127.0.0.1;proto=http;host="{url.split("/")[2]}"']
    assert not {"x-forwarded-for", "x-hop"} & set(kept)


async def test_a_long_answer_is_streamed() -> None:
    body = os.urandom(BUFFER * 40)

    async def give(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type="video/webm")

    async with way(give) as place, place.http.get(place.url + "/recording") as answer:
        assert answer.content_length == len(body)
        assert await answer.read() == body


async def test_a_node_that_hangs_up_before_answering_is_gone() -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with way(hang_up) as place, place.http.get(place.url + "/") as answer:
        assert answer.status == 503
    assert [error.sent for error in place.gone] == [True]


def test_forwarded_is_well_formed_whatever_the_host_header_says() -> None:
    assert forwarded("::1", "http", "a:1") == 'for="[::1]";proto=http;host="a:1"'
    assert forwarded("10.0.0.1", "https", 'a";for=6.6.6.6') == "for=10.0.0.1;proto=https"
    assert forwarded("unknown", "http", "") == "for=unknown;proto=http"
