"""A booking's credit: taken with the booking, given back when it was not used, paid for when it was.

The rules kept here: it is taken by one statement that finds none where there is none left, in the transaction that
writes the booking; callers hold the calendars of the booking's two people. Two bookings never have the same credit.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http import Problem
from scheduler.plans import settling, storage
from scheduler.plans.rules import Kind
from scheduler.plans.tables import CreditUse, Prepayment

# Of several the one that ends first; what its bank has taken back pays for nothing.
_TAKE: Final = text("""
UPDATE prepayment SET credits_left = credits_left - 1
WHERE credits_left > 0 AND status = 'active' AND id = (
    SELECT prepayment.id FROM prepayment JOIN charge ON charge.id = prepayment.id
    WHERE client_id = :client AND :service = ANY(service_ids) AND credits_left > 0 AND prepayment.status = 'active'
        AND starts_at <= :now AND ends_at > :start AND ends_at > :now
        AND (subscription_id IS NULL) = :package AND charge.status IN ('paid', 'partially_refunded')
    ORDER BY ends_at, prepayment.id LIMIT 1 FOR UPDATE OF prepayment)
RETURNING id
""").bindparams(bindparam("client", type_=Uuid()), bindparam("service", type_=Uuid()))
_RETURN: Final = text("""
UPDATE prepayment SET credits_left = credits_left + 1 WHERE id = :id AND status = 'active' AND ends_at > :now
RETURNING id
""").bindparams(bindparam("id", type_=Uuid()))


async def take(
    session: AsyncSession, who: tuple[UUID, UUID, UUID], kind: Kind, start: datetime, now: datetime
) -> UUID:
    """Take a credit for `who`, (booking, client, service), in the transaction that writes the booking; the
    prepayment's id. Raises 409 when there is none that can be used for this service at that time."""
    booking_id, client_id, service_id = who
    wish = {"client": client_id, "service": service_id, "start": start, "now": now, "package": kind == "package"}
    prepayment_id = await session.scalar(_TAKE, wish)
    if prepayment_id is None:
        said = f"You have no session left in a {kind} for this service that still holds at that time."
        raise Problem("no-credit", f"{said} Buy one, or pay for this booking alone.")
    row = {"booking_id": booking_id, "prepayment_id": prepayment_id, "taken_at": now, "changed_at": now}
    await session.execute(insert(CreditUse).values(**row, status="taken"))
    return UUID(str(prepayment_id))


async def check_time(session: AsyncSession, booking_id: UUID, start: datetime) -> None:
    """A booking moves within what its credit holds for. Raises 409."""
    use = await session.get(CreditUse, booking_id)
    prepayment = await session.get(Prepayment, use.prepayment_id) if use else None
    if prepayment is not None and start >= prepayment.ends_at:
        raise Problem("conflict", "This booking is paid by a session that does not hold at that time any more.")


async def give_back(session: AsyncSession, booking_id: UUID, now: datetime) -> None:
    """The meeting was not held and its client is not to pay: the credit can be used again; once nothing can be booked
    with it any more, its money goes back instead."""
    use = await _held(session, booking_id)
    if use is None or use.status not in {"taken", "spent"}:
        return
    use.changed_at = now
    if await session.scalar(_RETURN, {"id": use.prepayment_id, "now": now}) is not None:
        use.status = "returned"
        return
    use.status = "refunded"
    prepayment, _ = await storage.hold_prepayment(session, use.prepayment_id)
    await settling.give_back(session, prepayment, 1, "a session that was not held", now)


async def spend(session: AsyncSession, booking_id: UUID, now: datetime) -> bool:
    """The meeting was held, or given up too late; whether there is a credit to be paid for."""
    use = await _held(session, booking_id)
    if use is None or use.status not in {"taken", "spent"}:
        return False
    use.status, use.changed_at = "spent", now
    return True


async def pay_out(session: AsyncSession, booking_id: UUID, now: datetime) -> None:
    """Nobody contests it any more: the credit's share is the professional's. Twice does no harm."""
    use = await _held(session, booking_id)
    if use is None or use.status != "spent":
        return
    prepayment, _ = await storage.hold_prepayment(session, use.prepayment_id)
    await settling.hand_out(session, prepayment, 1, f"booking:{booking_id}", now)
    use.status, use.changed_at = "paid", now


async def _held(session: AsyncSession, booking_id: UUID) -> CreditUse | None:
    """A booking's use of a credit; its people's calendars are held, and so is it."""
    return await session.get(CreditUse, booking_id, populate_existing=True)
