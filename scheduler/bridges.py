"""What one idea hands to another that may not know it: bookings to rooms, mails and judgement, calendars to profiles.

The rule kept here: only loaders, which read and decide nothing. `routes.py` and `work.py` pass them on.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.booking.outcome import Attended, Stay
from scheduler.booking.states import ENTERED
from scheduler.booking.storage import load, load_for_join
from scheduler.booking.tables import ClassSession
from scheduler.http import wire
from scheduler.people.tables import Person
from scheduler.rooms import attendance
from scheduler.rooms.meeting import Meeting
from scheduler.webhooks.emitting import Told


async def load_meeting(session: AsyncSession, booking_id: UUID) -> Meeting | None:
    """A booking as rooms and mails know it."""
    row = await load_for_join(session, booking_id)
    if row is None:
        return None
    return Meeting(
        id=booking_id,
        title=row.title,
        confirmed=row.status in ENTERED,
        professional_id=row.professional_id,
        professional_name=row.professional_name,
        client_id=row.client_id,
        client_name=row.client_name,
        start=row.start,
        end=row.end,
        class_id=row.class_id,
        sequence=row.sequence,
        status=row.status,
        zone=row.zone,
    )


async def load_class(session: AsyncSession, class_id: UUID) -> Meeting | None:
    """A class as its host enters it."""
    query = select(ClassSession, Person.name).join(Person, Person.id == ClassSession.professional_id)
    found = (await session.execute(query.where(ClassSession.id == class_id))).first()
    if found is None:
        return None
    row, host_name = found
    return Meeting(
        id=row.id,
        title=row.title,
        confirmed=row.status in {"scheduled", "running"},
        professional_id=row.professional_id,
        professional_name=host_name,
        client_id=None,
        client_name="",
        start=row.starts_at,
        end=row.ends_at,
        class_id=row.id,
    )


async def load_room(session: AsyncSession, id: UUID) -> Meeting | None:
    """A booking or a class, by what its room is named by."""
    return await load_meeting(session, id) or await load_class(session, id)


async def load_told(session: AsyncSession, booking_id: UUID) -> Told | None:
    """A booking as other servers are told of it."""
    shown = await load(session, booking_id)
    if shown is None:
        return None
    row = shown.booking
    return Told(
        people={"professional": row.professional_id, "client": row.client_id},
        booking={
            "id": str(row.id),
            "status": row.status,
            "start": wire(row.starts_at),
            "end": wire(row.ends_at),
            "local_start": row.local_start.isoformat(timespec="minutes"),
            "zone": row.zone,
            "sequence": row.sequence,
            "price_minor": row.price_minor,
            "currency": row.currency,
            "class_id": str(row.class_id) if row.class_id else None,
            "service": {"id": str(row.service_id), "title": row.title},
            "professional": {"id": str(row.professional_id), "name": shown.professional_name},
            "client": {"id": str(row.client_id), "name": shown.client_name},
        },
    )


async def load_attended(session: AsyncSession, booking_id: UUID) -> Attended:
    """Who of a booking's two people was in its room or at its door, as it is judged by it."""
    meeting = await load_meeting(session, booking_id)
    if meeting is None or meeting.client_id is None:
        return Attended()
    people = (meeting.professional_id, meeting.client_id)
    stays = [Stay(*each) for each in await attendance.stays_of(session, meeting.room_id, people)]
    return Attended(stays, await attendance.turned_away(session, meeting.room_id, people, meeting.end))


async def booked_after(session: AsyncSession, professional_id: UUID, after: datetime) -> bool:
    """Whether somebody is booked with this professional after an instant; none comes in before the commit."""
    await lock_people(session, [professional_id])
    query = text(
        "SELECT EXISTS (SELECT 1 FROM occupancy WHERE person_id = :id AND role = 'professional'"
        " AND upper(during) > :after)"
    )
    return bool(await session.scalar(query, {"id": professional_id, "after": after}))


async def upcoming_of(session: AsyncSession, person_id: UUID, after: datetime) -> list[tuple[UUID, datetime]]:
    """The confirmed bookings of a person that begin after an instant, the soonest first."""
    query = text(
        "SELECT id, starts_at FROM booking WHERE (professional_id = :id OR client_id = :id)"
        " AND status = 'confirmed' AND starts_at > :after ORDER BY starts_at LIMIT 1000"
    )
    return [(row.id, row.starts_at) for row in await session.execute(query, {"id": person_id, "after": after})]


async def standing_between(
    session: AsyncSession, host_id: UUID, begin: datetime, end: datetime
) -> list[tuple[UUID, str, datetime, datetime]]:
    """The bookings (id, title, start, end) in which somebody is expected as a professional within [begin, end)."""
    query = text(
        "SELECT id, title, starts_at, ends_at FROM booking WHERE professional_id = :host"
        " AND starts_at < :end AND ends_at > :begin AND status IN ('requested', 'held', 'confirmed', 'running')"
        " ORDER BY starts_at LIMIT 500"
    )
    rows = await session.execute(query, {"host": host_id, "begin": begin, "end": end})
    return [(row.id, row.title, row.starts_at, row.ends_at) for row in rows]
