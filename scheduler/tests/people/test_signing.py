"""Signing up, in and out, over HTTP and a real database."""

import asyncio

import jwt
import pytest
from sqlalchemy import func, select

from auth.tables import Account, LoginSession, MailToken, RefreshToken
from scheduler.http import Problem
from scheduler.jobs.tidy import tidier
from scheduler.people.guard import Guard
from scheduler.tests.fixtures import PASSWORD, Browser, SignedInAs
from scheduler.work import FORGETTERS

ZOE = {"email": "Zoe@Example.org", "password": PASSWORD, "name": "Zoe", "zone": "Asia/Kolkata", "locale": "en"}


async def login(browser: Browser, email: str, password: str = PASSWORD) -> SignedInAs:
    answer = await browser.post("/auth/login", {"email": email, "password": password})
    assert answer.status == 200, answer.body
    claims = jwt.decode(answer.body["access_token"], options={"verify_signature": False})
    return SignedInAs(
        answer.body["account"]["id"],
        email,
        answer.body["access_token"],
        answer.body["refresh_token"],
        claims["sid"],
    )


async def refresh(browser: Browser, token: str) -> tuple[int, str]:
    answer = await browser.post("/auth/refresh", {"refresh_token": token})
    return answer.status, answer.body.get("refresh_token", "")


async def test_the_whole_way_in(browser: Browser) -> None:
    """Sign up, verify by the mail's link, sign in, see oneself, sign out."""
    assert (await browser.post("/auth/signup", ZOE)).status == 202
    early = await browser.post("/auth/login", {"email": "zoe@example.org", "password": PASSWORD})
    assert (early.status, early.slug) == (403, "email-unverified")
    token = await browser.token_in_mail("zoe@example.org")
    assert (await browser.post("/auth/verify", {"token": token})).status == 204
    zoe = await login(browser, "ZOE@example.org")
    me = (await browser.get("/me", by=zoe)).body
    assert (me["email"], me["name"], me["zone"], me["roles"]) == (
        "zoe@example.org",
        "Zoe",
        "Asia/Kolkata",
        ["client"],
    )
    assert me["professional"] is None
    assert (await browser.post("/auth/logout", {"refresh_token": zoe.refresh_token})).status == 204
    assert (await browser.get("/me", by=zoe)).status == 401
    assert (await refresh(browser, zoe.refresh_token))[0] == 401


async def test_signing_up_twice_answers_the_same_and_tells_only_the_mailbox(browser: Browser) -> None:
    ada = await browser.person("Ada")
    known = await browser.post("/auth/signup", {**ZOE, "email": ada.email, "password": "another password"})
    new = await browser.post("/auth/signup", ZOE)
    assert (known.status, known.body) == (new.status, new.body) == (202, {"status": "verification-sent"})
    mails = await browser.mails(ada.email)
    assert [mail["subject"] for mail in mails] == ["You already have an account"]
    assert "Ada" in mails[0]["text"]
    assert (await browser.post("/auth/login", {"email": ada.email, "password": "another password"})).status == 401
    assert (await login(browser, ada.email)).id == str(ada.id)


@pytest.mark.parametrize("stranger_is_first", [True, False])
async def test_who_signs_up_with_anothers_address_gains_nothing(browser: Browser, stranger_is_first: bool) -> None:
    """Before its holder or after: neither password counts, no link verifies it; the mailbox chooses the password."""
    stranger = {**ZOE, "password": "known to the other", "name": "Mallory"}
    tries = [stranger, ZOE] if stranger_is_first else [ZOE, stranger]
    await browser.post("/auth/signup", tries[0])
    early = await browser.token_in_mail("zoe@example.org")
    browser.parts.clock.move(60)  # type: ignore[attr-defined]
    await browser.post("/auth/signup", tries[1])
    assert (await browser.post("/auth/verify", {"token": early})).status == 422
    await browser.parts.jobs.drain()
    browser.parts.clock.move(60)  # type: ignore[attr-defined]
    await browser.post("/auth/verify/resend", {"email": "zoe@example.org"})
    newest = (await browser.mails("zoe@example.org"))[0]
    assert newest["subject"] == "Choose your password"
    token = newest["links"][0].rpartition("token=")[2]
    assert "/reset?" in newest["links"][0]
    assert (await browser.post("/auth/verify", {"token": token})).status == 422
    other = {"email": "zoe@example.org", "password": "known to the other"}
    for password in ("known to the other", ZOE["password"], "nobody's password"):
        assert (await browser.post("/auth/login", {**other, "password": password})).status == 401
    chosen = {"token": token, "password": ZOE["password"]}
    assert (await browser.post("/auth/password/reset", chosen)).status == 204
    assert (await browser.post("/auth/login", other)).status == 401
    zoe = await login(browser, "zoe@example.org")
    me = await browser.get("/me", by=zoe)
    assert me.body["name"] == tries[1]["name"], "a name opens nothing, and can be changed"
    await browser.post("/auth/signup", {**ZOE, "password": "known to the other", "name": "Mallory"})
    assert (await browser.post("/auth/login", other)).status == 401, "a verified address is not taken over"


async def test_a_sign_up_that_gets_no_mail_changes_nothing(browser: Browser) -> None:
    """Otherwise signing up again and again with somebody's address would make every link they get worthless."""
    assert (await browser.post("/auth/signup", ZOE)).status == 202
    await browser.parts.jobs.drain()
    for _ in range(5):
        assert (await browser.post("/auth/verify/resend", {"email": ZOE["email"]})).status == 202
        await browser.parts.jobs.drain()
        browser.parts.clock.move(1)  # type: ignore[attr-defined]
    link = await browser.token_in_mail("zoe@example.org")
    seventh = await browser.post("/auth/signup", {**ZOE, "password": "known to the other"})
    assert (seventh.status, seventh.body) == (202, {"status": "verification-sent"})
    assert len(await browser.mails("zoe@example.org")) == 6
    assert (await browser.post("/auth/verify", {"token": link})).status == 204
    await login(browser, "zoe@example.org")


async def test_what_is_of_no_use_is_forgotten_and_the_rest_is_kept(browser: Browser) -> None:
    ada = await browser.person("Ada")
    await browser.post("/auth/password/forgot", {"email": ada.email})
    await browser.parts.jobs.drain()
    gone = await login(browser, ada.email)
    await browser.post("/auth/logout", {"refresh_token": gone.refresh_token})
    tidy = tidier(browser.parts.sessions, browser.parts.clock, FORGETTERS)

    async def left() -> list[int]:
        tables = (LoginSession, RefreshToken, MailToken)
        async with browser.parts.sessions() as session:
            return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]

    await tidy()
    assert await left() == [2, 2, 1]
    browser.parts.clock.move(days=8)  # type: ignore[attr-defined]
    await tidy()
    assert await left() == [1, 1, 0]
    assert (await refresh(browser, ada.refresh_token))[0] == 200
    browser.parts.clock.move(days=38)  # type: ignore[attr-defined]
    await tidy()
    assert await left() == [0, 0, 0]


async def test_an_unknown_address_and_a_wrong_password_look_alike(browser: Browser) -> None:
    ada = await browser.person("Ada")
    wrong = await browser.post("/auth/login", {"email": ada.email, "password": "not the password"})
    unknown = await browser.post("/auth/login", {"email": "nobody@example.org", "password": "not the password"})
    assert (wrong.status, wrong.body) == (unknown.status, unknown.body)
    assert wrong.status == 401
    for path in ("/auth/verify/resend", "/auth/password/forgot"):
        for_ada = await browser.post(path, {"email": ada.email})
        for_nobody = await browser.post(path, {"email": "nobody@example.org"})
        assert (for_ada.status, for_ada.body) == (for_nobody.status, for_nobody.body)
    assert await browser.mails("nobody@example.org") == []


async def test_a_verification_link_works_once_and_for_a_day(browser: Browser) -> None:
    await browser.post("/auth/signup", ZOE)
    first = await browser.token_in_mail("zoe@example.org")
    browser.parts.clock.move(hours=25)  # type: ignore[attr-defined]
    late = await browser.post("/auth/verify", {"token": first})
    assert (late.status, late.fields) == (422, ["token"])
    await browser.post("/auth/verify/resend", {"email": "zoe@example.org"})
    second = await browser.token_in_mail("zoe@example.org")
    assert (await browser.post("/auth/verify", {"token": second})).status == 204
    again = await browser.post("/auth/verify", {"token": second})
    assert (again.status, again.fields) == (422, ["token"])


async def test_a_newer_link_makes_the_older_one_worthless(browser: Browser) -> None:
    await browser.post("/auth/signup", ZOE)
    first = await browser.token_in_mail("zoe@example.org")
    browser.parts.clock.move(60)  # type: ignore[attr-defined]
    await browser.post("/auth/verify/resend", {"email": "zoe@example.org"})
    assert await browser.token_in_mail("zoe@example.org") != first
    assert (await browser.post("/auth/verify", {"token": first})).status == 422


async def test_a_reset_works_once_ends_every_sign_in_and_not_as_a_verification(browser: Browser) -> None:
    ada = await browser.person("Ada")
    await browser.post("/auth/password/forgot", {"email": ada.email})
    token = await browser.token_in_mail(ada.email)
    assert (await browser.post("/auth/verify", {"token": token})).status == 422
    new = {"token": token, "password": "a new password 2"}
    assert (await browser.post("/auth/password/reset", new)).status == 204
    assert (await browser.get("/me", by=ada)).status == 401
    assert (await refresh(browser, ada.refresh_token))[0] == 401
    assert (await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})).status == 401
    await login(browser, ada.email, "a new password 2")
    assert (await browser.post("/auth/password/reset", {**new, "password": "a third password"})).status == 422


async def test_a_reset_link_lasts_one_hour(browser: Browser) -> None:
    ada = await browser.person("Ada")
    await browser.post("/auth/password/forgot", {"email": ada.email})
    token = await browser.token_in_mail(ada.email)
    browser.parts.clock.move(minutes=61)  # type: ignore[attr-defined]
    assert (await browser.post("/auth/password/reset", {"token": token, "password": PASSWORD})).status == 422


async def test_two_tabs_that_refresh_at_once_stay_signed_in(browser: Browser) -> None:
    ada = await browser.person("Ada")
    answers = await asyncio.gather(*(refresh(browser, ada.refresh_token) for _ in range(6)))
    assert {status for status, _ in answers} == {200}
    assert len({token for _, token in answers}) == 1
    browser.parts.clock.move(29)  # type: ignore[attr-defined]
    assert await refresh(browser, ada.refresh_token) == answers[0]
    status, third = await refresh(browser, answers[0][1])
    assert status == 200
    assert third != answers[0][1]


async def test_a_refresh_token_used_again_later_ends_the_sign_in_for_everybody(browser: Browser) -> None:
    ada = await browser.person("Ada")
    other_device = await login(browser, ada.email)
    _, second = await refresh(browser, ada.refresh_token)
    browser.parts.clock.move(31)  # type: ignore[attr-defined]
    assert (await refresh(browser, ada.refresh_token))[0] == 401
    assert (await refresh(browser, second))[0] == 401, "the rightful holder is signed out too"
    assert (await browser.get("/me", by=ada)).status == 401
    assert (await refresh(browser, other_device.refresh_token))[0] == 200, "another sign-in is another family"
    async with browser.parts.sessions() as session:
        reason = await session.scalar(select(LoginSession.end_reason).where(LoginSession.id == ada.session_id))
    assert reason == "refresh token used twice"


async def test_a_refresh_token_expires_after_thirty_days(browser: Browser) -> None:
    ada = await browser.person("Ada")
    browser.parts.clock.move(days=30)  # type: ignore[attr-defined]
    assert (await refresh(browser, ada.refresh_token))[0] == 401


async def test_an_access_token_lasts_ten_minutes_and_a_refreshed_one_goes_on(browser: Browser) -> None:
    ada = await browser.person("Ada")
    browser.parts.clock.move(9 * 60)  # type: ignore[attr-defined]
    assert (await browser.get("/me", by=ada)).status == 200
    browser.parts.clock.move(70)  # type: ignore[attr-defined]
    expired = await browser.get("/me", by=ada)
    assert (expired.status, expired.slug) == (401, "unauthenticated")
    assert expired.headers["WWW-Authenticate"].startswith("Bearer")
    answer = await browser.post("/auth/refresh", {"refresh_token": ada.refresh_token})
    assert (await browser.get("/me", by=answer.body["access_token"])).status == 200


async def test_a_disabled_account_is_out_at_once(browser: Browser) -> None:
    ada = await browser.person("Ada")
    async with browser.parts.sessions.begin() as session:
        account = await session.get_one(Account, ada.id)
        account.disabled_at = browser.parts.clock.now()
    assert (await browser.get("/me", by=ada)).status == 401
    assert (await refresh(browser, ada.refresh_token))[0] == 401
    assert (await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})).status == 401


async def test_no_secret_is_stored(browser: Browser) -> None:
    await browser.post("/auth/signup", ZOE)
    await browser.parts.jobs.drain()
    ada = await browser.person("Ada")
    async with browser.parts.sessions() as session:
        hashes = list(await session.scalars(select(Account.password_hash)))
        assert all(text.startswith("$argon2id$") for text in hashes)
        stored = [*await session.scalars(select(RefreshToken.hash)), *await session.scalars(select(MailToken.hash))]
    assert all(len(value) == 32 for value in stored)
    assert ada.refresh_token.encode() not in b"".join(stored)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "not an address"}, "email"),
        ({"password": "short"}, "password"),
        ({"name": "Win at http://evil.example"}, "name"),
        ({"name": " "}, "name"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"locale": "english!"}, "locale"),
        ({"admin": True}, "admin"),
        ({"name": "Z\0e"}, "name"),
        ({"password": 12345678901}, "password"),
    ],
)
async def test_bad_input_names_its_field(browser: Browser, change: dict[str, object], field: str) -> None:
    answer = await browser.post("/auth/signup", {**ZOE, **change})
    assert (answer.status, answer.slug, answer.fields) == (422, "invalid-input", [field])
    assert PASSWORD not in str(answer.body)


async def test_spaces_in_a_password_count(browser: Browser) -> None:
    await browser.post("/auth/signup", {**ZOE, "password": "  spaces around  "})
    await browser.post("/auth/verify", {"token": await browser.token_in_mail("zoe@example.org")})
    trimmed = {"email": "zoe@example.org", "password": "spaces around"}
    assert (await browser.post("/auth/login", trimmed)).status == 401
    await login(browser, "zoe@example.org", "  spaces around  ")


async def test_guessing_one_account_is_slowed_down_and_its_holder_elsewhere_is_not(browser: Browser) -> None:
    ada = await browser.person("Ada")
    guess = {"email": ada.email, "password": "a wrong guess"}
    statuses = [(await browser.post("/auth/login", guess)).status for _ in range(9)]
    assert statuses == [401] * 8 + [429]
    refused = await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})
    assert refused.status == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    browser.parts.clock.move(61)  # type: ignore[attr-defined]
    await login(browser, ada.email)


async def test_limits_go_by_address_and_by_account(browser: Browser) -> None:
    guard = Guard()
    async with browser.parts.sessions.begin() as session:
        for _ in range(8):
            await guard.before_password(session, "ada@example.org", "192.0.2.1", 0.0)
        with pytest.raises(Problem):
            await guard.before_password(session, "ADA@example.org ", "192.0.2.1", 0.0)
        await guard.before_password(session, "ada@example.org", "192.0.2.2", 0.0)
        await guard.before_password(session, "ben@example.org", "192.0.2.1", 0.0)
        sent = [await guard.mail_to(session, "ada@example.org", 0.0) for _ in range(7)]
    assert sent == [True] * 6 + [False]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("unknown", "unknown", True),
    ],
)
async def test_who_has_a_network_of_addresses_counts_as_one(
    browser: Browser, first: str, second: str, same: bool
) -> None:
    """A subscriber holds a whole IPv6 /64 (RFC 6177): limits for each address of it would limit nobody."""
    guard = Guard()
    refused = False
    async with browser.parts.sessions.begin() as session:
        for _ in range(8):
            await guard.before_password(session, "ada@example.org", first, 0.0)
        try:
            await guard.before_password(session, "ada@example.org", second, 0.0)
        except Problem:
            refused = True
    assert refused == same


async def test_an_address_can_only_try_so_often(browser: Browser) -> None:
    statuses = [(await browser.post("/auth/refresh", {"refresh_token": "x"})).status for _ in range(61)]
    assert statuses == [401] * 60 + [429]
