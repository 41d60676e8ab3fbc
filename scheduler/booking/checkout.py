"""What payments call when a booking is paid, and the job that pays out: both lock as every change of one does."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes, paying, states
from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue
from scheduler.jobs.runner import Handler
from scheduler.payments.subjects import SubjectKind
from scheduler.payments.tables import Charge, Refund
from scheduler.store.engine import Sessions


async def _on_paid(session: AsyncSession, booking_id: UUID, charge: Charge, now: datetime) -> bool:
    """Confirm what was held; False (all is given back) when it lapsed or was given up meanwhile."""
    if charge.mode == "rest":
        await paying.after_rest(session, await changes.locked(session, booking_id), now)
        return True
    return await changes.confirm(session, booking_id, now)


async def _on_failed(session: AsyncSession, booking_id: UUID, charge: Charge, now: datetime) -> None:
    """What was to confirm it: the hold lapses by itself. What was held on a card and is gone is asked for anew, where
    it is owed, and told: nobody is at the page."""
    booking = await changes.locked(session, booking_id)
    if await paying.ask_for_what_lapsed(session, booking, charge, now):
        await _tell_failed(session, charge, str(charge.id))


async def _on_failed_later(
    session: AsyncSession, booking_id: UUID, charge: Charge, attempt: str, now: datetime
) -> None:
    """Told while another payment would still be taken; what lapsed meanwhile is told as that."""
    booking = await changes.locked(session, booking_id)
    lapsed = booking.expires_at is not None and booking.expires_at <= now
    if charge.mode == "rest" or (booking.status in states.STANDING and not lapsed):
        await _tell_failed(session, charge, attempt)


async def _tell_failed(session: AsyncSession, charge: Charge, cause: str) -> None:
    amount = {"minor": charge.capture_minor or charge.amount_minor, "currency": charge.currency}
    telling = {"booking_id": str(charge.subject_id), "kind": "payment-failed", "event_id": cause, "amount": amount}
    await enqueue(session, changes.TELL, telling)


async def _lock(session: AsyncSession, booking_id: UUID) -> None:
    await changes.locked(session, booking_id)


async def _on_returned(session: AsyncSession, booking_id: UUID, refund: Refund) -> None:
    """Tell the client that money is on its way; which refund it was makes each telling one of its own."""
    charge = await session.get_one(Charge, refund.charge_id)
    amount = {"minor": refund.amount_minor, "currency": charge.currency}
    telling = {"booking_id": str(booking_id), "kind": "refunded", "event_id": str(refund.id), "amount": amount}
    await enqueue(session, changes.TELL, telling)


SUBJECT = SubjectKind(
    on_paid=_on_paid,
    on_failed=_on_failed,
    lock=_lock,
    on_returned=_on_returned,
    on_failed_later=_on_failed_later,
)


def payout_job(sessions: Sessions, clock: Clock) -> Handler:
    """The handler of `booking-payout`: {"booking_id"}."""

    async def pay_out(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            booking = await changes.locked(session, UUID(payload["booking_id"]))
            await paying.pay_out(session, booking, clock.now())

    return pay_out
