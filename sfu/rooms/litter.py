"""Takes away what people leave behind: a participant's objects know each other, so only the collector frees them.

The rule: the usual thresholds are set high, because packets make many objects and no cycles (`sfu/__main__.py`); so
departures are counted instead, and collected together. A collection stops the media for a moment: it is done seldom
enough that its cost stays under SHARE of the time.
"""

import gc
import time
from collections.abc import Callable
from typing import Final

from livekit.protocol.models import TrackInfo

from sfu.rooms.link import RoomEvent
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room

MANY: Final = 16
"""So many departures are worth a collection at once."""
LATEST_S: Final = 60.0
"""A single one waits so long at most."""
SHARE: Final = 0.005


class Litter:
    """An observer of the node; call `tidy(now)` every few seconds. `cost` times the collection, in seconds."""

    def __init__(self, cost: Callable[[], float] | None = None) -> None:
        self._collect = cost or collected
        self._gone = 0
        self._done_at = float("-inf")
        self._took = 0.0
        self.collections = 0

    def on_event(
        self, event: RoomEvent, room: Room, participant: Participant | None, track: TrackInfo | None
    ) -> None:
        if event in ("participant_left", "participant_connection_aborted"):
            self._gone += 1

    def tidy(self, now: float) -> None:
        """Collects if it is worth it at `now` (monotonic seconds)."""
        since = now - self._done_at
        worth = self._gone >= MANY or (self._gone > 0 and since >= LATEST_S)
        if worth and since >= self._took / SHARE:
            self._gone = 0
            self._took = self._collect()
            self._done_at = now
            self.collections += 1


def collected() -> float:
    """Collects all generations; the seconds that took."""
    begin = time.perf_counter()
    gc.collect()
    return time.perf_counter() - begin
