"""What people with a seat are told: an invitation that moves and ends with their class, reminders at its time as it
is now, an offer; and nothing of a class that is gone."""

from datetime import UTC, datetime

from scheduler.classes.jobs import asking
from scheduler.clock import ManualClock
from scheduler.tests.booking.test_reminded import DUE, at
from scheduler.tests.booking.test_requests import rows
from scheduler.tests.classes.school import one_class, people, seat
from scheduler.tests.classes.test_paid_seats import work
from scheduler.tests.classes.test_waiting import full, give_up
from scheduler.tests.fixtures import Browser
from scheduler.tests.notifications.test_invitation import read

MOVED = {"local_start": "2027-03-17T18:00"}  # 17:00Z


async def test_reminders_and_invitation_follow_the_class_and_end_with_it(
    browser: Browser, clock: ManualClock
) -> None:
    ada, class_id = await one_class(browser)
    carla = await browser.person("Carla")
    booking = (await seat(browser, carla, class_id)).body["booking_ids"][0]
    await work(browser)
    of_carla = DUE.replace("ORDER BY", "AND dedupe_key LIKE :of ORDER BY")
    hers = {"of": f"reminder:{booking}:{carla.id}:%"}
    assert await rows(browser, of_carla, **hers) == [at(15, 17), at(16, 16)]
    clock.move(minutes=1)
    assert (await browser.post(f"/classes/{class_id}/move", MOVED, by=ada, role="professional")).status == 200
    await work(browser)
    assert await rows(browser, of_carla, **hers) == [at(16, 17), at(17, 16)]
    clock.move(minutes=1)
    off = await browser.post(f"/classes/{class_id}/cancel", {"reason": "A cold"}, by=ada, role="professional")
    assert off.status == 200
    await work(browser)
    assert await rows(browser, DUE) == []
    ended, moved, made = (read(each["calendar"]) for each in await browser.mails(carla.email))
    assert [str(each[0]["METHOD"]) for each in (made, moved, ended)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert made[1]["SEQUENCE"] < moved[1]["SEQUENCE"] < ended[1]["SEQUENCE"]
    assert {str(each[1]["UID"]) for each in (made, moved, ended)} == {f"{booking}@visavis"}
    assert made[1]["DTSTART"].dt == datetime(2027, 3, 16, 17, tzinfo=UTC)
    assert moved[1]["DTSTART"].dt == datetime(2027, 3, 17, 17, tzinfo=UTC)
    assert "A cold" in (await browser.mails(carla.email))[0]["text"]


async def test_who_is_next_is_told_of_the_offer_once_and_nobody_else(browser: Browser) -> None:
    _, booking, (carla, zoe) = await full(browser, 2)
    await give_up(browser, booking)
    for _ in range(2):
        await work(browser)
        await asking(browser.parts.sessions, browser.parts.clock)()
    (mail,) = await browser.mails(carla.email)
    assert mail["calendar"] is None, "nothing is agreed yet"
    assert await browser.mails(zoe.email) == []
    reminders = "SELECT count(*) FROM due_job WHERE dedupe_key LIKE :of"
    assert await rows(browser, reminders, of=f"reminder:%:{carla.id}:%") == [(0,)]


async def test_everybody_with_a_seat_is_told_once_of_a_class_that_is_called_off(browser: Browser) -> None:
    ada, class_id = await one_class(browser)
    clients = await people(browser, 3)
    for each in clients:
        assert (await seat(browser, each, class_id)).status == 201
    await work(browser)
    await browser.post(f"/classes/{class_id}/cancel", {"reason": "A cold"}, by=ada, role="professional")
    for _ in range(2):
        await work(browser)
    for each in clients:
        told = [mail["subject"] for mail in await browser.mails(each.email)]
        assert len(told) == 2, told
