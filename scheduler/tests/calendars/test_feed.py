"""The feed: everything of mine in both roles, to who has its secret address, and to nobody else."""

from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.tests.booking.world import professional
from scheduler.tests.calendars.files import read
from scheduler.tests.calendars.test_busy import book
from scheduler.tests.classes.school import one_class, seat
from scheduler.tests.fixtures import Browser, SignedInAs


async def feed_of(browser: Browser, who: SignedInAs, shows: str = "full") -> str:
    made = await browser.post("/calendar-feed", {"shows": shows}, by=who, role="client")
    assert made.status == 201, made.body
    url: str = made.body["secret_url"]
    return url[url.index("/api/") :]


async def events_at(browser: Browser, path: str) -> dict[str, Any]:
    answer = await browser.get(path)
    assert answer.status == 200, answer.body
    return {str(each["UID"]): each for each in Calendar.from_ical(answer.body).walk("VEVENT")}


async def test_my_bookings_in_both_roles_with_their_lives(browser: Browser, clock: ManualClock) -> None:
    ada, service = await professional(browser, "Ada", title="Zürich, tax; and more " + "x" * 60)
    carla, other = await professional(browser, "Carla")
    first = (await book(browser, service, carla, "2027-03-12T09:00:00Z")).body["id"]
    second = (await book(browser, other, ada, "2027-03-13T09:00:00Z")).body["id"]
    path = await feed_of(browser, ada)
    found = await events_at(browser, path)
    assert set(found) == {f"{first}@visavis", f"{second}@visavis"}
    mine, theirs = found[f"{first}@visavis"], found[f"{second}@visavis"]
    assert str(mine["SUMMARY"]).endswith(" – Carla")
    assert "You are the professional." in mine["DESCRIPTION"]
    assert "You are the client." in theirs["DESCRIPTION"]
    assert str(mine["URL"]).endswith(f"/as/professional/bookings/{first}")
    assert (mine["SEQUENCE"], str(mine["STATUS"])) == (0, "CONFIRMED")
    clock.move(minutes=1)
    move = {"start": "2027-03-12T13:00:00Z"}
    assert (await browser.post(f"/bookings/{first}/move", move, by=ada, role="professional")).status == 200
    cancelled = await browser.post(f"/bookings/{second}/cancel", {"reason": ""}, by=ada, role="client")
    assert cancelled.status == 200, cancelled.body
    found = await events_at(browser, path)
    mine, theirs = found[f"{first}@visavis"], found[f"{second}@visavis"]
    assert (mine["SEQUENCE"], mine["DTSTART"].dt.hour) == (1, 13)
    assert (theirs["SEQUENCE"], str(theirs["STATUS"]), str(theirs["TRANSP"])) == (1, "CANCELLED", "TRANSPARENT")


async def test_it_is_valid_and_tells_no_address_of_anybody(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", title="Zürich, tax; and more " + "ü" * 60)
    carla = await browser.person("Carla")
    await book(browser, service, carla, "2027-03-12T09:00:00Z")
    answer = await browser.get(await feed_of(browser, ada))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    body: str = answer.body
    assert "@example.org" not in body
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT30M\r\n" in body
    lines = body.split("\r\n")
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in lines)
    assert lines[-1] == ""
    calendar = Calendar.from_ical(body)
    assert not calendar.errors
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= set(event)
    assert read(body).busy == []  # read by ourselves, it is in nobody's way


async def test_a_class_is_one_for_its_host_and_a_seat_for_who_comes(browser: Browser) -> None:
    ada, class_id = await one_class(browser)
    carla = await browser.person("Carla")
    assert (await seat(browser, carla, class_id)).status == 201
    (hosts,) = (await events_at(browser, await feed_of(browser, ada))).values()
    assert "1 of " in hosts["DESCRIPTION"]
    (seats,) = (await events_at(browser, await feed_of(browser, carla))).values()
    assert "You are the client." in seats["DESCRIPTION"]


async def test_busy_is_all_that_is_shown_where_that_is_wished(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", title="Burn-out")
    carla = await browser.person("Carla")
    await book(browser, service, carla, "2027-03-12T09:00:00Z")
    path = await feed_of(browser, ada, "busy")
    body = (await browser.get(path)).body
    assert "SUMMARY:Busy" in body
    for word in ("Burn-out", "Carla", "bookings/"):
        assert word not in body
    changed = await browser.patch("/calendar-feed", {"shows": "full"}, by=ada, role="client")
    assert changed.body["shows"] == "full"
    assert "Burn-out" in (await browser.get(path)).body


async def test_who_has_it_already_is_told_so(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    path = await feed_of(browser, ada)
    first = await browser.get(path)
    assert first.headers["Cache-Control"].startswith("private")
    known = {"If-None-Match": first.headers["ETag"]}
    again = await browser.get(path, headers=known)
    assert (again.status, again.body) == (304, "")
    await book(browser, service, carla, "2027-03-12T09:00:00Z")
    assert (await browser.get(path, headers=known)).status == 200
    state = await browser.get("/calendar-feed", by=ada, role="professional")
    assert state.body["read_at"] == "2027-03-10T12:00:00Z"


async def test_an_old_address_a_wrong_one_and_one_switched_off_open_nothing(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await browser.person("Ada")
    assert (await browser.get("/calendar-feed", by=ada, role="client")).body["on"] is False
    old = await feed_of(browser, ada)
    new = await feed_of(browser, ada)
    assert (await browser.get(new)).status == 200
    wrong = f"/api/v1/calendar-feeds/{'A' * 43}.ics"
    for path in (old, wrong, "/api/v1/calendar-feeds/x.ics"):
        assert (await browser.get(path)).status == 404
    async with browser.parts.sessions() as session:
        kept = await session.scalar(text("SELECT secret_hash FROM calendar_feed"))
    secret = new.rpartition("/")[2].removesuffix(".ics")
    assert len(secret) == 43
    assert secret.encode() not in bytes(kept)
    assert not [each for each in caplog.records if secret in str(vars(each))]
    assert (await browser.delete("/calendar-feed", by=ada, role="client")).status == 204
    assert (await browser.get(new)).status == 404
    refused = await browser.patch("/calendar-feed", {"shows": "busy"}, by=ada, role="client")
    assert refused.status == 404


async def test_the_same_request_again_has_the_same_secret(browser: Browser) -> None:
    ada = await browser.person("Ada")
    key = {"Idempotency-Key": "once"}
    first, again = [await browser.post("/calendar-feed", {}, by=ada, role="client", headers=key) for _ in range(2)]
    assert first.body["secret_url"] == again.body["secret_url"]
