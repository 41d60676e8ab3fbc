"""`python -m scheduler windows`: what hours on a day are in UTC, for support and checking; words in, words out."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from .hours import BadHoursError, day_number, parse_range, windows_of_day
from .zones import DAY, FIRST_INSTANT, LAST_INSTANT, UnknownZoneError, load


class BadQuestionError(ValueError):
    """What was asked makes no sense; the text is one line that says which part, why, and what would."""


def windows_of(zone: str, day: str, hours: Sequence[str]) -> list[list[str]]:
    """[[start, end], …] as `YYYY-MM-DDTHH:MM:SSZ`, in order, of the ranges `HH:MM-HH:MM`. Raises BadQuestionError."""
    try:
        found = windows_of_day(load(zone), _day(day), [parse_range(each) for each in hours])
    except UnknownZoneError:
        raise BadQuestionError(
            f"--zone: “{_short(zone)}” is no zone of the tz database, as Europe/Berlin is"
        ) from None
    except BadHoursError as error:
        raise BadQuestionError(f"--hours: {_short(error.reason, 120)}") from None
    return [[_utc(each.start), _utc(each.end)] for each in found]


def _day(text: str) -> int:
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        found = None
    if found is None:
        raise BadQuestionError(f"--date: “{_short(text)}” is no day: write YYYY-MM-DD, as in 2027-03-28")
    day = day_number(found)
    if not FIRST_INSTANT + 4 * DAY <= day * DAY <= LAST_INSTANT - 6 * DAY:
        raise BadQuestionError(f"--date: {text} is too far away: from 1902 to 2399 hours are known")
    return day


def _utc(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _short(text: str, most: int = 40) -> str:
    """One line of it."""
    return " ".join(text.split())[:most]
