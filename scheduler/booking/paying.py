"""What a booking's steps do to its money: the one place where they meet.

The rules kept here: money is asked for when a time is held for it; when a booking ends, its policy says what is kept
and all else goes back; what is kept becomes the professional's only when the outcome cannot be contested any more.
"""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import outcome, states
from scheduler.booking.occupancy import NewBooking
from scheduler.booking.states import Actor, Status
from scheduler.booking.tables import Booking
from scheduler.jobs.queue import schedule
from scheduler.payments import books
from scheduler.payments.charges import capture, charges_of, deposit_of, open_charge, release_to_payee, settle
from scheduler.payments.policy import (
    FLEXIBLE,
    MOVED_BY_PROFESSIONAL,
    Bounds,
    Policy,
    share_at,
    when_given_up,
    when_nobody_came,
    words_before_move,
)
from scheduler.payments.policy import words as policy_words
from scheduler.payments.states import Mode
from scheduler.payments.subjects import Subject
from scheduler.payments.tables import Charge
from scheduler.plans import credits
from scheduler.plans.rules import is_spent

KIND: Final = "booking"
CREDIT: Final = "credit"
PAID_ELSEWHERE: Final = frozenset({"none", CREDIT})
"""What asks for no money: it is settled between the two, or was paid in advance."""
PAYOUT: Final = "booking-payout"
PAID_WITHIN: Final = timedelta(minutes=15)
PAID_WITHIN_WHEN_APPROVED: Final = timedelta(hours=24)


Priced = Booking | NewBooking
"""What is to be paid: a booking, or one that is being written."""


def subject_of(booking_id: UUID) -> Subject:
    """A booking as payments know it."""
    return Subject(KIND, booking_id)


def is_paid_online(terms: Any) -> bool:
    """Whether a time must be paid to be confirmed: `terms` is a service or a booking."""
    return bool(terms["payment"] != "none" and terms["price_minor"] > 0)


async def ask_for(session: AsyncSession, booking: Priced, now: datetime) -> None:
    """Ask for what confirms the booking: all of it, a deposit, or a hold on the card."""
    amount = booking.price_minor
    if booking.payment == "deposit":
        amount, _ = deposit_of(booking.price_minor, hundredths=booking.deposit_percent)
    await _charge(session, booking, amount, cast(Mode, booking.payment), now)


async def ask_for_rest(session: AsyncSession, booking: Booking, now: datetime) -> None:
    """Ask for what a deposit left open."""
    _, rest = deposit_of(booking.price_minor, hundredths=booking.deposit_percent)
    if booking.payment == "deposit" and rest > 0:
        await _charge(session, booking, rest, "rest", now)


async def ask_for_extension(session: AsyncSession, booking: Booking, price_minor: int, now: datetime) -> None:
    """Ask for what was agreed on top while it ran, where the booking itself was paid here."""
    if booking.payment != "none" and price_minor > 0:
        await _charge(session, booking, price_minor, "rest", now)


async def ask_for_what_lapsed(session: AsyncSession, booking: Booking, hold: Charge, now: datetime) -> bool:
    """Ask for what was held on a card until the bank let go of it, where it is owed; whether it is."""
    if hold.mode != "hold" or not hold.authorised or hold.captured_minor:
        return False
    if hold.wanted != "capture" and booking.status not in states.ENTERED:
        return False
    await _charge(session, booking, hold.capture_minor or hold.amount_minor, "rest", now)
    return True


async def _charge(session: AsyncSession, booking: Priced, amount: int, mode: Mode, now: datetime) -> None:
    await open_charge(
        session,
        subject_of(booking.id),
        payer_id=booking.client_id,
        payee_id=booking.professional_id,
        amount_minor=amount,
        currency=booking.currency,
        mode=mode,
        title=booking.title,
        commission_bp=booking.commission_bp,
        now=now,
    )


async def is_paid(session: AsyncSession, booking: Booking) -> bool:
    """Whether what confirms a booking is there, or held on the card: it is then not asked for again."""
    found = await charges_of(session, subject_of(booking.id))
    return any(each.mode != "rest" and _held_or_paid(each) > 0 for each in found)


def _held_or_paid(charge: Charge) -> int:
    if charge.captured_minor:
        return books.kept(charge)
    return charge.amount_minor if charge.status == "authorised" and charge.wanted != "cancel" else 0


def note_move(booking: Booking, by: Actor, now: datetime) -> None:
    """Keep what a move means for what comes back, before the booking has its new time: a client's never betters it,
    and after a professional's all comes back."""
    if by == "client":
        booking.refund_at_least, booking.refund_at_most = 0, share_back(booking, now)
    else:
        booking.refund_at_least = MOVED_BY_PROFESSIONAL.at_least


def share_back(booking: Booking, now: datetime) -> int:
    """How many percent come back when the client cancels a booking that stands; of a request, which nobody agreed to
    yet, all, but for what moving it there has cost."""
    if booking.status in states.WAITING:
        return bounds_of(booking).of(100)
    return share_at(policy_of(booking), booking.starts_at, now, bounds_of(booking))


class Terms(NamedTuple):
    """What comes back of a booking, told to its people."""

    percent: int
    terms: str
    move_terms: str | None


def refund_of(booking: Booking, now: datetime, *, moves: bool) -> Terms | None:
    """What comes back of a booking that stands when its client cancels now; None where nothing is paid here.
    `moves`: whether it can be moved by who asks."""
    if booking.payment == "none" or booking.status not in states.STANDING:
        return None
    policy, share = policy_of(booking), share_back(booking, now)
    terms = policy_words(policy, bounds_of(booking))
    return Terms(share, terms, words_before_move(policy, share) if moves else None)


def policy_of(booking: Booking) -> Policy:
    """The policy as it was agreed."""
    return FLEXIBLE if booking.policy is None else Policy.model_validate(booking.policy)


def bounds_of(booking: Booking) -> Bounds:
    """What its moves have made of it."""
    return Bounds(booking.refund_at_least, booking.refund_at_most)


async def after_step(session: AsyncSession, booking: Booking, before: Status, by: Actor, now: datetime) -> None:
    """What a step that was taken means for the money. Called with the locks held."""
    if booking.payment == "none":
        return
    if booking.payment == CREDIT:
        await _after_step_of_credit(session, booking, before, by, now)
        return
    new = cast(Status, booking.status)
    if new == "confirmed" and before == "held":
        await ask_for_rest(session, booking, now)
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
    if new != "completed":  # what was agreed on top while it ran
        await settle(session, subject_of(booking.id), 0, new, now)
    share = _share(booking, before, by, now)
    if new != "completed" and not is_spent(policy_of(booking), absent=absent, share=share):
        await credits.give_back(session, booking.id, now)
    elif await credits.spend(session, booking.id, now):
        await _pay_out_later(session, booking, now + outcome.CONTESTED_WITHIN)


def _share(booking: Booking, before: Status, by: Actor, now: datetime) -> int:
    """How many percent come back of a booking that was given up. What a client moved to a time that its professional
    then did not agree to was given up when it was moved."""
    if before == "requested" and (booking.status in {"declined", "expired"} or by == "client"):
        return bounds_of(booking).of(100)
    if before in states.ENTERED and by == "client":
        return share_at(policy_of(booking), booking.starts_at, now, bounds_of(booking))
    return 100


async def _kept(session: AsyncSession, booking: Booking, before: Status, by: Actor, now: datetime) -> int:
    """How much of what was paid, or is held on the card, the professional keeps of a booking that did not take
    place."""
    policy = policy_of(booking)
    paid = sum(_held_or_paid(charge) for charge in await charges_of(session, subject_of(booking.id)))
    if booking.status == "no_show":
        return when_nobody_came(policy, "client", paid).kept_minor if booking.absent == "client" else 0
    return when_given_up(policy, paid, _share(booking, before, by, now)).kept_minor


async def pay_out(session: AsyncSession, booking: Booking, now: datetime) -> None:
    """Nobody contests it any more: what was kept is the professional's. Twice does no harm."""
    if booking.status in {"completed", "no_show", "cancelled"} and not outcome.contestable(booking.settled_at, now):
        if booking.payment == CREDIT:
            await credits.pay_out(session, booking.id, now)
        await release_to_payee(session, subject_of(booking.id), now)
