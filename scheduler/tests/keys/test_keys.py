"""API keys: made once, shown once, kept to their scopes, their roles, their rate and their time."""

import asyncio
import io
import logging
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.http.logs import JsonFormatter
from scheduler.keys import endpoints
from scheduler.keys.sign_in import RATE
from scheduler.tests.booking.world import TERMS, professional, slots_of
from scheduler.tests.fixtures import Browser
from scheduler.tests.keys.holder import key_of, make_key
from scheduler.tests.messages.world import booked, texts, write
from scheduler.tests.privacy.test_privacy import fresh

MONTH = {"from": "2027-03-10T00:00:00Z", "to": "2027-04-10T00:00:00Z"}


async def test_a_program_books_and_reads_with_a_key_as_its_owner_would(browser: Browser) -> None:
    _ada, service = await professional(browser, "Ada")
    ben = await browser.person("Ben")
    key = await key_of(browser, ben, "bookings:read", "bookings:write", "calendar:read")
    start = (await slots_of(browser, service, "2027-03-11T00:00:00Z", "2027-03-12T00:00:00Z"))[0]
    wish = {"service_id": str(service), "start": start}
    again = {"Idempotency-Key": "one"}
    booked = [await browser.post("/bookings", wish, by=key, role="client", headers=again) for _ in range(2)]
    assert [answer.status for answer in booked] == [201, 201]
    assert booked[0].body["client"]["id"] == str(ben.id)
    assert booked[0].body["id"] == booked[1].body["id"]
    listed = await browser.get("/bookings", by=key, role="client")
    assert [each["id"] for each in listed.body["items"]] == [booked[0].body["id"]]
    assert (await browser.get("/calendar", by=key, params=MONTH)).status == 200


async def test_a_program_reads_messages_and_answers_in_its_owners_name(browser: Browser) -> None:
    booking = await booked(browser)
    asked = await write(browser, booking, "Is there parking?")
    assert asked.status == 201, asked.body
    path, role = f"/bookings/{booking.id}/messages", {"role": "professional"}
    reader = await key_of(browser, booking.ada, "messages:read", "figures:read", roles=["professional"])
    assert (await browser.get("/messages/unread", by=reader, **role)).body["total"] == 1
    (message,) = (await browser.get(path, by=reader, **role)).body["items"]
    assert (message["text"], message["mine"]) == ("Is there parking?", False)
    answer = {"id": str(uuid4()), "text": "Behind the house."}
    refused = await browser.post(path, answer, by=reader, **role)
    assert (refused.status, refused.body["scope"]) == (403, "messages:write")
    assert (await browser.get("/figures", by=reader, params=MONTH, **role)).body["bookings"]["total"] == 1
    writer = await key_of(browser, booking.ada, "messages:write", roles=["professional"])
    assert (await browser.post(path, answer, by=writer, **role)).status == 201
    assert await texts(browser, booking) == ["Is there parking?", "Behind the house."]
    assert (await browser.get(path, by=writer, **role)).body["scope"] == "messages:read"


async def test_a_key_is_refused_what_its_scopes_do_not_say_and_told_which(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    key = await key_of(browser, ada, "services:read", roles=["professional"])
    assert (await browser.get(f"/services/{service}", by=key, role="professional")).status == 200
    refused = await browser.patch(f"/services/{service}", {"title": "x"}, by=key, role="professional")
    assert (refused.status, refused.slug, refused.body["scope"]) == (403, "key-not-allowed", "services:write")
    assert refused.headers["WWW-Authenticate"].endswith('error="insufficient_scope", scope="services:write"')
    closed = await browser.get("/me", by=key)
    assert (closed.status, closed.slug) == (403, "key-not-allowed")
    assert "scope" not in closed.body


async def test_a_key_acts_in_no_role_that_it_or_its_owner_lacks(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    key = await key_of(browser, ada, "bookings:read", "services:read", roles=["professional"])
    for role in (None, "client", "admin"):
        answer = await browser.get("/bookings", by=key, role=role)
        assert (answer.status, answer.slug) == (403, "role-not-held"), role
    assert (await browser.get("/services", by=key, role="professional")).status == 200
    await browser.post("/me/professional/deactivate", by=ada)
    assert (await browser.get("/services", by=key, role="professional")).slug == "role-not-held"


async def test_a_key_for_one_role_sees_no_calendar_of_both(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    one = await key_of(browser, ada, "calendar:read", roles=["client"])
    both = await key_of(browser, ada, "calendar:read", roles=["client", "professional"])
    refused = await browser.get("/calendar", by=one, params=MONTH)
    assert (refused.status, refused.slug) == (403, "key-not-allowed")
    assert "professional" in refused.body["detail"]
    assert (await browser.get("/calendar", by=both, params=MONTH)).status == 200


async def test_the_secret_is_told_once_and_kept_as_a_hash(browser: Browser) -> None:
    ada = await browser.person("Ada")
    made = await make_key(browser, ada, "bookings:read")
    secret = made.body["secret"]
    assert made.headers["Cache-Control"] == "no-store"
    assert made.body["key"]["hint"] == secret[-4:]
    listed = (await browser.get("/me/api-keys", by=ada)).body["items"]
    assert listed == [made.body["key"]]
    async with browser.parts.sessions() as session:
        for table in ("api_key", "idempotency_key", "security_event", "mail"):
            assert secret not in str((await session.execute(text(f"SELECT * FROM {table}"))).all())
    log = (await browser.get("/me/security-log", by=ada)).body["items"]
    assert [each["kind"] for each in log] == ["api-key-made"]
    assert (await browser.mails("ada@example.org"))[0]["subject"] == "An API key was made for your account"


async def test_making_a_key_needs_a_fresh_proof_and_roles_that_are_held(browser: Browser, clock: ManualClock) -> None:
    ada = await browser.person("Ada")
    unheld = await make_key(browser, ada, "bookings:read", roles=["professional"])
    assert (unheld.status, unheld.fields) == (422, ["roles"])
    wrong: tuple[dict[str, Any], ...] = (
        {"scopes": []},
        {"scopes": ["everything"]},
        {"roles": []},
        {"roles": ["admin"]},
        {"label": ""},
        {"expires_at": "2027-03-10T11:00:00Z"},
        {"expires_at": "2031-03-10T11:00:00Z"},
    )
    for wish in wrong:
        body = {"label": "x", "scopes": ["bookings:read"], "roles": ["client"], **wish}
        answer = await browser.post("/me/api-keys", body, by=ada)
        assert (answer.status, answer.slug) == (422, "invalid-input"), wish
    clock.move(minutes=11)
    assert (await make_key(browser, ada, "bookings:read")).slug == "fresh-sign-in-needed"
    token = await fresh(browser, ada)
    body = {"label": "x", "scopes": ["bookings:read", "bookings:read"], "roles": ["client"]}
    assert (await browser.post("/me/api-keys", body, by=token)).body["key"]["scopes"] == ["bookings:read"]


async def test_a_revoked_or_lapsed_key_and_a_suspended_owners_open_nothing(
    browser: Browser, clock: ManualClock
) -> None:
    ada = await browser.person("Ada")
    lapsing = await key_of(browser, ada, "bookings:read", expires_at="2027-03-10T12:10:00Z")
    revoked = await key_of(browser, ada, "bookings:read")
    lasting = await key_of(browser, ada, "bookings:read")
    ids = {each["hint"]: each["id"] for each in (await browser.get("/me/api-keys", by=ada)).body["items"]}
    body = {"key_id": ids[revoked[-4:]]}
    ben = await browser.person("Ben")
    assert (await browser.post("/me/api-keys/revoke", body, by=ben)).status == 404
    assert (await browser.post("/me/api-keys/revoke", body, by=ada)).status == 204
    assert (await browser.post("/me/api-keys/revoke", body, by=ada)).status == 404

    async def works(key: str) -> bool:
        answer = await browser.get("/bookings", by=key, role="client")
        assert answer.status in {200, 401}
        return answer.status == 200

    assert [await works(each) for each in (lapsing, revoked, lasting)] == [True, False, True]
    clock.move(minutes=10)
    assert [await works(each) for each in (lapsing, revoked, lasting)] == [False, False, True]
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("UPDATE account SET disabled_at = :now"), {"now": clock.now()})
    assert not await works(lasting)
    for made_up in ("vv_live_", "vv_live_" + "x" * 36, lasting[:-1], lasting + "x", lasting.upper()):
        assert not await works(made_up)


async def test_a_key_has_a_rate_that_every_answer_names(browser: Browser, clock: ManualClock) -> None:
    ada = await browser.person("Ada")
    key, other = await key_of(browser, ada, "bookings:read"), await key_of(browser, ada, "bookings:read")
    first = await browser.get("/bookings", by=key, role="client")
    assert first.headers["RateLimit-Policy"] == '"key";q=600;w=60'
    assert first.headers["RateLimit"] == '"key";r=599;t=1'
    refused = await browser.get("/me", by=key)
    assert (refused.status, refused.headers["RateLimit"]) == (403, '"key";r=598;t=1')
    async with browser.parts.sessions.begin() as session:
        used = {"due": clock.unix() + RATE.every_s * (RATE.burst - 3)}
        await session.execute(text("UPDATE api_key SET due = :due WHERE hint = :hint"), {**used, "hint": key[-4:]})
    answers = await asyncio.gather(*(browser.get("/bookings", by=key, role="client") for _ in range(12)))
    assert sorted(answer.status for answer in answers) == [200] * 3 + [429] * 9, "of many at once, what is left"
    late = next(answer for answer in answers if answer.status == 429)
    assert (late.slug, late.headers["Retry-After"], late.headers["RateLimit"]) == (
        "rate-limited",
        "1",
        '"key";r=0;t=60',
    )
    assert (await browser.get("/bookings", by=other, role="client")).status == 200, "one key's rate is its own"
    assert "RateLimit" not in (await browser.get("/bookings", by=ada, role="client")).headers
    clock.move(seconds=1)
    assert (await browser.get("/bookings", by=key, role="client")).headers["RateLimit"] == '"key";r=9;t=60'


async def test_the_day_of_its_last_use_is_kept_and_no_more(browser: Browser, clock: ManualClock) -> None:
    ada = await browser.person("Ada")
    key = await key_of(browser, ada, "bookings:read")
    assert (await browser.get("/me/api-keys", by=ada)).body["items"][0]["last_used_on"] is None
    await browser.get("/bookings", by=key, role="client")
    assert (await browser.get("/me/api-keys", by=ada)).body["items"][0]["last_used_on"] == "2027-03-10"
    clock.move(days=1)
    await browser.get("/bookings", by=key, role="client")
    assert (await browser.get("/me/api-keys", by=browser.token_now(ada))).body["items"][0][
        "last_used_on"
    ] == "2027-03-11"


async def test_there_is_an_end_to_keys_and_to_what_is_kept_of_them(browser: Browser, clock: ManualClock) -> None:
    ada = await browser.person("Ada")
    made = await asyncio.gather(*(make_key(browser, ada, "bookings:read") for _ in range(endpoints.MOST_KEYS + 4)))
    assert sorted(answer.status for answer in made) == [201] * endpoints.MOST_KEYS + [409] * 4
    first = next(answer.body["key"]["id"] for answer in made if answer.status == 201)
    await browser.post("/me/api-keys/revoke", {"key_id": first}, by=ada)
    assert (await make_key(browser, ada, "bookings:read")).status == 201
    async with browser.parts.sessions.begin() as session:
        await endpoints.forget_old(session, clock.now() + timedelta(days=89))
        assert await session.scalar(text("SELECT count(*) FROM api_key")) == endpoints.MOST_KEYS + 1
        await endpoints.forget_old(session, clock.now() + timedelta(days=91))
        assert await session.scalar(text("SELECT count(*) FROM api_key")) == endpoints.MOST_KEYS


async def test_no_log_has_a_key(browser: Browser) -> None:
    ada = await browser.person("Ada")
    key = await key_of(browser, ada, "bookings:read")
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        await browser.get("/bookings", by=key, role="client")
        logging.getLogger("somebody").error("failed with %s", key)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    assert '"/api/v1/bookings"' in written.getvalue()
    assert "vv_live_[hidden]" in written.getvalue()
    assert key not in written.getvalue()


async def test_a_service_made_by_a_key_is_its_owners(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    key = await key_of(browser, ada, "services:write", "services:read", roles=["professional", "client"])
    made = await browser.post("/services", TERMS, by=key, role="professional")
    assert made.status == 201
    shown = await browser.get(f"/services/{made.body['id']}", by=ada, role="professional")
    assert shown.body == made.body
