"""Going on for longer: only while it runs, only when both are free in both roles, only when the other side agrees."""

import asyncio
from datetime import timedelta

import pytest

from scheduler.clock import ManualClock
from scheduler.tests.booking.test_clockwork import START, booked
from scheduler.tests.booking.test_requests import ask, rows
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Answer, Browser, SignedInAs


async def longer(browser: Browser, who: SignedInAs, role: str, booking: str, minutes: int = 30) -> Answer:
    path = f"/bookings/{booking}/extension"
    return await browser.post(path, {"minutes": minutes}, by=browser.token_now(who), role=role)


async def agree(browser: Browser, who: SignedInAs, role: str, booking: str) -> Answer:
    return await browser.post(f"/bookings/{booking}/extension/grant", by=browser.token_now(who), role=role)


async def test_asked_by_one_granted_by_the_other(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await booked(browser)
    clock.set(START + timedelta(minutes=50))
    wished = await longer(browser, carla, "client", booking)
    assert (wished.status, wished.body["price_minor"], wished.body["asked_by"]) == (200, 4500, "client")
    shown = await browser.get(f"/bookings/{booking}/extension", by=browser.token_now(ada), role="professional")
    assert shown.body == wished.body
    assert (await agree(browser, carla, "client", booking)).slug == "forbidden"
    granted = await agree(browser, ada, "professional", booking)
    assert granted.status == 200, granted.body
    assert (granted.body["end"], granted.body["price_minor"]) == ("2027-03-12T17:30:00Z", 13500)
    assert granted.body["joinable"]["closes_at"] == "2027-03-12T17:35:00Z"
    ends = await rows(browser, "SELECT DISTINCT upper(during) FROM occupancy")
    assert ends == [(START + timedelta(minutes=90),)]
    assert (await agree(browser, ada, "professional", booking)).status == 404
    jobs = await rows(browser, "SELECT entrypoint FROM pgqueuer ORDER BY id DESC LIMIT 1")
    assert jobs == [("room-times",)]


@pytest.mark.parametrize("busy", ["client", "professional"])
async def test_not_when_one_of_them_is_busy_in_whichever_role(
    browser: Browser, clock: ManualClock, busy: str
) -> None:
    ada, carla, booking = await booked(browser)
    _, other = await professional(browser, "Ben")
    who = carla if busy == "client" else ada
    assert (await ask(browser, who, other, "2027-03-12T17:15:00Z")).status == 201
    clock.set(START + timedelta(minutes=50))
    refused = await longer(browser, carla, "client", booking)
    assert (refused.status, refused.slug) == (409, "slot-taken")
    assert ("You are" in refused.body["detail"]) == (busy == "client")
    assert (await longer(browser, carla, "client", booking, 15)).status == 200


async def test_decided_anew_when_it_is_granted(browser: Browser, clock: ManualClock) -> None:
    """Somebody books the time between the wish and the answer; or both at once, and one of them gets it."""
    ada, carla, booking = await booked(browser)
    service = (await rows(browser, "SELECT id FROM service"))[0][0]
    zoe = await browser.person("Zoe")
    clock.set(START + timedelta(minutes=50))
    assert (await longer(browser, carla, "client", booking)).status == 200
    answers = await asyncio.gather(
        agree(browser, ada, "professional", booking),
        ask(browser, browser.token_now(zoe), service, "2027-03-12T17:00:00Z"),
    )
    assert sorted(each.status for each in answers) in ([200, 409], [201, 409])
    assert {each.slug for each in answers if each.status == 409} == {"slot-taken"}


async def test_only_while_it_runs_and_for_five_minutes(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await booked(browser)
    assert (await longer(browser, carla, "client", booking)).slug == "conflict"
    clock.set(START + timedelta(minutes=40))
    assert (await longer(browser, carla, "client", booking, 7)).status == 422
    assert (await longer(browser, carla, "client", booking)).status == 200
    clock.move(minutes=5)
    assert (await agree(browser, ada, "professional", booking)).status == 404
    clock.set(START + timedelta(minutes=60))
    assert (await longer(browser, carla, "client", booking)).slug == "conflict"
