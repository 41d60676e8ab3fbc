"""A process killed in the middle of a booking leaves nothing half, and nobody waits for it."""

import asyncio
import sys
from uuid import UUID

from sqlalchemy import text

from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Browser

# Stops after the step named by argv[4] and waits to be killed.
PROGRAM = """
import asyncio, sys
from datetime import datetime
from uuid import UUID

from scheduler.booking import occupancy, service
from scheduler.store.engine import create_engine, create_sessions

url, service_id, client_id, stop, start, now = sys.argv[1:]


async def pause(*_args, **_options):
    print("there", flush=True)
    await asyncio.sleep(3600)


async def main():
    engine = create_engine(url, pool=1)
    if stop == "enqueue":
        service.enqueue_on = pause
    async with create_sessions(engine)() as session:
        wish = service.Wish(UUID(service_id), UUID(client_id), datetime.fromisoformat(start))
        await service.book(session, wish, datetime.fromisoformat(now))
        if stop == "commit":
            await pause()
        await session.commit()
    await pause()


asyncio.run(main())
"""
START = "2027-03-11T16:00:00+00:00"


async def killed_at(browser: Browser, service: UUID, client: UUID, stop: str) -> None:
    """Run a booking of its own process up to a step and kill it there."""
    url, now = browser.parts.settings.database_url, browser.parts.clock.now().isoformat()
    arguments = (url, str(service), str(client), stop, START, now)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        assert await asyncio.wait_for(process.stdout.readline(), 60) == b"there\n"
    finally:
        process.kill()
        await process.wait()


async def count(browser: Browser) -> dict[str, int]:
    async with browser.parts.sessions() as session:
        tables = ("booking", "occupancy", "booking_event", "pgqueuer")
        return {name: await session.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in tables}


async def test_killed_between_the_steps(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    body = {"service_id": str(service), "start": START.replace("+00:00", "Z")}
    for stop in ("enqueue", "commit"):
        await killed_at(browser, service, carla.id, stop)
        # The dead one's lock goes with its connection; this waits for it at most.
        made = await browser.post("/bookings", body, by=zoe, role="client")
        assert made.status == 201, (stop, made.body)
        assert (await count(browser))["occupancy"] == 2
        cancelled = await browser.post(f"/bookings/{made.body['id']}/cancel", {}, by=ada, role="professional")
        assert cancelled.status == 200
    counts = await count(browser)
    assert (counts["booking"], counts["occupancy"], counts["booking_event"]) == (2, 0, 4)


async def test_killed_after_the_commit(browser: Browser) -> None:
    """Nothing is lost either: the mails are written by whoever runs the jobs next."""
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    await killed_at(browser, service, carla.id, "nowhere")
    assert await count(browser) == {"booking": 1, "occupancy": 2, "booking_event": 1, "pgqueuer": 1}
    assert len(await browser.mails(carla.email)) == len(await browser.mails(ada.email)) == 1
