"""One change of one booking: its people locked, its state read anew, the step taken, noted, and told.

The rule kept here: every change goes through `step`, so each has exactly one line in the audit trail, frees the time
if it ends what stood, and queues exactly one telling, all in the caller's transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.booking import occupancy, outcome, paying, seats, states, storage, words
from scheduler.booking.outcome import Attended, Evidence
from scheduler.booking.states import Action, Actor, Status
from scheduler.booking.tables import Booking, Occupancy
from scheduler.freetime import storage as freetime
from scheduler.http import Problem, not_found
from scheduler.jobs.queue import enqueue
from scheduler.payments.charges import release

TELL: Final = "booking-mail"
# The kind of what people are told; what is not here happens in silence.
TOLD: Final[Mapping[Action, str]] = {
    "confirm": "confirmed",
    "accept": "confirmed",
    "approve": "confirmed",
    "offer": "approved",
    "decline": "declined",
    "move": "rescheduled",
    "shift": "rescheduled",
    "ask_again": "requested",
    "cancel": "cancelled",
    "expire": "expired",
    "complete": "completed",
    "miss": "no-show",
    "fail": "outage",
    "dispute": "dispute-opened",
    "uphold": "dispute-resolved",
    "absolve": "dispute-resolved",
    "annul": "dispute-resolved",
}


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, in which role, and why; nobody (id None) when time or evidence does."""

    id: UUID | None
    role: Actor
    reason: str = ""


SYSTEM: Final = By(None, "system")


async def locked(session: AsyncSession, booking_id: UUID) -> Booking:
    """The booking as it is, with both people's calendars and its row held until the commit. Raises 404."""
    pair = select(Booking.professional_id, Booking.client_id).where(Booking.id == booking_id)
    people = (await session.execute(pair)).first()
    if people is None:
        raise not_found("booking")
    await lock_people(session, people)
    query = select(Booking).where(Booking.id == booking_id).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def cancel(session: AsyncSession, booking_id: UUID, by: By, now: datetime, *, kind: str | None = None) -> None:
    """Cancel: the time is free again for both, the room closes. Raises 409."""
    booking = await locked(session, booking_id)
    if by.role in {"client", "professional"}:
        side: states.Side = "client" if by.role == "client" else "professional"
        why = states.why_not_cancel(status_of(booking), side, **terms_of(booking), now=now)
        if why is not None:
            raise Problem("conflict", words.no_cancel(why, booking.cancel_cutoff_minutes))
        if await seats.left_behind(session, booking):
            paying.note_move(booking, "professional", now)
    await step(session, booking, "cancel", by, now, kind=kind)


async def answer(session: AsyncSession, booking_id: UUID, by: By, action: Action, now: datetime) -> None:
    """The professional approves or declines a request. Raises 409 when it does not wait (any more)."""
    booking = await locked(session, booking_id)
    if action == "approve":
        await seats.check_class(session, booking, now)
        if booking.payment not in paying.PAID_ELSEWHERE and not await paying.is_paid(session, booking):
            await _offer_for_payment(session, booking, by, now)
            return
    if status_of(booking) == "requested" and booking.expires_at is not None and booking.expires_at <= now:
        raise Problem("conflict", "This request has lapsed: it was not answered in time.")
    await step(session, booking, action, by, now)


async def _offer_for_payment(session: AsyncSession, booking: Booking, by: By, now: datetime) -> None:
    """Approved, but confirmed only when it is paid: the time is held for a day, or until it begins."""
    if status_of(booking) == "requested" and booking.expires_at is not None and booking.expires_at <= now:
        raise Problem("conflict", "This request has lapsed: it was not answered in time.")
    expires_at = min(now + paying.PAID_WITHIN_WHEN_APPROVED, booking.starts_at)
    booking.held_for = "payment"
    await step(session, booking, "offer", by, now, expires_at=expires_at)
    await release(session, paying.subject_of(booking.id), now)  # what is open of an earlier time
    await paying.ask_for(session, booking, now)


async def confirm(session: AsyncSession, booking_id: UUID, now: datetime) -> bool:
    """What was held is paid. False when it can no longer be had: it lapsed, or was given up."""
    booking = await locked(session, booking_id)
    if status_of(booking) != "held" or booking.expires_at is None or booking.expires_at <= now:
        return False
    await step(session, booking, "confirm", SYSTEM, now)
    return True


async def accept(session: AsyncSession, booking_id: UUID, by: By, now: datetime) -> None:
    """The client takes the seat that was offered to them. Raises 409 when the offer has lapsed or it is not one."""
    booking = await locked(session, booking_id)
    if booking.status == "held" and booking.held_for != "offer":
        raise Problem("conflict", "This booking waits for its payment, which confirms it.")
    if booking.expires_at is not None and booking.expires_at <= now:
        raise Problem("conflict", "This offer has lapsed; the seat went to the next who waits.")
    await seats.check_class(session, booking, now)
    if booking.payment not in paying.PAID_ELSEWHERE:
        booking.held_for = "payment"  # taken, and confirmed by its payment
        await session.flush()
        await paying.ask_for(session, booking, now)
        return
    await step(session, booking, "accept", by, now)


async def lapse(session: AsyncSession, booking_id: UUID, now: datetime) -> None:
    """Expire a request or a hold whose time is over; anything else is left as it is.

    Its other person's calendar may not be locked by the caller: only rows that count for nothing any more go."""
    query = select(Booking).where(Booking.id == booking_id).with_for_update()
    booking = (await session.scalars(query.execution_options(populate_existing=True))).one()
    if _due(booking, now, timedelta()) == "expire":
        await step(session, booking, "expire", SYSTEM, now)


async def pass_time(
    session: AsyncSession, booking_id: UUID, now: datetime, grace: timedelta, attended: Attended
) -> Status:
    """Take the steps that time alone has made due by `now`; the state it leads to. `attended`: who was there."""
    booking = await locked(session, booking_id)
    while (action := _due(booking, now, grace)) is not None:
        if action != "expire" and await seats.left_behind(session, booking):
            break
        if action != "complete":
            await step(session, booking, action, SYSTEM, now)
            continue
        evidence: Evidence = outcome.judge(attended, start=booking.starts_at, end=booking.ends_at)
        booking.evidence, booking.absent = evidence, outcome.ABSENT.get(evidence)
        detail = {"evidence": evidence}
        await step(session, booking, outcome.action_of(evidence), SYSTEM, now, detail=detail)
    return status_of(booking)


async def dispute(session: AsyncSession, booking_id: UUID, by: By, now: datetime) -> None:
    """Contest how a booking ended, within the time for it. Raises 409."""
    booking = await locked(session, booking_id)
    if booking.status in {"completed", "no_show", "cancelled"} and not outcome.contestable(booking.settled_at, now):
        raise Problem("conflict", f"This could be contested for {outcome.CONTESTED_WITHIN.days} days.")
    await step(session, booking, "dispute", by, now)


async def resolve(session: AsyncSession, booking_id: UUID, by: By, action: Action, now: datetime) -> None:
    """An admin decides a dispute: uphold (a no-show it was), absolve (it was held), annul (as if cancelled)."""
    booking = await locked(session, booking_id)
    if action != "uphold":
        booking.absent = None
    await step(session, booking, action, by, now)


def status_of(booking: Booking) -> Status:
    """The state, typed."""
    return cast(Status, booking.status)  # the database knows no other


def evidence_of(booking: Booking) -> Evidence | None:
    """What attendance showed, typed."""
    return cast(Evidence | None, booking.evidence)


def terms_of(booking: Booking) -> dict[str, Any]:
    """What the rules of cancelling and moving ask."""
    return {"start": booking.starts_at, "end": booking.ends_at, "cutoff_minutes": booking.cancel_cutoff_minutes}


def _due(booking: Booking, now: datetime, grace: timedelta) -> Action | None:
    return states.due(
        status_of(booking),
        start=booking.starts_at,
        closes=booking.ends_at + grace,
        expires=booking.expires_at,
        now=now,
    )


async def step(
    session: AsyncSession,
    booking: Booking,
    action: Action,
    by: By,
    now: datetime,
    *,
    expires_at: datetime | None = None,
    detail: dict[str, Any] | None = None,
    kind: str | None = None,
) -> None:
    """Take one step of a booking that is locked, with all that follows from it. `kind`: what people are told, where
    it is not the usual. Raises 409 where there is none."""
    before = status_of(booking)
    try:
        new = states.after(before, action, by.role)
    except states.ImpossibleError:
        raise Problem("conflict", words.no_step(before, action)) from None
    booking.status, booking.expires_at = new, expires_at
    if new not in states.STANDING and new != "disputed":
        booking.settled_at = now
    await session.flush()
    change = (before, new)
    event_id = await storage.note(
        session, booking.id, at=now, actor=(by.id, by.role), change=change, reason=by.reason, detail=detail
    )
    if before in states.STANDING and new not in states.STANDING:
        await occupancy.free(session, booking.id)
        await free_again(session, booking, booking.starts_at, booking.ends_at)
        if booking.class_id is not None:
            await seats.give_back(session, booking.class_id)
    elif before in states.WAITING or new in states.WAITING:
        mine = Occupancy.booking_id == booking.id
        await session.execute(update(Occupancy).where(mine).values(expires_at=expires_at))
    if before in states.ENTERED and new == "cancelled":
        # A seat's room is the class's: only the one who leaves is let out of it.
        closing = "close-room" if booking.class_id is None else "leave-room"
        await enqueue(session, closing, {"booking_id": str(booking.id)})
    await paying.after_step(session, booking, before, by.role, now)
    if action in TOLD:
        telling = {
            "booking_id": str(booking.id),
            "kind": kind or TOLD[action],
            "event_id": event_id,
            "actor_role": by.role,
            "reason": by.reason,
        }
        await enqueue(session, TELL, telling | ({"before": detail} if detail and "start" in detail else {}))


async def free_again(session: AsyncSession, booking: Booking, begin: datetime, end: datetime) -> None:
    """Make the cache of free windows anew where a booking was; a class's host stays where they are."""
    await session.flush()
    before = timedelta(minutes=booking.buffer_before_minutes)
    after = timedelta(minutes=booking.buffer_after_minutes)
    people = {booking.client_id, booking.professional_id} if booking.class_id is None else {booking.client_id}
    stretch = (int((begin - before).timestamp()), int((end + after).timestamp()))
    await freetime.give_back(session, people, *stretch)
