"""One event, killed -9 between any two steps of telling it: it arrives, and what arrives twice has one id."""

import asyncio
import os
import signal
import sys
import time
from datetime import timedelta

from sqlalchemy import text

from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import NOON, Browser
from scheduler.tests.webhooks.killed_worker import STEPS
from scheduler.tests.webhooks.receiver import listen, receiving
from scheduler.webhooks.emitting import emit
from scheduler.webhooks.events import Event


async def test_killed_between_any_two_steps_it_arrives_and_the_rows_say_so(browser: Browser) -> None:
    async with receiving() as receiver:
        ada, _ = await professional(browser, "Ada Example")
        assert (await listen(browser, ada, receiver.url)).status == 201
        event = Event("message.received", "message 1", {"professional": ada.id}, {"n": 1}, browser.parts.clock.now())
        async with browser.parts.sessions.begin() as session:
            await emit(session, event)
        await kill_at_each_step(browser)
        browser.parts.clock.move(minutes=1)  # type: ignore[attr-defined]  # the processes' clocks went on
        await finish(browser)
        assert len(receiver.taken) == 2, "killed before it was sent, and after: once each, and nothing more"
        assert len({each.id for each in receiver.taken}) == 1
        assert len({each.body for each in receiver.taken}) == 1
        async with browser.parts.sessions() as session:
            (row,) = (await session.execute(text("SELECT state, attempts FROM webhook_message"))).all()
        assert tuple(row) == ("delivered", 1), "the attempt that nobody could note is not counted"


async def kill_at_each_step(browser: Browser) -> None:
    settings = browser.parts.settings
    environment = {
        "PATH": os.environ["PATH"],
        "VISAVIS_ENV": "test",
        "DATABASE_URL": settings.database_url,
        "VISAVIS_STATE_DIR": str(settings.state_dir),
        "VISAVIS_CLOCK_OFFSET": str(NOON.timestamp() - time.time()),
    }
    program = (sys.executable, "-m", "scheduler.tests.webhooks.killed_worker")
    pipe = asyncio.subprocess.PIPE
    maker = await asyncio.create_subprocess_exec(*program, env=environment, stdin=pipe, stdout=pipe)
    assert maker.stdin is not None
    assert maker.stdout is not None
    for step in STEPS:
        maker.stdin.write(f"{step}\n".encode())
        worker = int(await asyncio.wait_for(maker.stdout.readline(), 30))
        os.kill(worker, signal.SIGKILL)
    maker.stdin.close()
    await maker.wait()


async def finish(browser: Browser) -> None:
    """Run what is left, as the next worker does once the dead one gave no sign of life for half a second."""
    jobs = browser.parts.jobs
    jobs.lost_after = timedelta(seconds=0.5)
    async with jobs.running(), asyncio.timeout(30):
        while True:
            async with browser.parts.sessions() as session:
                left = await session.scalar(text("SELECT count(*) FROM pgqueuer"))
            if not left:
                return
            await asyncio.sleep(0.1)
