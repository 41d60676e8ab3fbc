"""Giving out what was paid in advance: to the professional session by session, or back to the client.

The rule kept here: a session's share leaves the prepayment once, with the count of those that are settled; so however
they end, and in whatever order, exactly the price is given out.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments import books
from scheduler.payments.charges import request_refund
from scheduler.payments.tables import Charge
from scheduler.plans import rules, storage
from scheduler.plans.tables import Prepayment

_LATE = text("""
SELECT prepayment.id FROM prepayment JOIN charge ON charge.id = prepayment.id
WHERE charge.status IN ('paid', 'partially_refunded') AND prepayment.settled > 0
    AND charge.unearned_minor > prepayment.price_minor
        - div(prepayment.price_minor::numeric * prepayment.settled, prepayment.sessions)
LIMIT 100
""")
_DRIFT = text("""
SELECT 'credits of ' || prepayment.id, prepayment.currency,
    (sessions - credits_left - prepayment.settled - open)::bigint
FROM prepayment JOIN LATERAL (
    SELECT count(*) AS open FROM credit_use
    WHERE prepayment_id = prepayment.id AND credit_use.status IN ('taken', 'spent')) AS uses ON true
WHERE (prepayment.status = 'active' OR closed_for <> 'unpaid')
    AND sessions - credits_left - prepayment.settled <> open
UNION ALL SELECT 'money of ' || prepayment.id, prepayment.currency, (charge.unearned_minor - (prepayment.price_minor
    - div(prepayment.price_minor::numeric * prepayment.settled, prepayment.sessions)))::bigint
FROM prepayment JOIN charge ON charge.id = prepayment.id
WHERE charge.captured_minor > 0 AND (prepayment.status = 'active' OR closed_for <> 'unpaid')
    AND NOT EXISTS (SELECT 1 FROM charge_dispute WHERE charge_id = charge.id)
    AND NOT EXISTS (SELECT 1 FROM charge_refund WHERE charge_id = charge.id
        AND (status = 'failed' OR reason = 'at the gateway'))
    AND charge.unearned_minor <> prepayment.price_minor
        - div(prepayment.price_minor::numeric * prepayment.settled, prepayment.sessions)
""")


async def hand_out(session: AsyncSession, prepayment: Prepayment, count: int, key: str, now: datetime) -> None:
    """So many sessions of a locked prepayment were held, or lapsed: their share is the professional's."""
    charge = await storage.charge_of(session, prepayment)
    if charge is None or count == 0:
        return
    share = rules.worth(prepayment.price_minor, prepayment.sessions, prepayment.settled, count)
    prepayment.settled += count
    await session.flush()
    await books.earned(session, charge, max(share, _behind(prepayment, charge)), key, now)


async def give_back(session: AsyncSession, prepayment: Prepayment, count: int, reason: str, now: datetime) -> int:
    """So many will not be held: their share goes back to who paid; how much that is. Less where money was given back
    past us."""
    charge = await storage.charge_of(session, prepayment)
    if charge is None or count == 0:
        return 0
    share = rules.worth(prepayment.price_minor, prepayment.sessions, prepayment.settled, count)
    prepayment.settled += count
    await session.flush()
    part = min(share, charge.unearned_minor)
    if part:
        await request_refund(session, charge, part, reason, now)
    return part


def _behind(prepayment: Prepayment, charge: Charge) -> int:
    """What more is there than belongs to the sessions that are not settled: a dispute was won meanwhile."""
    given = rules.given_out(prepayment.price_minor, prepayment.sessions, prepayment.settled)
    return charge.unearned_minor - (prepayment.price_minor - given)


async def late(session: AsyncSession) -> list[UUID]:
    """Prepayments whose money came back after their sessions were settled: some, the others the next time."""
    return list(await session.scalars(_LATE))


async def catch_up(session: AsyncSession, prepayment_id: UUID, now: datetime) -> None:
    """Hand out what could not be when it was earned."""
    prepayment, _ = await storage.hold_prepayment(session, prepayment_id)
    charge = await storage.charge_of(session, prepayment)
    if charge is None or (behind := _behind(prepayment, charge)) <= 0:
        return
    key = f"late:{prepayment.settled}:{charge.earned_minor}:{charge.unearned_minor}"
    await books.earned(session, charge, behind, key, now)


async def drift(session: AsyncSession) -> list[tuple[str, str, int]]:
    """Where credits and their money disagree: (what, currency, by how many credits or minor units); as
    `ledger.drift`, beside it."""
    return [(what, currency, off) for what, currency, off in await session.execute(_DRIFT)]
