"""Money given back by an admin: at most what is kept, once for a key, out of the right purses, and written down."""

from typing import Any
from uuid import uuid4

from scheduler.tests.admin.test_admin import acts, admin
from scheduler.tests.booking.test_paid import asked, drift, pay, settled
from scheduler.tests.booking.test_requests import rows
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

WHY = "Ticket 4711: the sound failed for half of it"


async def paid(browser: Browser) -> tuple[SignedInAs, SignedInAs, SignedInAs, str, dict[str, Any]]:
    """(admin, professional, client, booking, the payment of 90 euros as the admin sees it)."""
    root = await admin(browser)
    ada, carla, _, booking = await asked(browser)
    assert await pay(browser, carla, booking) == 200
    found = await browser.get("/admin/payments", by=root, role="admin", params={"subject_id": booking})
    (payment,) = found.body["items"]
    return root, ada, carla, booking, payment


async def give_back(browser: Browser, root: SignedInAs, payment: str, minor: int, **more: Any) -> Answer:
    body = {"amount_minor": minor, "reason": WHY}
    return await browser.post(f"/admin/payments/{payment}/refund", body, by=root, role="admin", **more)


async def test_a_part_goes_back_and_the_books_still_close(browser: Browser) -> None:
    root, _, _, booking, payment = await paid(browser)
    assert (payment["status"], payment["kept_minor"]) == ("paid", 9000)
    answer = await give_back(browser, root, payment["id"], 4000)
    assert (answer.status, answer.body["kept_minor"]) == (200, 5000), answer.body
    await settled(browser)
    (charge,) = await rows(browser, "SELECT status, refunded_minor FROM charge WHERE subject_id = :id", id=booking)
    assert tuple(charge) == ("partially_refunded", 4000)
    assert await drift(browser) == []
    (act,) = await acts(browser, root, target_id=payment["id"])
    assert (act["action"], act["reason"], act["detail"]["amount_minor"]) == ("payment-refunded", WHY, 4000)
    assert (await rows(browser, "SELECT status FROM booking WHERE id = :id", id=booking))[0][0] == "confirmed"


async def test_no_more_than_is_left_ever_goes_back(browser: Browser) -> None:
    root, _, _, _, payment = await paid(browser)
    much = await give_back(browser, root, payment["id"], 9001)
    assert (much.status, much.fields) == (422, ["amount_minor"])
    assert (await give_back(browser, root, payment["id"], 0)).status == 422
    assert (await give_back(browser, root, payment["id"], 9000)).status == 200
    again = await give_back(browser, root, payment["id"], 1)
    assert (again.status, again.slug) == (409, "conflict")
    await settled(browser)
    assert await drift(browser) == []


async def test_the_same_key_gives_back_once(browser: Browser) -> None:
    root, _, _, _, payment = await paid(browser)
    for _ in range(3):
        answer = await give_back(browser, root, payment["id"], 1000, headers={"Idempotency-Key": "ticket-4711"})
        assert (answer.status, answer.body["kept_minor"]) == (200, 8000)
    assert len(await rows(browser, "SELECT id FROM charge_refund WHERE charge_id = :id", id=payment["id"])) == 1


async def test_payments_are_found_by_person_page_by_page_and_by_admins_alone(browser: Browser) -> None:
    root, ada, carla, _, payment = await paid(browser)
    for who in (ada, carla):
        params = {"person_id": str(who.id), "limit": 1}
        found = (await browser.get("/admin/payments", by=root, role="admin", params=params)).body
        assert [each["id"] for each in found["items"]] == [payment["id"]]
        assert found["next_cursor"] is None
        assert (await browser.get("/admin/payments", by=who, role="admin", params=params)).status == 403
        refused = await browser.post(
            f"/admin/payments/{payment['id']}/refund", {"amount_minor": 1, "reason": WHY}, by=who, role="admin"
        )
        assert refused.status == 403
    nobody = {"person_id": str(uuid4())}
    assert (await browser.get("/admin/payments", by=root, role="admin", params=nobody)).body["items"] == []
    assert (await give_back(browser, root, str(uuid4()), 1)).status == 404
