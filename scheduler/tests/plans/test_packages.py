"""Packages: paid at once, used by bookings, and whatever becomes of each session, the money follows it."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.plans import jobs
from scheduler.tests.booking.test_requests import pass_time
from scheduler.tests.payments.world import Shop
from scheduler.tests.plans.world import Market

START = datetime(2027, 3, 12, 16, tzinfo=UTC)


async def test_bought_used_and_paid_out_session_by_session(market: Market) -> None:
    package = await market.buy(await market.offer())
    assert await market.credits(package) == (3, 0, "active")
    assert await market.books() == {"gateway": 9_800, "fee": 200, "prepaid": -10_000}
    booking = await market.booked(START)
    shown = await market.send("GET", f"/bookings/{booking}")
    assert (shown.body["status"], shown.body["payment"]) == ("confirmed", "credit")
    assert await market.credits(package) == (2, 0, "active")
    await market.pass_by(booking, "client", "professional")
    assert await market.credits(package) == (2, 0, "active"), "it can be contested still"
    assert (await market.books())["prepaid"] == -10_000
    await market.uncontested()
    assert await market.credits(package) == (2, 1, "active")
    books = await market.books()
    assert (books["prepaid"], books["professional_payable"], books["commission"]) == (-6_667, -2_833, -500)
    uses = (await market.send("GET", f"/packages/{package}/uses")).body["items"]
    assert [(each["booking_id"], each["status"]) for each in uses] == [(booking, "paid")]
    assert await market.told("package-bought") == 2
    assert [row[0] for row in await market.rows("SELECT kind FROM invoice")] == ["invoice"]


async def test_the_history_of_payments_shows_it_to_both(market: Market) -> None:
    package = await market.buy(await market.offer())
    (mine,) = (await market.send("GET", "/payments")).body["items"]
    assert (mine["subject_kind"], mine["subject_id"], mine["status"]) == ("package", package, "paid")
    (theirs,) = (await market.send("GET", "/payments", by=market.ada)).body["items"]
    assert (theirs["earned_minor"], theirs["amount_minor"]) == (0, 10_000)
    (balance,) = (await market.send("GET", "/balances", by=market.ada)).body["items"]
    assert (balance["prepaid_minor"], balance["payable_minor"]) == (10_000, 0)


@pytest.mark.parametrize(
    ("how", "left", "status"),
    [
        ("in time", 3, "returned"),
        ("late", 2, "spent"),
        ("by the professional", 3, "returned"),
        ("held", 2, "spent"),
        ("client absent", 2, "spent"),
        ("host absent", 3, "returned"),
        ("nobody came", 3, "returned"),
    ],
)
async def test_a_credit_comes_back_as_money_would(market: Market, how: str, left: int, status: str) -> None:
    package = await market.buy(await market.offer())
    booking = await market.booked(START)
    if how in {"in time", "late", "by the professional"}:
        market.clock.set(START - timedelta(hours=25 if how == "in time" else 2))
        by = market.ada if how == "by the professional" else market.carla
        assert (await market.send("POST", f"/bookings/{booking}/cancel", {}, by=by)).status == 200
    else:
        there = {"held": ("client", "professional"), "client absent": ("professional",), "host absent": ("client",)}
        await market.pass_by(booking, *there.get(how, ()))
    assert await market.credits(package) == (left, 0, "active")
    assert await market.rows("SELECT status FROM credit_use") == [(status,)]
    await market.uncontested()
    spent = 3 - left
    assert await market.credits(package) == (left, spent, "active")
    assert (await market.books()).get("professional_payable", 0) == -2_833 * spent


async def test_a_request_takes_a_credit_and_gives_it_back_when_declined_or_lapsed(market: Market) -> None:
    await market.send("PATCH", f"/services/{market.service}", {"approval": True}, by=market.ada)
    package = await market.buy(await market.offer(sessions=2))
    asked = [await market.booked(START + timedelta(hours=2 * each)) for each in range(2)]
    assert await market.credits(package) == (0, 0, "active")
    assert (await market.book(START - timedelta(hours=3))).slug == "no-credit"
    approved = await market.send("POST", f"/bookings/{asked[0]}/approve", {}, by=market.ada)
    assert approved.body["status"] == "confirmed", "paid before, so it stands at once"
    await market.send("POST", f"/bookings/{asked[1]}/decline", {}, by=market.ada)
    assert await market.credits(package) == (1, 0, "active")
    await market.booked(START + timedelta(hours=2))
    assert await market.credits(package) == (0, 0, "active")
    market.clock.move(hours=25)
    await pass_time(market.browser)
    assert await market.credits(package) == (1, 0, "active"), "nobody answered it"
    await market.books()


async def test_nobody_books_with_what_they_have_not(market: Market) -> None:
    assert (await market.book(START)).slug == "no-credit"
    assert await market.rows("SELECT count(*) FROM booking") == [(0,)]
    plan = await market.offer(sessions=1)
    made = await market.send("POST", f"/plans/{plan}/buy")
    assert (await market.book(START)).slug == "no-credit", "not paid yet"
    await market.pay(made.body["payment_id"])
    assert (await market.book(START, "subscription")).slug == "no-credit", "another kind"
    await market.booked(START)
    assert (await market.book(START + timedelta(hours=2))).slug == "no-credit"


async def test_only_for_its_services_their_usual_length_and_its_time(market: Market) -> None:
    lengths = {"lengths": [{"minutes": 30, "price_minor": 5_000}]}
    await market.send("PATCH", f"/services/{market.service}", lengths, by=market.ada)
    package = await market.buy(await market.offer(valid_months=1))
    refused = await market.book(START, duration_minutes=30)
    assert (refused.status, refused.fields) == (422, ["duration_minutes"])
    late = datetime(2027, 4, 10, 13, tzinfo=UTC)  # it was bought at one o'clock in Berlin on March 10
    assert (await market.book(late)).slug == "no-credit"
    booking = await market.booked(datetime(2027, 4, 9, 13, tzinfo=UTC))
    moved = await market.send("POST", f"/bookings/{booking}/move", {"start": late.isoformat()})
    assert (moved.status, moved.slug) == (409, "conflict")
    assert await market.credits(package) == (2, 0, "active")


async def test_what_is_left_is_told_of_and_then_lapses_to_the_professional(market: Market) -> None:
    package = await market.buy(await market.offer(valid_months=1))
    booking = await market.booked(datetime(2027, 4, 9, 13, tzinfo=UTC))
    market.clock.set(datetime(2027, 3, 27, 12, tzinfo=UTC))
    await market.settle()
    assert await market.told("package-expiring") == 1
    await market.pass_by(booking, "client", "professional")
    market.clock.set(datetime(2027, 4, 10, 10, 59, tzinfo=UTC))
    await market.settle()
    assert await market.credits(package) == (2, 0, "active")
    market.clock.set(
        datetime(2027, 4, 10, 11, tzinfo=UTC)
    )  # bought at one o'clock in winter, Berlin: now it is summer
    await market.settle()
    assert await market.credits(package) == (0, 2, "closed")
    books = await market.books()
    assert (books["prepaid"], books["professional_payable"], books["commission"]) == (-3_334, -5_666, -1_000)
    await market.uncontested()
    books = await market.books()
    assert ("prepaid" in books, books["professional_payable"], books["commission"]) == (False, -8_500, -1_500)


@pytest.mark.parametrize("by", ["professional", "admin"])
async def test_what_nobody_used_is_given_back(market: Market, by: str) -> None:
    package = await market.buy(await market.offer())
    kept = await market.booked(START)
    reason = {"reason": "Moving away"}
    if by == "professional":
        done = await market.send("POST", f"/packages/{package}/refund", reason, by=market.ada)
    else:
        boss = await market.browser.person("Boss")
        await market.browser.grant(boss, "admin")
        done = await market.send("POST", f"/admin/packages/{package}/refund", reason, by=boss, role="admin")
        assert done.body == {"amount_minor": 6_666, "currency": "EUR"}
    assert done.status == 200, done.body
    await market.settle()
    assert await market.credits(package) == (0, 2, "closed")
    assert await market.rows("SELECT refunded_minor FROM charge") == [(6_666,)]
    assert (await market.book(START + timedelta(hours=3))).slug == "no-credit"
    await market.pass_by(kept, "client", "professional")
    await market.uncontested()
    books = await market.books()
    assert ("prepaid" in books, books["professional_payable"], books["commission"]) == (False, -2_834, -500)
    assert await market.told("package-refunded") == 2
    again = await market.send("POST", f"/packages/{package}/refund", reason, by=market.ada)
    assert (again.status, again.slug) == (409, "conflict")


async def test_a_session_that_comes_back_after_the_end_comes_back_as_money(market: Market) -> None:
    package = await market.buy(await market.offer())
    booking = await market.booked(START)
    await market.send("POST", f"/packages/{package}/refund", {}, by=market.ada)
    await market.send("POST", f"/bookings/{booking}/cancel", {}, by=market.ada)
    await market.settle()
    assert await market.credits(package) == (0, 3, "closed")
    assert await market.rows("SELECT status FROM credit_use") == [("refunded",)]
    assert await market.rows("SELECT refunded_minor FROM charge") == [(10_000,)]
    assert await market.books() == {"fee": 200, "gateway": -200}


async def test_a_purchase_that_is_not_paid_lapses_and_late_money_goes_back(market: Market) -> None:
    plan = await market.offer()
    made = await market.send("POST", f"/plans/{plan}/buy")
    await market.settle()
    shown = (await market.send("GET", f"/payments/{made.body['payment_id']}")).body
    market.clock.move(hours=1)
    await market.settle()
    assert await market.credits(made.body["id"]) == (0, 0, "closed")
    gone = (await market.send("GET", f"/payments/{made.body['payment_id']}")).body
    assert (shown["status"], gone["status"], gone["client_secret"]) == ("pending", "cancelled", None)
    await market.books()


async def test_a_bank_that_takes_the_money_back_ends_its_use_and_a_won_dispute_pays_what_was_held(
    market: Market,
) -> None:
    package = await market.buy(await market.offer(), "dispute-later")
    booking = await market.booked(START)
    market.clock.move(hours=1)
    await market.settle()
    assert (await market.rows("SELECT status FROM charge"))[0] == ("disputed",)
    assert (await market.book(START + timedelta(hours=3))).slug == "no-credit"
    assert (await market.send("POST", f"/packages/{package}/refund", {}, by=market.ada)).slug == "conflict"
    await market.pass_by(booking, "client", "professional")
    await market.uncontested()
    assert "professional_payable" not in await market.books(), "there was no money to pay it with"
    await won(market)
    await jobs.catch_up(market.browser.parts.sessions, market.clock)
    books = await market.books()
    assert (books["prepaid"], books["professional_payable"]) == (-6_667, -2_833)


async def won(market: Market) -> None:
    """The bank decides for the professional."""
    shop = Shop(market.browser, market.carla, market.ada)
    (dispute,) = (await market.rows("SELECT id FROM charge_dispute"))[0]
    status, _ = await shop.server("POST", f"/v1/disputes/{dispute}/close", {"outcome": "won"})
    assert status == 200
    await market.settle()
