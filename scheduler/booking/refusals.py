"""A time that cannot be had, told to the person who asked: what is in the way, and the next times that are free."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.slots import Reason
from scheduler.booking import occupancy, words
from scheduler.booking.desk import Desk, Wish
from scheduler.booking.occupancy import instant
from scheduler.http import FieldError, Problem
from scheduler.people.tables import Person

NEXT_SHOWN: Final = 3


async def refused(session: AsyncSession, desk: Desk, wish: Wish, why: Reason, now: datetime) -> Problem:
    """The refusal in words, with the next times that are free for both: 409 when the time is taken, else 422."""
    length = desk.offer.duration
    starts = await desk.next_starts(wish, int(now.timestamp()), NEXT_SHOWN)
    slots = [{"start": words.wire(instant(each)), "end": words.wire(instant(each + length))} for each in starts]
    if why == "busy":
        return await _taken(session, desk, wish, slots)
    reason, hint = words.not_a_slot(why, desk.offer)
    return Problem(
        "invalid-input",
        f"This time cannot be booked: it {reason}.",
        errors=[FieldError(field="start", reason=reason, hint=hint)],
        extensions={"next_slots": slots},
    )


async def _taken(session: AsyncSession, desk: Desk, wish: Wish, slots: list[dict[str, str]]) -> Problem:
    """409 in words: whose calendar is in the way."""
    end = wish.start + timedelta(seconds=desk.offer.duration)
    own = await occupancy.in_the_way(session, wish.client_id, wish.start, end, but=wish.moving)
    zone = await session.scalar(select(Person.zone).where(Person.id == wish.client_id)) or desk.hours.zone.name
    extensions: dict[str, Any] = {"next_slots": slots}
    if own is None:
        said = words.host_busy(desk.service["host_name"], slots, zone)
        return Problem("slot-taken", said, extensions=extensions)
    role, title, starts_at, ends_at = own
    extensions["conflict"] = {
        "role": role,
        "title": title,
        "start": words.wire(starts_at),
        "end": words.wire(ends_at),
    }
    said = words.own_busy(role, title, (starts_at, ends_at), slots, zone)
    return Problem("slot-taken", said, extensions=extensions)
