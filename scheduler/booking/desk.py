"""Where a booking is decided: a service, its host's hours and the calendars of both, read under the lock.

What runs at every booking under the lock goes to the driver itself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.caps import Caps, Period
from scheduler.availability.hours import Hours
from scheduler.availability.locks import locking
from scheduler.availability.slots import Offer, Reason, next_starts, reach, refusal, starts
from scheduler.availability.storage import read_hours
from scheduler.booking import counting, occupancy
from scheduler.http import invalid, not_found
from scheduler.services.intake import Value
from scheduler.store.driver import Driver, begin

# Both are locked in the statement that finds out whose service it is, which can never change. All else is read after.
_LOCK_BOTH = f"""
WITH host AS (
    SELECT service.professional_id FROM service
    JOIN professional ON professional.person_id = service.professional_id
    WHERE service.id = $1 AND service.active AND service.deleted_at IS NULL AND professional.active
        AND professional.vetting <> 'suspended' AND EXISTS (
            SELECT 1 FROM account WHERE account.id = professional.person_id AND disabled_at IS NULL)
), locked AS ({locking("SELECT professional_id FROM host UNION ALL SELECT $2::uuid FROM host")})
SELECT professional_id, (SELECT count(*) FROM locked) FROM host
"""  # noqa: S608 - constants
_DESK = """
SELECT service.*, person.name AS host_name, coalesce(schedule.zone, person.zone) AS zone,
    schedule.ranges::text AS weekly, (
        SELECT jsonb_object_agg(day - date '1970-01-01', ranges)::text FROM schedule_day
        WHERE schedule_day.schedule_id = schedule.id
    ) AS overrides, (
        SELECT jsonb_agg(jsonb_build_array(extract(epoch FROM starts_local)::bigint,
            extract(epoch FROM ends_local)::bigint))::text FROM time_off WHERE time_off.person_id = person.id
    ) AS off, (
        SELECT jsonb_agg(jsonb_build_array(first_day - date '1970-01-01', last_day - date '1970-01-01',
            travel.zone))::text FROM travel WHERE travel.person_id = person.id
    ) AS trips, booking_limit.max_per_day AS host_max_per_day, booking_limit.max_per_week AS host_max_per_week,
    booking_limit.max_per_month AS host_max_per_month
FROM service
JOIN professional ON professional.person_id = service.professional_id
JOIN person ON person.id = service.professional_id
LEFT JOIN schedule ON schedule.person_id = service.professional_id
    AND CASE WHEN service.schedule_id IS NULL THEN schedule.is_default ELSE schedule.id = service.schedule_id END
LEFT JOIN booking_limit ON booking_limit.person_id = service.professional_id
WHERE service.id = $1 AND service.active AND service.deleted_at IS NULL AND professional.active
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asks for. `minutes`: the length, None for the usual one; `answers` are to the service's
    questions; `link`: the secret of the link they came by; `pay_with`: money, or what was paid in advance; `moving`:
    the booking whose time this is to become, which is in nobody's way itself."""

    service_id: UUID
    client_id: UUID
    start: datetime
    note: str = ""
    minutes: int | None = None
    answers: Mapping[str, Value] = field(default_factory=dict)
    link: str | None = None
    pay_with: Literal["money", "package", "subscription"] = "money"
    moving: UUID | None = None

    @property
    def second(self) -> int:
        """The start in whole seconds since 1970."""
        return int(self.start.timestamp())


@dataclass(frozen=True, slots=True)
class Desk:
    """A service with its terms (`service`: the row), its host's hours and caps (the service's own, the host's over
    all), and the connection that holds the lock.

    `lapsed`: bookings met on the way whose time is over; their rows must go before the time is given away."""

    connection: Driver
    service: asyncpg.Record
    offer: Offer
    hours: Hours
    caps: tuple[Caps, Caps] = (Caps(), Caps())
    price_minor: int = 0
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
        return (await self.calendar(start, start + 1, now, wish)).refusal(start, now)

    async def next_starts(self, wish: Wish, now: int, count: int) -> list[int]:
        """The next starts that are free for both, from the wished one on; from now on when that is out of reach."""
        first, horizon = reach(self.hours, self.offer, now)
        after = wish.second if first <= wish.second < horizon else first
        return (await self.calendar(after, horizon, now, wish)).next_starts(now, after, count)

    async def starts_between(self, now: int, begin: int, end: int, wish: Wish | None = None) -> list[int]:
        """The starts in [begin, end) that are free for the host, and for the client of the wish."""
        return (await self.calendar(begin, end, now, wish)).starts(now, begin, end)

    async def calendar(self, begin: int, end: int, now: int, wish: Wish | None = None) -> "Calendar":
        """All that rules on starts within [begin, end), read in at most two queries."""
        people = [self.host_id] if wish is None else [self.host_id, wish.client_id]
        but = None if wish is None else wish.moving
        reached = (begin - self.offer.before, end + self.offer.duration + self.offer.after)
        found = await occupancy.busy(self.connection, people, *reached, now=now, but=but, hosts=people[:1])
        self.lapsed.update(found.lapsed)
        shut: list[tuple[int, int, Period]] = []
        if any(caps.any for caps in self.caps) and begin < end:
            counted = counting.counted(self.hours, (begin, end))
            taken = await counting.started(self.connection, [self.host_id], counted, now=now, but=but)
            mine = taken[self.host_id]
            shut = counting.shut_by(self.hours, self.caps, self.service["id"], mine, (begin, end))
        theirs = () if wish is None else found.of[wish.client_id]
        return Calendar(self.hours, self.offer, found.of[self.host_id], theirs, shut, found.outside)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What rules on a stretch of starts: hours, terms, the busy time of host and client, caps that are reached.
    `outside`: what of the host's busy time is from calendars elsewhere."""

    hours: Hours
    offer: Offer
    busy: Sequence[tuple[int, int]]
    theirs: Sequence[tuple[int, int]]
    caps: Sequence[tuple[int, int, Period]]
    outside: Sequence[tuple[int, int]] = ()

    @property
    def capped(self) -> list[tuple[int, int]]:
        """The instants at which caps let nothing start."""
        return [(first, after) for first, after, _ in self.caps]

    def starts(self, now: int, begin: int, end: int) -> list[int]:
        """Those in [begin, end) that can be booked."""
        return starts(
            self.hours,
            self.offer,
            self.busy,
            now=now,
            begin=begin,
            end=end,
            theirs=self.theirs,
            capped=self.capped,
        )

    def next_starts(self, now: int, after: int, count: int) -> list[int]:
        """The first so many from an instant on."""
        rules = {"theirs": self.theirs, "capped": self.capped}
        return next_starts(self.hours, self.offer, self.busy, now=now, after=after, count=count, **rules)

    def refusal(self, start: int, now: int) -> Reason | None:
        """Why an instant cannot be booked."""
        rules = {"theirs": self.theirs, "capped": self.capped}
        return refusal(self.hours, self.offer, self.busy, now=now, start=start, **rules)


async def lock_both(session: AsyncSession, service_id: UUID, client_id: UUID) -> tuple[Driver, UUID]:
    """Lock the calendars of whose service it is, and of the client: (the connection that holds the lock, the host).
    Raises 404 for what is not on offer."""
    connection, rows = await begin(session, _LOCK_BOTH, service_id, client_id)
    if not rows:
        raise not_found("service")
    return connection, rows[0][0]


async def open_desk(connection: Driver, service_id: UUID, minutes: int | None = None) -> Desk:
    """The service as it is now, in the length of so many minutes (None: its usual one): call it with the lock held.
    Raises 404 for what is not on offer (any more), 422 for a length that is not."""
    rows = await connection.fetch(_DESK, service_id)
    if not rows:
        raise not_found("service")
    row = rows[0]
    length, price = _length(row, minutes)
    offer = Offer(
        duration=length * 60,
        step=row["step_minutes"] * 60,
        before=row["buffer_before_minutes"] * 60,
        after=row["buffer_after_minutes"] * 60,
        notice=row["notice_minutes"] * 60,
        window_days=row["window_days"],
    )
    hours = read_hours(
        row["zone"], *(json.loads(row[name] or "null") for name in ("weekly", "overrides", "off", "trips"))
    )
    caps = (counting.caps_of(row), counting.caps_of(row, "host_"))
    return Desk(connection, row, offer, hours, caps, price)


def _length(row: asyncpg.Record, minutes: int | None) -> tuple[int, int]:
    """(minutes, price) of the length that was asked for."""
    offered = {row["duration_minutes"]: row["price_minor"]}
    offered |= {each["minutes"]: each["price_minor"] for each in row["lengths"]}
    wanted = row["duration_minutes"] if minutes is None else minutes
    if wanted not in offered:
        known = ", ".join(str(each) for each in offered)
        raise invalid("duration_minutes", "is no length of this service", f"Choose from: {known}.")
    return wanted, offered[wanted]
