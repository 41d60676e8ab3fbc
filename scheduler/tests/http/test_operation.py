"""Health, figures, the document, logs: what an operator sees."""

import asyncio
import io
import json
import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from scheduler.http.logs import JsonFormatter, clean, quieten_libraries
from scheduler.store.engine import create_engine
from scheduler.store.migrate import newest_revision
from scheduler.tests.fixtures import PASSWORD, Answer, Browser


async def test_health_and_readiness(browser: Browser) -> None:
    assert (await browser.get("/healthz")).body == {"status": "ok"}
    assert (await browser.get("/readyz")).status == 200


async def test_without_its_database_it_is_alive_not_ready_and_answers_503(browser: Browser) -> None:
    ada = await browser.person("Ada")
    await browser.parts.engine.dispose()
    browser.parts.sessions.configure(bind=create_engine("postgresql://app@127.0.0.1:1/gone", pool=1))
    try:
        assert (await browser.get("/healthz")).status == 200
        ready = await browser.get("/readyz")
        assert (ready.status, ready.body["missing"]) == (503, ["database"])
        answer = await browser.get("/me", by=ada)
        assert (answer.status, answer.slug, answer.headers["Retry-After"]) == (503, "unavailable", "2")
    finally:
        browser.parts.sessions.configure(bind=browser.parts.engine)
    assert (await browser.get("/me", by=ada)).status == 200


async def test_a_database_behind_its_migrations_is_not_ready_and_one_ahead_is(browser: Browser) -> None:
    async def at(revision: str) -> Answer:
        async with browser.parts.sessions.begin() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
        return await browser.get("/readyz")

    newest = newest_revision()
    try:
        behind = await at("0001")
        assert (behind.status, behind.body["missing"]) == (503, ["migrations: run `python -m scheduler migrate`"])
        assert (await at("9999")).status == 200
    finally:
        assert (await at(newest)).status == 200


async def test_figures_are_by_template_and_bounded(browser: Browser) -> None:
    for index in range(5):
        await browser.get(f"/nowhere/{index}")
    await browser.get("/me")
    figures = (await browser.get("/metrics")).body
    assert 'scheduler_http_requests_total{method="GET",route="/api/v1/me",status="401"} 1.0' in figures
    assert 'route="unmatched",status="404"} 5.0' in figures
    assert "/nowhere" not in figures
    assert "scheduler_event_loop_lag_seconds_count" in figures
    assert "scheduler_db_pool_size 10.0" in figures


async def test_the_document_describes_every_endpoint(browser: Browser) -> None:
    document = (await browser.get("/openapi.json")).body
    assert document["openapi"] == "3.1.0"
    login = document["paths"]["/api/v1/auth/login"]["post"]
    assert {"200", "401", "403", "422", "429"} <= set(login["responses"])
    assert login["responses"]["422"]["content"].keys() == {"application/problem+json"}
    join = document["paths"]["/api/v1/bookings/{id}/join"]["post"]
    role = next(parameter for parameter in join["parameters"] if parameter["in"] == "header")
    assert (role["name"], role["required"], role["schema"]["enum"]) == (
        "X-Visavis-Role",
        True,
        ["client", "professional"],
    )
    assert join["security"] == [{"bearer": []}]
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)


@pytest.fixture
def log_text() -> io.StringIO:
    return io.StringIO()


async def test_logs_hold_no_secret(browser: Browser, log_text: io.StringIO) -> None:
    """Every path a secret takes: signing up, in, on, a reset, refusals and a fault; nothing of it is in the log."""
    handler = logging.StreamHandler(log_text)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    quieten_libraries()
    try:
        secrets = await _use_secrets(browser)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    written = log_text.getvalue()
    lines = [json.loads(line) for line in written.splitlines()]
    requests = [line for line in lines if line["logger"] == "scheduler.http" and line["message"] == "request"]
    assert len(requests) >= 7
    assert {"request_id", "route", "status", "ms"} <= requests[0].keys()
    assert [secret for secret in secrets if secret in written] == []


async def test_bytes_that_are_no_request_leave_no_line(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """The parser's errors quote them: a query with its secret, and as much as anybody cares to send."""
    quieten_libraries()
    for request in (
        b"GET /api/v1/me?token=secret-9\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"secret-9\x00 garbage\r\n\r\n",
        b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Encoding: gzip\r\nContent-Length: 8\r\n\r\nsecret-9",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", browser.client.port)
        writer.write(request)
        status = await reader.readline()
        assert b" 400 " in status
        writer.close()
    loud = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert loud == []
    assert "secret-9" not in caplog.text


async def _use_secrets(browser: Browser) -> list[str]:
    signup = {"email": "z@example.org", "password": PASSWORD, "name": "Z", "zone": "UTC"}
    await browser.post("/auth/signup", signup)
    verify = await browser.token_in_mail("z@example.org")
    await browser.post("/auth/verify", {"token": verify})
    tokens = (await browser.post("/auth/login", {"email": "z@example.org", "password": PASSWORD})).body
    await browser.get("/me", by=tokens["access_token"])
    await browser.post("/auth/refresh", {"refresh_token": tokens["refresh_token"]})
    await browser.post("/auth/signup", {**signup, "password": {"wrong": PASSWORD}})
    await browser.get("/me", headers={"Authorization": f"Bearer {tokens['access_token']}x"})
    await browser.post("/auth/password/forgot", {"email": "z@example.org"})
    reset = await browser.token_in_mail("z@example.org")
    await browser.post("/auth/password/reset", {"token": reset, "password": "another secret 9"})
    await browser.get(f"/me?token={reset}")
    dsn_password = "postgres-password-7"
    logging.getLogger("some.library").error("cannot connect to postgresql://app:%s@db/x", dsn_password)
    return [
        PASSWORD,
        verify,
        reset,
        "another secret 9",
        tokens["access_token"],
        tokens["refresh_token"],
        dsn_password,
    ]


async def test_a_fault_of_the_database_names_no_value_of_a_row(browser: Browser, log_text: io.StringIO) -> None:
    """PostgreSQL's DETAIL repeats keys, and whole rows where a check fails."""
    ada = await browser.person("Ada")
    logger = logging.Logger("some.idea")
    logger.addHandler(logging.StreamHandler(log_text))
    logger.handlers[0].setFormatter(JsonFormatter())
    twice = "INSERT INTO account SELECT gen_random_uuid(), email, password_hash, NULL, NULL, created_at FROM account"
    never = "INSERT INTO account_role SELECT id, email, created_at FROM account"
    for statement in (twice, never):
        try:
            async with browser.parts.sessions.begin() as session:
                await session.execute(text(statement))
        except IntegrityError:
            logger.exception("request failed")
    written = log_text.getvalue()
    assert written.count("Error") >= 2
    assert ada.email not in written


def test_what_looks_like_a_credential_is_hidden() -> None:
    assert clean("Authorization: Bearer abc.def-ghi") == "Authorization: Bearer [hidden]"
    assert clean("postgresql://app:pw@host/x") == "postgresql://app:[hidden]@host/x"
    assert clean("got eyJhbGciOi.eyJzdWIi.c2ln here") == "got [hidden token] here"
    assert clean("nothing to hide: 12:30") == "nothing to hide: 12:30"
