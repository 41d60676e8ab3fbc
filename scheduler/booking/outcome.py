"""What attendance says of a meeting that is over: pure. The rules kept here:

- who was there at all while the other waited is never marked absent; together for a moment, the meeting was held;
- a side is absent only when the other waited WAITED_S in the room and it never came;
- who came and was turned away because our media servers failed is not absent: that is an outage, and ours;
- nobody there blames nobody; whatever cannot be told is "unknown", and people are asked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from scheduler.booking.states import Action, Side

WAITED_S: Final = 600
CONTESTED_WITHIN: Final = timedelta(days=3)
Evidence = Literal["held", "client-absent", "professional-absent", "both-absent", "outage", "unknown"]
Absent = Literal["client", "professional", "both"]

ABSENT: Final[dict[Evidence, Absent]] = {
    "client-absent": "client",
    "professional-absent": "professional",
    "both-absent": "both",
}


class Stay(NamedTuple):
    """Somebody in the room, [joined, left)."""

    side: Side
    joined: datetime
    left: datetime


class Attended(NamedTuple):
    """Who was in a meeting's room, and who was turned away from it because no media server could take them in."""

    stays: Sequence[Stay] = ()
    turned_away: frozenset[Side] = frozenset()


def judge(attended: Attended, *, start: datetime, end: datetime, waited_s: int = WAITED_S) -> Evidence:
    """What is known of a meeting agreed for [start, end). Half of a short meeting is enough to wait."""
    stays, turned_away = attended
    of_client = _merged([each for each in stays if each.side == "client"], end)
    of_host = _merged([each for each in stays if each.side == "professional"], end)
    if any(a < d and c < b for a, b in of_client for c, d in of_host):
        return "held"
    came: dict[Side, bool] = {"client": bool(of_client), "professional": bool(of_host)}
    missing = {side for side, there in came.items() if not there}
    if turned_away & (missing or turned_away):
        return "outage"
    if len(missing) == 2:
        return "both-absent"
    if not missing:
        return "unknown"  # both came, but never met
    needed = min(timedelta(seconds=waited_s), (end - start) / 2)
    there = of_client or of_host
    waited = sum((max(until - max(since, start), timedelta()) for since, until in there), timedelta())
    if waited < needed:
        return "unknown"
    return "professional-absent" if of_client else "client-absent"


def _merged(stays: Sequence[Stay], end: datetime) -> list[tuple[datetime, datetime]]:
    """The time of one side in the room before the end, without counting two devices twice."""
    joined: list[tuple[datetime, datetime]] = []
    for _, since, left in sorted(stays, key=lambda each: each.joined):
        until = min(left, end)
        if since >= until:
            continue
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def action_of(evidence: Evidence) -> Action:
    """What becomes of the booking."""
    if evidence == "outage":
        return "fail"
    return "miss" if evidence in ABSENT else "complete"


def contestable(settled_at: datetime | None, now: datetime) -> bool:
    """Whether the outcome may still be contested."""
    return settled_at is not None and now < settled_at + CONTESTED_WITHIN
