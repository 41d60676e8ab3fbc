"""Moving a booking: not in its own way, but in everybody else's, in whichever role; once, by policy, with a trail."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from scheduler.clock import ManualClock
from scheduler.tests.booking.test_requests import ask, rows
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

START = "2027-03-12T16:00:00Z"
HALF_AN_HOUR_LATER = "2027-03-12T16:30:00Z"


async def move(
    browser: Browser, who: SignedInAs | str, role: str, booking: str, start: str, **more: object
) -> Answer:
    return await browser.post(f"/bookings/{booking}/move", {"start": start, **more}, by=who, role=role)


async def booked(browser: Browser, **terms: Any) -> tuple[SignedInAs, SignedInAs, UUID, str]:
    """(professional, client, service, booking)"""
    ada, service = await professional(browser, "Ada", **terms)
    carla = await browser.person("Carla")
    made = await ask(browser, carla, service)
    assert made.status == 201, made.body
    return ada, carla, service, made.body["id"]


async def test_it_is_not_in_its_own_way(browser: Browser) -> None:
    """Half an hour later overlaps where it is now, buffers and all; that is no hindrance."""
    _, carla, service, booking = await booked(browser, buffer_before_minutes=15, buffer_after_minutes=15)
    period = {"from": START, "to": "2027-03-12T18:00:00Z"}
    times = (await browser.get(f"/bookings/{booking}/slots", params=period, by=carla, role="client")).body["items"]
    assert HALF_AN_HOUR_LATER in [each["start"] for each in times]
    assert START not in [each["start"] for each in times]
    moved = await move(browser, carla, "client", booking, HALF_AN_HOUR_LATER, reason="The train")
    assert moved.status == 200, moved.body
    assert (moved.body["start"], moved.body["end"]) == (HALF_AN_HOUR_LATER, "2027-03-12T17:30:00Z")
    assert (moved.body["local_start"], moved.body["sequence"]) == ("2027-03-12T17:30", 1)
    assert "2027-03-12T15:00:00Z" in await slots_of(browser, service, "2027-03-12T14:00:00Z", START)
    spans = await rows(browser, "SELECT role, lower(during), upper(during) FROM occupancy ORDER BY role")
    hours = [(role, begin.strftime("%H:%M"), end.strftime("%H:%M")) for role, begin, end in spans]
    assert hours == [("client", "16:30", "17:30"), ("professional", "16:15", "17:45")]
    last = (await browser.get(f"/bookings/{booking}/history", by=carla, role="client")).body["items"][-1]
    assert last["detail"] == {"start": START, "end": "2027-03-12T17:00:00Z"}
    assert (last["before"], last["after"], last["reason"]) == ("confirmed", "confirmed", "The train")
    assert (await move(browser, carla, "client", booking, HALF_AN_HOUR_LATER)).slug == "conflict"


async def test_everything_else_is_in_its_way_in_whichever_role(browser: Browser) -> None:
    """The client's own consultation as a professional hinders as much as the host's other client."""
    ada, carla, service, booking = await booked(browser)
    await browser.grant(carla, "professional")
    zoe = await browser.person("Zoe")
    other = await ask(browser, zoe, service, "2027-03-12T18:00:00Z")
    taken = await move(browser, carla, "client", booking, "2027-03-12T17:15:00Z")
    assert (taken.status, taken.slug) == (409, "slot-taken")
    assert taken.body["next_slots"][0]["start"] == "2027-03-12T19:00:00Z"
    _, colleague = await professional(browser, "Ben")
    assert (await ask(browser, carla, colleague, "2027-03-12T19:00:00Z")).status == 201
    own = await move(browser, carla, "client", booking, "2027-03-12T19:30:00Z")
    assert (own.slug, own.body["conflict"]["role"]) == ("slot-taken", "client")
    assert (await ask(browser, ada, colleague, "2027-03-12T09:00:00Z")).status == 201
    hers = await move(browser, zoe, "client", other.body["id"], "2027-03-12T09:30:00Z")
    assert hers.slug == "slot-taken"
    assert (await move(browser, ada, "professional", booking, "2027-03-12T20:00:00Z")).status == 200


async def test_only_to_a_slot(browser: Browser) -> None:
    _, carla, _, booking = await booked(browser)
    for start, words in {
        "2027-03-12T16:05:00Z": "starting times",
        "2027-03-12T03:00:00Z": "hours",
        "2027-03-10T11:00:00Z": "past",
    }.items():
        refused = await move(browser, carla, "client", booking, start)
        assert (refused.status, refused.fields) == (422, ["start"])
        assert words in refused.body["detail"]


async def test_a_client_has_until_the_cut_off_a_professional_until_it_starts(
    browser: Browser, clock: ManualClock
) -> None:
    """And what the professional moved, the client may cancel until it starts."""
    ada, carla, _, booking = await booked(browser, cancel_cutoff_minutes=120)
    clock.set(datetime(2027, 3, 12, 14, 0, tzinfo=UTC))
    late = await move(browser, browser.token_now(carla), "client", booking, "2027-03-12T18:00:00Z")
    assert (late.status, late.slug) == (409, "conflict")
    assert "2 hours before the start" in late.body["detail"]
    clock.move(minutes=6)
    token = browser.token_now(ada)
    moved = await move(browser, token, "professional", booking, "2027-03-12T14:15:00Z")
    assert moved.status == 200, moved.body
    seen = await browser.get(f"/bookings/{booking}", by=browser.token_now(carla), role="client")
    assert seen.body["can_cancel"] is True
    clock.set(datetime(2027, 3, 12, 14, 15, tzinfo=UTC))
    begun = await move(browser, token, "professional", booking, "2027-03-12T18:00:00Z")
    assert "has begun" in begun.body["detail"]


async def test_what_is_approved_is_asked_again_when_the_client_moves_it(browser: Browser) -> None:
    ada, carla, _, booking = await booked(browser, approval=True)
    await browser.post(f"/bookings/{booking}/approve", {}, by=ada, role="professional")
    moved = await move(browser, carla, "client", booking, HALF_AN_HOUR_LATER)
    assert (moved.body["status"], moved.body["expires_at"]) == ("requested", "2027-03-11T12:00:00Z")
    again = await browser.post(f"/bookings/{booking}/approve", {}, by=ada, role="professional")
    assert again.body["status"] == "confirmed"
    by_host = await move(browser, ada, "professional", booking, START)
    assert by_host.body["status"] == "confirmed"


async def test_two_moves_and_a_booking_at_once_leave_no_overlap(browser: Browser) -> None:
    ada, carla, service, booking = await booked(browser)
    zoe = await browser.person("Zoe")
    outcomes = await asyncio.gather(
        move(browser, carla, "client", booking, "2027-03-12T18:00:00Z"),
        move(browser, ada, "professional", booking, "2027-03-12T18:30:00Z"),
        ask(browser, zoe, service, "2027-03-12T18:15:00Z"),
    )
    assert {each.status for each in outcomes} <= {200, 201, 409}
    overlaps = (
        "SELECT count(*) FROM occupancy a JOIN occupancy b ON a.person_id = b.person_id"
        " AND a.booking_id < b.booking_id AND a.during && b.during"
    )
    assert await rows(browser, overlaps) == [(0,)]
    assert await rows(
        browser,
        "SELECT count(*) FROM occupancy JOIN booking ON booking.id = booking_id AND role = 'client'"
        " WHERE during <> tstzrange(starts_at, ends_at)",
    ) == [(0,)]


async def test_a_service_no_longer_offered_cannot_be_moved_within(browser: Browser) -> None:
    ada, carla, service, booking = await booked(browser)
    await browser.delete(f"/services/{service}", by=ada, role="professional")
    assert (await move(browser, carla, "client", booking, HALF_AN_HOUR_LATER)).status == 404
    assert (await browser.get(f"/bookings/{booking}", by=carla, role="client")).body["start"] == START
