"""A scheduler's jobs in processes that stop at a step and wait to be killed there, one for each step that is read
from standard input: `python -m scheduler.tests.webhooks.killed_worker`. What they import is imported once."""

import asyncio
import os
import sys
from datetime import timedelta
from typing import Any

from scheduler.app import assemble
from scheduler.config import load
from scheduler.webhooks import emitting
from scheduler.webhooks.sending import Sender


async def pause(*_args: Any, **_options: Any) -> Any:
    """Say that the step is reached and by whom, and stay there."""
    print(os.getpid(), flush=True)  # noqa: T201 - the test waits for it
    await asyncio.Event().wait()


async def after_put(*args: Any) -> list[Any]:
    """Every message is written, nothing committed."""
    await PUT(*args)
    await pause()
    return []


PUT = emitting.put
STEPS = {
    "written": (emitting, "put", after_put),
    "fanned-out": (Sender, "_ask", pause),  # committed; the message is read and not yet sent
    "sent": (Sender, "note", pause),  # the receiver took it, the row does not say so yet
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
