"""Between a change of a class and the job that carries it to the seats, between a lapse and whoever looks: nothing is
told, started or refused that is not so any more."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from scheduler.classes.jobs import asking, closing_job, handlers, moving_job
from scheduler.clock import ManualClock
from scheduler.tests.booking.test_requests import pass_time, rows
from scheduler.tests.booking.world import professional
from scheduler.tests.classes.school import hold, host, one_class, people, seat
from scheduler.tests.classes.test_waiting import full, give_up, offers, promote, wait
from scheduler.tests.fixtures import Browser, SignedInAs

LATER = {"local_start": "2027-03-17T18:00"}
SHIFTS = "SELECT count(*) FROM booking_event WHERE detail IS NOT NULL"


async def move(browser: Browser, who: SignedInAs | str, class_id: str) -> None:
    moved = await browser.post(f"/classes/{class_id}/move", LATER, by=who, role="professional")
    assert moved.status == 200, moved.body


async def offered(browser: Browser) -> tuple[SignedInAs, str, SignedInAs, str]:
    """(host, class, who has an offer, the offer)"""
    class_id, booking, (carla,) = await full(browser, 1)
    await give_up(browser, booking)
    await promote(browser, class_id)
    ada = (await rows(browser, "SELECT professional_id FROM class_session"))[0][0]
    session = (await rows(browser, "SELECT id FROM login_session WHERE account_id = :id", id=ada))[0][0]
    held = (await rows(browser, "SELECT id FROM booking WHERE status = 'held'"))[0][0]
    return SignedInAs(ada, "", "", "", session), class_id, carla, str(held)


async def test_who_books_a_moved_class_before_its_job_ran_is_not_told_of_a_move(browser: Browser) -> None:
    ada, class_id = await one_class(browser)
    before, after = await people(browser, 2)
    assert (await seat(browser, before, class_id)).status == 201
    await move(browser, ada, class_id)
    assert (await seat(browser, after, class_id)).status == 201
    await moving_job(browser.parts.sessions, browser.parts.clock)({"class_id": class_id})
    assert await rows(browser, SHIFTS) == [(1,)]
    assert await rows(browser, "SELECT DISTINCT starts_at FROM booking") == [(datetime(2027, 3, 17, 17, tzinfo=UTC),)]


async def test_a_seat_does_not_start_at_the_time_its_class_was_moved_from(
    browser: Browser, clock: ManualClock
) -> None:
    ada, class_id = await one_class(browser)
    carla = await browser.person("Carla")
    assert (await seat(browser, carla, class_id)).status == 201
    await move(browser, ada, class_id)
    clock.set(datetime(2027, 3, 16, 19, tzinfo=UTC))
    await pass_time(browser)
    assert await rows(browser, "SELECT status FROM booking") == [("confirmed",)]
    await moving_job(browser.parts.sessions, clock)({"class_id": class_id})
    clock.set(datetime(2027, 3, 17, 17, tzinfo=UTC))
    await pass_time(browser)
    assert await rows(browser, "SELECT status FROM booking") == [("running",)]


async def test_an_offer_of_a_class_that_was_called_off_is_not_accepted(browser: Browser) -> None:
    ada, class_id, carla, held = await offered(browser)
    token = browser.token_now(ada)
    assert (await browser.post(f"/classes/{class_id}/cancel", {}, by=token, role="professional")).status == 200
    refused = await browser.post(f"/bookings/{held}/accept", by=carla, role="client")
    assert (refused.status, refused.slug) == (409, "conflict")
    assert "was cancelled" in refused.body["detail"]
    await moving_job(browser.parts.sessions, browser.parts.clock)({"class_id": class_id})
    await closing_job(browser.parts.sessions, browser.parts.clock)({"class_id": class_id, "reason": ""})
    assert await offers(browser) == [(carla.id, "cancelled")]


async def test_a_request_for_a_class_that_was_called_off_is_not_approved(browser: Browser) -> None:
    ada, class_id = await one_class(browser, approval=True)
    carla = await browser.person("Carla")
    asked = (await seat(browser, carla, class_id)).body["booking_ids"][0]
    assert (await browser.post(f"/classes/{class_id}/cancel", {}, by=ada, role="professional")).status == 200
    refused = await browser.post(f"/bookings/{asked}/approve", {}, by=ada, role="professional")
    assert (refused.status, refused.slug) == (409, "conflict")


@pytest.mark.parametrize("change", ["move", "cancel"])
async def test_what_had_lapsed_expires_and_is_neither_moved_nor_cancelled(
    browser: Browser, clock: ManualClock, change: str
) -> None:
    ada, class_id, carla, _ = await offered(browser)
    clock.move(hours=2)
    path, body = f"/classes/{class_id}/{change}", LATER if change == "move" else {}
    assert (await browser.post(path, body, by=browser.token_now(ada), role="professional")).status == 200
    job = {"move": "class-moved", "cancel": "class-closing"}[change]
    await handlers(browser.parts.sessions, clock)[job]({"class_id": class_id, "reason": ""})
    assert await offers(browser) == [(carla.id, "expired")]
    assert await rows(browser, SHIFTS) == [(0,)]


async def test_what_lapsed_is_not_in_the_way_of_a_class_that_is_moved(browser: Browser, clock: ManualClock) -> None:
    """The host had asked for somebody's time in the other role, and was not answered."""
    ada, class_id = await one_class(browser)
    _, asking_first = await professional(browser, "Ben", approval=True)
    wish = {"service_id": str(asking_first), "start": "2027-03-17T17:30:00Z"}
    assert (await browser.post("/bookings", wish, by=ada, role="client")).status == 201
    path = f"/classes/{class_id}/move"
    assert (await browser.post(path, LATER, by=ada, role="professional")).slug == "conflict"
    clock.move(hours=24)
    await move(browser, browser.token_now(ada), class_id)
    assert await rows(browser, "SELECT status FROM booking") == [("expired",)]


async def test_whose_offer_has_lapsed_may_wait_or_book_before_anybody_looked(
    browser: Browser, clock: ManualClock
) -> None:
    _, class_id, carla, _ = await offered(browser)
    clock.move(hours=2)
    token = browser.token_now(carla)
    refused = await wait(browser, token, class_id)
    assert (refused.slug, "There are seats left" in refused.body["detail"]) == ("conflict", True)
    assert (await seat(browser, token, class_id)).status == 201


async def test_who_is_first_in_line_may_take_the_free_seat_and_waits_no_more(browser: Browser) -> None:
    """They were busy when it was freed, and are free again before anybody asks."""
    class_id, booking, (carla, zoe) = await full(browser, 2)
    _, other = await professional(browser, "Ben", cancel_cutoff_minutes=0)
    talks = []
    for each, start in ((carla, "2027-03-16T17:30:00Z"), (zoe, "2027-03-16T16:30:00Z")):
        made = await browser.post("/bookings", {"service_id": str(other), "start": start}, by=each, role="client")
        talks.append(made.body["id"])
    await give_up(browser, booking)
    await promote(browser, class_id)
    assert await offers(browser) == []
    for talk, each in zip(talks, (carla, zoe), strict=True):
        assert (await browser.post(f"/bookings/{talk}/cancel", {}, by=each, role="client")).status == 200
    assert (await seat(browser, zoe, class_id)).slug == "class-full"
    assert (await seat(browser, carla, class_id)).status == 201
    assert (await wait(browser, carla, class_id, "GET")).status == 404
    assert (await wait(browser, zoe, class_id, "GET")).body == {"position": 1}


async def test_who_was_passed_over_is_asked_again_once_they_are_free(browser: Browser) -> None:
    class_id, booking, (carla,) = await full(browser, 1)
    _, other = await professional(browser, "Ben", cancel_cutoff_minutes=0)
    wish = {"service_id": str(other), "start": "2027-03-16T17:30:00Z"}
    talk = (await browser.post("/bookings", wish, by=carla, role="client")).body["id"]
    await give_up(browser, booking)
    await promote(browser, class_id)
    queued = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'class-seat-freed'"
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM pgqueuer"))
    again = asking(browser.parts.sessions, browser.parts.clock)
    await again()
    assert await rows(browser, queued) == [(0,)]
    assert (await browser.post(f"/bookings/{talk}/cancel", {}, by=carla, role="client")).status == 200
    for _ in range(2):
        await again()
    assert await rows(browser, queued) == [(1,)]
    await promote(browser, class_id)
    assert await offers(browser) == [(carla.id, "held")]


async def test_who_got_a_seat_by_asking_is_not_offered_another_when_the_list_opens_again(
    browser: Browser, clock: ManualClock
) -> None:
    """Shortly before the class the first who asks has the seat; then the class is moved to another day."""
    ada, service = await host(browser, seats=1, cancel_cutoff_minutes=0)
    class_id = (await hold(browser, ada, service)).body["classes"][0]["id"]
    first, carla, zoe = await people(browser, 3)
    booking = (await seat(browser, first, class_id)).body["booking_ids"][0]
    for each in (carla, zoe):
        assert (await wait(browser, each, class_id)).status == 200
    clock.set(datetime(2027, 3, 16, 16, 30, tzinfo=UTC))
    await give_up(browser, booking)
    assert (await seat(browser, browser.token_now(carla), class_id)).status == 201
    await move(browser, browser.token_now(ada), class_id)
    assert (await wait(browser, browser.token_now(carla), class_id, "GET")).status == 404
    assert (await wait(browser, browser.token_now(zoe), class_id, "GET")).body == {"position": 1}
