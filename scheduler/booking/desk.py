"""Where a booking is decided: a service, its host's hours and the calendars of both, read under the lock.

What runs at every booking under the lock goes to the driver itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg
from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.hours import Hours
from scheduler.availability.slots import Offer, Reason, next_starts, reach, refusal, starts
from scheduler.availability.storage import read_hours
from scheduler.booking import occupancy
from scheduler.http import not_found
from scheduler.services.intake import Value
from scheduler.store.driver import Driver

_HOST = text("""
SELECT service.professional_id FROM service JOIN professional ON professional.person_id = service.professional_id
WHERE service.id = :service_id AND service.active AND service.deleted_at IS NULL AND professional.active
""").bindparams(bindparam("service_id", type_=Uuid()))
_DESK = """
SELECT service.*, person.name AS host_name, coalesce(weekly_hours.zone, person.zone) AS zone,
    weekly_hours.ranges::text AS weekly, (
        SELECT jsonb_object_agg(day - date '1970-01-01', ranges)::text FROM day_hours
        WHERE day_hours.person_id = person.id
    ) AS overrides
FROM service
JOIN professional ON professional.person_id = service.professional_id
JOIN person ON person.id = service.professional_id
LEFT JOIN weekly_hours ON weekly_hours.person_id = service.professional_id
WHERE service.id = $1 AND service.active AND service.deleted_at IS NULL AND professional.active
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asks for. `answers` are to the service's questions; `link`: the secret of the link they came by;
    `moving`: the booking whose time this is to become, which is in nobody's way itself."""

    service_id: UUID
    client_id: UUID
    start: datetime
    note: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    link: str | None = None
    moving: UUID | None = None

    @property
    def second(self) -> int:
        """The start in whole seconds since 1970."""
        return int(self.start.timestamp())


@dataclass(frozen=True, slots=True)
class Desk:
    """A service with its terms (`service`: the row), its host's hours, and the connection that holds the lock.

    `lapsed`: bookings met on the way whose time is over; their rows must go before the time is given away."""

    connection: Driver
    service: asyncpg.Record
    offer: Offer
    hours: Hours
    lapsed: set[UUID] = field(default_factory=set)

    @property
    def host_id(self) -> UUID:
        """The professional."""
        host: UUID = self.service["professional_id"]
        return host

    async def verdict(self, wish: Wish, now: int) -> Reason | None:
        """The validator's word on the wish; "busy" also when it is the client who is."""
        if wish.start.microsecond:
            return "grid"
        start = wish.second
        people = [self.host_id, wish.client_id]
        reached = self.offer.occupied(start)
        found = await occupancy.busy(self.connection, people, *reached, now=now, but=wish.moving)
        self.lapsed.update(found.lapsed)
        end = start + self.offer.duration
        if any(begin < end and until > start for begin, until in found.of[wish.client_id]):
            return "busy"
        return refusal(self.hours, self.offer, found.of[self.host_id], now=now, start=start)

    async def next_starts(self, wish: Wish, now: int, count: int) -> list[int]:
        """The next starts that are free for both, from the wished one on; from now on when that is out of reach."""
        first, horizon = reach(self.hours, self.offer, now)
        after = wish.second if first <= wish.second < horizon else first
        until = horizon + self.offer.duration + self.offer.after
        people = [self.host_id, wish.client_id]
        reached = (after - self.offer.before, until)
        found = await occupancy.busy(self.connection, people, *reached, now=now, but=wish.moving)
        theirs = found.of[wish.client_id]
        return next_starts(
            self.hours, self.offer, found.of[self.host_id], now=now, after=after, count=count, theirs=theirs
        )

    async def starts_between(self, wish: Wish, now: int, begin: int, end: int) -> list[int]:
        """The starts in [begin, end) that are free for both."""
        people = [self.host_id, wish.client_id]
        reached = (begin - self.offer.before, end + self.offer.duration + self.offer.after)
        found = await occupancy.busy(self.connection, people, *reached, now=now, but=wish.moving)
        theirs = found.of[wish.client_id]
        busy = found.of[self.host_id]
        return starts(self.hours, self.offer, busy, now=now, begin=begin, end=end, theirs=theirs)


async def host_of(session: AsyncSession, service_id: UUID) -> UUID:
    """Whose service it is. Raises 404 for what is not on offer."""
    host: UUID | None = await (await session.connection()).scalar(_HOST, {"service_id": service_id})
    if host is None:
        raise not_found("service")
    return host


async def open_desk(connection: Driver, service_id: UUID) -> Desk:
    """The service as it is now: call it with the lock held. Raises 404 for what is not on offer (any more)."""
    rows = await connection.fetch(_DESK, service_id)
    if not rows:
        raise not_found("service")
    row = rows[0]
    offer = Offer(
        duration=row["duration_minutes"] * 60,
        step=row["step_minutes"] * 60,
        before=row["buffer_before_minutes"] * 60,
        after=row["buffer_after_minutes"] * 60,
        notice=row["notice_minutes"] * 60,
        window_days=row["window_days"],
    )
    hours = read_hours(row["zone"], json.loads(row["weekly"] or "[]"), json.loads(row["overrides"] or "{}"))
    return Desk(connection, row, offer, hours)
