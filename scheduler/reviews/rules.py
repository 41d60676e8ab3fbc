"""Who may review when, and when a review is shown: pure, time is an argument."""

from datetime import datetime, timedelta
from typing import Final, Literal

from scheduler.booking.outcome import Evidence
from scheduler.booking.states import Status

WRITTEN_WITHIN: Final = timedelta(days=14)
NoReview = Literal["not-over", "not-held", "too-late", "written"]


def why_not_review(
    status: Status, evidence: Evidence | None, settled_at: datetime | None, *, written: bool, now: datetime
) -> NoReview | None:
    """Why this side cannot review the meeting at `now`, or None when it can. What a dispute found to be held counts
    as held; where nobody could tell whether they met, nobody reviews."""
    if status not in {"completed", "no_show", "cancelled", "declined", "expired"} or settled_at is None:
        return "not-over"
    if status != "completed" or evidence == "unknown":
        return "not-held"
    if written:
        return "written"
    return "too-late" if now >= settled_at + WRITTEN_WITHIN else None


def shown_from(settled_at: datetime, other_written: bool, now: datetime) -> datetime:
    """When a review written at `now` is shown: at once when the other side's is there, else when that side can no
    longer write one."""
    return now if other_written else settled_at + WRITTEN_WITHIN
