"""When a booking's room may be entered, by whom, and with which token: pure rules, time an argument.

The rule kept here: the booking is the room. Its two people, each in the role they booked in, from OPENS_BEFORE the
start until the end and its grace; a token never lasts beyond that, nor beyond ten minutes.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from auth.room_token import Grant
from scheduler.http import Problem, wire
from scheduler.rooms.meeting import Meeting, Side

OPENS_BEFORE: Final = timedelta(minutes=10)
TOKEN_LASTS: Final = timedelta(minutes=10)
_PREFIX: Final = "rm_"


@dataclass(frozen=True, slots=True)
class Window:
    """A room's times: it opens, the booking ends, the room closes (the end and its grace)."""

    opens_at: datetime
    ends_at: datetime
    closes_at: datetime

    @classmethod
    def of(cls, meeting: Meeting, grace_s: int) -> "Window":
        """The window of a booking."""
        return cls(meeting.start - OPENS_BEFORE, meeting.end, meeting.end + timedelta(seconds=grace_s))

    def metadata(self) -> str:
        """What the node is told (unix seconds), so that it ends the room itself, whether or not we are up."""
        return json.dumps(
            {
                "opens_at": int(self.opens_at.timestamp()),
                "ends_at": int(self.ends_at.timestamp()),
                "grace_s": int((self.closes_at - self.ends_at).total_seconds()),
            }
        )

    def empty_timeout_s(self, now: datetime) -> int:
        """Seconds an empty room is kept: until past its end, because people leave and come back."""
        return int((self.closes_at - now).total_seconds()) + 60


def admit(meeting: Meeting, person_id: UUID, role: str, window: Window, now: datetime) -> Side:
    """The side the caller enters on. Raises 404 (not their booking), 403 (other role, too early), 410 (over)."""
    side = meeting.side_of(person_id, role)
    if side is None:
        other = "client" if role == "professional" else "professional"
        if meeting.side_of(person_id, other) is None:
            raise Problem("not-found", "No such booking.")
        raise Problem("forbidden", f"In this booking you are the {other}. Switch to that role to join.")
    if not meeting.confirmed:
        raise Problem("over", "This booking was cancelled, so its room stays closed.")
    if now >= window.closes_at:
        raise Problem("over", "This booking is over and its room is closed.")
    if now < window.opens_at:
        opens = wire(window.opens_at)
        raise Problem("not-open-yet", f"The room opens at {opens}.", extensions={"opens_at": opens})
    return side


def grant_of(meeting: Meeting, side: Side, window: Window, now: datetime) -> Grant:
    """What the room token says: this person on this side of this booking, until the sooner of ten minutes and the
    end."""
    professional = side == "professional"
    person_id = meeting.professional_id if professional else meeting.client_id
    assert person_id is not None  # `admit` let them in
    return Grant(
        identity=identity_of(person_id, side),
        name=meeting.professional_name if professional else meeting.client_name,
        attributes={"role": side},
        room=room_name(meeting.room_id),
        room_join=True,
        room_admin=professional,
        not_before=now.timestamp(),
        expires_at=min(now + TOKEN_LASTS, window.closes_at).timestamp(),
    )


def room_name(booking_id: UUID) -> str:
    """The room of a booking or a class."""
    return f"{_PREFIX}{booking_id}"


def booking_of(room: str) -> UUID | None:
    """The booking or class of a room; None for a room that is not ours."""
    return _uuid(room.removeprefix(_PREFIX)) if room.startswith(_PREFIX) else None


def identity_of(person_id: UUID, side: Side) -> str:
    """Who somebody is in a room: the same person on the same side twice replaces themself."""
    return f"{person_id}:{side}"


def person_of(identity: str) -> tuple[UUID, Side] | None:
    """The person and side of an identity; None for one that is not ours."""
    text, _, side = identity.partition(":")
    person_id = _uuid(text)
    if person_id is None or side not in {"client", "professional"}:
        return None
    return person_id, "professional" if side == "professional" else "client"


def _uuid(text: str) -> UUID | None:
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None
