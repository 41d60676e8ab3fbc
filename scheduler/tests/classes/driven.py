"""The service of classes over a database, called without a loop of one's own, and what models are compared with."""

import json
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.availability.zones import load
from scheduler.classes import jobs, schedule, seating, waiting
from scheduler.classes.recurrence import Date, date_of
from scheduler.classes.schedule import Plan, Terms
from scheduler.classes.seating import SeatWish
from scheduler.clock import ManualClock
from scheduler.services.models import NewService
from scheduler.services.tables import Service
from scheduler.tests.booking.test_machine import World
from scheduler.tests.booking.test_race import NOW, crowd
from scheduler.tests.booking.world import TERMS
from scheduler.tests.fixtures import EMPTY, run_statements

ZONE = load("Europe/Berlin")
GRACE = timedelta(minutes=5)
CUTOFF_MINUTES: Final = 60
DECIDE_MINUTES: Final = 180
CLASS_JOBS: Final = ("class-closing", "class-moved", "class-seat-freed")

STATE = """
SELECT json_build_object(
    'classes', (SELECT coalesce(json_object_agg(id, json_build_object(
        'status', status, 'start', extract(epoch FROM starts_at), 'taken', taken, 'capacity', capacity,
        'standing', (SELECT count(*) FROM booking WHERE class_id = class_session.id
            AND status IN ('requested', 'held', 'confirmed', 'running')),
        'occupies', EXISTS (SELECT FROM occupancy WHERE class_id = class_session.id
            AND person_id = professional_id AND lower(during) = starts_at),
        'waits', (SELECT json_agg(person_id ORDER BY id) FROM class_waiting
            WHERE class_id = class_session.id AND status = 'waiting')
    )), '{}') FROM class_session),
    'seats', (SELECT coalesce(json_object_agg(id, json_build_object(
        'status', status, 'person', client_id, 'start', extract(epoch FROM starts_at),
        'expires', extract(epoch FROM expires_at)
    )), '{}') FROM booking),
    'overlaps', (SELECT count(*) FROM occupancy a JOIN occupancy b
        ON a.person_id = b.person_id AND a.ctid < b.ctid AND a.during && b.during),
    'astray', (SELECT count(*) FROM booking FULL JOIN (SELECT * FROM occupancy WHERE booking_id IS NOT NULL) AS taken
        ON booking_id = id AND person_id = client_id AND lower(during) = starts_at AND upper(during) = ends_at
        WHERE coalesce(status IN ('requested', 'held', 'confirmed', 'running'), false) <> (booking_id IS NOT NULL)),
    'idle_moves', (SELECT count(*) FROM (
        SELECT (detail ->> 'start')::timestamptz AS start, lead((detail ->> 'start')::timestamptz, 1, starts_at)
            OVER (PARTITION BY booking_id ORDER BY booking_event.id) AS after
        FROM booking_event JOIN booking ON booking.id = booking_id WHERE detail ? 'start') AS moves
        WHERE start = after)
)
"""


class School(World):
    """The classes' service over a database; its jobs run when asked to."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.clock = ManualClock(NOW)

    async def _fresh(self) -> None:
        await run_statements(self.url, EMPTY)
        self.people = [person for person, _ in await crowd(self.sessions, 5)]
        terms = {**TERMS, "cancel_cutoff_minutes": CUTOFF_MINUTES, "seats": 2, "decide_minutes": DECIDE_MINUTES}
        async with self.sessions.begin() as session:
            for index in range(2):
                row = NewService(**terms).model_dump()
                session.add(
                    Service(id=UUID(int=index + 1), professional_id=self.people[index], created_at=NOW, **row)
                )

    def hold(self, host: int, start: datetime, seats: int, least: int) -> Any:
        async def act(session: AsyncSession) -> UUID:
            await lock_people(session, [self.people[host]])
            service = await session.get_one(Service, UUID(int=host + 1))
            plan = Plan([_date(start)], ZONE, terms=Terms(seats, least))
            made, _ = await schedule.hold(session, service, plan, self.clock.now())
            return made[0]

        return self.attempt(act)

    def take(self, class_id: UUID, person: int) -> Any:
        wish = SeatWish([class_id], self.people[person])
        return self.attempt(lambda session: seating.seat(session, wish, self.clock.now()))

    def join(self, class_id: UUID, person: int) -> Any:
        async def act(session: AsyncSession) -> None:
            row = await schedule.locked(session, class_id)
            await seating.clear_lapsed(session, row, self.clock.now())
            await waiting.join(session, row, self.people[person], self.clock.now())

        return self.attempt(act)

    def leave(self, class_id: UUID, person: int) -> bool:
        async def act(session: AsyncSession) -> tuple[bool]:
            return (await waiting.leave(session, class_id, self.people[person]),)

        return bool(self.attempt(act)[0])

    def move(self, class_id: UUID, start: datetime) -> Any:
        async def act(session: AsyncSession) -> None:
            row = await schedule.locked(session, class_id)
            await schedule.move(session, row, _date(start), ZONE, self.clock.now())

        return self.attempt(act)

    def call_off(self, class_id: UUID) -> Any:
        async def act(session: AsyncSession) -> None:
            row = await schedule.locked(session, class_id)
            await schedule.call_off(session, row, "", self.clock.now())

        return self.attempt(act)

    def offered(self, class_id: UUID, person: int) -> UUID:
        """The seat that is held for somebody who waited."""
        query = f"SELECT booking_id FROM class_waiting WHERE class_id = '{class_id}'"
        found = self.rows(f"{query} AND person_id = '{self.people[person]}' AND status = 'offered'")
        return UUID(str(found[0][0]))

    def pass_time_of_classes(self) -> None:
        self.run(jobs.clockwork(self.sessions, self.clock, GRACE // timedelta(seconds=1))())

    def ask_again(self) -> None:
        self.run(jobs.asking(self.sessions, self.clock)())

    def work(self) -> list[tuple[str, UUID]]:
        """Run what waits for classes, until nothing does: (job, class) in the order they ran."""

        async def all_of_it() -> list[tuple[str, UUID]]:
            handlers = jobs.handlers(self.sessions, self.clock)
            done: list[tuple[str, UUID]] = []
            take = text(
                "DELETE FROM pgqueuer WHERE id = (SELECT min(id) FROM pgqueuer WHERE entrypoint = ANY(:jobs))"
                " RETURNING entrypoint, payload"
            )
            while True:
                async with self.sessions.begin() as session:
                    job = (await session.execute(take, {"jobs": list(CLASS_JOBS)})).first()
                if job is None:
                    return done
                payload = json.loads(job[1])
                await handlers[job[0]](payload)
                done.append((job[0], UUID(payload["class_id"])))

        return self.run(all_of_it())

    def state(self) -> Any:
        return self.rows(STATE)[0][0]


def _date(start: datetime) -> Date:
    return date_of(ZONE.local(int(start.timestamp())), ZONE)
