"""The life of a booking, pure: which state follows from what, and who may cancel until when.

    (none) --book--> confirmed --cancel--> cancelled

The rule kept here: a client may cancel until the cut-off agreed at booking, a professional until the end.
"""

from datetime import datetime, timedelta
from typing import Final, Literal

Status = Literal["confirmed", "cancelled"]
Side = Literal["client", "professional"]
Action = Literal["book", "cancel"]
NoCancel = Literal["cancelled", "over", "too-late"]

NEXT: Final[dict[tuple[Status | None, Action], Status]] = {
    (None, "book"): "confirmed",
    ("confirmed", "cancel"): "cancelled",
}


class ImpossibleError(ValueError):
    """The action does not exist in this state."""


def after(status: Status | None, action: Action) -> Status:
    """The state that `action` leads to. Raises `ImpossibleError`."""
    try:
        return NEXT[status, action]
    except KeyError:
        raise ImpossibleError(f"{action} of a booking that is {status or 'not there'}") from None


def last_moment(side: Side, start: datetime, end: datetime, cutoff_minutes: int) -> datetime:
    """Until when (exclusive) this side may cancel."""
    return end if side == "professional" else start - timedelta(minutes=cutoff_minutes)


def why_not_cancel(
    status: Status, side: Side, *, start: datetime, end: datetime, cutoff_minutes: int, now: datetime
) -> NoCancel | None:
    """Why this side cannot cancel at `now`, or None when it can."""
    if (status, "cancel") not in NEXT:
        return "cancelled"
    if now >= end:
        return "over"
    return "too-late" if now >= last_moment(side, start, end, cutoff_minutes) else None
