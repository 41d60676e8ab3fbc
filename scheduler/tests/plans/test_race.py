"""Many at once for what there is only one of: the last credit, the one renewal, the one refund."""

import asyncio
from datetime import UTC, datetime, timedelta

from scheduler.tests.fixtures import Answer
from scheduler.tests.plans.world import Market

START = datetime(2027, 3, 12, 8, tzinfo=UTC)
NEXT = datetime(2027, 4, 10, 11, tzinfo=UTC)


def slugs(answers: list[Answer]) -> list[str]:
    return sorted("won" if each.status < 300 else each.slug for each in answers)


async def test_eight_bookings_race_for_the_last_credit(market: Market) -> None:
    package = await market.buy(await market.offer(sessions=1))
    starts = [START + timedelta(hours=each) for each in range(8)]
    answers = await asyncio.gather(*(market.book(each) for each in starts))
    assert slugs(answers) == ["no-credit"] * 7 + ["won"]
    assert await market.credits(package) == (0, 0, "active")
    assert await market.rows("SELECT count(*) FROM booking") == [(1,)]
    await market.books()


async def test_bookings_cancellations_and_a_refund_at_once_lose_no_credit(market: Market) -> None:
    package = await market.buy(await market.offer(sessions=6))
    standing = [await market.booked(START + timedelta(hours=each)) for each in range(3)]
    cancels = [market.send("POST", f"/bookings/{each}/cancel", {}) for each in standing]
    books = [market.book(START + timedelta(hours=4 + each)) for each in range(5)]
    refunds = [market.send("POST", f"/packages/{package}/refund", {}, by=market.ada) for _ in range(2)]
    answers = await asyncio.gather(*cancels, *books, *refunds)
    assert {each.status for each in answers} <= {200, 201, 409}
    # Both are refused when they come while every session is booked: nothing is left to give back then.
    assert slugs(list(answers[-2:])) in (["conflict", "won"], ["conflict", "conflict"])
    await market.settle()
    await market.books()


async def test_renewed_ended_and_asked_at_once_it_is_charged_once_or_not_at_all(market: Market) -> None:
    subscription = await market.subscribe(await market.offer("subscription"))
    market.clock.set(NEXT)
    renew = market.browser.parts.jobs.handler("plan-renew")
    ends = market.send("POST", f"/subscriptions/{subscription}/cancel", {"when": "now"}, by=market.ada)
    renewals = [renew({"subscription_id": subscription, "period": 1}) for _ in range(6)]
    await asyncio.gather(ends, *renewals)
    await market.settle()
    kept = await market.rows("SELECT count(*) FROM charge WHERE captured_minor > refunded_minor")
    status = (await market.rows("SELECT status FROM subscription"))[0][0]
    assert (kept, status) == ([(1,)], "ended")
    await market.books()


async def test_one_subscription_of_a_plan_to_a_client(market: Market) -> None:
    plan = await market.offer("subscription")
    answers = await asyncio.gather(*(market.send("POST", f"/plans/{plan}/subscribe") for _ in range(5)))
    assert slugs(answers) == ["conflict"] * 4 + ["won"]
    assert await market.rows("SELECT count(*) FROM charge") == [(1,)]
