"""The one clock of this process. Rules never read it: they take the time as an argument, and this is where it
comes from.

`VISAVIS_CLOCK_OFFSET` moves it for demos and tests; config refuses an offset in production.
"""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Wall time, moved by `offset_s` seconds."""

    def __init__(self, offset_s: float = 0.0) -> None:
        self._offset_s = offset_s

    def unix(self) -> float:
        """Seconds since 1970, UTC."""
        return time.time() + self._offset_s

    def now(self) -> datetime:
        """The same instant as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.unix(), UTC)


class ManualClock(Clock):
    """A clock that stands still until it is moved: for tests, which never sleep."""

    def __init__(self, start: datetime) -> None:
        super().__init__()
        self._now = start.astimezone(UTC)

    def unix(self) -> float:
        return self._now.timestamp()

    def set(self, instant: datetime) -> None:
        """Stand at `instant`."""
        self._now = instant.astimezone(UTC)

    def move(self, seconds: float = 0.0, **parts: float) -> None:
        """Move by seconds and by timedelta's own names (`minutes=9`)."""
        self._now += timedelta(seconds=seconds, **parts)
