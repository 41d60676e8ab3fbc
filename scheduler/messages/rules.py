"""Who may write when, and when the room's chat may be kept: pure, time an argument.

The rule kept here: who never heard of a booking hears nothing of it; what did not come about goes quiet; what is said
in the room is kept only where both have agreed.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

Side = Literal["client", "professional"]
NoMessage = Literal["not-told", "ended"]
NoKeeping = Literal["class", "closed", "consent"]
NoEdit = Literal["deleted", "room", "late", "reported"]

LONGEST: Final = 4000
MOST_FILES: Final = 10
ENDED: Final = frozenset({"cancelled", "declined", "expired"})
QUIET_AFTER: Final = timedelta(days=14)
EDITABLE: Final = timedelta(minutes=15)
# Lines said in the last moment may arrive a little after the room has closed.
LATE_LINES: Final = timedelta(minutes=5)
_LINE_BREAK: Final = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Talk:
    """What the rules know of a booking. `asked`: as a request, so the professional knows of it before it is paid."""

    status: str
    start: datetime
    end: datetime
    asked: bool
    of_class: bool


def why_not_write(talk: Talk, now: datetime) -> NoMessage | None:
    """Why nobody can write about this booking at `now`; what was written stays readable."""
    if talk.status in {"held", "expired"} and not talk.asked:
        return "not-told"
    return "ended" if talk.status in ENDED and now >= talk.end + QUIET_AFTER else None


def why_not_keep(
    talk: Talk, opens_before: timedelta, grace: timedelta, *, both_agree: bool, now: datetime
) -> NoKeeping | None:
    """Why a line of the room's chat is not kept at `now`. A class' chat is of more than two, and never kept."""
    if talk.of_class:
        return "class"
    open_ = talk.start - opens_before <= now < talk.end + grace + LATE_LINES
    if not open_ or talk.status in ENDED or talk.status in {"requested", "held"}:
        return "closed"
    return None if both_agree else "consent"


def why_not_edit(source: str, created_at: datetime, *, deleted: bool, reported: bool, now: datetime) -> NoEdit | None:
    """Why a message cannot be changed by its sender at `now`."""
    if deleted:
        return "deleted"
    if source == "room":
        return "room"
    if reported:
        return "reported"
    return "late" if now >= created_at + EDITABLE else None


def clean(text: str) -> str:
    """A text as it is kept: lines end in one way, what has no shape on a page is left out, NFC."""
    lines = _LINE_BREAK.sub("\n", text)
    kept = "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) != "Cc")
    return unicodedata.normalize("NFC", kept).strip()
