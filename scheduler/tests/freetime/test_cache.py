"""The cache follows: after whatever happened, it is what would be computed from nothing."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import storage as availability
from scheduler.availability.locks import lock_people
from scheduler.clock import ManualClock
from scheduler.freetime import source, storage, upkeep
from scheduler.freetime.windows import DAY, Spans, free, reach
from scheduler.services import storage as services
from scheduler.store.driver import driver
from scheduler.tests.booking.world import offer, professional
from scheduler.tests.fixtures import Browser, SignedInAs

DAYS = (0, 1, 5, 58, 59, 60, 61, 70)
BOOK = text(
    "INSERT INTO booking SELECT :id, service.id, professional_id, :client, 'confirmed', at.start, :end, at.start,"
    " 'UTC', title, 60, 0, 'EUR', '', 0, at.start, NULL FROM service,"
    " (SELECT CAST(:start AS timestamptz) AS start) AS at WHERE service.id = :service"
)
OCCUPY = text(
    "INSERT INTO occupancy (booking_id, person_id, role, during)"
    " VALUES (:id, :person, :role, tstzrange(:start, :end))"
)
CACHED = text(
    "SELECT extract(epoch FROM opens)::bigint, extract(epoch FROM closes)::bigint"
    " FROM free_window WHERE person_id = :id ORDER BY opens"
)


async def cached(session: AsyncSession, person_id: UUID) -> Spans:
    return [(start, end) for start, end in await session.execute(CACHED, {"id": person_id})]


async def computed(session: AsyncSession, person_id: UUID, now: int) -> Spans:
    hours, busy = (await source.made_of(session, [person_id], *reach(now)))[person_id]
    found: Spans = []
    for start, end in free(hours, busy, *reach(now)):
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def from_today(spans: Spans, now: int) -> Spans:
    """What is past may stay until the next night; a window that began before midnight is kept whole."""
    today = reach(now)[0]
    return [(max(start, today), end) for start, end in spans if end > today]


class World:
    """Two professionals who also book each other, and what happens to them, one thing after another."""

    def __init__(self, browser: Browser, people: list[tuple[SignedInAs, UUID]], seed: int) -> None:
        self.parts = browser.parts
        self.people = people
        self.dice = random.Random(seed)
        self.booked: list[tuple[UUID, list[UUID], int, int]] = []

    @property
    def now(self) -> int:
        return int(self.parts.clock.unix())

    async def book(self) -> None:
        (host, service), (client, _) = self.dice.sample(self.people, 2)
        start = (
            self.now // 900 * 900
            + self.dice.choice([1, 5, 40, 59, 60, 61, 70]) * DAY // 2
            + 900 * self.dice.randrange(96)
        )
        end, id = start + 3600, uuid4()
        around = (start - 600, end + 900)
        async with self.parts.sessions.begin() as session:
            await lock_people(session, [host.id, client.id])
            taken = await source.made_of(session, [host.id, client.id], *around)
            if any(busy for _, busy in taken.values()):
                return
            at = {"start": source.instant(start), "end": source.instant(end)}
            await session.execute(BOOK, {"id": id, "client": client.id, "service": service, **at})
            await session.execute(OCCUPY, {"id": id, "person": client.id, "role": "client", **at})
            wide = {"start": source.instant(around[0]), "end": source.instant(around[1])}
            await session.execute(OCCUPY, {"id": id, "person": host.id, "role": "professional", **wide})
            await storage.take(await driver(session), [(host.id, *around), (client.id, start, end)])
        self.booked.append((id, [host.id, client.id], *around))

    async def cancel(self) -> None:
        if not self.booked:
            return
        id, people, begin, end = self.booked.pop(self.dice.randrange(len(self.booked)))
        async with self.parts.sessions.begin() as session:
            await lock_people(session, people)
            await session.execute(text("DELETE FROM occupancy WHERE booking_id = :id"), {"id": id})
            await storage.give_back(session, people, begin, end)

    async def change_hours(self) -> None:
        who, _ = self.dice.choice(self.people)
        week = [(day, 60 * self.dice.randrange(12), 1440 - 60 * self.dice.randrange(8)) for day in range(7)]
        zone = self.dice.choice(["Europe/Berlin", "Pacific/Chatham", "America/New_York"])
        async with self.parts.sessions.begin() as session:
            await lock_people(session, [who.id])
            await availability.set_weekly(session, who.id, zone, week, self.parts.clock.now())
            await storage.rebuild(session, who.id, self.now)

    async def sleep_over(self) -> None:
        self.parts.clock.move(hours=self.dice.choice([1, 20, 50]))  # type: ignore[attr-defined]  # the tests' clock
        await upkeep.extender(self.parts.sessions, self.parts.clock)()

    async def refresh(self) -> None:
        """Some days made anew change nothing."""
        who, _ = self.dice.choice(self.people)
        begin = self.now - self.now % DAY + DAY * self.dice.randrange(64)
        async with self.parts.sessions.begin() as session:
            hours, busy = (await source.made_of(session, [who.id], begin, begin + 3 * DAY))[who.id]
            await storage.refresh_days(await driver(session), who.id, hours, busy, begin, begin + 3 * DAY)


@pytest.mark.parametrize("seed", range(4))
async def test_after_whatever_happened_the_cache_is_what_would_be_computed(browser: Browser, seed: int) -> None:
    people = [await professional(browser, name) for name in ("Ada", "Ben", "Cid")]
    world = World(browser, people, seed)
    happenings = [world.book] * 5 + [world.cancel] * 2 + [world.change_hours, world.sleep_over, world.refresh]
    for _ in range(40):
        await world.dice.choice(happenings)()
        async with browser.parts.sessions() as session:
            for who, _ in people:
                expected = await computed(session, who.id, world.now)
                assert from_today(await cached(session, who.id), world.now) == expected
    assert len(world.booked) > 2


async def test_a_booking_cuts_the_windows_of_both_and_a_cancellation_heals_them(browser: Browser) -> None:
    """By the statement that writes it, the host's with the buffers: in the middle of a window, at an edge, beyond."""
    (ada, service), (ben, _) = [
        await professional(browser, name, buffer_before_minutes=15, buffer_after_minutes=30)
        for name in ("Ada", "Ben")
    ]
    now, made = int(browser.parts.clock.unix()), []
    for start in ("2027-03-11T12:00:00Z", "2027-03-11T05:00:00Z", "2027-03-11T07:15:00Z", "2027-03-12T20:00:00Z"):
        booked = await browser.post("/bookings", {"service_id": str(service), "start": start}, by=ben, role="client")
        assert booked.status == 201, booked.body
        made.append(booked.body["id"])
        async with browser.parts.sessions() as session:
            for who in (ada, ben):
                assert from_today(await cached(session, who.id), now) == await computed(session, who.id, now)
    for each in made:
        assert (await browser.post(f"/bookings/{each}/cancel", {}, by=ben, role="client")).status == 200
    async with browser.parts.sessions() as session:
        for who in (ada, ben):
            assert from_today(await cached(session, who.id), now) == await computed(session, who.id, now)


async def test_whoever_offers_nothing_has_no_windows(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    now = browser.parts.clock.now()
    async with browser.parts.sessions() as session:
        assert await cached(session, ada.id) != []
        await storage.take(await driver(session), [(carla.id, int(now.timestamp()), int(now.timestamp()) + 60)])
        await storage.give_back(session, [carla.id], int(now.timestamp()), int(now.timestamp()) + 60)
        assert await cached(session, carla.id) == []
    closed = {"active": False}
    assert (await browser.patch(f"/services/{service}", closed, by=ada, role="professional")).status == 200
    async with browser.parts.sessions() as session:
        assert await cached(session, ada.id) == []
    assert (await browser.patch(f"/services/{service}", {"active": True}, by=ada, role="professional")).status == 200
    async with browser.parts.sessions() as session:
        assert await cached(session, ada.id) != []
    assert (await browser.delete(f"/services/{service}", by=ada, role="professional")).status == 204
    async with browser.parts.sessions() as session:
        assert await cached(session, ada.id) == []


async def test_hours_changed_over_http_reach_the_cache_when_the_jobs_run(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada", zone="UTC")
    hours = [{"weekday": day, "start": "10:00", "end": "12:00"} for day in range(7)]
    week = {"zone": "UTC", "hours": hours}
    assert (await browser.put("/availability/weekly", week, by=ada, role="professional")).status == 200
    closed = await browser.put("/availability/overrides/2027-03-12", {"ranges": []}, by=ada, role="professional")
    assert closed.status == 200
    await browser.parts.jobs.drain()
    async with browser.parts.sessions() as session:
        found = [start for start, _ in await cached(session, ada.id)]
    days = {datetime.fromtimestamp(start, UTC).strftime("%d %H") for start in found[:4]}
    assert days == {"10 10", "11 10", "13 10", "14 10"}


async def test_the_upkeep_makes_what_is_missing_and_bears_a_long_pause(browser: Browser, clock: ManualClock) -> None:
    ada, _ = await professional(browser, "Ada")
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM free_until"))
    extend = upkeep.extender(browser.parts.sessions, clock)
    for pause in (timedelta(), timedelta(days=1), timedelta(days=200)):
        clock.move(seconds=pause.total_seconds())
        await extend()
        async with browser.parts.sessions() as session:
            now = int(clock.unix())
            assert from_today(await cached(session, ada.id), now) == await computed(session, ada.id, now)


async def test_a_service_made_while_windows_were_off_is_found_by_its_hours(browser: Browser) -> None:
    """The order does not matter: hours before services, or services before hours."""
    ada = await browser.person("Ada", professional=True)
    await offer(browser.parts.sessions, ada.id, browser.parts.clock.now())
    async with browser.parts.sessions.begin() as session:
        assert await cached(session, ada.id) == []
        assert len(await services.all_of(session, ada.id)) == 1
        await availability.set_weekly(session, ada.id, "UTC", [(2, 600, 700)], browser.parts.clock.now())
        await storage.rebuild(session, ada.id, int(browser.parts.clock.unix()))
        assert len(await cached(session, ada.id)) == 9
