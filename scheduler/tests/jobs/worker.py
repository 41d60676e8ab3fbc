"""A scheduler's jobs in a process of their own, to be killed: `python -m scheduler.tests.jobs.worker`."""

import asyncio
import os

from scheduler.app import assemble
from scheduler.config import load


async def work() -> None:
    """Run jobs until killed."""
    parts = assemble(load(os.environ))
    await parts.node.start()
    async with parts.jobs.running():
        print("running", flush=True)  # noqa: T201 - the test waits for it
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work())
