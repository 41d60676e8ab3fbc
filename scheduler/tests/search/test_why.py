"""“Why no slot?”: each rule named, and never another answer than the list gives."""

from typing import Any

import pytest

from scheduler.tests.booking.test_requests import ask
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.fixtures import Answer, Browser

# The tests' clock stands at Wednesday 2027-03-10 12:00Z, 13:00 in Berlin; the hours are 6 to 22 there.


async def why(browser: Browser, service: object, at: str, **more: str) -> Answer:
    return await browser.get(f"/services/{service}/why", params={"at": at, **more})


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        ("2027-03-12T08:00:00Z", None),
        ("2027-03-10T11:00:00Z", "past"),
        ("2027-03-10T12:15:00Z", "notice"),
        ("2027-05-12T12:00:00Z", "window"),
        ("2027-03-12T03:00:00Z", "closed"),
        ("2027-03-12T20:15:00Z", "closed"),
        ("2027-03-12T08:05:00Z", "grid"),
        ("2027-03-12T08:00:00.5Z", "grid"),
        ("2027-03-12T16:30:00Z", "busy"),
        ("2027-03-12T17:00:00Z", "buffer"),
        ("2027-03-13T09:00:00Z", "override"),
        ("2027-03-14T10:00:00Z", "time-off"),
        ("2027-03-15T12:00:00Z", "cap-day"),
    ],
)
async def test_each_rule_is_named_and_agrees_with_the_list(browser: Browser, at: str, rule: str | None) -> None:
    terms: dict[str, Any] = {"notice_minutes": 60, "window_days": 30, "buffer_before_minutes": 15, "max_per_day": 1}
    ada, service = await professional(browser, "Ada", **terms)
    _, other = await professional(browser, "Ben")
    carla = await browser.person("Carla")
    mine = {"by": ada, "role": "professional"}
    day = {"ranges": [{"start": "12:00", "end": "14:00"}]}
    assert (await browser.put("/availability/overrides/2027-03-13", day, **mine)).status == 200
    away = {"start": "2027-03-14T09:00", "end": "2027-03-14T12:00"}
    assert (await browser.post("/availability/time-off", away, **mine)).status == 201
    # Her own hour as a client on Friday; a client of hers on Monday, and no more that day.
    assert (await ask(browser, ada, other, "2027-03-12T16:00:00Z")).status == 201
    assert (await ask(browser, carla, service, "2027-03-15T16:00:00Z")).status == 201
    answer = await why(browser, service, at)
    assert answer.status == 200, answer.body
    assert (answer.body["available"], answer.body["rule"]) == (rule is None, rule)
    assert (answer.body["words"] is None) == (rule is None)
    if "." not in at:
        listed = await slots_of(browser, service, at, at.replace(":00Z", ":01Z"))
        assert (at in listed) == (rule is None)
    for near in ("nearest_before", "nearest_after"):
        found = answer.body[near]
        assert found is None or (await why(browser, service, found)).body["available"]


async def test_a_secret_service_a_class_and_another_length(browser: Browser) -> None:
    _, secret = await professional(browser, "Ada", secret=True)
    _, yoga = await professional(browser, "Ben", seats=3)
    _, long = await professional(browser, "Cyd", lengths=[{"minutes": 120, "price_minor": 1}])
    at = "2027-03-12T19:30:00Z"
    assert (await why(browser, secret, at)).status == 404
    assert (await why(browser, yoga, at)).fields == ["id"]
    assert (await why(browser, long, at)).body["available"] is True
    assert (await why(browser, long, at, duration="120")).body["rule"] == "closed"
    assert (await why(browser, long, at, duration="45")).fields == ["duration_minutes"]
