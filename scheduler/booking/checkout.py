"""What payments call when a booking is paid, and the job that pays out: both lock as every change of one does."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes, paying
from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.payments.subjects import SubjectKind
from scheduler.payments.tables import Charge
from scheduler.store.engine import Sessions


async def _on_paid(session: AsyncSession, booking_id: UUID, charge: Charge, now: datetime) -> bool:
    """Confirm what was held; False (all is given back) when it lapsed or was given up meanwhile."""
    if charge.mode == "rest":
        return True
    return await changes.confirm(session, booking_id, now)


async def _on_failed(session: AsyncSession, booking_id: UUID, charge: Charge, now: datetime) -> None:
    """Nothing was paid: the hold lapses by itself, and until then another card may be tried."""


async def _lock(session: AsyncSession, booking_id: UUID) -> None:
    await changes.locked(session, booking_id)


SUBJECT = SubjectKind(on_paid=_on_paid, on_failed=_on_failed, lock=_lock)


def payout_job(sessions: Sessions, clock: Clock) -> Handler:
    """The handler of `booking-payout`: {"booking_id"}."""

    async def pay_out(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            booking = await changes.locked(session, UUID(payload["booking_id"]))
            await paying.pay_out(session, booking, clock.now())

    return pay_out
