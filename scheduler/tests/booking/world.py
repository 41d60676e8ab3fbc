"""Makes professionals with hours and services past the endpoints, quickly."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from scheduler.availability import storage as availability
from scheduler.http.problems import BASE
from scheduler.services import storage as services
from scheduler.services.models import NewService
from scheduler.store.engine import Sessions
from scheduler.tests.fixtures import Browser, SignedInAs

ALL_WEEK = [(weekday, 6 * 60, 22 * 60) for weekday in range(7)]
TERMS: dict[str, Any] = {
    "title": "Consultation",
    "duration_minutes": 60,
    "price_minor": 9000,
    "currency": "EUR",
    "step_minutes": 15,
    "notice_minutes": 0,
    "cancel_cutoff_minutes": 120,
}


async def open_hours(
    sessions: Sessions, person_id: UUID, now: datetime, zone: str = "Europe/Berlin", week: Any = ALL_WEEK
) -> None:
    """Write somebody's week."""
    async with sessions.begin() as session:
        await availability.set_weekly(session, person_id, zone, week, now)


async def offer(sessions: Sessions, person_id: UUID, now: datetime, **terms: Any) -> UUID:
    """A service of somebody's."""
    values = NewService(**{**TERMS, **terms}).model_dump()
    async with sessions.begin() as session:
        return await services.create(session, person_id, values, now)


async def professional(
    browser: Browser, name: str, zone: str = "Europe/Berlin", **terms: Any
) -> tuple[SignedInAs, UUID]:
    """A professional, open every day from 6 to 22, and one service of theirs."""
    who = await browser.person(name, zone=zone, professional=True)
    now = browser.parts.clock.now()
    await open_hours(browser.parts.sessions, who.id, now, zone)
    return who, await offer(browser.parts.sessions, who.id, now, **terms)


async def slots_of(browser: Browser, service_id: object, begin: str, end: str) -> list[str]:
    """The listed starts."""
    answer = await browser.get(f"/services/{service_id}/slots", params={"from": begin, "to": end})
    assert answer.status == 200, answer.body
    return [slot["start"] for slot in answer.body["slots"]]


def problem(slug: str) -> str:
    """A problem's type."""
    return BASE + slug


Wire = Mapping[str, Any]
