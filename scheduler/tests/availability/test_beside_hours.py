"""Time off, travel, limits, lengths and hours past midnight, over HTTP: listed and booked by the same rules."""

from typing import Any

import pytest

from scheduler.tests.booking.test_requests import ask
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

# The tests' clock stands at Wednesday 2027-03-10 12:00Z, 13:00 in Berlin. The professionals are open from 6 to 22.
FRIDAY = ("2027-03-12T00:00:00+01:00", "2027-03-13T00:00:00+01:00")


async def put(browser: Browser, who: SignedInAs, path: str, body: Any) -> Answer:
    return await browser.put(f"/availability/{path}", body, by=who, role="professional")


async def post(browser: Browser, who: SignedInAs, path: str, body: Any) -> Answer:
    return await browser.post(f"/availability/{path}", body, by=who, role="professional")


async def starts(browser: Browser, service: object, begin: str, end: str) -> list[str]:
    return [each[11:16] for each in await slots_of(browser, service, begin, end)]


async def test_hours_past_midnight_are_listed_and_booked_across_it(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", step_minutes=60)
    carla = await browser.person("Carla")
    week = {"zone": "Europe/Berlin", "hours": [{"weekday": 4, "start": "22:00", "end": "02:00"}]}
    kept = await put(browser, ada, "weekly", week)
    assert (kept.status, kept.body) == (200, week)
    night = ("2027-03-12T12:00:00Z", "2027-03-13T12:00:00Z")
    assert await starts(browser, service, *night) == ["21:00", "22:00", "23:00", "00:00"]
    assert await starts(browser, service, *FRIDAY) == ["21:00", "22:00"]
    assert (await ask(browser, carla, service, "2027-03-12T22:00:00Z")).status == 201
    assert await starts(browser, service, *night) == ["21:00", "23:00", "00:00"]
    day = await put(browser, ada, "overrides/2027-03-13", {"ranges": [{"start": "23:00", "end": "00:30"}]})
    assert day.body["ranges"] == [{"start": "23:00", "end": "00:30"}]
    assert await starts(browser, service, "2027-03-13T12:00:00Z", "2027-03-14T12:00:00Z") == ["22:00"]


async def test_time_off_closes_and_tells_what_stands_in_it(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", step_minutes=60)
    carla = await browser.person("Carla")
    booking = (await ask(browser, carla, service, "2027-03-12T16:00:00Z")).body["id"]
    off = await post(
        browser, ada, "time-off", {"start": "2027-03-12T10:00", "end": "2027-03-12T18:00", "note": "Dentist"}
    )
    assert off.status == 201, off.body
    assert [each["booking_id"] for each in off.body["clashes"]] == [booking]
    assert (await browser.get(f"/bookings/{booking}", by=carla, role="client")).body["status"] == "confirmed"
    listed = await starts(browser, service, *FRIDAY)
    assert listed == ["05:00", "06:00", "07:00", "08:00", "17:00", "18:00", "19:00", "20:00"]
    refused = await ask(browser, carla, service, "2027-03-12T10:00:00Z")
    assert (refused.status, refused.fields) == (422, ["start"])
    assert "time off" in refused.body["detail"]
    kept = (await browser.get("/availability/time-off", by=ada, role="professional")).body["items"]
    assert [(each["start"], each["note"], len(each["clashes"])) for each in kept] == [
        ("2027-03-12T10:00", "Dentist", 1)
    ]
    path = f"/availability/time-off/{off.body['id']}"
    assert (await browser.delete(path, by=ada, role="professional")).status == 204
    assert (await browser.delete(path, by=ada, role="professional")).status == 404
    assert "10:00" in await starts(browser, service, *FRIDAY)


async def test_on_travel_the_same_hours_are_meant_in_the_zone_there(browser: Browser) -> None:
    """Open from 6 to 22 in Berlin; on Saturday in Tokyo, eight hours ahead, from 6 to 22 there."""
    ada, service = await professional(browser, "Ada", step_minutes=60)
    away = {"first_day": "2027-03-13", "last_day": "2027-03-13", "zone": "Asia/Tokyo"}
    assert (await post(browser, ada, "travel", away)).status == 201
    carla = await browser.person("Carla")
    listed = await slots_of(browser, service, "2027-03-12T00:00:00Z", "2027-03-15T00:00:00Z")
    hours = [each[8:13] for each in listed]
    # Friday at home until Tokyo's Saturday begins (15:00Z), Saturday there until its end, then home's Saturday on.
    friday = [f"12T{hour:02}" for hour in range(5, 15)]
    tokyo = [f"12T{hour:02}" for hour in range(21, 24)] + [f"13T{hour:02}" for hour in range(13)]
    home_again = [f"13T{hour:02}" for hour in range(15, 21)]
    sunday = [f"14T{hour:02}" for hour in range(5, 21)]
    assert hours == friday + tokyo + home_again + sunday
    made = await ask(browser, carla, service, "2027-03-12T22:00:00Z")
    assert (made.body["local_start"], made.body["zone"]) == ("2027-03-13T07:00", "Asia/Tokyo")
    again = await post(browser, ada, "travel", {**away, "zone": "Europe/Paris"})
    assert (again.status, again.slug) == (409, "conflict")
    kept = (await browser.get("/availability/travel", by=ada, role="professional")).body["items"]
    assert [(each["first_day"], each["zone"]) for each in kept] == [("2027-03-13", "Asia/Tokyo")]
    gone = await browser.delete(f"/availability/travel/{kept[0]['id']}", by=ada, role="professional")
    assert gone.status == 204


@pytest.mark.parametrize(
    ("caps", "closed", "open_"),
    [
        ({"max_per_day": 2}, "2027-03-12T18:00:00Z", "2027-03-13T16:00:00Z"),
        ({"max_per_week": 2}, "2027-03-13T16:00:00Z", "2027-03-15T16:00:00Z"),
        ({"max_per_month": 2}, "2027-03-31T16:00:00Z", "2027-04-01T16:00:00Z"),
    ],
)
@pytest.mark.parametrize("whose", ["service", "host"])
async def test_caps_close_what_is_full_for_listing_and_booking_alike(
    browser: Browser, caps: dict[str, int], closed: str, open_: str, whose: str
) -> None:
    own: Any = caps if whose == "service" else {}
    ada, service = await professional(browser, "Ada", **({"step_minutes": 60} | own))
    carla = await browser.person("Carla")
    if whose == "host":
        assert (await put(browser, ada, "limits", caps)).status == 200
    first = (await ask(browser, carla, service, "2027-03-12T08:00:00Z")).body["id"]
    assert (await ask(browser, carla, service, "2027-03-12T10:00:00Z")).status == 201
    listed = await slots_of(browser, service, "2027-03-10T00:00:00Z", "2027-04-30T00:00:00Z")
    assert closed not in listed
    assert open_ in listed
    refused = await ask(browser, carla, service, closed)
    assert (refused.status, refused.fields) == (422, ["start"])
    assert "full" in refused.body["detail"]
    assert (await ask(browser, carla, service, open_)).status == 201
    # A booking that is moved within what is full is not in its own way; one that is given up counts no more.
    moved = await browser.post(f"/bookings/{first}/move", {"start": "2027-03-12T12:00:00Z"}, by=carla, role="client")
    assert moved.status == 200, moved.body
    assert (await browser.post(f"/bookings/{first}/cancel", {}, by=carla, role="client")).status == 200
    if "max_per_month" not in caps:
        assert (await ask(browser, carla, service, closed)).status == 201


async def test_a_day_is_full_by_the_hosts_midnight_not_by_utcs(browser: Browser) -> None:
    """Kiritimati is 14 hours ahead: 2027-03-12T11:00Z is the 13th there already."""
    _, service = await professional(browser, "Ada", "Pacific/Kiritimati", step_minutes=60, max_per_day=1)
    carla = await browser.person("Carla")
    assert (await ask(browser, carla, service, "2027-03-12T07:00:00Z")).status == 201
    listed = await slots_of(browser, service, "2027-03-11T12:00:00Z", "2027-03-12T20:00:00Z")
    assert [each for each in listed if each < "2027-03-12T10:00:00Z"] == []
    assert "2027-03-12T16:00:00Z" in listed


async def test_a_service_has_several_lengths_each_with_its_price(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", lengths=[{"minutes": 90, "price_minor": 12000}])
    carla = await browser.person("Carla")
    path, period = f"/services/{service}/slots", {"from": FRIDAY[0], "to": FRIDAY[1]}
    last = {}
    for duration in (60, 90):
        listed = (await browser.get(path, params={**period, "duration": str(duration)})).body["slots"]
        last[duration] = listed[-1]["start"]
    assert last == {60: "2027-03-12T20:00:00Z", 90: "2027-03-12T19:30:00Z"}
    for minutes in (45, 1440):
        refused = await browser.get(path, params={**period, "duration": str(minutes)})
        assert (refused.status, refused.fields) == (422, ["duration_minutes"])
    made = await ask(browser, carla, service, last[90], duration_minutes=90)
    assert (made.status, made.body["price_minor"], made.body["end"]) == (201, 12000, "2027-03-12T21:00:00Z")
    too_long = await ask(browser, carla, service, last[60], duration_minutes=90)
    assert too_long.status in {409, 422}
    twice = await browser.patch(
        f"/services/{service}", {"lengths": [{"minutes": 60, "price_minor": 1}]}, by=ada, role="professional"
    )
    assert (twice.status, twice.fields) == (422, ["lengths.0.minutes"])


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("time-off", {"start": "2027-03-12T10:00", "end": "2027-03-12T10:00"}, "end"),
        ("time-off", {"start": "2027-02-30T10:00", "end": "2027-03-12T10:00"}, "start"),
        ("time-off", {"start": "2027-03-01T10:00", "end": "2027-03-02T10:00"}, "end"),
        ("time-off", {"start": "2027-03-12T10:00", "end": "2029-03-12T10:00"}, "end"),
        ("travel", {"first_day": "2027-03-13", "last_day": "2027-03-12", "zone": "Asia/Tokyo"}, "last_day"),
        ("travel", {"first_day": "2027-03-13", "last_day": "2027-03-14", "zone": "Mars/Olympus"}, "zone"),
        ("travel", {"first_day": "2027-02-29", "last_day": "2027-03-14", "zone": "Asia/Tokyo"}, "first_day"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(browser: Browser, path: str, body: Any, field: str) -> None:
    ada = await browser.person("Ada", professional=True)
    refused = await post(browser, ada, path, body)
    assert (refused.status, refused.fields) == (422, [field])


async def test_limits_are_ones_own_and_can_be_lifted(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    none = {"max_per_day": None, "max_per_week": None, "max_per_month": None}
    assert (await browser.get("/availability/limits", by=ada, role="professional")).body == none
    assert (await put(browser, ada, "limits", {"max_per_day": 3})).body == {**none, "max_per_day": 3}
    assert (await put(browser, ada, "limits", {"max_per_day": 0})).status == 422
    assert (await put(browser, ada, "limits", {})).body == none
