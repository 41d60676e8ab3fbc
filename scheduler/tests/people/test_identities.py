"""Signing in at another provider, against a real one over HTTP."""

import asyncio
import select as select_module
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import select

from auth.tables import ProviderIdentity
from scheduler.clock import ManualClock
from scheduler.tests.fixtures import PASSWORD, Answer, Browser, SignedInAs


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider in a process of its own, on a free port; it demands a nonce."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "-n", "true"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Until the provider listens, for half a minute at most."""
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        select_module.select([], [], [], 0.05)
    raise AssertionError("the provider did not come up")


@pytest.fixture
def environment(issuer: str) -> dict[str, str]:
    names = {"ISSUER": issuer, "CLIENT_ID": "visavis", "CLIENT_SECRET": "a secret: with % and /"}
    return {f"VISAVIS_OIDC_MOCK_{name}": value for name, value in names.items()}


@pytest.fixture
def clock() -> ManualClock:
    """The provider signs by the machine's time."""
    return ManualClock(datetime.now(UTC))


async def at_provider(issuer: str, url: str, subject: str, **claims: Any) -> tuple[str, str]:
    """Sign in at the provider as a browser would: the code and the state it sends back."""
    async with aiohttp.ClientSession() as http:
        if claims:
            async with http.put(f"{issuer}/users/{subject}", json=claims) as put:
                assert put.status == 204
        async with http.post(url, data={"sub": subject}, allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            sent = parse_qs(urlsplit(answer.headers["Location"]).query)
    return sent["code"][0], sent["state"][0]


async def begin(browser: Browser, path: str = "/auth/oidc/begin", by: SignedInAs | None = None) -> dict[str, str]:
    body = {"provider": "mock"} if by else {"provider": "mock", "zone": "Asia/Kolkata"}
    answer = await browser.post(path, body, by=by)
    assert answer.status == 200, answer.body
    return dict(answer.body)


async def through(browser: Browser, issuer: str, subject: str, **claims: Any) -> Answer:
    begun = await begin(browser)
    code, state = await at_provider(issuer, begun["url"], subject, **claims)
    return await browser.post("/auth/oidc", {"code": code, "state": state, "key": begun["key"]})


def zoe(**more: Any) -> dict[str, Any]:
    return {"email": "Zoe@example.org", "email_verified": True, "name": "Zoe Example", **more}


async def test_a_new_address_gets_an_account_and_the_second_time_the_same(browser: Browser, issuer: str) -> None:
    first = await through(browser, issuer, "z1", **zoe())
    assert first.status == 200, first.body
    account = first.body["account"]
    assert (account["email"], account["name"], account["zone"]) == ("zoe@example.org", "Zoe Example", "Asia/Kolkata")
    again = await through(browser, issuer, "z1", **zoe(email="moved@example.org"))
    assert again.body["account"]["id"] == account["id"], "who it is is said by the subject, not by the address"
    items = (await browser.get("/me/identities", by=again.body["access_token"])).body["items"]
    assert [(each["provider"], each["email"]) for each in items] == [("mock", "Zoe@example.org")]


async def test_the_request_carries_state_nonce_and_pkce(browser: Browser, issuer: str) -> None:
    sent = parse_qs(urlsplit((await begin(browser))["url"]).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert len(sent["code_challenge"][0]) == 43
    assert all(len(sent[name][0]) == 43 for name in ("state", "nonce"))
    assert sent["redirect_uri"] == ["http://localhost:3000/login/callback"]


async def test_a_state_is_good_once_in_its_own_browser_and_for_ten_minutes(browser: Browser, issuer: str) -> None:
    begun, other = await begin(browser), await begin(browser)
    code, state = await at_provider(issuer, begun["url"], "z2", **zoe(email="z2@example.org"))
    slipped_in = await browser.post("/auth/oidc", {"code": code, "state": state, "key": other["key"]})
    assert (slipped_in.status, slipped_in.slug) == (401, "unauthenticated"), "a stranger's answer in my browser"
    right = {"code": code, "state": state, "key": begun["key"]}
    assert (await browser.post("/auth/oidc", right)).status == 401, "used up by the attempt"
    late = await begin(browser)
    code, state = await at_provider(issuer, late["url"], "z2")
    browser.parts.clock.move(601)  # type: ignore[attr-defined]
    assert (await browser.post("/auth/oidc", {"code": code, "state": state, "key": late["key"]})).status == 401


async def test_a_code_from_another_request_fails_by_its_nonce(browser: Browser, issuer: str) -> None:
    mine, theirs = await begin(browser), await begin(browser)
    stolen, _ = await at_provider(issuer, theirs["url"], "victim", **zoe(email="victim@example.org"))
    _, state = await at_provider(issuer, mine["url"], "mallory", **zoe(email="mallory@example.org"))
    answer = await browser.post("/auth/oidc", {"code": stolen, "state": state, "key": mine["key"]})
    assert (answer.status, answer.slug) == (401, "unauthenticated")


async def test_an_address_that_has_an_account_is_linked_only_after_its_own_proof(
    browser: Browser, issuer: str
) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    claims = zoe(email=ada.email)
    refused = await through(browser, issuer, "ada-there", **claims)
    assert (refused.status, refused.slug) == (409, "link-needed")
    token = {"link_token": refused.body["link_token"]}
    assert (await browser.post("/me/identities/link", token, by=ben)).fields == ["link_token"], "not ben's to link"
    assert (await browser.post("/me/identities/link", token, by=ada)).status == 200
    assert (await browser.post("/me/identities/link", token, by=ada)).status == 422
    assert (await through(browser, issuer, "ada-there", **claims)).body["account"]["id"] == str(ada.id)


@pytest.mark.parametrize("verified", [False, None, "yes"])
async def test_an_address_the_provider_has_not_verified_opens_and_makes_nothing(
    browser: Browser, issuer: str, verified: Any
) -> None:
    ada = await browser.person("Ada")
    for email in (ada.email, "fresh@example.org"):
        answer = await through(browser, issuer, f"m-{verified}-{email}", email=email, email_verified=verified)
        assert (answer.status, answer.slug) == (403, "email-unverified")
    async with browser.parts.sessions() as session:
        assert list(await session.scalars(select(ProviderIdentity))) == []


async def test_who_waits_in_an_unverified_account_does_not_get_its_holders(browser: Browser, issuer: str) -> None:
    """Pre-hijacking: sign up with the victim's address first, and wait for them to come by their provider."""
    known = {"email": "victim@example.org", "password": "known to the attacker"}
    await browser.post("/auth/signup", {**known, "name": "Mallory", "zone": "UTC"})
    early = await browser.token_in_mail("victim@example.org")
    browser.parts.clock.move(60)  # type: ignore[attr-defined]
    refused = await through(browser, issuer, "victim-there", **zoe(email="victim@example.org"))
    assert (refused.status, refused.slug) == (409, "link-needed")
    assert (await browser.post("/auth/verify", {"token": early})).status == 422
    chosen = await browser.token_in_mail("victim@example.org")
    await browser.post("/auth/password/reset", {"token": chosen, "password": "the holder's own"})
    assert (await browser.post("/auth/login", known)).status == 401, "what the attacker knew opens nothing"
    entered = await browser.post("/auth/login", {**known, "password": "the holder's own"})
    token = {"link_token": refused.body["link_token"]}
    assert (await browser.post("/me/identities/link", token, by=entered.body["access_token"])).status == 200
    assert (await through(browser, issuer, "victim-there")).status == 200


async def test_two_first_sign_ins_at_once_make_one_account(browser: Browser, issuer: str) -> None:
    answers = await asyncio.gather(
        *(through(browser, issuer, "twin", **zoe(email="t@example.org")) for _ in range(3))
    )
    assert {answer.status for answer in answers} <= {200, 409}
    assert len({answer.body["account"]["id"] for answer in answers if answer.status == 200}) == 1


async def test_a_provider_is_linked_and_unlinked_by_its_owner(browser: Browser, issuer: str) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    begun = await begin(browser, "/me/identities/begin", ada)
    code, state = await at_provider(issuer, begun["url"], "ada-2", **zoe(email="other@example.org"))
    sent = {"code": code, "state": state, "key": begun["key"]}
    assert (await browser.post("/auth/oidc", sent)).status == 401, "begun to link, not to sign in"
    begun = await begin(browser, "/me/identities/begin", ada)
    code, state = await at_provider(issuer, begun["url"], "ada-2")
    sent = {"code": code, "state": state, "key": begun["key"]}
    linked = await browser.post("/me/identities", sent, by=ada)
    assert linked.status == 200, linked.body
    assert (await through(browser, issuer, "ada-2")).body["account"]["id"] == str(ada.id)
    remove = {"identity_id": linked.body["id"]}
    assert (await browser.post("/me/identities/remove", remove, by=ben)).status == 404
    assert (await browser.post("/me/identities/remove", remove, by=ada)).status == 204
    assert (await through(browser, issuer, "ada-2")).body["account"]["id"] != str(ada.id)
    told = [mail["subject"] for mail in await browser.mails(ada.email)]
    assert "Another way to sign in was linked to your account" in told
    assert "A way to sign in was removed from your account" in told


async def test_a_provider_is_one_factor_the_second_step_follows(browser: Browser, issuer: str) -> None:
    from scheduler.tests.people.test_totp import enrolled, second_step, shown

    first = await through(browser, issuer, "z9", **zoe(email="z9@example.org"))
    account, token = first.body["account"], first.body["access_token"]
    who = SignedInAs(UUID(account["id"]), account["email"], token, "", UUID(int=0))
    secret, _ = await enrolled(browser, who)
    half = await through(browser, issuer, "z9")
    assert "access_token" not in half.body
    assert (await second_step(browser, half.body["mfa_token"], shown(browser, secret))).status == 200


async def test_a_provider_that_is_away_is_a_503_and_an_unknown_one_a_422(browser: Browser) -> None:
    assert (await browser.get("/auth/oidc")).body == {"providers": ["mock"]}
    assert (await browser.post("/auth/oidc/begin", {"provider": "nobody"})).fields == ["provider"]
    assert (await browser.post("/auth/oidc", {"code": "x", "state": "x", "key": "x"})).status == 401


async def test_who_came_by_a_provider_can_choose_a_password_by_mail(browser: Browser, issuer: str) -> None:
    await through(browser, issuer, "z5", **zoe(email="z5@example.org"))
    assert (await browser.post("/auth/login", {"email": "z5@example.org", "password": PASSWORD})).status == 401
    await browser.post("/auth/password/forgot", {"email": "z5@example.org"})
    new = {"token": await browser.token_in_mail("z5@example.org"), "password": PASSWORD}
    assert (await browser.post("/auth/password/reset", new)).status == 204
    assert (await browser.post("/auth/login", {"email": "z5@example.org", "password": PASSWORD})).status == 200
