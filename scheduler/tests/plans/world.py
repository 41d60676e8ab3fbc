"""A market in which sessions are sold in advance: Ada sells, Carla buys, the test gateway runs for real."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import aiohttp

from scheduler.clock import ManualClock
from scheduler.payments import ledger
from scheduler.plans import settling
from scheduler.rooms.tables import Attendance
from scheduler.tests.booking.test_paid import settled
from scheduler.tests.booking.test_requests import pass_time, rows
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

POLICY = {"steps": [{"hours_before": 24, "percent": 100}, {"hours_before": 0, "percent": 50}], "no_show_percent": 80}
HOUR = timedelta(hours=1)


@dataclass
class Market:
    """Who sells what to whom."""

    browser: Browser
    ada: SignedInAs
    carla: SignedInAs
    service: UUID

    @property
    def clock(self) -> ManualClock:
        clock = self.browser.parts.clock
        assert isinstance(clock, ManualClock)
        return clock

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def send(
        self, method: str, path: str, body: Any = None, *, by: SignedInAs | None = None, **options: Any
    ) -> Answer:
        """A request with a token that is valid now; Ada's as professional, anybody else's as client."""
        who = by or self.carla
        role = options.pop("role", "professional" if who is self.ada else "client")
        return await self.browser.send(method, path, body, by=self.browser.token_now(who), role=role, **options)

    async def offer(self, kind: str = "package", **terms: Any) -> str:
        """Something on offer."""
        usual: dict[str, Any] = {
            "kind": kind,
            "title": "Three hours",
            "service_ids": [str(self.service)],
            "sessions": 3,
            "price_minor": 10_000,
            "currency": "EUR",
        }
        if kind == "package":
            usual["valid_months"] = 6
        made = await self.send("POST", "/plans", {**usual, **terms}, by=self.ada)
        assert made.status == 201, made.body
        return str(made.body["id"])

    async def buy(self, plan: str, card: str = "ok", *, by: SignedInAs | None = None) -> str:
        """A package, paid."""
        made = await self.send("POST", f"/plans/{plan}/buy", by=by)
        assert made.status == 201, made.body
        await self.pay(made.body["payment_id"], card, by=by)
        return str(made.body["id"])

    async def subscribe(self, plan: str, card: str = "ok") -> str:
        """A subscription whose first month is paid."""
        made = await self.send("POST", f"/plans/{plan}/subscribe")
        assert made.status == 201, made.body
        await self.pay(made.body["month"]["payment_id"], card)
        return str(made.body["id"])

    async def pay(self, payment: str, card: str = "ok", *, by: SignedInAs | None = None) -> int:
        """Pay as the client's browser does, and let everything follow; the gateway's status."""
        await settled(self.browser)
        shown = (await self.send("GET", f"/payments/{payment}", by=by)).body
        url = f"{shown['gateway_url']}/v1/payment_intents/{shown['intent_id']}/confirm"
        body = {"client_secret": shown["client_secret"], "card": card}
        async with aiohttp.ClientSession() as http, http.post(url, json=body) as answer:
            status = answer.status
        await settled(self.browser)
        return status

    async def settle(self) -> None:
        """Everything that is to be done now."""
        await settled(self.browser)

    async def book(self, start: datetime, pay_with: str = "package", **more: Any) -> Answer:
        """An hour, paid with what was bought."""
        at = start.isoformat().replace("+00:00", "Z")
        body = {"service_id": str(self.service), "start": at, "pay_with": pay_with, **more}
        return await self.send("POST", "/bookings", body)

    async def booked(self, start: datetime, pay_with: str = "package", **more: Any) -> str:
        """The same, and its id."""
        made = await self.book(start, pay_with, **more)
        assert made.status == 201, made.body
        return str(made.body["id"])

    async def pass_by(self, booking: str, *there: str) -> None:
        """The meeting's time passes; `there` were in the room for all of it."""
        starts, ends = (await self.rows("SELECT starts_at, ends_at FROM booking WHERE id = :id", id=UUID(booking)))[0]
        async with self.browser.parts.sessions.begin() as session:
            for side in there:
                session.add(
                    Attendance(
                        participant_sid=f"PA_{side}_{booking}",
                        booking_id=UUID(booking),
                        person_id=self.carla.id if side == "client" else self.ada.id,
                        role=side,
                        joined_at=starts,
                        last_seen_at=ends,
                        left_at=ends,
                    )
                )
        self.clock.set(max(self.now, ends + timedelta(minutes=10)))
        await pass_time(self.browser)
        await self.settle()

    async def uncontested(self) -> None:
        """Nobody can contest it any more."""
        self.clock.move(days=3, seconds=1)
        await self.settle()

    async def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        return await rows(self.browser, query, **values)

    async def credits(self, prepayment: str) -> tuple[int, int, str]:
        """(left, settled, status)."""
        query = "SELECT credits_left, settled, status FROM prepayment WHERE id = :id"
        left, through, status = (await self.rows(query, id=UUID(prepayment)))[0]
        return left, through, status

    async def books(self) -> dict[str, int]:
        """The ledger in EUR by account, after checking that nothing drifts."""
        async with self.browser.parts.sessions() as session:
            assert await ledger.drift(session) == []
            assert await settling.drift(session) == []
            found = await ledger.balances(session)
        return {kind: minor for (kind, _, currency), minor in found.items() if currency == "EUR"}

    async def told(self, kind: str) -> int:
        """How many mails of a kind were written."""
        return int((await self.rows("SELECT count(*) FROM mail WHERE kind = :kind", kind=f"booking-{kind}"))[0][0])


async def open_market(browser: Browser, **terms: Any) -> Market:
    """Ada's market, with one service."""
    usual = {"payment": "full", "policy": POLICY, "cancel_cutoff_minutes": 0, "window_days": 365}
    ada, service = await professional(browser, "Ada", **{**usual, **terms})
    return Market(browser, ada, await browser.person("Carla"), service)
