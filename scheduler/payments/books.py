"""What each step of a charge is in the ledger, and in its row: the one place where both are written together.

The rule kept here: the commission follows what is kept. It is taken of the whole at once and given back so that after
any refunds and disputes exactly the commission of what is left remains; no unit is lost to rounding.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments.ledger import Kind, Line, post
from scheduler.payments.money import commission
from scheduler.payments.port import DisputeState
from scheduler.payments.tables import Charge, Dispute, Payout, Refund


def kept(charge: Charge) -> int:
    """What of a charge is neither on its way back nor disputed, in minor units."""
    return max(0, charge.captured_minor - charge.returning_minor - charge.disputed_minor)


@dataclass(frozen=True, slots=True)
class Share:
    """Who bears what leaves a charge, in minor units; negative where it comes back to them. `unearned`: nobody yet,
    of what was paid in advance; `loss`: the house, of what leaves beyond all that was taken."""

    payee: int
    commission: int
    loss: int = 0
    unearned: int = 0


def move(charge: Charge, *, returning: int = 0, disputed: int = 0, back: Refund | Dispute | None = None) -> Share:
    """Change how much is on its way back or disputed, and say who bears the step.

    Whose a charge's money is, is a matter of how much is kept alone, never of the way there. Of what was paid in
    advance the unearned part leaves first; `back` is the row that took what comes back now, the earned part first."""
    stood, shared, beyond = kept(charge), _shared(charge), _beyond(charge)
    charge.returning_minor += returning
    charge.disputed_minor += disputed
    less, unearned = stood - kept(charge), 0
    if charge.prepaid:
        earned_back = 0 if back is None else back.payee_minor + back.commission_minor
        unearned = min(less, charge.unearned_minor) if less >= 0 else min(0, less + earned_back)
        charge.unearned_minor -= unearned
        charge.earned_minor -= less - unearned
    now = _shared(charge)
    ours = commission(shared, charge.commission_bp) - commission(now, charge.commission_bp)
    return Share(shared - now - ours, ours, _beyond(charge) - beyond, unearned)


def _shared(charge: Charge) -> int:
    """What of it is the professional's and ours."""
    return charge.earned_minor if charge.prepaid else kept(charge)


def _beyond(charge: Charge) -> int:
    return max(0, charge.returning_minor + charge.disputed_minor - charge.captured_minor)


def _purse(charge: Charge) -> Kind:
    return "professional_payable" if charge.released_at or charge.prepaid else "professional_held"


def _lines(charge: Charge, borne: Share) -> list[Line]:
    return [
        Line("prepaid", borne.unearned, charge.payee_id),
        Line(_purse(charge), borne.payee, charge.payee_id),
        Line("commission", borne.commission),
        Line("loss", borne.loss),
    ]


async def captured(session: AsyncSession, charge: Charge, now: datetime) -> None:
    """The client's money is at the gateway: the professional's part is held, ours is income. What is paid in advance
    is nobody's yet."""
    lines = [Line("gateway", charge.captured_minor)]
    if charge.prepaid:
        charge.unearned_minor = charge.captured_minor
        lines.append(Line("prepaid", -charge.captured_minor, charge.payee_id))
    else:
        ours = commission(charge.captured_minor, charge.commission_bp)
        lines += [
            Line("professional_held", ours - charge.captured_minor, charge.payee_id),
            Line("commission", -ours),
        ]
    await post(session, f"charge:{charge.id}:captured", charge.currency, lines, now, charge_id=charge.id)


async def fee(session: AsyncSession, charge: Charge, fee_minor: int, now: datetime) -> None:
    """What the gateway keeps of it, once it says so."""
    lines = [Line("gateway", -fee_minor), Line("fee", fee_minor)]
    await post(session, f"charge:{charge.id}:fee", charge.currency, lines, now, charge_id=charge.id)


async def earned(session: AsyncSession, charge: Charge, amount_minor: int, key: str, now: datetime) -> None:
    """So much of what was paid in advance is the professional's now, less our part of it; `key` says for what."""
    part, before = min(amount_minor, charge.unearned_minor), charge.earned_minor
    ours = commission(before + part, charge.commission_bp) - commission(before, charge.commission_bp)
    lines = [
        Line("prepaid", part, charge.payee_id),
        Line("professional_payable", ours - part, charge.payee_id),
        Line("commission", -ours),
    ]
    if await post(session, f"charge:{charge.id}:earned:{key}", charge.currency, lines, now, charge_id=charge.id):
        charge.unearned_minor -= part
        charge.earned_minor += part


async def released(session: AsyncSession, charge: Charge, now: datetime) -> None:
    """What is kept of it becomes payable."""
    net = kept(charge) - commission(kept(charge), charge.commission_bp)
    lines = [
        Line("professional_held", net, charge.payee_id),
        Line("professional_payable", -net, charge.payee_id),
    ]
    await post(session, f"charge:{charge.id}:released", charge.currency, lines, now, charge_id=charge.id)
    charge.released_at = now


async def refund_requested(
    session: AsyncSession, charge: Charge, refund_id: UUID, amount_minor: int, now: datetime, *, reason: str
) -> Refund:
    """Owed to the client from now on, and no longer to the professional."""
    share = move(charge, returning=amount_minor)
    row = Refund(
        id=refund_id,
        charge_id=charge.id,
        amount_minor=amount_minor,
        payee_minor=share.payee,
        commission_minor=share.commission,
        unearned_minor=share.unearned,
        status="requested",
        reason=reason,
        gateway_id=None,
        created_at=now,
        settled_at=None,
    )
    lines = [*_lines(charge, share), Line("client_refund", -amount_minor, charge.payer_id)]
    session.add(row)
    await session.flush()
    await post(session, f"refund:{refund_id}:requested", charge.currency, lines, now, charge_id=charge.id)
    return row


async def refund_succeeded(session: AsyncSession, charge: Charge, refund: Refund, now: datetime) -> None:
    """It left the gateway."""
    lines = [Line("client_refund", refund.amount_minor, charge.payer_id), Line("gateway", -refund.amount_minor)]
    await post(session, f"refund:{refund.id}:succeeded", charge.currency, lines, now, charge_id=charge.id)
    refund.status, refund.settled_at = "succeeded", now
    charge.refunded_minor += refund.amount_minor


async def refund_failed(session: AsyncSession, charge: Charge, refund: Refund, now: datetime) -> None:
    """It did not, and will not: back to who bore it, so that it can be asked for again."""
    borne = move(charge, returning=-refund.amount_minor, back=refund)
    lines = [*_lines(charge, borne), Line("client_refund", refund.amount_minor, charge.payer_id)]
    await post(session, f"refund:{refund.id}:failed", charge.currency, lines, now, charge_id=charge.id)
    refund.status, refund.settled_at = "failed", now


async def dispute_opened(session: AsyncSession, charge: Charge, state: DisputeState, now: datetime) -> Dispute:
    """The bank took it back; whoever would bear it does so until it is decided."""
    share = move(charge, disputed=state.amount_minor)
    row = Dispute(
        id=state.id,
        charge_id=charge.id,
        amount_minor=state.amount_minor,
        payee_minor=share.payee,
        commission_minor=share.commission,
        unearned_minor=share.unearned,
        status="open",
        reason=state.reason[:64],
        opened_at=now,
        closed_at=None,
    )
    lines = [
        Line("gateway", -state.amount_minor),
        Line("dispute", state.amount_minor),
        *_lines(charge, share),
        Line("dispute_reserve", -state.amount_minor),
    ]
    session.add(row)
    await session.flush()
    await post(session, f"dispute:{state.id}:open", charge.currency, lines, now, charge_id=charge.id)
    return row


async def dispute_won(session: AsyncSession, charge: Charge, dispute: Dispute, now: datetime) -> None:
    """All comes back, to where the charge's money is by now; what was given back meanwhile is not the payee's."""
    borne = move(charge, disputed=-dispute.amount_minor, back=dispute)
    lines = [
        Line("gateway", dispute.amount_minor),
        Line("dispute", -dispute.amount_minor),
        *_lines(charge, borne),
        Line("dispute_reserve", dispute.amount_minor),
    ]
    await post(session, f"dispute:{dispute.id}:won", charge.currency, lines, now, charge_id=charge.id)
    dispute.status, dispute.closed_at = "won", now


async def dispute_lost(session: AsyncSession, charge: Charge, dispute: Dispute, now: datetime) -> None:
    """It stays with the client; who bore it goes on bearing it."""
    lines = [Line("dispute", -dispute.amount_minor), Line("dispute_reserve", dispute.amount_minor)]
    await post(session, f"dispute:{dispute.id}:lost", charge.currency, lines, now, charge_id=charge.id)
    dispute.status, dispute.closed_at = "lost", now


async def payout_requested(session: AsyncSession, payout: Payout, now: datetime) -> None:
    """On its way: no longer payable, so it cannot be sent a second time."""
    lines = [
        Line("professional_payable", payout.amount_minor, payout.payee_id),
        Line("payout_transit", -payout.amount_minor, payout.payee_id),
    ]
    await post(session, f"payout:{payout.id}:requested", payout.currency, lines, now)


async def payout_settled(session: AsyncSession, payout: Payout, failure: str | None, now: datetime) -> None:
    """It arrived; or with a failure: it is payable again."""
    to: Line = Line("gateway", -payout.amount_minor)
    if failure is not None:
        to = Line("professional_payable", -payout.amount_minor, payout.payee_id)
    lines = [Line("payout_transit", payout.amount_minor, payout.payee_id), to]
    payout.status, payout.failure, payout.settled_at = ("failed" if failure else "paid"), failure, now
    await post(session, f"payout:{payout.id}:{payout.status}", payout.currency, lines, now)
