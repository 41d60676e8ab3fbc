"""Booking over HTTP and a real database: what is listed can be booked, a taken time is refused in words."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from scheduler.booking import occupancy
from scheduler.booking import service as desk
from scheduler.booking.desk import open_desk
from scheduler.booking.tables import Booking, BookingEvent, Occupancy
from scheduler.store.driver import driver
from scheduler.tests.booking.world import offer, open_hours, problem, professional, slots_of
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

# The tests' clock stands at Wednesday 2027-03-10 12:00Z, which is 13:00 in Berlin.
FIVE_PM = "2027-03-11T16:00:00Z"


async def book(browser: Browser, who: SignedInAs, service_id: object, start: str = FIVE_PM, **more: object) -> Answer:
    body = {"service_id": str(service_id), "start": start, **more}
    return await browser.post("/bookings", body, by=who, role="client")


async def test_the_whole_way_of_a_booking(browser: Browser) -> None:
    """Listed, booked, seen from both sides, gone from the list, mailed to both."""
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla", zone="America/New_York")
    day = ("2027-03-11T00:00:00+01:00", "2027-03-12T00:00:00+01:00")
    assert FIVE_PM in await slots_of(browser, service, *day)
    made = await book(browser, carla, service, note=" About my next step ")
    assert made.status == 201, made.body
    booking = made.body
    assert (booking["status"], booking["role"], booking["note"]) == ("confirmed", "client", "About my next step")
    assert (booking["start"], booking["end"]) == (FIVE_PM, "2027-03-11T17:00:00Z")
    assert (booking["local_start"], booking["zone"]) == ("2027-03-11T17:00", "Europe/Berlin")
    assert booking["service"] == {"id": str(service), "title": "Consultation", "duration_minutes": 60}
    assert booking["professional"] == {"id": str(ada.id), "name": "Ada", "slug": "ada", "zone": "Europe/Berlin"}
    assert booking["client"] == {"id": str(carla.id), "name": "Carla", "zone": "America/New_York"}
    assert (booking["price_minor"], booking["currency"], booking["can_cancel"]) == (9000, "EUR", True)
    assert booking["joinable"] == {"opens_at": "2027-03-11T15:50:00Z", "closes_at": "2027-03-11T17:05:00Z"}
    taken = await slots_of(browser, service, *day)
    around = {f"2027-03-11T{hour}:00Z" for hour in ("15:15", "15:30", "15:45", "16:00", "16:15", "16:30", "16:45")}
    assert not around & set(taken)
    assert {"2027-03-11T15:00:00Z", "2027-03-11T17:00:00Z"} <= set(taken)
    seen = (await browser.get(f"/bookings/{booking['id']}", by=ada, role="professional")).body
    assert {**seen, "role": "client"} == booking
    assert len(await browser.mails(ada.email)) == len(await browser.mails(carla.email)) == 1
    async with browser.parts.sessions() as session:
        events = (await session.execute(select(BookingEvent.before, BookingEvent.after, BookingEvent.actor_id))).all()
        rows = {row.role: row for row in await session.scalars(select(Occupancy))}
    assert events == [(None, "confirmed", carla.id)]
    assert {role: row.person_id for role, row in rows.items()} == {"professional": ada.id, "client": carla.id}


async def test_a_taken_time_is_refused_with_the_next_free_ones(browser: Browser) -> None:
    _, service = await professional(browser, "Ada")
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    assert (await book(browser, carla, service)).status == 201
    refused = await book(browser, zoe, service, "2027-03-11T16:30:00Z")
    assert (refused.status, refused.body["type"]) == (409, problem("slot-taken"))
    assert [slot["start"][11:16] for slot in refused.body["next_slots"]] == ["17:00", "17:15", "17:30"]
    assert "conflict" not in refused.body
    assert "Ada is not free then" in refused.body["detail"]
    assert (await book(browser, zoe, service, refused.body["next_slots"][0]["start"])).status == 201


async def test_nobody_can_be_in_two_places_whatever_the_role(browser: Browser) -> None:
    """A professional wants, as a client, a colleague's time that overlaps her own consultation."""
    ada, service = await professional(browser, "Ada")
    _, colleague = await professional(browser, "Ben")
    carla = await browser.person("Carla")
    assert (await book(browser, carla, service)).status == 201
    assert "2027-03-11T16:30:00Z" in await slots_of(
        browser, colleague, "2027-03-11T16:00:00Z", "2027-03-11T17:00:00Z"
    )
    refused = await book(browser, ada, colleague, "2027-03-11T16:30:00Z")
    assert (refused.status, refused.body["type"]) == (409, problem("slot-taken"))
    assert refused.body["conflict"] == {
        "role": "professional",
        "title": "Consultation",
        "start": FIVE_PM,
        "end": "2027-03-11T17:00:00Z",
    }
    assert "You have “Consultation” as professional then (Thu 11 March 2027, 17:00–18:00" in refused.body["detail"]
    assert "Next times free for both of you: Thu 11 March 2027, 18:00–19:00" in refused.body["detail"]
    first = refused.body["next_slots"][0]["start"]
    assert first == "2027-03-11T17:00:00Z"
    # And the other way round: what she books as a client is gone from what she offers.
    assert (await book(browser, ada, colleague, first)).status == 201
    offered = await slots_of(browser, service, "2027-03-11T16:00:00Z", "2027-03-11T19:00:00Z")
    assert offered[0] == "2027-03-11T18:00:00Z"


async def test_next_times_are_free_for_both(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    _, colleague = await professional(browser, "Ben")
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    assert (await book(browser, carla, service)).status == 201
    assert (await book(browser, zoe, colleague, "2027-03-11T17:15:00Z")).status == 201
    refused = await book(browser, ada, colleague, FIVE_PM)
    assert refused.body["next_slots"][0]["start"] == "2027-03-11T18:15:00Z"


async def test_buffers_belong_to_the_host_alone(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", buffer_before_minutes=15, buffer_after_minutes=30)
    _, colleague = await professional(browser, "Ben")
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    assert (await book(browser, carla, service)).status == 201
    listed = await slots_of(browser, service, "2027-03-11T14:00:00Z", "2027-03-11T19:00:00Z")
    # Before: an hour, its own 30 minutes, then this one's 15. After: this one's 30 minutes, then the next one's 15.
    assert "2027-03-11T14:15:00Z" in listed
    assert "2027-03-11T14:30:00Z" not in listed
    assert "2027-03-11T17:30:00Z" not in listed
    assert "2027-03-11T17:45:00Z" in listed
    assert (await book(browser, carla, colleague, "2027-03-11T17:00:00Z")).status == 201
    refused = await book(browser, ada, colleague, "2027-03-11T18:00:00Z")
    assert refused.status == 201, refused.body
    assert (await book(browser, zoe, service, "2027-03-11T19:00:00Z")).status == 409


async def test_what_is_not_a_slot_is_refused_by_name_with_a_way_out(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", notice_minutes=120, window_days=30)
    carla = await browser.person("Carla")
    for start, words in {
        "2027-03-10T11:00:00Z": "past",
        "2027-03-10T13:45:00Z": "2 hours of notice",
        "2027-03-11T16:05:00Z": "starting times",
        "2027-03-11T16:00:00.5Z": "starting times",
        "2027-03-11T03:00:00Z": "hours",
        "2027-06-11T16:00:00Z": "30 days",
    }.items():
        refused = await book(browser, carla, service, start)
        assert (refused.status, refused.fields) == (422, ["start"]), (start, refused.body)
        assert words in refused.body["detail"]
        assert len(refused.body["next_slots"]) == 3
        slots = [slot["start"] for slot in refused.body["next_slots"]]
        assert slots == (await slots_of(browser, service, slots[0], "2027-04-01T00:00:00Z"))[:3]
    assert (await book(browser, ada, service)).status == 403


async def test_what_is_off_the_offer_cannot_be_booked(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    assert (await book(browser, carla, uuid4())).status == 404
    assert (await browser.patch(f"/services/{service}", {"active": False}, by=ada, role="professional")).status == 200
    assert (await book(browser, carla, service)).status == 404
    assert (await browser.get(f"/services/{service}/slots", params={"from": FIVE_PM, "to": FIVE_PM})).status == 422
    assert (
        await browser.get(f"/services/{service}/slots", params={"from": FIVE_PM, "to": "2027-03-12T00:00:00Z"})
    ).status == 404


async def test_an_idempotency_key_books_once(browser: Browser) -> None:
    _, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    body = {"service_id": str(service), "start": FIVE_PM}
    key = {"Idempotency-Key": "one"}
    tries = [browser.post("/bookings", body, by=carla, role="client", headers=key) for _ in range(4)]
    answers = await asyncio.gather(*tries)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["id"] for answer in answers}) == 1
    other = {**body, "start": "2027-03-11T18:00:00Z"}
    again = await browser.post("/bookings", other, by=carla, role="client", headers=key)
    assert (again.status, again.slug) == (409, "conflict")
    assert (await book(browser, carla, service)).status == 409
    async with browser.parts.sessions() as session:
        assert len(list(await session.scalars(select(Booking.id)))) == 1


async def test_the_terms_are_those_of_the_moment_of_booking(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    booking = (await book(browser, carla, service)).body
    changes = {"title": "Dearer", "price_minor": 12000, "cancel_cutoff_minutes": 0, "duration_minutes": 30}
    assert (await browser.patch(f"/services/{service}", changes, by=ada, role="professional")).status == 200
    assert (await browser.delete(f"/services/{service}", by=ada, role="professional")).status == 204
    assert (await browser.get(f"/bookings/{booking['id']}", by=carla, role="client")).body == booking


async def test_hours_changed_meanwhile_decide(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    closed = await browser.put("/availability/overrides/2027-03-11", {"ranges": []}, by=ada, role="professional")
    assert closed.status == 200
    refused = await book(browser, carla, service)
    assert (refused.status, refused.fields) == (422, ["start"])
    assert refused.body["next_slots"][0]["start"] == "2027-03-12T05:00:00Z"


async def test_the_database_itself_refuses_overlap(browser: Browser) -> None:
    """Whatever code writes the row: the constraint's name and code are in the error."""
    ada, service = await professional(browser, "Ada")
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    booking = (await book(browser, carla, service)).body
    later = (await book(browser, zoe, service, "2027-03-11T18:00:00Z")).body
    overlapping = "tstzrange('2027-03-11T16:30Z', '2027-03-11T17:30Z')"
    move = text(f"UPDATE occupancy SET during = {overlapping} WHERE booking_id = :id")
    async with browser.parts.sessions() as session:
        with pytest.raises(IntegrityError, match="no_overlap"):
            await session.execute(move, {"id": later["id"]})
    assert booking["professional"]["id"] == str(ada.id)


async def test_a_booking_that_meets_the_constraint_leaves_nothing(browser: Browser) -> None:
    """A row that no lock announced, as another path might write it, is an answer in words too."""
    ada, service = await professional(browser, "Ada")
    other, _ = await professional(browser, "Ben")
    carla = await browser.person("Carla")
    start = datetime(2027, 3, 11, 16, tzinfo=UTC)
    async with browser.parts.sessions() as session:
        wish = desk.Wish(service, carla.id, start)
        connection = await driver(session)
        opened = await open_desk(connection, service)
        first = desk.new_booking(opened, wish, browser.parts.clock.now())
        later = desk.Wish(service, other.id, start + timedelta(minutes=30))
        second = desk.new_booking(opened, later, first.created_at)
        assert await occupancy.write(connection, first)
        assert not await occupancy.write(connection, second)
        await session.rollback()
    async with browser.parts.sessions() as session:
        assert list(await session.scalars(select(Booking.id))) == []
    assert ada.id != other.id


async def test_two_roles_of_one_service_need_the_client_side(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    ben, _ = await professional(browser, "Ben")
    body = {"service_id": str(service), "start": FIVE_PM}
    assert (await browser.post("/bookings", body)).status == 401
    assert (await browser.post("/bookings", body, by=ben, role="professional")).status == 403
    assert (await browser.post("/bookings", body, by=ben)).status == 403
    assert (await browser.post("/bookings", body, by=ben, role="client")).status == 201
    assert ada.id != ben.id


async def test_hours_in_another_zone(browser: Browser) -> None:
    """Tokyo's ten o'clock is the same slot from wherever it is asked for; the booking keeps Tokyo's wall time."""
    mei = await browser.person("Mei", zone="Asia/Tokyo", professional=True)
    now = browser.parts.clock.now()
    await open_hours(browser.parts.sessions, mei.id, now, "Asia/Tokyo", [(3, 600, 660)])
    service = await offer(browser.parts.sessions, mei.id, now)
    carla = await browser.person("Carla", zone="Pacific/Chatham")
    listed = await slots_of(browser, service, "2027-03-11T00:00:00+13:45", "2027-03-12T13:45:00+13:45")
    assert listed == ["2027-03-11T01:00:00Z"]
    made = await book(browser, carla, service, "2027-03-11T14:45:00+13:45")
    assert (made.status, made.body["local_start"], made.body["zone"]) == (201, "2027-03-11T10:00", "Asia/Tokyo")
