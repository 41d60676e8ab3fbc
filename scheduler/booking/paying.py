"""What a booking's steps do to its money: the one place where they meet.

The rules kept here: money is asked for when a time is held for it; when a booking ends, its policy says what is kept
and all else goes back; what is kept becomes the professional's only when the outcome cannot be contested any more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import outcome, states
from scheduler.booking.states import Actor, Side, Status
from scheduler.booking.tables import Booking
from scheduler.jobs.queue import schedule
from scheduler.payments import books
from scheduler.payments.charges import capture, charges_of, deposit_of, open_charge, release_to_payee, settle
from scheduler.payments.policy import FLEXIBLE, Policy, when_cancelled, when_nobody_came
from scheduler.payments.states import Mode
from scheduler.payments.subjects import Subject
from scheduler.plans import credits
from scheduler.plans.rules import is_spent

KIND: Final = "booking"
CREDIT: Final = "credit"
PAID_ELSEWHERE: Final = frozenset({"none", CREDIT})
"""What asks for no money: it is settled between the two, or was paid in advance."""
PAYOUT: Final = "booking-payout"
PAID_WITHIN: Final = timedelta(minutes=15)
PAID_WITHIN_WHEN_APPROVED: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Due:
    """What a booking is to be paid: who, whom, how much, how."""

    booking_id: UUID
    client_id: UUID
    professional_id: UUID
    title: str
    price_minor: int
    currency: str
    payment: str
    deposit_percent: int
    commission_bp: int


def subject_of(booking_id: UUID) -> Subject:
    """A booking as payments know it."""
    return Subject(KIND, booking_id)


def is_paid_online(terms: Any) -> bool:
    """Whether a time must be paid to be confirmed: `terms` is a service or a booking."""
    return bool(terms["payment"] != "none" and terms["price_minor"] > 0)


def due_of(booking: Booking) -> Due:
    """What a booking that is there is to be paid."""
    return Due(
        booking_id=booking.id,
        client_id=booking.client_id,
        professional_id=booking.professional_id,
        title=booking.title,
        price_minor=booking.price_minor,
        currency=booking.currency,
        payment=booking.payment,
        deposit_percent=booking.deposit_percent,
        commission_bp=booking.commission_bp,
    )


async def ask_for(session: AsyncSession, due: Due, now: datetime) -> None:
    """Ask for what confirms the booking: all of it, a deposit, or a hold on the card."""
    amount = due.price_minor
    if due.payment == "deposit":
        amount, _ = deposit_of(due.price_minor, hundredths=due.deposit_percent)
    await _charge(session, due, amount, cast(Mode, due.payment), now)


async def ask_for_rest(session: AsyncSession, due: Due, now: datetime) -> None:
    """Ask for what a deposit left open."""
    _, rest = deposit_of(due.price_minor, hundredths=due.deposit_percent)
    if due.payment == "deposit" and rest > 0:
        await _charge(session, due, rest, "rest", now)


async def ask_for_extension(session: AsyncSession, booking: Booking, price_minor: int, now: datetime) -> None:
    """Ask for what was agreed on top while it ran, where the booking itself was paid here."""
    if booking.payment != "none" and price_minor > 0:
        await _charge(session, due_of(booking), price_minor, "rest", now)


async def _charge(session: AsyncSession, due: Due, amount: int, mode: Mode, now: datetime) -> None:
    await open_charge(
        session,
        subject_of(due.booking_id),
        payer_id=due.client_id,
        payee_id=due.professional_id,
        amount_minor=amount,
        currency=due.currency,
        mode=mode,
        title=due.title,
        commission_bp=due.commission_bp,
        now=now,
    )


async def after_step(session: AsyncSession, booking: Booking, before: Status, by: Actor, now: datetime) -> None:
    """What a step that was taken means for the money. Called with the locks held."""
    if booking.payment == "none":
        return
    if booking.payment == CREDIT:
        await _after_step_of_credit(session, booking, before, by, now)
        return
    new = cast(Status, booking.status)
    if new == "confirmed" and before == "held":
        await ask_for_rest(session, due_of(booking), now)
    if new in states.STANDING or new == "disputed":
        return
    subject, keep = subject_of(booking.id), 0
    if new == "completed":
        await capture(session, subject, now)
    else:
        keep = await _kept(session, booking, before, by, now)
        await settle(session, subject, keep, new, now)
    if new == "completed" or keep > 0:
        await _pay_out_later(session, booking, now + outcome.CONTESTED_WITHIN)


async def after_rest(session: AsyncSession, booking: Booking, now: datetime) -> None:
    """A rest was paid; when the meeting has been by then, it goes the way of what was paid before."""
    if booking.settled_at is not None:
        await _pay_out_later(session, booking, max(now, booking.settled_at + outcome.CONTESTED_WITHIN))


async def _pay_out_later(session: AsyncSession, booking: Booking, due_at: datetime) -> None:
    payload = {"booking_id": str(booking.id)}
    await schedule(session, PAYOUT, payload, due_at, dedupe_key=f"payout:{booking.id}")


async def _after_step_of_credit(
    session: AsyncSession, booking: Booking, before: Status, by: Actor, now: datetime
) -> None:
    """The credit follows as the money would: it comes back, or is spent."""
    new = cast(Status, booking.status)
    if new in states.STANDING or new == "disputed":
        return
    absent = (booking.absent or "both") if new == "no_show" else None
    side: Side | None = "client" if new == "cancelled" and by == "client" and before in states.ENTERED else None
    if new != "completed":  # what was agreed on top while it ran
        await settle(session, subject_of(booking.id), 0, new, now)
    times = {"start": booking.starts_at, "now": now}
    if new != "completed" and not is_spent(_policy(booking), absent=absent, by=side, **times):
        await credits.give_back(session, booking.id, now)
    elif await credits.spend(session, booking.id, now):
        await _pay_out_later(session, booking, now + outcome.CONTESTED_WITHIN)


def _policy(booking: Booking) -> Policy:
    return FLEXIBLE if booking.policy is None else Policy.model_validate(booking.policy)


async def _kept(session: AsyncSession, booking: Booking, before: Status, by: Actor, now: datetime) -> int:
    """How much of what was paid, or is held on the card, the professional keeps of a booking that did not take
    place."""
    policy = _policy(booking)
    paid = sum(
        books.kept(charge) if charge.captured_minor else charge.amount_minor if charge.authorised else 0
        for charge in await charges_of(session, subject_of(booking.id))
    )
    if booking.status == "no_show":
        return when_nobody_came(policy, "client", paid).kept_minor if booking.absent == "client" else 0
    if booking.status == "cancelled" and by == "client" and before in states.ENTERED:
        return when_cancelled(policy, "client", paid, booking.starts_at, now).kept_minor
    return 0


async def pay_out(session: AsyncSession, booking: Booking, now: datetime) -> None:
    """Nobody contests it any more: what was kept is the professional's. Twice does no harm."""
    if booking.status in {"completed", "no_show", "cancelled"} and not outcome.contestable(booking.settled_at, now):
        if booking.payment == CREDIT:
            await credits.pay_out(session, booking.id, now)
        await release_to_payee(session, subject_of(booking.id), now)
