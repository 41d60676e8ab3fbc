"""Telling the other side: their streams at once, their phone when they do not look, a mail when they do not read.

The rule kept here: one push and one mail to a burst, whoever runs the job twice. What is told says that something was
written and about what, never what: mails and phones are read by others too.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.queue import schedule
from scheduler.jobs.runner import Handler
from scheduler.messages import storage
from scheduler.messages.access import OTHER
from scheduler.messages.rules import Side
from scheduler.messages.tables import Correspondent, Message
from scheduler.notifications import inbox
from scheduler.notifications.deliver import Letter, Office, deliver
from scheduler.notifications.deliver import Message as Notice
from scheduler.notifications.kinds import KINDS, Channel
from scheduler.notifications.telling import Event, Seen, mail_of, tell
from scheduler.rooms.meeting import Meeting

UNREAD: Final = "message-unread"
KIND: Final = "message"
PUSH_AFTER: Final = timedelta(seconds=20)
MAIL_AFTER: Final = timedelta(minutes=5)
# After a mail, what is written within this time and not read is told by the next one, together.
BETWEEN_MAILS: Final = timedelta(hours=1)
Step = Literal["push", "mail"]
CHANNELS: Final[dict[Step, tuple[Channel, ...]]] = {
    "push": ("web-push", "mobile-push"),
    "mail": ("mail", "in-app"),
}


def due_at(step: Step, first: datetime, mailed_at: datetime | None) -> datetime:
    """When somebody is told of what they have not read since `first`."""
    if step == "push":
        return first + PUSH_AFTER
    soonest = first + MAIL_AFTER
    return soonest if mailed_at is None else max(soonest, mailed_at + BETWEEN_MAILS)


async def on_message(session: AsyncSession, booking_id: UUID) -> None:
    """Wake the streams of a conversation's two people (NOTIFY, once for each, at the commit)."""
    query = select(Correspondent.person_id).where(Correspondent.booking_id == booking_id)
    for person_id in sorted(await session.scalars(query)):
        await inbox.wake(session, person_id)


def told_job(office: Office) -> Handler:
    """The handler of `message-told`: {"message_id"}."""

    async def tell_of_message(payload: dict[str, Any]) -> None:
        async with office.sessions.begin() as session:
            message = await session.get(Message, UUID(payload["message_id"]))
            if message is None:  # a line of the room's chat that was withdrawn
                return
            await on_message(session, message.booking_id)
            if message.source == "message":
                await _plan(session, message.booking_id, OTHER[cast(Side, message.role)])

    return tell_of_message


def changed_job(office: Office) -> Handler:
    """The handler of `conversation-changed`: {"booking_id"}."""

    async def wake_both(payload: dict[str, Any]) -> None:
        async with office.sessions.begin() as session:
            await on_message(session, UUID(payload["booking_id"]))

    return wake_both


async def _plan(session: AsyncSession, booking_id: UUID, role: Side) -> None:
    """Look again when what somebody has not read is due to be told; planned twice is planned once."""
    reader = await _reader(session, booking_id, role)
    unread = [] if reader is None else await storage.first_unread(session, reader, reader.mailed_up_to)
    if reader is None or not unread:
        return
    for step in CHANNELS:
        payload = {"booking_id": str(booking_id), "role": role, "step": step}
        due = due_at(step, unread[0].created_at, reader.mailed_at)
        await schedule(session, UNREAD, payload, due, dedupe_key=f"{UNREAD}:{booking_id}:{role}:{step}")


async def _reader(session: AsyncSession, booking_id: UUID, role: str, *, lock: bool = False) -> Correspondent | None:
    query = select(Correspondent).where(Correspondent.booking_id == booking_id, Correspondent.role == role)
    query = query.execution_options(populate_existing=True)
    return await session.scalar(query.with_for_update() if lock else query)


@dataclass(frozen=True, slots=True)
class _Burst:
    """What somebody has not read, and has not been told of by mail."""

    reader: Correspondent
    unread: list[Message]


def unread_job(office: Office, clock: Clock) -> Handler:
    """The handler of `message-unread`: {"booking_id", "role", "step"}. Tells of what is unread still, if due."""

    async def tell_if_unread(payload: dict[str, Any]) -> None:
        booking_id, role = UUID(payload["booking_id"]), cast(Side, payload["role"])
        step, now = cast(Step, payload["step"]), clock.now()
        async with office.sessions.begin() as session:
            reader = await _reader(session, booking_id, role)
            if reader is None:
                return
            await inbox.hold(session, [reader.person_id])
            reader = await _reader(session, booking_id, role, lock=True)
            assert reader is not None  # rows of this kind are never deleted but with their booking
            unread = await storage.first_unread(session, reader, reader.mailed_up_to)
            if not unread:
                return
            due = due_at(step, unread[0].created_at, reader.mailed_at)
            if due > now:  # the earlier ones were read meanwhile
                await schedule(session, UNREAD, payload, due, dedupe_key=f"{UNREAD}:{booking_id}:{role}:{step}")
                return
            await _tell(session, office, _Burst(reader, unread), step, now)
            if step == "mail":
                reader.mailed_up_to, reader.mailed_at = unread[-1].number, now

    return tell_if_unread


async def _tell(session: AsyncSession, office: Office, burst: _Burst, step: Step, now: datetime) -> None:
    reader = burst.reader
    role = cast(Side, reader.role)
    meeting = await office.load(session, reader.booking_id)
    if meeting is None or meeting.client_id is None:
        return
    cause = f"message-{step} {reader.booking_id} {role} {burst.unread[0].number}"
    notice = await _notice(session, office, meeting, role, cause)
    if notice is not None:
        await deliver(session, office, [replace(notice, channels=CHANNELS[step])], now)


async def _notice(session: AsyncSession, office: Office, meeting: Meeting, role: Side, cause: str) -> Notice | None:
    assert meeting.client_id is not None
    client = await office.find(session, meeting.client_id)
    professional = await office.find(session, meeting.professional_id)
    if client is None or professional is None:
        return None
    seen = Seen(role, client, professional) if role == "client" else Seen(role, professional, client)
    said = tell(Event(meeting.id, KIND, meeting.title, meeting.start, meeting.end), seen)
    url = office.web_url + said.path
    return Notice(
        cause=cause,
        person_id=meeting.client_id if role == "client" else meeting.professional_id,
        role=role,
        zone=seen.reader.zone,
        kind=KIND,
        category=KINDS[KIND].category,
        title=said.title,
        body=said.body,
        path=said.path,
        letter=Letter(seen.reader.email, lambda end: mail_of(said, role, url, end)),
        booking_id=meeting.id,
    )
