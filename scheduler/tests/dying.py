"""A scheduler that runs its jobs and kills itself at a step, one for each line read from standard input:
`python -m scheduler.tests.dying`. What they import and read of the code is imported and read once.

A step is where a kill can be told from one a moment earlier: before and after each commit, each call of the payment
gateway, and each statement by which the queue of jobs moves on; or those of them that are named as arguments.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from asyncpg.transaction import Transaction
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver

from scheduler.app import Parts, assemble
from scheduler.clock import ManualClock
from scheduler.config import load
from scheduler.payments.testgateway.client import TestGatewayClient
from scheduler.tests.fixtures import RING

WATCHED: tuple[tuple[type, str], ...] = (
    (Transaction, "commit"),
    (AsyncpgDriver, "execute"),
    (TestGatewayClient, "create_intent"),
    (TestGatewayClient, "fetch_intent"),
    (TestGatewayClient, "take"),
    (TestGatewayClient, "refund"),
    (TestGatewayClient, "cancel"),
    (TestGatewayClient, "create_setup"),
    (TestGatewayClient, "fetch_setup"),
    (TestGatewayClient, "fetch_face"),
    (TestGatewayClient, "forget_card"),
    (TestGatewayClient, "transfer"),
)


class Steps:
    """Counts steps, and dies at one. `died_at` names it on standard output."""

    def __init__(self, last: int) -> None:
        self._left = last

    def watch(self, owner: type, name: str) -> None:
        """Every call of this method is two steps: before it, and after it."""
        original: Callable[..., Awaitable[Any]] = getattr(owner, name)

        async def stepped(*args: Any, **options: Any) -> Any:
            self._step(f"before {name}")
            result = await original(*args, **options)
            self._step(f"after {name}")
            return result

        setattr(owner, name, stepped)

    def _step(self, name: str) -> None:
        if self._left == 0:
            print(f"killed {name}", flush=True)  # noqa: T201 - the test reads it
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1


def made(now: str, url: str, gateway: str, state: str) -> Parts:
    """A scheduler that is connected to nothing yet."""
    settings = load(
        {
            "VISAVIS_ENV": "test",
            "DATABASE_URL": url,
            "VISAVIS_TEST_GATEWAY_URL": gateway,
            "VISAVIS_STATE_DIR": state,
        }
    )
    return assemble(settings, clock=ManualClock(datetime.fromisoformat(now)), ring=RING)


async def work(last: int, *where: str) -> None:
    """Run every job there is, up to a step."""
    parts = made(*where)
    steps = Steps(last)
    for owner, name in WATCHED:
        if name in sys.argv[1:] or not sys.argv[1:]:
            steps.watch(owner, name)
    await parts.jobs.drain()
    print("done", flush=True)  # noqa: T201 - the test reads it


def main() -> None:
    """The one that lives makes a scheduler too, which does nothing: what is read of the code then is read once."""
    idle: Parts | None = None
    for line in sys.stdin:
        last, *where = line.rstrip().split("|")
        idle = idle or made(*where)
        if (child := os.fork()) == 0:
            asyncio.run(work(int(last), *where))
            os._exit(0)
        os.waitpid(child, 0)
        print("", flush=True)  # noqa: T201 - the end of what it said


if __name__ == "__main__":
    main()
