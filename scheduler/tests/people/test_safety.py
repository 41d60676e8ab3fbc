"""My sign-ins, password, address and log, over HTTP and a real database."""

import jwt
import pytest

from scheduler.tests.fixtures import PASSWORD, Browser, SignedInAs

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


async def login(browser: Browser, email: str, password: str = PASSWORD, **headers: str) -> SignedInAs:
    body = {"email": email, "password": password}
    answer = await browser.post("/auth/login", body, headers={**FIREFOX, **headers})
    assert answer.status == 200, answer.body
    claims = jwt.decode(answer.body["access_token"], options={"verify_signature": False})
    tokens = answer.body["access_token"], answer.body["refresh_token"]
    return SignedInAs(answer.body["account"]["id"], email, *tokens, claims["sid"])


def later(browser: Browser, **by: float) -> None:
    browser.parts.clock.move(**by)  # type: ignore[attr-defined]


async def test_my_sign_ins_are_listed_with_their_device_and_this_one_is_marked(browser: Browser) -> None:
    ada = await browser.person("Ada")
    later(browser, minutes=1)
    here = await login(browser, ada.email)
    items = (await browser.get("/me/sessions", by=here)).body["items"]
    assert [(each["device"], each["network"], each["this_one"]) for each in items] == [
        ("Firefox on Linux", "127.0.0.0/24", True),
        ("", "", False),
    ]
    assert items[0]["methods"] == ["password"]
    assert items[0]["created_at"] == "2027-03-10T12:01:00Z"


async def test_a_sign_in_from_a_new_device_is_told_by_mail_and_the_first_of_all_is_not(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    phone = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"}

    async def told() -> int:
        return [mail["subject"] for mail in await browser.mails(ada.email)].count("A sign-in from a new device")

    await login(browser, ada.email)
    await login(browser, ada.email)
    await login(browser, ben.email, **phone)
    assert await told() == 0
    await login(browser, ada.email, **phone)
    assert await told() == 1
    await login(browser, ada.email, **phone)
    await login(browser, ada.email)
    assert await told() == 1
    wrong = {"email": ada.email, "password": "not hers at all"}
    assert (await browser.post("/auth/login", wrong, headers={"User-Agent": "curl/8"})).status == 401
    assert await told() == 1, "nobody came in"


async def test_a_revoked_sign_in_is_out_at_once_and_nobody_elses_can_be(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    other = await login(browser, ada.email)
    stranger = await browser.post("/me/sessions/revoke", {"session_id": str(ben.session_id)}, by=ada)
    assert (stranger.status, (await browser.get("/me", by=ben)).status) == (404, 200)
    assert (await browser.post("/me/sessions/revoke", {"session_id": other.session_id}, by=ada)).status == 200
    assert (await browser.get("/me", by=other)).status == 401
    assert (await browser.post("/auth/refresh", {"refresh_token": other.refresh_token})).status == 401
    assert (await browser.post("/me/sessions/revoke", {"session_id": other.session_id}, by=ada)).status == 404


async def test_all_other_sign_ins_end_and_this_one_stays(browser: Browser) -> None:
    ada = await browser.person("Ada")
    others = [await login(browser, ada.email) for _ in range(2)]
    assert (await browser.post("/me/sessions/revoke-others", by=ada)).body == {"ended": 2}
    assert [(await browser.get("/me", by=each)).status for each in (*others, ada)] == [401, 401, 200]


async def test_a_new_password_needs_the_old_one_ends_other_sign_ins_and_is_told(browser: Browser) -> None:
    ada = await browser.person("Ada")
    other = await login(browser, ada.email)
    await browser.post("/auth/password/forgot", {"email": ada.email})
    link = await browser.token_in_mail(ada.email)
    new = "an entirely new one"
    wrong = await browser.post("/me/password", {"old": "not the old one", "password": new}, by=ada)
    assert (wrong.status, wrong.fields) == (422, ["old"])
    assert (await browser.post("/me/password", {"password": new}, by=ada)).fields == ["old"]
    assert (await browser.post("/me/password", {"old": PASSWORD, "password": new}, by=ada)).body["ended"] == 1
    assert [(await browser.get("/me", by=each)).status for each in (other, ada)] == [401, 200]
    assert "Your password was changed" in [mail["subject"] for mail in await browser.mails(ada.email)]
    assert (await browser.post("/auth/password/reset", {"token": link, "password": PASSWORD})).status == 422
    assert (await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})).status == 401
    await login(browser, ada.email, new)


async def test_guessing_the_old_password_is_limited_as_at_the_door(browser: Browser) -> None:
    ada = await browser.person("Ada")
    body = {"old": "a wrong guess", "password": "an entirely new one"}
    statuses = [(await browser.post("/me/password", body, by=ada)).status for _ in range(9)]
    assert statuses == [422] * 8 + [429]


async def test_a_new_address_is_confirmed_there_and_told_to_the_old_one(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    assert (await browser.post("/me/email", {"email": "New@example.org"}, by=ada)).status == 202
    token = await browser.token_in_mail("new@example.org")
    assert (await browser.post("/me/email/confirm", {"token": token}, by=ben)).status == 422, "not ben's to confirm"
    assert (await browser.get("/me", by=ada)).body["email"] == ada.email
    assert (await browser.post("/me/email/confirm", {"token": token}, by=ada)).body["email"] == "new@example.org"
    assert (await browser.mails(ada.email))[0]["subject"] == "Your e-mail address was changed"
    assert (await browser.post("/me/email/confirm", {"token": token}, by=ada)).status == 422
    await login(browser, "new@example.org")


async def test_somebodys_address_cannot_be_taken_and_the_answer_does_not_tell(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    taken = await browser.post("/me/email", {"email": ben.email}, by=ada)
    free = await browser.post("/me/email", {"email": "free@example.org"}, by=ada)
    assert (taken.status, taken.body) == (free.status, free.body)
    assert [mail["subject"] for mail in await browser.mails(ben.email)] == ["You already have an account"]
    token = await browser.token_in_mail("free@example.org")
    await browser.post(
        "/auth/signup", {"email": "free@example.org", "password": PASSWORD, "name": "F", "zone": "UTC"}
    )
    late = await browser.post("/me/email/confirm", {"token": token}, by=ada)
    assert (late.status, late.slug, late.fields) == (409, "conflict", ["email"])


async def test_a_link_to_the_old_address_is_worthless_after_the_change(browser: Browser) -> None:
    ada = await browser.person("Ada")
    await browser.post("/auth/password/forgot", {"email": ada.email})
    reset = await browser.token_in_mail(ada.email)
    await browser.post("/me/email", {"email": "new@example.org"}, by=ada)
    token = await browser.token_in_mail("new@example.org")
    assert (await browser.post("/me/email/confirm", {"token": token}, by=ada)).status == 200
    assert (await browser.post("/auth/password/reset", {"token": reset, "password": PASSWORD})).status == 422


async def test_what_is_grave_needs_a_fresh_proof_and_the_refusal_names_the_way(browser: Browser) -> None:
    ada = await browser.person("Ada")
    later(browser, minutes=9)
    renewed = await browser.post("/auth/refresh", {"refresh_token": ada.refresh_token})
    later(browser, minutes=2)
    token = renewed.body["access_token"]
    stale = await browser.post("/me/email", {"email": "new@example.org"}, by=token)
    assert (stale.status, stale.slug) == (403, "fresh-sign-in-needed"), "refreshing is no proof"
    assert "/api/v1/me/prove" in stale.body["ways"]
    assert (await browser.post("/me/prove", {"password": "wrong password"}, by=token)).status == 422
    assert (await browser.post("/me/email", {"email": "new@example.org"}, by=token)).status == 403
    assert (await browser.post("/me/prove", {"password": PASSWORD}, by=token)).status == 204
    assert (await browser.post("/me/email", {"email": "new@example.org"}, by=token)).status == 202


async def test_the_log_tells_its_owner_and_nobody_else_page_by_page(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    wrong = {"email": ada.email, "password": "a wrong guess"}
    assert (await browser.post("/auth/login", wrong, headers=FIREFOX)).status == 401
    here = await login(browser, ada.email)
    page = (await browser.get("/me/security-log", by=here, params={"limit": 1})).body
    assert [(each["kind"], each["detail"]) for each in page["items"]] == [("signed-in", "password")]
    rest = (await browser.get("/me/security-log", by=here, params={"cursor": page["next_cursor"]})).body
    assert [(each["kind"], each["device"]) for each in rest["items"]] == [("sign-in-failed", "Firefox on Linux")]
    assert rest["next_cursor"] is None
    assert (await browser.get("/me/security-log", by=ben)).body["items"] == []
    bad = await browser.get("/me/security-log", by=here, params={"cursor": "x"})
    assert (bad.status, bad.fields) == (422, ["cursor"])


@pytest.mark.parametrize("path", ["/me/sessions", "/me/security-log"])
async def test_no_whole_address_and_no_user_agent_is_shown(browser: Browser, path: str) -> None:
    ada = await browser.person("Ada")
    here = await login(browser, ada.email)
    body = str((await browser.get(path, by=here)).body)
    assert "127.0.0.1" not in body
    assert "Gecko" not in body
