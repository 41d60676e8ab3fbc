"""A booking whose connection is lost while it waits for a calendar: a 503 that says so, and nothing is left."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scheduler.availability.locks import lock_people
from scheduler.store.away import is_away
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Browser

WAITING = text("SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()")


@pytest.mark.parametrize("end", ["pg_terminate_backend", "pg_cancel_backend"])
async def test_a_connection_lost_under_way(browser: Browser, end: str) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    body = {"service_id": str(service), "start": "2027-03-11T16:00:00Z"}
    async with browser.parts.sessions() as holder, browser.parts.sessions() as looking:
        await lock_people(holder, [ada.id])
        booking = asyncio.create_task(browser.post("/bookings", body, by=carla, role="client"))
        async with asyncio.timeout(30):
            while (pid := await looking.scalar(WAITING)) is None:
                await looking.rollback()
        await looking.execute(text(f"SELECT {end}(:pid)"), {"pid": pid})
        answer = await booking
        assert (answer.status, answer.slug) == (503, "unavailable")
    for _ in range(12):  # more than the pool holds: the lost connection is not among them
        assert (await browser.get("/bookings", by=carla, role="client")).body["items"] == []
    assert (await browser.post("/bookings", body, by=carla, role="client")).status == 201


@pytest.mark.parametrize("error", [asyncpg.DeadlockDetectedError, asyncpg.SerializationError])
def test_what_passes_when_tried_again_is_not_our_mistake(error: type[asyncpg.PostgresError]) -> None:
    assert is_away(error("x"))
    assert is_away(DBAPIError("", None, error("x")))
    assert not is_away(asyncpg.UniqueViolationError("x"))
