"""The ledger: adds up, is written once, and cannot be changed, by whatever code."""

import asyncio
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scheduler.app import Parts
from scheduler.payments.ledger import HOUSE, Line, UnbalancedError, balance, balances, check, drift, post
from scheduler.tests.fixtures import NOON

ADA = UUID(int=1)
lines = st.lists(
    st.builds(Line, st.sampled_from(("gateway", "commission", "loss")), st.integers(-(10**9), 10**9)), max_size=8
)


@given(lines)
def test_only_what_adds_up_is_taken_and_nothing_of_it_is_lost(some: list[Line]) -> None:
    total = sum(line.amount_minor for line in some)
    if total:
        with pytest.raises(UnbalancedError):
            check(some)
    closed = check([*some, Line("fee", -total)])
    assert sum(line.amount_minor for line in closed) == 0
    assert all(line.amount_minor for line in closed)
    assert len({(line.kind, line.owner_id) for line in closed}) == len(closed)


async def test_a_transaction_is_written_once(books: Parts) -> None:
    sold = [Line("gateway", 1000), Line("professional_held", -850, ADA), Line("commission", -150)]
    for times in range(3):
        async with books.sessions.begin() as session:
            assert await post(session, "k", "EUR", sold, NOON) == (times == 0)
    async with books.sessions() as session:
        assert await balance(session, "professional_held", "EUR", ADA) == -850
        assert await balance(session, "professional_held", "USD", ADA) == 0
        assert await balances(session) == {
            ("gateway", HOUSE, "EUR"): 1000,
            ("professional_held", ADA, "EUR"): -850,
            ("commission", HOUSE, "EUR"): -150,
        }


async def test_many_at_once_write_it_once(books: Parts) -> None:
    async def write() -> bool:
        async with books.sessions.begin() as session:
            return await post(session, "k", "EUR", [Line("gateway", 5), Line("loss", -5, uuid4())], NOON)

    assert sorted(await asyncio.gather(*(write() for _ in range(8)))) == [False] * 7 + [True]
    async with books.sessions() as session:
        assert await balance(session, "gateway", "EUR") == 5


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entry SET amount_minor = amount_minor + 1",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_transaction SET key = 'x'",
        "DELETE FROM ledger_transaction",
        "UPDATE ledger_account SET kind = 'loss'",
    ],
)
async def test_what_is_written_stays(books: Parts, change: str) -> None:
    async with books.sessions.begin() as session:
        await post(session, "k", "EUR", [Line("gateway", 5), Line("loss", -5)], NOON)
    with pytest.raises(DBAPIError, match="the ledger only grows"):
        async with books.sessions.begin() as session:
            await session.execute(text(change))


async def test_the_database_itself_refuses_what_does_not_add_up(books: Parts) -> None:
    async with books.sessions.begin() as session:
        await post(session, "k", "EUR", [Line("gateway", 5), Line("loss", -5)], NOON)
        await post(session, "l", "USD", [Line("gateway", 5), Line("loss", -5)], NOON)
    for more in (
        "INSERT INTO ledger_entry (transaction_id, account_id, amount_minor)"
        " SELECT t.id, a.id, 1 FROM ledger_transaction t, ledger_account a LIMIT 1",
        "INSERT INTO ledger_transaction (id, key, at) SELECT gen_random_uuid(), 'empty', at FROM ledger_transaction"
        " LIMIT 1",
        # zero over both currencies, not in each
        "INSERT INTO ledger_entry (transaction_id, account_id, amount_minor) SELECT (SELECT id FROM"
        " ledger_transaction LIMIT 1), id, CASE currency WHEN 'EUR' THEN 1 ELSE -1 END FROM ledger_account"
        " WHERE kind = 'gateway'",
    ):
        with pytest.raises(DBAPIError, match="does not add up to zero"):
            async with books.sessions.begin() as session:
                await session.execute(text(more))


async def test_money_that_no_charge_explains_is_drift(books: Parts) -> None:
    async with books.sessions.begin() as session:
        assert await drift(session) == []
        await post(session, "k", "EUR", [Line("gateway", 5), Line("loss", -5)], NOON)
        assert await drift(session) == [("gateway", "EUR", 5)]
