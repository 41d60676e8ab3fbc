"""One event, killed -9 between any two steps of telling it, one step after the other: each channel tells it once."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from scheduler.jobs.queue import enqueue
from scheduler.tests.fixtures import NOON, Browser
from scheduler.tests.notifications.killed_worker import STEPS
from scheduler.tests.notifications.services import push_service
from scheduler.tests.notifications.world import booked, change, lines

PATH = "/me/push-subscriptions"


@asynccontextmanager
async def workers(browser: Browser) -> AsyncIterator[asyncio.subprocess.Process]:
    """Makes one worker process after the other."""
    settings = browser.parts.settings
    environment = {
        "PATH": os.environ["PATH"],
        "VISAVIS_ENV": "test",
        "DATABASE_URL": settings.database_url,
        "VISAVIS_STATE_DIR": str(settings.state_dir),
        "VISAVIS_CLOCK_OFFSET": str(NOON.timestamp() - time.time()),
    }
    program = (sys.executable, "-m", "scheduler.tests.notifications.killed_worker")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*program, env=environment, stdin=pipe, stdout=pipe)
    yield process
    assert process.stdin is not None
    process.stdin.close()
    await process.wait()


async def killed_at(maker: asyncio.subprocess.Process, step: str) -> None:
    """Run the jobs in a process of its own up to a step, and kill it there."""
    assert maker.stdin is not None
    assert maker.stdout is not None
    maker.stdin.write(f"{step}\n".encode())
    worker = int(await asyncio.wait_for(maker.stdout.readline(), 30))
    os.kill(worker, signal.SIGKILL)


async def test_killed_between_any_two_steps_each_channel_tells_it_once(browser: Browser) -> None:
    async with push_service() as service:
        booking = await booked(browser)
        assert (await browser.post(PATH, service.subscribe("laptop"), by=booking.ben)).status == 201
        mails = len(await browser.mails(booking.ben.email))
        payload = {"booking_id": str(booking.id), "kind": "dispute-opened", "event_id": 1}
        async with browser.parts.sessions.begin() as session:
            await enqueue(session, "booking-mail", payload)
        async with workers(browser) as maker:
            for step in STEPS:
                await killed_at(maker, step)
        await finish(browser)
        assert len(service.received) == 2, "what was killed after ringing rang again"
        assert len(service.shown) == 1, "as the same notification"
        assert len(await lines(browser, booking.ben, "dispute-opened")) == 1
        assert len(await lines(browser, booking.ada, "dispute-opened")) == 1
        assert len(await browser.mails(booking.ben.email)) == mails + 1
        rows = await change(browser, "SELECT channel, state FROM delivery WHERE kind = 'dispute-opened'")
        assert sorted(tuple(row) for row in rows) == [
            ("in-app", "done"),
            ("in-app", "done"),
            ("mail", "done"),
            ("mail", "done"),
            ("web-push", "done"),
        ]


async def finish(browser: Browser) -> None:
    """Run what is left, as the next worker does once the dead one gave no sign of life for half a second."""
    jobs = browser.parts.jobs
    jobs.lost_after = timedelta(seconds=0.5)
    async with jobs.running(), asyncio.timeout(30):
        while (await change(browser, "SELECT count(*) FROM pgqueuer"))[0][0]:
            await asyncio.sleep(0.1)
