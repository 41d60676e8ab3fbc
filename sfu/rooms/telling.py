"""Who came, who went, who changed: ParticipantUpdates to everybody in a room, few where many come at once.

The rule: for each client the changes of one participant come in their order, and every change comes. Whoever
publishes is told of at once, for media must find its publisher known; that somebody comes, is connected or goes who
only watches waits for at most WINDOW seconds after such a message, so that a full room's hundred joins are no ten
thousand messages. (LiveKit's server lets watchers wait three seconds.)
"""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

from livekit.protocol.models import ParticipantInfo
from livekit.protocol.rtc import ParticipantUpdate, SignalResponse

WINDOW: Final = 0.1
"""Seconds."""


class Timer(Protocol):
    """What can be called off."""

    def cancel(self) -> None: ...


def _later(seconds: float, call: Callable[[], None]) -> Timer:
    return asyncio.get_running_loop().call_later(seconds, call)


def _nobody(_message: SignalResponse) -> None:
    """Who hears what is said in a room that ended."""


class Telling:
    """One room's. `broadcast` sends to everybody in it; `later` calls in so many seconds, by default in the loop."""

    def __init__(
        self,
        broadcast: Callable[[SignalResponse], None],
        later: Callable[[float, Callable[[], None]], Timer] = _later,
    ) -> None:
        self._broadcast = broadcast
        self._later = later
        self._waiting: dict[str, ParticipantInfo] = {}  # by sid: one who was lost may be back under the same identity
        self._window: Timer | None = None

    def now(self, *changed: ParticipantInfo) -> None:
        """Tells at once, after what waits."""
        for info in changed:
            self._keep(info)
        self._send()

    def soon(self, changed: ParticipantInfo) -> None:
        """Tells at once if nothing was told a moment ago, else together with what else comes in the meantime."""
        self._keep(changed)
        if self._window is None:
            self._send()
            self._window = self._later(WINDOW, self._over)

    def close(self) -> None:
        """Nobody is left to be told. Lets go of the room, which has us: else both would wait for the collector."""
        self._waiting.clear()
        self._broadcast = _nobody
        if self._window is not None:
            self._window.cancel()
            self._window = None

    def _over(self) -> None:
        self._window = None
        if self._waiting:
            self._send()
            self._window = self._later(WINDOW, self._over)

    def _keep(self, info: ParticipantInfo) -> None:
        """As it is now: what becomes of it later is another change."""
        snapshot = ParticipantInfo()
        snapshot.CopyFrom(info)
        self._waiting.pop(info.sid, None)
        self._waiting[info.sid] = snapshot

    def _send(self) -> None:
        if self._waiting:
            told, self._waiting = list(self._waiting.values()), {}
            self._broadcast(update_of(told))


def update_of(participants: list[ParticipantInfo]) -> SignalResponse:
    """The message that tells clients of these participants."""
    return SignalResponse(update=ParticipantUpdate(participants=participants))
