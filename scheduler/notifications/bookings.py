"""The mails about a booking: one to each of its two people, from a job, so the booking's transaction pays for one
row."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from auth.tables import Account
from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.notifications import outbox
from scheduler.notifications.when import spoken
from scheduler.people.tables import Person
from scheduler.rooms.meeting import LoadMeeting
from scheduler.store.engine import Sessions

JOB = "booking-mail"


def booking_job(sessions: Sessions, clock: Clock, load: LoadMeeting, web_url: str) -> Handler:
    """The handler of `booking-mail`: {"booking_id", "kind": "confirmed" or "cancelled"}."""

    async def tell_both(payload: dict[str, Any]) -> None:
        booking_id, kind = UUID(payload["booking_id"]), str(payload["kind"])
        async with sessions.begin() as session:
            meeting = await load(session, booking_id)
            if meeting is None:
                return
            sides = (
                ("client", meeting.client_id, meeting.professional_name),
                ("professional", meeting.professional_id, meeting.client_name),
            )
            for role, person_id, other in sides:
                query = (
                    select(Person, Account.email).join(Account, Account.id == Person.id).where(Person.id == person_id)
                )
                found = (await session.execute(query)).first()
                if found is None:
                    continue
                person, email = found
                place = f"bookings/{booking_id}" if kind == "confirmed" else "calendar"
                values = {
                    "name": person.name,
                    "other": other,
                    "title": meeting.title,
                    "role": role,
                    "when": spoken(meeting.start, meeting.end, person.zone),
                    "url": f"{web_url}/as/{role}/{place}",
                }
                await outbox.write(
                    session,
                    kind=f"booking-{kind}",
                    cause=str(booking_id),
                    to=email,
                    locale=person.locale,
                    values=values,
                    now=clock.now(),
                )

    return tell_both
