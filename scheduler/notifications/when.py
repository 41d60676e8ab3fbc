"""Times as a person reads them: weekday, date and hours in their zone, with the place and its offset. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def spoken(start: datetime, end: datetime, zone: str) -> str:
    """`Thu 11 March 2027, 18:00–19:00 · New York (GMT−5)`, both instants in `zone` (an IANA name)."""
    place = ZoneInfo(zone)
    first, last = start.astimezone(place), end.astimezone(place)
    until = f"{last:%H:%M}" if last.date() == first.date() else f"{last:%H:%M} on {_date(last)}"
    return f"{_date(first)}, {first:%H:%M}–{until} · {city(zone)} ({offset(first)})"


def _date(local: datetime) -> str:
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"


def city(zone: str) -> str:
    """The place in a zone's name: `America/New_York` → `New York`."""
    return zone.rpartition("/")[2].replace("_", " ")


def offset(local: datetime) -> str:
    """`GMT−5`, `GMT+5:30`, `GMT`."""
    delta = local.utcoffset() or timedelta()
    minutes = round(delta.total_seconds() / 60)
    if minutes == 0:
        return "GMT"
    hours, rest = divmod(abs(minutes), 60)
    return f"GMT{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
