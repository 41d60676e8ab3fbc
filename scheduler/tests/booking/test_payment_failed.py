"""A payment that fails when its payer has left is told, once; what they saw fail at the page is not."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from scheduler.clock import ManualClock
from scheduler.tests.booking.test_clockwork import START, was_there
from scheduler.tests.booking.test_paid import asked, drift, gateway_of, pay, settled, status_of
from scheduler.tests.booking.test_requests import pass_time, rows
from scheduler.tests.fixtures import Browser, SignedInAs

CHARGES = "SELECT mode, status, captured_minor FROM charge ORDER BY created_at, mode"


async def told(browser: Browser, who: SignedInAs) -> list[Any]:
    """The mails about payments that failed."""
    mails = await browser.mails(who.email)
    return [each for each in mails if each["subject"].startswith("The payment for ")]


async def an_hour_later(browser: Browser, clock: ManualClock) -> None:
    clock.move(hours=1)
    await settled(browser)


async def test_the_rest_of_a_deposit_that_fails_later_is_told_once_for_each_time_it_was_tried(
    browser: Browser, clock: ManualClock
) -> None:
    _, carla, _, booking = await asked(browser, payment="deposit", deposit_percent=20)
    await pay(browser, carla, booking)
    assert await pay(browser, carla, booking, "fails-later") == 200
    assert await rows(browser, "SELECT status FROM charge WHERE mode = 'rest'") == [("pending",)]
    assert await told(browser, carla) == []
    await an_hour_later(browser, clock)
    (mail,) = await told(browser, carla)
    assert "Amount: €72.00" in mail["text"]
    for body in await gateway_of(browser).deliverer.events():  # every event again
        await gateway_of(browser).deliverer.send(body)
    await an_hour_later(browser, clock)
    assert len(await told(browser, carla)) == 1
    assert await pay(browser, carla, booking, "fails-later") == 200
    await an_hour_later(browser, clock)
    assert len(await told(browser, carla)) == 2
    assert await pay(browser, carla, booking) == 200
    assert await rows(browser, CHARGES) == [("deposit", "paid", 1800), ("rest", "paid", 7200)]
    assert await drift(browser) == []


@pytest.mark.parametrize("card", ["declined", "insufficient", "needs-authentication"])
async def test_what_is_declined_at_the_page_is_not_told(browser: Browser, clock: ManualClock, card: str) -> None:
    """Nor what their bank asked them there, and they refused."""
    _, carla, _, booking = await asked(browser, payment="deposit", deposit_percent=20)
    await pay(browser, carla, booking)
    assert await pay(browser, carla, booking, card) == 200
    if card == "needs-authentication":
        gateway = gateway_of(browser).client
        assert gateway is not None
        where = "SELECT intent_id, client_secret FROM charge WHERE mode = 'rest'"
        intent, secret = (await rows(browser, where))[0]
        url = f"{gateway.url}/v1/payment_intents/{intent}/authenticate"
        refusal = {"client_secret": secret, "accept": False}
        async with aiohttp.ClientSession() as session, session.post(url, json=refusal) as answer:
            assert answer.status == 200
    await settled(browser)
    assert await rows(browser, "SELECT failure IS NOT NULL FROM charge WHERE mode = 'rest'") == [(True,)]
    await an_hour_later(browser, clock)
    assert await told(browser, carla) == []


async def test_a_hold_that_lapses_before_the_meeting_is_told_and_asked_for_anew(
    browser: Browser, clock: ManualClock
) -> None:
    ada, carla, _, booking = await asked(browser, payment="hold")
    await pay(browser, carla, booking, "hold-lapses")
    assert await rows(browser, CHARGES) == [("hold", "authorised", 0)]
    await an_hour_later(browser, clock)
    assert await status_of(browser, booking) == "confirmed", "the time stays theirs"
    assert await rows(browser, CHARGES) == [("hold", "cancelled", 0), ("rest", "pending", 0)]
    await an_hour_later(browser, clock)
    (mail,) = await told(browser, carla)
    assert "Amount: €90.00" in mail["text"]
    assert await told(browser, ada) == []
    assert await pay(browser, carla, booking) == 200
    for who, side in ((carla, "client"), (ada, "professional")):
        await was_there(browser, booking, who, side, (0, 50))  # type: ignore[arg-type]
    clock.set(START + timedelta(hours=2))
    await pass_time(browser)
    clock.move(days=3, seconds=1)
    await settled(browser)
    paid_out = "SELECT captured_minor, released_at IS NOT NULL FROM charge WHERE mode = 'rest'"
    assert await rows(browser, paid_out) == [(9000, True)]
    assert await drift(browser) == []


@pytest.mark.parametrize(("how", "owed"), [("held", 9000), ("given up late", 4500)])
async def test_a_hold_that_can_no_longer_be_taken_when_it_is_owed_is_told_and_asked_for(
    browser: Browser, clock: ManualClock, how: str, owed: int
) -> None:
    """The bank's word comes only with the answer to the capture."""
    ada, carla, _, booking = await asked(browser, payment="hold", cancel_cutoff_minutes=0)
    await pay(browser, carla, booking, "hold-lapses")
    if how == "held":
        for who, side in ((carla, "client"), (ada, "professional")):
            await was_there(browser, booking, who, side, (0, 50))  # type: ignore[arg-type]
        clock.set(START + timedelta(hours=2))
        await pass_time(browser)
    else:
        clock.set(START - timedelta(hours=2))
        cancelled = await browser.post(f"/bookings/{booking}/cancel", {}, by=browser.token_now(carla), role="client")
        assert cancelled.status == 200
    assert await rows(browser, "SELECT wanted FROM charge") == [("capture",)]
    await gateway_of(browser).deliverer.let_banks_decide()
    await settled(browser)
    assert await rows(browser, "SELECT mode, status, amount_minor FROM charge ORDER BY created_at, mode") == [
        ("hold", "cancelled", 9000),
        ("rest", "pending", owed),
    ]
    (mail,) = await told(browser, carla)
    assert f"Amount: €{owed / 100:.2f}" in mail["text"]
    assert await pay(browser, carla, booking) == 200
    await settled(browser)
    assert await rows(browser, "SELECT sum(captured_minor)::int FROM charge") == [(owed,)]
    assert await drift(browser) == []


async def test_a_hold_that_lapsed_costs_nothing_when_it_is_cancelled(browser: Browser, clock: ManualClock) -> None:
    """It is not there any more, so nothing of it is kept, and what was asked for instead is let go."""
    ada, carla, _, booking = await asked(browser, payment="hold")
    await pay(browser, carla, booking, "hold-lapses")
    await an_hour_later(browser, clock)
    cancelled = await browser.post(f"/bookings/{booking}/cancel", {}, by=browser.token_now(ada), role="professional")
    assert cancelled.status == 200
    await settled(browser)
    assert await rows(browser, CHARGES) == [("hold", "cancelled", 0), ("rest", "cancelled", 0)]
    assert len(await told(browser, carla)) == 1
    assert await drift(browser) == []


async def test_a_hold_that_was_let_go_because_the_booking_was_given_up_is_not_told(
    browser: Browser, clock: ManualClock
) -> None:
    _, carla, _, booking = await asked(browser, payment="hold")
    await pay(browser, carla, booking)
    assert (await browser.post(f"/bookings/{booking}/cancel", {}, by=carla, role="client")).status == 200
    await an_hour_later(browser, clock)
    assert await rows(browser, CHARGES) == [("hold", "cancelled", 0)]
    assert await told(browser, carla) == []


@pytest.mark.parametrize(("approval", "count"), [(True, 1), (False, 0)], ids=["it waits still", "it has lapsed"])
async def test_what_was_to_confirm_a_booking_and_failed_later_is_told_while_it_can_be_paid_in_another_way(
    browser: Browser, clock: ManualClock, approval: bool, count: int
) -> None:
    ada, carla, _, booking = await asked(browser, approval=approval)
    if approval:
        await browser.post(f"/bookings/{booking}/approve", {}, by=ada, role="professional")
    await pay(browser, carla, booking, "fails-later")
    assert await status_of(browser, booking) == "held"
    clock.move(hours=1)
    await pass_time(browser)
    await settled(browser)
    assert await status_of(browser, booking) == ("held" if approval else "expired")
    assert len(await told(browser, carla)) == count
