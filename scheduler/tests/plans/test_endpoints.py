"""Packages and subscriptions over HTTP: who may do what in which role, pages, tags, repetition, bad input."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from scheduler.plans.parts import in_the_way
from scheduler.tests.booking.world import offer as new_service
from scheduler.tests.fixtures import SignedInAs
from scheduler.tests.plans.world import Market

START = datetime(2027, 3, 12, 16, tzinfo=UTC)


def terms(market: Market, **more: Any) -> dict[str, Any]:
    usual = {"kind": "package", "title": "Three hours", "service_ids": [str(market.service)], "sessions": 3}
    return {**usual, "price_minor": 10_000, "currency": "EUR", "valid_months": 6, **more}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"price_minor": -1}, "price_minor"),
        ({"price_minor": 0}, "price_minor"),
        ({"price_minor": 1.5}, "price_minor"),
        ({"sessions": 0}, "sessions"),
        ({"sessions": 101}, "sessions"),
        ({"currency": "XXZ"}, "currency"),
        ({"valid_months": None}, "valid_months"),
        ({"kind": "subscription"}, "valid_months"),
        ({"kind": "gift"}, "kind"),
        ({"service_ids": []}, "service_ids"),
        ({"service_ids": [str(uuid4())]}, "service_ids.0"),
        ({"title": "<b>"}, "title"),
        ({"owner": "me"}, "owner"),
    ],
)
async def test_what_cannot_be_offered_is_refused_by_its_field(
    market: Market, change: dict[str, Any], field: str
) -> None:
    refused = await market.send("POST", "/plans", terms(market, **change), by=market.ada)
    assert (refused.status, refused.fields) == (422, [field])


async def test_only_own_services_for_one_person_each_once(market: Market) -> None:
    zoe = await market.browser.person("Zoe", professional=True)
    sessions, now = market.browser.parts.sessions, market.now
    hers = str(await new_service(sessions, zoe.id, now))
    klass = str(await new_service(sessions, market.ada.id, now, seats=5))
    mine = str(market.service)
    for ids, at in (([hers], 0), ([mine, klass], 1), ([mine, mine], 1)):
        refused = await market.send("POST", "/plans", terms(market, service_ids=ids), by=market.ada)
        assert (refused.status, refused.fields) == (422, [f"service_ids.{at}"])


async def test_changed_with_a_tag_and_gone_for_good_while_what_was_bought_stands(market: Market) -> None:
    plan = await market.offer()
    package = await market.buy(plan)
    shown = await market.send("GET", f"/plans/{plan}", by=market.ada)
    tag = {"If-Match": shown.headers["ETag"]}
    path = f"/plans/{plan}"
    changed = await market.send("PATCH", path, {"price_minor": 12_000}, by=market.ada, headers=tag)
    assert (changed.status, changed.body["price_minor"]) == (200, 12_000)
    late = await market.send("PATCH", path, {"price_minor": 1}, by=market.ada, headers=tag)
    assert (late.status, late.slug) == (412, "changed-meanwhile")
    assert (await market.send("GET", f"/packages/{package}")).body["price_minor"] == 10_000
    wrong = await market.send("DELETE", path, by=market.ada, headers=tag)
    assert wrong.status == 412
    assert (await market.send("DELETE", path, by=market.ada)).status == 204
    for method, body in (("GET", None), ("PATCH", {"sessions": 4})):
        assert (await market.send(method, path, body, by=market.ada)).status == 404
    assert (await market.send("POST", f"{path}/buy")).status == 404
    await market.booked(START)
    assert (await market.send("GET", f"/packages/{package}")).body["credits_left"] == 2


async def test_everybody_sees_what_is_on_offer_and_no_more(market: Market) -> None:
    plan = await market.offer()
    await market.offer(active=False)
    secret = await new_service(market.browser.parts.sessions, market.ada.id, market.now, secret=True)
    await market.offer(service_ids=[str(market.service), str(secret)])
    shown = await market.browser.get("/professionals/ada/plans")
    assert [each["id"] for each in shown.body["items"]] == [plan]
    assert len((await market.send("GET", "/plans", by=market.ada)).body["items"]) == 3
    assert (await market.browser.get("/professionals/nobody/plans")).status == 404


async def test_what_is_bought_is_of_its_two_people_each_in_their_role(market: Market) -> None:
    package = await market.buy(await market.offer())
    subscription = await market.subscribe(await market.offer("subscription"))
    zoe = await market.browser.person("Zoe", professional=True)
    for path in (f"/packages/{package}", f"/subscriptions/{subscription}"):
        for below in ("", "/history"):
            mine, hers = await market.send("GET", path + below), await market.send("GET", path + below, by=market.ada)
            assert (mine.status, hers.status) == (200, 200)
            assert (await market.send("GET", path + below, by=zoe)).status == 404
            other = await market.send("GET", path + below, by=market.ada, role="client")
            assert (other.status, other.slug) == (403, "forbidden")
        assert (await market.send("GET", path)).body["role"] == "client"
    not_mine = [
        (market.carla, "client", f"/packages/{package}/refund", {}, 403),
        (zoe, "professional", f"/packages/{package}/refund", {}, 404),
        (zoe, "professional", f"/subscriptions/{subscription}/cancel", {"when": "now"}, 404),
        (market.carla, "client", f"/admin/packages/{package}/refund", {"reason": "Mine"}, 403),
        (market.ada, "professional", f"/admin/subscriptions/{subscription}/end", {"reason": "Mine"}, 403),
        (market.ada, "client", f"/plans/{await market.offer()}/buy", None, 403),
    ]
    for who, role, path, body, status in not_mine:
        assert (await market.send("POST", path, body, by=who, role=role)).status == status, path
    assert await market.credits(package) == (3, 0, "active")


async def test_lists_go_page_by_page_in_the_role_in_force(market: Market) -> None:
    plan = await market.offer()
    made = []
    for _ in range(3):
        made.append((await market.send("POST", f"/plans/{plan}/buy")).body["id"])
        market.clock.move(seconds=1)
    fourth = await market.send("POST", f"/plans/{plan}/buy")
    assert (fourth.status, fourth.slug) == (409, "conflict"), "nobody leaves packages unpaid without end"
    found: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        page = (await market.send("GET", "/packages", params={"limit": "1", **cursor}, by=market.ada)).body
        found += [each["id"] for each in page["items"]]
        cursor = {"cursor": page["next_cursor"] or ""}
    assert (found, cursor) == (made[::-1], {"cursor": ""})
    assert (await market.send("GET", "/packages", by=market.ada, role="client")).body["items"] == []
    plans = [await market.offer("subscription") for _ in range(2)]
    subscriptions = [(await market.send("POST", f"/plans/{each}/subscribe")).body["id"] for each in plans]
    page = (await market.send("GET", "/subscriptions", params={"limit": "1"})).body
    rest = (await market.send("GET", "/subscriptions", params={"cursor": page["next_cursor"]})).body
    assert {page["items"][0]["id"], rest["items"][0]["id"]} == set(subscriptions)


async def test_a_repeated_purchase_and_a_repeated_refund_have_one_effect(market: Market) -> None:
    plan = await market.offer()
    key = {"Idempotency-Key": "once"}
    first, again = [await market.send("POST", f"/plans/{plan}/buy", headers=key) for _ in range(2)]
    assert first.body == again.body
    assert await market.rows("SELECT count(*) FROM charge") == [(1,)]
    await market.pay(first.body["payment_id"])
    path, back = f"/packages/{first.body['id']}/refund", {"Idempotency-Key": "back"}
    done = [await market.send("POST", path, {}, by=market.ada, headers=back) for _ in range(2)]
    assert [each.status for each in done] == [200, 200]
    assert await market.rows("SELECT count(*) FROM charge_refund") == [(1,)]


async def test_an_act_may_say_what_it_saw(market: Market) -> None:
    subscription = await market.subscribe(await market.offer("subscription"))
    path = f"/subscriptions/{subscription}"
    tag = {"If-Match": (await market.send("GET", path)).headers["ETag"]}
    await market.booked(START, "subscription")
    late = await market.send("POST", f"{path}/cancel", {}, headers=tag)
    assert (late.status, late.slug) == (412, "changed-meanwhile")
    tag = {"If-Match": (await market.send("GET", path)).headers["ETag"]}
    assert (await market.send("POST", f"{path}/cancel", {}, headers=tag)).status == 200


async def test_the_trail_says_who_did_what(market: Market) -> None:
    package = await market.buy(await market.offer())
    await market.send("POST", f"/packages/{package}/refund", {"reason": "Moving"}, by=market.ada)
    shown = (await market.send("GET", f"/packages/{package}/history")).body["items"]
    assert [(each["what"], each["by"], each["role"], each["reason"]) for each in shown] == [
        ("refunded", "Ada", "professional", "Moving"),
        ("paid", None, "system", ""),
        ("asked", "Carla", "client", ""),
    ]


async def test_an_admins_refund_is_in_the_journal(market: Market) -> None:
    package = await market.buy(await market.offer())
    boss = await market.browser.person("Boss")
    await market.browser.grant(boss, "admin")
    path = f"/admin/packages/{package}/refund"
    assert (await market.send("POST", path, {}, by=boss, role="admin")).fields == ["reason"]
    done = await market.send("POST", path, {"reason": "A complaint"}, by=boss, role="admin")
    assert done.body == {"amount_minor": 10_000, "currency": "EUR"}
    acts = await market.rows("SELECT action, target_id, reason, detail FROM admin_audit")
    assert acts == [("package-refunded", package, "A complaint", {"amount_minor": 10_000})]


async def test_programs_are_told(market: Market) -> None:
    async def not_sent(_payload: dict[str, Any]) -> None:
        """What is sent is another folder's; here it is enough that it is to be."""

    market.browser.parts.jobs.register("webhook-send", not_sent)
    endpoint = {"url": "https://hooks.example.org/x", "events": ["*"]}
    made = await market.send("POST", "/webhook-endpoints", endpoint, by=market.ada)
    assert made.status == 201, made.body
    package = await market.buy(await market.offer())
    subscription = await market.subscribe(await market.offer("subscription"), "declined-later")
    market.clock.set(datetime(2027, 4, 10, 11, tzinfo=UTC))
    await market.settle()
    await market.send("POST", f"/packages/{package}/refund", {}, by=market.ada)
    await market.send("POST", f"/subscriptions/{subscription}/cancel", {"when": "now"}, by=market.ada)
    await market.settle()
    types = [row[0] for row in await market.rows("SELECT type FROM webhook_message ORDER BY sequence")]
    assert [each for each in types if not each.startswith("payment.")] == [
        "package.bought",
        "subscription.started",
        "subscription.payment_failed",
        "package.refunded",
        "subscription.ended",
    ]


async def test_who_owes_sessions_or_pays_each_month_cannot_leave_yet(market: Market) -> None:
    async def asked(who: SignedInAs) -> str | None:
        async with market.browser.parts.sessions() as session:
            return await in_the_way(session, who.id, market.now)

    assert (await asked(market.ada), await asked(market.carla)) == (None, None)
    package = await market.buy(await market.offer())
    assert "owed" in str(await asked(market.ada))
    assert await asked(market.carla) is None, "what she paid for and never used is hers to leave behind"
    subscription = await market.subscribe(await market.offer("subscription"))
    assert "subscription" in str(await asked(market.carla))
    await market.send("POST", f"/subscriptions/{subscription}/cancel", {"when": "now"}, by=market.ada)
    await market.send("POST", f"/packages/{package}/refund", {}, by=market.ada)
    assert (await asked(market.ada), await asked(market.carla)) == (None, None)


async def test_what_is_known_is_given_out_and_the_books_stay_when_somebody_leaves(market: Market) -> None:
    package = await market.buy(await market.offer())
    await market.send("POST", f"/packages/{package}/refund", {"reason": "Private"}, by=market.ada)
    await market.settle()
    registry = market.browser.parts.registry
    before = await market.rows("SELECT count(*), sum(abs(amount_minor)) FROM ledger_entry")
    async with market.browser.parts.sessions.begin() as session:
        given = {name: await load(session, market.carla.id) for name, load in registry.loaders.items()}
        assert [str(row["id"]) for row in given["prepayment"]] == [package]
        assert [row["what"] for row in given["plan_event"]] == ["asked", "paid", "refunded"]
        await registry.erase(session, market.ada.id, market.now)
    assert await market.rows("SELECT count(*), sum(abs(amount_minor)) FROM ledger_entry") == before
    assert await market.rows("SELECT active, description FROM plan") == [(False, "")]
    assert await market.rows("SELECT count(*) FROM plan_event WHERE reason <> ''") == [(0,)]
    await market.books()
