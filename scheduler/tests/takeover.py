"""Workers that are killed -9 at a step, and what another scheduler does after it.

A program of workers names its STEPS, each (where, the name there, what stands in for it), and ends in
`work_in_turn(STEPS)`: it runs a scheduler's jobs in one forked process for each step read from standard input, so
that what they import and read of the code is imported and read once. The stand-in ends in `pause`, which says that
the step is reached. A test calls `kill_at_each`, then `finish`.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import text

from scheduler.app import Parts, assemble
from scheduler.config import load
from scheduler.store.engine import Sessions
from scheduler.tests.fixtures import NOON

Steps = Mapping[str, tuple[Any, str, Any]]
LOST_AFTER: Final = timedelta(seconds=0.5)
_BUSY: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend' AND state <> 'idle'"
)


async def pause(*_args: Any, **_options: Any) -> Any:
    """Say that the step is reached and by whom, and stay there."""
    print(os.getpid(), flush=True)  # noqa: T201 - the test waits for it
    await asyncio.Event().wait()


def work_in_turn(steps: Steps) -> None:
    """One worker after the other, each until it is killed."""
    assemble(load(os.environ))  # connected to nothing: what is read of the code is then read
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            asyncio.run(_work(*steps[line.strip()]))
        os.waitpid(child, 0)


async def _work(place: Any, name: str, stopper: Any) -> None:
    setattr(place, name, stopper)
    parts = assemble(load(os.environ))
    parts.jobs.lost_after = LOST_AFTER
    async with parts.jobs.running():
        await asyncio.Event().wait()


async def kill_at_each(parts: Parts, program: str, steps: Steps) -> None:
    """Let the workers of `program` run up to each step in turn, and kill each there."""
    environment = {
        "PATH": os.environ["PATH"],
        "VISAVIS_ENV": "test",
        "DATABASE_URL": parts.settings.database_url,
        "VISAVIS_STATE_DIR": str(parts.settings.state_dir),
        "VISAVIS_CLOCK_OFFSET": str(NOON.timestamp() - time.time()),
    }
    pipe = asyncio.subprocess.PIPE
    maker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", program), env=environment, stdin=pipe, stdout=pipe
    )
    assert maker.stdin is not None
    assert maker.stdout is not None
    for step in steps:
        maker.stdin.write(f"{step}\n".encode())
        worker = int(await asyncio.wait_for(maker.stdout.readline(), 30))
        os.kill(worker, signal.SIGKILL)
    maker.stdin.close()
    await maker.wait()


async def finish(parts: Parts) -> None:
    """Run what is left, as the next worker does once the dead one gave no sign of life for LOST_AFTER."""
    parts.jobs.lost_after = LOST_AFTER
    async with parts.jobs.running(), asyncio.timeout(30):
        while True:
            async with parts.sessions() as session:
                left = await session.scalar(text("SELECT count(*) FROM pgqueuer"))
            if not left:
                return
            await asyncio.sleep(0.1)


async def take_over(sessions: Sessions) -> None:
    """Queue anew what the dead one had picked, without the wait for its heartbeat to grow old. What it had sent is
    still carried out: that is waited for."""
    for _ in range(500):
        async with sessions() as session:
            if not await session.scalar(_BUSY):
                break
        await asyncio.sleep(0.02)
    else:
        raise AssertionError("the dead one's connections are still at work")
    async with sessions.begin() as session:
        await session.execute(text("UPDATE pgqueuer SET status = 'queued' WHERE status = 'picked'"))
