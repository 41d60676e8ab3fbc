"""Rooms full of lean clients before one server: who is there, what they send, and what the server does with it.

The rule: everybody sends and tells all that a real client would (feedback, receiver and sender reports, checks,
pings); a measurement is of a stretch in which nobody joins.
"""

import asyncio
import contextlib
import heapq
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from sfu.bench import source
from sfu.bench.clients import Client, Publisher
from sfu.bench.crowd import Crowd, CrowdPeer, Totals
from sfu.bench.processes import cpu_seconds, token, waited_seconds

JOINING: Final = 8
"""People who join at the same time."""
DELIVERED: Final = 0.99
"""Less, and the stretch is measured again."""
SETTLE_S: Final = 2.0
"""From a change of what goes on to a measurement."""
PATIENCE_S: Final = 60.0
"""For everything to flow."""


class Load(NamedTuple):
    """A stretch of `seconds`: the server's CPU time, and what its clients got."""

    seconds: float
    cpu: float
    got: Totals
    due: int
    """Packets that should have come: those sent, times those who get them."""
    waited: float
    """Seconds that the server had work and no core: what other processes took of the measurement."""

    @property
    def us_per_packet(self) -> float:
        """CPU microseconds of the server per packet that arrived."""
        return self.cpu / max(1, self.got.received) * 1e6

    @property
    def share(self) -> float:
        """Of one core, 0..1."""
        return self.cpu / self.seconds

    @property
    def rate(self) -> float:
        """Packets that arrived, a second."""
        return self.got.received / self.seconds

    @property
    def delivered(self) -> float:
        """What share of the due arrived; what is under way at both ends weighs in a short stretch."""
        return self.got.received / max(1, self.due)

    @property
    def whole(self) -> bool:
        """Whether (nearly) all arrived."""
        return self.delivered >= DELIVERED and self.got.loss <= 1 - DELIVERED


async def delivered(
    measure: Callable[[], Awaitable[Load]], *, settle: float = SETTLE_S, patience: float = PATIENCE_S
) -> Load:
    """A stretch in which (nearly) all arrived, `settle` seconds from now or later: a node first finds out what each
    line carries. Raises RuntimeError when it did not come within `patience` seconds.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while True:
        await asyncio.sleep(settle)
        load = await measure()
        if load.whole:
            return load
        told = f"{load.delivered:.1%} delivered, {load.got.loss:.2%} lost, {load.share:.0%} of a core"
        if loop.time() > deadline:
            raise RuntimeError(f"within {patience:.0f} s less than {DELIVERED:.0%} was delivered, last: {told}")
        say(f"discarded: {told}")


class Feed:
    """Sends for many publishers in real time, each picture's packets at once; their pictures do not coincide."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Callable[[], None], float]] = []
        self._order = 0
        self.paused = False

    def add(self, publisher: Publisher) -> None:
        """From now on until the end."""
        now = asyncio.get_running_loop().time()
        for action, rate in (
            (publisher.send_audio, source.AUDIO_RATE),
            (publisher.send_frame, source.FRAME_RATE),
            (publisher.send_reports, 1.0),
        ):
            self._order += 1
            # The golden ratio spreads any number of phases evenly.
            heapq.heappush(self._due, (now + (self._order * 0.618034) % 1.0 / rate, self._order, action, 1.0 / rate))

    async def run(self) -> None:
        """Sends until cancelled. What came late is sent at once, in its number."""
        loop = asyncio.get_running_loop()
        while True:
            now = loop.time()
            while self._due and self._due[0][0] <= now:
                at, order, action, period = self._due[0]
                if not self.paused:
                    action()
                heapq.heapreplace(self._due, (at + period, order, action, period))
            await asyncio.sleep(min(0.02, max(0.0, self._due[0][0] - loop.time())) if self._due else 0.02)


class Stage:
    """The clients of one server. Made by `stage`."""

    def __init__(self, state: Path, url: str, pid: int) -> None:
        self.crowd, self.feed = Crowd(state), Feed()
        self.url, self.pid = url, pid
        self.publishers: list[Publisher] = []
        self.people: list[Client] = []
        self._rooms: dict[str, list[Client]] = {}

    async def publish(self, room: str, people: int, *, layers: Sequence[source.Layer], audio: bool = True) -> None:
        """People join a room who publish, and get all that the others publish there."""
        first = len(self.publishers)
        made = [self._publisher(room, first + i, layers, audio=audio) for i in range(people)]
        self.publishers += made
        await self._join_all(room, made)
        for publisher in made:
            self.feed.add(publisher)

    async def watch(self, room: str, people: int, *, feedback: bool = True) -> None:
        """People join a room who only watch and listen. Without feedback they only count and report."""
        first = len(self.people)
        await self._join_all(room, [self._viewer(room, first + i, feedback=feedback) for i in range(people)])

    def _publisher(self, room: str, number: int, layers: Sequence[source.Layer], *, audio: bool) -> Publisher:
        name = token(f"publisher-{number}", room)
        return Publisher(self.url, name, CrowdPeer(self.crowd), layers=layers, audio=audio, seed=number)

    def _viewer(self, room: str, number: int, *, feedback: bool) -> Client:
        return Client(self.url, token(f"viewer-{number}", room), CrowdPeer(self.crowd, feedback=feedback))

    async def _join_all(self, room: str, people: Sequence[Client]) -> None:
        places = asyncio.Semaphore(JOINING)
        await asyncio.gather(*(self._join(room, person, places) for person in people))

    async def _join(self, room: str, person: Client, places: asyncio.Semaphore) -> None:
        async with places:
            await person.join()
        self.people.append(person)
        self._rooms.setdefault(room, []).append(person)

    async def everybody_gets(self) -> None:
        """Returns when all get all that is published in their rooms. Raises TimeoutError."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while self.missing() > 0:
            if asyncio.get_running_loop().time() > deadline:
                raise TimeoutError(f"{self.missing()} streams did not come within {PATIENCE_S:.0f} s")
            await asyncio.sleep(0.1)

    def missing(self) -> int:
        """Streams that somebody should get and does not yet."""
        missing = 0
        for people in self._rooms.values():
            published = [(p, len(p.tracks())) for p in people if isinstance(p, Publisher)]
            total = sum(count for _, count in published)
            for person in people:
                own = len(person.tracks()) if isinstance(person, Publisher) else 0
                assert isinstance(person.peer, CrowdPeer)
                missing += max(0, total - own - person.peer.streams)
        return missing

    def due(self) -> int:
        """Packets sent so far, times those who get them."""
        return sum(
            p.top_sent * (len(people) - 1)
            for people in self._rooms.values()
            for p in people
            if isinstance(p, Publisher)
        )

    async def measure(self, seconds: float) -> Load:
        """What a stretch costs the server."""
        loop = asyncio.get_running_loop()
        began, cpu, got, due = loop.time(), cpu_seconds(self.pid), self.crowd.totals, self.due()
        waited = waited_seconds(self.pid)
        await asyncio.sleep(seconds)
        return Load(
            loop.time() - began,
            cpu_seconds(self.pid) - cpu,
            self.crowd.totals.since(got),
            self.due() - due,
            waited_seconds(self.pid) - waited,
        )

    async def close(self) -> None:
        await asyncio.gather(*(p.leave() for p in self.people), return_exceptions=True)


@contextlib.asynccontextmanager
async def stage(state: Path, url: str, pid: int, kind: type[Stage] = Stage) -> AsyncIterator[Stage]:
    """A stage whose clients live until the block ends."""
    made = kind(state, url, pid)
    tasks = [asyncio.create_task(made.crowd.run()), asyncio.create_task(made.feed.run())]
    try:
        yield made
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await made.close()
        await asyncio.gather(*tasks, return_exceptions=True)


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)
