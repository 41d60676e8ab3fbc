"""When a calendar is read again, and over which time it is expanded. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

EVERY: Final = {"ics": timedelta(minutes=30)}
USUALLY: Final = timedelta(minutes=10)
AT_MOST: Final = timedelta(hours=24)
BACK: Final = timedelta(days=1)
# The furthest that a service may be booked ahead, its longest session, and its buffers.
AHEAD: Final = timedelta(days=365 + 3)
MOST_DOUBLINGS: Final = 8


def next_check(kind: str, link_id: UUID, now: datetime, failures: int = 0, retry_s: int | None = None) -> datetime:
    """After so many failures in a row: later each time, a day at most, but not before the other side wants. Spread by
    the link's id, so that those made together are not asked together."""
    wait = min(EVERY.get(kind, USUALLY) * (1 << min(failures, MOST_DOUBLINGS)), AT_MOST)
    wait *= 0.9 + (link_id.int % 1000) / 5000
    return now + max(wait, min(timedelta(seconds=retry_s or 0), AT_MOST))


def period(now: datetime) -> tuple[datetime, datetime]:
    """[begin, end) of what is expanded at `now`: whole UTC days, so that it moves once a day."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - BACK, today + AHEAD
