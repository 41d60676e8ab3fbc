"""Calendars linked through the endpoints, and what their owners see of it."""

from typing import Any

from sqlalchemy import text

from scheduler.tests.calendars.remote.radicale import PASSWORDS, Radicale
from scheduler.tests.fixtures import Answer, Browser, SignedInAs


async def find(browser: Browser, who: SignedInAs, url: str, user: str, password: str = "") -> Answer:
    """The calendars of an account at a CalDAV server."""
    account = {"address": url, "user": user, "password": password or PASSWORDS[user]}
    return await browser.post("/calendars/caldav", account, by=browser.token_now(who), role="client")


async def link(
    browser: Browser, who: SignedInAs, radicale: Radicale, user: str, *, writes: bool = True, busy: bool = True
) -> str:
    """Link the one calendar of a Radicale account; the link's id."""
    found = await find(browser, who, radicale.url, user)
    assert found.status == 200, found.body
    (calendar,) = found.body["calendars"]
    wish = {"address": calendar["address"], "counts_busy": busy, "writes": writes}
    chosen = {"choice": found.body["choice"], "calendars": [wish]}
    made = await browser.post("/calendars/choose", chosen, by=browser.token_now(who), role="client")
    assert made.status == 201, made.body
    await browser.parts.jobs.drain()
    return str(made.body["items"][0]["id"])


async def rows(browser: Browser, statement: str, **values: Any) -> list[Any]:
    """What a statement gives."""
    async with browser.parts.sessions.begin() as session:
        result: Any = await session.execute(text(statement), values)
        return list(result.all()) if result.returns_rows else []


async def copies(browser: Browser) -> list[tuple[str, str]]:
    """(href, state) of every copy."""
    return [tuple(row) for row in await rows(browser, "SELECT href, state FROM calendar_copy ORDER BY href")]


async def link_row(browser: Browser, link_id: str) -> dict[str, Any]:
    """A link as it is kept."""
    (row,) = await rows(
        browser,
        "SELECT state, problem, failures, next_at FROM calendar_link WHERE id = CAST(:id AS uuid)",
        id=link_id,
    )
    return dict(row._mapping)
