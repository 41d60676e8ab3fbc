"""Charges from open to paid, held, let go and given back, over the real test gateway."""

import pytest
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.payments import charges
from scheduler.tests.payments.world import Shop, gather, post


async def test_a_paid_charge_confirms_its_subject_once_and_splits_the_money(shop: Shop) -> None:
    subject, charge_id = await shop.ask(10_000)
    assert await shop.status(charge_id) == "created"
    assert await shop.pay(charge_id) == "succeeded"
    await shop.run()
    assert await shop.status(charge_id) == "paid"
    assert await shop.told(subject) == (1, 0)
    assert await shop.balances() == {"gateway": 9_800, "fee": 200, "professional_held": -8_500, "commission": -1_500}
    shown = await shop.checkout(charge_id)
    assert (shown["status"], shown["client_secret"], shown["intent_id"]) == ("paid", None, None)


async def test_a_declined_card_leaves_the_charge_open_for_another(shop: Shop) -> None:
    subject, charge_id = await shop.ask()
    for card, code in (("declined", "card_declined"), ("insufficient", "insufficient_funds")):
        assert await shop.pay(charge_id, card) == "requires_payment_method"
        await shop.run()
        shown = await shop.checkout(charge_id)
        assert (shown["status"], shown["failure"]) == ("pending", code)
        assert await shop.told(subject) == (0, 0)
    assert await shop.pay(charge_id) == "succeeded"
    await shop.run()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("paid", (1, 0))


async def test_a_card_that_needs_authentication_is_paid_when_the_bank_says_yes(shop: Shop) -> None:
    _, charge_id = await shop.ask()
    assert await shop.pay(charge_id, "needs-authentication") == "requires_action"
    shown = await shop.checkout(charge_id)
    url = f"{shown['gateway_url']}/v1/payment_intents/{shown['intent_id']}/authenticate"
    said = {"client_secret": shown["client_secret"], "accept": True}
    assert (await post(url, {**said, "client_secret": "guessed"}))[0] == 404
    assert (await post(url, {**said, "accept": False}))[1]["failure"] == "authentication_failed"
    assert await shop.pay(charge_id, "needs-authentication") == "requires_action"
    assert (await post(url, said))[1]["status"] == "succeeded"
    await shop.run()
    assert await shop.status(charge_id) == "paid"


async def test_what_can_no_longer_be_had_is_given_back_in_full(shop: Shop) -> None:
    subject = await shop.ticket("expired")
    _, charge_id = await shop.ask(subject=subject)
    await shop.pay(charge_id)
    await shop.run()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("refunded", (1, 0))
    assert await shop.balances() == {"gateway": -200, "fee": 200}


async def test_a_hold_is_captured_later_in_part_and_the_rest_is_let_go(shop: Shop) -> None:
    subject, charge_id = await shop.bought(10_000, "hold")
    assert (await shop.status(charge_id), await shop.told(subject)) == ("authorised", (1, 0))
    assert await shop.balances() == {}
    for _ in range(2):
        async with shop.parts.sessions.begin() as session:
            await charges.capture(session, subject, shop.parts.clock.now(), 4_000)
    await shop.run()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("paid", (1, 0))
    assert await shop.balances() == {"gateway": 3_920, "fee": 80, "professional_held": -3_400, "commission": -600}


async def test_a_hold_that_is_released_costs_nothing_and_tells_nobody(shop: Shop) -> None:
    subject, charge_id = await shop.bought(10_000, "hold")
    async with shop.parts.sessions.begin() as session:
        await charges.release(session, subject, shop.parts.clock.now())
    await shop.run()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("cancelled", (1, 0))
    assert await shop.balances() == {}


@pytest.mark.parametrize("asked_first", [False, True])
async def test_what_is_released_before_it_is_paid_can_not_be_paid(shop: Shop, asked_first: bool) -> None:
    subject, charge_id = await shop.ask()
    if asked_first:
        await shop.jobs()
    async with shop.parts.sessions.begin() as session:
        await charges.release(session, subject, shop.parts.clock.now())
    assert (await shop.checkout(charge_id))["client_secret"] is None
    await shop.run()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("cancelled", (0, 0))


async def test_what_is_paid_in_the_moment_of_its_release_comes_back(shop: Shop) -> None:
    subject, charge_id = await shop.ask()
    await shop.pay(charge_id)
    async with shop.parts.sessions.begin() as session:
        await charges.release(session, subject, shop.parts.clock.now())
    await shop.run()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("refunded", (0, 0))
    assert await shop.balances() == {"gateway": -200, "fee": 200}


async def test_an_intent_that_ends_at_the_gateway_tells_the_subject_that_it_failed(shop: Shop) -> None:
    subject, charge_id = await shop.ask()
    await shop.jobs()
    intent = (await shop.charge(charge_id)).intent_id
    await shop.server("POST", f"/v1/payment_intents/{intent}/cancel", {})
    await shop.run()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("cancelled", (0, 1))


async def test_a_refund_in_parts_gives_back_the_commission_to_the_last_unit(shop: Shop) -> None:
    subject, charge_id = await shop.bought(9_999)
    now = shop.parts.clock.now()
    for part in (3_333, 1, 6_665):
        async with shop.parts.sessions.begin() as session:
            assert await charges.refund(session, subject, part, "part", now) == part
        await shop.run()
        await shop.balances()
    assert await shop.status(charge_id) == "refunded"
    assert set(await shop.balances()) == {"gateway", "fee"}


async def test_more_than_was_paid_is_never_given_back_however_often_it_is_asked(shop: Shop) -> None:
    subject, charge_id = await shop.bought(10_000)

    async def ask() -> int:
        async with shop.parts.sessions.begin() as session:
            return await charges.refund(session, subject, 6_000, "twice", shop.parts.clock.now())

    assert sorted(await gather(*(ask() for _ in range(4)))) == [0, 0, 4_000, 6_000]
    await shop.run()
    assert await shop.status(charge_id) == "refunded"
    await shop.balances()


async def test_a_refund_in_the_gateways_own_pages_is_in_the_books(shop: Shop) -> None:
    _, charge_id = await shop.bought(10_000)
    intent = (await shop.charge(charge_id)).intent_id
    await shop.server("POST", "/v1/refunds", {"payment_intent": intent, "amount": 2_500})
    await shop.run()
    assert await shop.status(charge_id) == "partially_refunded"
    assert (await shop.balances())["professional_held"] == -6_375


async def test_a_refund_in_the_gateways_pages_that_overtakes_ours_leaves_the_books_right(shop: Shop) -> None:
    """Ours is refused then, for there is nothing left; nothing is given back twice."""
    subject, charge_id = await shop.bought(10_000)
    async with shop.parts.sessions.begin() as session:
        await charges.refund(session, subject, 4_000, "ours", shop.parts.clock.now())
    intent = (await shop.charge(charge_id)).intent_id
    assert (await shop.server("POST", "/v1/refunds", {"payment_intent": intent, "amount": 10_000}))[0] == 200
    await shop.run()
    assert await shop.status(charge_id) == "refunded"
    assert await shop.balances() == {"gateway": -200, "fee": 200}


async def test_a_look_that_overtakes_a_refused_refund_does_not_jam(shop: Shop) -> None:
    subject, charge_id = await shop.bought(10_000)
    intent = (await shop.charge(charge_id)).intent_id
    assert (await shop.server("POST", "/v1/refunds", {"payment_intent": intent, "amount": 10_000}))[0] == 200
    async with shop.parts.sessions.begin() as session:
        await charges.refund(session, subject, 4_000, "ours", shop.parts.clock.now())
    await shop.parts.payments.work.sync({"intent_id": intent})
    await shop.run()
    assert await shop.status(charge_id) == "refunded"
    await shop.balances()


async def test_deposit_and_rest_are_two_charges_of_one_subject(shop: Shop) -> None:
    now, rest = charges.deposit_of(9_999, hundredths=30)
    assert now + rest == 9_999
    assert charges.deposit_of(100, minor=500) == (100, 0)
    subject, first = await shop.bought(now, "deposit")
    _, second = await shop.ask(rest, "rest", subject=subject)
    await shop.pay(second)
    await shop.run()
    assert [await shop.status(each) for each in (first, second)] == ["paid", "paid"]
    async with shop.parts.sessions.begin() as session:
        assert await charges.settle(session, subject, 2_000, "cancelled", shop.parts.clock.now()) == 7_999
    await shop.run()
    balances = await shop.balances()
    assert balances["professional_held"] + balances["commission"] == -2_000


async def test_settling_a_hold_takes_what_is_kept_and_lets_the_rest_go(shop: Shop) -> None:
    subject, charge_id = await shop.bought(10_000, "hold")
    async with shop.parts.sessions.begin() as session:
        assert await charges.settle(session, subject, 5_000, "no-show", shop.parts.clock.now()) == 0
    await shop.run()
    assert (await shop.charge(charge_id)).captured_minor == 5_000
    await shop.balances()


async def test_what_webhooks_never_told_is_found_by_looking_again(shop: Shop, clock: ManualClock) -> None:
    subject, charge_id = await shop.ask()
    await shop.pay(charge_id)
    await shop.jobs()
    assert await shop.status(charge_id) == "pending"
    await shop.parts.payments.work.look_again()
    assert await shop.status(charge_id) == "pending", "not before ten minutes"
    clock.move(minutes=11)
    await shop.parts.payments.work.look_again()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("paid", (1, 0))


async def test_a_payment_that_cannot_be_taken_in_keeps_no_other_from_being_found(
    shop: Shop, clock: ManualClock
) -> None:
    """The first that was looked at is the one whose amount is not what the gateway says."""
    _, wrong = await shop.ask()
    await shop.pay(wrong)
    clock.move(minutes=1)
    _, right = await shop.ask()
    await shop.pay(right)
    await shop.jobs()
    async with shop.parts.sessions.begin() as session:
        await session.execute(text("UPDATE charge SET amount_minor = 1 WHERE id = :id"), {"id": wrong})
    clock.move(minutes=11)
    with pytest.raises(ExceptionGroup) as failed:
        await shop.parts.payments.work.look_again()
    assert "another amount" in str(failed.value.exceptions[0])
    assert (await shop.status(wrong), await shop.status(right)) == ("pending", "paid")


@pytest.mark.parametrize(("amount", "currency"), [(0, "EUR"), (-1, "EUR"), (10**13, "EUR"), (5, "XXX")])
async def test_what_cannot_be_paid_is_refused_at_once(shop: Shop, amount: int, currency: str) -> None:
    with pytest.raises(ValueError, match=r"currency|paid"):
        await shop.ask(amount, currency=currency)
