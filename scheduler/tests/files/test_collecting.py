"""What nobody needs is collected, what is needed is not, and a kill at any moment leaves nothing broken."""

import asyncio
import sys
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.files import storage
from scheduler.tests.files.samples import PDF
from scheduler.tests.files.test_upload import bring, count, fetched, lying
from scheduler.tests.fixtures import Browser

# Keeps a file and stops where argv says, to be killed there.
PROGRAM = """
import asyncio, os, sys
from datetime import datetime
from uuid import UUID

from scheduler.app import assemble
from scheduler.clock import ManualClock
from scheduler.config import load
from scheduler.files import storage
from scheduler.files.storage import Wanted
from scheduler.tests.files.samples import PDF

stop, file_id, owner_id, now = sys.argv[1:]


async def pause():
    print("there", flush=True)
    await asyncio.sleep(3600)


async def pieces():
    yield PDF
    if stop == "coming":
        await pause()


async def main():
    files = assemble(load(os.environ), clock=ManualClock(datetime.fromisoformat(now))).files
    put, stored = files.blobs.put, storage.stored

    async def slow_put(key, spooled):
        if stop == "row":
            await pause()
        await put(key, spooled)
        if stop == "bytes":
            await pause()

    files.blobs.put = slow_put
    async with files.spool.taken(pieces(), files.clock.unix()) as spooled:
        await files.keep(Wanted(UUID(file_id), UUID(owner_id), "message", "x.pdf", "application/pdf"), spooled)
        await pause()


asyncio.run(main())
"""


async def killed_at(browser: Browser, stop: str, file_id: UUID, owner_id: UUID) -> None:
    settings = browser.parts.settings
    where = {"DATABASE_URL": settings.database_url, "VISAVIS_STATE_DIR": str(settings.state_dir)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, stop, str(file_id), str(owner_id), browser.parts.clock.now().isoformat()),
        env={**where, "VISAVIS_ENV": "test"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        assert await asyncio.wait_for(process.stdout.readline(), 60) == b"there\n"
    finally:
        process.kill()
        await process.wait()


async def collect(browser: Browser) -> None:
    await browser.parts.files.collector()()


@pytest.mark.parametrize(("stop", "rows", "files"), [("coming", 0, 1), ("row", 1, 1), ("bytes", 1, 1), ("end", 1, 1)])
async def test_killed_between_the_steps(
    browser: Browser, clock: ManualClock, stop: str, rows: int, files: int
) -> None:
    carla = await browser.person("Carla")
    id, other = uuid4(), uuid4()
    await asyncio.gather(*(killed_at(browser, stop, each, carla.id) for each in (id, other)))
    assert (await count(browser), len(lying(browser))) == (2 * rows, 2 * files)
    there = await browser.get(f"/files/{id}", by=carla, role="client")
    assert there.status == (200 if stop == "end" else 404), "half a file is not there"
    again = await bring(browser, carla, PDF, id=id)
    assert again.status == 200, again.body
    assert (await fetched(browser, carla, id))[0] == PDF
    async with browser.parts.sessions.begin() as session:
        await storage.attach(session, carla.id, "message", [id], clock.now())
    clock.move(hours=25)
    await collect(browser)
    assert (await count(browser), lying(browser)) == (1, [id.hex]), "the other was collected, row and bytes"
    assert (await fetched(browser, carla, id))[0] == PDF


async def test_what_is_loose_goes_after_a_day_and_what_is_attached_stays(
    browser: Browser, clock: ManualClock
) -> None:
    carla = await browser.person("Carla")
    kept, loose = uuid4(), uuid4()
    for id in (kept, loose):
        await bring(browser, carla, PDF, id=id)
    async with browser.parts.sessions.begin() as session:
        await storage.attach(session, carla.id, "message", [kept], clock.now())
    clock.move(hours=23)
    await collect(browser)
    assert await count(browser) == 2
    clock.move(hours=2)
    await collect(browser)
    assert (await count(browser), lying(browser)) == (1, [kept.hex])
    async with browser.parts.sessions.begin() as session:
        await storage.let_go(session, [kept], clock.now())
    assert (await browser.get(f"/files/{kept}", by=browser.token_now(carla), role="client")).status == 404
    await collect(browser)
    await collect(browser)
    assert (await count(browser), lying(browser)) == (0, [])


async def test_who_has_left_leaves_no_files(browser: Browser, clock: ManualClock) -> None:
    carla, id = await browser.person("Carla"), uuid4()
    await bring(browser, carla, PDF, "my salary.pdf", id=id)
    async with browser.parts.sessions() as session:
        assert await browser.parts.files.export_of(session, carla.id) == [(f"{id}/my salary.pdf", PDF)]
    async with browser.parts.sessions.begin() as session:
        await storage.attach(session, carla.id, "message", [id], clock.now())
        await browser.parts.registry.erase(session, carla.id, clock.now())
        assert await session.scalar(text("SELECT name FROM file")) == ""
        assert await browser.parts.files.export_of(session, carla.id) == []
    await collect(browser)
    assert (await count(browser), lying(browser)) == (0, [])


async def test_a_place_that_cannot_be_reached_is_asked_again(browser: Browser, clock: ManualClock) -> None:
    carla = await browser.person("Carla")
    await bring(browser, carla, PDF)
    clock.move(hours=25)
    kept = browser.parts.settings.files_dir / "kept"
    aside = kept.rename(kept.with_name("aside"))
    kept.write_text("in the way")
    await collect(browser)
    assert await count(browser) == 1, "the row stays as long as its bytes may"
    kept.unlink()
    aside.rename(kept)
    await collect(browser)
    assert (await count(browser), lying(browser)) == (0, [])
