"""What other servers are told of money: each event once, one row of the queue."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments.tables import Charge, Refund
from scheduler.webhooks.emitting import emit
from scheduler.webhooks.events import Event


async def tell_paid(session: AsyncSession, charge: Charge, now: datetime) -> None:
    """A payment was taken, or more of it."""
    cause = f"paid {charge.id} {charge.captured_minor}"
    await emit(session, Event("payment.succeeded", cause, _both(charge), {"payment": _payment(charge)}, now))


async def tell_refunded(session: AsyncSession, charge: Charge, refund: Refund, now: datetime) -> None:
    """Money was given back."""
    data = {"payment": _payment(charge), "refund": {"id": str(refund.id), "amount_minor": refund.amount_minor}}
    await emit(session, Event("payment.refunded", f"refunded {refund.id}", _both(charge), data, now))


async def tell_failed(session: AsyncSession, charge: Charge, now: datetime) -> None:
    """A card was declined: the client's own affair, another may do."""
    data = {"payment": _payment(charge), "failure": charge.failure}
    cause = f"failed {charge.id} {charge.failure}"
    await emit(session, Event("payment.failed", cause, {"client": charge.payer_id}, data, now))


def _both(charge: Charge) -> dict[str, Any]:
    return {"client": charge.payer_id, "professional": charge.payee_id}


def _payment(charge: Charge) -> dict[str, Any]:
    return {
        "id": str(charge.id),
        "amount_minor": charge.amount_minor,
        "captured_minor": charge.captured_minor,
        "currency": charge.currency,
        "subject": {"kind": charge.subject_kind, "id": str(charge.subject_id)},
    }
