"""Professionals made quickly, with whatever a test of search is about; and brute force over the same facts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from scheduler.directory.document import set_rating
from scheduler.freetime import storage as freetime
from scheduler.people import storage as people
from scheduler.tests.booking.world import ALL_WEEK, offer, open_hours
from scheduler.tests.fixtures import Browser


@dataclass(slots=True)
class Pro:
    """Facts about a professional. `services`: (minutes, price, currency); `ratings`: (sum, count)."""

    name: str
    headline: str = "Helps"
    bio: str = ""
    categories: Sequence[str] = ()
    languages: Sequence[str] = ("en",)
    skills: Sequence[str] = ()
    services: Sequence[tuple[int, int, str]] = ((60, 9000, "EUR"),)
    titles: Sequence[str] = ()
    ratings: tuple[int, int] = (0, 0)
    week: Sequence[tuple[int, int, int]] = tuple(ALL_WEEK)
    id: UUID = field(default_factory=lambda: UUID(int=0))


async def enter(browser: Browser, *pros: Pro) -> None:
    """Make them, past the endpoints; their ids are filled in."""
    for pro in pros:
        who = await browser.person(pro.name)
        pro.id = who.id
        now = browser.parts.clock.now()
        profile = {
            "headline": pro.headline,
            "bio": pro.bio,
            "languages": list(pro.languages),
            "categories": list(pro.categories),
            "skills": list(pro.skills),
        }
        async with browser.parts.sessions.begin() as session:
            assert await people.set_professional(session, who.id, None, profile, now)
            await people.set_active(session, who.id, True, now)
            await set_rating(session, who.id, *pro.ratings, now=now)
        await open_hours(browser.parts.sessions, who.id, now, "UTC", list(pro.week))
        for at, (minutes, price, currency) in enumerate(pro.services):
            await offer(
                browser.parts.sessions,
                who.id,
                now,
                title=pro.titles[at] if at < len(pro.titles) else "Talk",
                duration_minutes=minutes,
                price_minor=price,
                currency=currency,
            )
        async with browser.parts.sessions.begin() as session:
            await freetime.rebuild(session, who.id, int(now.timestamp()))


async def found(browser: Browser, **params: Any) -> list[str]:
    """The names on one page."""
    answer = await browser.get("/professionals", params=params)
    assert answer.status == 200, answer.body
    return [item["name"] for item in answer.body["items"]]


async def all_pages(browser: Browser, **params: Any) -> list[str]:
    """The names of all pages, one after another."""
    names: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(200):
        answer = await browser.get("/professionals", params={**params, **cursor})
        assert answer.status == 200, answer.body
        names += [item["name"] for item in answer.body["items"]]
        if answer.body["next_cursor"] is None:
            return names
        cursor = {"cursor": answer.body["next_cursor"]}
    raise AssertionError("the pages do not end")


async def documents(browser: Browser) -> int:
    """How many there are."""
    async with browser.parts.sessions() as session:
        return int(await session.scalar(text("SELECT count(*) FROM search_document")) or 0)
