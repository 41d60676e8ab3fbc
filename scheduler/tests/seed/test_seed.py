"""The demo can be seeded at any hour, again and again, and its promises hold each time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.clock import ManualClock
from scheduler.config import ConfigError, Settings
from scheduler.seed import demo
from scheduler.tests.booking.world import slots_of
from scheduler.tests.fixtures import Browser

CARLA, ADA, BEN = (f"{name}@demo.visavis.test" for name in ("carla", "ada", "ben"))


@pytest.fixture(autouse=True)
def same_clock(monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> None:
    """Seed by the test's clock."""
    monkeypatch.setattr(demo, "Clock", lambda _offset: clock)


async def login(browser: Browser, email: str) -> str:
    answer = await browser.post("/auth/login", {"email": email, "password": "visavis-demo"})
    assert answer.status == 200, answer.body
    return str(answer.body["access_token"])


async def running(browser: Browser, seeded: dict[str, Any]) -> dict[str, Any]:
    """The running meeting as Carla sees it; checked to be running."""
    booking = seeded["running_booking_id"]
    answer = await browser.get(f"/bookings/{booking}", by=await login(browser, CARLA), role="client")
    assert answer.status == 200, answer.body
    shown: dict[str, Any] = answer.body
    now = browser.parts.clock.now()
    assert shown["status"] == "confirmed"
    assert datetime.fromisoformat(shown["start"]) < now
    assert datetime.fromisoformat(shown["end"]) - now >= timedelta(minutes=40)
    return shown


async def test_seeding_twice_changes_nothing(browser: Browser, settings: Settings) -> None:
    first = await demo.seed(settings)
    again = await demo.seed(settings)
    assert again == first
    roles = {login["email"]: login["roles"] for login in first["logins"]}
    assert roles[CARLA] == ["client"]
    assert roles[ADA] == roles[BEN] == ["client", "professional"]
    shown = await running(browser, first)
    assert (shown["professional"]["name"], shown["client"]["name"]) == ("Dr. Ada Demo", "Carla Client")
    for email in (ADA, BEN):
        me = (await browser.get("/me", by=await login(browser, email))).body
        assert (me["roles"], me["professional"]["active"]) == (["client", "professional"], True)


async def test_production_is_not_seeded(browser: Browser, settings: Settings) -> None:
    with pytest.raises(ConfigError, match="VISAVIS_ENV"):
        await demo.seed(replace(settings, env="production"))
    assert (await browser.get("/professionals")).body["items"] == []


async def test_the_running_meeting_goes_on_and_is_renewed_when_nearly_over(
    browser: Browser, settings: Settings, clock: ManualClock
) -> None:
    first = await demo.seed(settings)
    clock.move(minutes=9)
    assert (await demo.seed(settings))["running_booking_id"] == first["running_booking_id"]
    for minutes in (8, 30, 55, 61, 600):
        clock.move(minutes=minutes)
        again = await demo.seed(settings)
        await running(browser, again)
        assert again["running_booking_id"] != first["running_booking_id"]
        first = again


async def test_the_running_meeting_fits_between_other_bookings(
    browser: Browser, settings: Settings, clock: ManualClock
) -> None:
    await demo.seed(settings)
    ada = (await browser.get("/professionals", params={"q": "Ada Demo"})).body["items"][0]
    service = ada["services"][1]["id"]
    zoe = await browser.person("Zoe")
    soon = (await slots_of(browser, service, "2027-03-10T14:00:00Z", "2027-03-10T15:00:00Z"))[0]
    booked = await browser.post("/bookings", {"service_id": service, "start": soon}, by=zoe, role="client")
    assert booked.status == 201
    clock.set(datetime.fromisoformat(soon) - timedelta(minutes=20))
    cut = await demo.seed(settings)
    answer = await browser.get(
        f"/bookings/{cut['running_booking_id']}", by=await login(browser, CARLA), role="client"
    )
    assert answer.body["end"] == soon
    clock.set(datetime.fromisoformat(soon) + timedelta(minutes=5))
    assert (await demo.seed(settings))["running_booking_id"] is None
    clock.set(datetime.fromisoformat(soon) + timedelta(minutes=31))
    await running(browser, await demo.seed(settings))


@pytest.mark.parametrize("hour", [0, 3, 11, 21])
async def test_at_any_hour_somebody_is_free_within_a_day(
    browser: Browser, settings: Settings, clock: ManualClock, hour: int
) -> None:
    clock.set(datetime(2027, 3, 27 + hour % 2, hour, 7, 33, tzinfo=UTC))  # the night the clocks change, too
    await demo.seed(settings)
    items = (await browser.get("/professionals")).body["items"]
    assert len(items) >= 5
    for item in items:
        soonest = datetime.fromisoformat(item["next_slots"][0]["start"])
        assert soonest - clock.now() < timedelta(days=1)
    begin = clock.now()
    period = begin.isoformat(), (begin + timedelta(days=2)).isoformat()
    by_name = {item["name"]: item["services"][0]["id"] for item in items}
    hers = set(await slots_of(browser, by_name["Dr. Ada Demo"], *period))
    his = set(await slots_of(browser, by_name["Ben Berg"], *period))
    assert hers
    assert hers <= his  # the same grid; hers may lack what the running meeting takes
