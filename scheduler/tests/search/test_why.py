"""“Why no slot?”: each rule named, and never another answer than the list gives."""

from typing import Any
from uuid import UUID

import pytest

from scheduler.clock import ManualClock
from scheduler.tests.booking.test_requests import ask
from scheduler.tests.booking.world import offer, professional, slots_of
from scheduler.tests.classes.school import hold
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


# One rule each, all else open: terms of the service, what is done first, and a time that only this rule removes.
ALONE: dict[str, tuple[dict[str, Any], str]] = {
    "cap-week": ({"max_per_week": 1}, "2027-03-13T10:00:00Z"),
    "cap-month": ({"max_per_month": 1}, "2027-03-31T10:00:00Z"),
    "buffer": ({"buffer_after_minutes": 15}, "2027-03-12T15:00:00Z"),
    "busy": ({}, "2027-03-12T15:45:00Z"),
}


@pytest.mark.parametrize("rule", ALONE)
async def test_one_booking_on_friday_at_four_is_the_only_thing_in_the_way(browser: Browser, rule: str) -> None:
    terms, at = ALONE[rule]
    _, service = await professional(browser, "Ada", **terms)
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    assert (await why(browser, service, at)).body["rule"] is None
    booked = await ask(browser, carla, service, "2027-03-12T16:00:00Z")
    assert booked.status == 201
    assert (await why(browser, service, at)).body["rule"] == rule
    assert (await ask(browser, zoe, service, at)).status in {409, 422}
    gone = await browser.post(f"/bookings/{booked.body['id']}/cancel", {}, by=carla, role="client")
    assert gone.status == 200
    assert (await why(browser, service, at)).body["rule"] is None


async def test_a_limit_of_the_hosts_own_is_named_as_one_of_the_service_is(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    other = await offer(browser.parts.sessions, ada.id, browser.parts.clock.now(), title="Another")
    carla = await browser.person("Carla")
    limits = {"max_per_day": 1}
    assert (await browser.put("/availability/limits", limits, by=ada, role="professional")).status == 200
    assert (await ask(browser, carla, other, "2027-03-12T16:00:00Z")).status == 201
    assert (await why(browser, service, "2027-03-12T10:00:00Z")).body["rule"] == "cap-day"


async def test_on_travel_what_would_be_open_at_home_is_closed_by_the_trip(browser: Browser) -> None:
    """Saturday in Tokyo, from 6 to 22 there: it begins at 15Z on home's Friday, and what would run into it ends."""
    ada, service = await professional(browser, "Ada")
    away = {"first_day": "2027-03-13", "last_day": "2027-03-13", "zone": "Asia/Tokyo"}
    assert (await browser.post("/availability/travel", away, by=ada, role="professional")).status == 201
    assert (await why(browser, service, "2027-03-12T16:00:00Z")).body["rule"] == "travel"
    assert (await why(browser, service, "2027-03-12T22:00:00Z")).body["rule"] is None, "seven in the morning there"
    assert (await why(browser, service, "2027-03-13T22:00:00Z")).body["rule"] == "closed", "home again, at night"
    assert (await why(browser, service, "2027-03-12T14:30:00Z")).body["rule"] == "travel"


async def test_a_schedule_of_the_services_own_is_what_closes_it(browser: Browser) -> None:
    ada, usual = await professional(browser, "Ada")
    week = {"zone": "Europe/Berlin", "hours": [{"weekday": 0, "start": "09:00", "end": "12:00"}]}
    made = await browser.post("/availability/schedules", {"name": "Mondays", **week}, by=ada, role="professional")
    own = await offer(
        browser.parts.sessions, ada.id, browser.parts.clock.now(), schedule_id=UUID(made.body["id"]), title="Rare"
    )
    at = "2027-03-12T10:00:00Z"
    assert (await why(browser, usual, at)).body["rule"] is None
    assert (await why(browser, own, at)).body["rule"] == "closed"
    assert (await why(browser, own, "2027-03-15T10:00:00Z")).body["rule"] is None


async def test_a_class_of_the_hosts_and_a_request_that_waits_are_in_the_way_until_it_lapses(
    browser: Browser, clock: ManualClock
) -> None:
    ada, service = await professional(browser, "Ada", approval=True)
    yoga = await offer(browser.parts.sessions, ada.id, browser.parts.clock.now(), title="Yoga", seats=3)
    assert (await hold(browser, ada, yoga)).status == 201  # Tuesday, 17Z
    assert (await why(browser, service, "2027-03-16T17:30:00Z")).body["rule"] == "busy"
    carla = await browser.person("Carla")
    assert (await ask(browser, carla, service, "2027-03-12T16:00:00Z")).body["status"] == "requested"
    assert (await why(browser, service, "2027-03-12T16:00:00Z")).body["rule"] == "busy"
    clock.move(hours=24)
    assert (await why(browser, service, "2027-03-12T16:00:00Z")).body["rule"] is None


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
