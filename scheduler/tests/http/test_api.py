"""The HTTP layer: what is refused, how it is said, and who is who."""

import asyncio
import json
from typing import Annotated, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.app import Parts
from scheduler.http import Api, Context, Instant, Problem, Strict, decode_cursor, encode_cursor
from scheduler.tests.fixtures import Browser


class Note(Strict):
    text: Annotated[str, Field(min_length=1, max_length=20)]
    at: Instant
    stars: Annotated[int, Field(ge=1, le=5)] = 1


class Kept(BaseModel):
    text: str
    at: Instant
    role: str
    number: int


async def keep_note(ctx: Context, session: AsyncSession, body: Note) -> Kept:
    """Keep a note."""
    await session.execute(text("CREATE TABLE IF NOT EXISTS note (id serial, text text)"))
    number = await session.scalar(text("INSERT INTO note (text) VALUES (:t) RETURNING id"), {"t": body.text})
    if body.text == "fail":
        raise Problem("conflict", "As asked.")
    return Kept(text=body.text, at=body.at, role=ctx.role, number=number or 0)


async def find_notes(
    _ctx: Context, at: Instant, scope: Literal["past", "upcoming"] = "past", limit: Annotated[int, Field(le=10)] = 3
) -> dict[str, object]:
    """Find notes."""
    return {"at": at.isoformat(), "scope": scope, "limit": limit}


async def show_note(_ctx: Context, id: UUID) -> str:
    """Show a note."""
    return str(id)


async def break_down(_ctx: Context) -> str:
    """Fail."""
    raise RuntimeError("on purpose")


def routes(api: Api) -> None:
    api.post(
        "/notes", keep_note, roles=("client", "professional"), status=201, problems=("conflict",), idempotent=True
    )
    api.get("/notes", find_notes)
    api.get("/notes/{id}", show_note)
    api.get("/broken", break_down)


@pytest.fixture
async def parts(parts: Parts) -> Parts:
    routes(parts.api)
    return parts


NOTE = {"text": "hello", "at": "2027-03-11T18:00:00+01:00"}


async def test_the_role_in_force_is_said_and_held(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    ben = await browser.person("Ben")
    assert (await browser.post("/notes", NOTE, by=ada, role="professional")).body["role"] == "professional"
    assert (await browser.post("/notes", NOTE, by=ada, role="client")).body["role"] == "client"
    for by, role in ((ben, "professional"), (ben, "admin"), (ben, "owner"), (ben, None)):
        answer = await browser.post("/notes", NOTE, by=by, role=role)
        assert (answer.status, answer.slug, answer.fields) == (403, "role-not-held", ["X-Visavis-Role"]), role
        assert answer.body["errors"][0]["hint"]


async def test_a_role_taken_away_is_gone_at_once(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    assert (await browser.post("/notes", NOTE, by=ada, role="professional")).status == 201
    await browser.post("/me/professional/deactivate", by=ada)
    assert (await browser.post("/notes", NOTE, by=ada, role="professional")).status == 403


async def test_who_calls_comes_before_what_is_sent(browser: Browser) -> None:
    answer = await browser.post("/notes", {"nonsense": True})
    assert (answer.status, answer.slug) == (401, "unauthenticated")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**NOTE, "text": ""}, "text"),
        ({**NOTE, "text": "x" * 21}, "text"),
        ({**NOTE, "text": "a\0b"}, "text"),
        ({**NOTE, "text": 5}, "text"),
        ({**NOTE, "at": "tomorrow"}, "at"),
        ({**NOTE, "at": "2027-03-11T18:00:00"}, "at"),
        ({**NOTE, "at": 0}, "at"),
        ({**NOTE, "at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({**NOTE, "stars": 9}, "stars"),
        ({**NOTE, "stars": "3"}, "stars"),
        ({**NOTE, "extra": 1}, "extra"),
        ({"text": "x"}, "at"),
        ([], "body"),
    ],
)
async def test_a_wrong_field_is_named_with_reason_and_way_out(browser: Browser, body: object, field: str) -> None:
    ada = await browser.person("Ada")
    answer = await browser.post("/notes", body, by=ada, role="client")
    assert (answer.status, answer.slug, answer.fields) == (422, "invalid-input", [field])
    assert answer.body["errors"][0]["reason"]
    assert answer.headers["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b'{"text": "\xff"}', "application/json", 422),
        (b"[" * 5000, "application/json", 422),
        (b'{"text": "\\ud800", "at": "2027-03-11T18:00:00Z"}', "application/json", 422),
        (b"text=x", "application/x-www-form-urlencoded", 415),
        (b"x" * 70_000, "application/json", 413),
    ],
)
async def test_a_body_that_is_none_is_refused(browser: Browser, data: bytes, kind: str, status: int) -> None:
    ada = await browser.person("Ada")
    answer = await browser.post("/notes", by=ada, role="client", data=data, headers={"Content-Type": kind})
    assert answer.status == status
    assert answer.body["status"] == status


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "at"),
        ("?at=2027-03-11T18:00:00Z&limit=11", "limit"),
        ("?at=2027-03-11T18:00:00Z&limit=many", "limit"),
        ("?at=2027-03-11T18:00:00Z&scope=later", "scope"),
        ("?at=0", "at"),
        ("?at=2027-03-11T18:00:00Z&at=2027-03-12T18:00:00Z", "at"),
        ("?at=2027-03-11T18:00:00Z&unknown=1", "unknown"),
        ("?at=%00", "at"),
        ("?at=%ff", "at"),
    ],
)
async def test_a_wrong_query_is_named(browser: Browser, query: str, field: str) -> None:
    answer = await browser.get(f"/notes{query}")
    assert (answer.status, answer.fields) == (422, [field])


async def test_an_instant_in_any_offset_is_utc_inside(browser: Browser) -> None:
    answer = await browser.get("/notes", params={"at": "2027-03-11T18:00:00.5+05:30"})
    assert answer.body["at"] == "2027-03-11T12:30:00.500000+00:00"
    ada = await browser.person("Ada")
    assert (await browser.post("/notes", NOTE, by=ada, role="client")).body["at"] == "2027-03-11T17:00:00Z"


@pytest.mark.parametrize("path", ["/notes/5", "/notes/%00", "/nowhere", "/notes/not-a-uuid"])
async def test_what_is_not_there_is_404(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    assert (answer.status, answer.slug) == (404, "not-found")


async def test_another_method_says_which_ones_there_are(browser: Browser) -> None:
    answer = await browser.delete("/notes")
    assert (answer.status, answer.slug, answer.headers["Allow"]) == (405, "method-not-allowed", "GET, POST")


async def test_a_fault_is_a_problem_with_an_id_and_no_inside(browser: Browser) -> None:
    answer = await browser.get("/broken", headers={"X-Request-Id": "my-request-1"})
    assert (answer.status, answer.slug) == (500, "internal")
    assert "my-request-1" in answer.body["detail"]
    assert "on purpose" not in json.dumps(answer.body)
    assert answer.headers["X-Request-Id"] == "my-request-1"
    assert answer.headers["Server"] == "visavis", "nobody needs to know which version of what answers"


async def test_an_idempotency_key_has_one_effect_and_one_answer(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    key = {"Idempotency-Key": "k-1"}
    answers = await asyncio.gather(
        *(browser.post("/notes", NOTE, by=ada, role="client", headers=key) for _ in range(5))
    )
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["number"] for answer in answers}) == 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    other = await browser.post("/notes", {**NOTE, "text": "other"}, by=ada, role="client", headers=key)
    assert (other.status, other.slug, other.fields) == (409, "conflict", ["Idempotency-Key"])
    someone_else = await browser.post("/notes", NOTE, by=ben, role="client", headers=key)
    assert someone_else.body["number"] != answers[0].body["number"]
    bad = await browser.post("/notes", NOTE, by=ada, role="client", headers={"Idempotency-Key": "x" * 200})
    assert (bad.status, bad.fields) == (422, ["Idempotency-Key"])


async def test_a_refused_request_leaves_nothing_behind_not_even_its_key(browser: Browser) -> None:
    ada = await browser.person("Ada")
    key = {"Idempotency-Key": "k-2"}
    await browser.post("/notes", NOTE, by=ada, role="client")
    for _ in range(2):
        failed = await browser.post("/notes", {**NOTE, "text": "fail"}, by=ada, role="client", headers=key)
        assert (failed.status, failed.body["detail"]) == (409, "As asked.")
    async with browser.parts.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM note")) == 1
        assert await session.scalar(text("SELECT count(*) FROM idempotency_key")) == 0


def test_cursors_come_back_and_forged_ones_are_refused() -> None:
    assert decode_cursor(encode_cursor("2027-03-11", 7), str, int) == ("2027-03-11", 7)
    for forged in ("", "x", "!!!", encode_cursor(7, 7), encode_cursor("a\0b", 7), "é", "A" * 1000):
        with pytest.raises(Problem) as caught:
            decode_cursor(forged, str, int)
        assert caught.value.errors[0].field == "cursor"


def test_handlers_that_cannot_be_served_are_refused_at_start(parts: Parts) -> None:
    async def no_result(ctx: Context):  # type: ignore[no-untyped-def]
        return None

    async def no_session(ctx: Context, body: Note) -> None:
        return None

    for handler, options in ((no_result, {}), (no_session, {"idempotent": True}), (show_note, {})):
        with pytest.raises(TypeError):
            parts.api.post("/x", handler, **options)
