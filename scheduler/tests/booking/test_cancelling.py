"""Cancelling: by the policy agreed at booking, once, and the time is free again for both."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from scheduler.booking.tables import BookingEvent, Occupancy
from scheduler.clock import ManualClock
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

START = "2027-03-11T16:00:00Z"


async def booked(browser: Browser) -> tuple[SignedInAs, SignedInAs, str, str]:
    """(professional, client, service, booking)"""
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    answer = await browser.post("/bookings", {"service_id": str(service), "start": START}, by=carla, role="client")
    assert answer.status == 201
    return ada, carla, str(service), answer.body["id"]


async def cancel(browser: Browser, who: SignedInAs, role: str, booking: str, **body: object) -> Answer:
    return await browser.post(f"/bookings/{booking}/cancel", body, by=who, role=role)


async def fresh(browser: Browser, who: SignedInAs) -> str:
    """An access token that is valid now: the tests' clock moves further than a token lasts."""
    answer = await browser.post("/auth/refresh", {"refresh_token": who.refresh_token})
    return str(answer.body["access_token"])


@pytest.mark.parametrize("role", ["client", "professional"])
async def test_cancelling_frees_the_time_closes_the_room_and_tells_both(browser: Browser, role: str) -> None:
    ada, carla, service, booking = await booked(browser)
    actor = carla if role == "client" else ada
    answer = await cancel(browser, actor, role, booking, reason="A cold")
    assert (answer.status, answer.body["status"], answer.body["can_cancel"]) == (200, "cancelled", False)
    assert START in await slots_of(browser, service, START, "2027-03-11T17:00:00Z")
    async with browser.parts.sessions() as session:
        assert list(await session.scalars(select(Occupancy))) == []
        jobs = list(await session.scalars(text("SELECT entrypoint FROM pgqueuer ORDER BY id")))
        last = (await session.scalars(select(BookingEvent).order_by(BookingEvent.id.desc()))).first()
    assert jobs == ["booking-mail", "close-room", "booking-mail"]
    assert last is not None
    assert (last.before, last.after, last.actor_id) == ("confirmed", "cancelled", actor.id)
    assert (last.actor_role, last.reason) == (role, "A cold")
    again = await browser.post("/bookings", {"service_id": service, "start": START}, by=carla, role="client")
    assert again.status == 201
    twice = await cancel(browser, actor, role, booking)
    assert (twice.status, twice.slug) == (409, "conflict")
    async with browser.parts.sessions() as session:
        assert len(list(await session.scalars(select(Occupancy)))) == 2


async def test_a_client_has_until_the_cut_off_and_a_professional_until_the_end(
    browser: Browser, clock: ManualClock
) -> None:
    ada, carla, _, booking = await booked(browser)
    path = f"/bookings/{booking}"
    clock.set(datetime(2027, 3, 11, 13, 59, 59, tzinfo=UTC))
    token = await fresh(browser, carla)
    assert (await browser.get(path, by=token, role="client")).body["can_cancel"] is True
    clock.set(datetime(2027, 3, 11, 14, 0, tzinfo=UTC))
    assert (await browser.get(path, by=token, role="client")).body["can_cancel"] is False
    late = await browser.post(f"{path}/cancel", {}, by=token, role="client")
    assert (late.status, late.slug) == (409, "conflict")
    assert "2 hours before the start" in late.body["detail"]
    clock.set(datetime(2027, 3, 11, 17, 0, tzinfo=UTC))
    over = await browser.post(f"{path}/cancel", {}, by=await fresh(browser, ada), role="professional")
    assert (over.status, over.body["detail"]) == (409, "This booking is over.")
    clock.set(datetime(2027, 3, 11, 16, 59, 59, tzinfo=UTC))
    ended = await browser.post(f"{path}/cancel", {}, by=await fresh(browser, ada), role="professional")
    assert ended.status == 200


async def test_only_its_two_people_each_in_their_role(browser: Browser) -> None:
    ada, carla, _, booking = await booked(browser)
    zoe = await browser.person("Zoe")
    await browser.grant(zoe, "professional")
    for method, path in (("GET", f"/bookings/{booking}"), ("POST", f"/bookings/{booking}/cancel")):
        body: dict[str, str] | None = {} if method == "POST" else None
        for role in ("client", "professional"):
            assert (await browser.send(method, path, body, by=zoe, role=role)).status == 404
        crossed = await browser.send(method, path, body, by=ada, role="client")
        assert (crossed.status, crossed.slug) == (403, "forbidden")
        assert "you are the professional" in crossed.body["detail"]
        assert (await browser.send(method, path, body, by=carla, role="professional")).slug == "role-not-held"
        assert (await browser.send(method, path, body)).status == 401


async def test_the_list_goes_by_role_and_the_calendar_by_person(browser: Browser, clock: ManualClock) -> None:
    """Lists page through one role's bookings; the calendar has both, each marked."""
    ada, carla, service, first = await booked(browser)
    _, other = await professional(browser, "Ben")
    hours = ("17", "18", "19")
    for hour in hours:
        body = {"service_id": service, "start": f"2027-03-11T{hour}:00:00Z"}
        assert (await browser.post("/bookings", body, by=carla, role="client")).status == 201
    body = {"service_id": str(other), "start": "2027-03-11T14:00:00Z"}
    mine = await browser.post("/bookings", body, by=ada, role="client")
    assert mine.status == 201
    for role, starts in {"professional": ["16", *hours], "client": ["14"]}.items():
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = (await browser.get("/bookings", params={"limit": "2", **cursor}, by=ada, role=role)).body
            assert {item["role"] for item in page["items"]} == {role}
            seen += [item["start"][11:13] for item in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert seen == starts
    period = {"from": "2027-03-11T00:00:00Z", "to": "2027-03-12T00:00:00Z"}
    shown = (await browser.get("/calendar", params=period, by=ada)).body["items"]
    assert [(item["start"][11:13], item["role"]) for item in shown] == [
        ("14", "client"),
        *((hour, "professional") for hour in ("16", *hours)),
    ]
    assert (await cancel(browser, ada, "professional", first)).status == 200
    shown = (await browser.get("/calendar", params=period, by=ada)).body["items"]
    assert [item["start"][11:13] for item in shown] == ["14", *hours]
    clock.set(datetime(2027, 3, 11, 18, 0, tzinfo=UTC))
    past = {"scope": "past"}
    token = await fresh(browser, ada)
    items = (await browser.get("/bookings", params=past, by=token, role="professional")).body["items"]
    assert [(item["start"][11:13], item["status"]) for item in items] == [("17", "confirmed"), ("16", "cancelled")]
    upcoming = (await browser.get("/bookings", by=token, role="professional")).body["items"]
    assert [item["start"][11:13] for item in upcoming] == ["18", "19"]


@pytest.mark.parametrize("cursor", ["x", "W10", "WzFlOTksICJ4Il0", "Wzk5OTk5OTk5OTk5OTk5OTksICJ4Il0", "WzAsICJ4Il0"])
async def test_a_cursor_that_is_not_ours_is_named(browser: Browser, cursor: str) -> None:
    carla = await browser.person("Carla")
    answer = await browser.get("/bookings", params={"cursor": cursor}, by=carla, role="client")
    assert (answer.status, answer.fields) == (422, ["cursor"])
