"""Times and lengths as calendars write them (RFC 5545, section 3.3), and as some write them against it. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from scheduler.calendars.ics.lines import Line

DAY: Final = 86_400
EARLIEST: Final = 1583  # the calendar we count by; birthdays without a year are written in 1604
LONGEST: Final = 10 * 366 * DAY
_STAMP: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ]?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*([Zz]|[+-]\d\d:?\d\d)?)?"
)
_DURATION: Final = re.compile(
    r"([+-])?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.IGNORECASE
)
_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d):?(\d\d)?")


class BrokenError(ValueError):
    """One event cannot be understood: `str()` says why, for the calendar's owner."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as it stands in the file. `wall`: what the clock shows, in seconds as if its zone were UTC; `date`: a
    whole day. `zone`: its TZID; 'UTC' for UTC, '' for a floating one."""

    wall: int
    date: bool
    zone: str


def stamp(text: str, line: Line) -> Stamp:
    """One value of a property. Raises BrokenError."""
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        raise BrokenError(f"“{shown(text)}” is not a time")
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups()[:6])
    try:
        midnight = int(datetime(year, month, day, tzinfo=UTC).timestamp()) if year >= EARLIEST else None
    except ValueError:
        midnight = None
    if midnight is None:
        raise BrokenError(f"“{shown(text)}” is a date that does not exist")
    if found[4] is None:
        return Stamp(midnight, date=True, zone="")
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):
        raise BrokenError(f"“{shown(text)}” is a time that does not exist")
    wall = midnight + hour * 3600 + minute * 60 + min(second, 59)
    if found[7] is None:
        return Stamp(wall, date=False, zone=line.parameters.get("TZID", ""))
    return Stamp(wall if found[7] in "Zz" else wall - offset(found[7]), date=False, zone="UTC")


def stamps(line: Line) -> list[tuple[Stamp, str]]:
    """The values of a list (EXDATE, RDATE): each with the end of its period, '' without one. Raises BrokenError."""
    found = []
    for each in line.value.split(","):
        if each.strip():
            begin, _, end = each.partition("/")
            found.append((stamp(begin, line), end.strip()))
    return found


def duration(text: str) -> tuple[int, int]:
    """A DURATION in seconds: its days, which a clock on the wall counts, and what is exact. Raises BrokenError."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        raise BrokenError(f"“{shown(text)}” is not a length of time")
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return sign * (weeks * 7 + days) * DAY, sign * (hours * 3600 + minutes * 60 + seconds)


def offset(text: str) -> int:
    """Seconds of an offset from UTC. Raises BrokenError."""
    found = _OFFSET.fullmatch(text.strip())
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        raise BrokenError(f"“{shown(text)}” is not an offset from UTC")
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return -seconds if found[1] == "-" else seconds


def shown(text: str) -> str:
    """What was found, short and printable."""
    return "".join(each if each.isprintable() else "?" for each in text.strip()[:40])
