"""scheduler.race_*: thousands of attempts at once that mix roles, requests, holds and their payments, packages and
their credits, seats, series, moves and cancellations.

Few people and few times, so that nearly everything collides. What is counted afterwards: overlaps, classes with more
seats than they have or another count than their seats, books that are wrong, deadlocks on the way.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.availability.zones import load
from scheduler.bench.booking import OVERLAPS
from scheduler.bench.database import NOW, Filled
from scheduler.bench.figures import Figure
from scheduler.bench.till import Till, open_till
from scheduler.booking import changes, moving, service
from scheduler.booking.changes import By
from scheduler.booking.states import Action, Side
from scheduler.booking.tables import ClassSession
from scheduler.classes import schedule, seating, waiting
from scheduler.classes.jobs import promoting_job
from scheduler.classes.recurrence import dates
from scheduler.classes.schedule import Plan
from scheduler.classes.seating import SeatWish
from scheduler.clock import ManualClock
from scheduler.http import Problem
from scheduler.plans import buying
from scheduler.plans import storage as plans
from scheduler.plans.tables import Plan as Package
from scheduler.services.tables import Service
from scheduler.store.engine import Sessions, create_engine, create_sessions

PEOPLE, HOSTS, AT_ONCE = 40, 6, 50
FIRST = datetime.fromisoformat("2027-03-08T07:00:00Z")  # a Monday, eight in Berlin
OVERSOLD = text("""
SELECT count(*) FROM class_session WHERE taken > capacity OR taken <> (SELECT count(*) FROM booking
    WHERE class_id = class_session.id AND booking.status IN ('requested', 'held', 'confirmed', 'running'))
""")
OFFERS = ((None, "none"), (None, "full"), (None, "deposit"), (None, "hold"), (5, "full"))
"""(seats, how it is paid) of what each host offers."""
Act = Callable[[AsyncSession], Awaitable[Any]]


class Storm:
    """People, services and classes that everybody wants, and attempts at them."""

    def __init__(self, sessions: Sessions, people: list[UUID], till: Till, seed: int) -> None:
        self.sessions = sessions
        self.till = till
        self.people = people
        self.dice = random.Random(seed)
        self.asking: list[UUID] = []
        self.paid: list[UUID] = []
        self.classes: list[UUID] = []
        self.series: list[UUID] = []
        self.plans: dict[UUID, UUID] = {}
        self.sold: list[tuple[UUID, UUID, UUID]] = []  # (package, host, client)
        self.bookings: list[tuple[UUID, UUID, UUID]] = []  # (booking, host, client)
        self.outcomes: Counter[str] = Counter()
        self.promote = promoting_job(sessions, ManualClock(NOW))

    async def prepare(self) -> None:
        """Services that ask for approval, some that are paid, and series of classes of five seats, paid too."""
        zone = load("Europe/Berlin")
        async with self.sessions.begin() as session:
            for host in self.people[:HOSTS]:
                plain = await session.get_one(Service, host)
                self.plans[host] = await self.plan(session, host)
                for seats, payment in OFFERS:
                    columns = {each.key: getattr(plain, each.key) for each in Service.__table__.columns}
                    asks = seats is None and payment == "none"
                    terms = {"approval": asks, "seats": seats, "payment": payment, "deposit_percent": 30}
                    changed = {"id": uuid4(), **terms}
                    row = Service(**(columns | changed))
                    session.add(row)
                    await session.flush()
                    if seats is None:
                        (self.asking if asks else self.paid).append(row.id)
                        continue
                    await lock_people(session, [host])
                    first = datetime.fromisoformat("2027-03-09T10:00")
                    found = dates("FREQ=DAILY;COUNT=4", first, zone)
                    made, _ = await schedule.hold(session, row, Plan(found, zone, "FREQ=DAILY;COUNT=4"), NOW)
                    self.classes += made
            self.series = list(await session.scalars(text("SELECT id FROM class_series")))

    async def plan(self, session: AsyncSession, host: UUID) -> UUID:
        """A package of four hours that a host offers."""
        terms: dict[str, Any] = {
            "kind": "package",
            "title": "Four hours",
            "description": "",
            "service_ids": [host],
            "sessions": 4,
        }
        money: dict[str, Any] = {"price_minor": 9_999, "currency": "EUR", "valid_months": 6}
        row = Package(
            id=uuid4(), professional_id=host, active=True, created_at=NOW, deleted_at=None, **terms, **money
        )
        session.add(row)
        await session.flush()
        return row.id

    def time(self) -> datetime:
        return FIRST + timedelta(days=self.dice.randrange(5), minutes=30 * self.dice.randrange(8))

    def attempts(self) -> list[tuple[str, Act]]:
        """One of each kind, with people and times drawn anew."""
        host, client = self.dice.sample(self.people[: HOSTS * 2], 2)
        other, klass, series = self.dice.choice(self.people), self.dice.choice(self.classes), self.series
        found: list[tuple[str, Act]] = [
            ("book", lambda session: self.book(session, host, host, client)),
            ("ask", lambda session: self.book(session, self.dice.choice(self.asking), None, client)),
            ("hold", lambda session: self.book(session, self.dice.choice(self.paid), None, client)),
            ("pay", lambda _: self.till.pay()),
            ("settle", lambda _: self.till.work_off()),
            ("sell", lambda session: self.sell(session, host, client)),
            ("seat", lambda session: seating.seat(session, SeatWish([klass], other), NOW)),
            ("wait", lambda session: self.wait(session, klass, other)),
            ("promote", lambda _: self.promote({"class_id": str(klass)})),
            ("series", lambda session: self.whole(session, self.dice.choice(series), other)),
        ]
        if self.sold:
            package, seller, buyer = self.dice.choice(self.sold)
            found += [
                ("use", lambda session: self.book(session, seller, seller, buyer, pay_with="package")),
                ("use", lambda session: self.book(session, seller, seller, buyer, pay_with="package")),
                ("give back", lambda session: self.give_back(session, package, seller)),
            ]
        if self.bookings:
            booking, by_host, by_client = self.dice.choice(self.bookings[-200:])
            side: Side = self.dice.choice(("client", "professional"))
            by = By(by_host if side == "professional" else by_client, side)
            answer: Action = self.dice.choice(("approve", "decline"))
            host_says = By(by_host, "professional")
            found += [
                ("cancel", lambda session: changes.cancel(session, booking, by, NOW)),
                ("move", lambda session: moving.move(session, booking, by, self.time(), NOW)),
                (
                    "answer",
                    lambda session: changes.answer(session, booking, host_says, answer, NOW),
                ),
            ]
        return found

    async def sell(self, session: AsyncSession, host: UUID, client: UUID) -> None:
        if host not in self.plans:
            host = self.dice.choice(list(self.plans))
        made = await buying.buy(session, client, self.plans[host], NOW, commission_bp=1500)
        self.sold.append((made, host, client))

    async def give_back(self, session: AsyncSession, package: UUID, host: UUID) -> None:
        row, _ = await plans.hold_prepayment(session, package)
        await buying.give_back(session, row, plans.By(host, "professional"), NOW)

    async def book(
        self,
        session: AsyncSession,
        service_id: UUID,
        host: UUID | None,
        client: UUID,
        *,
        pay_with: Literal["money", "package"] = "money",
    ) -> None:
        wish = service.Wish(service_id, client, self.time(), pay_with=pay_with)
        made = await service.book(session, wish, NOW)
        owner = host or await session.scalar(select(Service.professional_id).where(Service.id == service_id))
        if owner is not None:
            self.bookings.append((made, owner, client))

    async def wait(self, session: AsyncSession, class_id: UUID, person: UUID) -> None:
        row = await schedule.locked(session, class_id)
        await waiting.join(session, row, person, NOW)

    async def whole(self, session: AsyncSession, series_id: UUID, person: UUID) -> None:
        found = await session.scalars(select(ClassSession.id).where(ClassSession.series_id == series_id))
        await seating.seat(session, SeatWish(list(found), person), NOW)

    async def one(self) -> None:
        kind, act = self.dice.choice(self.attempts())
        try:
            async with self.sessions.begin() as session:
                await act(session)
        except Problem as problem:
            self.outcomes[f"{kind} {problem.slug}"] += 1
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None)
            if state != "40P01":
                raise
            self.outcomes["deadlock"] += 1
        else:
            self.outcomes[f"{kind} done"] += 1


async def measure(filled: Filled, attempts: int = 10_000) -> dict[str, Figure]:
    """So many attempts, fifty at a time."""
    engine = create_engine(filled.url, pool=AT_ONCE)
    sessions = create_sessions(engine)
    left = iter(range(attempts))

    async def work() -> None:
        for _ in left:
            await storm.one()

    try:
        async with open_till(filled.url, sessions, ManualClock(NOW), 6) as till:
            storm = Storm(sessions, filled.people[-PEOPLE:], till, 5)
            await storm.prepare()
            began = time.perf_counter()
            await asyncio.gather(*(work() for _ in range(AT_ONCE)))
            took = time.perf_counter() - began
            drift = await till.drift()
        async with sessions() as session:
            overlaps = int(await session.scalar(OVERLAPS) or 0)
            oversold = int(await session.scalar(OVERSOLD) or 0)
            captured = await session.scalar(text("SELECT count(*) FROM charge WHERE captured_minor > 0"))
            refunded = await session.scalar(text("SELECT count(*) FROM charge WHERE refunded_minor > 0"))
    finally:
        await engine.dispose()
    done = {kind: count for kind, count in sorted(storm.outcomes.items()) if kind.endswith(" done")}
    how = (
        f"{attempts} attempts by {PEOPLE} people at {HOSTS} hosts' times, {AT_ONCE} connections, {took:.0f} s;"
        f" done: {done}; refused {storm.outcomes.total() - sum(done.values())}"
    )
    return {
        "scheduler.race_overlaps": Figure(overlaps, "count", how),
        "scheduler.race_oversold": Figure(oversold, "count", how),
        "scheduler.race_ledger_drift": Figure(drift, "count", f"{how}; {captured} paid, {refunded} given back"),
        "scheduler.race_deadlocks": Figure(storm.outcomes["deadlock"], "count", how),
    }
