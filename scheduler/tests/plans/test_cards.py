"""Cards: seen, changed without paying, removed when nothing is paid with them; over HTTP, at the test gateway."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import text

from scheduler.payments.work import CARD_SYNC
from scheduler.plans import cards
from scheduler.plans.card_jobs import CardWork
from scheduler.tests.booking.test_paid import gateway_of
from scheduler.tests.fixtures import Answer, SignedInAs
from scheduler.tests.plans.world import Market

NEXT = datetime(2027, 4, 10, 11, tzinfo=UTC)
AFTER = datetime(2027, 5, 10, 11, tzinfo=UTC)


async def begun(market: Market, card: str = "ok", **terms: Any) -> str:
    """A subscription in its first month, whose card has a face."""
    subscription = await market.subscribe(await market.offer("subscription", **terms), card)
    await market.settle()
    return subscription


async def ask(market: Market, subscription: str) -> str:
    """Ask for another card; its id."""
    made = await market.send("POST", f"/subscriptions/{subscription}/card")
    assert (made.status, made.body["status"]) == (201, "asked"), made.body
    await market.settle()
    return str(made.body["id"])


async def confirm(market: Market, card: str, token: str, step: str = "confirm", **more: Any) -> tuple[int, Any]:
    """Confirm as the client's browser does; the gateway's status and answer."""
    found = await confirm_unheard(market, card, token, step, **more)
    await market.settle()
    return found


async def confirm_unheard(
    market: Market, card: str, token: str, step: str = "confirm", **more: Any
) -> tuple[int, Any]:
    """The same, before anything follows from it."""
    setup = (await market.send("GET", f"/cards/{card}")).body["setup"]
    return await at_gateway(setup, step, **(more or {"card": token}))


async def at_gateway(setup: Any, step: str, **body: Any) -> tuple[int, Any]:
    url = f"{setup['gateway_url']}/v1/setup_intents/{setup['setup_id']}/{step}"
    said = {"client_secret": setup["client_secret"], **body}
    async with aiohttp.ClientSession() as http, http.post(url, json=said) as answer:
        return answer.status, await answer.json()


async def changed(market: Market, subscription: str, token: str = "ok") -> str:
    """Another card, kept."""
    card = await ask(market, subscription)
    status, answer = await confirm(market, card, token)
    assert (status, answer["status"], answer["failure"]) == (200, "succeeded", None)
    return card


async def mine(market: Market, by: SignedInAs | None = None) -> list[tuple[Any, ...]]:
    """(brand, last four, status, how many subscriptions it pays)."""
    found = (await market.send("GET", "/cards", by=by)).body["items"]
    return sorted((each["brand"], each["last4"], each["status"], len(each["subscription_ids"])) for each in found)


async def shown_card(market: Market, subscription: str, by: SignedInAs | None = None) -> Any:
    card = (await market.send("GET", f"/subscriptions/{subscription}", by=by)).body["card"]
    return card and (card["brand"], card["last4"])


async def remove(market: Market, card: str, by: SignedInAs | None = None) -> Answer:
    return await market.send("DELETE", f"/cards/{card}", by=by)


async def detached(market: Market) -> list[str]:
    """The cards that the gateway keeps no longer, by token."""
    query = "SELECT body::jsonb ->> 'card' FROM test_gateway_object WHERE kind = 'method'"
    return [row[0] for row in await market.rows(f"{query} AND (body::jsonb ->> 'detached')::boolean ORDER BY 1")]


async def test_the_card_that_paid_is_seen_by_its_owner_alone(market: Market) -> None:
    subscription = await begun(market, "declined-later")
    assert await mine(market) == [("visa", "0341", "kept", 1)]
    assert await shown_card(market, subscription) == ("visa", "0341")
    assert await shown_card(market, subscription, market.ada) is None
    zoe = await market.browser.person("Zoe")
    assert await mine(market, zoe) == []
    card = (await market.send("GET", "/cards")).body["items"][0]["id"]
    assert (await market.send("GET", f"/cards/{card}", by=zoe)).status == 404
    assert (await remove(market, card, zoe)).status == 404
    assert (await market.send("POST", f"/subscriptions/{subscription}/card", by=zoe)).status == 404
    as_host = await market.send("POST", f"/subscriptions/{subscription}/card", by=market.ada)
    assert as_host.status == 403, "a card is its client's own affair"


async def test_another_card_is_kept_without_paying_and_the_next_month_is_taken_from_it(market: Market) -> None:
    subscription = await begun(market, "declined-later")
    card = await changed(market, subscription, "ok")
    assert await shown_card(market, subscription) == ("visa", "4242")
    assert await mine(market) == [("visa", "0341", "kept", 0), ("visa", "4242", "kept", 1)]
    assert (await market.send("GET", f"/cards/{card}")).body["setup"] is None
    assert await market.rows("SELECT count(*)::int FROM charge") == [(1,)]
    market.clock.set(NEXT)
    await market.settle()
    assert await market.rows("SELECT sum(captured_minor)::int FROM charge") == [(20_000,)]
    assert await shown_card(market, subscription) == ("visa", "4242")
    history = (await market.send("GET", f"/subscriptions/{subscription}/history")).body["items"]
    assert [each["what"] for each in history if each["what"] == "card changed"] == ["card changed"]
    await market.books()


async def test_what_could_not_be_paid_is_asked_of_the_new_card_at_once_and_charged_once(market: Market) -> None:
    subscription = await begun(market, "declined-later")
    market.clock.set(NEXT)
    await market.settle()
    assert (await market.send("GET", f"/subscriptions/{subscription}")).body["status"] == "past_due"
    await changed(market, subscription, "ok")
    seen = (await market.send("GET", f"/subscriptions/{subscription}")).body
    assert (seen["status"], seen["paid_until"]) == ("active", "2027-05-10T11:00:00Z")
    market.clock.set(NEXT + timedelta(days=5))
    await market.settle()
    assert await market.rows("SELECT captured_minor FROM charge ORDER BY created_at") == [(10_000,), (10_000,)]
    market.clock.set(AFTER)
    await market.settle()
    assert await market.rows("SELECT sum(captured_minor)::int FROM charge") == [(30_000,)]
    await market.books()


async def test_a_new_card_that_gives_nothing_is_asked_again_as_the_old_one_was(market: Market) -> None:
    subscription = await begun(market, "declined-later")
    market.clock.set(NEXT)
    await market.settle()
    await changed(market, subscription, "declined-later")
    assert await market.rows("SELECT attempts, declined FROM charge WHERE attempts > 0") == [(2, 2)]
    market.clock.set(NEXT + timedelta(days=6))
    for _ in range(3):
        await market.settle()
        market.clock.move(days=2)
    ended = (await market.send("GET", f"/subscriptions/{subscription}")).body
    assert (ended["status"], ended["end_reason"]) == ("ended", "unpaid")
    await market.books()


async def test_a_card_that_is_declined_leaves_the_old_one_and_may_be_tried_again(market: Market) -> None:
    subscription = await begun(market)
    card = await ask(market, subscription)
    assert (await confirm(market, card, "declined"))[1]["failure"] == "card_declined"
    seen = (await market.send("GET", f"/cards/{card}")).body
    assert (seen["status"], seen["failure"]) == ("asked", "card_declined")
    assert await shown_card(market, subscription) == ("visa", "4242")
    assert (await confirm(market, card, "needs-authentication"))[1]["status"] == "requires_action"
    refused = await confirm(market, card, "", "authenticate", accept=False)
    assert refused[1]["failure"] == "authentication_failed"
    await confirm(market, card, "needs-authentication")
    assert (await confirm(market, card, "", "authenticate", accept=True))[1]["status"] == "succeeded"
    assert await shown_card(market, subscription) == ("visa", "3184")


async def test_a_stranger_without_the_secret_keeps_no_card(market: Market) -> None:
    card = await ask(market, await begun(market))
    setup = (await market.send("GET", f"/cards/{card}")).body["setup"]
    assert (await at_gateway(setup | {"client_secret": "guessed"}, "confirm", card="ok"))[0] == 404
    await market.settle()
    assert (await market.send("GET", f"/cards/{card}")).body["status"] == "asked"


async def test_a_card_is_removed_when_nothing_is_paid_with_it_here_and_at_the_gateway(market: Market) -> None:
    subscription = await begun(market, "declined-later")
    old = (await market.send("GET", "/cards")).body["items"][0]["id"]
    refused = await remove(market, old)
    assert (refused.status, refused.slug) == (409, "conflict")
    assert "Have another card kept" in refused.body["detail"]
    new = await changed(market, subscription)
    assert (await remove(market, old)).status == 204
    await market.settle()
    assert await detached(market) == ["declined-later"]
    assert await mine(market) == [("visa", "4242", "kept", 1)]
    assert (await remove(market, old)).status == 404
    ended = await market.send("POST", f"/subscriptions/{subscription}/cancel", {"when": "now"}, by=market.ada)
    assert ended.status == 200
    assert (await remove(market, new)).status == 204
    await market.settle()
    assert await detached(market) == ["declined-later", "ok"]
    assert await mine(market) == []


async def test_one_card_pays_for_two_subscriptions_only_where_it_was_kept_for_both(market: Market) -> None:
    """Changing the card of one leaves the other's alone."""
    first, second = await begun(market, "ok"), await begun(market, "dispute-later")
    await changed(market, first, "declined-later")
    assert await shown_card(market, first) == ("visa", "0341")
    assert await shown_card(market, second) == ("visa", "0259")
    assert [row[1:] for row in await mine(market)] == [("0259", "kept", 1), ("0341", "kept", 1), ("4242", "kept", 0)]


async def test_no_card_is_asked_for_before_it_is_paid_nor_after_it_has_ended(market: Market) -> None:
    made = await market.send("POST", f"/plans/{await market.offer('subscription')}/subscribe")
    path = f"/subscriptions/{made.body['id']}/card"
    refused = await market.send("POST", path)
    assert (refused.status, "is not paid yet" in refused.body["detail"]) == (409, True)
    await market.pay(made.body["month"]["payment_id"])
    ended = await market.send("POST", f"/subscriptions/{made.body['id']}/cancel", {"when": "now"}, by=market.ada)
    assert ended.status == 200
    refused = await market.send("POST", path)
    assert (refused.status, "has ended" in refused.body["detail"]) == (409, True)


async def test_no_more_than_five_wait_to_be_confirmed(market: Market) -> None:
    subscription = await begun(market)
    for _ in range(cards.MOST_ASKED):
        await ask(market, subscription)
    assert (await market.send("POST", f"/subscriptions/{subscription}/card")).status == 409
    market.clock.move(days=1)
    assert (await market.send("POST", f"/subscriptions/{subscription}/card")).status == 201


async def test_a_card_confirmed_after_its_subscription_ended_is_not_kept(market: Market) -> None:
    subscription = await begun(market)
    card = await ask(market, subscription)
    await market.send("POST", f"/subscriptions/{subscription}/cancel", {"when": "now"}, by=market.ada)
    await confirm(market, card, "declined-later")
    assert await detached(market) == ["declined-later"]
    assert [row[1] for row in await mine(market)] == ["4242"]


async def test_a_card_that_its_owner_gave_up_is_not_kept_when_it_is_confirmed_all_the_same(market: Market) -> None:
    subscription = await begun(market)
    card = await ask(market, subscription)
    setup = (await market.send("GET", f"/cards/{card}")).body["setup"]
    assert (await remove(market, card)).status == 204
    assert (await at_gateway(setup, "confirm", card="declined-later"))[0] == 200
    await market.settle()
    assert await shown_card(market, subscription) == ("visa", "4242")
    assert await detached(market) == ["declined-later"]


@pytest.mark.parametrize("late", [False, True], ids=["a webhook that was lost", "nobody confirms it"])
async def test_what_no_webhook_tells_is_looked_at(market: Market, late: bool) -> None:
    subscription = await begun(market)
    card = await ask(market, subscription)
    gateway = market.browser.parts.payments.gateway
    work = CardWork(market.browser.parts.sessions, market.clock, gateway)
    if not late:
        await confirm_unheard(market, card, "declined-later")
        async with market.browser.parts.sessions.begin() as session:
            await session.execute(text("UPDATE test_gateway_event SET delivered_at = :now"), {"now": market.now})
    market.clock.move(hours=25 if late else 1)
    await work.look_again()
    await market.settle()
    seen = (await market.send("GET", f"/cards/{card}")).body
    assert (seen["status"], seen["failure"]) == (("failed", "not_confirmed") if late else ("kept", None))
    assert await shown_card(market, subscription) == ("visa", "4242" if late else "0341")


async def test_every_event_twice_and_in_the_wrong_order_changes_the_card_once(market: Market) -> None:
    subscription = await begun(market)
    card = await ask(market, subscription)
    await confirm(market, card, "declined")
    await confirm(market, card, "declined-later")
    deliverer = gateway_of(market.browser).deliverer
    for body in reversed(await deliverer.events()):
        await deliverer.send(body)
    setup = (await market.rows("SELECT setup_id FROM kept_card WHERE id = :id", id=UUID(card)))[0][0]
    handler = market.browser.parts.jobs.handler(CARD_SYNC)
    for _ in range(3):
        await handler({"setup_id": setup})
    await handler({"setup_id": "seti_nobody"})
    await market.settle()
    history = (await market.send("GET", f"/subscriptions/{subscription}/history")).body["items"]
    assert sum(each["what"] == "card changed" for each in history) == 1
    assert await shown_card(market, subscription) == ("visa", "0341")


async def test_who_leaves_has_their_cards_forgotten_at_the_gateway(market: Market) -> None:
    subscription = await begun(market)
    await market.send("POST", f"/subscriptions/{subscription}/cancel", {"when": "now"}, by=market.ada)
    async with market.browser.parts.sessions.begin() as session:
        await market.browser.parts.registry.erasers["kept_card"](session, market.carla.id, market.now)
    market.clock.move(hours=1)
    work = CardWork(market.browser.parts.sessions, market.clock, market.browser.parts.payments.gateway)
    await work.look_again()
    assert await detached(market) == ["ok"]
    assert await market.rows("SELECT brand, last4, forgotten_at IS NOT NULL FROM kept_card") == [(None, None, True)]
