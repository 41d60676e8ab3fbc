"""A scheduler killed at every step of a renewal, and of a decline: the next one finishes, and the card gave its money
once.

Nothing is chosen by hand: one subscription is renewed month after month, each time by a scheduler that dies one step
later, until one comes to the end alive. Declines begin at the step at which the card was asked.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from scheduler.plans.subscribing import month_id
from scheduler.tests.mortals import DONE, Mortals, at_every_step, calls_of
from scheduler.tests.plans.world import Market

TAKEN = "SELECT sum((body::json->>'captured')::int) FROM test_gateway_object WHERE kind = 'intent'"


async def came_of(market: Market, subscription: str, number: int) -> dict[str, Any]:
    """Everything that came of a month, in a form that is the same for each."""
    month = month_id(UUID(subscription), number)
    row = await market.rows(
        "SELECT status, period - :n FROM subscription WHERE id = :id", id=UUID(subscription), n=number
    )
    queries = {
        "month": "SELECT status, credits_left, settled FROM prepayment WHERE id = :id",
        "charge": "SELECT status, captured_minor, attempts, declined FROM charge WHERE id = :id",
        "invoices": "SELECT count(*) FROM invoice WHERE id = :id",
        "events": "SELECT what, count(*) FROM plan_event WHERE subject_id = :id GROUP BY 1 ORDER BY 1",
    }
    found = {name: await market.rows(query, id=month) for name, query in queries.items()}
    told = "SELECT kind, channel, count(*) FROM delivery WHERE cause ~ :cause GROUP BY 1, 2 ORDER BY 1, 2"
    due = "SELECT entrypoint, count(*) FROM due_job WHERE entrypoint LIKE 'plan-%' GROUP BY 1 ORDER BY 1"
    cause = f"^[a-z-]+ {subscription} {number}( |$)"
    return {**found, "row": row, "told": await market.rows(told, cause=cause), "due": await market.rows(due)}


async def killed(
    market: Market, mortals: Mortals, subscription: str, number: int, last: int | None
) -> tuple[str, dict[str, Any]]:
    """A month begins, with a scheduler that dies at a step (none: it lives); where, and what came of it."""
    (until,) = (await market.rows("SELECT paid_until FROM subscription WHERE id = :id", id=UUID(subscription)))[0]
    assert isinstance(until, datetime)
    market.clock.set(until)
    said = DONE if last is None else await mortals.run(last)
    await market.settle()
    await market.books()
    return said, await came_of(market, subscription, number)


@pytest.mark.timeout(600)
async def test_killed_at_any_step(market: Market, mortals: Mortals) -> None:
    subscription = await market.subscribe(await market.offer("subscription"))
    _, expected = await killed(market, mortals, subscription, 1, None)
    assert expected["charge"] == [("paid", 10_000, 1, 0)]
    assert ("subscription-renewed", "mail", 2) in expected["told"]
    assert expected["due"] == [("plan-end", 1), ("plan-renew", 1)]

    async def another(last: int) -> str:
        said, found = await killed(market, mortals, subscription, last + 2, last)
        assert found == expected, said
        return said

    died = await at_every_step(another)
    # Jobs run side by side, so a step is not always the same one: each kind of step is met, not each on both sides.
    assert calls_of(died) >= {"commit", "create_intent", "take"}
    months = len(died) + 3
    assert await market.rows("SELECT count(*) FROM test_gateway_object WHERE kind = 'intent'") == [(months,)]
    assert await market.rows(TAKEN) == [(10_000 * months,)], "the gateway took each month once"
    await declines(market, mortals, next(at for at, each in enumerate(died) if each.endswith("take")))


async def declines(market: Market, mortals: Mortals, first: int) -> None:
    """The same for a card that gives nothing: it is asked once, told of once, and asked again on one day."""
    async with market.browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM due_job"))
    subscription = await market.subscribe(await market.offer("subscription"), "declined-later")
    _, expected = await killed(market, mortals, subscription, 1, None)
    assert expected["charge"] == [("pending", 0, 1, 1)]
    assert ("subscription-unpaid", "mail", 1) in expected["told"]
    assert expected["due"] == [("plan-retry", 1)]
    begin = max(0, first - 2)

    async def another(last: int) -> str:
        number = last - begin + 2
        month = month_id(UUID(subscription), number - 1)
        assert await market.pay(str(month), "declined-later") == 200
        said, found = await killed(market, mortals, subscription, number, last)
        assert found == expected, said
        return said

    await at_every_step(another, first=begin)
