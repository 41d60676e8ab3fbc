"""Charges, as bookings use them: opened, captured, let go and given back, all inside the caller's transaction.

The rule kept here: nothing here calls the gateway. What is to be done there is enqueued in the same transaction, and
the job's idempotency key is made of the row's id; so whatever is killed in between, nothing is charged or given back
twice.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.jobs.queue import enqueue
from scheduler.payments import books
from scheduler.payments.money import BASIS_POINTS, MAX_MINOR, exponent, percent
from scheduler.payments.port import SavedCard
from scheduler.payments.states import Mode
from scheduler.payments.subjects import Subject
from scheduler.payments.tables import Charge, Refund

MAKE_INTENT: Final = "payment-intent"
SETTLE: Final = "payment-settle"
REFUND: Final = "payment-refund"
TAKE: Final = "payment-take"
MAX_TITLE: Final = 200


async def open_charge(
    session: AsyncSession,
    subject: Subject,
    *,
    payer_id: UUID,
    payee_id: UUID,
    amount_minor: int,
    currency: str,
    mode: Mode,
    title: str,
    commission_bp: int,
    now: datetime,
    id: UUID | None = None,
    prepaid: bool = False,
    keeps_card: bool = False,
    card: SavedCard | None = None,
) -> Charge:
    """Ask for money for a subject. The client finds what to pay at GET /payments/{charge.id}.

    `id`: where the same wish must never be two charges. `prepaid`: it is earned by `earn`, not released.
    `keeps_card`: the card that pays it is kept; `card`: such a one, from which it is taken with nobody there.

    Modes: "full"; "deposit" (`amount_minor` is the deposit, see `deposit_of`) and later "rest"; "hold" (authorise on
    the card now, `capture` or `release` later). Raises ValueError for an amount or a currency that cannot be paid."""
    exponent(currency)
    if not 0 < amount_minor <= MAX_MINOR:
        raise ValueError("what is paid is more than nothing and at most 10^12 minor units")
    if not 0 <= commission_bp <= BASIS_POINTS:
        raise ValueError("a commission is 0 to 10000 basis points")
    charge = Charge(
        id=id or uuid4(),
        subject_kind=subject.kind,
        subject_id=subject.id,
        payer_id=payer_id,
        payee_id=payee_id,
        mode=mode,
        title=title[:MAX_TITLE],
        amount_minor=amount_minor,
        currency=currency,
        commission_bp=commission_bp,
        status="created",
        wanted=None,
        capture_minor=None,
        intent_id=None,
        client_secret=None,
        authorised=False,
        captured_minor=0,
        returning_minor=0,
        refunded_minor=0,
        disputed_minor=0,
        failure=None,
        under_way=None,
        created_at=now,
        paid_at=None,
        released_at=None,
        checked_at=now,
        prepaid=prepaid,
        unearned_minor=0,
        earned_minor=0,
        keeps_card=keeps_card,
        attempts=0 if card is None else 1,
        declined=0,
        customer=card.customer if card else None,
        method=card.method if card else None,
    )
    session.add(charge)
    await session.flush()
    await enqueue(session, MAKE_INTENT, {"charge_id": str(charge.id)})
    return charge


def deposit_of(price_minor: int, *, hundredths: int = 0, minor: int = 0) -> tuple[int, int]:
    """(now, rest) of a price: a percentage of it or an amount, at least one unit, at most all of it."""
    now = min(price_minor, max(1, minor or percent(price_minor, hundredths)))
    return now, price_minor - now


async def charges_of(session: AsyncSession, subject: Subject) -> Sequence[Charge]:
    """A subject's charges, the newest first, locked until the transaction ends (in the order of their ids)."""
    query = select(Charge).filter_by(subject_kind=subject.kind, subject_id=subject.id).order_by(Charge.id)
    found = (await session.scalars(query.with_for_update().execution_options(populate_existing=True))).all()
    return sorted(found, key=lambda charge: (charge.created_at, charge.id), reverse=True)


async def capture(session: AsyncSession, subject: Subject, now: datetime, amount_minor: int | None = None) -> bool:
    """Take what is held on the card, or so much of it; whether there was (or will be) something to take.

    A hold that the client has not confirmed yet is captured as soon as it is."""
    wanted = False
    for charge in await charges_of(session, subject):
        if (
            charge.mode != "hold"
            or charge.wanted
            or charge.captured_minor
            or charge.status in {"cancelled", "failed"}
        ):
            continue
        await _capture(session, charge, charge.amount_minor if amount_minor is None else amount_minor, now)
        wanted = True
    return wanted


async def _capture(session: AsyncSession, charge: Charge, amount_minor: int, _now: datetime) -> None:
    if amount_minor <= 0:
        raise ValueError("what is captured is more than nothing; release the hold instead")
    charge.wanted, charge.capture_minor = "capture", min(amount_minor, charge.amount_minor)
    if charge.authorised:
        await enqueue(session, SETTLE, {"charge_id": str(charge.id)})


async def release(session: AsyncSession, subject: Subject, now: datetime) -> None:
    """Let go of what is not paid: open requests for money and holds. What is paid meanwhile comes back by itself."""
    for charge in await charges_of(session, subject):
        await let_go(session, charge, now)


async def let_go(session: AsyncSession, charge: Charge, _now: datetime) -> None:
    """The same for one locked charge."""
    if charge.captured_minor or charge.wanted == "cancel" or charge.status in {"cancelled", "failed"}:
        return
    charge.wanted = "cancel"
    if charge.intent_id is None:
        charge.status = "cancelled"  # nobody has its secret; the intent's job will find it cancelled
    else:
        await enqueue(session, SETTLE, {"charge_id": str(charge.id)})


async def refund(session: AsyncSession, subject: Subject, amount_minor: int, reason: str, now: datetime) -> int:
    """Give back so much of what was paid for a subject, the newest charge first; how much it will be.

    Less than asked for when less was paid and kept: nothing is ever given back twice."""
    left = amount_minor
    for charge in await charges_of(session, subject):
        part = min(left, books.kept(charge))
        if part > 0:
            await request_refund(session, charge, part, reason, now)
            left -= part
    return amount_minor - left


async def settle(session: AsyncSession, subject: Subject, keep_minor: int, reason: str, now: datetime) -> int:
    """Close a subject's account: `keep_minor` stays with the professional, all else is let go or given back.

    What is kept comes from what was paid first, then from what is held on a card. Returns what is given back of what
    was paid. This is what a cancellation calls, with the policy's result (`policy.py`)."""
    left, back = max(0, keep_minor), 0
    charges = await charges_of(session, subject)
    for charge in sorted(charges, key=lambda each: each.captured_minor == 0):
        if charge.captured_minor:
            stays = min(left, books.kept(charge))
            left -= stays
            if part := books.kept(charge) - stays:
                await request_refund(session, charge, part, reason, now)
                back += part
        elif charge.status == "authorised" and left and not charge.wanted and charge.mode == "hold":
            taken = min(left, charge.amount_minor)
            left -= taken
            await _capture(session, charge, taken, now)
        else:
            await let_go(session, charge, now)
    return back


async def request_refund(
    session: AsyncSession, charge: Charge, amount_minor: int, reason: str, now: datetime
) -> Refund:
    """Give back a part of one locked charge: the books now, the gateway by a job."""
    refund = await books.refund_requested(session, charge, uuid4(), amount_minor, now, reason=reason[:MAX_TITLE])
    await enqueue(session, REFUND, {"refund_id": str(refund.id)})
    return refund


async def take_again(session: AsyncSession, charge: Charge, card: SavedCard) -> bool:
    """Ask a kept card for a locked charge once more; False when the last answer is still waited for, or it is over.

    The same intent is asked, which is paid once at most, whoever else pays it meanwhile."""
    if charge.intent_id is None or charge.authorised or charge.wanted or charge.declined < charge.attempts:
        return False
    charge.customer, charge.method = card.customer, card.method
    charge.attempts += 1
    await enqueue(session, TAKE, {"charge_id": str(charge.id), "attempt": charge.attempts})
    return True


async def release_to_payee(session: AsyncSession, subject: Subject, now: datetime) -> None:
    """The meeting has been: what was kept of a subject's money is the professional's now. Twice does no harm."""
    for charge in await charges_of(session, subject):
        if charge.captured_minor and charge.released_at is None:
            await books.released(session, charge, now)
