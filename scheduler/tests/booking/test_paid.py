"""Bookings that are paid, through the gateway: confirmed by the money, given back by policy, paid out by evidence."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import text

from scheduler.classes.jobs import closing_job
from scheduler.clock import ManualClock
from scheduler.payments import ledger
from scheduler.payments.parts import OwnGateway
from scheduler.tests.booking.test_clockwork import START, join, was_there
from scheduler.tests.booking.test_extension import agree, longer
from scheduler.tests.booking.test_requests import ask, pass_time, rows
from scheduler.tests.booking.world import professional
from scheduler.tests.classes.school import hold, host
from scheduler.tests.classes.school import seat as take_seat
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.payments.world import Shop

POLICY = {"steps": [{"hours_before": 24, "percent": 100}, {"hours_before": 0, "percent": 50}], "no_show_percent": 80}


def gateway_of(browser: Browser) -> OwnGateway:
    """The gateway in this process, its webhooks pointed at the application under test."""
    own = browser.parts.payments.own
    assert own is not None
    own.deliverer.url = str(browser.client.make_url("/webhooks/payments"))
    return own


async def settled(browser: Browser) -> None:
    """Deliver the gateway's webhooks and run every job there is, until all is quiet; no node answers here, and its
    jobs would be tried for ever."""
    async with browser.parts.sessions.begin() as session:
        await session.execute(
            text("DELETE FROM pgqueuer WHERE entrypoint IN ('close-room', 'leave-room', 'room-times')")
        )
    nobody = SignedInAs(UUID(int=0), "", "", "", UUID(int=0))
    gateway_of(browser)
    await Shop(browser, nobody, nobody).run()


async def pay(browser: Browser, who: SignedInAs, booking: str, card: str = "ok") -> int:
    """Pay what a booking waits for, and let everything follow; the gateway's status."""
    await settled(browser)
    status = await confirm_at_gateway(browser, who, booking, card)
    await settled(browser)
    return status


async def confirm_at_gateway(browser: Browser, who: SignedInAs, booking: str, card: str = "ok") -> int:
    """Pay as the client's browser does, with the client's secret, at the gateway."""
    path = f"/bookings/{booking}/charges"
    charges = (await browser.get(path, by=browser.token_now(who), role="client")).body["items"]
    waiting = next(each["id"] for each in charges if each["status"] not in {"paid", "refunded"})
    charge = (await browser.get(f"/payments/{waiting}", by=browser.token_now(who), role="client")).body
    url = f"{charge['gateway_url']}/v1/payment_intents/{charge['intent_id']}/confirm"
    body = {"client_secret": charge["client_secret"], "card": card}
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status


async def drift(browser: Browser) -> Any:
    async with browser.parts.sessions() as session:
        return await ledger.drift(session)


async def asked(browser: Browser, **terms: Any) -> tuple[SignedInAs, SignedInAs, UUID, str]:
    """(professional, client, service, booking) of something that costs 90 euros."""
    ada, service = await professional(browser, "Ada", **{"payment": "full", "policy": POLICY, **terms})
    carla = await browser.person("Carla")
    made = await ask(browser, carla, service)
    assert made.status == 201, made.body
    return ada, carla, service, made.body["id"]


async def status_of(browser: Browser, booking: str) -> Any:
    return (await rows(browser, "SELECT status FROM booking WHERE id = :id", id=booking))[0][0]


async def test_held_until_it_is_paid(browser: Browser) -> None:
    _, carla, service, booking = await asked(browser)
    assert await status_of(browser, booking) == "held"
    zoe = await browser.person("Zoe")
    assert (await ask(browser, zoe, service)).slug == "slot-taken"
    assert await pay(browser, carla, booking) == 200
    assert await status_of(browser, booking) == "confirmed"
    shown = await browser.get(f"/bookings/{booking}/charges", by=carla, role="client")
    assert [(each["status"], each["captured_minor"]) for each in shown.body["items"]] == [("paid", 9000)]
    assert await drift(browser) == []


async def test_an_abandoned_checkout_never_confirms_and_late_money_comes_back(
    browser: Browser, clock: ManualClock
) -> None:
    _, carla, service, booking = await asked(browser)
    await settled(browser)
    clock.move(minutes=15)
    zoe = await browser.person("Zoe")
    assert (await ask(browser, zoe, service)).status == 201  # the time is anybody's again, at the very moment
    await pay(browser, carla, booking)
    assert await status_of(browser, booking) == "expired"
    await settled(browser)
    charge = (await rows(browser, "SELECT captured_minor - refunded_minor FROM charge ORDER BY created_at"))[0]
    assert charge == (0,)
    assert await drift(browser) == []


async def test_a_declined_card_leaves_the_hold_for_another(browser: Browser) -> None:
    _, carla, _, booking = await asked(browser)
    await pay(browser, carla, booking, "declined")
    assert await status_of(browser, booking) == "held"
    assert await pay(browser, carla, booking) == 200
    assert await status_of(browser, booking) == "confirmed"


@pytest.mark.parametrize(
    ("role", "hours_before", "back"),
    [("client", 25, 9000), ("client", 2, 4500), ("professional", 1, 9000)],
    ids=["in time", "late", "by the professional"],
)
async def test_a_cancellation_gives_back_what_the_policy_says(
    browser: Browser, clock: ManualClock, role: str, hours_before: int, back: int
) -> None:
    ada, carla, _, booking = await asked(browser, cancel_cutoff_minutes=0)
    await pay(browser, carla, booking)
    clock.set(START - timedelta(hours=hours_before))
    who = browser.token_now(carla if role == "client" else ada)
    assert (await browser.post(f"/bookings/{booking}/cancel", {}, by=who, role=role)).status == 200
    await settled(browser)
    assert await rows(browser, "SELECT refunded_minor FROM charge") == [(back,)]
    assert await drift(browser) == []


async def test_the_client_hears_of_each_refund_once_with_its_amount(browser: Browser) -> None:
    _, carla, _, booking = await asked(browser)
    await pay(browser, carla, booking)
    assert (await browser.post(f"/bookings/{booking}/cancel", {}, by=carla, role="client")).status == 200
    for _ in range(2):
        await settled(browser)
    (mail,) = [each for each in await browser.mails(carla.email) if each["subject"].startswith("Paid back: ")]
    assert "Amount: €90.00" in mail["text"]


@pytest.mark.parametrize(
    ("there", "kept"), [("both", 9000), ("professional", 7200), ("client", 0), ("nobody", 0), ("outage", 0)]
)
async def test_the_money_follows_who_was_there_and_is_paid_out_when_nobody_contests_it(
    browser: Browser, clock: ManualClock, there: str, kept: int
) -> None:
    ada, carla, _, booking = await asked(browser)
    await pay(browser, carla, booking)
    if there in {"both", "client"}:
        await was_there(browser, booking, carla, "client", (0, 50))
    if there == "outage":  # no media server runs: the client stands before a closed door
        clock.set(START)
        assert (await join(browser, carla, booking)).status == 503
    if there in {"both", "professional", "outage"}:
        await was_there(browser, booking, ada, "professional", (0, 50))
    clock.set(START + timedelta(hours=2))
    await pass_time(browser)
    await settled(browser)
    kept_now = "SELECT captured_minor - refunded_minor, released_at IS NOT NULL FROM charge"
    assert await rows(browser, kept_now) == [(kept, False)]
    clock.move(days=3, seconds=1)
    await settled(browser)
    assert await rows(browser, kept_now) == [(kept, kept > 0)]
    assert await drift(browser) == []


async def test_what_is_disputed_is_not_paid_out(browser: Browser, clock: ManualClock) -> None:
    ada, carla, _, booking = await asked(browser)
    await pay(browser, carla, booking)
    await was_there(browser, booking, carla, "client", (0, 50))
    await was_there(browser, booking, ada, "professional", (0, 50))
    clock.set(START + timedelta(hours=2))
    await pass_time(browser)
    reason = {"reason": "The sound never worked"}
    answer = await browser.post(f"/bookings/{booking}/dispute", reason, by=browser.token_now(carla), role="client")
    assert answer.status == 200
    clock.move(days=4)
    await settled(browser)
    assert await rows(browser, "SELECT released_at FROM charge") == [(None,)]
    boss = await browser.person("Boss")
    await browser.grant(boss, "admin")
    verdict = {"outcome": "cancelled", "reason": "It did not"}
    decided = await browser.post(f"/bookings/{booking}/resolve", verdict, by=browser.token_now(boss), role="admin")
    assert decided.status == 200
    await settled(browser)
    assert await rows(browser, "SELECT refunded_minor FROM charge") == [(9000,)]
    assert await drift(browser) == []


async def test_approved_first_then_paid(browser: Browser) -> None:
    ada, carla, _, booking = await asked(browser, approval=True)
    assert await status_of(browser, booking) == "requested"
    assert await rows(browser, "SELECT count(*) FROM charge") == [(0,)]
    approved = await browser.post(f"/bookings/{booking}/approve", {}, by=ada, role="professional")
    assert (approved.body["status"], approved.body["expires_at"]) == ("held", "2027-03-11T12:00:00Z")
    assert await pay(browser, carla, booking) == 200
    assert await status_of(browser, booking) == "confirmed"


async def test_a_deposit_confirms_and_the_rest_is_asked_for(browser: Browser) -> None:
    _, carla, _, booking = await asked(browser, payment="deposit", deposit_percent=20)
    assert await pay(browser, carla, booking) == 200
    assert await status_of(browser, booking) == "confirmed"
    charges = await rows(browser, "SELECT mode, amount_minor FROM charge ORDER BY mode")
    assert charges == [("deposit", 1800), ("rest", 7200)]
    assert await pay(browser, carla, booking) == 200
    assert await rows(browser, "SELECT sum(captured_minor) FROM charge") == [(9000,)]


@pytest.mark.parametrize("when", ["at once", "when all else is paid out"])
async def test_going_on_for_longer_is_paid_too_and_reaches_the_professional_whenever_it_is(
    browser: Browser, clock: ManualClock, when: str
) -> None:
    ada, carla, _, booking = await asked(browser)
    await pay(browser, carla, booking)
    for who, side in ((carla, "client"), (ada, "professional")):
        await was_there(browser, booking, who, side, (0, 80))  # type: ignore[arg-type]
    clock.set(START + timedelta(minutes=50))
    assert (await longer(browser, carla, "client", booking)).status == 200
    assert (await agree(browser, ada, "professional", booking)).status == 200
    charges = "SELECT mode, amount_minor, captured_minor, released_at IS NOT NULL FROM charge ORDER BY created_at"
    assert await rows(browser, charges) == [("full", 9000, 9000, False), ("rest", 4500, 0, False)]
    if when == "at once":
        assert await pay(browser, carla, booking) == 200
    clock.set(START + timedelta(hours=2))
    await pass_time(browser)
    clock.move(days=3, seconds=1)
    await settled(browser)
    if when != "at once":
        assert await rows(browser, charges) == [("full", 9000, 9000, True), ("rest", 4500, 0, False)]
        assert await pay(browser, carla, booking) == 200
    assert await rows(browser, charges) == [("full", 9000, 9000, True), ("rest", 4500, 4500, True)]
    assert await drift(browser) == []


async def test_a_hold_on_the_card_is_taken_only_when_it_took_place(browser: Browser, clock: ManualClock) -> None:
    ada, carla, _, booking = await asked(browser, payment="hold")
    assert await pay(browser, carla, booking) == 200
    assert await status_of(browser, booking) == "confirmed"
    assert await rows(browser, "SELECT status, captured_minor FROM charge") == [("authorised", 0)]
    await was_there(browser, booking, carla, "client", (0, 50))
    await was_there(browser, booking, ada, "professional", (0, 50))
    clock.set(START + timedelta(hours=2))
    await pass_time(browser)
    await settled(browser)
    assert await rows(browser, "SELECT captured_minor FROM charge") == [(9000,)]
    assert await drift(browser) == []


async def test_seats_are_paid_and_given_back_when_the_class_is_called_off(browser: Browser) -> None:
    ada, service = await host(browser, payment="full", policy=POLICY)
    made = await hold(browser, ada, service)
    class_id = made.body["classes"][0]["id"]
    carla = await browser.person("Carla")
    taken = await take_seat(browser, carla, class_id)
    booking = taken.body["booking_ids"][0]
    assert await status_of(browser, booking) == "held"
    assert await pay(browser, carla, booking) == 200
    assert await status_of(browser, booking) == "confirmed"
    off = await browser.post(f"/classes/{class_id}/cancel", {"reason": "Ill"}, by=ada, role="professional")
    assert off.status == 200
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM pgqueuer WHERE entrypoint = 'class-closing'"))
    await closing_job(browser.parts.sessions, browser.parts.clock)({"class_id": class_id, "reason": "Ill"})
    await settled(browser)
    assert await status_of(browser, booking) == "cancelled"
    assert await rows(browser, "SELECT refunded_minor FROM charge") == [(9000,)]
    assert await drift(browser) == []


async def test_what_costs_nothing_is_confirmed_at_once(browser: Browser) -> None:
    _, _, _, booking = await asked(browser, price_minor=0)
    assert await status_of(browser, booking) == "confirmed"
    assert await rows(browser, "SELECT count(*) FROM charge") == [(0,)]


async def test_a_price_in_no_currency_is_refused(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    terms = {"title": "Talk", "duration_minutes": 60, "price_minor": 100, "currency": "XXZ", "payment": "full"}
    refused = await browser.post("/services", terms, by=ada, role="professional")
    assert (refused.status, refused.fields) == (422, ["currency"])
