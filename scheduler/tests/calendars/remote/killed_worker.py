"""A scheduler's jobs in processes that stop at a step and wait to be killed there, one for each step that is read
from standard input: `python -m scheduler.tests.calendars.remote.killed_worker`."""

import asyncio
import os
import sys
from datetime import timedelta
from typing import Any

from scheduler.app import assemble
from scheduler.calendars.remote import acting
from scheduler.calendars.remote.writing import Writer
from scheduler.config import load


async def pause(*_args: Any, **_options: Any) -> Any:
    """Say that the step is reached and by whom, and stay there."""
    print(os.getpid(), flush=True)  # noqa: T201 - the test waits for it
    await asyncio.Event().wait()


async def after_put(*args: Any) -> Any:
    """The other server has it, and nobody here was told."""
    await ACT(*args)
    await pause()


ACT = acting.act
STEPS = {
    "begun": (acting, "act", pause),  # the copy's row is there, the copy is not
    "put": (acting, "act", after_put),
    "noting": (Writer, "_note", pause),
}


async def work(step: str) -> None:
    """Run jobs until killed."""
    place, name, stopper = STEPS[step]
    setattr(place, name, stopper)
    parts = assemble(load(os.environ))
    parts.jobs.lost_after = timedelta(seconds=0.5)
    async with parts.jobs.running():
        await asyncio.Event().wait()


if __name__ == "__main__":
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            asyncio.run(work(line.strip()))
        os.waitpid(child, 0)
