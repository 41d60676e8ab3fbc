"""Many at once, for one person, in mixed roles, over real connections: exactly one gets the time; no deadlock."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from auth.tables import Account, AccountRole
from scheduler.booking import changes
from scheduler.booking import service as desk
from scheduler.booking.changes import By
from scheduler.booking.states import Side
from scheduler.http import Problem
from scheduler.people.tables import Person, Professional
from scheduler.services.models import NewService
from scheduler.services.tables import Service
from scheduler.store.engine import Sessions, create_engine, create_sessions
from scheduler.tests.booking.world import TERMS

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)
START = datetime(2027, 3, 11, 16, tzinfo=UTC)
OVERLAPS = text(
    "SELECT count(*) FROM occupancy a JOIN occupancy b ON a.person_id = b.person_id"
    " AND a.booking_id < b.booking_id AND a.during && b.during"
)


def add_professional(session: AsyncSession, name: str) -> tuple[UUID, UUID]:
    """(person, service): open every day, past every rule."""
    person_id, service_id = uuid4(), uuid4()
    session.add(Account(id=person_id, email=f"{person_id}@example.org", password_hash="", created_at=NOW))
    session.add(AccountRole(account_id=person_id, role="professional", granted_at=NOW))
    session.add(Person(id=person_id, name=name, zone="Europe/Berlin", locale="en", created_at=NOW, updated_at=NOW))
    session.add(
        Professional(
            person_id=person_id,
            slug=str(person_id),
            headline="",
            bio="",
            languages=[],
            categories=[],
            active=True,
            updated_at=NOW,
        )
    )
    session.add(Service(id=service_id, professional_id=person_id, created_at=NOW, **NewService(**TERMS).model_dump()))
    return person_id, service_id


async def crowd(sessions: Sessions, count: int) -> list[tuple[UUID, UUID]]:
    """So many professionals, open all week."""
    async with sessions.begin() as session:
        people = [add_professional(session, f"Person {index}") for index in range(count)]
        await session.flush()
        await session.execute(
            text(
                "INSERT INTO schedule (person_id, name, is_default, zone, ranges, created_at, updated_at)"
                " SELECT id, 'Regular hours', true, 'Europe/Berlin',"
                " (SELECT jsonb_agg(jsonb_build_array(day, 0, 1440)) FROM generate_series(0, 6) day),"
                " created_at, created_at FROM person"
            )
        )
    return people


async def attempt(sessions: Sessions, wish: desk.Wish) -> str:
    """ "won", or the slug of the refusal; anything else (a deadlock, say) is raised."""
    try:
        async with sessions.begin() as session:
            await desk.book(session, wish, NOW)
    except Problem as problem:
        return problem.slug
    return "won"


@pytest.mark.parametrize("offsets", [1, 8], ids=["one time", "overlapping times"])
async def test_two_hundred_in_mixed_roles_for_one_person(fresh_database: str, offsets: int) -> None:
    engine = create_engine(fresh_database, pool=50)
    sessions = create_sessions(engine)
    try:
        everybody = await crowd(sessions, 201)
        (ada, her_service), others = everybody[0], everybody[1:]
        wishes = [
            # Half want her as their professional; with the other half she herself wants to be the client.
            desk.Wish(her_service, person, START + timedelta(minutes=15 * (index % offsets)))
            if index % 2
            else desk.Wish(service, ada, START + timedelta(minutes=15 * (index % offsets)))
            for index, (person, service) in enumerate(others)
        ]
        random.Random(7).shuffle(wishes)
        outcomes = Counter(await asyncio.gather(*(attempt(sessions, wish) for wish in wishes)))
        async with sessions() as session:
            hers = await session.scalar(text("SELECT count(*) FROM occupancy WHERE person_id = :id"), {"id": ada})
            bookings = await session.scalar(text("SELECT count(*) FROM booking"))
            overlaps = await session.scalar(OVERLAPS)
        assert overlaps == 0
        assert set(outcomes) == {"won", "slot-taken"}
        assert outcomes["won"] == hers == bookings
        # All of the first case, and any two times of the second but the outermost pairs, overlap.
        assert 1 <= outcomes["won"] <= (1 if offsets == 1 else 2)
    finally:
        await engine.dispose()


async def test_everybody_with_everybody_neither_overlaps_nor_deadlocks(fresh_database: str) -> None:
    """Ten people who are all professionals and clients of each other, at a few times, with cancellations between."""
    engine = create_engine(fresh_database, pool=30)
    sessions = create_sessions(engine)
    dice = random.Random(11)
    try:
        people = await crowd(sessions, 10)
        wishes = []
        for _ in range(300):
            (client, _), (host, service) = dice.choice(people), dice.choice(people)
            if client != host:
                wishes.append(desk.Wish(service, client, START + timedelta(minutes=15 * dice.randrange(16))))
        outcomes = Counter(await asyncio.gather(*(attempt(sessions, wish) for wish in wishes)))
        async with sessions() as session:
            assert await session.scalar(OVERLAPS) == 0
            rows = await session.scalar(text("SELECT count(*) FROM occupancy"))
        assert set(outcomes) == {"won", "slot-taken"}
        assert rows == 2 * outcomes["won"]
    finally:
        await engine.dispose()


async def test_cancelling_twice_at_once_happens_once(fresh_database: str) -> None:
    engine = create_engine(fresh_database, pool=10)
    sessions = create_sessions(engine)
    try:
        (ada, service), (carla, _) = await crowd(sessions, 2)
        async with sessions.begin() as session:
            booking_id = await desk.book(session, desk.Wish(service, carla, START), NOW)

        async def cancel(who: UUID, side: Side) -> str:
            try:
                async with sessions.begin() as session:
                    await changes.cancel(session, booking_id, By(who, side), NOW)
            except Problem as problem:
                return problem.slug
            return "done"

        both: list[tuple[UUID, Side]] = [(ada, "professional"), (carla, "client")] * 4
        outcomes = Counter(await asyncio.gather(*(cancel(*each) for each in both)))
        assert outcomes == {"done": 1, "conflict": 7}
        async with sessions() as session:
            events = await session.scalar(text("SELECT count(*) FROM booking_event"))
        assert events == 2
    finally:
        await engine.dispose()
