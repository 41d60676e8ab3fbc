"""One time, several visitors who are about to have it: held by one of them, and confirmed for one of them at most."""

import asyncio
from datetime import timedelta
from uuid import UUID

import aiohttp
import pytest

from scheduler.clock import ManualClock
from scheduler.tests.booking.test_paid import asked, confirm_at_gateway, drift, settled, status_of
from scheduler.tests.booking.test_requests import ask, pass_time, rows
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Browser

STANDS = "SELECT count(*)::int FROM booking WHERE status IN ('held', 'requested', 'confirmed')"


@pytest.mark.parametrize("approval", [False, True], ids=["to be paid", "to be approved"])
async def test_one_time_is_held_by_one_of_twenty_who_ask_at_once(browser: Browser, approval: bool) -> None:
    _, service = await professional(browser, "Ada", payment="full", approval=approval)
    visitors = [await browser.person(f"Visitor {number:02}") for number in range(20)]
    answers = await asyncio.gather(*(ask(browser, each, service) for each in visitors))
    assert sorted(each.status for each in answers) == [201] + [409] * 19
    assert {each.slug for each in answers if each.status == 409} == {"slot-taken"}
    assert await rows(browser, STANDS) == [(1,)]
    await settled(browser)
    assert await rows(browser, "SELECT count(*)::int FROM charge") == [(0 if approval else 1,)]


@pytest.mark.parametrize("order", ["first pays first", "second pays first", "both at once"])
@pytest.mark.parametrize("looked", [False, True], ids=["before anybody looked", "after"])
async def test_of_two_checkouts_of_one_time_one_is_confirmed_and_the_other_has_its_money_back(
    browser: Browser, clock: ManualClock, order: str, looked: bool
) -> None:
    """The first had lapsed when the second was begun; both clients pay all the same."""
    _, _, service, first = await asked(browser)
    await settled(browser)
    clock.move(minutes=15)
    if looked:
        await pass_time(browser)
    zoe = await browser.person("Zoe")
    made = await ask(browser, zoe, service)
    assert made.status == 201
    second = made.body["id"]
    # The first one's payment is still open at the gateway: what lets it go has not run.
    await browser.parts.jobs.handler("payment-intent")({"charge_id": await charge_of(browser, second)})
    paying = [first, second] if order == "first pays first" else [second, first]
    if order == "both at once":
        await asyncio.gather(*(pays(browser, each) for each in paying))
    else:
        for each in paying:
            await pays(browser, each)
    await settled(browser)
    await settled(browser)
    assert (await status_of(browser, first), await status_of(browser, second)) == ("expired", "confirmed")
    money = "SELECT captured_minor, captured_minor - refunded_minor FROM charge WHERE subject_id = :id"
    assert await rows(browser, money, id=UUID(first)) == [(9000, 0)]
    assert await rows(browser, money, id=UUID(second)) == [(9000, 9000)]
    assert await drift(browser) == []


async def pays(browser: Browser, booking: str) -> None:
    """At the gateway, from a page that was opened before."""
    known = "SELECT intent_id, client_secret FROM charge WHERE subject_id = :id"
    intent, secret = (await rows(browser, known, id=UUID(booking)))[0]
    url = f"{browser.parts.payments.gateway.public_url()}/v1/payment_intents/{intent}/confirm"
    body = {"client_secret": secret, "card": "ok"}
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        assert answer.status == 200


async def charge_of(browser: Browser, booking: str) -> str:
    found = await rows(browser, "SELECT id::text FROM charge WHERE subject_id = :id", id=UUID(booking))
    return str(found[0][0])


async def test_of_two_requests_for_one_time_the_one_that_lapsed_is_not_approved_any_more(
    browser: Browser, clock: ManualClock
) -> None:
    ada, service = await professional(browser, "Ada", approval=True)
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    first = (await ask(browser, carla, service)).body["id"]
    assert (await ask(browser, zoe, service)).slug == "slot-taken"
    clock.move(hours=24)
    made = await ask(browser, browser.token_now(zoe), service)
    assert made.status == 201
    token = browser.token_now(ada)
    answers = await asyncio.gather(
        *(
            browser.post(f"/bookings/{each}/approve", {}, by=token, role="professional")
            for each in (first, made.body["id"])
        )
    )
    assert [each.status for each in answers] == [409, 200]
    assert (await status_of(browser, first), await status_of(browser, made.body["id"])) == ("expired", "confirmed")


@pytest.mark.parametrize(
    ("early", "status", "left"),
    [(timedelta(seconds=1), "confirmed", 9000), (timedelta(), "expired", 0)],
    ids=["a moment before", "at the very moment"],
)
async def test_money_that_comes_when_the_hold_lapses(
    browser: Browser, clock: ManualClock, early: timedelta, status: str, left: int
) -> None:
    _, carla, _, booking = await asked(browser)
    await settled(browser)
    clock.set(clock.now() + timedelta(minutes=15) - early)
    await confirm_at_gateway(browser, carla, booking)
    await settled(browser)
    await pass_time(browser)
    await settled(browser)
    assert await status_of(browser, booking) == status
    assert await rows(browser, "SELECT captured_minor - refunded_minor FROM charge") == [(left,)]
    assert await drift(browser) == []
