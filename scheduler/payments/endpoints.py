"""Payments over HTTP: what is to be paid, what was, balances, payouts, invoices, and the gateway's webhooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import Field
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http import Api, Context, Page, Problem, decode_cursor, encode_cursor, not_found
from scheduler.jobs.queue import enqueue
from scheduler.payments import history
from scheduler.payments.invoice_pdf import render
from scheduler.payments.models import BalanceView, Checkout, PaymentView, PayoutView, Side
from scheduler.payments.money import Money
from scheduler.payments.port import Gateway, MalformedEventError, SignatureError
from scheduler.payments.tables import Charge, Invoice, PaymentEvent, Payout
from scheduler.payments.work import CARD_SYNC, SYNC
from scheduler.people.tables import Person

Limit = Annotated[int, Field(ge=1, le=100)]
Cursor = Annotated[str, Field(max_length=400)]


@dataclass(frozen=True, slots=True)
class Payments:
    """The endpoints, over the gateway."""

    gateway: Gateway

    async def show_checkout(self, ctx: Context, session: AsyncSession, id: UUID) -> Checkout:
        """Show what I have to pay, and how.

        For the payer only."""
        charge = await session.get(Charge, id)
        if charge is None or charge.payer_id != ctx.account.id:
            raise not_found("payment")
        open_ = charge.status == "pending" and charge.wanted != "cancel"
        return Checkout(
            id=charge.id,
            status=charge.status,  # type: ignore[arg-type]  # the database checks it
            amount_minor=charge.amount_minor,
            currency=charge.currency,
            amount=Money(charge.amount_minor, charge.currency).words(await _locale(session, ctx)),
            mode=charge.mode,  # type: ignore[arg-type]
            gateway=self.gateway.name,
            gateway_url=self.gateway.public_url(),
            intent_id=charge.intent_id if open_ else None,
            client_secret=charge.client_secret if open_ else None,
            failure=charge.failure,
        )

    async def list_payments(
        self, ctx: Context, session: AsyncSession, limit: Limit = 20, cursor: Cursor | None = None
    ) -> Page[PaymentView]:
        """List my payments in the role in force, the newest first.

        A client's own, also those still to pay; a professional's those that clients made."""
        side = _side(ctx)
        after = decode_cursor(cursor, datetime, UUID) if cursor else None
        found = await history.payments_of(session, ctx.account.id, side, limit=limit + 1, after=after)
        shown = found[:limit]
        return Page(
            items=await history.views(session, shown, side, await _locale(session, ctx)),
            next_cursor=_cursor(shown, found),
        )

    async def list_balances(self, ctx: Context, session: AsyncSession) -> Page[BalanceView]:
        """List my balances as a professional, one a currency.

        Negative: more was disputed or given back after a payout than has come in since."""
        return Page(items=await history.balances_of(session, ctx.account.id))

    async def list_payouts(
        self, ctx: Context, session: AsyncSession, limit: Limit = 20, cursor: Cursor | None = None
    ) -> Page[PayoutView]:
        """List the transfers to me, the newest first."""
        after = decode_cursor(cursor, datetime, UUID) if cursor else None
        found = await history.payouts_of(session, ctx.account.id, limit=limit + 1, after=after)
        locale = await _locale(session, ctx)
        items = [
            PayoutView.model_validate(
                {
                    **{name: getattr(each, name) for name in PayoutView.model_fields if name != "amount"},
                    "amount": Money(each.amount_minor, each.currency).words(locale),
                }
            )
            for each in found[:limit]
        ]
        return Page(items=items, next_cursor=_cursor(found[:limit], found))

    async def download_invoice(self, ctx: Context, session: AsyncSession, id: UUID) -> bytes:
        """Download an invoice or a credit note as PDF.

        For its payer as client, and for the professional who issued it."""
        invoice = await session.get(Invoice, id)
        mine = None if invoice is None else {"client": invoice.payer_id, "professional": invoice.issuer_id}
        if invoice is None or mine is None or mine[_side(ctx)] != ctx.account.id:
            raise not_found("invoice")
        name = f"{invoice.kind.replace('_', '-')}-{invoice.number:06d}.pdf"
        headers = {
            "Content-Type": "application/pdf",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
        return web.Response(body=render(invoice), headers=headers)  # type: ignore[return-value]

    async def receive_payment_event(self, ctx: Context, raw: bytes) -> None:
        """What the payment gateway reports, signed by it.

        Each event counts once, by its id. What it changed is then asked of the gateway, so they may come in any
        order."""
        try:
            event = self.gateway.read_event(ctx.request.headers, raw, ctx.clock.unix())
        except SignatureError as refused:
            raise Problem("unauthenticated", f"The webhook is not accepted: {refused}.") from None
        except MalformedEventError as malformed:
            raise Problem("malformed-request", f"{malformed}.") from None
        row = {"id": event.id, "kind": event.kind, "received_at": ctx.clock.now()}
        async with ctx.sessions.begin() as session:
            new = insert(PaymentEvent).values(**row).on_conflict_do_nothing().returning(PaymentEvent.id)
            if await session.scalar(new) is None:
                return
            if event.intent_id is not None:
                await enqueue(session, SYNC, {"intent_id": event.intent_id})
            if event.setup_id is not None:
                await enqueue(session, CARD_SYNC, {"setup_id": event.setup_id})


def _side(ctx: Context) -> Side:
    return "professional" if ctx.role == "professional" else "client"


async def _locale(session: AsyncSession, ctx: Context) -> str:
    person = await session.get(Person, ctx.account.id)
    return person.locale if person else "en"


def _cursor(shown: Sequence[Charge] | Sequence[Payout], found: Sequence[Charge] | Sequence[Payout]) -> str | None:
    if len(found) <= len(shown):
        return None
    return encode_cursor(shown[-1].created_at, shown[-1].id)


def routes(api: Api, payments: Payments) -> None:
    """Everything under /payments, /payouts and /invoices, and the webhooks' receiver."""
    both = ("client", "professional")
    api.get("/payments", payments.list_payments, roles=both)
    api.get("/payments/{id}", payments.show_checkout, roles=("client",))
    api.get("/balances", payments.list_balances, roles=("professional",))
    api.get("/payouts", payments.list_payouts, roles=("professional",))
    api.get("/invoices/{id}", payments.download_invoice, roles=both, media_type="application/pdf")
    api.post(
        "/webhooks/payments",
        payments.receive_payment_event,
        status=204,
        prefix="",
        problems=("unauthenticated",),
    )
