"""What protects an account holds for every process, across restarts, and its holder is told."""

import asyncio
from collections import Counter

from sqlalchemy import func, select

from auth.limits import Rate
from auth.rates import StoredLimiter, forget_old
from auth.tables import RateLimit
from scheduler.app import assemble
from scheduler.tests.fixtures import PASSWORD, RING, Browser, serving


async def test_two_processes_share_the_count_and_a_restart_does_not_forget_it(browser: Browser) -> None:
    """The second has parts of its own: another pool, another guard, nothing shared but the database."""
    ada = await browser.person("Ada")
    first = browser.parts
    guess = {"email": ada.email, "password": "a wrong guess"}
    second = assemble(first.settings, clock=first.clock, passwords=first.passwords, ring=RING)
    async with serving(second) as other:
        guesses = [each.post("/auth/login", guess) for each in (browser, other) for _ in range(10)]
        assert Counter(answer.status for answer in await asyncio.gather(*guesses)) == {401: 8, 429: 12}
        refused = await other.post("/auth/login", {"email": ada.email, "password": PASSWORD})
        assert refused.status == 429


async def test_a_lock_out_is_told_once_with_a_way_to_a_new_password(browser: Browser) -> None:
    ada = await browser.person("Ada")
    for _ in range(9):
        await browser.post("/auth/login", {"email": ada.email, "password": "a wrong guess"})
    browser.parts.clock.move(61)  # type: ignore[attr-defined]
    await browser.post("/auth/login", {"email": ada.email, "password": "a wrong guess"})
    mails = await browser.mails(ada.email)
    assert [mail["subject"] for mail in mails] == ["Too many wrong passwords for your account"]
    new = {"token": await browser.token_in_mail(ada.email), "password": "an entirely new one"}
    assert (await browser.post("/auth/password/reset", new)).status == 204


async def test_who_chose_a_new_password_by_mail_comes_in_at_once_though_guesses_locked_the_account(
    browser: Browser,
) -> None:
    """From where it was guessed at, and from everywhere: the guesses were for a password that is gone."""
    ada = await browser.person("Ada")
    for number in range(61):
        somewhere = {"Forwarded": f"for=198.51.100.{number // 8}"} if number > 8 else {}
        guess = {"email": ada.email, "password": "a wrong guess"}
        await browser.post("/auth/login", guess, headers=somewhere)
    refused = await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})
    assert refused.status == 429
    await browser.mails(ada.email)
    browser.parts.clock.move(1)  # type: ignore[attr-defined]
    await browser.post("/auth/password/forgot", {"email": ada.email})
    new = {"token": await browser.token_in_mail(ada.email), "password": "an entirely new one"}
    assert (await browser.post("/auth/password/reset", new)).status == 204
    entered = {"email": ada.email, "password": "an entirely new one"}
    assert (await browser.post("/auth/login", entered)).status == 200
    again = [await browser.post("/auth/login", {**entered, "password": "x" * 12}) for _ in range(9)]
    assert [answer.status for answer in again] == [401] * 8 + [429], "guessing is slowed down as before"


async def test_an_unknown_address_is_limited_alike_and_gets_no_mail(browser: Browser) -> None:
    guess = {"email": "nobody@example.org", "password": "a wrong guess"}
    assert [(await browser.post("/auth/login", guess)).status for _ in range(9)] == [401] * 8 + [429]
    assert await browser.mails("nobody@example.org") == []


async def test_the_stored_limit_lets_through_what_the_one_in_memory_does(browser: Browser) -> None:
    from auth.limits import Limiter

    rate = Rate(3, 10.0)
    stored, memory = StoredLimiter("test", rate), Limiter(rate)
    async with browser.parts.sessions.begin() as session:
        for now in (0.0, 0.0, 1.0, 2.0, 9.0, 10.0, 10.5, 21.0, 60.0, 60.0, 60.0, 60.0):
            assert abs(await stored.hit(session, "x", now) - memory.hit("x", now)) < 1e-6, now
        await forget_old(session, browser.parts.clock.now())
        assert await session.scalar(select(func.count()).select_from(RateLimit)) == 0


async def test_the_table_does_not_tell_who_was_guessed_at(browser: Browser) -> None:
    await browser.post("/auth/login", {"email": "nobody@example.org", "password": "a wrong guess"})
    async with browser.parts.sessions() as session:
        keys = list(await session.scalars(select(RateLimit.key)))
    assert {len(key) for key in keys} == {32}
