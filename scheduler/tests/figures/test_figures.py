"""Figures: whose they are, what counts in them, that money is the ledger's, and that nobody sees another's."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scheduler.clock import ManualClock
from scheduler.figures.models import counted, rate
from scheduler.payments import charges
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.payments.test_endpoints import release
from scheduler.tests.payments.world import Shop
from scheduler.tests.reviews.test_reviews import held, review

MONTH = {"from": "2027-03-01T00:00:00Z", "to": "2027-04-01T00:00:00Z"}
APRIL = {"from": "2027-04-01T00:00:00Z", "to": "2027-05-01T00:00:00Z"}


async def mine(
    browser: Browser, who: SignedInAs, role: str, period: dict[str, str] = MONTH, path: str = "/figures"
) -> dict[str, Any]:
    answer = await browser.get(path, by=browser.token_now(who), role=role, params=period)
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.body
    return found


async def test_a_meeting_that_was_held_counts_for_both_and_for_the_house_and_for_nobody_else(
    browser: Browser, clock: ManualClock
) -> None:
    ada, carla, booking = await held(browser, clock)
    root = await browser.person("Root")
    await browser.grant(root, "admin")
    for who, role in ((ada, "professional"), (carla, "client")):
        found = await mine(browser, who, role)
        assert found["bookings"]["by_status"] == {"completed": 1}
        assert (found["bookings"]["total"], found["bookings"]["no_show_rate"]) == (1, 0.0)
        assert (found["minutes_held"], found["people"], found["new_people"]) == (60, 1, 1)
        assert found["days"] == [{"day": "2027-03-12", "bookings": 1}]
        assert (found["rating"], found["reviews"]) == (None, 0)
        assert (await mine(browser, who, role, APRIL))["bookings"]["total"] == 0
    assert (await mine(browser, ada, "client"))["bookings"]["total"] == 0, "another role is another history"
    house = await mine(browser, root, "admin", path="/admin/figures")
    assert (house["bookings"]["by_status"], house["minutes_held"]) == ({"completed": 1}, 60)
    assert (house["professionals"], house["accounts"], house["new_accounts"]) == (1, 3, 3)
    assert house["waiting"] == {"vetting": 0, "reports": 0, "disputes": 0}
    assert (await review(browser, carla, "client", booking, 2)).status == 201
    assert (await mine(browser, ada, "professional"))["rating"] is None, "blind until both have written"
    assert (await review(browser, ada, "professional", booking, 4)).status == 201
    told = await mine(browser, ada, "professional")
    assert (told["rating"], told["reviews"]) == (2.0, 1)
    assert (await mine(browser, carla, "client"))["rating"] == 4.0


async def test_what_was_called_off_says_by_whom_and_holds_no_time(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    ben = await browser.person("Ben")
    starts = await slots_of(browser, service, "2027-03-12T00:00:00Z", "2027-03-13T00:00:00Z")
    for start, role, who in ((starts[0], "client", ben), (starts[1], "professional", ada), (starts[2], "", ben)):
        wish = {"service_id": str(service), "start": start}
        made = await browser.post("/bookings", wish, by=ben, role="client")
        assert made.status == 201, made.body
        if role:
            path = f"/bookings/{made.body['id']}/cancel"
            assert (await browser.post(path, {"reason": "ill"}, by=who, role=role)).status == 200
    found = await mine(browser, ada, "professional")
    assert found["bookings"]["by_status"] == {"cancelled": 2, "confirmed": 1}
    assert found["bookings"]["cancelled_by"] == {"client": 1, "professional": 1}
    assert found["bookings"]["cancellation_rate"] == 0.6667
    assert (found["minutes_held"], found["days"]) == (0, [{"day": "2027-03-12", "bookings": 1}])


async def test_money_is_what_the_ledger_says(shop: Shop, clock: ManualClock) -> None:
    ada, carla = shop.professional, shop.client
    root = await shop.browser.person("Root")
    await shop.browser.grant(root, "admin")
    subject, _ = await shop.bought(10_000)
    await shop.bought(4_000)
    await release(shop, subject)
    await shop.parts.payments.payouts.make_due()
    await shop.run()
    async with shop.parts.sessions.begin() as session:
        await charges.refund(session, subject, 2_000, "complaint", clock.now())
    await shop.run()
    (earned,) = (await mine(shop.browser, ada, "professional"))["earned"]
    assert earned == {"currency": "EUR", "earned_minor": 10_200, "commission_minor": 1_800, "paid_out_minor": 8_500}
    books = await shop.balances()
    assert books["commission"] == -earned["commission_minor"]
    owed = books["professional_held"] + books.get("professional_payable", 0)
    assert earned["earned_minor"] - earned["paid_out_minor"] == -owed
    (spent,) = (await mine(shop.browser, carla, "client"))["spent"]
    assert spent == {"currency": "EUR", "paid_minor": 14_000, "given_back_minor": 2_000}
    (turnover,) = (await mine(shop.browser, root, "admin", path="/admin/figures"))["turnover"]
    assert turnover == {**spent, "commission_minor": 1_800}
    assert (await mine(shop.browser, carla, "client"))["earned"] == []
    assert (await mine(shop.browser, ada, "professional", APRIL))["earned"] == []


async def test_a_period_has_an_order_and_an_end_and_the_house_is_for_admins(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    for wrong in ({"from": MONTH["to"], "to": MONTH["from"]}, {"from": "2026-01-01T00:00:00Z", "to": MONTH["to"]}):
        refused = await browser.get("/figures", by=ada, role="professional", params=wrong)
        assert (refused.status, refused.fields) == (422, ["to"])
    for role in ("professional", "admin"):
        refused = await browser.get("/admin/figures", by=ada, role=role, params=MONTH)
        assert (refused.status, refused.slug) == (403, "role-not-held")


ROW = st.tuples(
    st.sampled_from(["confirmed", "completed", "no_show", "cancelled", "declined", "expired", "disputed"]),
    st.sampled_from([None, "client", "professional", "both"]),
    st.sampled_from([None, "client", "professional", "system", "admin"]),
    st.integers(1, 1000),
)


@given(st.lists(ROW, max_size=30))
def test_counts_add_up_and_rates_are_of_one(rows: list[Any]) -> None:
    found = counted(rows)
    assert found.total == sum(found.by_status.values()) == sum(many for *_, many in rows)
    assert sum(found.cancelled_by.values()) <= found.by_status.get("cancelled", 0)
    assert sum(found.absent.values()) <= found.by_status.get("no_show", 0)
    for each, of in ((found.no_show_rate, ("completed", "no_show")), (found.cancellation_rate, ("cancelled",))):
        assert each is None or 0 <= each <= 1
        assert each is not None or not any(status in found.by_status for status in of)
    assert rate(0, 0) is None
