"""Bringing files and fetching them: in pieces, within bounds, one's own only, and never shown in a browser."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import ClientError
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.files import storage
from scheduler.http import upload
from scheduler.tests.files.samples import PDF, TEXT, office, picture
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

MB = 1_000_000
BYTES = {"Content-Type": "application/octet-stream"}


async def bring(
    browser: Browser, by: SignedInAs, content: Any, name: str = "x.pdf", *, id: UUID | None = None
) -> Answer:
    data = io.BytesIO(content) if isinstance(content, bytes) else content
    options: dict[str, Any] = {"params": {"name": name}, "data": data, "headers": BYTES}
    return await browser.send("PUT", f"/files/{id or uuid4()}", by=browser.token_now(by), role="client", **options)


async def fetched(browser: Browser, by: SignedInAs, id: object, role: str = "client") -> tuple[bytes, Any]:
    headers = {"Authorization": f"Bearer {browser.token_now(by)}", "X-Visavis-Role": role}
    async with browser.client.get(f"/api/v1/files/{id}/content", headers=headers) as response:
        assert response.status == 200, await response.text()
        return await response.read(), response.headers


async def count(browser: Browser) -> int:
    async with browser.parts.sessions() as session:
        return await session.scalar(text("SELECT count(*) FROM file")) or 0


def lying(browser: Browser) -> list[str]:
    """What lies in the folders of the files."""
    return sorted(path.name for path in browser.parts.settings.files_dir.rglob("*") if path.is_file())


async def test_a_file_comes_and_goes_as_it_was(browser: Browser) -> None:
    carla = await browser.person("Carla")
    for name, content, media_type, image in (
        ("Bescheid 2026.pdf", PDF, "application/pdf", False),
        ("notes.md", TEXT, "text/plain; charset=utf-8", False),
        ("holiday.jpeg", picture("JPEG"), "image/jpeg", True),
        ("long.txt", b"0123456789abcdef" * 50_000, "text/plain; charset=utf-8", False),
    ):
        id = uuid4()
        answer = await bring(browser, carla, content, name, id=id)
        assert answer.status == 200, answer.body
        said = {"id": str(id), "name": name, "media_type": media_type, "size": len(content), "image": image}
        assert said.items() <= answer.body.items()
        shown = await browser.get(f"/files/{id}", by=carla, role="client")
        assert shown.body == answer.body
        got, headers = await fetched(browser, carla, id)
        assert got == content
        assert headers["Content-Type"] == media_type
        assert headers["Content-Disposition"].startswith("attachment; filename=")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["Cache-Control"] == "private, no-store"
    assert len(lying(browser)) == 4, "nothing is left where files come in"


async def test_the_name_and_the_type_are_not_the_senders_to_say(browser: Browser) -> None:
    carla = await browser.person("Carla")
    page = await bring(browser, carla, b"<html><script>alert(1)</script></html>", "../../index.html")
    assert (page.body["name"], page.body["media_type"]) == ("index.html.txt", "text/plain; charset=utf-8")
    hostile = await bring(browser, carla, picture("PNG"), 'x"\r\nSet-Cookie: a=b;\u202egpj.exe')
    assert hostile.body["name"] == "x_ Set-Cookie_ a=b;gpj.exe.png"
    _, headers = await fetched(browser, carla, hostile.body["id"])
    assert "Set-Cookie" not in headers
    for content in (b"MZ\x90\x00" + bytes(200), office("word", **{"word/vbaProject.bin": b"x"}), b"\xff\xfe\x00"):
        refused = await bring(browser, carla, content, "letter.docx")
        assert (refused.status, refused.fields) == (422, ["file"])
        assert "docx" in refused.body["errors"][0]["hint"]
    nothing = await bring(browser, carla, b"", "x.txt")
    assert (nothing.status, nothing.body["errors"][0]["reason"]) == (422, "is empty")
    wrapped = await browser.send(
        "PUT", f"/files/{uuid4()}", by=carla, role="client", params={"name": "x"}, data={"file": io.BytesIO(b"x")}
    )
    assert (wrapped.status, wrapped.slug) == (415, "unsupported-media-type")
    assert await count(browser) == 2


async def test_the_same_again_is_the_same_and_an_id_is_one_files(browser: Browser) -> None:
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    id = uuid4()
    answers = await asyncio.gather(*(bring(browser, carla, PDF, id=id) for _ in range(5)))
    assert [answer.status for answer in answers] == [200] * 5
    assert all(answer.body == answers[0].body for answer in answers)
    assert (await count(browser), len(lying(browser))) == (1, 1)
    for by, content, name in ((carla, TEXT, "x.txt"), (carla, PDF, "y.pdf"), (zoe, PDF, "x.pdf")):
        other = await bring(browser, by, content, name, id=id)
        assert (other.status, other.slug) == (409, "conflict")
    assert (await fetched(browser, carla, id))[0] == PDF


async def test_other_peoples_files_are_not_there(browser: Browser) -> None:
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    id = (await bring(browser, carla, PDF)).body["id"]
    for method, path in (("GET", ""), ("GET", "/content"), ("DELETE", "")):
        answer = await browser.send(method, f"/files/{id}{path}", by=zoe, role="client")
        assert (answer.status, answer.slug) == (404, "not-found")
    assert (await browser.delete(f"/files/{id}", by=carla, role="client")).status == 204
    assert (await browser.get(f"/files/{id}", by=carla, role="client")).status == 404
    again = await bring(browser, carla, PDF, id=UUID(id))
    assert again.status == 409, "what was deleted does not come back under its id"


async def raw(browser: Browser, by: SignedInAs, headers: str, body: bytes = b"") -> tuple[bytes, int]:
    """The answer to a request written by hand, and how much of `body` was sent before it came."""
    host, port = browser.client.server.host, browser.client.server.port
    reader, writer = await asyncio.open_connection(host, port)
    head = (
        f"PUT /api/v1/files/{uuid4()}?name=x.txt HTTP/1.1\r\nHost: x\r\nX-Visavis-Role: client\r\n"
        f"Authorization: Bearer {by.access_token}\r\nContent-Type: application/octet-stream\r\n{headers}\r\n"
    )
    writer.write(head.encode())
    answer, sent = asyncio.create_task(reader.read(4000)), 0
    try:
        while not answer.done() and sent < len(body):
            writer.write(body[sent : sent + 65536])
            sent += 65536
            await writer.drain()
            await asyncio.sleep(0)
        return await asyncio.wait_for(answer, 20), sent
    finally:
        answer.cancel()
        writer.close()


async def test_what_is_too_large_is_refused_before_it_is_sent(browser: Browser) -> None:
    carla = await browser.person("Carla")
    answer, _ = await raw(browser, carla, "Content-Length: 10000001\r\nExpect: 100-continue\r\n")
    assert answer.startswith(b"HTTP/1.1 413 "), "instead of 100"
    assert b'"most_bytes": 10000000' in answer
    answer, _ = await raw(browser, carla, f"Content-Length: {40 * MB}\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    answer, _ = await raw(browser, carla, "Content-Length: 5\r\nExpect: 100-continue\r\n")
    assert answer == b"HTTP/1.1 100 Continue\r\n\r\n"
    answer, _ = await raw(browser, carla, "Content-Length: 5\r\nExpect: magic\r\n")
    assert answer.startswith(b"HTTP/1.1 417 ")


async def test_what_does_not_say_its_size_is_cut_off_at_the_limit(browser: Browser) -> None:
    carla = await browser.person("Carla")
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    answer, sent = await raw(browser, carla, "Transfer-Encoding: chunked\r\n", chunk * 900)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert sent < 40 * MB
    assert (await count(browser), lying(browser)) == (0, [])


async def test_exactly_the_limit_is_taken(browser: Browser) -> None:
    carla = await browser.person("Carla")
    assert (await bring(browser, carla, b"a" * 10 * MB, "x.txt")).status == 200
    assert (await bring(browser, carla, b"a" * (10 * MB + 1), "x.txt")).status == 413


async def test_other_bodies_keep_their_limit(browser: Browser) -> None:
    carla = await browser.person("Carla")
    answer = await browser.put("/me/client", {"bio": "a" * 70_000}, by=carla)
    assert (answer.status, answer.slug) == (413, "too-large")


async def test_who_is_too_slow_or_goes_away_leaves_nothing(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    carla = await browser.person("Carla")
    monkeypatch.setattr(upload, "IDLE_S", 0.05)
    answer, _ = await raw(browser, carla, "Content-Length: 100\r\n", b"only this")
    assert answer.startswith(b"HTTP/1.1 408 ")

    monkeypatch.setattr(upload, "IDLE_S", 30)

    async def breaking_off() -> AsyncIterator[bytes]:
        yield b"a" * 200_000
        raise RuntimeError("gone")

    with pytest.raises(ClientError):
        await bring(browser, carla, breaking_off(), "x.txt")
    async with asyncio.timeout(10):
        while lying(browser):
            await asyncio.sleep(0.01)
    assert await count(browser) == 0


async def test_nobody_brings_without_end(browser: Browser, clock: ManualClock) -> None:
    carla = await browser.person("Carla")
    for _ in range(30):
        assert (await bring(browser, carla, b"x", "x.txt")).status == 200
    fast = await bring(browser, carla, b"x", "x.txt")
    assert (fast.status, fast.headers["Retry-After"]) == (429, "11")
    clock.move(minutes=5)
    for _ in range(storage.MOST_LOOSE - 30):
        assert (await bring(browser, carla, b"x", "x.txt")).status == 200
    full = await bring(browser, carla, b"x", "x.txt")
    assert (full.status, "wait to be sent" in full.body["detail"]) == (429, True)


async def test_uploads_at_once_are_bounded(browser: Browser) -> None:
    carla = await browser.person("Carla")
    browser.parts.files.slots = asyncio.Semaphore(1)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def waiting() -> AsyncIterator[bytes]:
        yield b"first "
        begun.set()
        await go_on.wait()
        yield b"second"

    first = asyncio.create_task(bring(browser, carla, waiting(), "x.txt"))
    await begun.wait()
    async with asyncio.timeout(10):
        while not browser.parts.files.slots.locked():
            await asyncio.sleep(0.01)
    busy = await bring(browser, carla, b"x", "x.txt")
    assert (busy.status, busy.headers["Retry-After"]) == (429, "5")
    go_on.set()
    assert (await first).body["size"] == 12


async def test_a_place_that_cannot_be_reached_loses_nothing(browser: Browser) -> None:
    carla, id = await browser.person("Carla"), uuid4()
    kept = browser.parts.settings.files_dir / "kept"
    kept.parent.mkdir(parents=True)
    kept.write_text("in the way")
    away = await bring(browser, carla, PDF, id=id)
    assert (away.status, away.slug) == (503, "unavailable")
    assert (await browser.get(f"/files/{id}", by=carla, role="client")).status == 404
    kept.unlink()
    assert (await bring(browser, carla, PDF, id=id)).status == 200
    assert (await fetched(browser, carla, id))[0] == PDF
