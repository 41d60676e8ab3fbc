"""Looks after what departures leave behind: counts them, and does a work on it when enough have left.

The rule: such work stops the media for a moment (the collector's more than the allocator's). It is done at once only
where nobody is disturbed, else seldom enough that its cost stays under SHARE of the time.
"""

from collections.abc import Callable
from typing import Final

from livekit.protocol.models import TrackInfo

from sfu.rooms.link import RoomEvent
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room

SHARE: Final = 0.0005
IDLE_S: Final = 10.0
"""Seconds between two times while nobody is there."""


class Litter:
    """An observer of the node; call `tidy` every few seconds. `work` gives the seconds it took. So `many` departures
    are worth it at once, a single one waits `latest_s` at most.
    """

    def __init__(self, work: Callable[[], float], *, many: int, latest_s: float) -> None:
        self._work = work
        self._many = many
        self._latest_s = latest_s
        self._gone = 0
        self._done_at: float | None = None  # at first when it was looked at first
        self._took = 0.0
        self.times = 0

    def on_event(
        self, event: RoomEvent, room: Room, participant: Participant | None, track: TrackInfo | None
    ) -> None:
        if event in ("participant_left", "participant_connection_aborted"):
            self._gone += 1

    def tidy(self, now: float, *, idle: bool) -> None:
        """Does the work if it is worth it at `now` (monotonic seconds). `idle`: nobody is in any room."""
        if self._done_at is None:
            self._done_at = now
        if not self._gone:
            return
        since = now - self._done_at
        worth = (idle and since >= IDLE_S) or self._gone >= self._many or since >= self._latest_s
        if worth and since >= self._took / SHARE:
            self._gone = 0
            self._took = self._work()
            self._done_at = now
            self.times += 1
