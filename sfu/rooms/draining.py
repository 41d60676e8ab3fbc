"""A node that is to go: it takes no new rooms, and is done when nobody is here any more or its patience is over."""

import asyncio
import logging
from typing import Final

from sfu.rooms.node import Node

log = logging.getLogger(__name__)

_LOOK_S: Final = 0.25


class Draining:
    """`begin` once or again (the sooner deadline counts), `over` waits for the end."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._begun = asyncio.Event()
        self._deadline = float("inf")

    def begin(self, patience: float) -> None:
        """From now on; at most `patience` seconds."""
        self._node.accepting = False
        self._deadline = min(self._deadline, self._node.clock.monotonic() + patience)
        log.info("draining: no new rooms; %d rooms go on for up to %d s", len(self._node.rooms), patience)
        self._begun.set()

    @property
    def done(self) -> bool:
        """Whether the node may go. A room with nobody in it does not hold it up: it is kept elsewhere."""
        if self._node.accepting:
            return False
        people = any(room.participants for room in self._node.rooms.values())
        return not people or self._node.clock.monotonic() >= self._deadline

    async def over(self) -> None:
        """Returns when the node may go."""
        await self._begun.wait()
        while not self.done:  # noqa: ASYNC110 - rooms empty in many ways, and it is no hurry
            await asyncio.sleep(_LOOK_S)
