"""Webhooks: signed, counted once, in any order; and what they report leaves the same books whatever their order."""

import asyncio
import json
import random
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.payments import charges, ledger
from scheduler.payments.apply import apply
from scheduler.payments.port import DisputeState, Intent, IntentStatus, RefundState, sign, verify
from scheduler.payments.tables import Charge
from scheduler.tests.fixtures import NOON
from scheduler.tests.payments.world import Shop


async def test_a_webhook_that_is_not_the_gateways_is_refused_and_changes_nothing(shop: Shop) -> None:
    _, charge_id = await shop.ask()
    await shop.pay(charge_id)
    body = (await shop.gateway.deliverer.events())[-1].encode()
    now, secret = shop.parts.clock.unix(), shop.gateway.deliverer.secret
    for signature in (
        None,
        "",
        "garbage",
        "t=1,v1=é",
        sign(body, "another secret", now),
        sign(body, secret, now - 400),
        sign(body + b" ", secret, now),
    ):
        headers = {"Content-Type": "application/json"}
        if signature is not None:
            headers["Visavis-Signature"] = signature
        answer = await shop.browser.post("/webhooks/payments", data=body, headers=headers)
        assert (answer.status, answer.slug) == (401, "unauthenticated"), signature
    await shop.jobs()
    assert await shop.status(charge_id) == "pending"


async def test_a_signed_body_that_is_no_event_is_malformed(shop: Shop) -> None:
    for body in ("", "{", "[]", '{"id": 5, "type": "x"}', '{"id": "x"}', '{"id": "a\\u0000", "type": "x"}', "1e999"):
        answer = await shop.deliver(body)
        assert (answer.status, answer.slug) == (400, "malformed-request"), body


async def test_the_same_webhook_again_does_nothing(shop: Shop) -> None:
    subject, charge_id = await shop.bought()
    before = await shop.balances()
    for body in (await shop.gateway.deliverer.events()) * 2:
        assert (await shop.deliver(body)).status == 204
        async with shop.parts.sessions() as session:
            assert await session.scalar(text("SELECT count(*) FROM pgqueuer")) == 0, "not even a look at the gateway"
    assert await shop.balances() == before
    assert (await shop.status(charge_id), await shop.told(subject)) == ("paid", (1, 0))


async def test_a_webhook_about_a_payment_of_somebody_elses_is_taken_and_has_no_effect(shop: Shop) -> None:
    await shop.deliver(json.dumps({"id": "evt_x", "type": "x", "payment_intent": "pi_of_nobody"}))
    body = {"amount": 5, "currency": "EUR", "hold": False, "title": "", "charge_id": "not ours"}
    _, intent = await shop.server("POST", "/v1/payment_intents", body)
    await shop.deliver(json.dumps({"id": "evt_y", "type": "x", "payment_intent": intent["id"]}))
    await shop.run()
    assert await shop.balances() == {}


async def test_a_running_gateway_delivers_by_itself(shop: Shop) -> None:
    _, charge_id = await shop.ask()
    await shop.pay(charge_id)
    arrived: asyncio.Queue[bytes] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        verify(request.headers["Visavis-Signature"], body, shop.gateway.deliverer.secret, shop.parts.clock.unix())
        await arrived.put(body)
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/hooks", take)
    async with TestServer(app) as server:
        shop.gateway.deliverer.url = str(server.make_url("/hooks"))
        async with shop.gateway.deliverer.running():
            event = json.loads(await asyncio.wait_for(arrived.get(), 20))
    assert event["payment_intent"] == (await shop.charge(charge_id)).intent_id


async def test_webhooks_that_nobody_takes_are_sent_again_later(shop: Shop, clock: ManualClock) -> None:
    _, charge_id = await shop.ask()
    await shop.pay(charge_id)
    right, shop.gateway.deliverer.url = shop.gateway.deliverer.url, "http://127.0.0.1:1/webhooks/payments"
    assert await shop.gateway.deliverer.deliver_due() == 0
    shop.gateway.deliverer.url = right
    assert await shop.gateway.deliverer.deliver_due() == 0, "not at once"
    clock.move(seconds=2)
    await shop.run()
    assert await shop.status(charge_id) == "paid"


@pytest.mark.parametrize("seed", range(4))
async def test_a_payments_webhooks_in_any_order_and_several_times_have_one_effect(shop: Shop, seed: int) -> None:
    """A payment's whole life happens at the gateway while no webhook comes through; then they all come at once."""
    subject, charge_id = await shop.ask()
    await shop.pay(charge_id, "declined")
    await shop.pay(charge_id)
    intent = (await shop.charge(charge_id)).intent_id
    for part in (1_000, 2_000):
        await shop.server("POST", "/v1/refunds", {"payment_intent": intent, "amount": part})
    _, dispute = await shop.server("POST", "/v1/disputes", {"payment_intent": intent})
    await shop.server("POST", f"/v1/disputes/{dispute['id']}/close", {"outcome": "lost"})
    events = (await shop.gateway.deliverer.events()) * 2
    assert len(events) == 12
    shuffler = random.Random(seed)
    shuffler.shuffle(events)
    for body in events:
        assert (await shop.deliver(body)).status == 204
        if shuffler.random() < 0.3:
            await shop.jobs()
    await shop.run()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("disputed", (1, 0))
    assert await shop.balances() == {"gateway": -200, "fee": 200}


def life() -> list[Intent]:
    """A payment as it looks after each thing that happens to it, the oldest look first."""
    open_ = Intent(id="pi_1", status="open", amount_minor=10_001, currency="EUR", client_secret="x")
    looks = [open_, replace(open_, failure="card_declined"), replace(open_, status="authorised")]
    paid = replace(looks[-1], status="captured", captured_minor=10_001, fee_minor=200)
    refunds: tuple[RefundState, ...] = ()
    looks.append(paid)
    for number in range(2):
        refunds += (RefundState(f"re_{number}", 1_111, "pending"),)
        looks.append(replace(paid, refunds=refunds))
        refunds = (*refunds[:-1], replace(refunds[-1], status="succeeded"))
        looks.append(replace(paid, refunds=refunds))
    disputes = [DisputeState("dp_1", 7_779, "open"), DisputeState("dp_1", 7_779, "won")]
    return [*looks, *(replace(paid, refunds=refunds, disputes=(dispute,)) for dispute in disputes)]


async def _books_after(shop: Shop, looks: list[Intent]) -> tuple[dict[str, int], str, tuple[int, int]]:
    parts = shop.parts
    subject, charge_id = await shop.ask(10_001)
    async with parts.sessions.begin() as session:
        row = await session.get_one(Charge, charge_id)
        row.intent_id, row.status = f"pi_{charge_id}", "pending"
    for number, look in enumerate(looks):
        mine = replace(
            look,
            id=f"pi_{charge_id}",
            refunds=tuple(replace(each, id=f"{each.id}{charge_id}") for each in look.refunds),
            disputes=tuple(replace(each, id=f"{each.id}{charge_id}") for each in look.disputes),
        )
        async with parts.sessions.begin() as session:
            await apply(session, parts.payments.subjects, mine, NOON)
            if number % 3 == 0:
                assert await ledger.drift(session) == []
    async with parts.sessions() as session:
        assert await ledger.drift(session) == []
        query = text(
            "SELECT a.kind, sum(e.amount_minor)::bigint FROM ledger_entry e JOIN ledger_account a"
            " ON a.id = e.account_id JOIN ledger_transaction t ON t.id = e.transaction_id"
            " WHERE t.charge_id = :id GROUP BY 1 HAVING sum(e.amount_minor) <> 0 ORDER BY 1"
        )
        rows = (await session.execute(query, {"id": charge_id})).all()
        books: dict[str, int] = {row.kind: row.sum for row in rows}
    return books, await shop.status(charge_id), await shop.told(subject)


@settings(
    max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
async def test_old_and_late_looks_in_any_order_leave_the_same_books(shop: Shop, data: st.DataObject) -> None:
    """Looks at the gateway overtake each other. Whatever their order, the newest look is always among them."""
    looks = life()
    order = data.draw(st.permutations([*looks, *looks]))
    books, status, told = await _books_after(shop, order)
    # 7779 are kept, of which 15 % are ours; the gateway kept its 200.
    assert books == {"gateway": 7_579, "fee": 200, "professional_held": -6_612, "commission": -1_167}
    assert (status, told) == ("partially_refunded", (1, 0))


async def test_a_second_intent_of_one_charge_is_none_of_ours(shop: Shop) -> None:
    """It can only come of a gateway that forgot its idempotency key; nobody has its secret."""
    _, charge_id = await shop.bought()
    other = Intent("pi_2", "captured", 10_000, "EUR", captured_minor=10_000, charge_id=charge_id)
    async with shop.parts.sessions.begin() as session:
        assert await apply(session, shop.parts.payments.subjects, other, NOON) is None
    await shop.balances()


async def test_another_amount_than_asked_for_is_not_taken_in(shop: Shop) -> None:
    _, charge_id = await shop.ask(10_000)
    for change in ({"amount_minor": 1}, {"currency": "USD"}):
        status: IntentStatus = "captured"
        wrong = replace(Intent("pi_3", status, 10_000, "EUR", 10_000, charge_id=charge_id), **change)
        with pytest.raises(ValueError, match="another amount"):
            async with shop.parts.sessions.begin() as session:
                await apply(session, shop.parts.payments.subjects, wrong, NOON)


async def test_a_dispute_takes_the_money_back_and_a_won_one_returns_it(shop: Shop, clock: ManualClock) -> None:
    subject, charge_id = await shop.bought(10_000, card="dispute-later")
    before = await shop.balances()
    async with shop.parts.sessions.begin() as session:
        await charges.release_to_payee(session, subject, clock.now())
    clock.move(hours=1)
    await shop.run()
    assert await shop.status(charge_id) == "disputed"
    assert await shop.balances() == {"gateway": -200, "fee": 200, "dispute": 10_000, "dispute_reserve": -10_000}
    async with shop.parts.sessions() as session:
        dispute = await session.scalar(text("SELECT id FROM charge_dispute"))
    assert (await shop.server("POST", f"/v1/disputes/{dispute}/close", {"outcome": "won"}))[0] == 200
    await shop.run()
    after = await shop.balances()
    assert after.pop("professional_payable") == before.pop("professional_held")
    assert (after, await shop.status(charge_id)) == (before, "paid")


async def test_a_dispute_won_after_a_refund_leaves_the_professional_what_is_kept_and_no_more(shop: Shop) -> None:
    """Found by the machine: the dispute took all, a part was given back meanwhile, and the bank then returned all."""
    _, charge_id = await shop.bought()
    intent = (await shop.charge(charge_id)).intent_id
    _, dispute = await shop.server("POST", "/v1/disputes", {"payment_intent": intent})
    await shop.run()
    status, _ = await shop.server("POST", "/v1/refunds", {"payment_intent": intent, "amount": 4_000})
    assert status == 200
    await shop.run()
    assert (await shop.balances())["loss"] == 4_000
    await shop.server("POST", f"/v1/disputes/{dispute['id']}/close", {"outcome": "won"})
    await shop.run()
    assert await shop.balances() == {"gateway": 5_800, "fee": 200, "professional_held": -5_100, "commission": -900}
