"""Invoices and credit notes: issued in the transaction that moves the money, numbered without gaps per issuer.

The rule kept here: the series' row is locked while a number is taken, and the number is committed with its invoice or
not at all; so there is no gap and no number twice. What was issued is never changed.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments.tables import Charge, Invoice, Refund
from scheduler.people.tables import Person

_NEXT = text(
    "INSERT INTO invoice_series (issuer_id, last_number) VALUES (:issuer, 1)"
    " ON CONFLICT (issuer_id) DO UPDATE SET last_number = invoice_series.last_number + 1 RETURNING last_number"
)


async def issue(session: AsyncSession, charge: Charge, now: datetime) -> None:
    """The invoice of a charge that was paid; once."""
    await _write(session, charge, charge.id, charge.captured_minor, now, corrects=None)


async def credit(session: AsyncSession, charge: Charge, refund: Refund, now: datetime) -> None:
    """The credit note of a refund that arrived; once."""
    number = await session.scalar(select(Invoice.number).where(Invoice.id == charge.id))
    await _write(session, charge, refund.id, refund.amount_minor, now, corrects=number)


async def _write(
    session: AsyncSession, charge: Charge, id_: UUID, amount_minor: int, now: datetime, *, corrects: int | None
) -> None:
    if await session.scalar(select(Invoice.id).where(Invoice.id == id_)) is not None:
        return
    payer, issuer = await session.get(Person, charge.payer_id), await session.get(Person, charge.payee_id)
    number = await session.scalar(_NEXT, {"issuer": charge.payee_id})
    row = {
        "id": id_,
        "issuer_id": charge.payee_id,
        "number": number,
        "kind": "invoice" if corrects is None else "credit_note",
        "charge_id": charge.id,
        "corrects": corrects,
        "payer_id": charge.payer_id,
        "issuer_name": issuer.name if issuer else "",
        "payer_name": payer.name if payer else "",
        "locale": payer.locale if payer else "en",
        "zone": issuer.zone if issuer else "UTC",
        "title": charge.title,
        "amount_minor": amount_minor,
        "currency": charge.currency,
        "issued_at": now,
    }
    await session.execute(insert(Invoice).values(**row))
