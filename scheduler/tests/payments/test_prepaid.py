"""What is paid in advance: nobody's at first, earned piece by piece, and given back before what was earned is."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.app import Parts
from scheduler.payments import books as bookkeeping
from scheduler.payments import ledger
from scheduler.payments.charges import open_charge
from scheduler.payments.money import commission
from scheduler.payments.port import DisputeState
from scheduler.payments.subjects import Subject
from scheduler.payments.tables import Charge, Dispute
from scheduler.tests.fixtures import NOON

amounts = st.integers(0, 10**6)


def charge(unearned: int, earned: int, commission_bp: int) -> Charge:
    """A row as it stands after so much of it was earned."""
    total = unearned + earned
    row = Charge(amount_minor=total, captured_minor=total, returning_minor=0, disputed_minor=0, prepaid=True)
    row.unearned_minor, row.earned_minor, row.commission_bp = unearned, earned, commission_bp
    return row


@given(amounts, amounts, amounts, st.integers(0, 10_000))
def test_what_leaves_is_borne_by_nobody_first_then_by_who_earned_it(
    unearned: int, earned: int, leaves: int, commission_bp: int
) -> None:
    share = bookkeeping.move(charge(unearned, earned, commission_bp), returning=leaves)
    assert share.unearned + share.payee + share.commission + share.loss == leaves
    assert share.unearned == min(unearned, leaves)
    assert share.payee + share.commission == min(earned, leaves - share.unearned)
    assert min(share.payee, share.commission, share.loss) >= 0


@given(amounts, amounts, st.lists(st.integers(1, 10**6), max_size=4), st.integers(0, 10_000), st.booleans())
def test_a_dispute_won_leaves_whose_it_is_to_what_is_kept_whatever_went_back_meanwhile(
    unearned: int, earned: int, refunds: list[int], commission_bp: int, prepaid: bool
) -> None:
    row = charge(unearned, earned, commission_bp)
    row.prepaid = prepaid
    total = unearned + earned
    taken = bookkeeping.move(row, disputed=total)
    dispute = Dispute(payee_minor=taken.payee, commission_minor=taken.commission)
    moves = [taken, *(bookkeeping.move(row, returning=each) for each in refunds)]
    moves.append(bookkeeping.move(row, disputed=-total, back=dispute))
    kept = max(0, total - sum(refunds))
    assert bookkeeping.kept(row) == kept
    shared = row.earned_minor if prepaid else kept
    assert not prepaid or row.unearned_minor + row.earned_minor == kept
    assert not prepaid or (row.unearned_minor >= 0 and 0 <= row.earned_minor <= earned)
    before = earned if prepaid else total
    ours = commission(before, commission_bp) - commission(shared, commission_bp)
    assert sum(each.commission for each in moves) == ours
    assert sum(each.payee for each in moves) == before - shared - ours
    assert sum(each.loss for each in moves) == max(0, sum(refunds) - total)


async def sold(books: Parts, amount: int = 10_000) -> Any:
    """(session maker, charge id) of a package that was paid."""
    async with books.sessions.begin() as session:
        made = await open_charge(
            session,
            Subject("package", uuid4()),
            payer_id=uuid4(),
            payee_id=uuid4(),
            amount_minor=amount,
            currency="EUR",
            mode="full",
            title="Three hours",
            commission_bp=1500,
            now=NOON,
            prepaid=True,
        )
        made.captured_minor, made.status = amount, "paid"
        await bookkeeping.captured(session, made, NOON)
        return made.id


async def balances(books: Parts) -> dict[str, int]:
    async with books.sessions() as session:
        assert await ledger.drift(session) == []
        return {kind: minor for (kind, _, _), minor in (await ledger.balances(session)).items()}


async def test_earned_in_pieces_it_leaves_exactly_the_commission_of_the_whole(books: Parts) -> None:
    id_ = await sold(books, 1_001)
    assert await balances(books) == {"gateway": 1_001, "prepaid": -1_001}
    for index, part in enumerate((333, 334, 334)):
        async with books.sessions.begin() as session:
            row = await session.get_one(Charge, id_)
            for _ in range(2):  # run twice, earned once
                await bookkeeping.earned(session, row, part, str(index), NOON)
    assert await balances(books) == {"gateway": 1_001, "professional_payable": -851, "commission": -150}


@pytest.mark.parametrize("ends", ["succeeds", "fails", "disputed and won", "disputed and lost"])
async def test_what_goes_back_is_taken_of_what_was_not_earned(books: Parts, ends: str) -> None:
    id_ = await sold(books)
    async with books.sessions.begin() as session:
        row = await session.get_one(Charge, id_)
        await bookkeeping.earned(session, row, 4_000, "one", NOON)
        assert (row.unearned_minor, row.earned_minor) == (6_000, 4_000)
        if ends.startswith("disputed"):
            state = DisputeState("dp_1", 8_000, "open")
            dispute = await bookkeeping.dispute_opened(session, row, state, NOON)
        else:
            refund = await bookkeeping.refund_requested(session, row, uuid4(), 8_000, NOON, reason="x")
        assert (row.unearned_minor, row.earned_minor) == (0, 2_000)
        if ends == "succeeds":
            await bookkeeping.refund_succeeded(session, row, refund, NOON)
        elif ends == "fails":
            await bookkeeping.refund_failed(session, row, refund, NOON)
        elif ends.endswith("won"):
            await bookkeeping.dispute_won(session, row, dispute, NOON)
        else:
            await bookkeeping.dispute_lost(session, row, dispute, NOON)
    left = {"gateway": 2_000, "professional_payable": -1_700, "commission": -300}
    before = {"gateway": 10_000, "prepaid": -6_000, "professional_payable": -3_400, "commission": -600}
    assert await balances(books) == (before if ends in {"fails", "disputed and won"} else left)


async def test_a_row_that_says_more_than_the_ledger_is_drift(books: Parts) -> None:
    id_ = await sold(books)
    async with books.sessions.begin() as session:
        (await session.get_one(Charge, id_)).unearned_minor = 9_000
    async with books.sessions() as session:
        assert await ledger.drift(session) == [("prepaid", "EUR", -1_000)]
