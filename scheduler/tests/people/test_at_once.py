"""What happens at the same time, or twice: guesses in parallel, a reset during a sign-in, a job run again."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, text

from auth import accounts, mail_tokens
from auth.passwords import Busy, Passwords
from auth.tables import Account
from scheduler.app import Parts, assemble
from scheduler.clock import ManualClock
from scheduler.config import Settings
from scheduler.people.mails import account_mail_job
from scheduler.tests.fixtures import CHEAP, PASSWORD, RING, Browser

ZOE = {"email": "zoe@example.org", "password": PASSWORD, "name": "Zoe", "zone": "UTC"}
Meanwhile = Callable[[], Awaitable[None]]


class Interrupted(Passwords):
    """Passwords during whose check something else happens."""

    def __init__(self, hasher: PasswordHasher) -> None:
        super().__init__(hasher)
        self.meanwhile: Meanwhile | None = None
        self.full = False

    async def check(self, password: str, stored: str | None) -> bool:
        if self.full:
            raise Busy
        right = await super().check(password, stored)
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return right


@pytest.fixture
def passwords() -> Interrupted:
    """Today's cost is not the one the tests' accounts were hashed with, so that a sign-in renews the hash."""
    return Interrupted(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))


@pytest.fixture
async def parts(settings: Settings, clock: ManualClock, passwords: Interrupted) -> Parts:
    return assemble(settings, clock=clock, passwords=passwords, ring=RING)


async def test_guesses_in_parallel_are_no_more_than_guesses_in_turn(browser: Browser) -> None:
    ada = await browser.person("Ada")
    guesses = [browser.post("/auth/login", {"email": ada.email, "password": f"guess {n}"}) for n in range(30)]
    assert Counter(answer.status for answer in await asyncio.gather(*guesses)) == {401: 8, 429: 22}


async def test_when_too_many_wait_one_is_asked_to_come_back(browser: Browser, passwords: Interrupted) -> None:
    """And who was not looked at has not guessed wrong."""
    ada = await browser.person("Ada")
    login = {"email": ada.email, "password": PASSWORD}
    passwords.full = True
    for _ in range(9):
        busy = await browser.post("/auth/login", login)
        assert (busy.status, busy.slug, busy.headers["Retry-After"]) == (503, "unavailable", "5")
    passwords.full = False
    assert (await browser.post("/auth/login", login)).status == 200


async def test_a_reset_during_a_sign_in_with_the_old_password_wins(browser: Browser, passwords: Interrupted) -> None:
    ada = await browser.person("Ada")
    async with browser.parts.sessions.begin() as session:
        await accounts.set_password(session, ada.id, CHEAP.hash(PASSWORD))
    await browser.post("/auth/password/forgot", {"email": ada.email})
    token = await browser.token_in_mail(ada.email)

    async def reset() -> None:
        new = {"token": token, "password": "a new password 2"}
        assert (await browser.post("/auth/password/reset", new)).status == 204

    passwords.meanwhile = reset
    old = await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})
    assert (old.status, old.slug) == (401, "unauthenticated"), "the reset ended every sign-in, this one too"
    assert (await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})).status == 401
    new = await browser.post("/auth/login", {"email": ada.email, "password": "a new password 2"})
    assert new.status == 200, "the old password's renewed hash has not taken the new one's place"


async def test_two_sign_ins_that_renew_the_hash_both_work(browser: Browser, passwords: Interrupted) -> None:
    ada = await browser.person("Ada")
    async with browser.parts.sessions.begin() as session:
        await accounts.set_password(session, ada.id, CHEAP.hash(PASSWORD))
    both = [browser.post("/auth/login", {"email": ada.email, "password": PASSWORD}) for _ in range(2)]
    assert [answer.status for answer in await asyncio.gather(*both)] == [200, 200]
    async with browser.parts.sessions() as session:
        stored = await session.scalar(select(Account.password_hash).where(Account.id == ada.id))
    assert stored is not None
    assert not passwords.outdated(stored)


async def test_a_mail_job_run_again_leaves_the_mailed_link_good(browser: Browser) -> None:
    """A worker killed after its commit and before the queue heard of it: the same job comes again."""
    assert (await browser.post("/auth/signup", ZOE)).status == 202
    parts = browser.parts
    write = account_mail_job(parts.sessions, parts.clock, "https://visavis.example")
    for _ in range(2):
        await write({"wish": "verify", "email": "zoe@example.org", "cause": "one"})
    mails = (await browser.get("/dev/mail", params={"to": "zoe@example.org"})).body["items"]
    token = mails[0]["links"][0].rpartition("token=")[2]
    assert len(mails) == 1
    assert (await browser.post("/auth/verify", {"token": token})).status == 204


async def test_verifying_while_somebody_signs_up_again_is_no_deadlock(browser: Browser) -> None:
    """The two take their rows in one order: link, then account. Held open here where they would cross."""
    assert (await browser.post("/auth/signup", ZOE)).status == 202
    token = await browser.token_in_mail("zoe@example.org")
    now = browser.parts.clock.now()
    async with browser.parts.sessions() as verifying:
        account_id = await mail_tokens.use(verifying, token, "verify", now)
        assert account_id is not None
        again = asyncio.create_task(browser.post("/auth/signup", {**ZOE, "password": "another password"}))
        async with browser.parts.sessions() as looking:
            waiting = text(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            async with asyncio.timeout(30):
                while not await looking.scalar(waiting):
                    await looking.rollback()
        await accounts.mark_verified(verifying, account_id, now)
        await verifying.commit()
    assert (await again).status == 202
    assert (await browser.post("/auth/login", {"email": "zoe@example.org", "password": PASSWORD})).status == 200
