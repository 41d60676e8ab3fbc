"""Schedulers that die at a step, and rounds in each of which one dies a step later (the program is `dying`).

Nothing is chosen by hand: the same is wished again and again, until a scheduler comes to the end alive.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import Final

from scheduler.tests.fixtures import Browser
from scheduler.tests.takeover import take_over

DONE: Final = "done"
MOST: Final = 150  # rounds


class Mortals:
    """Schedulers that die at a step."""

    def __init__(self, process: Popen[str], browser: Browser) -> None:
        self._process = process
        self._browser = browser

    async def run(self, last: int) -> str:
        """One that runs the jobs there are; where it died, or DONE."""
        settings = self._browser.parts.settings
        gateway = self._browser.parts.payments.gateway.public_url()
        now = self._browser.parts.clock.now().isoformat()
        line = "|".join((str(last), now, settings.database_url, str(gateway), str(settings.state_dir)))
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        said = [line async for line in self._lines()]
        assert len(said) == 1, said
        await take_over(self._browser.parts.sessions)
        return said[0]

    async def _lines(self) -> AsyncIterator[str]:
        assert self._process.stdout is not None
        while line := (await asyncio.to_thread(self._process.stdout.readline)).strip():
            yield line


@contextmanager
def dying_at(browser: Browser, *steps: str) -> Iterator[Mortals]:
    """Those that die before or after these calls (`dying.WATCHED`); without any, all of them."""
    command = [sys.executable, "-m", "scheduler.tests.dying", *steps]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        yield Mortals(process, browser)
        process.kill()


async def at_every_step(round_of: Callable[[int], Awaitable[str]], *, first: int = 0) -> list[str]:
    """Rounds, from the one whose scheduler dies at step `first`; where each died. `round_of` gives that or DONE,
    and asserts what must be so after any of them."""
    died: list[str] = []
    for last in range(first, MOST):
        said = await round_of(last)
        if said == DONE:
            return died
        died.append(said)
    raise AssertionError("it never came to its end")


def calls_of(died: Iterable[str]) -> set[str]:
    """Before or after which calls they died."""
    return {each.rpartition(" ")[2] for each in died}
