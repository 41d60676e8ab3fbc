"""A model of the calendar and the real one, driven by the same wishes: they never disagree.

Three people who are professionals and clients of each other ask, book, approve, decline, move, cancel and let time
pass. The model is a list in memory and a few lines of rules; the other side is the service over PostgreSQL.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, TypeVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text

from scheduler.booking import changes, moving, service, storage
from scheduler.booking.changes import By
from scheduler.booking.outcome import Attended
from scheduler.booking.states import STANDING, Action, Side
from scheduler.services.models import NewService
from scheduler.services.tables import Service
from scheduler.tests.booking.test_race import NOW, OVERLAPS, crowd
from scheduler.tests.booking.world import TERMS
from scheduler.tests.fixtures import EMPTY, run_statements
from scheduler.tests.machines import Database, drive

T = TypeVar("T")
FIRST = datetime(2027, 3, 14, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
GRACE = timedelta(minutes=5)
PERSON = st.integers(0, 2)
WHEN = st.integers(0, 4)  # half hours from FIRST: few, so that they meet


@dataclass
class Known:
    """A booking as the model keeps it."""

    id: UUID
    host: int
    client: int
    start: datetime
    approval: bool
    status: str
    lapses: datetime | None = None

    def stands(self, now: datetime) -> bool:
        return self.status in STANDING and not (self.lapses is not None and self.lapses <= now)


class Calendar(RuleBasedStateMachine):
    """The rules; `world` is set by the test."""

    world: ClassVar["World"]

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.bookings: list[Known] = []
        self.world.fresh()

    def free(self, person: int, start: datetime, but: Known | None = None) -> bool:
        theirs = (each for each in self.bookings if person in {each.host, each.client} and each is not but)
        return not any(each.stands(self.now) and abs(each.start - start) < HOUR for each in theirs)

    @rule(host=PERSON, other=st.integers(1, 2), when=WHEN, approval=st.booleans())
    def book(self, host: int, other: int, when: int, approval: bool) -> None:
        client = (host + other) % 3
        start = FIRST + when * HOUR / 2
        wish = service.Wish(self.world.services[host, approval], self.world.people[client], start)
        made = self.world.attempt(lambda session: service.book(session, wish, self.now))
        few = sum(each.status == "requested" and (each.host, each.client) == (host, client) for each in self.bookings)
        allowed = start >= self.now and self.free(host, start) and self.free(client, start)
        if approval and few >= 3:
            allowed = False
        assert (made is not None) == allowed
        if made is not None:
            status = "requested" if approval else "confirmed"
            lapses = min(self.now + timedelta(days=1), start) if approval else None
            self.bookings.append(Known(made, host, client, start, approval, status, lapses))
            self.lapse_in_the_way(host, client)

    def lapse_in_the_way(self, *people: int) -> None:
        """What had lapsed in the way is expired by whoever took its time; elsewhere it waits for the clock."""
        held = self.world.statuses()
        for each in self.bookings:
            if each.lapses is not None and each.lapses <= self.now and {each.host, each.client} & set(people):
                assert held[each.id] in {"requested", "expired"}
                each.status = held[each.id]
                each.lapses = None if each.status == "expired" else each.lapses

    @precondition(lambda self: bool(self.bookings))
    @rule(data=st.data(), verdict=st.sampled_from(("approve", "decline")))
    def answer(self, data: st.DataObject, verdict: Action) -> None:
        booking = self.some(data)
        by = By(self.world.people[booking.host], "professional")
        done = self.world.attempt(lambda session: changes.answer(session, booking.id, by, verdict, self.now))
        allowed = booking.status == "requested" and booking.stands(self.now)
        assert (done is not None) == allowed
        if allowed:
            booking.status, booking.lapses = ("confirmed" if verdict == "approve" else "declined"), None

    @precondition(lambda self: bool(self.bookings))
    @rule(data=st.data(), side=st.sampled_from(("client", "professional")))
    def cancel(self, data: st.DataObject, side: Side) -> None:
        booking = self.some(data)
        by = By(self.world.people[booking.host if side == "professional" else booking.client], side)
        done = self.world.attempt(lambda session: changes.cancel(session, booking.id, by, self.now))
        latest = booking.start + HOUR if side == "professional" else booking.start
        allowed = booking.status in STANDING and self.now < latest
        assert (done is not None) == allowed
        if allowed:
            booking.status, booking.lapses = "cancelled", None

    @precondition(lambda self: bool(self.bookings))
    @rule(data=st.data(), side=st.sampled_from(("client", "professional")), when=WHEN)
    def move(self, data: st.DataObject, side: Side, when: int) -> None:
        booking = self.some(data)
        start = FIRST + when * HOUR / 2
        by = By(self.world.people[booking.host if side == "professional" else booking.client], side)
        done = self.world.attempt(lambda session: moving.move(session, booking.id, by, start, self.now))
        allowed = (
            booking.status in {"requested", "confirmed"}
            and self.now < booking.start
            and start != booking.start
            and start >= self.now
            and self.free(booking.host, start, booking)
            and self.free(booking.client, start, booking)
        )
        assert (done is not None) == allowed
        if allowed:
            booking.start = start
            if booking.status == "requested" or (booking.approval and side == "client"):
                booking.status, booking.lapses = "requested", min(self.now + timedelta(days=1), start)
            self.lapse_in_the_way(booking.host, booking.client)

    @rule(hours=st.sampled_from((1, 12)))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: any(each.lapses is not None and each.lapses > self.now for each in self.bookings))
    @rule()
    def wait_until_one_lapses(self) -> None:
        """To the very moment: from then on it is in nobody's way, before anybody looked."""
        self.now = min(each.lapses for each in self.bookings if each.lapses is not None and each.lapses > self.now)

    @rule()
    def clock(self) -> None:
        """The clockwork looks: nobody came to any meeting."""
        self.world.pass_time(self.now)
        for each in self.bookings:
            if each.lapses is not None and each.lapses <= self.now:
                each.status, each.lapses = "expired", None
            if each.status == "confirmed" and each.start <= self.now:
                each.status = "running"
            if each.status == "running" and each.start + HOUR + GRACE <= self.now:
                each.status = "no_show"

    def some(self, data: st.DataObject) -> Known:
        """One of the bookings, a late one rather than an early one: those are what is still open."""
        return data.draw(st.sampled_from(self.bookings[-5:]))

    @invariant()
    def they_agree(self) -> None:
        assert self.world.statuses() == {each.id: each.status for each in self.bookings}
        assert self.world.overlaps() == 0
        standing = {each.id for each in self.bookings if each.status in STANDING}
        assert self.world.occupied() == dict.fromkeys(standing, 2)
        assert self.world.broken_trails() == 0


class World(Database):
    """Bookings, and what is read of them."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.people: list[UUID] = []
        self.services: dict[tuple[int, bool], UUID] = {}

    async def _fresh(self) -> None:
        await run_statements(self.url, EMPTY)
        self.people, self.services = [], {}
        for index, (person, plain) in enumerate(await crowd(self.sessions, 3)):
            self.people.append(person)
            self.services[index, False] = plain
        terms = {**TERMS, "cancel_cutoff_minutes": 0}
        async with self.sessions.begin() as session:
            await session.execute(text("UPDATE service SET cancel_cutoff_minutes = 0"))
            for index, person in enumerate(self.people):
                asking = NewService(**terms, approval=True).model_dump()
                row = Service(id=UUID(int=index + 1), professional_id=person, created_at=NOW, **asking)
                session.add(row)
                self.services[index, True] = row.id

    def pass_time(self, now: datetime) -> None:
        async def look() -> None:
            async with self.sessions() as session:
                found = await storage.due(session, now, now - GRACE, 1000)
            for booking_id in found:
                async with self.sessions.begin() as session:
                    await changes.pass_time(session, booking_id, now, GRACE, Attended())

        self.run(look())

    def statuses(self) -> dict[UUID, str]:
        return {row[0]: row[1] for row in self.rows("SELECT id, status FROM booking")}

    def overlaps(self) -> int:
        return int(self.rows(OVERLAPS.text)[0][0])

    def occupied(self) -> dict[UUID, int]:
        return {row[0]: row[1] for row in self.rows("SELECT booking_id, count(*) FROM occupancy GROUP BY 1")}

    def broken_trails(self) -> int:
        """Events that do not go on from where the one before led, and bookings not where their last one led."""
        query = """
        SELECT count(*) FROM (SELECT before, lag(after) OVER (PARTITION BY booking_id ORDER BY id) AS last
            FROM booking_event) AS step WHERE before IS DISTINCT FROM last
        UNION ALL SELECT count(*) FROM booking WHERE status <> (
            SELECT after FROM booking_event WHERE booking_id = booking.id ORDER BY id DESC LIMIT 1)
        """
        return sum(int(row[0]) for row in self.rows(query))


@pytest.mark.timeout(600)
def test_the_model_and_the_calendar_never_disagree(migrated_database: str) -> None:
    with World.opened(migrated_database) as made:
        Calendar.world = made
        drive(Calendar, examples=60, steps=30)
