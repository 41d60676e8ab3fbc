"""What happened to a booking, told to its people from a job, so the booking's transaction pays for one row.

The rule kept here: the job says what happened; how the booking stands is read when it is told. An invitation goes out
only while the booking stands, and is taken back only where one was sent. Its reminders follow how it stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.notifications import inbox
from scheduler.notifications.deliver import Letter, Message, Office, deliver, was_told
from scheduler.notifications.invitation import invitation
from scheduler.notifications.kinds import INVITING, KINDS, SILENT
from scheduler.notifications.planning import keep_reminders
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
    "before": {"start", "end"}, "amount": {"minor", "currency"}, "readers" (fewer sides than usually hear of it)}."""

    async def tell_its_people(payload: dict[str, Any]) -> None:
        booking_id, kind = UUID(payload["booking_id"]), str(payload["kind"])
        if kind in SILENT:
            return
        async with office.sessions.begin() as session:
            meeting = await load_held(session, office, booking_id)
            if meeting is None:
                return
            await keep_reminders(session, meeting, clock.now())
            if KINDS[kind].offers and not _can_be_answered(meeting, clock.now()):
                return
            cause = f"{kind} {booking_id} {payload.get('event_id') or f'time {meeting.sequence}'}"
            occasion = Occasion(_event(payload, meeting), meeting, cause, clock.now())
            await tell_of_booking(session, office, occasion, payload.get("readers", KINDS[kind].readers))

    return tell_its_people


async def load_held(session: AsyncSession, office: Office, booking_id: UUID) -> Meeting | None:
    """A booking as it stands once nobody else is telling its people: of two jobs about it, the second sees what the
    first told, and whichever is told last tells of how it is."""
    meeting = await office.load(session, booking_id)
    if meeting is None:
        return None
    people = (meeting.professional_id, meeting.client_id)
    await inbox.hold(session, [each for each in people if each is not None])
    return await office.load(session, booking_id)


async def tell_of_booking(session: AsyncSession, office: Office, occasion: Occasion, sides: Sequence[Side]) -> int:
    """Tell an occasion to these sides of its booking, loaded by `load_held`; how many were told."""
    meeting, messages = occasion.meeting, []
    if meeting.client_id is None:  # a class itself: what happens to it is told to its seats
        return 0
    client = await office.find(session, meeting.client_id)
    professional = await office.find(session, meeting.professional_id)
    if client is None or professional is None:
        return 0
    for side in sides:
        seen = Seen(side, client, professional) if side == "client" else Seen(side, professional, client)
        person_id = meeting.client_id if side == "client" else meeting.professional_id
        if side == "professional" and not await _concerned(session, occasion, person_id):
            continue
        invited = await was_told(session, person_id, meeting.id, INVITING)
        messages.append(_message(office, occasion, seen, person_id, invited=invited))
    return await deliver(session, office, messages, occasion.now)


def _can_be_answered(meeting: Meeting, now: datetime) -> bool:
    """Whether what is offered is still to be had: what became of it otherwise is told by itself."""
    return meeting.status == "held" and meeting.lapses_at is not None and now < meeting.lapses_at


async def _concerned(session: AsyncSession, occasion: Occasion, professional_id: UUID) -> bool:
    """Whether the professional ever heard of what expired: of an unpaid hold they did not."""
    event = occasion.event
    return event.kind != "expired" or await was_told(session, professional_id, event.booking_id, ("requested",))


def _message(office: Office, occasion: Occasion, seen: Seen, person_id: UUID, *, invited: bool) -> Message:
    event, kind, meeting = occasion.event, KINDS[occasion.event.kind], occasion.meeting
    said = tell(event, seen)
    url = office.web_url + said.path
    calendar = None
    if (kind.invitation == "cancel" and invited) or (kind.invitation == "request" and meeting.confirmed):
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
        zone=seen.reader.zone,
        kind=event.kind,
        category=kind.category,
        title=said.title,
        body=said.body,
        path=said.path,
        letter=Letter(seen.reader.email, lambda end: mail_of(said, seen.role, url, end), calendar),
        booking_id=event.booking_id,
        until=event.start if kind.stands else event.until if kind.offers else None,
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
        of_class=meeting.class_id is not None,
        actor_role=str(payload.get("actor_role") or ""),
        reason=str(payload.get("reason") or ""),
        before=(_instant(before["start"]), _instant(before["end"])) if before else None,
        amount=(int(amount["minor"]), str(amount["currency"])) if amount else None,
        until=meeting.lapses_at if KINDS[str(payload["kind"])].offers else None,
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
