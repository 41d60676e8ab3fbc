"""Photos: one a side, drawn anew, the professional's as public as their page."""

import asyncio
import io
from typing import Any

from PIL import Image

from scheduler.tests.files.samples import PDF, picture
from scheduler.tests.files.test_images import SECRET, with_exif
from scheduler.tests.files.test_upload import BYTES, count, lying
from scheduler.tests.fixtures import Answer, Browser, SignedInAs


async def put(browser: Browser, by: SignedInAs, content: bytes, role: str = "professional") -> Answer:
    return await browser.put("/photo", data=io.BytesIO(content), headers=BYTES, by=by, role=role)


async def shown(browser: Browser, path: str, by: SignedInAs | None = None, role: str = "") -> tuple[Any, Image.Image]:
    headers = {"Authorization": f"Bearer {by.access_token}", "X-Visavis-Role": role} if by else {}
    async with browser.client.get(f"/api/v1{path}", headers=headers) as response:
        assert response.status == 200, await response.text()
        content = await response.read()
        assert SECRET not in content
        return response.headers, Image.open(io.BytesIO(content))


async def test_a_photo_is_drawn_anew_and_shown_in_the_page(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    answer = await put(browser, ada, with_exif())
    assert (answer.status, answer.body["width"], answer.body["height"]) == (200, 64, 48)
    for path, by, cache in (
        ("/professionals/ada/photo", None, "public, max-age=300"),
        ("/photo", ada, "private, no-store"),
    ):
        headers, image = await shown(browser, path, by, "professional")
        assert image.format == "WEBP"
        assert headers["Content-Type"] == "image/webp"
        assert headers["Content-Disposition"].startswith("inline; ")
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == cache


async def test_the_page_and_its_card_say_where_the_photo_is_and_a_new_one_is_elsewhere(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)

    async def told() -> Any:
        page = (await browser.get("/professionals/ada")).body["photo"]
        assert [each["photo"] for each in (await browser.get("/professionals")).body["items"]] == [page]
        return page

    assert await told() is None
    links = []
    for sides in ((900, 600), (600, 900)):
        await put(browser, ada, picture("JPEG", sides))
        links.append(await told())
        for size, longest in (("small", 160), ("large", 640)):
            _, image = await shown(browser, links[-1][size].removeprefix("/api/v1"))
            assert max(image.size) == longest
    assert links[0] != links[1]
    assert (await browser.delete("/photo", by=ada, role="professional")).status == 204
    assert await told() is None


async def test_sizes_and_what_is_no_picture(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    assert (await put(browser, ada, picture("PNG", (1600, 1200)))).body["width"] == 640
    for size, side in (("large", 640), ("small", 160)):
        _, image = await shown(browser, f"/professionals/ada/photo?size={size}")
        assert max(image.size) == side
    for content, reason in (
        (PDF, "is of a kind that is not taken here"),
        (picture("JPEG")[:200], "is broken: it cannot be drawn"),
        (picture("PNG", (10, 10)), "is too small: each side needs at least 16 pixels"),
    ):
        refused = await put(browser, ada, content)
        assert (refused.status, refused.body["errors"][0]["reason"]) == (422, reason)
    assert (await count(browser), len(lying(browser))) == (2, 2)


async def test_each_side_has_its_own_and_nobody_sees_a_closed_page(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    await put(browser, ada, picture("PNG", (100, 50)), "client")
    assert (await browser.get("/professionals/ada/photo")).status == 404
    assert (await browser.get("/photo", by=ada, role="professional")).status == 404
    await put(browser, ada, picture("PNG", (50, 100)))
    assert (await shown(browser, "/professionals/ada/photo"))[1].size == (50, 100)
    assert (await shown(browser, "/photo", ada, "client"))[1].size == (100, 50)
    assert (await browser.post("/me/professional/deactivate", {}, by=ada)).status == 200
    assert (await browser.get("/professionals/ada/photo")).status == 404


async def test_the_one_before_goes_with_its_bytes(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    answers = await asyncio.gather(*(put(browser, ada, picture("PNG", (100 + n, 50))) for n in range(4)))
    assert [answer.status for answer in answers] == [200] * 4
    await browser.parts.files.collector()()
    assert (await count(browser), len(lying(browser))) == (2, 2)
    assert (await shown(browser, "/professionals/ada/photo?size=small"))[1].size[0] in range(100, 104)
    assert (await browser.delete("/photo", by=ada, role="professional")).status == 204
    assert (await browser.delete("/photo", by=ada, role="professional")).status == 404
    await browser.parts.files.collector()()
    assert (await count(browser), lying(browser)) == (0, [])


async def test_leaving_takes_the_photo_away(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    await put(browser, ada, picture("PNG"))
    async with browser.parts.sessions.begin() as session:
        assert [name.rpartition("/")[2] for name, _ in await browser.parts.files.export_of(session, ada.id)] == [
            "photo.webp",
            "photo.webp",
        ]
        await browser.parts.registry.erase(session, ada.id, browser.parts.clock.now())
    await browser.parts.files.collector()()
    assert (await count(browser), lying(browser)) == (0, [])
