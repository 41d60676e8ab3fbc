"""The dates of a series: a recurrence rule (RFC 5545) in wall time, expanded in the host's zone. Pure.

The rule kept here: a class keeps its wall time through every change of the clock. A wall time that does not exist
that day is held at the first one that does, and says so; of one that occurs twice the first is meant.
"""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from dateutil.rrule import rrulestr

from scheduler.availability.zones import DAY, Zone, earliest

MOST_DATES: Final = 200
HORIZON: Final = timedelta(days=730)
_PART = re.compile(r"(FREQ|INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=([A-Z0-9+,-]{1,60})")
_FREQUENCIES: Final = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")


class BadRuleError(ValueError):
    """A rule that cannot be followed: `reason` says why, in words for the person who wrote it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Date(NamedTuple):
    """One date of a series: the wall time it is meant at, the instant it starts (seconds since 1970), and whether
    that wall time does not exist on that day."""

    local: datetime
    start: int
    missing: bool


def dates(
    rule: str, first: datetime, zone: Zone, excluded: Collection[date] = (), *, most: int = MOST_DATES
) -> list[Date]:
    """The dates from `first` (wall time, itself always one of them) by `rule`, without the excluded days.

    At most `most` of them within two years. Raises `BadRuleError`."""
    parts = _parts(rule)
    horizon = first + HORIZON
    count = _count(parts.pop("COUNT", None))
    until = min(horizon, _until(parts.pop("UNTIL"), zone)) if "UNTIL" in parts else horizon
    if count is not None and until != horizon:
        raise BadRuleError("has both COUNT and UNTIL: keep one of them")
    locals_ = [first]
    for local in _expanded(";".join(f"{name}={value}" for name, value in parts.items()), first, until):
        if count is not None and len(locals_) >= count:
            break
        if local > first:
            locals_.append(local)
        if len(locals_) > most + len(excluded):
            break
    if len(locals_) < (count or 2) and count != 1:
        raise BadRuleError("finds too few dates within two years: check its days and its COUNT or UNTIL")
    kept = [local for local in locals_ if local.date() not in excluded]
    if len(kept) > most:
        raise BadRuleError(f"has more than {most} dates: end it sooner, by COUNT or UNTIL")
    if not kept:
        raise BadRuleError("has no date left: take some exceptions out")
    return [date_of(local, zone) for local in kept]


def _expanded(text: str, first: datetime, until: datetime) -> Iterator[datetime]:
    """What a rule without an end of its own gives up to `until`.

    For a rule that never comes true the library looks on until the year 9999, which takes a second. The calendar
    repeats every 400 years, so it is asked about years as near to that end as can be."""
    shift = 400 * ((9990 - first.year) // 400)
    ends = until.replace(year=until.year + shift)
    try:
        found = rrulestr(f"RRULE:{text};UNTIL={ends:%Y%m%dT%H%M%S}", dtstart=first.replace(year=first.year + shift))
        for local in found:
            yield local.replace(year=local.year - shift)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise BadRuleError("is no recurrence rule such as FREQ=WEEKLY;COUNT=8") from None


def date_of(local: datetime, zone: Zone) -> Date:
    """One date at a wall time."""
    wall = int(local.replace(tzinfo=UTC).timestamp())
    start = earliest(zone.spans(wall - 2 * DAY, wall + 2 * DAY), wall)
    return Date(local, start, zone.wall(start) != wall)


def _parts(rule: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in rule.removeprefix("RRULE:").split(";"):
        found = _PART.fullmatch(part)
        if found is None or found[1] in parts:
            raise BadRuleError(f"cannot be read at “{part[:40]}”: write it as in FREQ=WEEKLY;BYDAY=TU;COUNT=8")
        parts[found[1]] = found[2]
    if parts.get("FREQ") not in _FREQUENCIES:
        raise BadRuleError("needs a FREQ: DAILY, WEEKLY, MONTHLY or YEARLY")
    numbered = {bool(re.search(r"\d", day)) for day in parts.get("BYDAY", "").split(",")}
    if len(numbered) > 1 or (True in numbered and parts["FREQ"] not in {"MONTHLY", "YEARLY"}):
        raise BadRuleError("has BYDAY with numbers that do not fit: all days numbered, of months or years, or none")
    interval = parts.get("INTERVAL", "1")
    if not interval.isdigit() or not 1 <= int(interval) <= 366:
        raise BadRuleError("needs an INTERVAL from 1 to 366")
    return parts


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdigit() or not 1 <= int(text) <= MOST_DATES:
        raise BadRuleError(f"needs a COUNT from 1 to {MOST_DATES}")
    return int(text)


def _until(text: str, zone: Zone) -> datetime:
    """The last moment of a rule, as wall time: a day is meant whole, UTC is meant in the zone."""
    found = _UNTIL.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        if found[2] is None:
            return datetime.strptime(found[1], "%Y%m%d").replace(hour=23, minute=59, second=59)  # noqa: DTZ007
        moment = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S")  # noqa: DTZ007 - wall time
        return zone.local(int(moment.replace(tzinfo=UTC).timestamp())) if found[3] else moment
    except (ValueError, OverflowError, OSError):
        raise BadRuleError("needs an UNTIL such as 20270630") from None
