"""Whose conversation it is.

The rule kept here: strangers learn nothing (404); each of the two writes and reads in the role they have in it (403).
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import Booking
from scheduler.http import Context, Problem, not_found
from scheduler.messages.rules import Side, Talk

OTHER: dict[Side, Side] = {"client": "professional", "professional": "client"}


async def mine(ctx: Context, session: AsyncSession, booking_id: UUID) -> tuple[Booking, Side]:
    """A booking of the caller's, and their side of it, which is the role in force. Raises 404, 403."""
    booking = await session.get(Booking, booking_id)
    sides = {} if booking is None else {booking.client_id: "client", booking.professional_id: "professional"}
    if booking is None or ctx.account.id not in sides:
        raise not_found("booking")
    side = sides[ctx.account.id]
    if side != ctx.role:
        raise Problem("forbidden", f"In this booking you are the {side}. Switch to that role.")
    return booking, "professional" if side == "professional" else "client"


def person_of(booking: Booking, side: Side) -> UUID:
    """Who is on a side."""
    return booking.professional_id if side == "professional" else booking.client_id


def talk_of(booking: Booking) -> Talk:
    """A booking as the rules know it."""
    return Talk(
        status=booking.status,
        start=booking.starts_at,
        end=booking.ends_at,
        asked=booking.approval,
        of_class=booking.class_id is not None,
    )
