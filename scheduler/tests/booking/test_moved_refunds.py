"""Moving a booking never betters its refund for who moves it, and never worsens it for whom it is moved."""

from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.booking import paying
from scheduler.booking.tables import Booking
from scheduler.classes.jobs import moving_job
from scheduler.clock import ManualClock
from scheduler.payments.policy import FLEXIBLE, Policy, when_given_up, within, words
from scheduler.tests.booking.test_clockwork import START
from scheduler.tests.booking.test_moving import move
from scheduler.tests.booking.test_paid import asked, drift, pay, settled, status_of
from scheduler.tests.booking.test_requests import pass_time, rows
from scheduler.tests.classes.school import hold, host
from scheduler.tests.classes.school import seat as take_seat
from scheduler.tests.fixtures import NOON, Browser, SignedInAs
from scheduler.tests.payments.test_policy import policies
from scheduler.tests.plans.world import open_market

FAR = "2027-04-02T15:00:00Z"
FARTHER = "2027-04-09T15:00:00Z"
RETURNED = "SELECT coalesce(sum(refunded_minor), 0)::int FROM charge"
LATE = START - timedelta(hours=2)


class Moved(NamedTuple):
    """A move: by whom, when, from which start."""

    by: Literal["client", "professional"]
    at: datetime
    start: datetime


def said_by_the_terms(policy: Policy, left: timedelta) -> int:
    """How many percent the agreed steps give back so long before the start."""
    return max([each.percent for each in policy.steps if left >= timedelta(hours=each.hours_before)], default=0)


def model(policy: Policy, moves: list[Moved], start: datetime, now: datetime, paid: int) -> int:
    """What comes back, in words: all, when its professional moved it last; otherwise what the terms say now, but no
    more than it was when the client moved it."""
    if moves and moves[-1].by == "professional":
        return paid
    back = when_given_up(policy, paid, said_by_the_terms(policy, start - now)).back_minor
    if not moves:
        return back
    last = moves[-1]
    return min(back, model(policy, moves[:-1], last.start, last.at, paid))


steps = st.tuples(st.sampled_from(("client", "professional")), st.floats(0.01, 0.99), st.integers(1, 600))


@given(policies(), st.integers(0, 10**6), st.lists(steps, max_size=6), st.floats(0.0, 0.99))
def test_what_comes_back_after_any_moves_is_what_a_model_says(
    policy: Policy, paid: int, wishes: list[tuple[Any, float, int]], waited: float
) -> None:
    """Each move waits for a part of the time that is left, and goes to some hours after that moment."""
    now, start = NOON, NOON + timedelta(days=10)
    booking = Booking(
        status="confirmed",
        starts_at=start,
        policy=policy.model_dump(mode="json"),
        refund_at_least=0,
        refund_at_most=100,
    )
    moves: list[Moved] = []
    for by, part, hours in wishes:
        now += (booking.starts_at - now) * part
        would_have = when_given_up(policy, paid, paying.share_back(booking, now)).back_minor
        moves.append(Moved(by, now, booking.starts_at))
        paying.note_move(booking, by, now)
        booking.starts_at = now + timedelta(hours=hours)
        has = when_given_up(policy, paid, paying.share_back(booking, now)).back_minor
        assert has <= would_have if by == "client" else has >= would_have
    now += (booking.starts_at - now) * waited
    back = when_given_up(policy, paid, paying.share_back(booking, now)).back_minor
    assert back == model(policy, moves, booking.starts_at, now, paid)


@given(policies(), st.integers(0, 100), st.booleans(), st.integers(0, 800))
def test_the_words_are_of_the_terms_that_are_applied(policy: Policy, most: int, by_host: bool, hours: int) -> None:
    """The policy that is put into words gives back what is given back, at every hour."""
    booking = Booking(
        status="confirmed",
        starts_at=NOON + timedelta(hours=hours),
        policy=policy.model_dump(mode="json"),
        refund_at_least=100 if by_host else 0,
        refund_at_most=most,
    )
    told = within(policy, paying.bounds_of(booking))
    assert said_by_the_terms(told, timedelta(hours=hours)) == paying.share_back(booking, NOON)
    assert Policy.model_validate(told.model_dump()) == told
    assert words(told) in words(policy, paying.bounds_of(booking))


async def cancel(browser: Browser, who: SignedInAs, booking: str, role: str = "client") -> int:
    """Cancel; how much came back."""
    answer = await browser.post(f"/bookings/{booking}/cancel", {}, by=browser.token_now(who), role=role)
    assert answer.status == 200, answer.body
    return await came_back(browser)


async def came_back(browser: Browser) -> int:
    await settled(browser)
    assert await drift(browser) == []
    return int((await rows(browser, RETURNED))[0][0])


async def paid_booking(browser: Browser, **terms: Any) -> tuple[SignedInAs, SignedInAs, str]:
    """(professional, client, booking): 90 euros, paid; until a day before all comes back, then half of it."""
    ada, carla, _, booking = await asked(browser, cancel_cutoff_minutes=0, **terms)
    if terms.get("approval"):
        await browser.post(f"/bookings/{booking}/approve", {}, by=ada, role="professional")
    assert await pay(browser, carla, booking) == 200
    assert await status_of(browser, booking) == "confirmed"
    return ada, carla, booking


async def seen(browser: Browser, who: SignedInAs, booking: str, role: str = "client") -> Any:
    return (await browser.get(f"/bookings/{booking}", by=browser.token_now(who), role=role)).body


@pytest.mark.parametrize(("payment", "kept"), [("full", 4500), ("deposit", 900), ("hold", 4500)])
async def test_a_late_move_to_a_far_time_and_then_cancelling_gives_back_what_it_was_when_moved(
    browser: Browser, clock: ManualClock, payment: str, kept: int
) -> None:
    _, carla, booking = await paid_booking(browser, payment=payment)
    clock.set(LATE)
    before = await seen(browser, carla, booking)
    assert before["refund_percent"] == 50
    assert before["move_terms"] == "When you move it now and cancel it later, no more than 50 % comes back, as now."
    moved = await move(browser, browser.token_now(carla), "client", booking, FAR)
    assert moved.body["refund_percent"] == 50
    assert moved.body["refund_terms"] == (
        "Cancel until the start for 50 %; after that nothing comes back. It was moved when no more came back."
    )
    again = await move(browser, browser.token_now(carla), "client", booking, FARTHER)  # it stays so
    assert (again.body["refund_percent"], again.body["move_terms"]) == (50, before["move_terms"])
    await cancel(browser, carla, booking)
    assert await rows(browser, "SELECT sum(captured_minor - refunded_minor)::int FROM charge") == [(kept,)]


async def test_a_move_in_time_costs_nothing(browser: Browser, clock: ManualClock) -> None:
    _, carla, booking = await paid_booking(browser)
    clock.set(START - timedelta(hours=25))
    assert (await seen(browser, carla, booking))["move_terms"] is None
    moved = await move(browser, browser.token_now(carla), "client", booking, FAR)
    assert (moved.body["refund_percent"], moved.body["refund_terms"]) == (100, words(FLEXIBLE))
    assert await cancel(browser, carla, booking) == 9000


async def test_of_what_the_professional_moved_all_comes_back_until_it_starts(
    browser: Browser, clock: ManualClock
) -> None:
    """Also when the client had moved it late before; and what the client then moves goes by the terms again."""
    ada, carla, booking = await paid_booking(browser)
    clock.set(LATE)
    assert (await move(browser, browser.token_now(carla), "client", booking, FAR)).status == 200
    moved = await move(browser, browser.token_now(ada), "professional", booking, "2027-03-12T17:00:00Z")
    assert moved.body["refund_percent"] == 100
    clock.set(START + timedelta(minutes=45))
    now = await seen(browser, carla, booking)
    assert (now["can_cancel"], now["refund_percent"]) == (True, 100)
    assert now["refund_terms"].endswith("It was moved by the professional.")
    assert now["move_terms"] is None
    moved = await move(browser, browser.token_now(carla), "client", booking, "2027-03-13T15:00:00Z")
    assert moved.body["refund_percent"] == 50, "a time of the client's own choice, and soon"
    assert await cancel(browser, carla, booking) == 4500


async def test_cancelling_what_the_professional_moved_gives_back_all(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await paid_booking(browser)
    assert (await move(browser, ada, "professional", booking, "2027-03-11T15:00:00Z")).status == 200
    clock.set(datetime.fromisoformat("2027-03-11T14:59:00Z"))
    assert await cancel(browser, carla, booking) == 9000


@pytest.mark.parametrize(("hours", "back"), [(25, 9000), (2, 4500)], ids=["in time", "late"])
@pytest.mark.parametrize("how", ["taken back", "declined", "lapsed", "cancelled by the professional"])
async def test_a_move_that_is_not_agreed_to_gives_back_what_cancelling_would_have(
    browser: Browser, clock: ManualClock, how: str, hours: int, back: int
) -> None:
    ada, carla, booking = await paid_booking(browser, approval=True)
    clock.set(START - timedelta(hours=hours))
    moved = await move(browser, browser.token_now(carla), "client", booking, FAR)
    assert (moved.body["status"], moved.body["refund_percent"]) == ("requested", back // 90)
    if how == "taken back":
        assert await cancel(browser, carla, booking) == back
    elif how == "declined":
        answer = await browser.post(
            f"/bookings/{booking}/decline", {}, by=browser.token_now(ada), role="professional"
        )
        assert answer.status == 200
        assert await came_back(browser) == back
    elif how == "lapsed":
        clock.move(hours=25)
        await pass_time(browser)
        assert await status_of(browser, booking) == "expired"
        assert await came_back(browser) == back
    else:
        assert await cancel(browser, ada, booking, "professional") == 9000


async def test_what_is_paid_is_not_to_be_paid_again_when_a_move_is_approved(browser: Browser) -> None:
    ada, carla, booking = await paid_booking(browser, approval=True)
    assert (await move(browser, carla, "client", booking, FAR)).body["status"] == "requested"
    approved = await browser.post(f"/bookings/{booking}/approve", {}, by=ada, role="professional")
    assert approved.body["status"] == "confirmed"
    await settled(browser)
    assert await rows(browser, "SELECT status, captured_minor FROM charge") == [("paid", 9000)]


async def test_a_request_that_was_never_agreed_to_costs_nothing_wherever_it_is_moved(
    browser: Browser, clock: ManualClock
) -> None:
    _, carla, _, booking = await asked(browser, cancel_cutoff_minutes=0, approval=True)
    clock.set(NOON + timedelta(hours=23))
    moved = await move(browser, browser.token_now(carla), "client", booking, "2027-03-11T15:00:00Z")
    assert (moved.body["refund_percent"], moved.body["move_terms"]) == (100, None)
    moved = await move(browser, browser.token_now(carla), "client", booking, FAR)
    assert moved.body["refund_percent"] == 100


@pytest.mark.parametrize(("hours", "left"), [(25, 3), (2, 2)], ids=["in time", "late"])
async def test_a_session_paid_in_advance_is_spent_when_it_was_moved_too_late(
    browser: Browser, clock: ManualClock, hours: int, left: int
) -> None:
    market = await open_market(browser)
    package = await market.buy(await market.offer())
    booking = await market.booked(START)
    clock.set(START - timedelta(hours=hours))
    assert (await market.send("POST", f"/bookings/{booking}/move", {"start": FAR})).status == 200
    assert (await market.send("POST", f"/bookings/{booking}/cancel", {})).status == 200
    assert (await market.credits(package))[0] == left
    await market.books()


async def test_a_session_paid_in_advance_comes_back_when_the_professional_moved_it(
    browser: Browser, clock: ManualClock
) -> None:
    market = await open_market(browser)
    package = await market.buy(await market.offer())
    booking = await market.booked(START)
    clock.set(LATE)
    earlier = {"start": "2027-03-12T15:00:00Z"}
    assert (await market.send("POST", f"/bookings/{booking}/move", earlier, by=market.ada)).status == 200
    assert (await market.send("POST", f"/bookings/{booking}/cancel", {})).status == 200
    assert (await market.credits(package))[0] == 3


@pytest.mark.parametrize("told", [True, False], ids=["once the seats follow", "before they do"])
async def test_a_seat_whose_class_was_moved_is_given_back_whole(
    browser: Browser, clock: ManualClock, told: bool
) -> None:
    ada, service = await host(browser, payment="full", policy=FLEXIBLE.model_dump(mode="json"))
    class_id = (await hold(browser, ada, service)).body["classes"][0]["id"]
    carla = await browser.person("Carla")
    booking = (await take_seat(browser, carla, class_id)).body["booking_ids"][0]
    assert await pay(browser, carla, booking) == 200
    starts: datetime = (await rows(browser, "SELECT starts_at FROM class_session"))[0][0]
    clock.set(starts - timedelta(hours=3))
    assert (await seen(browser, carla, booking))["refund_percent"] == 50
    wish = {"local_start": (starts + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")}
    moved = await browser.post(f"/classes/{class_id}/move", wish, by=browser.token_now(ada), role="professional")
    assert moved.status == 200, moved.body
    if told:
        await moving_job(browser.parts.sessions, browser.parts.clock)({"class_id": class_id})
        assert (await seen(browser, carla, booking))["refund_percent"] == 100
    assert await cancel(browser, carla, booking) == 9000
