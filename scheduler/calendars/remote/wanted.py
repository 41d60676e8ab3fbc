"""How a booking, or a class its host holds, should stand in its people's own calendars.

The rule kept here: what lets people into a room stands there; what was given up does not; what is over stays as it
is. A seat stands in its client's calendar, the class in its host's. Nobody's address is in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import storage
from scheduler.booking.states import ENTERED
from scheduler.booking.tables import ClassSession
from scheduler.calendars.remote.port import Entry
from scheduler.notifications.ical import uid_of
from scheduler.notifications.words import one_line

# What happened may have made a booking stand, or end: other tellings change nothing in a calendar.
TURNS: Final = frozenset(
    {"requested", "confirmed", "rescheduled", "cancelled", "class-cancelled", "declined", "expired"}
)
Stands = Literal["yes", "no", "as it is"]
_OVER: Final = frozenset({"completed", "no_show", "disputed"})
_UPCOMING: Final = text("""
SELECT id FROM booking WHERE status IN ('confirmed', 'running') AND ends_at > :now
    AND (client_id = :person OR (professional_id = :person AND class_id IS NULL))
UNION ALL
SELECT id FROM class_session WHERE status IN ('scheduled', 'running') AND ends_at > :now AND professional_id = :person
LIMIT 2000
""")


_COPIED = text("""
SELECT copy.booking_id FROM calendar_copy AS copy
LEFT JOIN booking ON booking.id = copy.booking_id LEFT JOIN class_session ON class_session.id = copy.booking_id
WHERE copy.link_id = :link AND coalesce(booking.ends_at, class_session.ends_at) > :now
LIMIT 2000
""")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should be in the calendars of which people: an entry each, as long as it `stands`."""

    stands: Stands = "no"
    entries: Mapping[UUID, Entry] = field(default_factory=dict)


async def wanted(session: AsyncSession, id_: UUID, web_url: str, now: datetime) -> Wanted | None:
    """For a booking or a class; None: there is none of this id."""
    shown = await storage.load(session, id_)
    if shown is None:
        return await _of_class(session, id_, web_url, now)
    row = shown.booking
    title = one_line(row.title)
    said = {row.client_id: ("client", f"{title} – {one_line(shown.professional_name)}")}
    if row.class_id is None:
        said[row.professional_id] = ("professional", f"{title} – {one_line(shown.client_name)}")
    entries = {
        person: Entry(
            id=str(id_),
            uid=uid_of(id_),
            title=words,
            start=row.starts_at,
            end=row.ends_at,
            url=f"{web_url}/as/{role}/bookings/{id_}",
            sequence=row.sequence,
            stamp=now,
        )
        for person, (role, words) in said.items()
    }
    return Wanted("yes" if row.status in ENTERED else "as it is" if row.status in _OVER else "no", entries)


async def _of_class(session: AsyncSession, class_id: UUID, web_url: str, now: datetime) -> Wanted | None:
    row = await session.get(ClassSession, class_id, populate_existing=True)
    if row is None:
        return None
    entry = Entry(
        id=str(class_id),
        uid=uid_of(class_id),
        title=one_line(row.title),
        start=row.starts_at,
        end=row.ends_at,
        url=f"{web_url}/as/professional/bookings/{class_id}",
        sequence=row.sequence,
        stamp=now,
    )
    stands: Stands = "yes" if row.status in {"scheduled", "running"} else "no"
    return Wanted("as it is" if row.status == "completed" else stands, {row.professional_id: entry})


async def upcoming(session: AsyncSession, person_id: UUID, now: datetime) -> list[UUID]:
    """What stands in somebody's calendar from now on: bookings, and classes they hold."""
    return list(await session.scalars(_UPCOMING, {"person": person_id, "now": now}))


async def copied(session: AsyncSession, link_id: UUID, now: datetime) -> list[UUID]:
    """What has a copy in a calendar and is not over, whether or not it still stands."""
    return list(await session.scalars(_COPIED, {"link": link_id, "now": now}))
