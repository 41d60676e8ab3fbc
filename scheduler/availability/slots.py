"""The one validator: which starts of a service can be booked. Listing asks it for a month, booking for one instant.

The law it keeps: what is listed can be booked, what is not listed cannot. `refusal` therefore only finds words for
what `starts` has already decided. Intervals are half open; busy time is the host's occupancy in instants, buffers
included.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from operator import le
from typing import Literal

from .hours import Hours, Piece, pieces
from .zones import Zone

Busy = Iterable[tuple[int, int]]
Capped = Iterable[tuple[int, int]]
Reason = Literal["past", "notice", "window", "closed", "time-off", "grid", "busy", "cap"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a service asks of a slot, in seconds (`window_days` in the host's days, today not counted)."""

    duration: int
    step: int
    before: int = 0
    after: int = 0
    notice: int = 0
    window_days: int = 60

    def occupied(self, start: int) -> tuple[int, int]:
        """What a booking at `start` occupies of the host: its time and the buffers around it."""
        return start - self.before, start + self.duration + self.after


def reach(hours: Hours, offer: Offer, now: int) -> tuple[int, int]:
    """The instants [first, last) in which a slot may start at all at `now`: after the notice, within the window."""
    return now + offer.notice, _horizon(hours.zone, offer.window_days, now)


@lru_cache(maxsize=1024)  # many services of many people are looked at in one moment
def _horizon(zone: Zone, window_days: int, now: int) -> int:
    return zone.day_start(zone.day_of(now) + window_days + 1)


def starts(
    hours: Hours,
    offer: Offer,
    busy: Busy,
    *,
    now: int,
    begin: int,
    end: int,
    theirs: Busy = (),
    capped: Capped = (),
    open_pieces: Sequence[Piece] | None = None,
) -> list[int]:
    """The starts in [begin, end) that can be booked at `now`, in order.

    `busy` must hold every range of the host's that touches [begin - before, end + duration + after), in any order.
    `theirs` are the client's: the slot itself, without the host's buffers, keeps clear of them, as it does of time
    off. `capped` are instants [first, after) at which no slot may start (a cap is reached). `open_pieces`: the pieces
    of the hours that reach into [begin, end + duration), and perhaps more, where they are at hand.
    """
    earliest, horizon = reach(hours, offer, now)
    begin, end = max(begin, earliest), min(end, horizon)
    if begin >= end:
        return []
    if open_pieces is None:
        open_pieces = pieces(hours, begin, end + offer.duration)
    if not open_pieces:
        return []
    # Whole columns and progressions, not a loop: this runs for every range of every day that is shown.
    opens, closes, anchors = zip(*open_pieces, strict=True)
    apart = not any(map(le, opens[1:], closes))  # no piece begins before, or where, the one before ends
    last, step = offer.duration - 1, offer.step
    if apart:
        stops = [closing - last for closing in closes]
    else:
        stops = list(map(min, closes, [limit - last for limit in _limits(open_pieces)]))
    if anchors != opens:
        opens = tuple(opening + (anchor - opening) % step for opening, anchor in zip(opens, anchors, strict=True))
    found = list(chain.from_iterable(map(range, opens, stops, repeat(step))))
    if not apart:
        found = sorted(set(found))
    del found[bisect_left(found, end) :]
    del found[: bisect_left(found, begin)]
    _cut(found, offer, busy, (*hours.off, *theirs) if hours.off else theirs, capped)
    return found


def refusal(
    hours: Hours, offer: Offer, busy: Busy, *, now: int, start: int, theirs: Busy = (), capped: Capped = ()
) -> Reason | None:
    """Why `start` cannot be booked at `now`, or None when it can. The first reason that holds, in the order in which
    people would think of them."""
    busy, theirs, capped = list(busy), list(theirs), list(capped)
    if starts(hours, offer, busy, now=now, begin=start, end=start + 1, theirs=theirs, capped=capped):
        return None
    earliest, horizon = reach(hours, offer, now)
    if start < earliest:
        return "past" if start < now else "notice"
    if start >= horizon:
        return "window"
    if any(begin < start + offer.duration and end > start for begin, end in hours.off):
        return "time-off"
    if starts(hours, offer, (), now=now, begin=start, end=start + 1):
        return "cap" if any(first <= start < after for first, after in capped) else "busy"
    whole = pieces(hours, start, start + offer.duration)
    inside = any(
        opens <= start < closes and start + offer.duration <= limit
        for (opens, closes, _), limit in zip(whole, _limits(whole), strict=True)
    )
    return "grid" if inside else "closed"


def next_starts(
    hours: Hours,
    offer: Offer,
    busy: Busy,
    *,
    now: int,
    after: int,
    count: int,
    theirs: Busy = (),
    capped: Capped = (),
) -> list[int]:
    """The first `count` starts from `after` on; `busy`, `theirs` and `capped` must reach as far as the answer
    should."""
    busy, theirs, capped = list(busy), list(theirs), list(capped)
    _, horizon = reach(hours, offer, now)
    found: list[int] = []
    begin, span = max(after, now), 3 * 86_400
    while begin < horizon and len(found) < count:
        end = min(begin + span, horizon)
        found += starts(hours, offer, busy, now=now, begin=begin, end=end, theirs=theirs, capped=capped)
        begin, span = end, span * 2
    return found[:count]


def _limits(open_pieces: Sequence[Piece]) -> list[int]:
    """For each piece, the end of the joined open time it lies in: a session may run on from one range to the next."""
    limits: list[int] = []
    waiting, until = 0, 0
    for opens, closes, _ in open_pieces:
        if waiting and opens > until:
            limits += [until] * waiting
            waiting = 0
        until = max(until, closes) if waiting else closes
        waiting += 1
    return limits + [until] * waiting


def _cut(found: list[int], offer: Offer, busy: Busy, theirs: Busy, capped: Capped) -> None:
    """Take out of the starts, which are in order, what busy time forbids: a start s is forbidden by the host's [a, b)
    exactly when s + duration + after > a and s - before < b, by the client's without the buffers."""
    lead, own, before = offer.duration + offer.after - 1, offer.duration - 1, offer.before
    for begin, end in busy:
        del found[bisect_left(found, begin - lead) : bisect_left(found, end + before)]
    for begin, end in theirs:
        del found[bisect_left(found, begin - own) : bisect_left(found, end)]
    for first, after in capped:
        del found[bisect_left(found, first) : bisect_left(found, after)]
