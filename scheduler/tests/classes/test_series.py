"""A series as a whole: called off or moved, all that is to come or from one class on; exceptions stay exceptions."""

import asyncio
import random
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from scheduler.clock import ManualClock
from scheduler.tests.booking.test_paid import POLICY, drift, status_of
from scheduler.tests.booking.test_requests import rows
from scheduler.tests.booking.world import professional
from scheduler.tests.classes.school import hold, host, people, seat
from scheduler.tests.classes.test_classes import COUNTED
from scheduler.tests.classes.test_paid_seats import MONEY, seated, work
from scheduler.tests.classes.test_waiting import wait
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

# Tuesdays at 18:00 in Berlin: 16, 23 and 30 March, 6 April; the clock changes on 28 March.
FOUR = {"rule": "FREQ=WEEKLY;COUNT=4"}


class Lessons:
    """A host, a series, its classes."""

    def __init__(self, browser: Browser, ada: SignedInAs, classes: list[dict[str, Any]]) -> None:
        self.browser, self.ada = browser, ada
        self.id: str = classes[0]["series_id"]
        self.classes: list[str] = [each["id"] for each in classes]

    async def act(self, what: str, **body: Any) -> Answer:
        headers = body.pop("headers", {})
        path = f"/series/{self.id}/{what}"
        by = self.browser.token_now(self.ada)
        return await self.browser.post(path, body, by=by, role="professional", headers=headers)

    async def move_one(self, index: int, local_start: str) -> None:
        path = f"/classes/{self.classes[index]}/move"
        moved = await self.browser.post(path, {"local_start": local_start}, by=self.ada, role="professional")
        assert moved.status == 200, moved.body

    async def off_one(self, index: int) -> None:
        path = f"/classes/{self.classes[index]}/cancel"
        assert (await self.browser.post(path, {}, by=self.ada, role="professional")).status == 200

    async def shown(self) -> list[tuple[str, str, bool]]:
        """(status, wall time, whether it stands apart) of each, in the series' order."""
        by = self.browser.token_now(self.ada)
        answer = await self.browser.get(f"/series/{self.id}", by=by, role="professional")
        assert answer.status == 200, answer.body
        return [(each["status"], each["local_start"][5:], each["apart"]) for each in answer.body["classes"]]


async def lessons(browser: Browser, rule: dict[str, str] = FOUR, **terms: Any) -> Lessons:
    ada, service = await host(browser, **terms)
    made = await hold(browser, ada, service, **rule)
    assert made.status == 201, made.body
    return Lessons(browser, ada, made.body["classes"])


async def busy(browser: Browser, who: SignedInAs, start: str) -> None:
    """Somebody has a meeting of an hour elsewhere, as a client."""
    _, other = await professional(browser, "Ben")
    wish = {"service_id": str(other), "start": start}
    assert (await browser.post("/bookings", wish, by=who, role="client")).status == 201


async def test_called_off_from_one_on_seats_are_paid_back_and_who_waits_is_told(
    browser: Browser, clock: ManualClock
) -> None:
    series = await lessons(browser, seats=1, payment="full", policy=POLICY, cancel_cutoff_minutes=0)
    carla, zoe = await people(browser, 2)
    bookings = [await seated(browser, each, carla) for each in series.classes]
    assert (await wait(browser, zoe, series.classes[2])).status == 200
    await work(browser)
    off = await series.act("cancel", from_class=series.classes[2], reason="A cold")
    assert off.status == 200, off.body
    assert [each["id"] for each in off.body["classes"]] == series.classes[2:]
    again = await series.act("cancel", from_class=series.classes[2])
    assert (again.status, again.body) == (200, {"classes": [], "kept": []})
    for _ in range(2):
        await work(browser)
    assert [each[0] for each in await series.shown()] == ["scheduled"] * 2 + ["cancelled"] * 2
    assert [await status_of(browser, each) for each in bookings] == ["confirmed"] * 2 + ["cancelled"] * 2
    assert [(await rows(browser, MONEY, id=each))[0][1] for each in bookings] == [0, 0, 9000, 9000]
    assert await drift(browser) == []
    subjects = [mail["subject"] for mail in await browser.mails(carla.email)]
    assert subjects.count("Cancelled: Yoga with Ada") == 2
    assert [mail["subject"] for mail in await browser.mails(zoe.email)] == ["Called off: Yoga with Ada"]
    assert await rows(browser, "SELECT count(*) FROM occupancy WHERE class_id IS NOT NULL") == [(2,)]


async def test_all_that_is_to_come_is_called_off_and_what_began_is_not(browser: Browser, clock: ManualClock) -> None:
    series = await lessons(browser)
    await series.off_one(1)
    clock.set(datetime(2027, 3, 16, 17, 0, tzinfo=UTC))
    off = await series.act("cancel")
    assert [each["id"] for each in off.body["classes"]] == series.classes[2:]
    assert [each[0] for each in await series.shown()] == ["scheduled", "cancelled", "cancelled", "cancelled"]


@pytest.mark.parametrize("keep", [False, True])
async def test_one_that_was_moved_goes_with_its_series_unless_it_is_to_be_kept(browser: Browser, keep: bool) -> None:
    """From the third on: the second, moved to after it, is not among those that follow."""
    series = await lessons(browser)
    await series.move_one(1, "2027-04-20T18:00")
    await series.move_one(3, "2027-04-07T10:00")
    off = await series.act("cancel", from_class=series.classes[2], keep_moved=keep)
    assert [each["id"] for each in off.body["kept"]] == (series.classes[3:] if keep else [])
    assert [each[0] for each in await series.shown()] == [
        *("scheduled", "scheduled", "cancelled"),
        "scheduled" if keep else "cancelled",
    ]


async def test_moved_to_another_weekday_and_hour_through_the_change_of_the_clock(browser: Browser) -> None:
    """Thursdays at 19:30: 18:30Z before 28 March, 17:30Z after."""
    series = await lessons(browser)
    carla = await browser.person("Carla")
    whole = await browser.post(f"/series/{series.id}/seats", {}, by=carla, role="client")
    assert whole.status == 201, whole.body
    await work(browser)
    moved = await series.act("move", local_start="2027-03-18T19:30")
    assert moved.status == 200, moved.body
    starts = [f"2027-{each}:00Z" for each in ("03-18T18:30", "03-25T18:30", "04-01T17:30", "04-08T17:30")]
    assert [each["start"] for each in moved.body["classes"]] == starts
    again = await series.act("move", local_start="2027-03-18T19:30")
    assert (again.status, again.body) == (200, {"classes": [], "staying": []})
    for _ in range(2):
        await work(browser)
    seats = await rows(browser, "SELECT starts_at FROM booking WHERE status = 'confirmed' ORDER BY starts_at")
    assert [f"{each[0]:%Y-%m-%dT%H:%M:%SZ}" for each in seats] == starts
    told = [mail["subject"] for mail in await browser.mails(carla.email)]
    assert told.count("Moved: Yoga with Ada") == 4
    assert await series.shown() == [
        ("scheduled", f"{each}T19:30", False) for each in ("03-18", "03-25", "04-01", "04-08")
    ]


async def test_what_was_moved_or_called_off_before_stays_as_it_is(browser: Browser) -> None:
    series = await lessons(browser)
    await series.move_one(1, "2027-03-26T08:00")
    await series.off_one(2)
    moved = await series.act("move", local_start="2027-03-17T18:00")
    assert [each["id"] for each in moved.body["classes"]] == [series.classes[0], series.classes[3]]
    assert await series.shown() == [
        ("scheduled", "03-17T18:00", False),
        ("scheduled", "03-26T08:00", True),
        ("cancelled", "03-30T18:00", False),
        ("scheduled", "04-07T18:00", False),
    ]
    # Pointed at, it comes along and is one of the series again; the ones before it are left alone.
    moved = await series.act("move", local_start="2027-03-25T18:00", from_class=series.classes[1])
    assert [each["id"] for each in moved.body["classes"]] == [series.classes[1], series.classes[3]]
    assert [each[1:] for each in await series.shown()] == [
        *(("03-17T18:00", False), ("03-25T18:00", False)),
        *(("03-30T18:00", False), ("04-08T18:00", False)),
    ]


async def test_a_week_later_each_takes_the_place_of_the_next(browser: Browser) -> None:
    series = await lessons(browser)
    assert (await series.act("move", local_start="2027-03-23T18:00")).status == 200
    assert [each[1] for each in await series.shown()] == [
        *("03-23T18:00", "03-30T18:00", "04-06T18:00", "04-13T18:00")
    ]
    occupied = "SELECT count(*) FROM occupancy JOIN class_session ON id = class_id AND lower(during) = starts_at"
    assert await rows(browser, occupied) == [(4,)]


async def test_conflicts_are_named_by_date_and_nothing_moves_or_all_but_those(browser: Browser) -> None:
    series = await lessons(browser)
    await busy(browser, series.ada, "2027-03-25T18:00:00Z")
    before = await series.shown()
    refused = await series.act("move", local_start="2027-03-18T19:30")
    assert (refused.status, refused.body["clashes"]) == (409, ["2027-03-25T18:30:00Z"])
    assert await series.shown() == before
    assert await rows(browser, "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'class-moved'") == [(0,)]
    partly = await series.act("move", local_start="2027-03-18T19:30", skip_clashes=True)
    assert partly.status == 200, partly.body
    stays = {"class_id": series.classes[1], "start": "2027-03-23T17:00:00Z", "wanted": "2027-03-25T18:30:00Z"}
    assert partly.body["staying"] == [stays]
    assert await series.shown() == [
        ("scheduled", "03-18T19:30", False),
        ("scheduled", "03-23T18:00", True),
        ("scheduled", "04-01T19:30", False),
        ("scheduled", "04-08T19:30", False),
    ]
    again = await series.act("move", local_start="2027-03-18T19:30", skip_clashes=True)
    assert (again.status, again.body) == (200, {"classes": [], "staying": []})


async def test_one_that_stays_keeps_the_one_before_it_from_taking_its_place(browser: Browser) -> None:
    """All a week later, and the last cannot: then the one before it cannot either, and so on to the first."""
    series = await lessons(browser)
    await busy(browser, series.ada, "2027-04-13T16:00:00Z")
    refused = await series.act("move", local_start="2027-03-23T18:00", skip_clashes=True)
    assert refused.status == 409
    assert len(refused.body["clashes"]) == 4
    assert [each[1] for each in await series.shown()] == [
        *("03-16T18:00", "03-23T18:00", "03-30T18:00", "04-06T18:00")
    ]


async def test_a_lost_answer_is_asked_for_again_by_its_key(browser: Browser) -> None:
    series = await lessons(browser)
    headers = {"Idempotency-Key": "once-and-no-more"}
    moved = [await series.act("move", local_start="2027-03-18T19:30", headers=headers) for _ in range(2)]
    assert moved[0].body == moved[1].body
    assert len(moved[0].body["classes"]) == 4
    assert await rows(browser, "SELECT max(sequence) FROM class_session") == [(1,)]


@pytest.mark.parametrize("what", ["move", "cancel"])
async def test_who_saw_an_older_series_is_told_and_changes_nothing(browser: Browser, what: str) -> None:
    series = await lessons(browser)
    seen = (await browser.get(f"/series/{series.id}", by=series.ada, role="professional")).headers["ETag"]
    await series.move_one(1, "2027-03-26T08:00")
    body = {"local_start": "2027-03-18T19:30"} if what == "move" else {}
    before = await series.shown()
    late = await series.act(what, headers={"If-Match": seen}, **body)
    assert late.status == 412
    assert await series.shown() == before
    now = (await browser.get(f"/series/{series.id}", by=series.ada, role="professional")).headers["ETag"]
    assert (await series.act(what, headers={"If-Match": now}, **body)).status == 200


async def test_what_cannot_be_done_to_a_series_is_refused_by_name(browser: Browser, clock: ManualClock) -> None:
    series = await lessons(browser)
    mallory, _ = await professional(browser, "Mallory")
    for what, body in (("cancel", {}), ("move", {"local_start": "2027-03-18T19:30"})):
        path = f"/series/{series.id}/{what}"
        assert (await browser.post(path, body, by=mallory, role="professional")).status == 404
        assert (await browser.post(path, body, by=series.ada, role="client")).status == 403
    assert (await browser.get(f"/series/{series.id}", by=mallory, role="professional")).status == 404
    stranger = {"from_class": "00000000-0000-4000-8000-000000000000"}
    for what, body in (("cancel", {}), ("move", {"local_start": "2027-03-18T19:30"})):
        answer = await series.act(what, **body, **stranger)
        assert (answer.status, answer.body["errors"][0]["field"]) == (422, "from_class")
    far = await series.act("move", local_start="2029-03-18T19:30")
    assert (far.status, far.body["errors"][0]["field"]) == (422, "local_start")
    past = await series.act("move", local_start="2027-03-09T19:30", skip_clashes=True)
    assert (past.status, "past" in past.body["detail"]) == (409, True)
    await series.off_one(1)
    gone = await series.act("move", local_start="2027-03-25T19:30", from_class=series.classes[1])
    assert (gone.status, "name one that is to come" in gone.body["detail"]) == (409, True)
    clock.set(datetime(2027, 4, 6, 16, 0, tzinfo=UTC))
    over = await series.act("move", local_start="2027-04-08T19:30")
    assert (over.status, "to come" in over.body["detail"]) == (409, True)


async def test_a_wall_time_that_is_skipped_one_day_comes_back_when_the_series_moves_on(browser: Browser) -> None:
    """Sundays at 02:30: on 28 March there is none, and what was meant is kept."""
    series = await lessons(browser, {"rule": "FREQ=DAILY;COUNT=3", "local_start": "2027-03-27T02:30"})
    assert [each[1] for each in await series.shown()] == ["03-27T02:30", "03-28T03:00", "03-29T02:30"]
    assert (await series.act("move", local_start="2027-03-26T02:30")).status == 200
    assert [each[1] for each in await series.shown()] == ["03-26T02:30", "03-27T02:30", "03-28T03:00"]


async def test_moved_into_another_zone_the_hour_on_the_wall_is_that_zones(browser: Browser) -> None:
    series = await lessons(browser)
    moved = await series.act("move", local_start="2027-03-16T18:00", zone="America/New_York")
    assert {(each["start"][11:16], each["zone"]) for each in moved.body["classes"]} == {("22:00", "America/New_York")}


async def test_seats_taken_while_a_series_is_called_off_are_all_given_up(browser: Browser) -> None:
    """Whoever comes first, no seat stands in a class that does not."""
    series = await lessons(browser, seats=3)
    clients = await people(browser, 6)
    await asyncio.gather(
        *(seat(browser, who, each) for who in clients for each in series.classes[:2]),
        series.act("cancel"),
        series.act("move", local_start="2027-03-18T19:30"),
        series.act("cancel", from_class=series.classes[1]),
    )
    await work(browser)
    assert await rows(browser, COUNTED) == [(0, 3, 0)] * 4
    assert await rows(browser, "SELECT count(*) FROM occupancy") == [(0,)]


@pytest.mark.parametrize("seed", range(3))
async def test_a_storm_of_everything_leaves_no_seat_without_its_class(browser: Browser, seed: int) -> None:
    """The host moves and calls off, single classes and the series; clients book, wait and give up, all at once."""
    dice = random.Random(seed)
    series = await lessons(browser, seats=2)
    mine = {"by": series.ada, "role": "professional"}

    async def rule() -> None:
        for _ in range(5):
            one, day = dice.choice(series.classes), f"2027-04-{dice.randint(10, 28):02}T{dice.randint(8, 20):02}:00"
            match dice.randrange(4):
                case 0:
                    await browser.post(f"/classes/{one}/move", {"local_start": day}, **mine)
                case 1:
                    await series.act("cancel", from_class=series.classes[3], keep_moved=dice.random() < 0.5)
                case _:
                    await series.act("move", local_start=day, from_class=one, skip_clashes=dice.random() < 0.5)

    async def come(who: SignedInAs) -> None:
        for _ in range(5):
            one = dice.choice(series.classes)
            match dice.randrange(4):
                case 0:
                    await browser.post(f"/series/{series.id}/seats", {}, by=who, role="client")
                case 1:
                    await wait(browser, who, one)
                case 2:
                    own = "SELECT id FROM booking WHERE client_id = :id AND status = 'confirmed' LIMIT 1"
                    for (booking,) in await rows(browser, own, id=who.id):
                        await browser.post(f"/bookings/{booking}/cancel", {}, by=who, role="client")
                case _:
                    await seat(browser, who, one)

    await asyncio.gather(rule(), rule(), *(come(each) for each in await people(browser, 6)))
    for _ in range(3):
        await work(browser)
    for taken, capacity, standing in await rows(browser, COUNTED):
        assert taken == standing <= capacity
    astray = """SELECT count(*) FROM booking JOIN class_session AS class ON class.id = class_id
        WHERE booking.status IN ('held', 'confirmed') AND (class.status = 'cancelled'
        OR booking.starts_at <> class.starts_at)"""
    assert await rows(browser, astray) == [(0,)]
    in_vain = """SELECT count(*) FROM class_waiting AS place JOIN class_session AS class ON class.id = class_id
        WHERE place.status = 'waiting' AND class.status = 'cancelled'"""
    assert await rows(browser, in_vain) == [(0,)]
    held = """SELECT count(*) FROM class_session AS class LEFT JOIN occupancy ON class_id = class.id
        AND lower(during) = starts_at WHERE (status = 'scheduled') <> (class_id IS NOT NULL)"""
    assert await rows(browser, held) == [(0,)]


async def test_the_longest_series_is_moved_and_called_off_in_one_request(browser: Browser) -> None:
    """Two hundred days in a row, each to where the next was."""
    series = await lessons(browser, {"rule": "FREQ=DAILY;COUNT=200"})
    moved = await series.act("move", local_start="2027-03-17T18:00")
    assert len(moved.body["classes"]) == 200
    assert (await hold(browser, series.ada, UUID(moved.body["classes"][0]["service_id"]))).status == 201, "free again"
    off = await series.act("cancel")
    assert len(off.body["classes"]) == 200
    assert await rows(browser, "SELECT count(*) FROM occupancy") == [(1,)]
