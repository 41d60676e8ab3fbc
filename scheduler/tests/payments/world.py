"""A small world for payments: tickets are what is paid for, and the test gateway runs for real.

Tickets live in a table of the tests' own, and follow the same port as bookings: a ticket is paid, or gone.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import asyncpg
from pgqueuer.domain.types import QueueExecutionMode
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.app import Parts
from scheduler.payments import charges, ledger
from scheduler.payments.parts import OwnGateway
from scheduler.payments.states import Mode
from scheduler.payments.subjects import Subject, SubjectKind, Subjects
from scheduler.payments.tables import Charge
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

TABLE = (
    "CREATE TABLE IF NOT EXISTS test_ticket"
    " (id uuid PRIMARY KEY, status text NOT NULL, paid integer NOT NULL, failed integer NOT NULL)"
)
DROP = "DROP TABLE IF EXISTS test_ticket"


async def _lock(session: AsyncSession, ticket: UUID) -> None:
    await session.execute(text("SELECT 1 FROM test_ticket WHERE id = :id FOR UPDATE"), {"id": ticket})


async def _paid(session: AsyncSession, ticket: UUID, _charge: Charge, _now: datetime) -> bool:
    query = "UPDATE test_ticket SET paid = paid + 1 WHERE id = :id RETURNING status"
    return bool(await session.scalar(text(query), {"id": ticket}) == "open")


async def _failed(session: AsyncSession, ticket: UUID, _charge: Charge, _now: datetime) -> None:
    await session.execute(text("UPDATE test_ticket SET failed = failed + 1 WHERE id = :id"), {"id": ticket})


def register(subjects: Subjects) -> None:
    """Tickets, as a kind of subject."""
    subjects.register("ticket", SubjectKind(on_paid=_paid, on_failed=_failed, lock=_lock))


@dataclass
class Shop:
    """Sells tickets of a professional to a client; pays as the client's browser does."""

    browser: Browser
    client: SignedInAs
    professional: SignedInAs

    @property
    def parts(self) -> Parts:
        return self.browser.parts

    @property
    def gateway(self) -> OwnGateway:
        assert self.parts.payments.own is not None
        return self.parts.payments.own

    async def ticket(self, status: str = "open") -> Subject:
        """A ticket to pay for."""
        ticket = uuid4()
        async with self.parts.sessions.begin() as session:
            await session.execute(
                text("INSERT INTO test_ticket VALUES (:id, :status, 0, 0)"), {"id": ticket, "status": status}
            )
        return Subject("ticket", ticket)

    async def ask(
        self, amount: int = 10_000, mode: Mode = "full", currency: str = "EUR", subject: Subject | None = None
    ) -> tuple[Subject, UUID]:
        """A ticket and the charge of it, asked for."""
        subject = subject or await self.ticket()
        async with self.parts.sessions.begin() as session:
            charge = await charges.open_charge(
                session,
                subject,
                payer_id=self.client.id,
                payee_id=self.professional.id,
                amount_minor=amount,
                currency=currency,
                mode=mode,
                title="One hour",
                commission_bp=1500,
                now=self.parts.clock.now(),
            )
        return subject, charge.id

    async def checkout(self, charge_id: UUID) -> Any:
        """What the client sees."""
        answer = await self.browser.get(f"/payments/{charge_id}", by=self.client, role="client")
        assert answer.status == 200, answer.body
        return answer.body

    async def pay(self, charge_id: UUID, card: str = "ok") -> str:
        """Confirm as the client's browser does; the intent's status."""
        await self.jobs()
        shown = await self.checkout(charge_id)
        url = f"{shown['gateway_url']}/v1/payment_intents/{shown['intent_id']}/confirm"
        status, body = await post(url, {"client_secret": shown["client_secret"], "card": card})
        assert status == 200, body
        return str(body["status"])

    async def bought(self, amount: int = 10_000, mode: Mode = "full", card: str = "ok") -> tuple[Subject, UUID]:
        """A ticket, paid (or held), and everything that follows done."""
        subject, charge_id = await self.ask(amount, mode)
        await self.pay(charge_id, card)
        await self.run()
        return subject, charge_id

    async def jobs(self) -> None:
        """Run the jobs until there are none; a worker is made only when there is something for it."""
        async with self.parts.sessions() as session:
            waiting = await session.scalar(
                text("SELECT EXISTS (SELECT 1 FROM pgqueuer UNION ALL SELECT 1 FROM due_job)")
            )
        if not waiting:
            return
        await self.parts.jobs.tick()
        connection = await asyncpg.connect(self.parts.settings.database_url)
        try:
            manager = self.parts.jobs.manager(connection)
            await manager.run(mode=QueueExecutionMode.drain, dequeue_timeout=timedelta(milliseconds=5))
        finally:
            await connection.close()

    async def run(self) -> None:
        """Deliver the webhooks and run the jobs until all is quiet."""
        while True:
            await self.jobs()
            if not await self.gateway.deliverer.deliver_due():
                await self.jobs()
                return

    async def charge(self, charge_id: UUID) -> Charge:
        """The row."""
        async with self.parts.sessions() as session:
            return await session.get_one(Charge, charge_id)

    async def status(self, charge_id: UUID) -> str:
        """Its status."""
        return (await self.charge(charge_id)).status

    async def told(self, subject: Subject) -> tuple[int, int]:
        """How often the ticket heard that it is paid, and that it is not."""
        async with self.parts.sessions() as session:
            query = text("SELECT paid, failed FROM test_ticket WHERE id = :id")
            paid, failed = (await session.execute(query, {"id": subject.id})).one()
            return int(paid), int(failed)

    async def balances(self) -> dict[str, int]:
        """The ledger in EUR by account, after checking that it and the gateway agree and that nothing drifts."""
        async with self.parts.sessions() as session:
            assert await ledger.drift(session) == []
            found = await ledger.balances(session)
        held = await self.gateway_balance()
        currencies = {currency for _, _, currency in found} | set(held)
        for currency in currencies:
            assert found.get(("gateway", ledger.HOUSE, currency), 0) == held.get(currency, 0)
        return {kind: minor for (kind, _, currency), minor in found.items() if currency == "EUR"}

    async def gateway_balance(self) -> dict[str, int]:
        """What the gateway says it holds."""
        _, body = await self.server("GET", "/v1/balance")
        return dict(body)

    async def server(self, method: str, path: str, body: Any = None, key: str | None = None) -> tuple[int, Any]:
        """A call with the secret key, straight to the gateway."""
        service = self.gateway.service
        headers = {"Authorization": f"Bearer {service.secret}", "Idempotency-Key": key or uuid4().hex}
        return await send(method, f"{self.gateway_url}{path}", body, headers)

    @property
    def gateway_url(self) -> str:
        """Where it listens."""
        url = self.parts.payments.gateway.public_url()
        assert url is not None
        return url

    async def deliver(self, body: str) -> Answer:
        """One webhook, signed."""
        headers = self.gateway.deliverer.headers(body)
        return await self.browser.post("/webhooks/payments", data=body.encode(), headers=headers)


async def send(method: str, url: str, body: Any = None, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """One request; the status and the JSON."""
    async with aiohttp.ClientSession() as http, http.request(method, url, json=body, headers=headers) as answer:
        raw = await answer.text()
        return answer.status, json.loads(raw) if raw else None


async def post(url: str, body: Any, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """POST."""
    return await send("POST", url, body, headers)


@asynccontextmanager
async def open_shop(browser: Browser) -> AsyncIterator[Shop]:
    """A shop, with its table while it is open."""
    parts = browser.parts
    register(parts.payments.subjects)
    async with parts.engine.begin() as connection:
        await connection.execute(text(TABLE))
    shop = Shop(browser, await browser.person("Carla"), await browser.person("Ada", professional=True))
    if parts.payments.own is not None:
        parts.payments.own.deliverer.url = str(browser.client.make_url("/webhooks/payments"))
    try:
        yield shop
    finally:
        async with parts.engine.begin() as connection:
            await connection.execute(text(DROP))


async def gather(*work: Any) -> list[Any]:
    """All at once."""
    return list(await asyncio.gather(*work))
