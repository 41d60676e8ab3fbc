"""The mails about a booking: one to each of its two people, from a job, so the booking's transaction pays for one
row."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.notifications import outbox
from scheduler.notifications.when import spoken
from scheduler.rooms.meeting import LoadMeeting
from scheduler.store.engine import Sessions

JOB: Final = "booking-mail"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a mail is for, and how they read it."""

    name: str
    email: str
    locale: str
    zone: str


FindReader = Callable[[AsyncSession, UUID], Awaitable[Reader | None]]


def booking_job(sessions: Sessions, clock: Clock, load: LoadMeeting, find: FindReader, web_url: str) -> Handler:
    """The handler of `booking-mail`: {"booking_id", "kind": "confirmed" or "cancelled"}."""

    async def tell_both(payload: dict[str, Any]) -> None:
        booking_id, kind = UUID(payload["booking_id"]), str(payload["kind"])
        place = f"bookings/{booking_id}" if kind == "confirmed" else "calendar"
        async with sessions.begin() as session:
            meeting = await load(session, booking_id)
            if meeting is None:
                return
            sides = (
                ("client", meeting.client_id, meeting.professional_name),
                ("professional", meeting.professional_id, meeting.client_name),
            )
            for role, person_id, other in sides:
                reader = None if person_id is None else await find(session, person_id)
                if reader is None:
                    continue
                await outbox.write(
                    session,
                    kind=f"booking-{kind}",
                    cause=f"{booking_id} {role}",
                    to=reader.email,
                    locale=reader.locale,
                    values={
                        "name": reader.name,
                        "other": other,
                        "title": meeting.title,
                        "role": role,
                        "when": spoken(meeting.start, meeting.end, reader.zone),
                        "url": f"{web_url}/as/{role}/{place}",
                    },
                    now=clock.now(),
                )

    return tell_both
