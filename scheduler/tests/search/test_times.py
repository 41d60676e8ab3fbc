"""The times on a card: whatever rules on them, the first of those that the services' own lists show."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from scheduler.freetime import storage as freetime
from scheduler.tests.booking.world import offer, professional
from scheduler.tests.fixtures import NOON, Browser, SignedInAs

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Chatham")
AWAY = text(
    "INSERT INTO time_off (id, person_id, starts_local, ends_local, note, created_at)"
    " VALUES (:id, :person, :begin, :end, '', :now)"
)
TRIP = text(
    "INSERT INTO travel (id, person_id, first_day, last_day, zone, created_at)"
    " VALUES (:id, :person, :first, :last, :zone, :now)"
)
LIMIT = text("INSERT INTO booking_limit (person_id, max_per_day, updated_at) VALUES (:person, :most, :now)")


def wire(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


class Shop:
    """A professional with three services, and all that may rule on their times, drawn by a seed."""

    def __init__(self, browser: Browser, seed: int) -> None:
        self.browser = browser
        self.dice = random.Random(seed)
        self.services: list[tuple[UUID, int]] = []
        self.booked: list[tuple[datetime, datetime]] = []

    def terms(self) -> dict[str, Any]:
        dice = self.dice
        return {
            "duration_minutes": dice.choice((30, 45, 60, 120)),
            "step_minutes": dice.choice((10, 15, 30)),
            "buffer_before_minutes": dice.choice((0, 5, 45)),
            "buffer_after_minutes": dice.choice((0, 10, 60)),
            "notice_minutes": dice.choice((0, 60, 1440)),
            "max_per_day": dice.choice((None, None, 1, 2)),
        }

    async def open(self) -> None:
        dice, parts = self.dice, self.browser.parts
        terms = self.terms()
        self.host, first = await professional(self.browser, "Ada", zone=dice.choice(ZONES), **terms)
        self.services.append((first, terms["duration_minutes"]))
        week = [{"weekday": day, "start": "19:00", "end": "23:30"} for day in range(0, 7, 2)]
        evenings = {"name": "Evenings", "zone": dice.choice(ZONES), "hours": week}
        made = await self.browser.post("/availability/schedules", evenings, by=self.host, role="professional")
        assert made.status == 201, made.body
        for number, more in enumerate(({"schedule_id": UUID(made.body["id"])}, {})):
            terms = self.terms() | more
            later = parts.clock.now() + timedelta(seconds=number + 1)
            added = await offer(parts.sessions, self.host.id, later, **terms)
            self.services.append((added, terms["duration_minutes"]))
        ahead = NOON.replace(tzinfo=None) + timedelta(hours=dice.randrange(200))
        day = NOON.date() + timedelta(days=dice.randrange(12))
        mine = {"person": self.host.id, "now": NOON}
        away = {"begin": ahead, "end": ahead + timedelta(hours=20)}
        trip = {"first": day, "last": day + timedelta(days=2), "zone": dice.choice(ZONES)}
        async with parts.sessions.begin() as session:
            await session.execute(AWAY, {"id": uuid4(), **away, **mine})
            await session.execute(TRIP, {"id": uuid4(), **trip, **mine})
            await session.execute(LIMIT, {"most": dice.choice((2, 3)), **mine})

    async def book(self, client: SignedInAs, count: int) -> None:
        for _ in range(count):
            service, minutes = self.dice.choice(self.services)
            begin = NOON + timedelta(hours=self.dice.randrange(240))
            starts = await self.starts(service, begin, begin + timedelta(days=2))
            if starts:
                start = self.dice.choice(starts)
                wish = {"service_id": str(service), "start": wire(start)}
                made = await self.browser.post("/bookings", wish, by=client, role="client")
                assert made.status in {201, 409}, made.body
                self.booked.append((start, start + timedelta(minutes=minutes)))
        async with self.browser.parts.sessions.begin() as session:
            await freetime.rebuild(session, self.host.id, int(NOON.timestamp()))

    def period(self) -> tuple[datetime, datetime]:
        """A time to ask for: most begin soon after a booking or end soon before one, where buffers matter."""
        length = timedelta(minutes=self.dice.choice((45, 130, 300, 1440, 3000)))
        near = timedelta(minutes=5 * self.dice.randrange(24))
        start, end = self.dice.choice(self.booked)
        drawn = NOON + timedelta(minutes=self.dice.randrange(-120, 14_400))
        begin = self.dice.choice((end + near, start - near - length, drawn))
        return begin, begin + length

    async def starts(self, service: UUID, begin: datetime, end: datetime) -> list[datetime]:
        period = {"from": wire(begin), "to": wire(end)}
        answer = await self.browser.get(f"/services/{service}/slots", params=period)
        assert answer.status == 200, answer.body
        return [datetime.fromisoformat(slot["start"]) for slot in answer.body["slots"]]

    async def expected(self, begin: datetime, end: datetime, least: int) -> list[dict[str, str]]:
        """By the lists: the first three starts, each with the first service that has it."""
        first: dict[datetime, tuple[UUID, int]] = {}
        for service, minutes in self.services:
            for start in await self.starts(service, begin, end):
                if minutes >= least and start + timedelta(minutes=minutes) <= end:
                    first.setdefault(start, (service, minutes))
        return [
            {"service_id": str(service), "start": wire(start), "end": wire(start + timedelta(minutes=minutes))}
            for start, (service, minutes) in sorted(first.items())[:3]
        ]


@pytest.mark.parametrize("seed", range(4))
async def test_the_times_on_a_card_are_the_first_that_are_listed(browser: Browser, seed: int) -> None:
    shop = Shop(browser, seed)
    await shop.open()
    await shop.book(await browser.person("Carla"), 8)
    soonest = await shop.expected(NOON, NOON + timedelta(days=60), 0)
    assert len(soonest) == 3
    for path in ("/professionals", "/professionals?q=ada&facets=true"):
        assert (await browser.get(path)).body["items"][0]["next_slots"] == soonest
    assert (await browser.get("/professionals/ada")).body["next_slots"] == soonest
    shown = 0
    for _ in range(40):
        begin, end = shop.period()
        least = shop.dice.choice((0, 0, 45))
        asked = {"free_from": wire(begin), "free_to": wire(end)} | ({"duration": str(least)} if least else {})
        expected = await shop.expected(begin, end, least)
        for words in ({}, {"q": "ada"}, {"q": "ada", "facets": "true"}):
            items = (await browser.get("/professionals", params={**asked, **words})).body["items"]
            assert [item["next_slots"] for item in items] == ([expected] if expected else []), asked
        shown += bool(expected)
    assert 5 < shown < 40
