"""A scheduler killed between any two steps of a payment: whoever runs next finishes it, and nothing happens twice."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from subprocess import PIPE, Popen
from uuid import UUID

import pytest
from sqlalchemy import text

from scheduler.payments import charges
from scheduler.tests.mortals import Mortals, at_every_step, calls_of, dying_at
from scheduler.tests.payments.world import Shop
from scheduler.tests.takeover import take_over

# Runs the jobs like the scheduler, stops at the named step and waits to be killed. Importing everything takes longer
# than all the rest, so one process does it once and forks a new scheduler for each line that it reads.
PROGRAM = """
import asyncio, os, sys
from datetime import datetime, timedelta

from scheduler.app import assemble
from scheduler.clock import ManualClock
from scheduler.config import load
from scheduler.payments import books, work
from scheduler.payments.testgateway.client import TestGatewayClient
from scheduler.tests.payments.world import register
from scheduler.tests.fixtures import RING

async def pause(*_args, **_options):
    print("there", flush=True)
    await asyncio.sleep(3600)


def before(owner, name):
    setattr(owner, name, pause)


def after(owner, name):
    original = getattr(owner, name)

    async def then_pause(*args, **options):
        await original(*args, **options)
        await pause()

    setattr(owner, name, then_pause)


owners = {"gateway": TestGatewayClient, "work": work, "books": books}


async def main(url, gateway, stop, now, state):
    where, owner, name = stop.split(" ")
    {"before": before, "after": after}[where](owners[owner], name)
    settings = load({"VISAVIS_ENV": "test", "DATABASE_URL": url, "VISAVIS_TEST_GATEWAY_URL": gateway,
                     "VISAVIS_STATE_DIR": state})
    parts = assemble(settings, clock=ManualClock(datetime.fromisoformat(now)), ring=RING)
    register(parts.payments.subjects)
    await parts.jobs.drain()
    print("done", flush=True)


for line in sys.stdin:
    child = os.fork()
    if child == 0:
        asyncio.run(main(*line.rstrip().split("|")))
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
"""


class Zygote:
    """Gives birth to schedulers."""

    def __init__(self, process: Popen[str]) -> None:
        self._process = process

    async def word(self) -> str:
        """The next line."""
        assert self._process.stdout is not None
        return (await asyncio.to_thread(self._process.stdout.readline)).strip()

    async def killed_at(self, shop: Shop, stop: str) -> None:
        """Run the jobs in a process of its own up to a step, and kill it there. Its work is taken over at once."""
        settings, now = shop.parts.settings, shop.parts.clock.now().isoformat()
        line = "|".join((settings.database_url, shop.gateway_url, stop, now, str(settings.state_dir)))
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        words = {await self.word(), await self.word()}  # whichever comes first
        child = next(int(word) for word in words if word.isdigit())
        os.kill(child, signal.SIGKILL)
        assert "there" in words, stop
        await take_over(shop.parts.sessions)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """One for all the tests here."""
    with Popen([sys.executable, "-c", PROGRAM], stdin=PIPE, stdout=PIPE, text=True) as process:
        yield Zygote(process)
        process.kill()


async def count_at_gateway(shop: Shop) -> dict[str, int]:
    async with shop.parts.sessions() as session:
        rows = await session.execute(text("SELECT kind, count(*) FROM test_gateway_object GROUP BY 1"))
        return {kind: int(number) for kind, number in rows}


async def paid(shop: Shop, charge_id: UUID) -> None:
    """The client pays and the gateway says so; nobody has run the jobs yet."""
    await shop.pay(charge_id)
    await shop.gateway.deliverer.deliver_due()


@pytest.mark.parametrize(
    "stop",
    [
        "after gateway create_intent",  # it is there, and not stored
        "after work apply",  # before the commit
    ],
)
async def test_killed_while_the_intent_is_made(shop: Shop, zygote: Zygote, stop: str) -> None:
    subject, charge_id = await shop.ask()
    await zygote.killed_at(shop, stop)
    await paid(shop, charge_id)
    await shop.run()
    assert await count_at_gateway(shop) == {"intent": 1}
    assert (await shop.status(charge_id), await shop.told(subject)) == ("paid", (1, 0))
    assert (await shop.balances())["gateway"] == 9_800


@pytest.mark.parametrize(
    "stop",
    [
        "before gateway fetch_intent",
        "before work apply",
        "before books captured",
        "after books fee",
        "after work apply",
    ],
)
async def test_killed_while_a_payment_is_taken_in(shop: Shop, zygote: Zygote, stop: str) -> None:
    subject, charge_id = await shop.ask()
    await paid(shop, charge_id)
    await zygote.killed_at(shop, stop)
    assert await shop.told(subject) == (0, 0), "nothing of what was not committed"
    await shop.run()
    assert (await shop.status(charge_id), await shop.told(subject)) == ("paid", (1, 0))
    assert (await shop.balances())["gateway"] == 9_800


async def refunding(shop: Shop) -> tuple[UUID, Callable[[], Awaitable[None]]]:
    subject, charge_id = await shop.bought()
    async with shop.parts.sessions.begin() as session:
        await charges.refund(session, subject, 4_000, "killed", shop.parts.clock.now())

    async def finished() -> None:
        assert await shop.status(charge_id) == "partially_refunded"
        assert await count_at_gateway(shop) == {"intent": 1, "refund": 1}

    return charge_id, finished


async def capturing(shop: Shop) -> tuple[UUID, Callable[[], Awaitable[None]]]:
    subject, charge_id = await shop.bought(10_000, "hold")
    async with shop.parts.sessions.begin() as session:
        await charges.capture(session, subject, shop.parts.clock.now(), 6_000)

    async def finished() -> None:
        assert (await shop.status(charge_id), await shop.told(subject)) == ("paid", (1, 0))
        assert (await shop.charge(charge_id)).captured_minor == 6_000

    return charge_id, finished


async def cancelling(shop: Shop) -> tuple[UUID, Callable[[], Awaitable[None]]]:
    subject, charge_id = await shop.bought(10_000, "hold")
    async with shop.parts.sessions.begin() as session:
        await charges.release(session, subject, shop.parts.clock.now())

    async def finished() -> None:
        assert (await shop.status(charge_id), await shop.told(subject)) == ("cancelled", (1, 0))

    return charge_id, finished


async def paying_out(shop: Shop) -> tuple[UUID, Callable[[], Awaitable[None]]]:
    subject, charge_id = await shop.bought()
    async with shop.parts.sessions.begin() as session:
        await charges.release_to_payee(session, subject, shop.parts.clock.now())
    await shop.parts.payments.payouts.make_due()

    async def finished() -> None:
        await shop.parts.payments.payouts.make_due()
        await shop.run()
        assert await count_at_gateway(shop) == {"intent": 1, "transfer": 1}
        assert (await shop.balances())["gateway"] == 1_300

    return charge_id, finished


@pytest.mark.parametrize(
    ("begin", "stop"),
    [
        (refunding, "before gateway refund"),
        (refunding, "after gateway refund"),
        (refunding, "after books refund_succeeded"),
        (capturing, "after gateway capture"),
        (capturing, "after work apply"),
        (cancelling, "after gateway cancel"),
        (paying_out, "before gateway transfer"),
        (paying_out, "after gateway transfer"),
        (paying_out, "after books payout_settled"),
    ],
)
async def test_killed_while_money_moves(
    shop: Shop,
    zygote: Zygote,
    begin: Callable[[Shop], Awaitable[tuple[UUID, Callable[[], Awaitable[None]]]]],
    stop: str,
) -> None:
    _, finished = await begin(shop)
    await zygote.killed_at(shop, stop)
    await shop.run()
    await finished()
    await shop.balances()


@pytest.fixture
def payers(shop: Shop) -> Iterator[Mortals]:
    """Schedulers that die at a commit, or when they send money."""
    with dying_at(shop.browser, "commit", "transfer") as found:
        yield found


async def test_killed_at_any_step_of_a_payout_it_is_sent_once(shop: Shop, payers: Mortals) -> None:
    """As in booking's: one payout after the other, each with a scheduler that dies a step later."""
    rounds = 0

    async def another(last: int) -> str:
        nonlocal rounds
        rounds += 1
        subject, _ = await shop.bought()
        async with shop.parts.sessions.begin() as session:
            await charges.release_to_payee(session, subject, shop.parts.clock.now())
        await shop.parts.payments.payouts.make_due()
        said = await payers.run(last)
        await shop.run()
        assert (await count_at_gateway(shop))["transfer"] == rounds, said
        assert (await shop.balances()).get("professional_payable", 0) == 0, said
        async with shop.parts.sessions() as session:
            rows = await session.execute(text("SELECT status, count(*) FROM payout GROUP BY 1"))
            assert [tuple(row) for row in rows] == [("paid", rounds)], said
        return said

    assert calls_of(await at_every_step(another)) == {"commit", "transfer"}
