"""Who follows their list right now: one LISTEN connection a process wakes the streams of those who were told.

The rule kept here: a wake-up carries nothing. A stream reads what is new from the database, so one missed or doubled
loses and repeats nothing; when the connection was lost, all are woken.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from typing import Final
from uuid import UUID

import asyncpg

from scheduler.notifications.inbox import CHANNEL
from scheduler.store.engine import dsn
from scheduler.store.lines import Lines

log = logging.getLogger("scheduler.live")
RECONNECT_S: Final = 1.0
PER_PERSON: Final = 5
PER_PROCESS: Final = 2000


class Watcher:
    """One stream: it sleeps until it is woken or ended."""

    def __init__(self, person_id: UUID) -> None:
        self.person_id = person_id
        self.ended = False
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something may be new."""
        self._woken.set()

    def end(self) -> None:
        """The stream is over."""
        self.ended = True
        self._woken.set()

    async def sleep(self, seconds: float) -> None:
        """Until woken, at most so long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        self._woken.clear()


class Live:
    """The streams of this process. The listener starts with the first and ends with `close`."""

    def __init__(self, database_url: str, lines: Lines | None = None, heartbeat_s: float = 15.0) -> None:
        """`heartbeat_s`: how often a stream shows that it lives, and looks whether its sign-in does."""
        self._dsn, self._lines = dsn(database_url), lines or Lines()
        self.heartbeat_s = heartbeat_s
        self._watchers: defaultdict[UUID, list[Watcher]] = defaultdict(list)
        self._listener: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def full(self) -> bool:
        """Whether this process has as many streams as it takes."""
        return self._closed or sum(map(len, self._watchers.values())) >= PER_PROCESS

    def count(self, person_id: UUID) -> int:
        """How many streams somebody has here."""
        return len(self._watchers.get(person_id, ()))

    def join(self, person_id: UUID) -> Watcher:
        """A new stream of somebody's; of more than PER_PERSON the oldest ends."""
        if self._listener is None and not self._closed:
            self._listener = asyncio.create_task(self._listen(), name="live")
        watcher, mine = Watcher(person_id), self._watchers[person_id]
        for oldest in mine[: max(0, len(mine) - PER_PERSON + 1)]:
            oldest.end()
        mine.append(watcher)
        if self._closed:
            watcher.end()
        return watcher

    def leave(self, watcher: Watcher) -> None:
        """A stream has ended."""
        mine = self._watchers.get(watcher.person_id, [])
        if watcher in mine:
            mine.remove(watcher)
        if not mine:
            self._watchers.pop(watcher.person_id, None)

    def end_all(self) -> None:
        """End every stream: the process is going."""
        self._closed = True
        for watcher in [each for mine in self._watchers.values() for each in mine]:
            watcher.end()

    async def close(self) -> None:
        """End every stream and the listener."""
        self.end_all()
        if self._listener is not None:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.error("the listener lost the database", extra={"kind": type(error).__name__})
            await asyncio.sleep(RECONNECT_S)

    async def _listen_once(self) -> None:
        lost = asyncio.Event()
        connection = await self._lines.connect(self._dsn, "visavis-live")
        try:
            connection.add_termination_listener(lambda _connection: lost.set())
            await connection.add_listener(CHANNEL, self._hear)
            for watcher in [each for mine in self._watchers.values() for each in mine]:
                watcher.wake()  # what was told before we listened was not heard
            await lost.wait()
            log.warning("the listener lost the database")
        finally:
            await connection.close(timeout=2)

    def _hear(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        with contextlib.suppress(ValueError):
            for watcher in self._watchers.get(UUID(str(payload)), ()):
                watcher.wake()
