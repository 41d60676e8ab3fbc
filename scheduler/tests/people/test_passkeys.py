"""Passkeys over HTTP with a software authenticator that really signs."""

from typing import Any

import pytest

from scheduler.tests.fixtures import PASSWORD, Answer, Browser, SignedInAs
from scheduler.tests.people.authenticator import Authenticator, b64


async def added(browser: Browser, who: SignedInAs, device: Authenticator, name: str = "Laptop") -> Answer:
    begun = await browser.post("/me/passkeys/begin", by=who)
    assert begun.status == 200, begun.body
    return await browser.post(
        "/me/passkeys", {"credential": device.create(begun.body["options"]), "name": name}, by=who
    )


async def challenge(browser: Browser) -> dict[str, Any]:
    begun = await browser.post("/auth/passkey/begin")
    assert begun.status == 200
    options: dict[str, Any] = begun.body["options"]
    return options


async def enter(browser: Browser, device: Authenticator) -> Answer:
    return await browser.post("/auth/passkey", {"credential": device.get(await challenge(browser))})


async def test_the_whole_way_with_a_passkey_and_no_second_step(browser: Browser) -> None:
    ada, device = await browser.person("Ada"), Authenticator()
    assert (await added(browser, ada, device)).status == 201
    answer = await enter(browser, device)
    assert answer.status == 200, answer.body
    assert answer.body["account"]["id"] == str(ada.id)
    mine = (await browser.get("/me/sessions", by=answer.body["access_token"])).body["items"]
    assert ["passkey"] in [each["methods"] for each in mine]
    assert [mail["subject"] for mail in await browser.mails(ada.email)] == ["A passkey was added to your account"]
    second = await browser.post("/me/passkeys/begin", by=ada)
    assert [each["id"] for each in second.body["options"]["excludeCredentials"]] == [b64(device.id)]


async def test_a_challenge_is_good_once_for_five_minutes_and_for_its_purpose(browser: Browser) -> None:
    ada, device = await browser.person("Ada"), Authenticator()
    await added(browser, ada, device)
    options = await challenge(browser)
    assert (await browser.post("/auth/passkey", {"credential": device.get(options)})).status == 200
    assert (await browser.post("/auth/passkey", {"credential": device.get(options)})).status == 401
    late = await challenge(browser)
    browser.parts.clock.move(301)  # type: ignore[attr-defined]
    assert (await browser.post("/auth/passkey", {"credential": device.get(late)})).status == 401
    made_up = {**late, "challenge": b64(b"x" * 43)}
    assert (await browser.post("/auth/passkey", {"credential": device.get(made_up)})).status == 401
    begun = (await browser.post("/me/passkeys/begin", by=ada)).body["options"]
    assert (await browser.post("/auth/passkey", {"credential": device.get(begun)})).status == 401


async def test_a_counter_that_does_not_grow_is_a_clone(browser: Browser) -> None:
    ada, device = await browser.person("Ada"), Authenticator()
    await added(browser, ada, device)
    assert (await enter(browser, device)).status == 200
    device.counter -= 1
    assert (await enter(browser, device)).status == 401
    device.counter += 5
    assert (await enter(browser, device)).status == 200


COPIED = "One of your passkeys may have been copied"


async def test_a_copied_passkey_is_told_to_its_holder_once_and_stands_in_the_log(browser: Browser) -> None:
    ada, device = await browser.person("Ada"), Authenticator()
    await added(browser, ada, device, "Key ring")
    assert (await enter(browser, device)).status == 200
    thief = Authenticator()
    thief.id, thief.handle, thief.counter = device.id, device.handle, 0
    assert (await enter(browser, thief)).status == 401
    assert COPIED not in [mail["subject"] for mail in await browser.mails(ada.email)], (
        "whoever has no key tells nothing"
    )
    for _ in range(2):
        device.counter = 0
        assert (await enter(browser, device)).status == 401
    again = await browser.post("/me/prove/passkey", {"credential": device.get(await challenge(browser))}, by=ada)
    assert again.status == 204, "the counter went on"
    subjects = [mail["subject"] for mail in await browser.mails(ada.email)]
    assert subjects.count(COPIED) == 1
    log = (await browser.get("/me/security-log", by=ada)).body["items"]
    assert [each["detail"] for each in log if each["kind"] == "passkey-copied"] == ["Key ring"] * 2


async def test_each_of_several_passkeys_opens_and_after_the_last_a_mail_does(browser: Browser) -> None:
    ada, devices = await browser.person("Ada"), [Authenticator() for _ in range(3)]
    made = [(await added(browser, ada, each, f"Key {n}")).body["id"] for n, each in enumerate(devices)]
    assert (await added(browser, ada, devices[0])).fields == ["credential"], "one is one"
    for index, device in enumerate(devices):
        assert (await enter(browser, device)).status == 200
        assert (await browser.post("/me/passkeys/remove", {"passkey_id": made[index]}, by=ada)).status == 204
        assert (await enter(browser, device)).status == 401
        left = (await browser.get("/me/passkeys", by=ada)).body["items"]
        assert [each["id"] for each in left] == made[index + 1 :]
    await browser.post("/auth/password/forgot", {"email": ada.email})
    new = {"token": await browser.token_in_mail(ada.email), "password": "an entirely new one"}
    assert (await browser.post("/auth/password/reset", new)).status == 204
    entered = await browser.post("/auth/login", {"email": ada.email, "password": "an entirely new one"})
    assert entered.status == 200


@pytest.mark.parametrize(
    "device",
    [
        Authenticator(origin="https://visavis.evil.example"),
        Authenticator(rp_id="evil.example"),
        Authenticator(verifies=False),
    ],
    ids=["another page", "another party", "no finger"],
)
async def test_what_was_made_elsewhere_or_without_its_user_is_refused(
    browser: Browser, device: Authenticator
) -> None:
    ada, honest = await browser.person("Ada"), Authenticator()
    refused = await added(browser, ada, device)
    assert (refused.status, refused.fields) == (422, ["credential"])
    await added(browser, ada, honest)
    honest.origin, honest.rp_id, honest.flags = device.origin, device.rp_id, device.flags
    assert (await enter(browser, honest)).status == 401


async def test_a_signature_by_another_key_is_refused(browser: Browser) -> None:
    ada, device, thief = await browser.person("Ada"), Authenticator(), Authenticator()
    await added(browser, ada, device)
    thief.id, thief.handle = device.id, device.handle
    assert (await enter(browser, thief)).status == 401
    assert (await enter(browser, Authenticator())).status == 401, "an unknown credential"


async def test_a_passkey_is_renamed_and_removed_by_its_owner_only(browser: Browser) -> None:
    ada, ben, device = await browser.person("Ada"), await browser.person("Ben"), Authenticator()
    made = (await added(browser, ada, device)).body
    rename = {"passkey_id": made["id"], "name": "Phone"}
    assert (await browser.post("/me/passkeys/rename", rename, by=ben)).status == 404
    assert (await browser.post("/me/passkeys/remove", {"passkey_id": made["id"]}, by=ben)).status == 404
    assert (await browser.post("/me/passkeys/rename", rename, by=ada)).status == 204
    assert [each["name"] for each in (await browser.get("/me/passkeys", by=ada)).body["items"]] == ["Phone"]
    assert (await browser.post("/me/passkeys/remove", {"passkey_id": made["id"]}, by=ada)).status == 204
    assert (await enter(browser, device)).status == 401


async def test_a_passkey_proves_again_who_i_am_and_anothers_does_not(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    device, bens = Authenticator(), Authenticator()
    await added(browser, ada, device)
    await added(browser, ben, bens)
    browser.parts.clock.move(minutes=9)  # type: ignore[attr-defined]
    token = (await browser.post("/auth/refresh", {"refresh_token": ada.refresh_token})).body["access_token"]
    browser.parts.clock.move(minutes=2)  # type: ignore[attr-defined]
    assert (await browser.post("/me/passkeys/begin", by=token)).slug == "fresh-sign-in-needed"
    other = {"credential": bens.get(await challenge(browser))}
    assert (await browser.post("/me/prove/passkey", other, by=token)).fields == ["credential"]
    own = {"credential": device.get(await challenge(browser))}
    assert (await browser.post("/me/prove/passkey", own, by=token)).status == 204
    assert (await browser.post("/me/passkeys/begin", by=token)).status == 200


@pytest.mark.parametrize("credential", [{}, {"response": None}, {"response": {"clientDataJSON": "!"}}, {"rawId": 1}])
async def test_nonsense_is_refused_and_not_a_fault(browser: Browser, credential: dict[str, Any]) -> None:
    ada = await browser.person("Ada")
    assert (await browser.post("/auth/passkey", {"credential": credential})).status == 401
    assert (await browser.post("/me/passkeys", {"credential": credential}, by=ada)).status == 422
    options = await challenge(browser)
    broken = Authenticator().get(options)
    broken["response"] |= {"authenticatorData": "AA", "signature": 7}
    assert (await browser.post("/auth/passkey", {"credential": broken})).status == 401


async def test_a_suspended_account_is_not_entered(browser: Browser) -> None:
    from auth import accounts

    ada, device = await browser.person("Ada"), Authenticator()
    await added(browser, ada, device)
    async with browser.parts.sessions.begin() as session:
        await accounts.set_disabled(session, ada.id, browser.parts.clock.now())
    assert (await enter(browser, device)).status == 401
    assert (await browser.post("/auth/login", {"email": ada.email, "password": PASSWORD})).status == 401
