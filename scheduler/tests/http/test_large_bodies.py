"""Ten megabytes where they do not belong: refused by what is promised before any of it comes, or cut off at the
limit, whatever the endpoint takes; and the next request is answered as ever."""

import asyncio
import json
from typing import Any, Final
from uuid import uuid4

import pytest

from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Browser, SignedInAs

MB: Final = 1_000_000
CALENDAR_MB: Final = 11  # a calendar may have ten times 2**20 bytes
JSON, FILE = "application/json", "application/octet-stream"
# (method, path, role, type, megabytes)
KINDS: Final = {
    "a message": ("POST", "/api/v1/bookings/{booking}/messages", "client", JSON, 10),
    "an edit": ("PATCH", "/api/v1/me", None, JSON, 10),
    "a booking": ("POST", "/api/v1/bookings", "client", JSON, 10),
    "a sign-up, by anybody": ("POST", "/api/v1/auth/signup", None, JSON, 10),
    "a gateway's webhook": ("POST", "/webhooks/payments", None, JSON, 10),
    "a node's webhook": ("POST", "/webhooks/livekit", None, "application/webhook+json", 10),
    "an unsubscription": ("POST", "/api/v1/unsubscribe?token=x", None, "application/x-www-form-urlencoded", 10),
    "a file": ("PUT", f"/api/v1/files/{uuid4()}?name=x.txt", "client", FILE, 11),
    "a photo": ("PUT", "/api/v1/photo", "professional", FILE, 11),
    "a calendar": ("PUT", f"/api/v1/calendar-links/{uuid4()}/file", "professional", "text/calendar", CALENDAR_MB),
}


class Wire:
    """One connection, written by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def begin(self, by: SignedInAs, kind: str, headers: str) -> None:
        """The head of a request."""
        method, path, role, media_type, _ = KINDS[kind]
        path = path.replace("{booking}", str(uuid4()))
        said = f"X-Visavis-Role: {role}\r\n" if role else ""
        self.writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: x\r\n{said}Authorization: Bearer {by.access_token}\r\n"
            f"Content-Type: {media_type}\r\n{headers}\r\n".encode()
        )
        await self.writer.drain()

    async def answer(self) -> tuple[int, dict[str, str], Any]:
        """(status, headers, body)"""
        head = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 20)).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = await self.reader.readexactly(int(headers["content-length"]))
        return int(head[0].split()[1]), headers, json.loads(body)


async def connected(browser: Browser) -> Wire:
    server = browser.client.server
    return Wire(*await asyncio.open_connection(server.host, server.port))


def is_refusal(answer: tuple[int, dict[str, str], Any]) -> bool:
    status, headers, body = answer
    assert status == 413, body
    assert headers["content-type"].startswith("application/problem+json")
    assert body["type"].endswith("/too-large")
    assert "may have at most" in body["detail"]
    return headers["connection"] == "close"


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_promised_is_refused_before_any_of_it_comes(browser: Browser, kind: str) -> None:
    ada, _ = await professional(browser, "Ada")
    wire = await connected(browser)
    try:
        await wire.begin(ada, kind, f"Content-Length: {KINDS[kind][4] * MB}\r\n")
        assert is_refusal(await wire.answer())
        wire.writer.write_eof()
        assert await asyncio.wait_for(wire.reader.read(), 20) == b"", "nothing else comes, and it is closed"
    finally:
        wire.writer.close()
    assert (await browser.get("/me", by=ada)).status == 200


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_not_promised_is_cut_off_at_the_limit(browser: Browser, kind: str) -> None:
    """What the sockets between hold (a few megabytes) may be sent; the rest of the hundred never is."""
    ada, _ = await professional(browser, "Ada")
    wire = await connected(browser)
    sent, piece = 0, b"10000\r\n" + b"a" * 65536 + b"\r\n"
    await wire.begin(ada, kind, "Transfer-Encoding: chunked\r\n")
    answer = asyncio.create_task(wire.answer())
    try:
        while not answer.done() and sent < 100 * MB:
            wire.writer.write(piece)
            sent += 65536
            await wire.writer.drain()
            await asyncio.sleep(0)
        assert is_refusal(await answer)
        assert sent < (KINDS[kind][4] + 15) * MB
    finally:
        answer.cancel()
        wire.writer.transport.abort()
    assert (await browser.get("/me", by=ada)).status == 200


@pytest.mark.parametrize("kind", KINDS)
async def test_who_sends_it_all_reads_the_refusal_too(browser: Browser, kind: str) -> None:
    """A client that writes everything before it reads: the answer waits for it, the connection is not torn down."""
    ada, _ = await professional(browser, "Ada")
    wire = await connected(browser)
    size = KINDS[kind][4] * MB
    try:
        await wire.begin(ada, kind, f"Content-Length: {size}\r\n")
        for _ in range(size // 100_000):
            wire.writer.write(b"a" * 100_000)
            await wire.writer.drain()
        assert is_refusal(await wire.answer())
        assert await asyncio.wait_for(wire.reader.read(), 20) == b""
    finally:
        wire.writer.close()
