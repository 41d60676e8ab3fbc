"""Times as a person reads them: weekday, date and hours in their zone, with the place and its offset. Pure.

The rule kept here: every time carries its place and its offset; where the offset changes between start and end both
are said, so that an hour that comes twice is told apart.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time, get_timezone_location

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
_LEFT_TO_RIGHT: Final = "\u2066{}\u2069"


def spoken(start: datetime, end: datetime, zone: str) -> str:
    """`Thu 11 March 2027, 18:00–19:00 · New York (GMT−5)`, both instants in `zone` (an IANA name): what a refusal
    of the API says, in English."""
    place = ZoneInfo(zone)
    first, last = start.astimezone(place), end.astimezone(place)
    until = f"{last:%H:%M}" if last.date() == first.date() else f"{last:%H:%M} on {_date(last)}"
    return f"{_date(first)}, {first:%H:%M}–{until} · {city(zone)} ({offset(first)})"


def on_day(instant: datetime, zone: str, locale: Locale) -> str:
    """The day of an instant where its reader lives: `Do., 11. März 2027`."""
    return _day(instant.astimezone(ZoneInfo(zone)), locale)


def told(start: datetime, end: datetime, zone: str, locale: Locale) -> str:
    """The same as `locale` writes it: `Do., 11. März 2027, 18:00–19:00 · Berlin (GMT+1)`."""
    place = ZoneInfo(zone)
    first, last = start.astimezone(place), end.astimezone(place)
    right_to_left = locale.character_order == "right-to-left"
    comma = "، " if right_to_left else ", "

    def sign(local: datetime) -> str:
        return _LEFT_TO_RIGHT.format(offset(local)) if right_to_left else offset(local)

    def clock(local: datetime) -> str:
        return format_time(local, "short", locale=locale)

    until = clock(last) if last.date() == first.date() else f"{_day(last, locale)}{comma}{clock(last)}"
    where = get_timezone_location(place, locale=locale, return_city=True)
    if first.utcoffset() == last.utcoffset():
        return f"{_day(first, locale)}{comma}{clock(first)}–{until} · {where} ({sign(first)})"
    return f"{_day(first, locale)}{comma}{clock(first)} ({sign(first)}) – {until} ({sign(last)}) · {where}"


def at(instant: datetime, zone: str, locale: Locale) -> str:
    """One instant as `locale` writes it: `Do., 11. März 2027, 18:00 · Berlin (GMT+1)`."""
    place = ZoneInfo(zone)
    local = instant.astimezone(place)
    right_to_left = locale.character_order == "right-to-left"
    sign = _LEFT_TO_RIGHT.format(offset(local)) if right_to_left else offset(local)
    where = get_timezone_location(place, locale=locale, return_city=True)
    comma = "، " if right_to_left else ", "
    return f"{_day(local, locale)}{comma}{format_time(local, 'short', locale=locale)} · {where} ({sign})"


def same_clock(instant: datetime, zone: str, other: str) -> bool:
    """Whether two zones' clocks show the same then."""
    return instant.astimezone(ZoneInfo(zone)).utcoffset() == instant.astimezone(ZoneInfo(other)).utcoffset()


def _day(local: datetime, locale: Locale) -> str:
    return format_skeleton("yMMMEd", local.replace(tzinfo=None), locale=locale)


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
