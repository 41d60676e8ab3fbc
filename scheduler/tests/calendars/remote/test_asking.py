"""Requests to addresses that people gave: where they may be led, and how much may come back."""

import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from scheduler.calendars.remote.asking import MOST_REDIRECTS, ask
from scheduler.calendars.remote.port import RefusedError, TemporaryError
from scheduler.notifications.outgoing import Outgoing
from scheduler.tests.calendars.remote.linked import find
from scheduler.tests.fixtures import Browser

PROOF = {"Authorization": "Basic " + base64.b64encode(b"ben:word").decode()}


@asynccontextmanager
async def served(answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def outgoing() -> AsyncIterator[Outgoing]:
    pool = Outgoing(private=True)
    yield pool
    await pool.close()


async def test_a_password_is_not_carried_to_where_another_server_leads(outgoing: Outgoing) -> None:
    stolen: list[str] = []

    async def thief(request: web.Request) -> web.StreamResponse:
        stolen.append(request.headers["Authorization"])
        return web.Response()

    async def leads_away(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=301, headers={"Location": elsewhere.replace("127.0.0.1", "localhost")})

    async with served(thief) as elsewhere, served(leads_away) as url:
        with pytest.raises(RefusedError, match="localhost"):
            await ask(outgoing, "PROPFIND", url, PROOF)
    assert stolen == []


async def test_redirects_without_end_are_given_up(outgoing: Outgoing) -> None:
    asked: list[str] = []

    async def on_and_on(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(status=307, headers={"Location": f"/{len(asked)}"})

    async with served(on_and_on) as url:
        with pytest.raises(RefusedError, match="without end"):
            await ask(outgoing, "GET", f"{url}/", {})
    assert len(asked) == MOST_REDIRECTS + 1


async def test_an_answer_that_is_too_large_is_not_read_to_its_end(outgoing: Outgoing) -> None:
    async def huge(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65536)
        except ConnectionError:
            return response

    async with served(huge) as url:
        with pytest.raises(RefusedError, match="too large"):
            await ask(outgoing, "GET", f"{url}/", {}, most=1_000_000)


async def test_outside_development_our_own_machines_are_not_asked() -> None:
    pool = Outgoing(private=False)
    try:
        for address in ("http://127.0.0.1/", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/"):
            with pytest.raises(RefusedError, match="public internet"):
                await ask(pool, "PROPFIND", address, PROOF)
    finally:
        await pool.close()


async def test_a_server_that_answers_nonsense_is_no_caldav_server_and_no_error_of_ours(browser: Browser) -> None:
    bodies = (b"", b"<html>", b'<multistatus xmlns="DAV:"><response><href>http://[</href></response></multistatus>')
    ben = await browser.person("Ben Example")
    for status in (200, 207, 404, 405, 500):
        for body in bodies:

            async def answer(_request: web.Request, status: int = status, body: bytes = body) -> web.StreamResponse:
                return web.Response(status=status, body=body, headers={"ETag": "x"})

            async with served(answer) as url:
                answered = await find(browser, ben, url, "ben", "word")
            assert (answered.status, answered.fields) == (422, ["address"]), (status, body)


async def test_who_cannot_be_reached_may_be_later(outgoing: Outgoing) -> None:
    async def gone(_request: web.Request) -> web.StreamResponse:
        return web.Response()

    async with served(gone) as url:
        pass
    with pytest.raises(TemporaryError):
        await ask(outgoing, "GET", url, {})
