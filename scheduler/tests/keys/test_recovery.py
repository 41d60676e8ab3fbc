"""Keys and a new password: who takes an account back by mail shuts programs out too, who changes it is asked."""

import asyncio

import pytest
from sqlalchemy import text

from scheduler.tests.fixtures import PASSWORD, Browser, SignedInAs
from scheduler.tests.keys.holder import key_of, make_key

NEW = "an entirely new one"


async def works(browser: Browser, key: str) -> bool:
    answer = await browser.get("/bookings", by=key, role="client")
    assert answer.status in {200, 401}
    return answer.status == 200


async def reset(browser: Browser, who: SignedInAs) -> int:
    await browser.mails(who.email)
    browser.parts.clock.move(seconds=1)  # type: ignore[attr-defined]
    await browser.post("/auth/password/forgot", {"email": who.email})
    token = await browser.token_in_mail(who.email)
    return (await browser.post("/auth/password/reset", {"token": token, "password": NEW})).status


async def test_a_reset_revokes_every_key_and_says_so(browser: Browser) -> None:
    """Whoever was in the account could have made one to come back by."""
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    keys = [await key_of(browser, ada, "bookings:read") for _ in range(2)]
    bens = await key_of(browser, ben, "bookings:read")
    assert await reset(browser, ada) == 204
    assert [await works(browser, each) for each in (*keys, bens)] == [False, False, True]
    signed_in = await browser.post("/auth/login", {"email": ada.email, "password": NEW})
    again = signed_in.body["access_token"]
    listed = (await browser.get("/me/api-keys", by=again)).body["items"]
    assert [each["revoked_at"] is not None for each in listed] == [True, True]
    log = [each["kind"] for each in (await browser.get("/me/security-log", by=again)).body["items"]]
    assert log.count("api-key-revoked") == 2
    told = {mail["subject"]: mail["text"] for mail in await browser.mails(ada.email)}
    assert "API key" in told["Your password was chosen anew"]


async def test_a_key_that_is_made_while_the_password_is_reset_does_not_outlive_it(browser: Browser) -> None:
    """Either it is there before and is revoked, or it is refused: its maker's sign-in has ended."""
    for round in range(6):
        ada = await browser.person(f"Ada {round}")
        await browser.post("/auth/password/forgot", {"email": ada.email})
        token = await browser.token_in_mail(ada.email)
        new = {"token": token, "password": NEW}
        making = [make_key(browser, ada, "bookings:read") for _ in range(4)]
        done, *made = await asyncio.gather(browser.post("/auth/password/reset", new), *making)
        assert done.status == 204
        assert {answer.status for answer in made} <= {201, 401, 403}
        async with browser.parts.sessions() as session:
            alive = text("SELECT count(*) FROM api_key WHERE person_id = :id AND revoked_at IS NULL")
            assert await session.scalar(alive, {"id": ada.id}) == 0


async def test_who_waits_for_the_lock_with_a_sign_in_that_ends_meanwhile_makes_no_key(browser: Browser) -> None:
    ada = await browser.person("Ada")
    async with browser.parts.sessions.begin() as session:
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 0))")
        await session.execute(lock, {"id": str(ada.id)})
        waiting = asyncio.create_task(make_key(browser, ada, "bookings:read"))
        asked = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        async with asyncio.timeout(30):
            while not await session.scalar(asked):
                await asyncio.sleep(0)
        await session.execute(text("UPDATE login_session SET ended_at = :now"), {"now": browser.parts.clock.now()})
    assert (await waiting).slug == "fresh-sign-in-needed"


@pytest.mark.parametrize("asked", [False, True])
async def test_a_change_leaves_keys_unless_asked_and_says_how_many_still_work(browser: Browser, asked: bool) -> None:
    """Who knows the old password has not lost the account, and a website's bookings are not to stop with it."""
    ada = await browser.person("Ada")
    key = await key_of(browser, ada, "bookings:read")
    change = {"old": PASSWORD, "password": NEW, **({"revoke_api_keys": True} if asked else {})}
    answer = await browser.post("/me/password", change, by=ada)
    assert (answer.status, answer.body["api_keys"]) == (200, 0 if asked else 1)
    assert await works(browser, key) is not asked
