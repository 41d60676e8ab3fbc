"""What rooms and mails need to know of a booking. Bookings hand it over; nothing here reads their tables."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Side = Literal["client", "professional"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One booking: two people, a time, whether it stands. `end` is the agreed end, without grace.

    A seat's room is its class's (`class_id`); a class itself, as its host enters it, has no client.
    `sequence` rises with each new time; `zone` is the one in which the time was agreed. `lapses_at`: of what waits
    for an answer or a payment.
    """

    id: UUID
    title: str
    confirmed: bool
    professional_id: UUID
    professional_name: str
    client_id: UUID | None
    client_name: str
    start: datetime
    end: datetime
    class_id: UUID | None = None
    sequence: int = 0
    status: str = "confirmed"
    zone: str = "UTC"
    lapses_at: datetime | None = None

    @property
    def room_id(self) -> UUID:
        """What the room is named by."""
        return self.class_id or self.id

    def side_of(self, person_id: UUID, role: str) -> Side | None:
        """The side this person takes in this role, if it is theirs."""
        if role == "professional" and person_id == self.professional_id:
            return "professional"
        if role == "client" and person_id == self.client_id:
            return "client"
        return None


LoadMeeting = Callable[[AsyncSession, UUID], Awaitable[Meeting | None]]
