"""A server that takes webhooks, on a free port of 127.0.0.1: it checks signatures by the words of the standard, with
code of its own, and misbehaves when told to."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs
from aiohttp import web

from scheduler.tests.fixtures import Answer, Browser, SignedInAs
from scheduler.webhooks.document import webhooks


@dataclass(slots=True)
class Taken:
    """One request that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def signed_by(self, secret: str) -> bool:
        """Whether one of the signatures is this secret's (standardwebhooks.com, "Verifying")."""
        key = base64.b64decode(secret.split("_", 1)[1])
        content = self.headers["webhook-id"] + "." + self.headers["webhook-timestamp"] + "." + self.body.decode()
        right = base64.b64encode(hmac.digest(key, content.encode(), hashlib.sha256)).decode()
        return f"v1,{right}" in self.headers["webhook-signature"].split(" ")


@dataclass(slots=True)
class Receiver:
    """`answers` are given first, one a request: a status, one with headers, "hang", "slow" (a status and a body that
    does not end), "huge"; then 204."""

    url: str = ""
    answers: list[Any] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.taken.append(Taken(request.path, headers, await request.read()))
        answer = self.answers.pop(0) if self.answers else 204
        if answer == "hang":
            await self.released.wait()
            return web.Response()
        if answer == "huge":
            return web.Response(status=200, body=b"\x00<b>" + b"x" * 5_000_000)
        if answer == "slow":
            response = web.StreamResponse(status=200)
            await response.prepare(request)
            await response.write(b"one moment")
            await self.released.wait()
            return response
        status, more = answer if isinstance(answer, tuple) else (answer, {})
        return web.Response(status=status, headers=more, text=f"answered {status}" if status != 204 else None)

    @property
    def types(self) -> list[str]:
        return [each.event["type"] for each in self.taken]


def check_shape(taken: Iterable[Taken]) -> None:
    """Each body is what the document says of its type."""
    described = webhooks()
    for each in taken:
        content = described[each.event["type"]]["post"]["requestBody"]["content"]["application/json"]
        jsonschema_rs.validator_for(content["schema"], validate_formats=True).validate(each.event)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver, listening."""
    receiver = Receiver()
    app = web.Application(client_max_size=2**22)
    app.router.add_route("*", "/{tail:.*}", receiver.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    receiver.url = f"http://{host}:{port}"
    try:
        yield receiver
    finally:
        receiver.released.set()
        await runner.cleanup()


async def listen(
    browser: Browser, who: SignedInAs | str, url: str, *events: str, role: str = "professional", **more: Any
) -> Answer:
    """An endpoint of somebody's, for these events or all."""
    wish = {"url": url, "events": list(events) or ["*"], **more}
    return await browser.post("/webhook-endpoints", wish, by=who, role=role)
