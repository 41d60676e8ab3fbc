"""What follows from a look at a payment at the gateway: the charge, the books, the subject, in one transaction.

The rule kept here: a look may be old, late or repeated. It is joined into what is known, and everything that follows
has a key or a row of its own; so any looks in any order leave the same books, and the subject hears of it once.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.jobs.queue import enqueue
from scheduler.payments import books, invoices
from scheduler.payments.charges import SETTLE, TAKE, request_refund
from scheduler.payments.port import Intent, RefundState
from scheduler.payments.states import Facts, join, status_of
from scheduler.payments.subjects import SubjectKind, Subjects
from scheduler.payments.tables import Charge, Dispute, Refund
from scheduler.payments.told import tell_failed, tell_paid, tell_refunded

_AT_THE_GATEWAY = UUID("6d0c0a4e-6f0e-4f38-9a5f-0f6a0d3c7a11")
"""Namespace of the ids of refunds that were made in the gateway's own pages."""


def facts_of(charge: Charge) -> Facts:
    """What a row knows."""
    return Facts(
        intent=charge.intent_id is not None,
        authorised=charge.authorised,
        captured=charge.captured_minor,
        refunded=charge.refunded_minor,
        disputed=charge.disputed_minor,
        cancelled=charge.status == "cancelled",
        failed=charge.status == "failed",
    )


async def locked(session: AsyncSession, subjects: Subjects, charge_id: UUID) -> Charge | None:
    """A charge that nobody else moves until the transaction ends, after the locks of its subject's owner."""
    seen = await session.get(Charge, charge_id)
    if seen is None:
        return None
    await subjects.of(seen.subject_kind).lock(session, seen.subject_id)
    await session.refresh(seen, with_for_update=True)
    return seen


async def apply(session: AsyncSession, subjects: Subjects, intent: Intent, now: datetime) -> Charge | None:
    """Take in what the gateway says of a payment; its charge, or None when it is none of ours."""
    # The gateway's word for whose it is counts only while the charge has no intent.
    mine = or_(Charge.intent_id == intent.id, (Charge.id == intent.charge_id) & Charge.intent_id.is_(None))
    charge_id = await session.scalar(select(Charge.id).where(mine))
    charge = await locked(session, subjects, charge_id) if charge_id is not None else None
    if charge is None or charge.intent_id not in {None, intent.id}:
        return None
    if (intent.amount_minor, intent.currency) != (charge.amount_minor, charge.currency):
        raise ValueError(f"charge {charge.id}: the gateway has another amount than we")
    before = charge.status
    if charge.intent_id is None:
        charge.intent_id, charge.client_secret = intent.id, intent.client_secret
        if charge.wanted == "cancel":
            await enqueue(session, SETTLE, {"charge_id": str(charge.id)})
        elif charge.attempts:
            await enqueue(session, TAKE, {"charge_id": str(charge.id), "attempt": charge.attempts})
    facts = join(facts_of(charge), intent)
    secured, paid = facts.authorised and not charge.authorised, facts.captured > charge.captured_minor
    charge.authorised, charge.checked_at = facts.authorised, now
    failure, under_way = charge.failure, charge.under_way
    stands = facts.captured > 0 or (facts.authorised and not facts.cancelled)
    charge.failure = None if stands else (intent.failure or charge.failure)
    charge.under_way = (intent.attempt or intent.id) if intent.under_way and not facts.authorised else None
    if intent.card is not None and charge.keeps_card:
        charge.customer, charge.method = intent.card.customer, intent.card.method
    if charge.failure is not None and charge.failure != failure:
        await tell_failed(session, charge, now)
    if under_way and intent.status == "open" and not intent.under_way and charge.failure and not charge.wanted:
        kind = subjects.of(charge.subject_kind)
        await kind.on_failed_later(session, charge.subject_id, charge, under_way, now)
    if paid:
        await _paid(session, charge, facts.captured, now)
    if facts.captured:
        await _details(session, subjects.of(charge.subject_kind), charge, intent, now)
    known = facts_of(charge)
    charge.status = status_of(replace(facts, refunded=known.refunded, disputed=known.disputed))
    await session.flush()
    await _tell(session, subjects, charge, now, secured=secured, paid=paid, died=before != charge.status)
    return charge


async def _paid(session: AsyncSession, charge: Charge, captured_minor: int, now: datetime) -> None:
    charge.captured_minor, charge.paid_at = captured_minor, now
    await books.captured(session, charge, now)
    await invoices.issue(session, charge, now)
    await tell_paid(session, charge, now)


async def _details(session: AsyncSession, kind: SubjectKind, charge: Charge, intent: Intent, now: datetime) -> None:
    """Fee, refunds and disputes, each by its own id."""
    if intent.fee_minor:
        await books.fee(session, charge, intent.fee_minor, now)
    for state in intent.refunds:
        if returned := await _refund(session, charge, state, now):
            await kind.on_returned(session, charge.subject_id, returned)
    for each in intent.disputes:
        dispute = await session.get(Dispute, each.id)
        if dispute is None:
            dispute = await books.dispute_opened(session, charge, each, now)
        if dispute.status == "open" and each.status == "won":
            await books.dispute_won(session, charge, dispute, now)
        elif dispute.status == "open" and each.status == "lost":
            await books.dispute_lost(session, charge, dispute, now)


async def _refund(session: AsyncSession, charge: Charge, state: RefundState, now: datetime) -> Refund | None:
    """Take in how a refund stands; the refund, when it has just succeeded."""
    refund_id = state.refund_id or uuid5(_AT_THE_GATEWAY, state.id)
    refund = await session.get(Refund, refund_id)
    if refund is None:
        if state.status == "failed":
            return None
        minor = state.amount_minor
        refund = await books.refund_requested(session, charge, refund_id, minor, now, reason="at the gateway")
    if refund.charge_id != charge.id or refund.gateway_id not in {None, state.id}:
        return None
    refund.gateway_id = state.id
    if refund.status == "requested" and state.status == "succeeded":
        await books.refund_succeeded(session, charge, refund, now)
        await invoices.credit(session, charge, refund, now)
        await tell_refunded(session, charge, refund, now)
        return refund
    if refund.status == "requested" and state.status == "failed":
        await books.refund_failed(session, charge, refund, now)
    return None


async def _tell(
    session: AsyncSession,
    subjects: Subjects,
    charge: Charge,
    now: datetime,
    *,
    secured: bool,
    paid: bool,
    died: bool,
) -> None:
    """Let the subject's owner know, once; and give back what nobody can have any more."""
    kind = subjects.of(charge.subject_kind)
    if secured and charge.wanted != "cancel" and not await kind.on_paid(session, charge.subject_id, charge, now):
        charge.wanted = "cancel"
    if charge.wanted == "cancel" and (secured or paid):
        if charge.captured_minor:
            if left := books.kept(charge):
                await request_refund(session, charge, left, "no longer available", now)
        else:
            await enqueue(session, SETTLE, {"charge_id": str(charge.id)})
    elif charge.wanted == "capture" and secured and not paid:
        await enqueue(session, SETTLE, {"charge_id": str(charge.id)})
    elif died and charge.status in {"cancelled", "failed"} and charge.wanted != "cancel":
        await kind.on_failed(session, charge.subject_id, charge, now)


async def declined(session: AsyncSession, subjects: Subjects, charge_id: UUID, attempt: int, now: datetime) -> None:
    """A kept card was asked for the `attempt`th time and gave nothing: told to the subject's owner once."""
    charge = await locked(session, subjects, charge_id)
    if charge is None or charge.authorised or charge.wanted == "cancel" or charge.declined >= attempt:
        return
    charge.declined = attempt
    await subjects.of(charge.subject_kind).on_declined(session, charge.subject_id, charge, now)


async def fail(session: AsyncSession, subjects: Subjects, charge_id: UUID, code: str, now: datetime) -> None:
    """The gateway refuses to ask for this payment at all."""
    charge = await locked(session, subjects, charge_id)
    if charge is None or charge.status != "created":
        return
    charge.status, charge.failure = "failed", code
    await subjects.of(charge.subject_kind).on_failed(session, charge.subject_id, charge, now)
