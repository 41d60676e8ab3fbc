"""Who was there, from what the node says: webhooks, and a sweep for what a killed node never said.

The rule kept here: events may come twice and in any order and have one set of effects; a stay is one row by its
participant's sid. Silence is never read as absence: the sweep ends a stay at the last moment it was seen. A node
reports only on rooms placed on it: the first to speak of a room (by its sid, which no other can know before) has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, cast
from uuid import UUID

from livekit.protocol.models import DisconnectReason, ParticipantInfo
from livekit.protocol.webhook import WebhookEvent as NodeEvent
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.rooms.meeting import Side
from scheduler.rooms.rules import booking_of, person_of
from scheduler.rooms.tables import Attendance, Knock, RoomDenial, RoomPlacement, WebhookEvent

EVENTS_KEPT: Final = timedelta(days=7)
SILENT_AFTER: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Open:
    """A stay that is not known to have ended."""

    participant_sid: str
    booking_id: UUID
    last_seen_at: datetime


class WrongNodeError(Exception):
    """An event about a room that is placed on another node."""


async def apply(session: AsyncSession, event: NodeEvent, node_id: str, now: datetime) -> bool:
    """Apply one event of a node; False when it was applied before. Raises WrongNodeError."""
    await _check_placement(session, event.room.sid, node_id, now)
    row = {"id": event.id, "event": event.event[:64], "room": event.room.name[:256], "received_at": now}
    made = await session.execute(
        insert(WebhookEvent).values(**row).on_conflict_do_nothing().returning(WebhookEvent.id)
    )
    if made.first() is None:
        return False
    booking_id = booking_of(event.room.name)
    if booking_id is None:
        return True
    at = min(_moment(event.created_at) or now, now)
    if event.event == "participant_joined":
        await _joined(session, booking_id, event.participant, at)
    elif event.event in {"participant_left", "participant_connection_aborted"}:
        await _left(session, booking_id, event.participant, at)
    elif event.event == "room_finished":
        await _finished(session, booking_id, at)
    return True


async def _check_placement(session: AsyncSession, room_sid: str, node_id: str, now: datetime) -> None:
    if not room_sid:
        return
    row = {"room_sid": room_sid, "node_id": node_id, "seen_at": now}
    await session.execute(insert(RoomPlacement).values(**row).on_conflict_do_nothing())
    holder = await session.scalar(select(RoomPlacement.node_id).where(RoomPlacement.room_sid == room_sid))
    if holder != node_id:
        raise WrongNodeError(room_sid)


async def _joined(session: AsyncSession, booking_id: UUID, participant: ParticipantInfo, at: datetime) -> None:
    who = person_of(participant.identity)
    if who is None or not participant.sid:
        return
    person_id, role = who
    joined_at = min(_joined_at(participant) or at, at)
    row = {
        "participant_sid": participant.sid,
        "booking_id": booking_id,
        "person_id": person_id,
        "role": role,
        "joined_at": joined_at,
        "last_seen_at": joined_at,
    }
    await session.execute(insert(Attendance).values(**row).on_conflict_do_nothing())


async def _left(session: AsyncSession, booking_id: UUID, participant: ParticipantInfo, at: datetime) -> None:
    await _joined(session, booking_id, participant, at)  # its own event may be late or lost
    await session.execute(
        update(Attendance)
        .where(Attendance.participant_sid == participant.sid)
        .values(left_at=func.greatest(Attendance.joined_at, at), last_seen_at=at, closed_by="left")
    )
    who = person_of(participant.identity)
    if who is not None and participant.disconnect_reason == DisconnectReason.PARTICIPANT_REMOVED:
        row = {"booking_id": booking_id, "person_id": who[0], "reason": "removed from the room", "created_at": at}
        await session.execute(insert(RoomDenial).values(**row).on_conflict_do_nothing())


async def _finished(session: AsyncSession, booking_id: UUID, at: datetime) -> None:
    await session.execute(
        update(Attendance)
        .where(Attendance.booking_id == booking_id, Attendance.left_at.is_(None), Attendance.joined_at <= at)
        .values(left_at=at, last_seen_at=at, closed_by="room")
    )


def _joined_at(participant: ParticipantInfo) -> datetime | None:
    return _moment(participant.joined_at_ms / 1000 if participant.joined_at_ms else participant.joined_at)


def _moment(unix: float) -> datetime | None:
    """An instant the node named, None for none and for what is no time of ours (2000 to 2200)."""
    return datetime.fromtimestamp(unix, UTC) if 946_684_800 <= unix < 7_258_118_400 else None


async def denied(session: AsyncSession, booking_id: UUID, person_id: UUID) -> bool:
    """Whether this person was removed from this booking's room for good."""
    query = select(RoomDenial.person_id).where(RoomDenial.booking_id == booking_id, RoomDenial.person_id == person_id)
    return await session.scalar(query) is not None


async def open_stays(session: AsyncSession, limit: int = 10_000) -> list[Open]:
    """Every stay not known to have ended, the oldest first."""
    query = (
        select(Attendance.participant_sid, Attendance.booking_id, Attendance.last_seen_at)
        .where(Attendance.left_at.is_(None))
        .order_by(Attendance.joined_at)
        .limit(limit)
    )
    return [Open(*row) for row in await session.execute(query)]


async def stays_of(
    session: AsyncSession, room_id: UUID, people: Sequence[UUID]
) -> list[tuple[Side, datetime, datetime]]:
    """(side, joined, left) of every stay of these people in a booking's or class's room; one still open lasts until
    it was last seen."""
    left = func.coalesce(Attendance.left_at, Attendance.last_seen_at)
    query = select(Attendance.role, Attendance.joined_at, left).where(Attendance.booking_id == room_id)
    theirs = (Attendance.role.in_(("client", "professional")), Attendance.person_id.in_(people))
    rows = await session.execute(query.where(*theirs))
    return [(cast(Side, role), joined, until) for role, joined, until in rows]


async def knocked(session: AsyncSession, room_id: UUID, person_id: UUID, side: Side, now: datetime) -> None:
    """Note that somebody came in time and could not be let in, through no fault of theirs."""
    row = {"booking_id": room_id, "person_id": person_id, "role": side, "first_at": now, "last_at": now}
    again = insert(Knock).values(**row)
    known = [Knock.booking_id, Knock.person_id]
    await session.execute(again.on_conflict_do_update(index_elements=known, set_={"last_at": now}))


async def turned_away(session: AsyncSession, room_id: UUID, people: Sequence[UUID], end: datetime) -> frozenset[Side]:
    """Which of these people came to a booking's or class's room before its end and could not be let in."""
    theirs = (Knock.booking_id == room_id, Knock.person_id.in_(people), Knock.first_at < end)
    return frozenset(cast(Side, role) for role in await session.scalars(select(Knock.role).where(*theirs)))


async def seen(session: AsyncSession, participant_sids: list[str], now: datetime) -> None:
    """These are in their rooms at `now`."""
    still = (Attendance.participant_sid.in_(participant_sids), Attendance.left_at.is_(None))
    await session.execute(update(Attendance).where(*still).values(last_seen_at=now))


async def gone(session: AsyncSession, participant_sids: list[str]) -> None:
    """These are not in their rooms: their stay ended when they were last seen."""
    open_ones = (Attendance.participant_sid.in_(participant_sids), Attendance.left_at.is_(None))
    await session.execute(
        update(Attendance).where(*open_ones).values(left_at=Attendance.last_seen_at, closed_by="sweep")
    )


async def forget_old_events(session: AsyncSession, now: datetime) -> None:
    """Delete the ids of events so old that the node no longer repeats them."""
    await session.execute(delete(WebhookEvent).where(WebhookEvent.received_at < now - EVENTS_KEPT))
    await session.execute(delete(RoomPlacement).where(RoomPlacement.seen_at < now - EVENTS_KEPT))
