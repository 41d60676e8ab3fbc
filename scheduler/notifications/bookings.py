"""What happened to a booking, told to its people from a job, so the booking's transaction pays for one row.

The rule kept here: the job says what happened; how the booking stands is read when it is told. An invitation goes out
only while the booking stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.notifications.deliver import Letter, Message, Office, deliver, was_told
from scheduler.notifications.invitation import invitation
from scheduler.notifications.kinds import KINDS
from scheduler.notifications.telling import Event, Reader, Seen, mail_of, tell
from scheduler.rooms.meeting import Meeting, Side

JOB: Final = "booking-mail"
__all__ = ["JOB", "Reader", "booking_job", "tell_of_booking"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event of a booking as it stands now, and what makes it one of its own."""

    event: Event
    meeting: Meeting
    cause: str
    now: datetime


def booking_job(office: Office, clock: Clock) -> Handler:
    """The handler of `booking-mail`: {"booking_id", "kind"} and, where known, {"event_id", "actor_role", "reason",
    "before": {"start", "end"}, "amount": {"minor", "currency"}}."""

    async def tell_its_people(payload: dict[str, Any]) -> None:
        booking_id, kind = UUID(payload["booking_id"]), str(payload["kind"])
        async with office.sessions.begin() as session:
            meeting = await office.load(session, booking_id)
            if meeting is None:
                return
            cause = f"{kind} {booking_id} {payload.get('event_id') or f'time {meeting.sequence}'}"
            occasion = Occasion(_event(payload, meeting), meeting, cause, clock.now())
            await tell_of_booking(session, office, occasion, KINDS[kind].readers)

    return tell_its_people


async def tell_of_booking(session: AsyncSession, office: Office, occasion: Occasion, sides: Sequence[Side]) -> int:
    """Tell an occasion to these sides of its booking; how many were told."""
    meeting, messages, zones = occasion.meeting, [], []
    if meeting.client_id is None:
        return 0
    people = {"client": meeting.client_id, "professional": meeting.professional_id}
    readers = {side: await office.find(session, person_id) for side, person_id in people.items()}
    client, professional = readers["client"], readers["professional"]
    if client is None or professional is None:
        return 0
    for side in sides:
        reader, other = (client, professional) if side == "client" else (professional, client)
        if side == "professional" and not await _concerned(session, occasion, people[side]):
            continue
        messages.append(_message(office, occasion, Seen(side, reader, other), people[side]))
        zones.append(reader.zone)
    return await deliver(session, office, messages, zones, occasion.now)


async def _concerned(session: AsyncSession, occasion: Occasion, professional_id: UUID) -> bool:
    """Whether the professional ever heard of what expired: of an unpaid hold they did not."""
    event = occasion.event
    return event.kind != "expired" or await was_told(session, professional_id, event.booking_id, "requested")


def _message(office: Office, occasion: Occasion, seen: Seen, person_id: UUID) -> Message:
    event, kind, meeting = occasion.event, KINDS[occasion.event.kind], occasion.meeting
    said = tell(event, seen)
    url = office.web_url + said.path
    calendar = None
    if kind.invitation == "cancel" or (kind.invitation == "request" and meeting.confirmed):
        calendar = invitation(
            event,
            seen,
            method="CANCEL" if kind.invitation == "cancel" else "REQUEST",
            sequence=meeting.sequence,
            stamp=occasion.now,
            url=f"{office.web_url}/as/{seen.role}/bookings/{event.booking_id}",
            sender=office.sender,
        )
    return Message(
        cause=occasion.cause,
        person_id=person_id,
        role=seen.role,
        kind=event.kind,
        category=kind.category,
        title=said.title,
        body=said.body,
        path=said.path,
        letter=Letter(seen.reader.email, lambda end: mail_of(said, seen.role, url, end), calendar),
        booking_id=event.booking_id,
        until=event.start if kind.stands else None,
        data=(("start", event.start.isoformat()),) if kind.stands else (),
    )


def _event(payload: Mapping[str, Any], meeting: Meeting) -> Event:
    before, amount = payload.get("before"), payload.get("amount")
    return Event(
        booking_id=meeting.id,
        kind=str(payload["kind"]),
        title=meeting.title,
        start=meeting.start,
        end=meeting.end,
        zone=meeting.zone,
        actor_role=str(payload.get("actor_role") or ""),
        reason=str(payload.get("reason") or ""),
        before=(_instant(before["start"]), _instant(before["end"])) if before else None,
        amount=(int(amount["minor"]), str(amount["currency"])) if amount else None,
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
