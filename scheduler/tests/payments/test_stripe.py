"""The Stripe implementation of the port, over HTTP, against localstripe: a server that answers as Stripe does.

It lives in an environment of its own under .visavis, made once. It knows no idempotency keys, no disputes and no
transfers; what rests on those is tested with the test gateway.
"""

import asyncio
import fcntl
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from scheduler.payments import charges
from scheduler.payments.port import GatewayAwayError, GatewayRefusedError, NewIntent, SignatureError, sign
from scheduler.payments.stripe_gateway import StripeGateway
from scheduler.tests.fixtures import Browser
from scheduler.tests.payments.world import Shop, open_shop

pytestmark = pytest.mark.stripe
ROOT = Path(__file__).parents[3]
VERSION = "localstripe==1.15.10"
KEY, WEBHOOK_SECRET = "sk_test_12345", "whsec_test"


def installed() -> Path:
    """localstripe's Python; installed when it is not there. Without a package index this fails, and says so."""
    folder = ROOT / ".visavis" / VERSION
    folder.parent.mkdir(exist_ok=True)
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        python = folder / "bin" / "python"
        if not (folder / ".ready").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", VERSION], check=True)
            (folder / ".ready").touch()
    return python


@pytest.fixture(scope="session")
def stripe_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """localstripe on a free port."""
    python, folder = installed(), tmp_path_factory.mktemp("localstripe")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(python), "-m", "localstripe", "--port", str(port), "--from-scratch"]
    with (folder / "log").open("w") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            pytest.fail(f"localstripe does not start: {(folder / 'log').read_text()}")
        yield f"http://127.0.0.1:{port}"
        process.kill()


@dataclass
class Stripe:
    """The gateway, and what a client's browser does at Stripe."""

    gateway: StripeGateway
    url: str

    async def ask(self, path: str, **form: str) -> tuple[int, Any]:
        """A form, as Stripe takes them."""
        headers = {"Authorization": f"Bearer {KEY}"}
        async with (
            aiohttp.ClientSession(headers=headers) as http,
            http.post(f"{self.url}{path}", data=form) as answer,
        ):
            raw = await answer.text()
            return answer.status, json.loads(raw) if raw else None

    async def pay(self, intent_id: str, number: str = "4242424242424242") -> int:
        """Confirm with a card; the status."""
        card = {"card[number]": number, "card[exp_month]": "12", "card[exp_year]": "2030", "card[cvc]": "123"}
        _, method = await self.ask("/v1/payment_methods", type="card", **card)
        await self.ask(f"/v1/payment_intents/{intent_id}", payment_method=method["id"])
        return (await self.ask(f"/v1/payment_intents/{intent_id}/confirm"))[0]


@pytest.fixture
def stripe(stripe_url: str) -> Stripe:
    """The gateway under test."""
    return Stripe(StripeGateway(KEY, WEBHOOK_SECRET, stripe_url), stripe_url)


def new(amount: int = 10_000, *, hold: bool = False, currency: str = "EUR") -> NewIntent:
    return NewIntent(uuid4(), amount, currency, "One hour", hold)


async def test_a_payment_from_intent_to_refund(stripe: Stripe) -> None:
    wish = new()
    intent = await stripe.gateway.create_intent(wish, "k1")
    assert (intent.status, intent.amount_minor, intent.currency) == ("open", 10_000, "EUR")
    assert intent.charge_id == wish.charge_id
    assert intent.client_secret is not None
    assert await stripe.pay(intent.id) == 200
    paid = await stripe.gateway.fetch_intent(intent.id)
    assert (paid.status, paid.captured_minor, paid.refunds) == ("captured", 10_000, ())
    refund_id = uuid4()
    first = await stripe.gateway.refund(intent.id, 2_500, refund_id, "k2")
    assert (first.status, first.amount_minor, first.refund_id) == ("succeeded", 2_500, refund_id)
    assert (await stripe.gateway.fetch_intent(intent.id)).refunds == (first,)


async def test_a_refund_asked_for_again_is_found_and_not_made_again(stripe: Stripe) -> None:
    """localstripe knows no idempotency keys, as Stripe does not after a while."""
    intent = await stripe.gateway.create_intent(new(), "k3")
    await stripe.pay(intent.id)
    refund_id = uuid4()
    made = [await stripe.gateway.refund(intent.id, 2_500, refund_id, "k4") for _ in range(3)]
    assert len({each.id for each in made}) == 1
    assert len((await stripe.gateway.fetch_intent(intent.id)).refunds) == 1


async def test_a_hold_is_captured_once_and_a_released_one_is_not(stripe: Stripe) -> None:
    for amount in (10_000, 4_000):
        intent = await stripe.gateway.create_intent(new(hold=True), f"h{amount}")
        await stripe.pay(intent.id)
        assert (await stripe.gateway.fetch_intent(intent.id)).status == "authorised"
        for _ in range(2):
            assert (await stripe.gateway.capture(intent.id, amount, f"c{amount}")).status == "captured"
    released = await stripe.gateway.create_intent(new(hold=True), "h2")
    await stripe.pay(released.id)
    assert (await stripe.gateway.cancel(released.id, "x1")).status == "cancelled"
    paid = await stripe.gateway.create_intent(new(), "h3")
    await stripe.pay(paid.id)
    with pytest.raises(GatewayRefusedError):
        await stripe.gateway.cancel(paid.id, "x2")


async def test_a_declined_card_is_told_with_its_reason(stripe: Stripe) -> None:
    intent = await stripe.gateway.create_intent(new(), "d1")
    assert await stripe.pay(intent.id, "4000000000000341") == 402
    seen = await stripe.gateway.fetch_intent(intent.id)
    assert (seen.status, seen.failure) == ("open", "card_declined")


async def test_a_stripe_that_does_not_answer_is_away_and_one_that_refuses_refuses(stripe: Stripe) -> None:
    with pytest.raises(GatewayAwayError):
        await StripeGateway(KEY, WEBHOOK_SECRET, "http://127.0.0.1:1").fetch_intent("pi_x")
    with pytest.raises(GatewayRefusedError):
        await stripe.gateway.fetch_intent("pi_nobody")


async def test_a_webhook_that_another_signed_in_stripes_way_is_taken(stripe: Stripe) -> None:
    arrived: asyncio.Queue[tuple[dict[str, str], bytes]] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        await arrived.put((dict(request.headers), await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hooks", take)
    async with TestServer(app) as server:
        url = str(server.make_url("/hooks"))
        await stripe.ask("/_config/webhooks/ours", url=url, secret=WEBHOOK_SECRET)
        intent = await stripe.gateway.create_intent(new(), "w1")
        await stripe.pay(intent.id)
        seen: set[tuple[str, str | None]] = set()
        while ("payment_intent.succeeded", intent.id) not in seen:  # others' may come in between
            headers, body = await asyncio.wait_for(arrived.get(), 20)
            event = stripe.gateway.read_event(headers, body, time.time())
            seen.add((event.kind, event.intent_id))
    with pytest.raises(SignatureError):
        stripe.gateway.read_event(headers, body + b" ", time.time())


@pytest.fixture
def environment(stripe_url: str) -> dict[str, str]:
    """The scheduler of these tests speaks to localstripe."""
    return {
        "VISAVIS_PAYMENTS_GATEWAY": "stripe",
        "VISAVIS_STRIPE_SECRET_KEY": KEY,
        "VISAVIS_STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "VISAVIS_STRIPE_URL": stripe_url,
    }


async def webhook(browser: Browser, intent_id: str, kind: str) -> int:
    """What Stripe sends; localstripe's own come a second later and by its own clock."""
    about = {"object": "payment_intent", "id": intent_id}
    body = json.dumps({"id": f"evt_{uuid4().hex}", "type": kind, "data": {"object": about}}).encode()
    headers = {
        "Stripe-Signature": sign(body, WEBHOOK_SECRET, browser.parts.clock.unix()),
        "Content-Type": "application/json",
    }
    return (await browser.post("/webhooks/payments", data=body, headers=headers)).status


async def test_a_charge_is_paid_and_given_back_through_stripe(browser: Browser, stripe: Stripe) -> None:
    async with open_shop(browser) as shop:
        subject, charge_id = await shop.ask()
        await shop.jobs()
        shown = await shop.checkout(charge_id)
        assert (shown["gateway"], shown["gateway_url"]) == ("stripe", None)
        assert shown["client_secret"].startswith(shown["intent_id"])
        await stripe.pay(shown["intent_id"])
        assert await webhook(browser, shown["intent_id"], "payment_intent.succeeded") == 204
        await shop.jobs()
        assert (await shop.status(charge_id), await shop.told(subject)) == ("paid", (1, 0))
        await give_back(shop, subject, charge_id, stripe)


async def give_back(shop: Shop, subject: Any, charge_id: UUID, stripe: Stripe) -> None:
    async with shop.parts.sessions.begin() as session:
        await charges.refund(session, subject, 10_000, "cancelled", shop.parts.clock.now())
    await asyncio.gather(shop.jobs(), shop.jobs())
    assert await shop.status(charge_id) == "refunded"
    assert len((await stripe.gateway.fetch_intent((await shop.charge(charge_id)).intent_id or "")).refunds) == 1


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ({"status": "processing", "latest_charge": "ch_1"}, ("open", True, "ch_1", None)),
        (
            {
                "status": "requires_payment_method",
                "last_payment_error": {"code": "payment_intent_payment_attempt_failed"},
            },
            ("open", False, None, "payment_intent_payment_attempt_failed"),
        ),
        ({"status": "canceled", "cancellation_reason": "automatic"}, ("cancelled", False, None, "automatic")),
        ({"status": "canceled"}, ("cancelled", False, None, None)),
    ],
    ids=["its bank decides later", "and said no", "a hold that nobody took in time", "let go by us"],
)
async def test_what_a_bank_does_later_is_understood(said: dict[str, Any], seen: tuple[Any, ...]) -> None:
    """localstripe decides at once; these are the words of Stripe's documentation."""
    intent = {"object": "payment_intent", "id": "pi_1", "amount": 500, "currency": "eur", **said}

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response(intent)

    app = web.Application()
    app.router.add_get("/v1/payment_intents/pi_1", answer)
    async with TestServer(app) as server:
        gateway = StripeGateway(KEY, WEBHOOK_SECRET, str(server.make_url("")).rstrip("/"))
        found = await gateway.fetch_intent("pi_1")
    assert (found.status, found.under_way, found.attempt, found.failure) == seen
