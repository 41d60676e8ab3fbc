"""Seats that cost something: given back when too few come, offered in turn and had only for money; and who was there,
as the media server tells it, decides what becomes of each."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.rooms.rules import identity_of, room_name
from scheduler.tests.booking.test_paid import POLICY, confirm_at_gateway, drift, pay, settled, status_of
from scheduler.tests.booking.test_requests import pass_time, rows
from scheduler.tests.classes.school import hold, host, people, seat
from scheduler.tests.classes.test_classes import pass_time as pass_time_of_classes
from scheduler.tests.classes.test_waiting import wait
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.rooms.test_webhooks import deliver, event

START = datetime(2027, 3, 16, 17, tzinfo=UTC)
MONEY = "SELECT captured_minor, refunded_minor FROM charge WHERE subject_id = :id"


async def paid_class(browser: Browser, **terms: Any) -> tuple[SignedInAs, str]:
    """(host, class): a seat costs 90 euros."""
    ada, service = await host(browser, **{"payment": "full", "policy": POLICY, "cancel_cutoff_minutes": 0, **terms})
    return ada, (await hold(browser, ada, service)).body["classes"][0]["id"]


async def seated(browser: Browser, class_id: str, who: SignedInAs) -> str:
    """A paid seat: its booking."""
    booking: str = (await seat(browser, browser.token_now(who), class_id)).body["booking_ids"][0]
    assert await status_of(browser, booking) == "held"
    assert await pay(browser, who, booking) == 200
    assert await status_of(browser, booking) == "confirmed"
    return booking


async def work(browser: Browser) -> None:
    """Every job is done: those of classes first, for they ask for rooms to be closed, and no node runs here."""
    take = text("DELETE FROM pgqueuer WHERE entrypoint LIKE 'class-%' RETURNING entrypoint, payload")
    async with browser.parts.sessions.begin() as session:
        found = [(row[0], json.loads(row[1])) for row in await session.execute(take)]
    for entrypoint, payload in found:
        await browser.parts.jobs.handler(entrypoint)(payload)
    await settled(browser)


async def test_too_few_cancel_it_and_everybody_has_their_money_back(browser: Browser, clock: ManualClock) -> None:
    _, class_id = await paid_class(browser, min_seats=3, decide_minutes=1440)
    bookings = [await seated(browser, class_id, each) for each in await people(browser, 2)]
    clock.set(START - timedelta(days=1))
    await pass_time_of_classes(browser)
    await work(browser)
    for booking in bookings:
        assert await status_of(browser, booking) == "cancelled"
        assert await rows(browser, MONEY, id=booking) == [(9000, 9000)]
    assert await drift(browser) == []


async def offered(browser: Browser, class_id: str) -> tuple[SignedInAs, SignedInAs, str]:
    """(who has the first offer, who waits behind them, the offer): somebody gave their seat up."""
    first, carla, zoe = await people(browser, 3)
    booking = await seated(browser, class_id, first)
    for each in (carla, zoe):
        assert (await wait(browser, each, class_id)).status == 200
    assert (await browser.post(f"/bookings/{booking}/cancel", {}, by=first, role="client")).status == 200
    await work(browser)
    held = await rows(browser, "SELECT id, client_id FROM booking WHERE held_for = 'offer'")
    assert [each[1] for each in held] == [carla.id]
    return carla, zoe, str(held[0][0])


async def test_an_offered_seat_is_confirmed_by_its_money(browser: Browser) -> None:
    _, class_id = await paid_class(browser, seats=1)
    carla, zoe, offer = await offered(browser, class_id)
    assert await rows(browser, MONEY, id=offer) == [], "nothing is owed for what was not accepted"
    assert (await browser.post(f"/bookings/{offer}/accept", by=carla, role="client")).status == 200
    assert await status_of(browser, offer) == "held"
    assert await pay(browser, carla, offer) == 200
    assert await status_of(browser, offer) == "confirmed"
    assert await rows(browser, MONEY, id=offer) == [(9000, 0)]
    assert (await wait(browser, zoe, class_id, "GET")).body == {"position": 1}
    assert await drift(browser) == []


async def test_accepted_and_not_paid_it_goes_to_the_next_and_late_money_comes_back(
    browser: Browser, clock: ManualClock
) -> None:
    _, class_id = await paid_class(browser, seats=1)
    carla, zoe, offer = await offered(browser, class_id)
    assert (await browser.post(f"/bookings/{offer}/accept", by=carla, role="client")).status == 200
    await work(browser)
    clock.move(hours=2)
    assert await confirm_at_gateway(browser, carla, offer) == 200, "paid at the very moment it lapsed"
    await pass_time(browser)
    for _ in range(2):
        await work(browser)
    assert await status_of(browser, offer) == "expired"
    assert await rows(browser, MONEY, id=offer) == [(9000, 9000)]
    assert await rows(browser, "SELECT client_id, held_for FROM booking WHERE status = 'held'") == [(zoe.id, "offer")]
    assert await drift(browser) == []


async def stayed(
    browser: Browser, clock: ManualClock, class_id: str, stays: dict[tuple[UUID, str], tuple[int, int]]
) -> None:
    """Who was in the class's room from and until which minute, as the media server tells it: signed webhooks."""
    told = []
    for index, ((person, side), (begin, end)) in enumerate(stays.items()):
        who = {
            "identity": identity_of(person, "professional" if side == "professional" else "client"),
            "joinedAtMs": str(int((START + timedelta(minutes=begin)).timestamp() * 1000)),
        }
        for kind, minute in (("participant_joined", begin), ("participant_left", end)):
            told.append((START + timedelta(minutes=minute), kind, f"PA_{index}", who))
    room = {"name": room_name(UUID(class_id)), "sid": "RM_1"}
    for at, kind, sid, who in sorted(told, key=lambda each: each[0]):
        clock.set(at)
        answer = await deliver(browser, event(kind, at, sid, participant=who, room=room))
        assert answer.status == 204


@pytest.mark.parametrize(
    ("host_came", "of_absent", "of_present"),
    [
        (True, ("no_show", "client", 7200), ("completed", None, 9000)),
        (False, ("no_show", "both", 0), ("no_show", "professional", 0)),
    ],
    ids=["the host came", "the host did not come"],
)
async def test_each_seat_is_judged_by_the_room_of_its_class(
    browser: Browser,
    clock: ManualClock,
    host_came: bool,
    of_absent: tuple[str, str | None, int],
    of_present: tuple[str, str | None, int],
) -> None:
    ada, class_id = await paid_class(browser)
    carla, zoe = await people(browser, 2)
    present, absent = await seated(browser, class_id, carla), await seated(browser, class_id, zoe)
    stays = {(carla.id, "client"): (1, 58)}
    if host_came:
        stays[ada.id, "professional"] = (0, 60)
    await stayed(browser, clock, class_id, stays)
    clock.set(START + timedelta(hours=2))
    await pass_time(browser)
    await pass_time_of_classes(browser)
    await work(browser)
    for booking, (status, missing, kept) in ((present, of_present), (absent, of_absent)):
        judged = "SELECT status, absent FROM booking WHERE id = :id"
        assert await rows(browser, judged, id=booking) == [(status, missing)]
        assert await rows(browser, MONEY, id=booking) == [(9000, 9000 - kept)]
    clock.move(days=3, seconds=1)
    await work(browser)
    released = await rows(browser, "SELECT count(*) FROM charge WHERE released_at IS NOT NULL")
    assert released == [(2 if host_came else 0,)]
    assert await drift(browser) == []
