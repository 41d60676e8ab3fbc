"""Two-step sign-in over HTTP: enrolling, coming in, recovery codes, replay, and how often one may guess."""

import asyncio
from collections import Counter

import pyotp
from sqlalchemy import select

from auth.tables import RecoveryCode, Totp
from scheduler.tests.fixtures import PASSWORD, Answer, Browser, SignedInAs


def later(browser: Browser, seconds: float) -> None:
    browser.parts.clock.move(seconds)  # type: ignore[attr-defined]


def shown(browser: Browser, secret: str, steps: int = 0) -> str:
    """What the app shows `steps` thirty-second steps from now."""
    return pyotp.TOTP(secret).at(int(browser.parts.clock.unix()) + 30 * steps)


async def enrolled(browser: Browser, who: SignedInAs) -> tuple[str, list[str]]:
    """The app's secret and the recovery codes; the next code is another one."""
    begun = await browser.post("/me/totp", by=who)
    assert begun.status == 201, begun.body
    secret = begun.body["secret"]
    confirmed = await browser.post("/me/totp/confirm", {"code": shown(browser, secret)}, by=who)
    assert confirmed.status == 200, confirmed.body
    later(browser, 30)
    return secret, confirmed.body["codes"]


async def first_step(browser: Browser, who: SignedInAs) -> str:
    answer = await browser.post("/auth/login", {"email": who.email, "password": PASSWORD})
    assert answer.status == 200
    assert "access_token" not in answer.body
    return str(answer.body["mfa_token"])


async def second_step(browser: Browser, token: str, code: str) -> Answer:
    return await browser.post("/auth/login/second", {"mfa_token": token, "code": code})


async def test_the_whole_way_in_with_two_steps(browser: Browser) -> None:
    ada = await browser.person("Ada")
    secret, codes = await enrolled(browser, ada)
    assert (
        pyotp.parse_uri((await browser.post("/me/totp", by=await browser.person("B"))).body["uri"]).issuer
        == "Visavis"
    )
    token = await first_step(browser, ada)
    assert (await browser.get("/me", by=token)).status == 401, "the first step's secret is no access token"
    answer = await second_step(browser, token, shown(browser, secret))
    assert answer.status == 200
    assert (await browser.get("/me", by=answer.body["access_token"])).status == 200
    methods = (await browser.get("/me/sessions", by=answer.body["access_token"])).body["items"][0]["methods"]
    assert methods == ["password", "otp"]
    assert (await browser.get("/me/totp", by=ada)).body == {"on": True, "recovery_codes_left": len(codes)}
    assert "Two-step sign-in is on" in [mail["subject"] for mail in await browser.mails(ada.email)]


async def test_nothing_is_in_force_before_it_is_confirmed(browser: Browser) -> None:
    ada = await browser.person("Ada")
    first = (await browser.post("/me/totp", by=ada)).body["secret"]
    second = (await browser.post("/me/totp", by=ada)).body["secret"]
    assert "access_token" in (await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})).body
    late = await browser.post("/me/totp/confirm", {"code": shown(browser, first)}, by=ada)
    assert (late.status, late.fields) == (422, ["code"])
    assert (await browser.post("/me/totp/confirm", {"code": shown(browser, second)}, by=ada)).status == 200
    assert (await browser.post("/me/totp", by=ada)).slug == "conflict", (
        "a second app would replace the first unproven"
    )


async def test_the_same_code_again_is_refused_even_at_once(browser: Browser) -> None:
    ada = await browser.person("Ada")
    secret, _ = await enrolled(browser, ada)
    tokens = [await first_step(browser, ada) for _ in range(4)]
    code = shown(browser, secret)
    answers = await asyncio.gather(*(second_step(browser, token, code) for token in tokens))
    assert Counter(answer.status for answer in answers) == {200: 1, 401: 3}
    assert (await second_step(browser, await first_step(browser, ada), code)).status == 401


async def test_a_clock_one_step_off_is_let_in_and_two_steps_are_not(browser: Browser) -> None:
    ada = await browser.person("Ada")
    secret, _ = await enrolled(browser, ada)
    later(browser, 300)
    token = await first_step(browser, ada)
    assert (await second_step(browser, token, shown(browser, secret, -2))).status == 401
    assert (await second_step(browser, token, shown(browser, secret, 2))).status == 401
    assert (await second_step(browser, token, shown(browser, secret, -1))).status == 200
    assert (await second_step(browser, await first_step(browser, ada), shown(browser, secret, 1))).status == 200


async def test_the_first_steps_secret_works_once_and_for_five_minutes(browser: Browser) -> None:
    ada = await browser.person("Ada")
    secret, _ = await enrolled(browser, ada)
    token = await first_step(browser, ada)
    assert (await second_step(browser, token, shown(browser, secret))).status == 200
    later(browser, 30)
    assert (await second_step(browser, token, shown(browser, secret))).status == 401
    expired = await first_step(browser, ada)
    later(browser, 301)
    assert (await second_step(browser, expired, shown(browser, secret))).status == 401


async def test_guessing_codes_ends_soon_whatever_is_begun_anew(browser: Browser) -> None:
    ada = await browser.person("Ada")
    secret, _ = await enrolled(browser, ada)
    one = await first_step(browser, ada)
    assert [(await second_step(browser, one, "000000")).status for _ in range(6)] == [401] * 6
    assert (await second_step(browser, await first_step(browser, ada), "000000")).status == 401
    right = await second_step(browser, await first_step(browser, ada), shown(browser, secret))
    assert (right.status, right.slug) == (429, "rate-limited"), "the account's six tries are gone, with any secret"
    later(browser, 301)
    assert (await second_step(browser, await first_step(browser, ada), shown(browser, secret))).status == 200


async def test_a_recovery_code_works_once_however_it_is_typed(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    _, codes = await enrolled(browser, ada)
    _, bens = await enrolled(browser, ben)
    typed = codes[0].lower().replace("-", " ")
    assert (await second_step(browser, await first_step(browser, ada), bens[0])).status == 401
    answer = await second_step(browser, await first_step(browser, ada), typed)
    assert answer.status == 200
    assert (await second_step(browser, await first_step(browser, ada), typed)).status == 401
    assert (await browser.get("/me/totp", by=ada)).body["recovery_codes_left"] == 9
    used = "One of your recovery codes was used"
    assert [mail["subject"] for mail in await browser.mails(ada.email)].count(used) == 1
    fresh = (await browser.post("/me/totp/recovery-codes", by=ada)).body["codes"]
    assert (await second_step(browser, await first_step(browser, ada), codes[1])).status == 401
    assert (await second_step(browser, await first_step(browser, ada), fresh[0])).status == 200
    subjects = [mail["subject"] for mail in await browser.mails(ada.email)]
    assert subjects.count("New recovery codes were made for your account") == 1


async def test_neither_secret_nor_recovery_code_can_be_read_from_the_tables(browser: Browser) -> None:
    ada = await browser.person("Ada")
    secret, codes = await enrolled(browser, ada)
    async with browser.parts.sessions() as session:
        sealed = await session.scalar(select(Totp.sealed))
        hashes = list(await session.scalars(select(RecoveryCode.hash)))
    assert sealed is not None
    assert secret.encode() not in sealed
    assert {len(value) for value in hashes} == {32}
    assert codes[0].replace("-", "").encode() not in b"".join(hashes)


async def test_turning_it_off_needs_a_fresh_proof_with_both_steps(browser: Browser) -> None:
    ada = await browser.person("Ada")
    secret, _ = await enrolled(browser, ada)
    later(browser, 540)
    token = (await browser.post("/auth/refresh", {"refresh_token": ada.refresh_token})).body["access_token"]
    later(browser, 120)
    assert (await browser.delete("/me/totp", by=token)).slug == "fresh-sign-in-needed"
    assert (await browser.post("/me/prove", {"password": PASSWORD}, by=token)).fields == ["code"]
    proof = {"password": PASSWORD, "code": shown(browser, secret)}
    assert (await browser.post("/me/prove", proof, by=token)).status == 204
    assert (await browser.delete("/me/totp", by=token)).body == {"on": False, "recovery_codes_left": 0}
    assert "access_token" in (await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})).body
