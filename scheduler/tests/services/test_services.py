"""A professional's services over HTTP."""

import pytest

from scheduler.tests.fixtures import Browser

TALK = {"title": " First talk ", "duration_minutes": 30, "price_minor": 4500, "currency": "EUR"}


async def test_made_shown_changed_deleted(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    mine = {"by": ada, "role": "professional"}
    made = await browser.post("/services", TALK, **mine)
    assert made.status == 201
    service = made.body
    assert (service["title"], service["active"], service["step_minutes"]) == ("First talk", True, 15)
    path = f"/services/{service['id']}"
    assert (await browser.get(path, **mine)).body == service
    changed = await browser.patch(path, {"price_minor": 0, "buffer_after_minutes": 10, "active": False}, **mine)
    assert changed.body == {**service, "price_minor": 0, "buffer_after_minutes": 10, "active": False}
    assert (await browser.patch(path, {}, **mine)).body == changed.body
    assert (await browser.get("/services", **mine)).body == {"items": [changed.body], "next_cursor": None}
    assert (await browser.delete(path, **mine)).status == 204
    assert (await browser.delete(path, **mine)).status == 404
    assert (await browser.get("/services", **mine)).body["items"] == []


async def test_an_idempotency_key_makes_one(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    options = {"by": ada, "role": "professional", "headers": {"Idempotency-Key": "a"}}
    first, again = [await browser.post("/services", TALK, **options) for _ in range(2)]
    assert first.body == again.body
    assert len((await browser.get("/services", by=ada, role="professional")).body["items"]) == 1


async def test_somebody_elses_is_not_there(browser: Browser) -> None:
    ada, ben = await browser.person("Ada", professional=True), await browser.person("Ben", professional=True)
    made = (await browser.post("/services", TALK, by=ada, role="professional")).body
    path, his = f"/services/{made['id']}", {"by": ben, "role": "professional"}
    assert (await browser.get(path, **his)).status == 404
    assert (await browser.patch(path, {"price_minor": 1}, **his)).status == 404
    assert (await browser.delete(path, **his)).status == 404
    assert (await browser.get(path, by=ada, role="client")).slug == "role-not-held"
    assert (await browser.get(path)).status == 401
    assert (await browser.get(path, by=ada, role="professional")).body == made


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "   "}, "title"),
        ({"title": "<b>"}, "title"),
        ({"duration_minutes": 0}, "duration_minutes"),
        ({"duration_minutes": 30.5}, "duration_minutes"),
        ({"duration_minutes": "30"}, "duration_minutes"),
        ({"duration_minutes": 10**30}, "duration_minutes"),
        ({"price_minor": -1}, "price_minor"),
        ({"currency": "eur"}, "currency"),
        ({"window_days": 366}, "window_days"),
        ({"step_minutes": 1}, "step_minutes"),
        ({"professional_id": "x"}, "professional_id"),
    ],
)
async def test_bad_terms_are_named(browser: Browser, change: dict[str, object], field: str) -> None:
    ada = await browser.person("Ada", professional=True)
    answer = await browser.post("/services", {**TALK, **change}, by=ada, role="professional")
    assert (answer.status, answer.fields) == (422, [field])
