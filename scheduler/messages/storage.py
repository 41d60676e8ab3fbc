"""Messages in the database: held, added, paged, marked as read, counted."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import Booking
from scheduler.jobs.queue import enqueue
from scheduler.messages.rules import Side
from scheduler.messages.tables import Conversation, Correspondent, Message

TOLD: Final = "message-told"
CHANGED: Final = "conversation-changed"
MOST_UNREAD: Final = 200
Direction = Literal["before", "after"]

_UNREAD: Final = text(
    "SELECT c.booking_id, count(*) AS unread, max(m.created_at) AS newest_at, sum(count(*)) OVER () AS total"
    " FROM correspondent c JOIN message m ON m.booking_id = c.booking_id AND m.number > c.read_up_to"
    " WHERE c.person_id = :person AND c.role = :role"
    " AND m.role <> c.role AND m.source = 'message' AND m.deleted_at IS NULL"
    " GROUP BY c.booking_id ORDER BY newest_at DESC, c.booking_id LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class New:
    """A message as its sender wants it. `files`: in their order."""

    id: UUID
    sender_id: UUID
    role: Side
    source: str
    text: str
    files: Sequence[UUID]

    @property
    def digest(self) -> bytes:
        """What makes the same message again the same."""
        parts = (self.source, *map(str, self.files), self.text)
        return hashlib.sha256("\n".join(parts).encode()).digest()


@dataclass(frozen=True, slots=True)
class Unread:
    """How many messages of a booking somebody has not read."""

    booking_id: UUID
    unread: int
    newest_at: datetime


async def hold(session: AsyncSession, booking: Booking, now: datetime) -> Conversation:
    """The conversation of a booking, begun if there is none; nobody else changes it until the transaction ends."""
    query = select(Conversation).where(Conversation.booking_id == booking.id).with_for_update()
    query = query.execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is not None:
        return found
    row = {"booking_id": booking.id, "last_number": 0, "version": 0, "changed_at": now}
    await session.execute(insert(Conversation).values(**row).on_conflict_do_nothing())
    two: list[dict[str, Any]] = [
        {"booking_id": booking.id, "role": role, "person_id": person_id, "read_up_to": 0, "mailed_up_to": 0}
        for role, person_id in (("client", booking.client_id), ("professional", booking.professional_id))
    ]
    await session.execute(insert(Correspondent).values(two).on_conflict_do_nothing())
    return (await session.scalars(query)).one()


def _changed(conversation: Conversation, now: datetime) -> None:
    conversation.version += 1
    conversation.changed_at = now


async def add(session: AsyncSession, conversation: Conversation, new: New, now: datetime) -> Message | None:
    """Write a message into a conversation that is held, and queue its telling; None where the id is taken."""
    row = {
        "id": new.id,
        "booking_id": conversation.booking_id,
        "number": conversation.last_number + 1,
        "sender_id": new.sender_id,
        "role": new.role,
        "source": new.source,
        "text": new.text,
        "file_ids": list(new.files),
        "digest": new.digest,
        "created_at": now,
    }
    fresh = insert(Message).values(**row).on_conflict_do_nothing(index_elements=[Message.id]).returning(Message)
    made = (await session.scalars(fresh)).one_or_none()
    if made is not None:
        conversation.last_number += 1
        _changed(conversation, now)
        await enqueue(session, TOLD, {"message_id": str(new.id)})
    return made


async def changed(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    """Something about a conversation that is held is another now: whoever follows it is told."""
    _changed(conversation, now)
    await enqueue(session, CHANGED, {"booking_id": str(conversation.booking_id)})


async def page(
    session: AsyncSession, booking_id: UUID, limit: int, direction: Direction, number: int | None
) -> list[Message]:
    """At most `limit` messages before or after a number (None: the newest), in order."""
    query = select(Message).where(Message.booking_id == booking_id)
    if number is not None:
        query = query.where(Message.number < number if direction == "before" else Message.number > number)
    if direction == "after":
        return list(await session.scalars(query.order_by(Message.number).limit(limit)))
    found = await session.scalars(query.order_by(Message.number.desc()).limit(limit))
    return list(found)[::-1]


async def one(session: AsyncSession, booking_id: UUID, message_id: UUID, *, lock: bool = False) -> Message | None:
    """A message of this booking."""
    query = select(Message).where(Message.id == message_id, Message.booking_id == booking_id)
    query = query.execution_options(populate_existing=True)
    return await session.scalar(query.with_for_update() if lock else query)


async def read_marks(session: AsyncSession, booking_id: UUID) -> dict[str, int]:
    """How far each side has read."""
    query = select(Correspondent.role, Correspondent.read_up_to).where(Correspondent.booking_id == booking_id)
    found = {row.role: row.read_up_to for row in await session.execute(query)}
    return {role: found.get(role, 0) for role in ("client", "professional")}


async def mark_read(session: AsyncSession, booking_id: UUID, role: Side, up_to: int, now: datetime) -> bool:
    """Move somebody's mark forward, never past the last message; whether it moved."""
    last = select(Conversation.last_number).where(Conversation.booking_id == booking_id).scalar_subquery()
    mine = (Correspondent.booking_id == booking_id, Correspondent.role == role)
    further = func.least(up_to, last)
    moved = await session.scalar(
        update(Correspondent)
        .where(*mine, Correspondent.read_up_to < further)
        .values(read_up_to=further, read_at=now)
        .returning(Correspondent.read_up_to)
    )
    return moved is not None


async def unread(session: AsyncSession, person_id: UUID, role: str) -> tuple[list[Unread], int]:
    """The conversations of somebody's in a role with something unread, the newest first, and the sum of all; one
    query."""
    rows = (await session.execute(_UNREAD, {"person": person_id, "role": role, "most": MOST_UNREAD})).all()
    found = [Unread(row.booking_id, row.unread, row.newest_at) for row in rows]
    return found, int(rows[0].total) if rows else 0


async def first_unread(session: AsyncSession, reader: Correspondent, after: int) -> list[Message]:
    """What the other side wrote after a number and this one has not read, the oldest first."""
    query = (
        select(Message)
        .where(
            Message.booking_id == reader.booking_id,
            Message.number > max(after, reader.read_up_to),
            Message.role != reader.role,
            Message.source == "message",
            Message.deleted_at.is_(None),
        )
        .order_by(Message.number)
        .limit(MOST_UNREAD)
    )
    return list(await session.scalars(query))
