"""The one validator: which starts of a service can be booked. Listing asks it for a month, booking for one instant.

The law it keeps: what is listed can be booked, what is not listed cannot. `refusal` therefore only finds words for
what `starts` has already decided. Intervals are half open; busy time is the host's occupancy in instants, buffers
included.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .hours import Hours, Piece, pieces

_NEVER = 1 << 62
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
    today = hours.zone.day_of(now)
    return now + offer.notice, hours.zone.day_start(today + offer.window_days + 1)


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
) -> list[int]:
    """The starts in [begin, end) that can be booked at `now`, in order.

    `busy` must hold every range of the host's that touches [begin - before, end + duration + after), in any order.
    `theirs` are the client's: the slot itself, without the host's buffers, keeps clear of them, as it does of time
    off. `capped` are instants [first, after) at which no slot may start (a cap is reached).
    """
    earliest, horizon = reach(hours, offer, now)
    begin, end = max(begin, earliest), min(end, horizon)
    if begin >= end:
        return []
    open_pieces = pieces(hours, begin, end + offer.duration)
    blocked = _blocked(offer, busy, (*hours.off, *theirs) if hours.off else theirs, capped)
    step, last = offer.step, offer.duration - 1
    found: list[int] = []
    newest = begin - 1
    ordered = True
    next_block = 0
    for (opens, closes, anchor), limit in zip(open_pieces, _limits(open_pieces), strict=True):
        # Not min and max, which are calls: this runs for every range of every day that is shown.
        first = begin if opens < begin else opens
        stop = end if closes > end else closes
        stop = limit - last if stop > limit - last else stop
        while blocked[next_block][1] <= first:
            next_block += 1
        ordered = ordered and newest < first
        block = next_block
        while first < stop:
            shut, reopens = blocked[block]
            if shut >= stop:
                found += range(first + (anchor - first) % step, stop, step)
                break
            if first < shut:
                found += range(first + (anchor - first) % step, shut, step)
            first = reopens if first < reopens else first
            block += 1
        if found:
            newest = found[-1]
    return found if ordered else sorted(set(found))


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
        piece.begin <= start < piece.end and start + offer.duration <= limit
        for piece, limit in zip(whole, _limits(whole), strict=True)
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
    for piece in open_pieces:
        if waiting and piece.begin > until:
            limits += [until] * waiting
            waiting = 0
        until = max(until, piece.end) if waiting else piece.end
        waiting += 1
    return limits + [until] * waiting


def _blocked(offer: Offer, busy: Busy, theirs: Busy, capped: Capped) -> list[tuple[int, int]]:
    """Ranges [first, stop) of starts that busy time forbids, joined and in order: a start s is forbidden by the
    host's [a, b) exactly when s + duration + after > a and s - before < b, by the client's without the buffers. The
    last one has no end, so that there is always a next."""
    lead, own = offer.duration + offer.after - 1, offer.duration - 1
    ranges = [(begin - lead, end + offer.before) for begin, end in busy]
    ranges += [(begin - own, end) for begin, end in theirs]
    ranges += capped
    ranges.sort()
    joined: list[tuple[int, int]] = []
    low = high = 0
    for first, stop in ranges:
        if joined and first <= high:
            if stop > high:
                high = stop
                joined[-1] = (low, high)
        else:
            low, high = first, stop
            joined.append((low, high))
    joined.append((_NEVER, _NEVER))
    return joined
