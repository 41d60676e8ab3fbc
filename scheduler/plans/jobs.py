"""What payments call when something bought is paid or not, and what time does to it: each in one transaction, under
the locks that every change of it takes.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.apart import apart
from scheduler.jobs.runner import Handler
from scheduler.payments.subjects import SubjectKind
from scheduler.payments.tables import Charge
from scheduler.plans import buying, settling, storage, subscribing
from scheduler.store.engine import Sessions

BOOKS_EVERY_S: Final = 3600


async def _lock(session: AsyncSession, prepayment_id: UUID) -> None:
    await storage.hold_prepayment(session, prepayment_id)


async def _on_paid(session: AsyncSession, prepayment_id: UUID, charge: Charge, now: datetime) -> bool:
    row, subscription = await storage.hold_prepayment(session, prepayment_id)
    if subscription is None:
        return await buying.paid(session, row, now)
    return await subscribing.paid(session, subscription, row, charge, now)


async def _on_failed(session: AsyncSession, prepayment_id: UUID, charge: Charge, now: datetime) -> None:
    """The gateway will have none of it: the purchase lapses, the subscription ends."""
    row, subscription = await storage.hold_prepayment(session, prepayment_id)
    if subscription is not None and subscription.status != "ended":
        await subscribing.end(session, subscription, storage.SYSTEM, now, "unpaid")
    elif row.status == "unpaid":
        await buying.lapse(session, row, now)


async def _on_declined(session: AsyncSession, prepayment_id: UUID, charge: Charge, now: datetime) -> None:
    row, subscription = await storage.hold_prepayment(session, prepayment_id)
    if subscription is not None:
        await subscribing.declined(session, subscription, row, charge, now)


SUBJECT: Final = SubjectKind(on_paid=_on_paid, on_failed=_on_failed, lock=_lock, on_declined=_on_declined)


def handlers(sessions: Sessions, clock: Clock) -> dict[str, Handler]:
    """What is due later, by name."""

    async def end(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            row, subscription = await storage.hold_prepayment(session, UUID(payload["prepayment_id"]))
            if subscription is not None and row.status == "unpaid" and row.ends_at <= clock.now():
                await subscribing.unpaid(session, subscription, clock.now())
                return
            await buying.end(session, row.id, clock.now())

    async def soon(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            await buying.remind(session, UUID(payload["prepayment_id"]), clock.now())

    async def renew(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            number = int(payload["period"])
            await subscribing.renew(session, UUID(payload["subscription_id"]), number, clock.now())

    async def retry(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            month = UUID(payload["prepayment_id"])
            await subscribing.retry(session, month, int(payload["declined"]), clock.now())

    return {buying.END: end, buying.SOON: soon, subscribing.RENEW: renew, subscribing.RETRY: retry}


async def catch_up(sessions: Sessions, clock: Clock) -> None:
    """Hand out what came back late, one prepayment a transaction."""
    async with sessions() as session:
        found = await settling.late(session)

    async def hand_out(prepayment_id: UUID) -> None:
        async with sessions.begin() as session:
            await settling.catch_up(session, prepayment_id, clock.now())

    await apart(found, hand_out)
