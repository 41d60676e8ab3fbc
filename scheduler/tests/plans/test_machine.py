"""A model of credits and their money, and the real ones, driven by the same wishes: they never disagree.

Packages are bought, booked with, given up, held, contested, paid out, given back and left to lapse, in any order. The
model counts on its fingers; the other side is the service over PostgreSQL. The gateway's word is what it would say.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes, paying, service
from scheduler.booking.changes import By
from scheduler.booking.desk import Wish
from scheduler.booking.outcome import Attended, Stay
from scheduler.booking.states import STANDING, Action, Side
from scheduler.payments import ledger
from scheduler.payments.apply import apply
from scheduler.payments.port import Intent
from scheduler.payments.subjects import Subjects
from scheduler.plans import buying, jobs, settling, storage
from scheduler.plans.tables import Plan
from scheduler.tests.booking.test_race import NOW, crowd
from scheduler.tests.fixtures import EMPTY, run_statements
from scheduler.tests.machines import Database, drive

FIRST = datetime(2027, 3, 14, 8, tzinfo=UTC)
HOUR, GRACE, DAY = timedelta(hours=1), timedelta(minutes=5), timedelta(days=1)
OFFERS = ((1, 1_000), (3, 1_000), (4, 7), (2, 9_999))
"""(sessions, price) of the plans."""
THERE: dict[str, tuple[Side, ...]] = {
    "both": ("client", "professional"),
    "client": ("client",),
    "host": ("professional",),
    "nobody": (),
}
RESOLVED: dict[Action, str] = {"absolve": "completed", "uphold": "no_show", "annul": "cancelled"}


@dataclass
class Pool:
    """A package as the model keeps it."""

    id: UUID
    sessions: int
    price: int
    ends: datetime
    left: int
    settled: int = 0
    earned: int = 0
    back: int = 0
    open: bool = True

    def settle(self, count: int, *, earned: bool) -> None:
        """So many shares leave it."""
        part = self.price * (self.settled + count) // self.sessions - self.price * self.settled // self.sessions
        self.settled += count
        self.earned += part if earned else 0
        self.back += 0 if earned else part


@dataclass
class Known:
    """A booking and its credit as the model keeps them."""

    id: UUID
    pool: Pool
    start: datetime
    status: str = "confirmed"
    credit: str = "taken"
    absent: str | None = None
    settled_at: datetime | None = None


class Credits(RuleBasedStateMachine):
    """The rules; `world` is set by the test."""

    world: ClassVar["World"]

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.pools: list[Pool] = []
        self.bookings: list[Known] = []
        self.world.fresh()

    @initialize()
    def two_packages(self) -> None:
        """Of several the one that ends first is used: so there are several from the beginning."""
        self.bought(2)
        self.now += HOUR
        self.bought(1)

    @rule(which=st.integers(0, len(OFFERS) - 1))
    def buy(self, which: int) -> None:
        self.bought(which)

    def bought(self, which: int) -> None:
        made = self.world.attempt(lambda session: self.world.bought(session, which, self.now))
        sessions, price = OFFERS[which]
        ends = self.world.rows("SELECT ends_at FROM prepayment WHERE id = :id", id=made)[0][0]
        self.pools.append(Pool(made, sessions, price, ends, sessions))

    @precondition(lambda self: bool(self.pools))
    @rule(hours=st.integers(0, 60))
    def book(self, hours: int) -> None:
        start = max(FIRST, self.now.replace(minute=0) + HOUR) + hours * HOUR
        free = not any(each.status in STANDING and abs(each.start - start) < HOUR for each in self.bookings)
        wish = Wish(self.world.service, self.world.client, start, pay_with="package")
        made = self.world.attempt(lambda session: service.book(session, wish, self.now))
        usable = [
            each for each in self.pools if each.open and each.left and each.ends > start and each.ends > self.now
        ]
        assert (made is not None) == (free and bool(usable))
        if made is not None:
            pool = min(usable, key=lambda each: (each.ends, each.id))
            pool.left -= 1
            self.bookings.append(Known(made, pool, start))

    @precondition(lambda self: bool(self.bookings))
    @rule(data=st.data(), side=st.sampled_from(("client", "professional")))
    def cancel(self, data: st.DataObject, side: Side) -> None:
        booking = data.draw(st.sampled_from(self.bookings[-4:]))
        who = self.world.client if side == "client" else self.world.host
        done = self.world.attempt(lambda session: changes.cancel(session, booking.id, By(who, side), self.now))
        latest = booking.start if side == "client" else booking.start + HOUR
        allowed = booking.status in STANDING and self.now < latest
        assert (done is not None) == allowed
        if allowed:
            booking.status, booking.settled_at = "cancelled", self.now
            late = side == "client" and booking.start - self.now < DAY
            self.settle(booking, spent=late)

    def settle(self, booking: Known, *, spent: bool) -> None:
        """What becomes of a credit when its booking is over."""
        if booking.credit not in {"taken", "spent"}:
            return
        pool = booking.pool
        if spent:
            booking.credit = "spent"
        elif pool.open and pool.ends > self.now:
            booking.credit, pool.left = "returned", pool.left + 1
        else:
            booking.credit = "refunded"
            pool.settle(1, earned=False)

    @rule(hours=st.sampled_from((1, 12, 30, 24 * 3, 24 * 12)))
    def wait(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(there=st.sampled_from(sorted(THERE)))
    def clock(self, there: str) -> None:
        """The clockwork looks: of every meeting that is over, these were there."""
        for each in self.bookings:
            if each.status == "confirmed" and each.start <= self.now:
                self.world.pass_time(each, self.now, THERE[there])
                each.status = "running"
            if each.status == "running" and each.start + HOUR + GRACE <= self.now:
                self.world.pass_time(each, self.now, THERE[there])
                each.absent = {"client": "professional", "host": "client", "nobody": "both"}.get(there)
                each.status, each.settled_at = "no_show" if each.absent else "completed", self.now
                self.settle(each, spent=each.absent in {None, "client"})

    @precondition(lambda self: any(each.settled_at for each in self.bookings))
    @rule(data=st.data(), verdict=st.sampled_from(sorted(RESOLVED)))
    def contest(self, data: st.DataObject, verdict: Action) -> None:
        booking = data.draw(st.sampled_from([each for each in self.bookings if each.settled_at]))

        async def act(session: AsyncSession) -> None:
            await changes.dispute(session, booking.id, By(self.world.client, "client"), self.now)
            await changes.resolve(session, booking.id, By(uuid4(), "admin"), verdict, self.now)

        done = self.world.attempt(act)
        assert booking.settled_at is not None
        allowed = self.now < booking.settled_at + 3 * DAY
        assert (done is not None) == allowed
        if allowed:
            booking.status, booking.settled_at = RESOLVED[verdict], self.now
            booking.absent = booking.absent if verdict == "uphold" else None
            self.settle(booking, spent=verdict == "absolve" or (verdict == "uphold" and booking.absent == "client"))

    @rule()
    def pay_out(self) -> None:
        """The jobs that pay out run, whether due or not."""
        for each in self.bookings:
            self.world.pay_out(each.id, self.now)
            late = each.settled_at is not None and each.settled_at + 3 * DAY <= self.now
            if late and each.credit == "spent":
                each.credit = "paid"
                each.pool.settle(1, earned=True)

    @precondition(lambda self: bool(self.pools))
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        pool = data.draw(st.sampled_from(self.pools))
        done = self.world.attempt(lambda session: self.world.give_back(session, pool.id, self.now))
        allowed = pool.open and pool.left > 0 and pool.ends > self.now
        assert (done is not None) == allowed
        if allowed:
            count, pool.left, pool.open = pool.left, 0, False
            pool.settle(count, earned=False)

    @rule()
    def ends(self) -> None:
        """The jobs that end packages run, whether due or not."""
        for each in self.pools:
            self.world.end(each.id, self.now)
            if each.open and each.ends <= self.now:
                count, each.left, each.open = each.left, 0, False
                each.settle(count, earned=True)

    @invariant()
    def they_agree(self) -> None:
        pools = {each.id: (each.left, each.settled, each.open, each.earned, each.back) for each in self.pools}
        assert self.world.pools() == pools
        assert self.world.credits() == {each.id: each.credit for each in self.bookings}
        owed = sum(each.price - each.earned - each.back for each in self.pools)
        assert self.world.balances() == {
            "prepaid": -owed,
            "earned": -sum(each.earned for each in self.pools),
            "client_refund": -sum(each.back for each in self.pools),
        }


class World(Database):
    """What is paid in advance, and what is read of it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.host, self.client, self.service = UUID(int=0), UUID(int=0), UUID(int=0)
        self.plans: list[UUID] = []
        self.subjects = Subjects()
        self.subjects.register("package", jobs.SUBJECT)

    async def _fresh(self) -> None:
        await run_statements(self.url, EMPTY)
        (self.host, self.service), (self.client, _) = await crowd(self.sessions, 2)
        self.plans = [uuid4() for _ in OFFERS]
        async with self.sessions.begin() as session:
            await session.execute(text("UPDATE service SET cancel_cutoff_minutes = 0, window_days = 365"))
            for id_, (sessions, price) in zip(self.plans, OFFERS, strict=True):
                session.add(
                    Plan(
                        id=id_,
                        professional_id=self.host,
                        kind="package",
                        title="Hours",
                        description="",
                        service_ids=[self.service],
                        sessions=sessions,
                        price_minor=price,
                        currency="EUR",
                        valid_months=1,
                        active=True,
                        created_at=NOW,
                        deleted_at=None,
                    )
                )

    async def bought(self, session: AsyncSession, which: int, now: datetime) -> UUID:
        made = await buying.buy(session, self.client, self.plans[which], now, commission_bp=1500)
        price = OFFERS[which][1]
        intent = Intent(f"pi_{made}", "captured", price, "EUR", captured_minor=price, charge_id=made)
        await apply(session, self.subjects, intent, now)
        return made

    async def give_back(self, session: AsyncSession, pool: UUID, now: datetime) -> None:
        row, _ = await storage.hold_prepayment(session, pool)
        await buying.give_back(session, row, storage.By(self.host, "professional"), now)

    def pass_time(self, booking: Known, now: datetime, there: tuple[Side, ...]) -> None:
        stays = [Stay(side, booking.start, booking.start + HOUR) for side in there]
        self.attempt(lambda session: changes.pass_time(session, booking.id, now, GRACE, Attended(stays)))

    def end(self, pool: UUID, now: datetime) -> None:
        self.attempt(lambda session: buying.end(session, pool, now))

    def pay_out(self, booking_id: UUID, now: datetime) -> None:
        async def act(session: AsyncSession) -> None:
            await paying.pay_out(session, await changes.locked(session, booking_id), now)

        self.attempt(act)

    def rows(self, query: str, **values: Any) -> list[Any]:
        async def fetch() -> list[Any]:
            async with self.sessions() as session:
                return [tuple(row) for row in await session.execute(text(query), values)]

        found: list[Any] = self.run(fetch())
        return found

    def pools(self) -> dict[UUID, Any]:
        query = (
            "SELECT p.id, credits_left, settled, p.status = 'active', earned_minor, returning_minor"
            " FROM prepayment p JOIN charge ON charge.id = p.id"
        )
        return {row[0]: row[1:] for row in self.rows(query)}

    def credits(self) -> dict[UUID, str]:
        return dict(self.rows("SELECT booking_id, status FROM credit_use"))

    def balances(self) -> dict[str, int]:
        """What the ledger says, and that nothing drifts."""

        async def look() -> dict[str, int]:
            async with self.sessions() as session:
                assert await ledger.drift(session) == []
                assert await settling.drift(session) == []
                found = await ledger.balances(session)
            held = {kind: minor for (kind, _, _), minor in found.items()}
            earned = held.get("professional_payable", 0) + held.get("commission", 0)
            return {
                "prepaid": held.get("prepaid", 0),
                "earned": earned,
                "client_refund": held.get("client_refund", 0),
            }

        found: dict[str, int] = self.run(look())
        return found


@pytest.mark.timeout(600)
def test_the_model_and_the_books_never_disagree(migrated_database: str) -> None:
    with World.opened(migrated_database) as made:
        Credits.world = made
        drive(Credits, examples=20, steps=30)
