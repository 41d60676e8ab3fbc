"""Subscriptions: paid once by their client, renewed from the kept card where the wall clock says, never twice."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import text

from scheduler.payments.port import SavedCard
from scheduler.tests.booking.test_requests import pass_time
from scheduler.tests.plans.world import Market

START = datetime(2027, 3, 12, 16, tzinfo=UTC)
NEXT = datetime(2027, 4, 10, 11, tzinfo=UTC)  # it began at one o'clock in Berlin on March 10, in winter
DAY = timedelta(days=1)


async def of(market: Market, subscription: str) -> Any:
    """How it is shown to its client."""
    shown = await market.send("GET", f"/subscriptions/{subscription}")
    assert shown.status == 200, shown.body
    return shown.body


async def begun(market: Market, card: str = "ok", **terms: Any) -> str:
    """A subscription in its first month."""
    return await market.subscribe(await market.offer("subscription", **terms), card)


async def renewed(market: Market, at: datetime = NEXT) -> None:
    market.clock.set(at)
    await market.settle()


async def captured(market: Market) -> list[int]:
    """What the gateway took, by charge."""
    return [row[0] for row in await market.rows("SELECT captured_minor FROM charge ORDER BY created_at")]


async def test_begun_used_and_renewed_from_the_kept_card(market: Market) -> None:
    subscription = await begun(market)
    shown = await of(market, subscription)
    assert (shown["status"], shown["paid_until"], shown["month"]["credits_left"]) == (
        "active",
        "2027-04-10T11:00:00Z",
        3,
    )
    booking = await market.booked(START, "subscription")
    assert (await market.book(NEXT, "subscription")).slug == "no-credit", "not past the month that is paid"
    await market.pass_by(booking, "client", "professional")
    await market.uncontested()
    assert (await market.books())["professional_payable"] == -2_833
    await renewed(market)
    shown = await of(market, subscription)
    assert (shown["status"], shown["paid_until"], shown["month"]["number"]) == ("active", "2027-05-10T11:00:00Z", 1)
    assert shown["month"]["credits_left"] == 3
    assert await captured(market) == [10_000, 10_000]
    books = await market.books()
    assert (books["prepaid"], books["professional_payable"]) == (-10_000, -8_500), "what was left of the month lapsed"
    assert await market.rows("SELECT count(*) FROM invoice") == [(2,)]
    assert (await market.told("subscription-started"), await market.told("subscription-renewed")) == (2, 2)


async def test_from_the_last_of_january_to_the_last_of_every_month(market: Market) -> None:
    market.clock.set(datetime(2028, 1, 31, 12, tzinfo=UTC))
    subscription = await begun(market)
    ends = []
    for _ in range(4):
        shown = await of(market, subscription)
        ends.append(shown["paid_until"])
        await renewed(market, datetime.fromisoformat(shown["paid_until"]))
    # One o'clock in Berlin, whatever the season; 2028 is a leap year.
    assert ends == ["2028-02-29T12:00:00Z", "2028-03-31T11:00:00Z", "2028-04-30T11:00:00Z", "2028-05-31T11:00:00Z"]
    assert await captured(market) == [10_000] * 5
    await market.books()


async def test_a_month_that_nobody_was_here_for_is_not_charged(market: Market) -> None:
    subscription = await begun(market)
    await renewed(market, datetime(2027, 7, 1, tzinfo=UTC))
    shown = await of(market, subscription)
    assert (shown["month"]["number"], shown["paid_until"]) == (3, "2027-07-10T11:00:00Z")
    assert await captured(market) == [10_000, 10_000]


async def test_a_card_that_gives_nothing_is_asked_again_and_each_time_told_of(market: Market) -> None:
    subscription = await begun(market, "declined-later")
    await renewed(market)
    assert (await of(market, subscription))["status"] == "past_due"
    assert (await market.book(NEXT + DAY, "subscription")).slug == "no-credit"
    for days, attempts, told in ((0.9, 1, 1), (1, 2, 2), (2.9, 2, 2), (3, 3, 3), (4.9, 3, 3)):
        await renewed(market, NEXT + days * DAY)
        seen = await market.rows("SELECT attempts, declined FROM charge ORDER BY created_at DESC LIMIT 1")
        assert (seen, await market.told("subscription-unpaid")) == ([(attempts, attempts)], told)
    await renewed(market, NEXT + 5 * DAY)
    shown = await of(market, subscription)
    assert (shown["status"], shown["end_reason"]) == ("ended", "unpaid")
    assert (await market.told("subscription-unpaid"), await market.told("subscription-ended")) == (3, 2)
    assert await market.rows("SELECT status FROM charge ORDER BY created_at") == [("paid",), ("cancelled",)]
    assert await market.rows("SELECT customer, method FROM subscription") == [(None, None)]
    await renewed(market, NEXT + 90 * DAY)
    assert await captured(market) == [10_000, 0]
    await market.books()


async def test_another_card_pays_in_between_and_is_the_one_that_is_kept(market: Market) -> None:
    subscription = await begun(market, "declined-later")
    await renewed(market)
    month = (await of(market, subscription))["month"]
    assert await market.pay(month["payment_id"], "ok") == 200
    shown = await of(market, subscription)
    assert (shown["status"], shown["paid_until"]) == ("active", "2027-05-10T11:00:00Z")
    await renewed(market, NEXT + 5 * DAY)
    assert await captured(market) == [10_000, 10_000]
    await renewed(market, datetime(2027, 5, 10, 11, tzinfo=UTC))
    assert await captured(market) == [10_000, 10_000, 10_000]
    assert (await of(market, subscription))["month"]["number"] == 2
    await market.books()


async def test_a_card_whose_bank_wants_its_owner_waits_for_them(market: Market) -> None:
    plan = await market.offer("subscription")
    made = await market.send("POST", f"/plans/{plan}/subscribe")
    payment = made.body["month"]["payment_id"]
    await market.pay(payment, "needs-authentication")
    await authenticate(market, payment)
    assert (await of(market, made.body["id"]))["status"] == "active"
    await renewed(market)
    assert (await of(market, made.body["id"]))["status"] == "past_due"
    month = (await of(market, made.body["id"]))["month"]
    assert (await market.send("GET", f"/payments/{month['payment_id']}")).body["failure"] == "authentication_required"


async def authenticate(market: Market, payment: str) -> None:
    """Their bank asked, they said yes."""
    shown = (await market.send("GET", f"/payments/{payment}")).body
    url = f"{shown['gateway_url']}/v1/payment_intents/{shown['intent_id']}/authenticate"
    async with aiohttp.ClientSession() as http:
        body = {"client_secret": shown["client_secret"], "accept": True}
        async with http.post(url, json=body) as answer:
            assert answer.status == 200
    await market.settle()


async def test_every_job_run_twice_charges_once(market: Market) -> None:
    subscription = await begun(market)
    market.clock.set(NEXT)
    jobs = market.browser.parts.jobs
    for _ in range(3):
        await jobs.handler("plan-renew")({"subscription_id": subscription, "period": 1})
        await market.settle()
    charge = str((await market.rows("SELECT id FROM charge ORDER BY created_at DESC LIMIT 1"))[0][0])
    for _ in range(2):
        await jobs.handler("payment-intent")({"charge_id": charge})
        await jobs.handler("payment-take")({"charge_id": charge, "attempt": 1})
        await jobs.handler("plan-end")({"prepayment_id": charge})
        await market.settle()
    intents = await market.rows("SELECT count(*) FROM test_gateway_object WHERE kind = 'intent'")
    assert (intents, await captured(market)) == ([(2,)], [10_000, 10_000])
    assert await market.told("subscription-renewed") == 2
    await market.books()


async def test_it_ends_with_the_month_when_its_client_wants_and_goes_on_when_they_think_again(market: Market) -> None:
    subscription = await begun(market)
    path = f"/subscriptions/{subscription}"
    assert (await market.send("POST", f"{path}/cancel", {"when": "now"})).status == 403
    ended = await market.send("POST", f"{path}/cancel", {})
    assert (ended.body["status"], ended.body["ends_then"]) == ("active", True)
    assert (await market.send("POST", f"{path}/resume", by=market.ada)).slug == "conflict", "not Ada's wish"
    assert (await market.send("POST", f"{path}/resume")).body["ends_then"] is False
    market.clock.move(minutes=1)
    await market.send("POST", f"{path}/cancel", {})
    await market.booked(NEXT - timedelta(hours=3), "subscription")
    await renewed(market)
    shown = await of(market, subscription)
    assert (shown["status"], shown["end_reason"]) == ("ended", "client")
    assert await captured(market) == [10_000]
    assert (await market.told("subscription-ending"), await market.told("subscription-ended")) == (4, 0)
    assert await market.rows("SELECT status FROM booking") == [("confirmed",)]
    again = await market.send("POST", f"{path}/cancel", {})
    assert (again.status, again.slug) == (409, "conflict")


@pytest.mark.parametrize("by", ["professional", "admin"])
async def test_ended_at_once_what_is_left_of_the_month_goes_back(market: Market, by: str) -> None:
    subscription = await begun(market)
    booking = await market.booked(START, "subscription")
    if by == "professional":
        body = {"when": "now", "reason": "Retiring"}
        done = await market.send("POST", f"/subscriptions/{subscription}/cancel", body, by=market.ada)
    else:
        boss = await market.browser.person("Boss")
        await market.browser.grant(boss, "admin")
        path = f"/admin/subscriptions/{subscription}/end"
        done = await market.send("POST", path, {"reason": "Asked for"}, by=boss, role="admin")
    assert done.status == 200, done.body
    await market.settle()
    assert await market.rows("SELECT refunded_minor FROM charge") == [(6_666,)]
    await market.pass_by(booking, "client", "professional")
    await market.uncontested()
    assert (await market.books())["professional_payable"] == -2_834
    await renewed(market)
    assert await captured(market) == [10_000]
    assert (await of(market, subscription))["status"] == "ended"


async def test_a_purchase_that_is_not_paid_leaves_nothing_and_may_be_made_anew(market: Market) -> None:
    plan = await market.offer("subscription")
    made = await market.send("POST", f"/plans/{plan}/subscribe")
    assert (await market.send("POST", f"/plans/{plan}/subscribe")).slug == "conflict"
    await market.settle()
    market.clock.move(hours=1)
    await market.settle()
    assert (await of(market, made.body["id"]))["status"] == "ended"
    assert await market.told("subscription-ended") == 0, "nobody knew of it"
    await market.subscribe(plan)
    assert await captured(market) == [0, 10_000]


async def test_who_has_left_is_not_charged(market: Market) -> None:
    subscription = await begun(market)
    async with market.browser.parts.sessions.begin() as session:
        await session.execute(text("UPDATE professional SET active = false"))
    await renewed(market)
    shown = await of(market, subscription)
    assert (shown["status"], shown["end_reason"]) == ("ended", "gone")
    assert await captured(market) == [10_000]


async def test_it_ends_while_the_card_is_asked_and_the_money_comes_back(market: Market) -> None:
    """The card says yes after the subscription's end was written."""
    subscription = await begun(market)
    market.clock.set(NEXT)
    jobs = market.browser.parts.jobs
    await jobs.handler("plan-renew")({"subscription_id": subscription, "period": 1})
    charge = (await market.rows("SELECT id FROM charge ORDER BY created_at DESC LIMIT 1"))[0][0]
    await jobs.handler("payment-intent")({"charge_id": str(charge)})
    gateway = market.browser.parts.payments.gateway
    intent, customer, method = (
        await market.rows("SELECT intent_id, customer, method FROM charge WHERE id = :id", id=charge)
    )[0]
    await gateway.take(intent, SavedCard(customer, method), f"charge:{charge}:take:1")
    body = {"when": "now"}
    assert (await market.send("POST", f"/subscriptions/{subscription}/cancel", body, by=market.ada)).status == 200
    await market.settle()
    back = await market.rows("SELECT refunded_minor FROM charge WHERE id = :id", id=UUID(str(charge)))
    assert back == [(10_000,)]
    await market.books()
    await pass_time(market.browser)
