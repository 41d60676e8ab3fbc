"""What admins do over HTTP, that only they do, and that it is all written down."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from scheduler.__main__ import main
from scheduler.people.tables import Professional
from scheduler.people.vetting import DECIDED_FROM, findable, may_decide, may_submit
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.fixtures import PASSWORD, Answer, Browser, SignedInAs

WHY = {"reason": "ticket 4711"}
SHOWN = {"credentials": "Licence 123 of the chamber of Berlin"}


async def admin(browser: Browser) -> SignedInAs:
    who = await browser.person("Root")
    await browser.grant(who, "admin")
    return who


async def acts(browser: Browser, by: SignedInAs, **params: Any) -> list[dict[str, Any]]:
    answer = await browser.get("/admin/audit", by=by, role="admin", params=params)
    assert answer.status == 200, answer.body
    return list(answer.body["items"])


async def decide(browser: Browser, by: SignedInAs, who: SignedInAs, decision: str) -> Answer:
    return await browser.post(f"/admin/vetting/{who.id}", {"decision": decision, **WHY}, by=by, role="admin")


async def found(browser: Browser) -> list[Any]:
    """Who is found by search and by the condition that booking goes by: the same people."""
    async with browser.parts.sessions() as session:
        bookable = list(await session.scalars(select(Professional.person_id).where(findable())))
    listed = (await browser.get("/professionals")).body["items"]
    assert [each["id"] for each in listed] == [str(each) for each in bookable]
    return bookable


async def test_a_professional_is_vetted_and_a_suspended_one_is_not_found(browser: Browser) -> None:
    root, ada = await admin(browser), await browser.person("Ada", professional=True)
    assert (await browser.get("/me/vetting", by=ada)).body["state"] == "unvetted"
    assert await found(browser) == [ada.id]
    assert (await decide(browser, root, ada, "approved")).status == 409, "nothing was shown yet"
    assert (await browser.post("/me/vetting", SHOWN, by=ada)).body["state"] == "submitted"
    listed = (await browser.get("/admin/vetting", by=root, role="admin")).body["items"]
    assert [(each["id"], each["credentials"]) for each in listed] == [(str(ada.id), SHOWN["credentials"])]
    assert (await decide(browser, root, ada, "approved")).status == 204
    assert await found(browser) == [ada.id]
    mine = (await browser.get("/me/vetting", by=ada)).body
    assert (mine["state"], mine["reason"]) == ("approved", "ticket 4711")
    assert (await decide(browser, root, ada, "suspended")).status == 204
    assert await found(browser) == []
    assert (await browser.post("/me/vetting", SHOWN, by=ada)).status == 409, "a suspended one cannot lift it"
    assert [each["action"] for each in await acts(browser, root)] == ["vetting-suspended", "vetting-approved"]
    told = [mail["subject"] for mail in await browser.mails(ada.email)]
    assert told == ["Your professional side was looked at"] * 2


async def test_whose_account_is_suspended_is_neither_found_nor_booked(browser: Browser) -> None:
    root = await admin(browser)
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    wish = {"service_id": str(service), "start": "2027-03-11T16:00:00Z"}
    assert (await browser.post(f"/admin/accounts/{ada.id}/suspend", WHY, by=root, role="admin")).status == 204
    assert await found(browser) == []
    assert (await browser.post("/bookings", wish, by=carla, role="client")).status == 404
    assert (await browser.post(f"/admin/accounts/{ada.id}/reinstate", WHY, by=root, role="admin")).status == 204
    assert await found(browser) == [ada.id]
    assert (await browser.post("/bookings", wish, by=carla, role="client")).status == 201


class TestWhereVettingIsRequired:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"VISAVIS_VETTING_REQUIRED": "yes"}

    async def test_only_an_approved_professional_opens(self, browser: Browser) -> None:
        root, ada = await admin(browser), await browser.person("Ada")
        profile = {"headline": "Helps", "bio": "", "languages": ["en"], "categories": ["law"]}
        assert (await browser.put("/me/professional", profile, by=ada)).status == 200
        early = await browser.post("/me/professional/activate", by=ada)
        assert (early.status, early.slug) == (409, "conflict")
        assert (await browser.post("/me/vetting", SHOWN, by=ada)).status == 200
        assert (await decide(browser, root, ada, "approved")).status == 204
        assert (await browser.post("/me/professional/activate", by=ada)).status == 200


def test_no_decision_leads_to_where_one_is_already_and_only_a_decision_to_approved() -> None:
    for decision in DECIDED_FROM:
        assert not may_decide(decision, decision)  # type: ignore[arg-type]
    assert not may_decide("unvetted", "approved")
    assert not may_submit("suspended")
    assert not may_submit("approved")


async def test_writing_the_profile_does_not_change_the_vetting(browser: Browser) -> None:
    root, ada = await admin(browser), await browser.person("Ada", professional=True)
    await decide(browser, root, ada, "suspended")
    profile = {"headline": "Helps more", "bio": "", "languages": ["en"], "categories": ["law"]}
    assert (await browser.put("/me/professional", profile, by=ada)).status == 200
    assert (await browser.get("/me/vetting", by=ada)).body["state"] == "suspended"


async def test_accounts_are_found_by_address_name_and_id_page_by_page(browser: Browser) -> None:
    root = await admin(browser)
    people = []
    for name in ("Ada One", "Ada Two", "Ben"):
        browser.parts.clock.move(1)  # type: ignore[attr-defined]
        people.append(await browser.person(name))

    async def search(q: str, **params: Any) -> Any:
        answer = await browser.get("/admin/accounts", by=root, role="admin", params={"q": q, **params})
        assert answer.status == 200, answer.body
        return answer.body

    first = await search("ada", limit=1)
    second = await search("ada", limit=1, cursor=first["next_cursor"])
    assert [page["items"][0]["name"] for page in (first, second)] == ["Ada Two", "Ada One"]
    assert second["next_cursor"] is None
    assert [each["name"] for each in (await search(str(people[2].id)))["items"]] == ["Ben"]
    assert (await search("100%"))["items"] == [], "a percent sign is a letter here"
    bad = await browser.get("/admin/accounts", by=root, role="admin", params={"cursor": "x"})
    assert (bad.status, bad.fields) == (422, ["cursor"])
    assert (await acts(browser, root))[0]["detail"] == {"q": "100%"}


async def test_a_suspended_account_is_out_at_once_not_found_and_can_be_let_in_again(browser: Browser) -> None:
    root, ada = await admin(browser), await browser.person("Ada", professional=True)
    assert (await browser.post(f"/admin/accounts/{ada.id}/suspend", WHY, by=root, role="admin")).status == 204
    assert (await browser.get("/me", by=ada)).status == 401
    assert (await browser.post("/auth/refresh", {"refresh_token": ada.refresh_token})).status == 401
    assert (await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})).status == 401
    assert await found(browser) == []
    assert [mail["subject"] for mail in await browser.mails(ada.email)] == ["Your account is suspended"]
    assert (await browser.post(f"/admin/accounts/{ada.id}/reinstate", WHY, by=root, role="admin")).status == 204
    assert (await browser.get("/me", by=ada)).status == 401, "the old sign-ins stay ended"
    assert (await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})).status == 200
    assert (await browser.post(f"/admin/accounts/{root.id}/suspend", WHY, by=root, role="admin")).status == 409
    assert (await browser.post(f"/admin/accounts/{uuid4()}/suspend", WHY, by=root, role="admin")).status == 404
    assert [each["action"] for each in await acts(browser, root, target_id=str(ada.id))] == [
        "account-reinstated",
        "account-suspended",
    ]


async def test_what_is_done_twice_is_done_told_and_written_down_once(browser: Browser) -> None:
    root, ada = await admin(browser), await browser.person("Ada")
    for act in ("suspend", "suspend", "reinstate", "reinstate"):
        path = f"/admin/accounts/{ada.id}/{act}"
        assert (await browser.post(path, WHY, by=root, role="admin")).status == 204
    written = await acts(browser, root, target_id=str(ada.id))
    assert [each["action"] for each in written] == ["account-reinstated", "account-suspended"]
    told = sorted(mail["subject"] for mail in await browser.mails(ada.email))
    assert told == ["Your account is open again", "Your account is suspended"]
    assert (await browser.post(f"/admin/accounts/{uuid4()}/reinstate", WHY, by=root, role="admin")).status == 404


async def test_anybody_reports_and_an_admin_decides_once(browser: Browser) -> None:
    root, ada, ben = await admin(browser), await browser.person("Ada"), await browser.person("Ben")
    wrong = {"kind": "review", "subject_id": str(uuid4()), "reason": "It is about somebody else."}
    made = await browser.post("/me/reports", wrong, by=ada)
    assert (made.status, made.body["state"]) == (201, "open")
    listed = (await browser.get("/admin/reports", by=root, role="admin")).body["items"]
    assert [(each["reporter_id"], each["reason"]) for each in listed] == [(str(ada.id), wrong["reason"])]
    path = f"/admin/reports/{made.body['id']}"
    decision = {"decision": "upheld", "reason": "It is."}
    assert (await browser.post(path, decision, by=root, role="admin")).status == 204
    assert (await browser.post(path, decision, by=root, role="admin")).status == 409
    mine = (await browser.get("/me/reports", by=ada)).body["items"]
    assert [(each["state"], each["decision"]) for each in mine] == [("upheld", "It is.")]
    assert (await browser.get("/me/reports", by=ben)).body["items"] == []


async def test_nobody_floods_the_admins(browser: Browser) -> None:
    ada = await browser.person("Ada")
    wrong = {"kind": "message", "subject_id": str(uuid4()), "reason": "Rude."}
    statuses = [(await browser.post("/me/reports", wrong, by=ada)).status for _ in range(21)]
    assert statuses == [201] * 20 + [429]


async def test_a_bookings_trail_is_read_with_a_reason_that_is_kept(browser: Browser) -> None:
    root, ben = await admin(browser), await browser.person("Ben")
    ada, service = await professional(browser, "Ada")
    start = (await slots_of(browser, service, "2027-03-11T08:00:00Z", "2027-03-11T12:00:00Z"))[0]
    booked = await browser.post("/bookings", {"service_id": str(service), "start": start}, by=ben, role="client")
    assert booked.status == 201, booked.body
    path = f"/admin/bookings/{booked.body['id']}"
    assert (await browser.get(path, by=root, role="admin")).fields == ["reason"]
    trail = await browser.get(path, by=root, role="admin", params=WHY)
    assert trail.status == 200, trail.body
    assert trail.body["professional_id"] == str(ada.id)
    assert trail.body["events"][0]["actor_id"] == str(ben.id)
    assert (await browser.get(f"/admin/bookings/{uuid4()}", by=root, role="admin", params=WHY)).status == 404
    (act,) = await acts(browser, root)
    assert (act["action"], act["target_id"], act["reason"], act["admin_id"]) == (
        "booking-viewed",
        booked.body["id"],
        "ticket 4711",
        str(root.id),
    )


@pytest.mark.parametrize("change", ["UPDATE admin_audit SET reason = ''", "DELETE FROM admin_audit"])
async def test_the_journal_is_only_added_to(browser: Browser, change: str) -> None:
    root, ada = await admin(browser), await browser.person("Ada")
    await browser.post(f"/admin/accounts/{ada.id}/suspend", WHY, by=root, role="admin")
    with pytest.raises(DBAPIError, match="only added to"):
        async with browser.parts.sessions.begin() as session:
            await session.execute(text(change))
    assert len(await acts(browser, root)) == 1


async def test_an_act_that_fails_is_not_in_the_journal_and_one_without_a_reason_is_refused(browser: Browser) -> None:
    root, ada = await admin(browser), await browser.person("Ada")
    refused = await browser.post(f"/admin/accounts/{ada.id}/suspend", {"reason": ""}, by=root, role="admin")
    assert (refused.status, refused.fields) == (422, ["reason"])
    assert (await browser.get("/me", by=ada)).status == 200
    assert await acts(browser, root) == []


def test_the_command_makes_an_admin_of_a_confirmed_account_only(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import asyncio

    import asyncpg

    monkeypatch.setenv("DATABASE_URL", fresh_database)

    async def execute(statement: str) -> Any:
        connection = await asyncpg.connect(fresh_database)
        try:
            return await connection.fetch(statement)
        finally:
            await connection.close()

    account = "INSERT INTO account VALUES ('{}', '{}@example.org', 'x', {}, NULL, '2027-01-01Z')"
    asyncio.run(execute(account.format(uuid4(), "ada", "'2027-01-01Z'")))
    asyncio.run(execute(account.format(uuid4(), "ben", "NULL")))
    assert main(["admin", "grant", "Ada@example.org"]) == 0
    assert main(["admin", "grant", "ben@example.org"]) == 2
    assert main(["admin", "grant", "nobody@example.org"]) == 2
    assert "no account with a confirmed address" in capsys.readouterr().err
    rows = asyncio.run(execute("SELECT email FROM account_role JOIN account ON id = account_id WHERE role = 'admin'"))
    assert [row["email"] for row in rows] == ["ada@example.org"]
