"""What tests that speak LiveKit's signalling by hand share: a join's query, messages, and a scheduler's key set."""

import base64
import contextlib
import gzip
from collections.abc import AsyncIterator, Callable

import aiohttp
from aiohttp import web
from livekit.protocol import rtc

from auth.keys import KeyRing


def join_query(token: str, request: rtc.JoinRequest | None = None) -> dict[str, str]:
    """The query of /rtc/v1 as an SDK makes it."""
    body = gzip.compress((request or rtc.JoinRequest()).SerializeToString())
    wrapped = rtc.WrappedJoinRequest(compression=rtc.WrappedJoinRequest.GZIP, join_request=body)
    return {
        "access_token": token,
        "join_request": base64.urlsafe_b64encode(wrapped.SerializeToString()).decode(),
    }


async def hear(socket: aiohttp.ClientWebSocketResponse, kind: str) -> rtc.SignalResponse:
    """The next message of that kind."""
    while True:
        message = await socket.receive(timeout=10)
        assert message.type == aiohttp.WSMsgType.BINARY, f"{message.type} while waiting for {kind}"
        response = rtc.SignalResponse.FromString(message.data)
        if response.WhichOneof("message") == kind:
            return response


async def ask(socket: aiohttp.ClientWebSocketResponse, request: rtc.SignalRequest) -> None:
    await socket.send_bytes(request.SerializeToString())


@contextlib.asynccontextmanager
async def serving_keys(ring: KeyRing, headers: Callable[[], dict[str, str]] = dict[str, str]) -> AsyncIterator[str]:
    """The scheduler's key set over HTTP, with these headers at the time; its address."""

    async def handle(_request: web.Request) -> web.Response:
        return web.json_response(ring.jwks(), headers=headers())

    app = web.Application()
    app.router.add_get("/jwks", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/jwks"
    finally:
        await runner.cleanup()
