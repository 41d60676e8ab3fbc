"""Moving a booking to another time, by its own terms: it is not in its own way, everything else of its two people is,
in whichever role.

The rule kept here: what its professional wants to be asked is asked again when a client moves it; a booking that its
professional moved can be cancelled by the client until it starts, for all their money; what a client moved, for no
more than when they moved it (`paying.note_move`).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes, occupancy, paying, states, words
from scheduler.booking.changes import By
from scheduler.booking.desk import Desk, Wish, open_desk
from scheduler.booking.occupancy import instant
from scheduler.booking.refusals import refused
from scheduler.booking.service import lapses_at
from scheduler.booking.states import Action, Side
from scheduler.booking.tables import Booking
from scheduler.http import Problem
from scheduler.plans import credits
from scheduler.store.driver import driver


async def move(session: AsyncSession, booking_id: UUID, by: By, start: datetime, now: datetime) -> None:
    """Give a booking another start. Raises 409 (too late, taken), 422 (not a slot), 404 (no longer on offer); then
    the transaction must be given up."""
    booking = await changes.locked(session, booking_id)
    if booking.class_id is not None:
        raise Problem("conflict", "A seat stays with its class. Cancel it and book a seat on another date.")
    side: Side = "professional" if by.role == "professional" else "client"
    why = states.why_not_move(changes.status_of(booking), side, **changes.terms_of(booking), now=now)
    if why is not None:
        raise Problem("conflict", words.no_move(why, booking.cancel_cutoff_minutes))
    if start == booking.starts_at:
        raise Problem("conflict", "This is the time it has.")
    if booking.payment == paying.CREDIT:
        await credits.check_time(session, booking.id, start)
    desk = await desk_of(session, booking, side)
    wish = Wish(booking.service_id, booking.client_id, start, moving=booking.id)
    not_a_slot = await desk.verdict(wish, int(now.timestamp()))
    if not_a_slot is not None:
        raise await refused(session, desk, wish, not_a_slot, now)
    for lapsed in desk.lapsed:
        await changes.lapse(session, lapsed, now)
    await _write(session, desk, booking, wish, by=by, now=now)


async def desk_of(session: AsyncSession, booking: Booking, side: Side) -> Desk:
    """The desk at which this booking is moved: the service's hours and reach, the booking's own length and buffers.
    A professional needs no notice of their own."""
    desk = await open_desk(await driver(session), booking.service_id)
    offer = replace(
        desk.offer,
        duration=booking.duration_minutes * 60,
        before=booking.buffer_before_minutes * 60,
        after=booking.buffer_after_minutes * 60,
        notice=0 if side == "professional" else desk.offer.notice,
    )
    return replace(desk, offer=offer)


async def _write(session: AsyncSession, desk: Desk, booking: Booking, wish: Wish, *, by: By, now: datetime) -> None:
    before = {"start": words.wire(booking.starts_at), "end": words.wire(booking.ends_at)}
    asked = booking.approval and by.role == "client"
    action: Action = "ask_again" if asked and booking.status == "confirmed" else "move"
    ends = wish.second + desk.offer.duration
    of_host = desk.offer.occupied(wish.second)
    try:
        await occupancy.move(
            desk.connection,
            booking.id,
            (instant(wish.second), instant(ends)),
            (instant(of_host[0]), instant(of_host[1])),
        )
    except asyncpg.ExclusionViolationError:  # the validator stands before the constraint, so this is a bug or a race
        raise await refused(session, desk, wish, "busy", now) from None
    paying.note_move(booking, by.role, now)
    was = (booking.starts_at, booking.ends_at)
    booking.starts_at, booking.ends_at = instant(wish.second), instant(ends)
    zone = desk.hours.zone_at(wish.second)
    booking.local_start, booking.zone = zone.local(wish.second), zone.name
    booking.sequence += 1
    if by.role == "professional":
        booking.cancel_cutoff_minutes = 0
    waits = asked or booking.status == "requested"
    expires_at = lapses_at("requested", booking.starts_at, now) if waits else None
    await changes.step(session, booking, action, by, now, expires_at=expires_at, detail=before)
    for time in (was, (booking.starts_at, booking.ends_at)):
        await changes.free_again(session, booking, *time)


async def starts_for(
    session: AsyncSession, booking: Booking, side: Side, period: tuple[datetime, datetime], now: datetime
) -> list[tuple[datetime, datetime]]:
    """The times in a period [begin, end) that this booking could be moved to."""
    desk = await desk_of(session, booking, side)
    wish = Wish(booking.service_id, booking.client_id, booking.starts_at, moving=booking.id)
    first, stop = (-int(-each.timestamp() // 1) for each in period)
    found = await desk.starts_between(int(now.timestamp()), first, stop, wish)
    length = timedelta(seconds=desk.offer.duration)
    return [(instant(each), instant(each) + length) for each in found if instant(each) != booking.starts_at]
