"""A scheduler killed at every step from asking for the money until everybody knows: the next one finishes.

Nothing is chosen by hand: the same booking is paid again and again, each time with a scheduler that dies one step
later, until one comes to the end alive.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from subprocess import PIPE, Popen
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from scheduler.tests.booking.test_paid import asked, confirm_at_gateway, drift, gateway_of, settled
from scheduler.tests.booking.test_requests import ask, rows
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.takeover import take_over

FIRST = datetime.fromisoformat("2027-03-13T06:00:00+00:00")
MOST = 150


class Mortals:
    """Schedulers that die at a step."""

    def __init__(self, process: Popen[str], browser: Browser) -> None:
        self._process = process
        self._browser = browser

    async def run(self, last: int) -> str:
        """One that runs the jobs there are; where it died, or "done"."""
        settings = self._browser.parts.settings
        gateway = self._browser.parts.payments.gateway.public_url()
        now = self._browser.parts.clock.now().isoformat()
        line = "|".join((str(last), now, settings.database_url, str(gateway), str(settings.state_dir)))
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        said = [line async for line in self._lines()]
        assert len(said) == 1, said
        await take_over(self._browser.parts.sessions)
        return said[0]

    async def _lines(self) -> AsyncIterator[str]:
        assert self._process.stdout is not None
        while line := (await asyncio.to_thread(self._process.stdout.readline)).strip():
            yield line


@pytest.fixture
def mortals(browser: Browser) -> Iterator[Mortals]:
    with Popen(
        [sys.executable, "-m", "scheduler.tests.booking.dying"], stdin=PIPE, stdout=PIPE, text=True
    ) as process:
        yield Mortals(process, browser)
        process.kill()


@pytest.fixture
def refunders(browser: Browser) -> Iterator[Mortals]:
    """Those that die at a commit or at the gateway: how the queue itself moves on is proved by `mortals`."""
    command = [sys.executable, "-m", "scheduler.tests.booking.dying", "commit", "refund", "cancel"]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        yield Mortals(process, browser)
        process.kill()


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
    died: list[str] = []
    for last in range(MOST):
        start = FIRST + timedelta(hours=last % 14, days=last // 14)
        said, booking = await one_more(browser, mortals, phase, (carla, service, start), last)
        assert await told(browser, booking) == expected, said
        assert await drift(browser) == [], said
        if said == "done":
            break
        died.append(said)
    else:
        raise AssertionError("it never came to its end")
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
    died: list[str] = []
    for last in range(MOST):
        start = FIRST + timedelta(hours=last % 14, days=last // 14)
        made = await ask(browser, carla, service, start.isoformat().replace("+00:00", "Z"))
        await paid_and_cancelled(browser, carla, made.body["id"])
        said = await refunders.run(last)
        await settled(browser)
        assert await told(browser, made.body["id"]) == expected, said
        assert await drift(browser) == [], said
        if said == "done":
            break
        died.append(said)
    else:
        raise AssertionError("it never came to its end")
    call = "refund" if payment == "full" else "cancel"
    assert {each.rpartition(" ")[2] for each in died} >= {"commit", call}
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
    browser: Browser, mortals: Mortals, phase: str, wish: tuple[SignedInAs, UUID, datetime], last: int
) -> tuple[str, str]:
    """Book and pay another hour, with a scheduler that dies on the way; where it died, and the booking."""
    carla, service, start = wish
    made = await ask(browser, carla, service, start.isoformat().replace("+00:00", "Z"))
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
