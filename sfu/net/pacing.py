"""One transport's video behind its pace, where Python sends (the C kernel does the same by itself).

The rule: a packet either goes at once or waits its turn in order; audio comes by another way and is only told of.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from sfu.core.pacer import Pacer

LEAST_WAIT: Final = 0.002
"""Seconds: timers are no finer."""


class PacedVideo:
    """`send` takes a plain packet that may go now; `clock` gives seconds."""

    def __init__(self, send: Callable[[bytes], object], clock: Callable[[], float]) -> None:
        self._send = send
        self._clock = clock
        self._pacer: Pacer[bytes] = Pacer()
        self._timer: asyncio.TimerHandle | None = None

    def limit(self, estimate: float | None) -> None:
        """Paces for a line of `estimate` bits a second; None: not at all."""
        self._pacer.budget.limit(estimate)
        if estimate is None and len(self._pacer):
            self._go()

    def keeps(self, packet: bytes | bytearray | memoryview) -> bool:
        """Whether the packet has to wait (it is kept, and sent later); if not, it may go now and is paid for."""
        if self._pacer.passes(len(packet), self._clock()):
            return False
        self._pacer.put(bytes(packet), len(packet))
        self._go()
        return True

    def told(self, octets: int) -> None:
        """Something else went out."""
        self._pacer.budget.share(octets)

    def close(self) -> None:
        """What waits is let go of."""
        self._pacer.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _go(self) -> None:
        for packet in self._pacer.take(self._clock()):
            self._send(packet)
        wait = self._pacer.wait()
        if wait is not None and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(max(LEAST_WAIT, wait), self._due)

    def _due(self) -> None:
        self._timer = None
        self._go()
