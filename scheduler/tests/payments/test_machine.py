"""A model of the books and the real ones, driven by the same wishes through the real gateway: they never disagree.

One professional's tickets are paid in full or held on a card, captured, let go, given back by us or in the gateway's
own pages, disputed and decided, released and paid out. The model knows five numbers of each charge; what each account
holds follows from them, whatever the way there was.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from auth.passwords import Passwords
from scheduler.app import assemble
from scheduler.clock import ManualClock
from scheduler.config import load
from scheduler.payments import charges
from scheduler.payments.money import commission, percent
from scheduler.payments.payouts import set_destination
from scheduler.payments.subjects import Subject
from scheduler.payments.testgateway.rules import FEE_PERCENT
from scheduler.tests.fixtures import CHEAP, EMPTY, NOON, RING, run_statements, serving
from scheduler.tests.machines import Loop, drive
from scheduler.tests.payments.world import Shop, open_shop

T = TypeVar("T")
MINIMUM = 2000  # of a payout, in cents: twenty euros
COMMISSION = 1500


@dataclass
class Known:
    """A charge as the model keeps it, in minor units."""

    subject: Subject
    id: UUID
    amount: int
    hold: bool
    secured: bool = False
    dead: bool = False
    captured: int = 0
    back: int = 0
    disputed: int = 0
    decided: bool = False
    dispute: str | None = None
    released: bool = False
    fee: int = 0

    @property
    def kept(self) -> int:
        return max(0, self.captured - self.back - self.disputed)

    def take(self, minor: int) -> None:
        self.captured, self.fee = minor, percent(minor, FEE_PERCENT)


@dataclass
class Model:
    """What the accounts must hold."""

    charges: list[Known] = field(default_factory=list)
    paid_out: int = 0

    def payable(self) -> int:
        return sum(_earned(each) for each in self.charges if each.released) - self.paid_out

    def accounts(self) -> dict[str, int]:
        held: Counter[str] = Counter()
        for each in self.charges:
            held["gateway"] += each.captured - each.back - each.disputed - each.fee
            held["fee"] += each.fee
            held["commission"] -= commission(each.kept, COMMISSION)
            held["professional_payable" if each.released else "professional_held"] -= _earned(each)
            held["loss"] += max(0, each.back + each.disputed - each.captured)
            if each.disputed and not each.decided:
                held["dispute"] += each.disputed
                held["dispute_reserve"] -= each.disputed
        held["gateway"] -= self.paid_out
        held["professional_payable"] += self.paid_out
        return {kind: minor for kind, minor in held.items() if minor}


def _earned(charge: Known) -> int:
    return charge.kept - commission(charge.kept, COMMISSION)


class Till(RuleBasedStateMachine):
    """The rules; `world` is set by the test. After each of them everything that follows is let happen."""

    world: ClassVar["World"]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.world.begin()

    def some(self, data: st.DataObject, *, paid: bool = True) -> Known:
        return data.draw(st.sampled_from([each for each in self.model.charges if bool(each.captured) >= paid]))

    def agree(self) -> None:
        assert self.world.settled() == self.model.accounts()

    @precondition(lambda self: len(self.model.charges) < 4)
    @rule(amount=st.integers(1, 20_000), hold=st.booleans(), data=st.data())
    def ask(self, amount: int, hold: bool, data: st.DataObject) -> None:
        subject, charge_id = self.world.run(self.world.shop.ask(amount, "hold" if hold else "full"))
        self.model.charges.append(Known(subject, charge_id, amount, hold))
        if data.draw(st.booleans(), label="paid at once"):
            self.pay(data)

    @precondition(lambda self: self.model.charges)
    @rule(data=st.data())
    def pay(self, data: st.DataObject) -> None:
        charge = self.some(data, paid=False)
        if charge.secured or charge.dead:
            return
        card = data.draw(st.sampled_from(("ok", "ok", "ok", "declined")), label="card")
        self.world.run(self.world.shop.pay(charge.id, card))
        if card == "ok":
            charge.secured = True
            if not charge.hold:
                charge.take(charge.amount)
        self.agree()

    @precondition(lambda self: any(each.hold for each in self.model.charges))
    @rule(data=st.data(), share=st.integers(1, 10))
    def capture(self, data: st.DataObject, share: int) -> None:
        charge = data.draw(st.sampled_from([each for each in self.model.charges if each.hold]))
        if not charge.secured:
            return
        minor = max(1, charge.amount * share // 10)
        taken = self.world.attempt(charges.capture, charge.subject, NOON, minor)
        assert taken == (not charge.dead and not charge.captured)
        if taken:
            charge.take(minor)
        self.agree()

    @precondition(lambda self: self.model.charges)
    @rule(data=st.data())
    def let_go(self, data: st.DataObject) -> None:
        charge = self.some(data, paid=False)
        self.world.attempt(charges.release, charge.subject, NOON)
        charge.dead = charge.dead or not charge.captured
        self.agree()

    @precondition(lambda self: any(each.captured for each in self.model.charges))
    @rule(data=st.data(), minor=st.integers(1, 20_000))
    def give_back(self, data: st.DataObject, minor: int) -> None:
        charge = self.some(data)
        back = self.world.attempt(charges.refund, charge.subject, minor, "asked for", NOON)
        assert back == min(minor, charge.kept)
        charge.back += back
        self.agree()

    @precondition(lambda self: any(each.captured for each in self.model.charges))
    @rule(data=st.data(), minor=st.integers(1, 20_000))
    def give_back_in_the_gateways_pages(self, data: st.DataObject, minor: int) -> None:
        charge = self.some(data)
        intent = self.world.run(self.world.shop.charge(charge.id)).intent_id
        status, _ = self.world.server("/v1/refunds", {"payment_intent": intent, "amount": minor})
        assert (status == 200) == (minor <= charge.captured - charge.back)
        if status == 200:
            charge.back += minor
        self.agree()

    @precondition(lambda self: any(each.captured for each in self.model.charges))
    @rule(data=st.data(), keep=st.integers(0, 20_000))
    def close_the_account(self, data: st.DataObject, keep: int) -> None:
        charge = self.some(data)
        self.world.attempt(charges.settle, charge.subject, keep, "cancelled", NOON)
        charge.back += max(0, charge.kept - keep)
        self.agree()

    @precondition(lambda self: any(each.captured for each in self.model.charges))
    @rule(data=st.data())
    def dispute(self, data: st.DataObject) -> None:
        charge = self.some(data)
        if charge.dispute is not None:
            return
        intent = self.world.run(self.world.shop.charge(charge.id)).intent_id
        status, body = self.world.server("/v1/disputes", {"payment_intent": intent})
        if status == 200:
            charge.dispute, charge.disputed = body["id"], body["amount"]
        self.agree()

    @precondition(lambda self: any(each.dispute and not each.decided for each in self.model.charges))
    @rule(data=st.data(), won=st.booleans())
    def decide(self, data: st.DataObject, won: bool) -> None:
        charge = data.draw(
            st.sampled_from([each for each in self.model.charges if each.dispute and not each.decided])
        )
        status, _ = self.world.server(f"/v1/disputes/{charge.dispute}/close", {"outcome": "won" if won else "lost"})
        assert status == 200
        charge.decided = True
        if won:
            charge.disputed = 0
        self.agree()

    @precondition(lambda self: any(each.captured for each in self.model.charges))
    @rule(data=st.data())
    def the_meeting_has_been(self, data: st.DataObject) -> None:
        charge = self.some(data)
        self.world.attempt(charges.release_to_payee, charge.subject, NOON)
        charge.released = True
        self.agree()

    @rule()
    def pay_out(self) -> None:
        self.world.run(self.world.shop.parts.payments.payouts.make_due())
        if self.model.payable() >= MINIMUM:
            self.model.paid_out += self.model.payable()
        self.agree()

    @rule(seed=st.integers(0, 1000))
    def everything_is_told_again(self, seed: int) -> None:
        self.world.tell_again(seed)
        self.agree()


class World(Loop):
    """The scheduler and the gateway, served for real, and one loop to drive them."""

    shop: Shop

    def begin(self) -> None:
        """Nothing was ever paid; the two people stay."""
        emptied = "TRUNCATE charge, charge_refund, charge_dispute, payout, ledger_entry, ledger_transaction, invoice,"
        emptied += (
            " ledger_account, payment_event, pgqueuer, due_job, test_gateway_object, test_gateway_event CASCADE"
        )
        self.run(run_statements(self.url, emptied))

    def attempt(self, act: Any, *args: Any) -> Any:
        async def done() -> Any:
            async with self.shop.parts.sessions.begin() as session:
                return await act(session, *args)

        return self.run(done())

    def server(self, path: str, body: Any) -> tuple[int, Any]:
        return self.run(self.shop.server("POST", path, body))

    def settled(self) -> dict[str, int]:
        """The accounts after everything that follows has happened; it is also checked that nothing drifts."""
        self.run(self.shop.run())
        return self.run(self.shop.balances())

    def tell_again(self, seed: int) -> None:
        async def told() -> None:
            events = await self.shop.gateway.deliverer.events()
            random.Random(seed).shuffle(events)
            for body in events:
                assert (await self.shop.deliver(body)).status == 204

        self.run(told())


@contextmanager
def world(url: str, folder: Path) -> Iterator[World]:
    made, stack = World(url), AsyncExitStack()

    async def opened() -> None:
        await run_statements(url, EMPTY)
        variables = {"VISAVIS_ENV": "test", "DATABASE_URL": url, "VISAVIS_STATE_DIR": str(folder)}
        parts = assemble(load(variables), clock=ManualClock(NOON), passwords=Passwords(CHEAP), ring=RING)
        browser = await stack.enter_async_context(serving(parts))
        made.shop = await stack.enter_async_context(open_shop(browser))
        async with parts.sessions.begin() as session:
            await set_destination(session, made.shop.professional.id, "acct_ada", NOON)

    with made.runner:
        try:
            made.run(opened())
            yield made
        finally:
            made.run(stack.aclose())


@pytest.mark.timeout(600)
def test_the_model_and_the_books_never_disagree(migrated_database: str, tmp_path: Path) -> None:
    with world(migrated_database, tmp_path) as made:
        Till.world = made
        drive(Till, examples=40, steps=20)
