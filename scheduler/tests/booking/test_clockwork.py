"""Time passes for bookings: they begin, end, are judged by who was there, contested, and decided."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes
from scheduler.booking.clockwork import clockwork
from scheduler.booking.outcome import Attended, Stay
from scheduler.booking.states import Side
from scheduler.clock import ManualClock
from scheduler.jobs.apart import apart
from scheduler.rooms.tables import Attendance
from scheduler.tests.booking.test_requests import ask, pass_time, rows
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

START = datetime(2027, 3, 12, 16, tzinfo=UTC)


async def booked(browser: Browser) -> tuple[SignedInAs, SignedInAs, str]:
    """(professional, client, booking) of an hour from START."""
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    made = await ask(browser, carla, service)
    assert made.status == 201, made.body
    return ada, carla, made.body["id"]


async def was_there(
    browser: Browser, booking: str, who: SignedInAs, side: Side, stayed: tuple[int, int | None]
) -> None:
    """A stay in the room, minutes after the start, as the media server's webhooks leave it."""
    at = [None if minute is None else START + timedelta(minutes=minute) for minute in stayed]
    async with browser.parts.sessions.begin() as session:
        session.add(
            Attendance(
                participant_sid=f"PA_{side}_{stayed[0]}",
                booking_id=UUID(booking),
                person_id=who.id,
                role=side,
                joined_at=at[0],
                last_seen_at=at[1] or START + timedelta(minutes=60),
                left_at=at[1],
            )
        )


async def join(browser: Browser, who: SignedInAs, booking: str) -> Answer:
    """Their client's try to enter the room."""
    return await browser.post(f"/bookings/{booking}/join", by=browser.token_now(who), role="client")


async def test_it_begins_runs_and_is_over(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await booked(browser)
    await was_there(browser, booking, carla, "client", (0, 58))
    await was_there(browser, booking, ada, "professional", (2, None))
    clock.set(START - timedelta(seconds=1))
    await pass_time(browser)
    assert await rows(browser, "SELECT status FROM booking") == [("confirmed",)]
    clock.set(START)
    await pass_time(browser)
    assert await rows(browser, "SELECT status FROM booking") == [("running",)]
    entered = await join(browser, carla, booking)
    assert entered.status != 410  # the room is open, whether or not a node answers
    clock.set(START + timedelta(minutes=64, seconds=59))
    await pass_time(browser)
    assert await rows(browser, "SELECT status FROM booking") == [("running",)]
    clock.move(1)
    await pass_time(browser)
    assert await rows(browser, "SELECT status, evidence, absent FROM booking") == [("completed", "held", None)]
    assert await rows(browser, "SELECT count(*) FROM occupancy") == [(0,)]
    trail = await rows(browser, "SELECT before, after, actor_role FROM booking_event ORDER BY id")
    assert trail == [
        (None, "confirmed", "client"),
        ("confirmed", "running", "system"),
        ("running", "completed", "system"),
    ]
    await pass_time(browser)
    assert len(await rows(browser, "SELECT id FROM booking_event")) == 3


@pytest.mark.parametrize(
    ("there", "status", "absent"),
    [("client", "no_show", "professional"), ("professional", "no_show", "client"), (None, "no_show", "both")],
)
async def test_who_did_not_come_is_told_from_who_waited(
    browser: Browser, clock: ManualClock, there: Side | None, status: str, absent: str
) -> None:
    """Found long after, as when the scheduler was down: it catches up, one step after the other."""
    ada, carla, booking = await booked(browser)
    if there is not None:
        await was_there(browser, booking, ada if there == "professional" else carla, there, (0, 40))
    clock.set(START + timedelta(days=2))
    await pass_time(browser)
    assert await rows(browser, "SELECT status, absent FROM booking") == [(status, absent)]
    assert len(await rows(browser, "SELECT id FROM booking_event")) == 3
    seen = await browser.get(f"/bookings/{booking}", by=browser.token_now(carla), role="client")
    assert (seen.body["absent"], seen.body["can_dispute"]) == (absent, True)


async def test_what_cannot_be_told_blames_nobody(browser: Browser, clock: ManualClock) -> None:
    _, carla, booking = await booked(browser)
    await was_there(browser, booking, carla, "client", (0, 3))
    clock.set(START + timedelta(hours=2))
    await pass_time(browser)
    assert await rows(browser, "SELECT status, evidence, absent FROM booking") == [("completed", "unknown", None)]


async def test_who_came_when_no_media_server_was_there_is_not_called_absent(
    browser: Browser, clock: ManualClock
) -> None:
    """The host was let in before the servers failed, the client knocks in vain: it is called off."""
    ada, carla, booking = await booked(browser)
    await was_there(browser, booking, ada, "professional", (0, 40))
    clock.set(START + timedelta(minutes=5))
    await pass_time(browser)
    for _ in range(2):  # no node runs here
        door = await join(browser, carla, booking)
        assert (door.status, door.slug) == (503, "media-unavailable")
        clock.move(minutes=1)
    clock.set(START + timedelta(hours=2))
    await pass_time(browser)
    assert await rows(browser, "SELECT status, evidence, absent FROM booking") == [("cancelled", "outage", None)]
    assert await rows(browser, "SELECT after, actor_role FROM booking_event ORDER BY id DESC LIMIT 1") == [
        ("cancelled", "system")
    ]
    knocks = await rows(browser, "SELECT role, last_at - first_at FROM room_knock")
    assert knocks == [("client", timedelta(minutes=1))]


async def test_contested_within_three_days_and_decided_by_an_admin(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await booked(browser)
    await was_there(browser, booking, ada, "professional", (0, 40))
    boss = await browser.person("Boss")
    await browser.grant(boss, "admin")
    path = f"/bookings/{booking}"
    early = await browser.post(f"{path}/dispute", {"reason": "Hm"}, by=carla, role="client")
    assert (early.status, early.slug) == (409, "conflict")
    clock.set(START + timedelta(hours=2))
    await pass_time(browser)
    assert await rows(browser, "SELECT absent FROM booking") == [("client",)]
    token = browser.token_now(carla)
    assert (await browser.post(f"{path}/dispute", {}, by=token, role="client")).status == 422
    contested = await browser.post(f"{path}/dispute", {"reason": "I was there, by phone"}, by=token, role="client")
    assert (contested.status, contested.body["status"]) == (200, "disputed")
    verdict = {"outcome": "held", "reason": "The call list says so"}
    assert (await browser.post(f"{path}/resolve", verdict, by=token, role="admin")).slug == "role-not-held"
    decided = await browser.post(f"{path}/resolve", verdict, by=browser.token_now(boss), role="admin")
    assert (decided.status, decided.body["after"], decided.body["by"]) == (200, "completed", "Boss")
    assert await rows(browser, "SELECT status, absent FROM booking") == [("completed", None)]
    clock.move(days=3)
    late = await browser.post(f"{path}/dispute", {"reason": "Still"}, by=browser.token_now(ada), role="professional")
    assert (late.status, late.slug) == (409, "conflict")
    assert "3 days" in late.body["detail"]


async def test_many_clockworks_at_once_take_each_step_once(browser: Browser, clock: ManualClock) -> None:
    """And a cancelling at the same moment wins or loses whole."""
    ada, _, booking = await booked(browser)
    clock.set(START + timedelta(minutes=30))
    token = browser.token_now(ada)
    answers = await asyncio.gather(
        *(pass_time(browser) for _ in range(4)),
        browser.post(f"/bookings/{booking}/cancel", {}, by=token, role="professional"),
    )
    assert answers[-1] is not None
    assert answers[-1].status == 200
    after = [row[0] for row in await rows(browser, "SELECT after FROM booking_event ORDER BY id")]
    assert after in (["confirmed", "running", "cancelled"], ["confirmed", "cancelled"])
    assert await rows(browser, "SELECT count(*) FROM occupancy") == [(0,)]


async def test_what_was_cancelled_meanwhile_is_not_judged(browser: Browser, clock: ManualClock) -> None:
    """The list of what is due was read before: under the lock it is decided anew."""
    ada, _, booking = await booked(browser)
    assert (await browser.post(f"/bookings/{booking}/cancel", {}, by=ada, role="professional")).status == 200
    clock.set(START + timedelta(hours=2))
    async with browser.parts.sessions.begin() as session:
        attended = Attended([Stay("client", START, START + timedelta(hours=1))])
        status = await changes.pass_time(session, UUID(booking), clock.now(), timedelta(), attended)
    assert status == "cancelled"


@pytest.mark.parametrize("bad", [0, 1], ids=["the first", "the second"])
async def test_a_booking_that_cannot_be_judged_holds_up_no_other(
    browser: Browser, clock: ManualClock, bad: int
) -> None:
    _, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    starts = ("2027-03-12T16:00:00Z", "2027-03-12T18:00:00Z")
    both = [(await ask(browser, carla, service, start)).body["id"] for start in starts]

    async def attended(_session: AsyncSession, booking_id: UUID) -> Attended:
        if str(booking_id) == both[bad]:
            raise LookupError("its stays are not to be read")
        return Attended()

    clock.set(START + timedelta(hours=4))
    with pytest.raises(ExceptionGroup):
        await clockwork(browser.parts.sessions, clock, attended, 300)()
    found = dict(await rows(browser, "SELECT id::text, status FROM booking"))
    assert (found[both[bad]], found[both[1 - bad]]) == ("confirmed", "no_show")


async def test_when_the_database_is_away_nobody_waits_for_it_once_for_each() -> None:
    asked: list[int] = []

    async def away(number: int) -> None:
        asked.append(number)
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        await apart(range(200), away)
    assert asked == [0]
