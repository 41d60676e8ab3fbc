"""Bought and renewed through the Stripe implementation, over HTTP against localstripe, with what it lacks of kept
cards in front of it (`strict_stripe.py`). localstripe knows no idempotency keys: that a month is charged once does
not rest on them.
"""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from scheduler.payments.port import GatewayRefusedError, NewIntent, SavedCard, sign
from scheduler.payments.stripe_gateway import StripeGateway
from scheduler.tests.fixtures import Browser
from scheduler.tests.payments.test_stripe import KEY, WEBHOOK_SECRET, Stripe, stripe_url, webhook  # noqa: F401
from scheduler.tests.payments.world import Shop
from scheduler.tests.plans.strict_stripe import StrictStripe
from scheduler.tests.plans.world import Market

pytestmark = pytest.mark.stripe
NEXT = datetime(2027, 4, 10, 11, tzinfo=UTC)
FAILS_LATER = "4000000000000341"


@pytest.fixture
async def strict(stripe_url: str) -> AsyncIterator[StrictStripe]:  # noqa: F811 - a fixture
    """Stripe's rules of kept cards in front of localstripe."""
    proxy = StrictStripe(stripe_url)
    async with TestServer(proxy.application()) as server:
        proxy.own = str(server.make_url("")).rstrip("/")
        yield proxy


@pytest.fixture
def stripe(strict: StrictStripe) -> Stripe:
    """The gateway, and a client's browser."""
    return Stripe(StripeGateway(KEY, WEBHOOK_SECRET, strict.own), strict.own)


@pytest.fixture
def environment(stripe: Stripe) -> dict[str, str]:
    """The scheduler of these tests speaks to it."""
    return {
        "VISAVIS_PAYMENTS_GATEWAY": "stripe",
        "VISAVIS_STRIPE_SECRET_KEY": KEY,
        "VISAVIS_STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "VISAVIS_STRIPE_URL": stripe.url,
    }


async def kept(stripe: Stripe, number: str = "4242424242424242") -> tuple[SavedCard, str]:
    """A card that was kept by a payment, and the intent of it."""
    wish = NewIntent(uuid4(), 10_000, "EUR", "A month", hold=False, keeps_card=True)
    intent = await stripe.gateway.create_intent(wish, str(uuid4()))
    assert intent.card is None
    assert await stripe.pay(intent.id, number) == 200
    seen = await stripe.gateway.fetch_intent(intent.id)
    assert seen.card is not None
    return seen.card, intent.id


async def asked_for(stripe: Stripe, card: SavedCard) -> str:
    """The intent of another month."""
    wish = NewIntent(uuid4(), 10_000, "EUR", "A month", hold=False, keeps_card=True, card=card)
    return (await stripe.gateway.create_intent(wish, str(uuid4()))).id


async def test_a_kept_card_pays_with_nobody_there_and_once(stripe: Stripe, strict: StrictStripe) -> None:
    card, _ = await kept(stripe)
    intent = await asked_for(stripe, card)
    for _ in range(3):
        assert (await stripe.gateway.take(intent, card, "t")).status == "captured"
    confirmed = [form for path, form in strict.asked if path.endswith(f"{intent}/confirm")]
    assert confirmed == [{"payment_method": card.method, "off_session": "true"}]
    created = [form for path, form in strict.asked if path == "/v1/payment_intents"]
    assert [form.get("setup_future_usage") for form in created] == ["off_session", None]
    assert created[1]["customer"] == card.customer


async def test_a_kept_card_that_gives_nothing_says_why(stripe: Stripe, strict: StrictStripe) -> None:
    card, _ = await kept(stripe)
    bad = SavedCard(card.customer, await attached(stripe, card.customer))
    seen = await stripe.gateway.take(await asked_for(stripe, bad), bad, "t")
    assert (seen.status, seen.failure, seen.captured_minor) == ("open", "card_declined", 0)


async def set_up(stripe: Stripe, setup_id: str, secret: str | None, number: str = "4242424242424242") -> int:
    """Confirm a card that is to be kept, as the client's browser does; the status."""
    card = {"card[number]": number, "card[exp_month]": "12", "card[exp_year]": "2030", "card[cvc]": "123"}
    _, method = await stripe.ask("/v1/payment_methods", type="card", **card)
    path = f"/v1/setup_intents/{setup_id}/confirm"
    return (await stripe.ask(path, payment_method=method["id"], client_secret=secret or ""))[0]


async def test_a_card_is_set_up_without_paying_pays_later_and_is_forgotten(
    stripe: Stripe, strict: StrictStripe
) -> None:
    first, _ = await kept(stripe)
    setup = await stripe.gateway.create_setup(first.customer, uuid4(), "k")
    assert (setup.status, setup.card) == ("open", None)
    made = next(form for path, form in strict.asked if path == "/v1/setup_intents")
    assert (made["customer"], made["usage"]) == (first.customer, "off_session")
    assert await set_up(stripe, setup.id, setup.client_secret, "5555555555554444") == 200
    seen = await stripe.gateway.fetch_setup(setup.id)
    assert seen.status == "kept"
    assert seen.card is not None
    assert seen.card.customer == first.customer
    assert (await stripe.gateway.fetch_face(seen.card)).last4 == "4444"
    assert (await stripe.gateway.take(await asked_for(stripe, seen.card), seen.card, "t")).status == "captured"
    await stripe.gateway.forget_card(seen.card, "f")
    after = await stripe.gateway.take(await asked_for(stripe, seen.card), seen.card, "t")
    assert (after.status, after.failure) == ("open", "payment_method_unexpected_state")
    with pytest.raises(GatewayRefusedError):
        await stripe.gateway.fetch_setup("seti_nobody")


async def test_a_card_that_is_declined_is_not_kept(stripe: Stripe) -> None:
    first, _ = await kept(stripe)
    setup = await stripe.gateway.create_setup(first.customer, uuid4(), "k")
    assert await set_up(stripe, setup.id, setup.client_secret, "4000000000000002") == 402
    seen = await stripe.gateway.fetch_setup(setup.id)
    assert (seen.status == "kept", seen.card) == (False, None)


async def test_another_card_is_kept_over_http_and_the_next_month_is_taken_from_it(
    market: Market, stripe: Stripe, browser: Browser
) -> None:
    made: Any = (await market.send("POST", f"/plans/{await market.offer('subscription')}/subscribe")).body
    await paid(market, stripe, made["month"]["payment_id"])
    shop = Shop(browser, market.carla, market.ada)
    card = (await market.send("POST", f"/subscriptions/{made['id']}/card")).body["id"]
    await shop.jobs()
    setup = (await market.send("GET", f"/cards/{card}")).body["setup"]
    assert setup["gateway"] == "stripe"
    assert await set_up(stripe, setup["setup_id"], setup["client_secret"], "5555555555554444") == 200
    about = {"object": "setup_intent", "id": setup["setup_id"]}
    event = json.dumps({"id": "evt_setup", "type": "setup_intent.succeeded", "data": {"object": about}})
    for _ in range(2):
        headers = {"Stripe-Signature": sign(event.encode(), WEBHOOK_SECRET, browser.parts.clock.unix())}
        async with browser.client.post("/webhooks/payments", data=event, headers=headers) as answer:
            assert answer.status == 204
        await shop.jobs()
    shown = (await market.send("GET", f"/subscriptions/{made['id']}")).body
    assert shown["card"]["last4"] == "4444"
    market.clock.set(NEXT)
    await shop.jobs()
    assert await market.rows("SELECT sum(captured_minor)::int FROM charge") == [(20_000,)]
    methods = await market.rows("SELECT count(DISTINCT method)::int FROM charge")
    assert methods == [(2,)]


async def test_a_card_of_nobody_is_refused_in_words(stripe: Stripe) -> None:
    card, _ = await kept(stripe)
    other, _ = await kept(stripe)
    seen = await stripe.gateway.take(await asked_for(stripe, card), other, "t")
    assert (seen.status, seen.failure) == ("open", "payment_method_unexpected_state")
    with pytest.raises(GatewayRefusedError):
        await stripe.gateway.take("pi_nobody", card, "t")


async def attached(stripe: Stripe, customer: str) -> str:
    """A card of this customer that fails when it is charged."""
    card = {"card[number]": FAILS_LATER, "card[exp_month]": "12", "card[exp_year]": "2030", "card[cvc]": "123"}
    _, method = await stripe.ask("/v1/payment_methods", type="card", **card)
    await stripe.ask(f"/v1/payment_methods/{method['id']}/attach", customer=customer)
    return str(method["id"])


async def paid(market: Market, stripe: Stripe, payment: str) -> None:
    """Its client pays at Stripe, which tells us."""
    shop = Shop(market.browser, market.carla, market.ada)
    await shop.jobs()
    shown = (await market.send("GET", f"/payments/{payment}")).body
    assert await stripe.pay(shown["intent_id"]) == 200
    assert await webhook(market.browser, shown["intent_id"], "payment_intent.succeeded") == 204
    await shop.jobs()


async def test_a_package_is_bought_and_given_back(market: Market, stripe: Stripe, browser: Browser) -> None:
    bought = (await market.send("POST", f"/plans/{await market.offer()}/buy")).body
    await paid(market, stripe, bought["payment_id"])
    assert await market.credits(bought["id"]) == (3, 0, "active")
    await market.booked(datetime(2027, 3, 12, 16, tzinfo=UTC))
    assert (await market.send("POST", f"/packages/{bought['id']}/refund", {}, by=market.ada)).status == 200
    await Shop(browser, market.carla, market.ada).jobs()
    charge = await market.rows("SELECT status, refunded_minor, earned_minor, unearned_minor FROM charge")
    assert charge == [("partially_refunded", 6_666, 0, 3_334)]
    await market.books()


async def test_a_subscription_is_begun_renewed_and_ends_when_its_card_gives_nothing(
    market: Market, stripe: Stripe, browser: Browser
) -> None:
    made: Any = (await market.send("POST", f"/plans/{await market.offer('subscription')}/subscribe")).body
    await paid(market, stripe, made["month"]["payment_id"])
    shop = Shop(browser, market.carla, market.ada)
    market.clock.set(NEXT)
    await shop.jobs()
    shown = (await market.send("GET", f"/subscriptions/{made['id']}")).body
    assert (shown["status"], shown["month"]["number"], shown["paid_until"]) == ("active", 1, "2027-05-10T11:00:00Z")
    assert await market.rows("SELECT sum(captured_minor) FROM charge") == [(20_000,)]
    (customer,) = (await market.rows("SELECT customer FROM subscription"))[0]
    async with browser.parts.sessions.begin() as session:
        change = text("UPDATE subscription SET method = :method WHERE id = :id")
        await session.execute(change, {"method": await attached(stripe, customer), "id": UUID(made["id"])})
    market.clock.set(datetime(2027, 5, 10, 11, tzinfo=UTC))
    await shop.jobs()
    assert await market.rows("SELECT status FROM subscription") == [("past_due",)]
    assert (await market.rows("SELECT failure FROM charge ORDER BY created_at DESC LIMIT 1"))[0] == ("card_declined",)
    for days in (11, 13, 15):
        market.clock.set(datetime(2027, 5, days, 11, tzinfo=UTC))
        await shop.jobs()
    assert await market.rows("SELECT status, end_reason FROM subscription") == [("ended", "unpaid")]
    assert await market.told("subscription-unpaid") == 3
    await market.books()
