"""Leaving with money in the books: nobody's is lost, nobody is kept for a few cents, and the ledger stays."""

from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.payments import charges, ledger
from scheduler.tests.fixtures import PASSWORD, Answer, SignedInAs
from scheduler.tests.payments.test_endpoints import release
from scheduler.tests.payments.world import Shop


async def ask_to_leave(shop: Shop, who: SignedInAs) -> Answer:
    entered = await shop.browser.post("/auth/login", {"email": who.email, "password": PASSWORD})
    return await shop.browser.post("/me/erasure", {"email": who.email}, by=entered.body["access_token"])


async def reasons(shop: Shop, who: SignedInAs) -> str:
    answer = await ask_to_leave(shop, who)
    assert (answer.status, answer.slug) == (409, "conflict"), answer.body
    return str(answer.body["detail"])


async def test_who_is_owed_money_is_told_and_paid_however_little_it_is_before_they_leave(
    shop: Shop, clock: ManualClock
) -> None:
    ada = shop.professional
    subject, _ = await shop.bought(500)  # less than is paid out to who stays
    assert "€4.25 of yours is held" in await reasons(shop, ada)
    await release(shop, subject)
    await shop.parts.payments.payouts.make_due()
    assert "€4.25 is still to be paid out to you" in await reasons(shop, ada)
    assert (await shop.browser.post("/me/professional/deactivate", by=ada)).status == 200
    await shop.parts.payments.payouts.make_due()
    assert "A payout of €4.25 is on its way to you" in await reasons(shop, ada)
    await shop.run()
    before = await shop.balances()
    assert (await ask_to_leave(shop, ada)).status == 202
    clock.move(days=14)
    await shop.run()
    entered = await shop.browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})
    assert entered.status == 401, "she has left"
    assert await shop.balances() == before
    async with shop.parts.sessions() as session:
        assert await ledger.drift(session) == []
        assert await session.scalar(text("SELECT count(*) FROM payout WHERE status = 'paid'")) == 1


async def test_who_owes_does_not_leave_the_debt_behind(shop: Shop) -> None:
    subject, _ = await shop.bought(10_000)
    await release(shop, subject)
    await shop.parts.payments.payouts.make_due()
    await shop.run()
    async with shop.parts.sessions.begin() as session:
        await charges.refund(session, subject, 10_000, "complaint", shop.parts.clock.now())
    assert "A refund of €100.00 is on its way to you" in await reasons(shop, shop.client)
    await shop.run()
    assert (await ask_to_leave(shop, shop.client)).status == 202
    assert "€85.00 that was given back or disputed" in await reasons(shop, shop.professional)


async def test_who_has_a_payment_disputed_stays_until_that_is_decided(shop: Shop, clock: ManualClock) -> None:
    await shop.bought(10_000, card="dispute-later")
    clock.move(days=1)
    await shop.run()
    assert "disputed at a bank" in await reasons(shop, shop.professional)
