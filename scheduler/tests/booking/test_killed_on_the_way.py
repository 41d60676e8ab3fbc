"""A scheduler killed at every step from asking for the money until everybody knows: the next one finishes.

Nothing is chosen by hand: the same booking is paid again and again, each time with a scheduler that dies one step
later, until one comes to the end alive.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from scheduler.tests.booking.test_paid import asked, confirm_at_gateway, drift, gateway_of, settled
from scheduler.tests.booking.test_requests import ask, rows
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.mortals import Mortals, at_every_step, calls_of, dying_at

FIRST = datetime.fromisoformat("2027-03-13T06:00:00+00:00")


def hour(number: int) -> str:
    """Another one for each round, as the wire has it."""
    start = FIRST + timedelta(hours=number % 14, days=number // 14)
    return start.isoformat().replace("+00:00", "Z")


@pytest.fixture
def mortals(browser: Browser) -> Iterator[Mortals]:
    with dying_at(browser) as found:
        yield found


@pytest.fixture
def refunders(browser: Browser) -> Iterator[Mortals]:
    """Those that die at a commit or at the gateway: how the queue itself moves on is proved by `mortals`."""
    with dying_at(browser, "commit", "refund", "cancel") as found:
        yield found


async def told(browser: Browser, booking: str) -> dict[str, Any]:
    """Everything that came of a booking, in a form that is the same for each."""
    counts = {
        "events": "SELECT after, count(*) FROM booking_event WHERE booking_id = :id GROUP BY 1 ORDER BY 1",
        "charges": "SELECT status, captured_minor, count(*) FROM charge WHERE subject_id = :id GROUP BY 1, 2",
        "told": "SELECT kind, channel, count(*) FROM delivery WHERE booking_id = :id GROUP BY 1, 2 ORDER BY 1, 2",
        "reminders": "SELECT count(*) FROM due_job WHERE dedupe_key ~ CAST(CAST(:id AS uuid) AS text)",
    }
    return {name: await rows(browser, query, id=UUID(booking)) for name, query in counts.items()}


@pytest.mark.parametrize("phase", ["asking for the money", "taking it in and telling"])
async def test_killed_at_any_step(browser: Browser, mortals: Mortals, phase: str) -> None:
    _, carla, service, booking = await asked(browser)
    await settled(browser)
    await confirm_at_gateway(browser, carla, booking)
    await settled(browser)
    expected = await told(browser, booking)
    assert expected["events"] == [("confirmed", 1), ("held", 1)]
    assert expected["charges"] == [("paid", 9000, 1)]
    assert ("confirmed", "mail", 2) in expected["told"]
    assert expected["reminders"] == [(4,)]
    mails = await rows(browser, "SELECT count(*) FROM mail")

    async def another(last: int) -> str:
        said, booking = await one_more(browser, mortals, phase, (carla, service, hour(last)), last)
        assert await told(browser, booking) == expected, said
        assert await drift(browser) == [], said
        return said

    died = await at_every_step(another)
    assert {"killed before commit", "killed after commit"} <= set(died)
    assert await rows(browser, "SELECT count(*) FROM mail") == [(mails[0][0] * (len(died) + 2),)]
    intents = await rows(browser, "SELECT count(*) FROM test_gateway_object WHERE kind = 'intent'")
    assert intents == [(len(died) + 2,)]


@pytest.mark.parametrize("payment", ["full", "hold"])
async def test_killed_while_a_cancelled_booking_is_given_back(
    browser: Browser, refunders: Mortals, payment: str
) -> None:
    """Cancelled in one transaction; from then on, wherever it is killed, all goes back once and both hear of it once,
    and nobody is reminded."""
    _, carla, service, booking = await asked(browser, payment=payment)
    await paid_and_cancelled(browser, carla, booking)
    await settled(browser)
    expected = await told(browser, booking)
    assert expected["events"] == [("cancelled", 1), ("confirmed", 1), ("held", 1)]
    back = [("refunded", 9000, 1)] if payment == "full" else [("cancelled", 0, 1)]
    assert expected["charges"] == back
    assert ("cancelled", "mail", 2) in expected["told"]
    assert (("refunded", "mail", 1) in expected["told"]) == (payment == "full")
    assert expected["reminders"] == [(0,)]

    async def another(last: int) -> str:
        made = await ask(browser, carla, service, hour(last))
        await paid_and_cancelled(browser, carla, made.body["id"])
        said = await refunders.run(last)
        await settled(browser)
        assert await told(browser, made.body["id"]) == expected, said
        assert await drift(browser) == [], said
        return said

    died = await at_every_step(another)
    call = "refund" if payment == "full" else "cancel"
    assert calls_of(died) >= {"commit", call}
    if payment == "full":
        made_back = await rows(browser, "SELECT count(*)::int FROM test_gateway_object WHERE kind = 'refund'")
        assert made_back == [(len(died) + 2,)], "each was given back once"


async def paid_and_cancelled(browser: Browser, carla: SignedInAs, booking: str) -> None:
    """All that follows from the cancellation is still to be done; no node answers here."""
    await settled(browser)
    await confirm_at_gateway(browser, carla, booking)
    await settled(browser)
    assert (await browser.post(f"/bookings/{booking}/cancel", {}, by=carla, role="client")).status == 200
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM pgqueuer WHERE entrypoint = 'close-room'"))


async def one_more(
    browser: Browser, mortals: Mortals, phase: str, wish: tuple[SignedInAs, UUID, str], last: int
) -> tuple[str, str]:
    """Book and pay another hour, with a scheduler that dies on the way; where it died, and the booking."""
    carla, service, start = wish
    made = await ask(browser, carla, service, start)
    assert made.status == 201, made.body
    booking = made.body["id"]
    said = ""
    if phase.startswith("asking"):
        said = await mortals.run(last)
    await settled(browser)
    await confirm_at_gateway(browser, carla, booking)
    await gateway_of(browser).deliverer.deliver_due()
    if not said:
        said = await mortals.run(last)
    await settled(browser)
    return said, booking
