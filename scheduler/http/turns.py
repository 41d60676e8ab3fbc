"""So many requests of one operation at a time; others wait in the order in which they came.

The rule kept here: what costs much (a search) takes a part of the processor and of the connections and leaves the
rest to what is dear (a booking). Served a few at a time each is done sooner, and all in the same time, than all at
once; who would wait for too many others is told so instead.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from scheduler.http.problems import Problem

MOST_WAITING: Final = 100


class Turns:
    """Who is served, and who waits. `most`: served at a time."""

    def __init__(self, most: int) -> None:
        self._free = asyncio.Semaphore(most)
        self._waiting = 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """One's own turn, when it has come. Raises 503 when too many wait already."""
        if self._waiting >= MOST_WAITING:
            detail = "Too many ask for this at once; nothing was changed. Please try again in a moment."
            raise Problem("unavailable", detail, headers={"Retry-After": "2"})
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()
