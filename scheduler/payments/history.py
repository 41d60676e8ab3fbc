"""What people see of payments: lists in the role in force, read only."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments.books import kept
from scheduler.payments.models import BalanceView, InvoiceBrief, PaymentView, RefundBrief, Side
from scheduler.payments.money import Money, commission
from scheduler.payments.tables import Charge, Invoice, Payout, Refund

Position = tuple[datetime, UUID]


def _mine(person_id: UUID, side: Side) -> ColumnElement[bool]:
    return (Charge.payer_id if side == "client" else Charge.payee_id) == person_id


async def payments_of(
    session: AsyncSession, person_id: UUID, side: Side, *, limit: int, after: Position | None = None
) -> Sequence[Charge]:
    """The newest first. A professional sees what somebody paid or held, not what nobody has paid yet."""
    query = select(Charge).where(_mine(person_id, side))
    if side == "professional":
        query = query.where(Charge.authorised)
    if after is not None:
        query = query.where(tuple_(Charge.created_at, Charge.id) < after)
    return (await session.scalars(query.order_by(Charge.created_at.desc(), Charge.id.desc()).limit(limit))).all()


async def payouts_of(
    session: AsyncSession, person_id: UUID, *, limit: int, after: Position | None = None
) -> Sequence[Payout]:
    """The newest first."""
    query = select(Payout).where(Payout.payee_id == person_id)
    if after is not None:
        query = query.where(tuple_(Payout.created_at, Payout.id) < after)
    return (await session.scalars(query.order_by(Payout.created_at.desc(), Payout.id.desc()).limit(limit))).all()


async def views(session: AsyncSession, charges: Sequence[Charge], side: Side, locale: str) -> list[PaymentView]:
    """With their refunds and invoices, two queries for all."""
    ids = [charge.id for charge in charges]
    refunds: dict[UUID, list[RefundBrief]] = {each: [] for each in ids}
    invoices: dict[UUID, list[InvoiceBrief]] = {each: [] for each in ids}
    for row in await session.scalars(select(Refund).where(Refund.charge_id.in_(ids)).order_by(Refund.created_at)):
        refunds[row.charge_id].append(RefundBrief.model_validate(row, from_attributes=True))
    for each in await session.scalars(select(Invoice).where(Invoice.charge_id.in_(ids)).order_by(Invoice.number)):
        invoices[each.charge_id].append(InvoiceBrief.model_validate(each, from_attributes=True))
    return [_view(charge, side, locale, refunds[charge.id], invoices[charge.id]) for charge in charges]


def _view(
    charge: Charge, side: Side, locale: str, refunds: list[RefundBrief], invoices: list[InvoiceBrief]
) -> PaymentView:
    stays = charge.earned_minor if charge.prepaid else kept(charge)
    return PaymentView.model_validate(
        {
            **{name: getattr(charge, name) for name in _COPIED},
            "role": side,
            "amount": Money(charge.amount_minor, charge.currency).words(locale),
            "earned_minor": stays - commission(stays, charge.commission_bp) if side == "professional" else None,
            "refunds": refunds,
            "invoices": invoices,
        }
    )


_COPIED = (
    "id",
    "subject_kind",
    "subject_id",
    "title",
    "mode",
    "status",
    "amount_minor",
    "currency",
    "captured_minor",
    "refunded_minor",
    "disputed_minor",
    "created_at",
    "paid_at",
)


async def balances_of(session: AsyncSession, person_id: UUID) -> list[BalanceView]:
    """A professional's balances, by currency."""
    query = text(
        "SELECT a.currency,"
        " -coalesce(sum(e.amount_minor) FILTER (WHERE a.kind = 'professional_held'), 0)::bigint,"
        " -coalesce(sum(e.amount_minor) FILTER (WHERE a.kind = 'professional_payable'), 0)::bigint,"
        " -coalesce(sum(e.amount_minor) FILTER (WHERE a.kind = 'payout_transit'), 0)::bigint,"
        " -coalesce(sum(e.amount_minor) FILTER (WHERE a.kind = 'prepaid'), 0)::bigint"
        " FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id WHERE a.owner_id = :id"
        " AND a.kind IN ('professional_held', 'professional_payable', 'payout_transit', 'prepaid')"
        " GROUP BY 1 ORDER BY 1"
    )
    return [
        BalanceView(
            currency=currency,
            held_minor=held,
            payable_minor=payable,
            on_its_way_minor=transit,
            prepaid_minor=prepaid,
        )
        for currency, held, payable, transit, prepaid in await session.execute(query, {"id": person_id})
    ]
