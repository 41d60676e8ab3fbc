"""A scheduler killed at every step of buying and giving back a package, and of keeping and forgetting a card.

As in `test_killed.py`, nothing is chosen by hand: each round is the same wish with a scheduler that dies one step
later, until one comes to the end alive; what came of each round must be the same.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import aiohttp
import pytest

from scheduler.tests.booking.test_paid import gateway_of
from scheduler.tests.mortals import DONE, Mortals, at_every_step, calls_of
from scheduler.tests.plans.test_cards import begun, confirm_unheard
from scheduler.tests.plans.world import Market

Round = Callable[[int | None], Awaitable[tuple[str, Any]]]


async def the_same_at_every_step(one: Round) -> list[str]:
    """Rounds, the first without anybody dying; where the others died."""
    _, expected = await one(None)

    async def another(last: int) -> str:
        said, found = await one(last)
        assert found == expected, said
        return said

    return await at_every_step(another)


async def dies(market: Market, mortals: Mortals, last: int | None) -> str:
    """The next scheduler's life, and whoever comes after it."""
    said = DONE if last is None else await mortals.run(last)
    await market.settle()
    return said


async def heard(market: Market) -> None:
    """The gateway's events are in the queue; nobody has looked at them yet."""
    while await gateway_of(market.browser).deliverer.deliver_due():
        pass


async def came_of(market: Market, package: str) -> dict[str, Any]:
    """Everything that came of a package, in a form that is the same for each."""
    queries = {
        "row": "SELECT status, closed_for, credits_left, settled FROM prepayment WHERE id = :id",
        "charge": "SELECT status, captured_minor, refunded_minor FROM charge WHERE id = :id",
        "invoices": "SELECT count(*) FROM invoice WHERE charge_id = :id",
        "events": "SELECT what, count(*) FROM plan_event WHERE subject_id = :id GROUP BY 1 ORDER BY 1",
        "told": "SELECT kind, channel, count(*) FROM delivery WHERE cause LIKE '% ' || CAST(:id AS uuid) || '%'"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        "due": "SELECT entrypoint, count(*) FROM due_job WHERE convert_from(payload, 'utf8')"
        " LIKE '%' || CAST(:id AS uuid) || '%' GROUP BY 1 ORDER BY 1",
    }
    await market.books()
    return {name: await market.rows(query, id=UUID(package)) for name, query in queries.items()}


async def confirm_payment(market: Market, payment: str) -> None:
    shown = (await market.send("GET", f"/payments/{payment}")).body
    url = f"{shown['gateway_url']}/v1/payment_intents/{shown['intent_id']}/confirm"
    body = {"client_secret": shown["client_secret"], "card": "ok"}
    async with aiohttp.ClientSession() as http, http.post(url, json=body) as answer:
        assert answer.status == 200


@pytest.mark.timeout(300)
@pytest.mark.parametrize("phase", ["asking for the money", "taking it in and telling"])
async def test_killed_while_a_package_is_bought(market: Market, buyers: Mortals, phase: str) -> None:
    plan = await market.offer()

    async def one(last: int | None) -> tuple[str, Any]:
        made = await market.send("POST", f"/plans/{plan}/buy")
        asking = phase.startswith("asking")
        said = await dies(market, buyers, last) if asking else await dies(market, buyers, None)
        await confirm_payment(market, made.body["payment_id"])
        await heard(market)
        if asking:
            await market.settle()
        else:
            said = await dies(market, buyers, last)
        return said, await came_of(market, made.body["id"])

    died = await the_same_at_every_step(one)
    call = "create_intent" if phase.startswith("asking") else "fetch_intent"
    assert calls_of(died) >= {"commit", call}
    rounds = len(died) + 2
    assert await market.rows("SELECT count(*)::int FROM test_gateway_object WHERE kind = 'intent'") == [(rounds,)]
    assert await market.rows("SELECT sum(captured_minor)::int FROM charge") == [(10_000 * rounds,)]
    assert await market.told("package-bought") == 2 * rounds


@pytest.mark.timeout(300)
async def test_killed_while_a_package_is_given_back(market: Market, buyers: Mortals) -> None:
    plan = await market.offer()

    async def one(last: int | None) -> tuple[str, Any]:
        package = await market.buy(plan)
        back = await market.send("POST", f"/packages/{package}/refund", {"reason": "ill"}, by=market.ada)
        assert back.status == 200, back.body
        return await dies(market, buyers, last), await came_of(market, package)

    died = await the_same_at_every_step(one)
    assert calls_of(died) >= {"commit", "refund", "fetch_intent"}
    made = await market.rows("SELECT count(*)::int FROM test_gateway_object WHERE kind = 'refund'")
    assert made == [(len(died) + 2,)], "each was given back once"


CARD: dict[str, tuple[str, set[str]]] = {
    "asking": ("kept", {"commit", "create_setup"}),
    "keeping": ("kept", {"commit", "fetch_setup", "fetch_face"}),
    "forgetting": ("removed", {"commit", "forget_card"}),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("phase", CARD)
async def test_killed_while_a_card_is_kept_or_forgotten(market: Market, buyers: Mortals, phase: str) -> None:
    """Asked for, confirmed, seen by its last digits; then another takes its place and it is forgotten."""
    subscription = await begun(market)
    status, calls = CARD[phase]

    async def step(name: str, last: int | None) -> str:
        return await dies(market, buyers, last if name == phase else None)

    async def kept(last: int | None) -> tuple[str, str]:
        made = await market.send("POST", f"/subscriptions/{subscription}/card")
        assert made.status == 201, made.body
        asked = await step("asking", last)
        await confirm_unheard(market, made.body["id"], "declined-later")
        await heard(market)
        said = await step("keeping", last)
        return str(made.body["id"]), asked if phase == "asking" else said

    async def one(last: int | None) -> tuple[str, Any]:
        card, said = await kept(last)
        if phase == "forgetting":
            await kept(None)
            assert (await market.send("DELETE", f"/cards/{card}")).status == 204
            said = await step("forgetting", last)
        row = "SELECT status, brand, last4, failure, method IS NOT NULL, forgotten_at IS NOT NULL FROM kept_card"
        at_gateway = (
            "SELECT count(*), bool_or((body::jsonb ->> 'detached')::boolean) FROM test_gateway_object"
            " WHERE kind = 'method' AND id = (SELECT method FROM kept_card WHERE id = :id)"
        )
        paid_with = "SELECT method = (SELECT method FROM kept_card WHERE id = :id) FROM subscription"
        found = [await market.rows(f"{row} WHERE id = :id", id=UUID(card))]
        return said, found + [await market.rows(query, id=UUID(card)) for query in (at_gateway, paid_with)]

    died = await the_same_at_every_step(one)
    assert calls_of(died) >= calls
    assert await market.rows("SELECT DISTINCT status FROM kept_card WHERE status IN ('asked', 'failed')") == []
    kept_now = await market.rows("SELECT count(*)::int FROM kept_card WHERE status = :status", status=status)
    assert kept_now[0][0] >= len(died) + 2
    setups = await market.rows("SELECT count(*)::int FROM test_gateway_object WHERE kind = 'setup'")
    cards = await market.rows("SELECT count(*)::int FROM kept_card WHERE setup_id IS NOT NULL")
    assert setups == cards, "each was asked for once"
    changed = await market.rows("SELECT count(*)::int FROM plan_event WHERE what = 'card changed'")
    assert changed == cards, "each was taken in once"
