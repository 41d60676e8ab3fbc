"""Links and their files over HTTP, and a server that has calendars."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from scheduler.tests.fixtures import Answer, Browser, SignedInAs


async def link(
    browser: Browser, who: SignedInAs | str, kind: str = "file", role: str = "professional", **more: Any
) -> Answer:
    """A calendar of somebody's."""
    return await browser.post("/calendar-links", {"kind": kind, "name": "Work", **more}, by=who, role=role)


async def put_file(
    browser: Browser, who: SignedInAs | str, link_id: str, text: str | bytes, role: str = "professional"
) -> Answer:
    """Upload a file."""
    data = text if isinstance(text, bytes) else text.encode()
    headers = {"Content-Type": "text/calendar"}
    return await browser.put(
        f"/calendar-links/{link_id}/file", by=who, role=role, headers=headers, data=io.BytesIO(data)
    )


async def busy_by_file(browser: Browser, who: SignedInAs, text: str, **more: Any) -> str:
    """A calendar of this file; its id."""
    made = await link(browser, who, **more)
    assert made.status == 201, made.body
    put = await put_file(browser, who, made.body["id"], text)
    assert put.status == 200, put.body
    return str(made.body["id"])


async def shown(browser: Browser, who: SignedInAs, link_id: str) -> dict[str, Any]:
    """A link as its owner sees it now."""
    token = browser.token_now(who)
    answer = await browser.get(f"/calendar-links/{link_id}", by=token, role="professional")
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


@dataclass(slots=True)
class Shelf:
    """A server of one calendar. `answers` are given first, one a request: a status, or one with headers; then `text`,
    by its `etag`."""

    url: str = ""
    text: str = ""
    etag: str = '"1"'
    answers: list[Any] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    async def give(self, request: web.Request) -> web.StreamResponse:
        self.asked.append({name.lower(): value for name, value in request.headers.items()})
        if self.answers:
            answer = self.answers.pop(0)
            status, headers = answer if isinstance(answer, tuple) else (answer, {})
            return web.Response(status=status, headers=headers, text="<html>no calendar</html>")
        if request.headers.get("If-None-Match") == self.etag:
            return web.Response(status=304)
        headers = {"ETag": self.etag, "Last-Modified": "Wed, 10 Mar 2027 08:00:00 GMT"}
        return web.Response(text=self.text, content_type="text/calendar", headers=headers)


@asynccontextmanager
async def shelf() -> AsyncIterator[Shelf]:
    """The server, listening."""
    found = Shelf()
    app = web.Application()
    app.router.add_get("/{tail:.*}", found.give)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    found.url = f"http://{host}:{port}"
    try:
        yield found
    finally:
        await runner.cleanup()
