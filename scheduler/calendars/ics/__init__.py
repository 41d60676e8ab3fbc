"""Calendar files (RFC 5545) as busy time: bytes in, spans out. Pure: no clock, no network, no zone files but ours.

The rule kept here: an event that cannot be understood costs itself and is told of; a file that cannot be costs
nothing, for then the one before it still holds.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from scheduler.availability import zones
from scheduler.calendars.ics.lines import MAX_BYTES, MOST_EVENTS, Component, Components, NoCalendarError, components
from scheduler.calendars.ics.rules import Budget, TooMuchError
from scheduler.calendars.ics.series import Occurrence, spans
from scheduler.calendars.ics.values import BrokenError, duration, stamp
from scheduler.calendars.ics.zoning import Zones, instant
from scheduler.notifications.ical import OUR_DOMAIN

__all__ = ["MAX_BYTES", "MOST_EVENTS", "Components", "NoCalendarError", "Reading", "components", "expand"]

Spans = list[tuple[int, int]]
MOST_TOLD: Final = 5
MOST_SPANS: Final = 20_000
_OURS: Final = re.compile(rf"[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}{re.escape(OUR_DOMAIN)}", re.IGNORECASE)
_OURS_IN_EXCHANGE: Final = OUR_DOMAIN.encode().hex()  # which keeps another's UID in hexadecimal, in its own


@dataclass(slots=True)
class Reading:
    """What a file says: `busy`, joined and in order; how many `events` were understood, how many `skipped`, and of
    the first few of those the reasons."""

    busy: Spans = field(default_factory=list)
    events: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)

    def skip(self, reason: str, count: int = 1) -> None:
        """Count what is left out."""
        self.skipped += count
        if len(self.reasons) < MOST_TOLD and reason not in self.reasons:
            self.reasons.append(reason)


def is_ours(uid: str) -> bool:
    """Whether an event is a booking of ours: that occupies its people already, and by its own rules."""
    return _OURS.fullmatch(uid) is not None or _OURS_IN_EXCHANGE in uid.lower()


def expand(found: Components, zone: str, begin: int, end: int) -> Reading:
    """When the owner of these events is busy within the instants [begin, end). `zone`: where floating times and whole
    days are. Raises NoCalendarError, UnknownZoneError."""
    budget, reading = Budget(), Reading()
    known = Zones(found.zones, (begin - 3 * 86_400, end + 3 * 86_400), budget, zones.load(zone))
    busy: Spans = []
    try:
        for uid, group in _by_uid(found.events):
            if uid and is_ours(uid):
                reading.events += len(group)
                continue
            busy += _of_group([Occurrence(each, known) for each in group], (begin, end), budget, reading)
            if len(busy) > 2 * MOST_SPANS:
                busy = _bounded(busy)
    except TooMuchError:
        raise NoCalendarError("The calendar repeats too much for us to follow.") from None
    reading.busy = _bounded(busy)
    return reading


def _bounded(found: Spans) -> Spans:
    apart = joined(found)
    if len(apart) > MOST_SPANS:
        raise NoCalendarError(f"The calendar has more than {MOST_SPANS} separate appointments in the time to come.")
    return apart


def joined(found: Sequence[tuple[int, int]]) -> Spans:
    """In order, and what overlaps or touches made one."""
    result: Spans = []
    for begin, end in sorted(found):
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((begin, end))
    return result


def _by_uid(events: Sequence[Component]) -> Iterator[tuple[str, list[Component]]]:
    """Events of one UID are one; without a UID each is its own."""
    groups: dict[str, list[Component]] = {}
    for number, each in enumerate(events):
        groups.setdefault(each.text("UID") or f"\0{number}", []).append(each)
    for uid, group in groups.items():
        yield "" if uid.startswith("\0") else uid, group


def _of_group(group: Sequence[Occurrence], period: tuple[int, int], budget: Budget, reading: Reading) -> Spans:
    """The busy time of what shares a UID. What cannot be understood is left out, and told."""
    good: list[Occurrence] = []
    found: Spans = []
    for each in group:
        try:
            if each.source.kind == "VFREEBUSY":
                found += _published(each, period)
            else:
                good.append(_checked(each))
            reading.events += 1
        except BrokenError as error:
            reading.skip(str(error))
    exceptions: dict[str, Occurrence] = {}
    master: Occurrence | None = None
    for each in good:
        named = each.source.first("RECURRENCE-ID")
        if named is None:
            master = each if master is None or each.sequence >= master.sequence else master
        elif named.value not in exceptions or each.sequence >= exceptions[named.value].sequence:
            exceptions[named.value] = each
    if master is None:  # one was invited to some of a series only
        masters, followers = list(exceptions.values()), []
    else:
        masters, followers = [master], list(exceptions.values())
    for each in masters:
        try:
            found += list(spans(each, followers, period, budget))
        except BrokenError as error:
            reading.events -= 1
            reading.skip(str(error))
            found += _alone(followers, period)
    return found


def _checked(each: Occurrence) -> Occurrence:
    """The event, if its time can be understood. Raises BrokenError."""
    _ = each.start, each.zone, each.length
    named = each.source.first("RECURRENCE-ID")
    if named is not None:
        each.zones.find(stamp(named.value, named).zone)
    return each


def _alone(followers: Sequence[Occurrence], period: tuple[int, int]) -> Spans:
    """Exceptions of a series that cannot be understood stand for themselves."""
    found = [each.span(each.start.wall) for each in followers if each.busy]
    cut = [(max(begin, period[0]), min(end, period[1])) for begin, end in found]
    return [(begin, end) for begin, end in cut if begin < end]


def _published(each: Occurrence, period: tuple[int, int]) -> Spans:
    """The busy time of a VFREEBUSY, as Exchange publishes it."""
    found = []
    for line in each.source.all("FREEBUSY"):
        if line.parameters.get("FBTYPE", "BUSY").upper() == "FREE":
            continue
        for text in filter(None, line.value.split(",")):
            first, _, last = text.partition("/")
            opens = stamp(first, line)
            begin = instant(each.zones.find(opens.zone), opens.wall)
            if last[:1] in {"P", "p"}:
                end = begin + sum(duration(last))
            else:
                closes = stamp(last, line)
                end = instant(each.zones.find(closes.zone), closes.wall)
            found.append((max(begin, period[0]), min(end, period[1])))
    return [(begin, end) for begin, end in found if begin < end]
