"""The free starts of a service as a plain loop over days, rules and steps: what `slots.starts` is measured beside.

Written to be read. It is right where no clock changes within a range and no session runs on into the next one.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.availability.hours import Range
from scheduler.availability.slots import Offer


def starts(
    zone: str, weekly: Sequence[Sequence[Range]], offer: Offer, busy: list[tuple[int, int]], *, begin: int, end: int
) -> list[int]:
    """The starts in [begin, end) that keep clear of `busy`, in instants (seconds)."""
    info = ZoneInfo(zone)
    day = datetime.fromtimestamp(begin, UTC).astimezone(info).date()
    found = []
    while datetime.combine(day, time.min, info).timestamp() < end:
        for opens, closes in weekly[day.weekday()]:
            wall = datetime.combine(day, time.min, info) + timedelta(minutes=opens)
            last = datetime.combine(day, time.min, info) + timedelta(minutes=closes, seconds=-offer.duration)
            while wall <= last:
                start = int(wall.timestamp())
                since, until = offer.occupied(start)
                if begin <= start < end and not any(since < later and sooner < until for sooner, later in busy):
                    found.append(start)
                wall += timedelta(seconds=offer.step)
        day += timedelta(days=1)
    return found
