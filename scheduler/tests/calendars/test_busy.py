"""A calendar outside takes its professional's time, by the one validator and in the search, and nothing else."""

import asyncio
import zlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.calendars.files import calendar
from scheduler.tests.calendars.world import busy_by_file, link, put_file, shown
from scheduler.tests.fixtures import Browser, SignedInAs

# The tests' clock stands at Wednesday 2027-03-10 12:00Z, 13:00 in Berlin; the hours are 6 to 22 there.
FRIDAY = ("2027-03-12T00:00:00Z", "2027-03-13T00:00:00Z")
DENTIST = "UID:1\nSUMMARY:Dentist\nDTSTART:20270312T090000Z\nDTEND:20270312T103000Z"


async def book(browser: Browser, service: UUID, by: SignedInAs | str, start: str) -> Any:
    return await browser.post("/bookings", {"service_id": str(service), "start": start}, by=by, role="client")


async def free_between(browser: Browser, begin: str, end: str) -> bool:
    """Whether the search finds anybody who is free."""
    await browser.parts.jobs.drain()
    found = await browser.get("/professionals", params={"free_from": begin, "free_to": end})
    return bool(found.body["items"])


async def test_a_file_takes_slots_and_says_nothing_of_what_it_is(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", buffer_before_minutes=15)
    carla = await browser.person("Carla")
    before = await slots_of(browser, service, *FRIDAY)
    await busy_by_file(browser, ada, calendar(DENTIST))
    after = await slots_of(browser, service, *FRIDAY)
    gone = [each[11:16] for each in before if each not in after]
    # An hour's session touches it from 8:15 on; after it, the buffer of a quarter of an hour.
    assert gone == ["08:15", "08:30", "08:45", "09:00", "09:15", "09:30", "09:45", "10:00", "10:15", "10:30"]
    refused = await book(browser, service, carla, "2027-03-12T09:00:00Z")
    assert (refused.status, refused.slug) == (409, "slot-taken")
    assert "Dentist" not in str(refused.body)
    params = {"at": "2027-03-12T09:00:00Z"}
    why = await browser.get(f"/services/{service}/why", params=params)
    assert why.body["rule"] == "external-calendar"
    near = await browser.get(f"/services/{service}/why", params={"at": "2027-03-12T10:30:00Z"})
    assert near.body["rule"] == "buffer"
    assert (await book(browser, service, carla, "2027-03-12T10:45:00Z")).status == 201


async def test_the_search_follows_what_comes_and_goes(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    hour = ("2027-03-12T09:00:00Z", "2027-03-12T10:30:00Z")
    assert await free_between(browser, *hour)
    link_id = await busy_by_file(browser, ada, calendar(DENTIST))
    assert not await free_between(browser, *hour)
    await put_file(browser, ada, link_id, calendar(DENTIST.replace("20270312", "20270313")))
    assert await free_between(browser, *hour)


async def test_a_calendar_that_is_removed_or_counts_no_more_gives_its_time_back_at_once(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    link_id = await busy_by_file(browser, ada, calendar(DENTIST))
    nine = "2027-03-12T09:00:00Z"
    assert nine not in await slots_of(browser, service, *FRIDAY)
    path = f"/calendar-links/{link_id}"
    for counts in (False, True):
        changed = await browser.patch(path, {"counts_busy": counts}, by=ada, role="professional")
        assert (changed.status, changed.body["counts_busy"]) == (200, counts)
        await browser.parts.jobs.drain()
        assert (nine in await slots_of(browser, service, *FRIDAY)) is not counts
    assert (await browser.delete(path, by=ada, role="professional")).status == 204
    assert nine in await slots_of(browser, service, *FRIDAY)
    assert (await browser.get(path, by=ada, role="professional")).status == 404


async def test_who_books_by_their_own_hand_is_not_held_up_by_their_own_calendar(browser: Browser) -> None:
    _, service = await professional(browser, "Ada")
    carla, _ = await professional(browser, "Carla")
    await busy_by_file(browser, carla, calendar(DENTIST))
    assert (await book(browser, service, carla, "2027-03-12T09:00:00Z")).status == 201


async def test_a_copy_of_a_booking_is_in_nobodys_way(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    booked = (await book(browser, service, carla, "2027-03-12T09:00:00Z")).body
    copy = f"UID:{booked['id']}@visavis\nDTSTART:20270312T090000Z\nDTEND:20270312T100000Z"
    link_id = await busy_by_file(browser, ada, calendar(copy))
    assert (await shown(browser, ada, link_id))["clashes"] == []
    moved = await browser.post(
        f"/bookings/{booked['id']}/move", {"start": "2027-03-12T09:30:00Z"}, by=ada, role="professional"
    )
    assert moved.status == 200, moved.body
    assert (await book(browser, service, carla, "2027-03-12T08:30:00Z")).status == 201


async def test_what_stands_in_new_busy_time_is_shown_and_not_touched(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    booked = (await book(browser, service, carla, "2027-03-12T09:00:00Z")).body
    link_id = await busy_by_file(browser, ada, calendar(DENTIST))
    listed = await browser.get("/calendar-links", by=ada, role="professional")
    for each in (await shown(browser, ada, link_id), *listed.body["items"]):
        assert [clash["booking_id"] for clash in each["clashes"]] == [booked["id"]]
    still = await browser.get(f"/bookings/{booked['id']}", by=carla, role="client")
    assert still.body["status"] == "confirmed"


async def test_a_booking_and_an_import_at_once_never_pass_each_other_unseen(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    made = await link(browser, ada)
    for day in range(11, 17):
        start, dentist = f"2027-03-{day}T09:00:00Z", DENTIST.replace("20270312", f"202703{day}")
        booked, put = await asyncio.gather(
            book(browser, service, carla, start), put_file(browser, ada, made.body["id"], calendar(dentist))
        )
        assert put.status == 200
        told = [each["start"] for each in (await shown(browser, ada, made.body["id"]))["clashes"]]
        # Whoever came first: the other was refused, or the clash is told.
        assert (booked.status, told) in [(201, [start]), (409, [])]


async def test_time_moves_and_a_series_goes_on(browser: Browser, clock: ManualClock) -> None:
    ada, service = await professional(browser, "Ada", window_days=365)
    weekly = "UID:1\nDTSTART;TZID=Europe/Berlin:20270312T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    await busy_by_file(browser, ada, calendar(weekly))
    clock.move(days=200)
    await hand_over(browser)
    until = "SELECT max(upper(during)) FROM external_busy"
    async with browser.parts.sessions() as session:
        last = await session.scalar(text(until))
    assert isinstance(last, datetime)
    assert (last - clock.now()).days >= 360
    friday = "2028-03-17"
    assert f"{friday}T08:00:00Z" not in await slots_of(browser, service, f"{friday}T07:00:00Z", f"{friday}T09:00:00Z")


async def hand_over(browser: Browser) -> None:
    periodic = next(each for each in browser.parts.jobs._periodic if each.name == "calendars")
    await periodic.work()
    await browser.parts.jobs.drain()


async def test_a_day_off_is_where_the_calendar_is(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    link_id = await busy_by_file(browser, ada, calendar("UID:1\nDTSTART;VALUE=DATE:20270312"), zone="Asia/Tokyo")
    # Tokyo's Friday ends at 15:00Z.
    assert (await slots_of(browser, service, *FRIDAY))[0] == "2027-03-12T15:00:00Z"
    changed = await browser.patch(
        f"/calendar-links/{link_id}", {"zone": "Europe/Berlin"}, by=ada, role="professional"
    )
    assert changed.body["zone"] == "Europe/Berlin"
    await browser.parts.jobs.drain()
    assert await slots_of(browser, service, *FRIDAY) == []


async def test_what_could_not_be_read_is_counted_and_told(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    broken = "UID:2\nDTSTART;TZID=Middle-earth/Shire:20270312T090000\nDURATION:PT1H"
    nowhere = "UID:3\nDTSTART:20270230T090000Z\nDURATION:PT1H"
    link_id = await busy_by_file(browser, ada, calendar(DENTIST, broken, nowhere))
    told = await shown(browser, ada, link_id)
    assert (told["events"], told["skipped"], told["state"]) == (1, 2, "active")
    assert "Middle-earth/Shire" in told["problem"]
    assert "20270230T090000Z” is a date that does not exist" in told["problem"]


NO_CALENDARS = (
    (b"<html>", 422, "no calendar"),
    (b"", 422, "no calendar"),
    (calendar(DENTIST).encode()[:-30], 422, "cut off"),
    (b"BEGIN:VCALENDAR\n" + b"x" * (10 * 2**20) + b"\nEND:VCALENDAR", 413, "10485760"),
)


async def test_a_file_that_is_no_calendar_is_refused_and_the_one_before_stays(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    link_id = await busy_by_file(browser, ada, calendar(DENTIST))
    for data, status, word in NO_CALENDARS:
        refused = await put_file(browser, ada, link_id, data)
        assert refused.status == status
        assert word in refused.body["detail"]
    assert "2027-03-12T09:00:00Z" not in await slots_of(browser, service, *FRIDAY)
    assert (await shown(browser, ada, link_id))["events"] == 1


async def test_a_calendar_is_its_owners_alone(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    eve, _ = await professional(browser, "Eve")
    link_id = await busy_by_file(browser, ada, calendar(DENTIST))
    path = f"/calendar-links/{link_id}"
    tries = [
        await browser.get(path, by=eve, role="professional"),
        await browser.patch(path, {"name": "Mine"}, by=eve, role="professional"),
        await browser.delete(path, by=eve, role="professional"),
        await browser.post(f"{path}/check", by=eve, role="professional"),
        await put_file(browser, eve, link_id, calendar()),
    ]
    assert [each.status for each in tries] == [404] * 5
    assert (await browser.get("/calendar-links", by=eve, role="professional")).body["items"] == []
    assert (await browser.get("/calendar-links", by=ada, role="client")).body["items"][0]["id"] == link_id


async def test_no_more_than_ten_and_no_more_uploads_than_anybody_needs(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    made = [await link(browser, ada) for _ in range(11)]
    assert [each.status for each in made] == [201] * 10 + [409]
    statuses = [(await put_file(browser, ada, made[0].body["id"], calendar())).status for _ in range(11)]
    assert statuses == [200] * 10 + [429]


async def test_what_is_kept_of_a_file_is_only_when(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    await busy_by_file(browser, ada, calendar(DENTIST))
    async with browser.parts.sessions() as session:
        body = await session.scalar(text("SELECT body FROM calendar_file"))
    kept = zlib.decompress(body)
    assert b"DTSTART" in kept
    assert b"Dentist" not in kept


async def test_it_goes_along_in_the_copy_of_my_data_and_leaves_with_me(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    await busy_by_file(browser, ada, calendar(DENTIST))
    registry, now = browser.parts.registry, browser.parts.clock.now()
    async with browser.parts.sessions.begin() as session:
        (row,) = await registry.loaders["calendar_link"](session, ada.id)
        assert (row["name"], "credentials" in row) == ("Work", False)
        assert len(await registry.loaders["external_busy"](session, ada.id)) == 1
        await registry.erasers["external_busy"](session, ada.id, now)
        await registry.erasers["calendar_link"](session, ada.id, now)
        for table in ("calendar_link", "calendar_file", "external_busy"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
