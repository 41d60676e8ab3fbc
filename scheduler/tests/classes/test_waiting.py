"""The waiting list: in turn, one offer a free seat, held for two hours, never jumped, closed shortly before."""

import asyncio
from datetime import UTC, datetime

import pytest

from scheduler.classes.jobs import promoting_job
from scheduler.clock import ManualClock
from scheduler.tests.booking.test_requests import pass_time, rows
from scheduler.tests.booking.world import professional
from scheduler.tests.classes.school import one_class, people, seat
from scheduler.tests.classes.test_classes import COUNTED
from scheduler.tests.fixtures import Answer, Browser, SignedInAs


async def wait(browser: Browser, who: SignedInAs | str, class_id: str, method: str = "POST") -> Answer:
    return await browser.send(method, f"/classes/{class_id}/waiting", by=who, role="client")


async def promote(browser: Browser, class_id: str) -> None:
    """What the job of a freed seat does."""
    await promoting_job(browser.parts.sessions, browser.parts.clock)({"class_id": class_id})


async def full(browser: Browser, waiting: int, **terms: object) -> tuple[str, str, list[SignedInAs]]:
    """A class with one seat that is taken, and so many who wait: (class, the seat's booking, who waits)."""
    _, class_id = await one_class(browser, seats=1, **terms)
    first, *others = await people(browser, waiting + 1)
    booking = (await seat(browser, first, class_id)).body["booking_ids"][0]
    for index, each in enumerate(others):
        placed = await wait(browser, each, class_id)
        assert (placed.status, placed.body) == (200, {"position": index + 1})
    return class_id, booking, others


async def offers(browser: Browser) -> list[tuple[object, ...]]:
    return await rows(
        browser, "SELECT client_id, status FROM booking WHERE held_for = 'offer' ORDER BY created_at, id"
    )


async def give_up(browser: Browser, booking: str) -> None:
    """The seat's own client cancels it."""
    client = (await rows(browser, "SELECT client_id FROM booking WHERE id = :id", id=booking))[0][0]
    session = (await rows(browser, "SELECT id FROM login_session WHERE account_id = :id", id=client))[0][0]
    who = SignedInAs(client, "", "", "", session)
    answer = await browser.post(f"/bookings/{booking}/cancel", {}, by=browser.token_now(who), role="client")
    assert answer.status == 200, answer.body


async def test_a_freed_seat_is_held_for_the_first_who_waits(browser: Browser) -> None:
    class_id, booking, (carla, zoe) = await full(browser, 2)
    await give_up(browser, booking)
    newcomer = await browser.person("Newcomer")
    jumped = await seat(browser, newcomer, class_id)
    assert (jumped.slug, "Others wait" in jumped.body["detail"]) == ("class-full", True)
    for _ in range(2):  # run twice, as jobs may be
        await promote(browser, class_id)
    assert await offers(browser) == [(carla.id, "held")]
    held = (await rows(browser, "SELECT id, expires_at FROM booking WHERE status = 'held'"))[0]
    assert held[1] == datetime(2027, 3, 10, 14, tzinfo=UTC)
    path = f"/bookings/{held[0]}/accept"
    assert (await browser.post(path, by=zoe, role="client")).status == 404
    taken = await browser.post(path, by=carla, role="client")
    assert taken.status == 200, taken.body
    assert await rows(browser, COUNTED) == [(1, 1, 1)]
    assert (await browser.post(path, by=carla, role="client")).slug == "conflict"
    assert (await wait(browser, zoe, class_id, "GET")).body == {"position": 1}
    assert (await wait(browser, carla, class_id, "GET")).status == 404


async def test_an_offer_that_lapses_goes_to_the_next(browser: Browser, clock: ManualClock) -> None:
    class_id, booking, (carla, zoe) = await full(browser, 2)
    await give_up(browser, booking)
    await promote(browser, class_id)
    clock.move(hours=2)
    held = (await rows(browser, "SELECT id FROM booking WHERE status = 'held'"))[0][0]
    late = await browser.post(f"/bookings/{held}/accept", by=browser.token_now(carla), role="client")
    assert (late.slug, "has lapsed" in late.body["detail"]) == ("conflict", True)
    await pass_time(browser)
    await promote(browser, class_id)
    assert await offers(browser) == [(carla.id, "expired"), (zoe.id, "held")]
    assert await rows(browser, COUNTED) == [(1, 1, 1)]
    again = await wait(browser, browser.token_now(carla), class_id)
    assert again.body == {"position": 1}


async def test_who_is_busy_then_is_passed_over_and_keeps_their_place(browser: Browser) -> None:
    class_id, booking, (carla, zoe) = await full(browser, 2)
    _, other = await professional(browser, "Ben")
    wish = {"service_id": str(other), "start": "2027-03-16T17:30:00Z"}
    assert (await browser.post("/bookings", wish, by=carla, role="client")).status == 201
    await give_up(browser, booking)
    await promote(browser, class_id)
    assert await offers(browser) == [(zoe.id, "held")]
    assert (await wait(browser, carla, class_id, "GET")).body == {"position": 1}


async def test_many_promotions_at_once_make_no_more_offers_than_seats(browser: Browser) -> None:
    class_id, booking, _ = await full(browser, 6)
    await give_up(browser, booking)
    await asyncio.gather(*(promote(browser, class_id) for _ in range(6)))
    assert len(await offers(browser)) == 1
    assert await rows(browser, COUNTED) == [(1, 1, 1)]


async def test_shortly_before_the_class_seats_go_to_whoever_asks(browser: Browser, clock: ManualClock) -> None:
    class_id, booking, (carla,) = await full(browser, 1, cancel_cutoff_minutes=0)
    clock.set(datetime(2027, 3, 16, 16, 29, 59, tzinfo=UTC))
    await give_up(browser, booking)
    newcomer = await browser.person("Newcomer")
    assert (await seat(browser, newcomer, class_id)).slug == "class-full"
    clock.move(1)
    await promote(browser, class_id)
    assert await offers(browser) == []
    assert (await seat(browser, newcomer, class_id)).status == 201
    assert (await wait(browser, browser.token_now(carla), class_id)).slug == "conflict"


async def test_who_has_a_seat_holds_the_class_or_could_book_does_not_wait(browser: Browser) -> None:
    ada, class_id = await one_class(browser, seats=1)
    carla = await browser.person("Carla")
    assert (await wait(browser, carla, class_id)).slug == "conflict"
    await seat(browser, carla, class_id)
    assert (await wait(browser, carla, class_id)).slug == "conflict"
    assert (await wait(browser, ada, class_id)).slug == "forbidden"
    zoe = await browser.person("Zoe")
    assert (await wait(browser, zoe, class_id)).status == 200
    assert (await wait(browser, zoe, class_id)).body == {"position": 1}
    assert (await wait(browser, zoe, class_id, "DELETE")).status == 204
    assert (await wait(browser, zoe, class_id, "DELETE")).status == 404


@pytest.mark.parametrize("seed", range(3))
async def test_a_storm_of_everything_leaves_the_count_right(browser: Browser, seed: int) -> None:
    """Seats, cancellations, waiting, offers and promotions at once."""
    import random

    _, class_id = await one_class(browser, seats=3)
    everybody = await people(browser, 12)
    dice = random.Random(seed)

    async def act(who: SignedInAs) -> None:
        for _ in range(6):
            match dice.randrange(4):
                case 0:
                    await seat(browser, who, class_id)
                case 1:
                    await wait(browser, who, class_id)
                case 2:
                    await promote(browser, class_id)
                case _:
                    mine = "SELECT id, status FROM booking WHERE client_id = :id ORDER BY created_at DESC LIMIT 1"
                    for booking, status in await rows(browser, mine, id=who.id):
                        action = "accept" if status == "held" and dice.random() < 0.5 else "cancel"
                        await browser.post(
                            f"/bookings/{booking}/{action}", {} if action == "cancel" else None, by=who, role="client"
                        )

    await asyncio.gather(*(act(each) for each in everybody))
    ((taken, capacity, standing),) = await rows(browser, COUNTED)
    assert taken == standing <= capacity
    assert await rows(
        browser, "SELECT count(*) FROM occupancy WHERE booking_id IS NOT NULL AND class_id IS NULL"
    ) == [(standing,)]
