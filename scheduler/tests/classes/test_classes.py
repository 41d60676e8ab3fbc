"""Classes over HTTP and a real database: held by rule, never oversold, moved and called off with their seats."""

import asyncio
from datetime import UTC, datetime

from scheduler.classes.jobs import clockwork, closing_job, moving_job, promoting_job
from scheduler.clock import ManualClock
from scheduler.tests.booking.test_requests import rows
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.classes.school import FIRST, PERIOD, hold, host, one_class, people, seat
from scheduler.tests.fixtures import Browser, SignedInAs

COUNTED = """
SELECT taken, capacity, (SELECT count(*) FROM booking WHERE class_id = class_session.id
    AND status IN ('requested', 'held', 'confirmed', 'running')) FROM class_session
"""


async def pass_time(browser: Browser) -> None:
    parts = browser.parts
    await clockwork(parts.sessions, parts.clock, parts.settings.room_grace_s)()


async def test_the_whole_way_of_a_class(browser: Browser) -> None:
    ada, service = await host(browser)
    carla = await browser.person("Carla")
    made = await hold(browser, ada, service)
    assert made.status == 201, made.body
    shown = made.body["classes"][0]
    assert (shown["start"], shown["end"]) == ("2027-03-16T17:00:00Z", "2027-03-16T18:00:00Z")
    assert (shown["local_start"], shown["zone"], shown["missing_wall"]) == (FIRST, "Europe/Berlin", False)
    assert (await browser.get(f"/services/{service}/classes", params=PERIOD)).body["items"] == [shown]
    taken = await seat(browser, carla, shown["id"], note="Beginner")
    assert taken.status == 201, taken.body
    booking = (await browser.get(f"/bookings/{taken.body['booking_ids'][0]}", by=carla, role="client")).body
    assert (booking["status"], booking["start"], booking["price_minor"]) == ("confirmed", shown["start"], 9000)
    listed = (await browser.get(f"/services/{service}/classes", params=PERIOD)).body["items"]
    assert listed[0]["seats_left"] == 2
    roster = (await browser.get(f"/classes/{shown['id']}", by=ada, role="professional")).body
    assert [(each["name"], each["status"]) for each in roster["holders"]] == [("Carla", "confirmed")]
    assert (roster["seats_left"], roster["waiting"]) == (2, 0)
    cancelled = await browser.post(f"/bookings/{booking['id']}/cancel", {}, by=carla, role="client")
    assert cancelled.status == 200
    assert await rows(browser, COUNTED) == [(0, 3, 0)]


async def test_a_class_occupies_its_host_and_a_seat_its_client_in_whichever_role(browser: Browser) -> None:
    ada, service = await host(browser, buffer_before_minutes=15)
    _, other = await professional(browser, "Ben")
    carla = await browser.person("Carla")
    made = (await hold(browser, ada, service)).body["classes"][0]
    single = await browser.post(
        "/services",
        {"title": "Talk", "duration_minutes": 60, "price_minor": 0, "currency": "EUR"},
        by=ada,
        role="professional",
    )
    day = ("2027-03-16T15:00:00Z", "2027-03-16T19:00:00Z")
    free = await slots_of(browser, single.body["id"], *day)
    assert "2027-03-16T15:45:00Z" in free
    assert "2027-03-16T16:00:00Z" not in free
    assert "2027-03-16T18:00:00Z" in free
    wish = {"service_id": str(other), "start": "2027-03-16T17:30:00Z"}
    as_client = await browser.post("/bookings", wish, by=ada, role="client")
    assert (as_client.slug, as_client.body["conflict"]["title"]) == ("slot-taken", "Yoga")
    assert (await browser.post("/bookings", wish, by=carla, role="client")).status == 201
    busy = await seat(browser, carla, made["id"])
    assert (busy.slug, busy.body["conflict"]["title"]) == ("slot-taken", "Consultation")
    assert (await seat(browser, ada, made["id"])).slug == "forbidden"
    assert await rows(browser, COUNTED) == [(0, 3, 0)]


async def test_forty_at_once_get_the_seats_there_are(browser: Browser) -> None:
    _, class_id = await one_class(browser, seats=7)
    everybody = await people(browser, 40)
    answers = await asyncio.gather(*(seat(browser, each, class_id) for each in everybody))
    assert sorted({each.status for each in answers}) == [201, 409]
    assert sum(each.status == 201 for each in answers) == 7
    assert {each.slug for each in answers if each.status == 409} == {"class-full"}
    assert await rows(browser, COUNTED) == [(7, 7, 7)]


async def test_by_whichever_path_there_are_never_more_seats_taken_than_there_are(browser: Browser) -> None:
    """Nobody has booked yet: single seats, the whole series, a slot of its service and the waiting list, at once."""
    ada, service = await host(browser, seats=2)
    made = (await hold(browser, ada, service, rule="FREQ=WEEKLY;COUNT=2")).body["classes"]
    wish = {"service_id": str(service), "start": made[0]["start"]}
    crowd = await people(browser, 16)

    async def try_one(index: int, who: SignedInAs) -> int:
        match index % 4:
            case 0:
                answer = await browser.post(f"/series/{made[0]['series_id']}/seats", {}, by=who, role="client")
            case 1:
                answer = await browser.post("/bookings", wish, by=who, role="client")
                assert answer.status == 422, "a class is no slot"
            case 2:
                await browser.post(f"/classes/{made[0]['id']}/waiting", by=who, role="client")
                answer = await seat(browser, who, made[0]["id"])
            case _:
                answer = await seat(browser, who, made[0]["id"])
        return answer.status

    await asyncio.gather(*(try_one(index, who) for index, who in enumerate(crowd)))
    for each in made:
        await promoting_job(browser.parts.sessions, browser.parts.clock)({"class_id": each["id"]})
    (first, capacity, standing), (second, _, also) = await rows(browser, f"{COUNTED} ORDER BY starts_at")
    assert (first, standing) == (capacity, capacity)
    assert second == also <= capacity


async def test_one_person_has_one_seat(browser: Browser) -> None:
    _, class_id = await one_class(browser)
    carla = await browser.person("Carla")
    answers = await asyncio.gather(*(seat(browser, carla, class_id) for _ in range(5)))
    assert sorted(each.status for each in answers) == [201, 409, 409, 409, 409]
    assert await rows(browser, COUNTED) == [(1, 3, 1)]


async def test_a_series_is_made_whole_or_without_what_clashes(browser: Browser) -> None:
    ada, service = await host(browser)
    carla = await browser.person("Carla")
    _, other = await professional(browser, "Ben")
    wish = {"service_id": str(other), "start": "2027-03-23T17:30:00Z"}
    assert (await browser.post("/bookings", wish, by=ada, role="client")).status == 201
    rule = {"rule": "FREQ=WEEKLY;COUNT=4", "except_on": ["2027-04-06"]}
    refused = await hold(browser, ada, service, **rule)
    assert (refused.status, refused.body["clashes"]) == (409, ["2027-03-23T17:00:00Z"])
    assert await rows(browser, "SELECT count(*) FROM class_session") == [(0,)]
    made = await hold(browser, ada, service, **rule, skip_clashes=True)
    assert made.status == 201, made.body
    assert [each["start"] for each in made.body["classes"]] == ["2027-03-16T17:00:00Z", "2027-03-30T16:00:00Z"]
    assert made.body["clashes"] == ["2027-03-23T17:00:00Z"]
    series = made.body["classes"][0]["series_id"]
    whole = await browser.post(f"/series/{series}/seats", {}, by=carla, role="client")
    assert len(whole.body["booking_ids"]) == 2
    assert await rows(browser, COUNTED) == [(1, 3, 1)] * 2
    again = await browser.post(f"/series/{series}/seats", {}, by=carla, role="client")
    assert again.slug == "slot-taken"


async def test_a_series_is_booked_whole_or_not_at_all(browser: Browser) -> None:
    """One of its classes is full: then no other seat is taken either."""
    ada, service = await host(browser, seats=1)
    carla, zoe = await people(browser, 2)
    made = (await hold(browser, ada, service, rule="FREQ=WEEKLY;COUNT=3")).body["classes"]
    assert (await seat(browser, zoe, made[1]["id"])).status == 201
    refused = await browser.post(f"/series/{made[0]['series_id']}/seats", {}, by=carla, role="client")
    assert refused.slug == "class-full"
    assert await rows(browser, "SELECT sum(taken) FROM class_session") == [(1,)]
    assert await rows(browser, "SELECT count(*) FROM booking") == [(1,)]


async def test_called_off_its_seats_are_cancelled_once_each(browser: Browser) -> None:
    ada, class_id = await one_class(browser)
    for each in await people(browser, 3):
        assert (await seat(browser, each, class_id)).status == 201
    path = f"/classes/{class_id}/cancel"
    off = await browser.post(path, {"reason": "I am ill"}, by=ada, role="professional")
    assert (off.status, off.body["status"]) == (200, "cancelled")
    late = await browser.person("Late")
    assert (await seat(browser, late, class_id)).status == 409
    assert (await browser.post(path, {}, by=ada, role="professional")).slug == "conflict"
    close = closing_job(browser.parts.sessions, browser.parts.clock)
    for _ in range(2):
        await close({"class_id": class_id, "reason": "I am ill"})
    assert await rows(browser, COUNTED) == [(0, 3, 0)]
    assert await rows(browser, "SELECT count(*) FROM occupancy") == [(0,)]
    events = await rows(browser, "SELECT after, actor_role, reason FROM booking_event WHERE before = 'confirmed'")
    assert events == [("cancelled", "system", "I am ill")] * 3


async def test_moved_its_seats_follow_and_who_is_busy_then_is_let_go(browser: Browser) -> None:
    ada, class_id = await one_class(browser)
    carla, zoe = await people(browser, 2)
    _, other = await professional(browser, "Ben")
    for each in (carla, zoe):
        assert (await seat(browser, each, class_id)).status == 201
    wish = {"service_id": str(other), "start": "2027-03-17T17:30:00Z"}
    assert (await browser.post("/bookings", wish, by=zoe, role="client")).status == 201
    body = {"local_start": "2027-03-17T18:00"}
    moved = await browser.post(f"/classes/{class_id}/move", body, by=ada, role="professional")
    assert (moved.status, moved.body["start"]) == (200, "2027-03-17T17:00:00Z")
    follow = moving_job(browser.parts.sessions, browser.parts.clock)
    for _ in range(2):
        await follow({"class_id": class_id})
    seats = await rows(
        browser,
        "SELECT client_id, status, sequence, lower(during)"
        " FROM booking LEFT JOIN occupancy ON booking_id = booking.id"
        " WHERE booking.class_id IS NOT NULL ORDER BY status DESC",
    )
    at = datetime(2027, 3, 17, 17, tzinfo=UTC)
    assert seats == [(carla.id, "confirmed", 1, at), (zoe.id, "cancelled", 0, None)]
    assert await rows(browser, COUNTED) == [(1, 3, 1)]


async def test_too_few_cancel_it_in_time(browser: Browser, clock: ManualClock) -> None:
    ada, class_id = await one_class(browser, min_seats=2, decide_minutes=1440)
    carla = await browser.person("Carla")
    assert (await seat(browser, carla, class_id)).status == 201
    clock.set(datetime(2027, 3, 15, 16, 59, 59, tzinfo=UTC))
    await pass_time(browser)
    assert await rows(browser, "SELECT status FROM class_session") == [("scheduled",)]
    clock.move(1)
    await pass_time(browser)
    assert await rows(browser, "SELECT status FROM class_session") == [("cancelled",)]
    assert await rows(browser, "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'class-closing'") == [(1,)]
    again = await hold(browser, browser.token_now(ada), (await rows(browser, "SELECT id FROM service"))[0][0])
    assert again.status == 201


async def test_enough_keep_it_and_it_runs_and_ends(browser: Browser, clock: ManualClock) -> None:
    _, class_id = await one_class(browser, min_seats=2)
    for each in await people(browser, 2):
        assert (await seat(browser, each, class_id)).status == 201
    clock.set(datetime(2027, 3, 15, 17, tzinfo=UTC))
    await pass_time(browser)
    assert await rows(browser, "SELECT status, decide_at FROM class_session") == [("scheduled", None)]
    clock.set(datetime(2027, 3, 16, 17, tzinfo=UTC))
    await pass_time(browser)
    assert await rows(browser, "SELECT status FROM class_session") == [("running",)]
    clock.move(hours=1, minutes=5)
    await pass_time(browser)
    assert await rows(browser, "SELECT status FROM class_session") == [("completed",)]
    assert await rows(browser, "SELECT count(*) FROM occupancy WHERE class_id IS NOT NULL") == [(0,)]


async def test_what_cannot_be_a_class_is_refused_by_name(browser: Browser) -> None:
    ada, service = await host(browser)
    ben, single = await professional(browser, "Ben")
    zoe = await browser.person("Zoe")
    for body, field in (
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"local_start": "2027-02-30T18:00"}, "local_start"),
        ({"local_start": "2027-03-16 18:00"}, "local_start"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"seats": 2, "min_seats": 3}, "min_seats"),
        ({"except_on": ["soon"]}, "except_on"),
    ):
        refused = await hold(browser, ada, service, **body)
        assert (refused.status, refused.fields) == (422, [field]), refused.body
    assert (await hold(browser, ada, service, local_start="2027-03-09T18:00")).status == 409
    assert (await hold(browser, ben, single)).slug == "conflict"
    assert (await hold(browser, ben, service)).status == 404
    wish = {"service_id": str(service), "start": "2027-03-16T17:00:00Z"}
    slot = await browser.post("/bookings", wish, by=zoe, role="client")
    assert (slot.status, slot.fields) == (422, ["service_id"])
    assert await slots_of(browser, service, PERIOD["from"], PERIOD["to"]) == []


async def test_a_seat_is_not_moved_and_a_strangers_class_is_not_there(browser: Browser) -> None:
    _, class_id = await one_class(browser)
    ben, _ = await professional(browser, "Ben")
    carla = await browser.person("Carla")
    booking = (await seat(browser, carla, class_id)).body["booking_ids"][0]
    moved = await browser.post(
        f"/bookings/{booking}/move", {"start": "2027-03-17T17:00:00Z"}, by=carla, role="client"
    )
    assert (moved.status, moved.slug) == (409, "conflict")
    assert "stays with its class" in moved.body["detail"]
    for path, body in ((f"/classes/{class_id}/cancel", {}), (f"/classes/{class_id}/move", {"local_start": FIRST})):
        assert (await browser.post(path, body, by=ben, role="professional")).status == 404
    assert (await browser.get(f"/classes/{class_id}", by=ben, role="professional")).status == 404


async def test_a_class_on_a_day_without_its_hour_says_so(browser: Browser) -> None:
    ada, service = await host(browser)
    made = await hold(browser, ada, service, local_start="2027-03-27T02:30", rule="FREQ=DAILY;COUNT=2")
    assert [(each["local_start"], each["missing_wall"]) for each in made.body["classes"]] == [
        ("2027-03-27T02:30", False),
        ("2027-03-28T03:00", True),
    ]
