"""One validator for both, over the database: what is listed can be booked, what is not listed cannot."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.booking import service as desk
from scheduler.http import Problem
from scheduler.tests.booking.world import offer, open_hours, professional, slots_of
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

# Half days around the two changes of the clock in Berlin, and an ordinary one.
BEGINNINGS = [
    datetime(2027, 3, 27, 22, tzinfo=UTC),
    datetime(2027, 10, 30, 22, tzinfo=UTC),
    datetime(2027, 6, 15, 5, tzinfo=UTC),
]


@pytest.mark.parametrize(
    ("start", "edited", "field"),
    [
        ("2027-03-12T10:00:00Z", {}, None),  # an hour after nine, and no quarter in between
        ("2027-03-12T10:15:00Z", {"buffer_before_minutes": 0, "buffer_after_minutes": 0}, "buffer_before_minutes"),
        ("2027-03-12T10:00:00Z", {"duration_minutes": 30}, "duration_minutes"),
        ("2027-03-12T10:20:00Z", {}, "start"),
        ("2027-03-12T10:15:00.5Z", {}, "start"),
        ("2027-03-10T12:15:00Z", {}, "start"),
        ("2027-06-12T10:15:00Z", {}, "start"),
        ("2027-03-12T03:00:00Z", {}, "start"),
    ],
    ids=["buffer", "own buffers", "own length", "off the step", "a fraction", "notice", "window", "closed"],
)
async def test_an_edited_request_skips_no_rule(
    browser: Browser, start: str, edited: dict[str, object], field: str | None
) -> None:
    """Whatever stands in the address or the body, the service's own terms decide; by booking and by moving."""
    terms: dict[str, Any] = {
        "buffer_before_minutes": 15,
        "buffer_after_minutes": 15,
        "notice_minutes": 60,
        "window_days": 60,
    }
    _, service = await professional(browser, "Ada", **terms)
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")

    async def book(who: SignedInAs, at: str, **more: object) -> Answer:
        body = {"service_id": str(service), "start": at, **more}
        return await browser.post("/bookings", body, by=who, role="client")

    assert (await book(carla, "2027-03-12T09:00:00Z")).status == 201
    own = (await book(zoe, "2027-03-13T09:00:00Z")).body["id"]
    address = await browser.post(
        "/bookings",
        {"service_id": str(service), "start": start},
        by=zoe,
        role="client",
        params={"buffer_before": "0"},
    )
    assert (address.status, address.fields) == (422, ["buffer_before"])
    refused = await book(zoe, start, **edited)
    assert refused.status == (409 if field is None else 422), refused.body
    assert field is None or field in refused.fields
    moved = await browser.post(f"/bookings/{own}/move", {"start": start, **edited}, by=zoe, role="client")
    assert moved.status in ({409, 422} if field in {None, "start"} else {422}), moved.body
    assert (await book(zoe, "2027-03-12T10:30:00Z")).status == 201, "with both buffers between them"


@pytest.mark.parametrize("begin", BEGINNINGS, ids=["spring", "autumn", "summer"])
async def test_listed_is_bookable(browser: Browser, begin: datetime) -> None:
    """Every five minutes of eight hours is tried (and given up again) after a few random bookings."""
    dice = random.Random(begin.isoformat())
    sessions, now = browser.parts.sessions, browser.parts.clock.now()
    ada = await browser.person("Ada", professional=True)
    week = [(weekday, start, stop) for weekday in range(7) for start, stop in ((30, 160), (170, 300), (390, 800))]
    await open_hours(sessions, ada.id, now, "Europe/Berlin", week)
    terms = {"step_minutes": 20, "duration_minutes": 40, "buffer_before_minutes": 5, "buffer_after_minutes": 10}
    service = await offer(sessions, ada.id, now, window_days=365, **terms)
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    end = begin + timedelta(hours=8)
    listed = await slots_of(browser, service, begin.isoformat(), end.isoformat())
    for wanted in dice.sample(listed, 2):
        body = {"service_id": str(service), "start": wanted}
        await browser.post("/bookings", body, by=carla, role="client")  # the second may be taken by the first
    listed = await slots_of(browser, service, begin.isoformat(), end.isoformat())
    bookable, refusals = [], set()
    for index in range(8 * 12):
        start = begin + timedelta(minutes=5 * index)
        async with sessions() as session:
            try:
                await desk.book(session, desk.Wish(service, zoe.id, start), now)
                bookable.append(start.isoformat().replace("+00:00", "Z"))
            except Problem as problem:
                refusals.add(problem.slug)
            await session.rollback()
    assert len(listed) > 3
    assert refusals == {"slot-taken", "invalid-input"}
    assert bookable == listed
