"""Who waits for a seat in a class that is called off is told of it, by a job, one person a transaction; and its host,
when nobody's hand did it.

The rule kept here: whoever is told waits no longer, both in one transaction, so a job that is run twice tells once.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import ClassSession
from scheduler.classes import schedule, waiting
from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.notifications import inbox
from scheduler.notifications.deliver import Letter, Message, Office, deliver
from scheduler.notifications.kinds import KINDS
from scheduler.notifications.telling import Event, Seen, mail_of, tell

WAITED: Final = "waitlist-closed"
TOO_FEW: Final = "class-too-few"


def waited_for_job(office: Office, clock: Clock) -> Handler:
    """The handler of `class-waited-for`: {"class_id", "reason"}."""

    async def tell_who_waits(payload: dict[str, Any]) -> None:
        class_id = UUID(payload["class_id"])
        async with office.sessions() as session:
            people = await waiting.everybody(session, class_id)
        for person_id in people:
            async with office.sessions.begin() as session:
                await inbox.hold(session, [person_id])
                if await waiting.over(session, class_id, person_id):
                    message = await _message(session, office, class_id, person_id, str(payload["reason"]))
                    await deliver(session, office, message, clock.now())

    return tell_who_waits


async def _message(
    session: AsyncSession, office: Office, class_id: UUID, person_id: UUID, reason: str
) -> list[Message]:
    """What this person is told; nothing when one of the two has left."""
    row = await session.get_one(ClassSession, class_id)
    reader, host = await office.find(session, person_id), await office.find(session, row.professional_id)
    if reader is None or host is None:
        return []
    return [_of(office, row, person_id, Seen("client", reader, host), _event(row, WAITED, reason))]


def too_few_job(office: Office, clock: Clock) -> Handler:
    """The handler of `class-too-few`: {"class_id"}: its host is told that it was called off."""

    async def tell_its_host(payload: dict[str, Any]) -> None:
        async with office.sessions.begin() as session:
            row = await session.get_one(ClassSession, UUID(payload["class_id"]))
            await inbox.hold(session, [row.professional_id])
            host = await office.find(session, row.professional_id)
            if host is not None:
                seen = Seen("professional", host, host)  # there is nobody on the other side
                message = _of(office, row, row.professional_id, seen, _event(row, TOO_FEW))
                await deliver(session, office, [message], clock.now())

    return tell_its_host


def handlers(office: Office, clock: Clock) -> dict[str, Handler]:
    """Every handler by its job's name."""
    return {schedule.WAITED_FOR: waited_for_job(office, clock), schedule.TOO_FEW: too_few_job(office, clock)}


def _event(row: ClassSession, kind: str, reason: str = "") -> Event:
    return Event(row.id, kind, row.title, row.starts_at, row.ends_at, row.zone, of_class=True, reason=reason)


def _of(office: Office, row: ClassSession, person_id: UUID, seen: Seen, event: Event) -> Message:
    said = tell(event, seen)
    url = office.web_url + said.path
    return Message(
        cause=f"{event.kind} {row.id}",
        person_id=person_id,
        role=seen.role,
        zone=seen.reader.zone,
        kind=event.kind,
        category=KINDS[event.kind].category,
        title=said.title,
        body=said.body,
        path=said.path,
        letter=Letter(seen.reader.email, lambda end: mail_of(said, seen.role, url, end)),
    )
