"""Money given back by an admin: what a person paid is looked up, and a part of it or all goes back.

The rule kept here: nothing goes back that was not paid and kept, and each act is in the journal with its reason. The
subject's owner takes its locks first, as for every other move of a charge (`payments/subjects.py`).
"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.admin import audit
from scheduler.admin.models import Cursor, Limit, Reason
from scheduler.admin.paging import after
from scheduler.http import Api, Context, Instant, Page, Problem, Strict, encode_cursor, invalid, not_found, wire
from scheduler.payments.books import kept
from scheduler.payments.charges import request_refund
from scheduler.payments.money import MAX_MINOR
from scheduler.payments.states import Mode, Status
from scheduler.payments.subjects import Subjects
from scheduler.payments.tables import Charge


class AdminPayment(BaseModel):
    """A payment as who may give it back sees it. `kept_minor`: the most that can go back now."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    title: str
    payer_id: UUID
    payee_id: UUID
    mode: Mode
    status: Status
    amount_minor: int
    currency: str
    captured_minor: int
    returning_minor: int
    disputed_minor: int
    kept_minor: int
    created_at: Instant
    paid_at: Instant | None


class RefundOfPayment(Strict):
    """How much, in the currency's minor unit, and why."""

    amount_minor: Annotated[int, Field(gt=0, le=MAX_MINOR)]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Refunds:
    """The endpoints, over what payments are for."""

    subjects: Subjects

    async def list_all_payments(
        self,
        ctx: Context,
        session: AsyncSession,
        *,
        person_id: UUID | None = None,
        subject_id: UUID | None = None,
        limit: Limit = 20,
        cursor: Cursor | None = None,
    ) -> Page[AdminPayment]:
        """List payments, the newest first; of one person in whichever role, or for one booking or purchase."""
        query = select(Charge).order_by(Charge.created_at.desc(), Charge.id.desc()).limit(limit + 1)
        if person_id is not None:
            query = query.where(or_(Charge.payer_id == person_id, Charge.payee_id == person_id))
        if subject_id is not None:
            query = query.where(Charge.subject_id == subject_id)
        if cursor is not None:
            query = query.where(tuple_(Charge.created_at, Charge.id) < after(cursor))
        found = (await session.scalars(query)).all()
        items = [_row(each) for each in found[:limit]]
        more = len(found) > limit
        return Page(
            items=items, next_cursor=encode_cursor(wire(items[-1].created_at), str(items[-1].id)) if more else None
        )

    async def give_back(self, ctx: Context, session: AsyncSession, id: UUID, body: RefundOfPayment) -> AdminPayment:
        """Give a payment back, in part or whole.

        The professional's part comes from the professional and the commission from us, as for every refund."""
        seen = await session.get(Charge, id)
        if seen is None:
            raise not_found("payment")
        await self.subjects.of(seen.subject_kind).lock(session, seen.subject_id)
        charge = await session.get_one(Charge, id, with_for_update=True, populate_existing=True)
        most = kept(charge)
        if not most:
            raise Problem("conflict", "Nothing of this payment is left to be given back.")
        if body.amount_minor > most:
            raise invalid("amount_minor", f"is more than the {most} that are left of this payment")
        now = ctx.clock.now()
        refund = await request_refund(session, charge, body.amount_minor, body.reason, now)
        await audit.write(
            session,
            now,
            admin_id=ctx.account.id,
            action="payment-refunded",
            target="payment",
            target_id=id,
            reason=body.reason,
            detail={"refund_id": str(refund.id), "amount_minor": body.amount_minor, "currency": charge.currency},
        )
        return _row(charge)


def _row(charge: Charge) -> AdminPayment:
    names = AdminPayment.model_fields
    return AdminPayment.model_validate(
        {**{name: getattr(charge, name) for name in names if name != "kept_minor"}, "kept_minor": kept(charge)}
    )


def routes(api: Api, subjects: Subjects) -> None:
    """Payments, under /admin."""
    refunds = Refunds(subjects)
    api.get("/admin/payments", refunds.list_all_payments, roles=("admin",))
    api.post(
        "/admin/payments/{id}/refund",
        refunds.give_back,
        roles=("admin",),
        problems=("not-found", "conflict"),
        idempotent=True,
    )
