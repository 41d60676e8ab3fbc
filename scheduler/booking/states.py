"""The life of a booking, pure: which state follows from what, who may do it, and what time alone does.

    (none) ──book────▶ confirmed ──start──▶ running ──complete──▶ completed
           ──hold────▶ held ──confirm, accept──▶ confirmed  ├──miss──▶ no_show
                                                            └──fail──▶ cancelled (our servers did)
           ──request─▶ requested ──approve──▶ confirmed, or ──offer──▶ held (approved, to be paid)

    requested ──decline──▶ declined          requested, held ──expire──▶ expired
    what stands ──cancel──▶ cancelled        confirmed, requested ──move──▶ the same; a seat ──shift──▶ the same
    confirmed ──ask_again──▶ requested       confirmed, running ──extend──▶ the same
    completed, no_show, cancelled ──dispute──▶ disputed ──uphold/absolve/annul──▶ no_show/completed/cancelled

The rules kept here: nothing leaves a settled state but by a dispute; what has lapsed can only expire, so that an
abandoned checkout never confirms; a client may cancel or move until the cut-off agreed at booking, a professional
until the end.
"""

from datetime import datetime, timedelta
from typing import Final, Literal, get_args

Status = Literal[
    "requested",
    "held",
    "confirmed",
    "running",
    "completed",
    "cancelled",
    "declined",
    "no_show",
    "disputed",
    "expired",
]
Side = Literal["client", "professional"]
Actor = Literal["client", "professional", "system", "admin"]
Action = Literal[
    "book",
    "hold",
    "request",
    "confirm",
    "accept",
    "approve",
    "offer",
    "decline",
    "move",
    "shift",
    "extend",
    "ask_again",
    "cancel",
    "expire",
    "start",
    "complete",
    "miss",
    "fail",
    "dispute",
    "uphold",
    "absolve",
    "annul",
]
NoCancel = Literal["cancelled", "over", "too-late", "settled"]
NoMove = NoCancel | Literal["unpaid"]

STATUSES: Final[tuple[Status, ...]] = get_args(Status)
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)
# What occupies both people: nobody else gets the time.
STANDING: Final[tuple[Status, ...]] = ("requested", "held", "confirmed", "running")
# What a calendar shows: what stands, and what was held or should have been.
KEPT: Final[tuple[Status, ...]] = (*STANDING, "completed", "no_show", "disputed")
# What lapses by itself when nothing happens.
WAITING: Final[tuple[Status, ...]] = ("requested", "held")
# What lets people into the room.
ENTERED: Final[tuple[Status, ...]] = ("confirmed", "running")

NEXT: Final[dict[tuple[Status | None, Action], Status]] = {
    (None, "book"): "confirmed",
    (None, "hold"): "held",
    (None, "request"): "requested",
    ("requested", "approve"): "confirmed",
    ("requested", "offer"): "held",
    ("requested", "decline"): "declined",
    ("requested", "move"): "requested",
    ("requested", "shift"): "requested",
    ("held", "shift"): "held",
    ("requested", "cancel"): "cancelled",
    ("requested", "expire"): "expired",
    ("held", "confirm"): "confirmed",
    ("held", "accept"): "confirmed",
    ("held", "cancel"): "cancelled",
    ("held", "expire"): "expired",
    ("confirmed", "move"): "confirmed",
    ("confirmed", "shift"): "confirmed",
    ("confirmed", "ask_again"): "requested",
    ("confirmed", "cancel"): "cancelled",
    ("confirmed", "start"): "running",
    ("confirmed", "extend"): "confirmed",
    ("running", "extend"): "running",
    ("running", "cancel"): "cancelled",
    ("running", "complete"): "completed",
    ("running", "miss"): "no_show",
    ("running", "fail"): "cancelled",
    ("completed", "dispute"): "disputed",
    ("no_show", "dispute"): "disputed",
    ("cancelled", "dispute"): "disputed",
    ("disputed", "uphold"): "no_show",
    ("disputed", "absolve"): "completed",
    ("disputed", "annul"): "cancelled",
}
_CLIENT: Final[frozenset[Actor]] = frozenset({"client"})
_PROFESSIONAL: Final[frozenset[Actor]] = frozenset({"professional"})
_SYSTEM: Final[frozenset[Actor]] = frozenset({"system"})
_ADMIN: Final[frozenset[Actor]] = frozenset({"admin"})
MAY: Final[dict[Action, frozenset[Actor]]] = {
    "book": _CLIENT,
    "hold": _CLIENT,
    "request": _CLIENT,
    "confirm": _SYSTEM,
    "accept": _CLIENT,
    "approve": _PROFESSIONAL,
    "offer": _PROFESSIONAL,
    "decline": _PROFESSIONAL,
    "move": _CLIENT | _PROFESSIONAL,
    "shift": _SYSTEM,
    "extend": _CLIENT | _PROFESSIONAL,
    "ask_again": _CLIENT,
    "cancel": _CLIENT | _PROFESSIONAL | _SYSTEM | _ADMIN,
    "expire": _SYSTEM,
    "start": _SYSTEM,
    "complete": _SYSTEM | _PROFESSIONAL,
    "miss": _SYSTEM | _PROFESSIONAL,
    "fail": _SYSTEM,
    "dispute": _CLIENT | _PROFESSIONAL,
    "uphold": _ADMIN,
    "absolve": _ADMIN,
    "annul": _ADMIN,
}


class ImpossibleError(ValueError):
    """The action does not exist in this state, or is not this actor's."""


def after(status: Status | None, action: Action, actor: Actor) -> Status:
    """The state that `action` leads to. Raises `ImpossibleError`."""
    if actor not in MAY[action]:
        raise ImpossibleError(f"{action} is not for the {actor}")
    try:
        return NEXT[status, action]
    except KeyError:
        raise ImpossibleError(f"{action} of a booking that is {status or 'not there'}") from None


def due(
    status: Status, *, start: datetime, closes: datetime, expires: datetime | None, now: datetime
) -> Action | None:
    """What time alone has done to a booking by `now`, one step at a time. `closes`: the end and the room's grace.

    "complete" means that the meeting is to be judged: `miss` or `fail` may come of it."""
    if status in WAITING:
        return "expire" if expires is not None and expires <= now else None
    if status == "confirmed":
        return "start" if start <= now else None
    return "complete" if status == "running" and closes <= now else None


def last_moment(side: Side, start: datetime, end: datetime, cutoff_minutes: int) -> datetime:
    """Until when (exclusive) this side may cancel."""
    return end if side == "professional" else start - timedelta(minutes=cutoff_minutes)


def why_not_cancel(
    status: Status, side: Side, *, start: datetime, end: datetime, cutoff_minutes: int, now: datetime
) -> NoCancel | None:
    """Why this side cannot cancel at `now`, or None when it can. What waits can be taken back until it starts."""
    if status not in STANDING:
        return "cancelled" if status in {"cancelled", "declined", "expired"} else "settled"
    if now >= end:
        return "over"
    cutoff = 0 if status in WAITING else cutoff_minutes
    return "too-late" if now >= last_moment(side, start, end, cutoff) else None


def why_not_move(
    status: Status, side: Side, *, start: datetime, end: datetime, cutoff_minutes: int, now: datetime
) -> NoMove | None:
    """Why this side cannot move the booking to another time at `now`: as for cancelling, but never once it has
    started, nor while it waits for its payment."""
    if status == "held":
        return "unpaid"
    why = why_not_cancel(status, side, start=start, end=end, cutoff_minutes=cutoff_minutes, now=now)
    if why is None and (status == "running" or now >= start):
        return "over"
    return why
