"""Bookings to tell of: made through the endpoints, and changed past them where the endpoints cannot yet."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from scheduler.jobs.queue import enqueue
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Browser, SignedInAs

START = datetime(2027, 3, 12, 17, 0, tzinfo=UTC)  # two days after the clock's noon


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking of Ben's with Ada."""

    id: UUID
    ada: SignedInAs
    ben: SignedInAs


async def booked(
    browser: Browser, start: datetime = START, *, title: str = "Tax advice", told: bool = True
) -> Booked:
    """Ada in Berlin, Ben in New York, and a booking; with `told` its mails are written already."""
    browser.parts.jobs.register("close-room", _no_rooms)
    ada, service = await professional(browser, "Ada Demo", title=title)
    ben = await browser.person("Ben Example", zone="America/New_York")
    wish = {"service_id": str(service), "start": start.isoformat().replace("+00:00", "Z")}
    answer = await browser.post("/bookings", wish, by=ben, role="client")
    assert answer.status == 201, answer.body
    if told:
        await browser.parts.jobs.drain()
    return Booked(UUID(answer.body["id"]), ada, ben)


async def _no_rooms(_payload: dict[str, Any]) -> None:
    """No node runs beside these tests: closing a room would be tried again for ever."""


async def happens(browser: Browser, booking: Booked, kind: str, **more: Any) -> None:
    """Queue the job of an event, and run it."""
    async with browser.parts.sessions.begin() as session:
        await enqueue(session, "booking-mail", {"booking_id": str(booking.id), "kind": kind, **more})
    await browser.parts.jobs.drain()


async def change(browser: Browser, statement: str, **values: Any) -> list[Any]:
    """One statement in a transaction of its own; its rows, if it gives any."""
    async with browser.parts.sessions.begin() as session:
        result: Any = await session.execute(text(statement), values)
        return list(result.all()) if result.returns_rows else []


async def move(browser: Browser, booking: Booked, start: datetime) -> None:
    """Give a booking another time, past its rules."""
    end = start + timedelta(hours=1)
    statement = "UPDATE booking SET starts_at = :start, ends_at = :end WHERE id = :id"
    await change(browser, statement, start=start, end=end, id=booking.id)


async def lines(browser: Browser, who: SignedInAs, kind: str) -> list[Any]:
    """What somebody's list holds of a kind."""
    return await change(
        browser, "SELECT title, body FROM notification WHERE person_id = :id AND kind = :kind", id=who.id, kind=kind
    )
