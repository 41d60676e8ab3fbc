"""“Why no slot?”: the one validator's word on any time asked, and the rule behind it.

The rule kept here: the verdict is `availability.slots.refusal`'s, as for a booking; here it is only named closer.
Nobody learns whose booking is in the way, nor what another calendar has then.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from scheduler.availability.hours import Hours
from scheduler.availability.slots import Offer, Reason, refusal
from scheduler.booking.desk import Calendar

Rule = Literal[
    "past",
    "notice",
    "window",
    "closed",
    "override",
    "travel",
    "time-off",
    "grid",
    "busy",
    "external-calendar",
    "buffer",
    "cap-day",
    "cap-week",
    "cap-month",
]


def rule_of(calendar: Calendar, start: int, now: int) -> Rule | None:
    """The rule that removes a start (seconds since 1970) at `now`; None when it can be booked."""
    why: Reason | None = calendar.refusal(start, now)
    if why is None:
        return None
    if why == "cap":
        return _cap(calendar, start)
    if why == "busy":
        return _busy(calendar, start)
    if why == "closed":
        return _closed(calendar, start, now)
    return why


def _closed(calendar: Calendar, start: int, now: int) -> Rule:
    """Which of the hours it is: those at home would have it open, those of that day alone, or those of the week."""
    at_home = replace(calendar.hours, trips=())
    if calendar.hours.trips and refusal(at_home, calendar.offer, (), now=now, start=start) != "closed":
        return "travel"
    return "override" if _has_override(calendar.hours, start) else "closed"


def _cap(calendar: Calendar, start: int) -> Rule:
    period = next(period for first, after, period in calendar.caps if first <= start < after)
    rules: dict[str, Rule] = {"day": "cap-day", "week": "cap-week", "month": "cap-month"}
    return rules[period]


def _busy(calendar: Calendar, start: int) -> Rule:
    outside = set(calendar.outside)
    if _taken([each for each in calendar.busy if each not in outside], start, calendar.offer):
        return "busy"
    return "external-calendar" if _taken(calendar.outside, start, calendar.offer) else "buffer"


def _taken(busy: Sequence[tuple[int, int]], start: int, offer: Offer) -> bool:
    return any(begin < start + offer.duration and end > start for begin, end in busy)


def _has_override(hours: Hours, start: int) -> bool:
    return hours.zone_at(start).day_of(start) in hours.overrides


def words(rule: Rule, offer: Offer) -> str:
    """The rule in a sentence, for whoever wonders."""
    minutes = offer.notice // 60
    return {
        "past": "This time is past.",
        "notice": f"It is too soon: the service asks for {minutes} minutes of notice.",
        "window": f"It is too far ahead: booking opens {offer.window_days} days before.",
        "closed": "It is outside the professional's weekly hours, or the session would run past their end.",
        "override": "That day has hours of its own, and this time is outside them.",
        "travel": "The professional is travelling: their hours are those of another zone's clock then.",
        "time-off": "The professional is away then.",
        "grid": f"Sessions start every {offer.step // 60} minutes from the beginning of the hours, not at this time.",
        "busy": "The professional has something else then.",
        "external-calendar": "Another calendar of the professional's says that they are busy then.",
        "buffer": "It would come too close to something before or after it.",
        "cap-day": "The professional takes no more bookings that day.",
        "cap-week": "The professional takes no more bookings that week.",
        "cap-month": "The professional takes no more bookings that month.",
    }[rule]
