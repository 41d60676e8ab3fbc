"""Payouts: what is payable to professionals, sent to them, one transfer a professional and currency.

The rule kept here: a payout is a row and a line of the ledger before the gateway hears of it, under the lock of the
account it empties; the transfer's idempotency key is the row's id. The minimum is not for whoever has closed their
professional side: they may want to leave, and nobody is kept for a few cents.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.apart import apart
from scheduler.jobs.queue import enqueue
from scheduler.payments import books
from scheduler.payments.money import MAX_MINOR, exponent
from scheduler.payments.port import Gateway, GatewayRefusedError
from scheduler.payments.tables import Payout, PayoutDestination
from scheduler.people.tables import Professional
from scheduler.store.engine import Sessions

log = logging.getLogger("scheduler.payments")
SEND: Final = "payment-payout"
EVERY_S: Final = 3600
AFTER_A_FAILURE: Final = timedelta(days=1)
_DUE: Final = text(
    "SELECT a.id, a.owner_id, a.currency FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id"
    " WHERE a.kind = 'professional_payable' GROUP BY a.id HAVING sum(e.amount_minor) < 0"
)
# FOR UPDATE also keeps new entries of this account out (their foreign key shares the row) until the commit.
_LOCK: Final = text("SELECT id FROM ledger_account WHERE id = :id FOR UPDATE")
_PAYABLE: Final = text("SELECT -sum(amount_minor)::bigint FROM ledger_entry WHERE account_id = :id")


@dataclass(frozen=True, slots=True)
class Payouts:
    """The periodic work that makes payouts, and the job that sends one. `minimum_major`: in whole units."""

    sessions: Sessions
    clock: Clock
    gateway: Gateway
    minimum_major: int

    async def make_due(self) -> None:
        """One payout for each balance that reaches the minimum; each in a transaction of its own."""
        async with self.sessions() as session:
            due = (await session.execute(_DUE)).all()

        async def make(each: Any) -> None:
            async with self.sessions.begin() as session:
                await self._make(session, *each)

        await apart(due, make)

    async def _make(self, session: AsyncSession, account: int, payee: UUID, currency: str) -> None:
        await session.execute(_LOCK, {"id": account})
        amount = min(int(await session.scalar(_PAYABLE, {"id": account}) or 0), MAX_MINOR)
        destination = await self._destination(session, payee)
        if destination is None or amount < await self._least(session, payee, currency):
            return
        now = self.clock.now()
        if await self._failed_lately(session, payee, destination, now):
            return
        payout = Payout(
            id=uuid4(),
            payee_id=payee,
            currency=currency,
            amount_minor=amount,
            destination=destination,
            status="requested",
            failure=None,
            gateway_id=None,
            created_at=now,
            settled_at=None,
        )
        session.add(payout)
        await session.flush()
        await books.payout_requested(session, payout, now)
        await enqueue(session, SEND, {"payout_id": str(payout.id)})

    async def _least(self, session: AsyncSession, payee: UUID, currency: str) -> int:
        """The smallest payout in this currency, in its minor unit."""
        side = await session.get(Professional, payee)
        closed = side is not None and not side.active
        return 1 if closed else max(1, self.minimum_major * 10 ** exponent(currency))

    async def _failed_lately(self, session: AsyncSession, payee: UUID, destination: str, now: datetime) -> bool:
        query = select(Payout.id).where(
            Payout.payee_id == payee,
            Payout.destination == destination,
            Payout.status == "failed",
            Payout.created_at > now - AFTER_A_FAILURE,
        )
        return await session.scalar(query.limit(1)) is not None

    async def _destination(self, session: AsyncSession, payee: UUID) -> str | None:
        row = await session.get(PayoutDestination, payee)
        if row is not None:
            return row.account
        # The test gateway knows everybody; a real one only those who gave their account.
        return f"acct_test_{payee.hex}" if self.gateway.name == "test" else None

    async def send(self, payload: Mapping[str, Any]) -> None:
        """Send one payout."""
        async with self.sessions() as session:
            payout = await session.get(Payout, UUID(payload["payout_id"]))
        if payout is None or payout.status != "requested":
            return
        try:
            key = f"payout:{payout.id}"
            sent = await self.gateway.transfer(payout.destination, payout.amount_minor, payout.currency, key)
            gateway_id, failure = sent.id, (sent.failure or "failed") if sent.status == "failed" else None
        except GatewayRefusedError as refused:
            gateway_id, failure = None, refused.code
        if failure is not None:
            log.error("a payout failed", extra={"payout": str(payout.id), "code": failure})
        async with self.sessions.begin() as session:
            row = await session.get(Payout, payout.id, with_for_update=True)
            if row is not None and row.status == "requested":
                row.gateway_id = gateway_id
                await books.payout_settled(session, row, failure, self.clock.now())


async def set_destination(session: AsyncSession, person_id: UUID, account: str, now: datetime) -> None:
    """A professional's account at the gateway, as its own onboarding gave it."""
    row = {"person_id": person_id, "account": account, "updated_at": now}
    changed = {"account": account, "updated_at": now}
    statement = insert(PayoutDestination).values(**row)
    await session.execute(statement.on_conflict_do_update(index_elements=[PayoutDestination.person_id], set_=changed))
