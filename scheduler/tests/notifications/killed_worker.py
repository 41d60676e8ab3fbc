"""A scheduler's jobs in processes that stop at a step and wait to be killed there, one for each step that is read
from standard input: `python -m scheduler.tests.notifications.killed_worker`. What they import is imported once."""

import asyncio
import os
import sys
from datetime import timedelta
from typing import Any

from scheduler.app import assemble
from scheduler.config import load
from scheduler.notifications import bookings, inbox, pushing
from scheduler.notifications.deliver import deliver


async def pause(*_args: Any, **_options: Any) -> Any:
    """Say that the step is reached and by whom, and stay there."""
    print(os.getpid(), flush=True)  # noqa: T201 - the test waits for it
    await asyncio.Event().wait()


async def after_deliver(*args: Any) -> int:
    """Everything of the event is written, nothing committed."""
    await DELIVER(*args)
    await pause()
    return 0


DELIVER = deliver
STEPS = {
    "mail-written": (inbox, "add", pause),
    "all-written": (bookings, "deliver", after_deliver),
    "told": (pushing, "_holds", pause),  # committed; the next job has begun
    "fanned-out": (pushing, "_targets", pause),
    "rung": (pushing, "_note", pause),  # the push service took it, the row does not say so yet
}


async def work(step: str) -> None:
    """Run jobs until killed."""
    module, name, stopper = STEPS[step]
    setattr(module, name, stopper)
    parts = assemble(load(os.environ))
    parts.jobs.lost_after = timedelta(seconds=0.5)
    async with parts.jobs.running():
        await asyncio.Event().wait()


if __name__ == "__main__":
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            asyncio.run(work(line.strip()))
        os.waitpid(child, 0)
