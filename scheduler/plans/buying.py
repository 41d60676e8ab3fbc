"""Buying a package: paid at once, usable from then on, until it expires; the rest of it given back or lapsed.

The rule kept here: whoever moves a prepayment holds its two people, its subscription, then its row; what follows from
a step is queued or scheduled in the same transaction.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.http import Problem, not_found
from scheduler.jobs.queue import schedule, unschedule
from scheduler.payments import charges
from scheduler.payments.port import SavedCard
from scheduler.payments.tables import Charge
from scheduler.people.tables import Person
from scheduler.plans import rules, settling, storage, told
from scheduler.plans.storage import SYSTEM, By
from scheduler.plans.tables import Plan, Prepayment, Subscription

END: Final = "plan-end"
SOON: Final = "plan-soon"
MOST_UNPAID: Final = 3
Sold = Plan | Subscription


async def offered(session: AsyncSession, plan_id: UUID, client_id: UUID, kind: rules.Kind) -> Plan:
    """A plan that this client can have, both people's calendars held. Raises 404, 403 (one's own)."""
    plan = await session.get(Plan, plan_id)
    if plan is None or plan.kind != kind:
        raise not_found("plan")
    if plan.professional_id == client_id:
        raise Problem("forbidden", "You cannot buy what you offer yourself.")
    await lock_people(session, (plan.professional_id, client_id))
    await session.refresh(plan)
    if not plan.active or plan.deleted_at is not None or not await storage.is_open(session, plan.professional_id):
        raise not_found("plan")
    return plan


async def buy(session: AsyncSession, client_id: UUID, plan_id: UUID, now: datetime, *, commission_bp: int) -> UUID:
    """Ask for the payment of a package; the prepayment's id, and its charge's. Raises 404, 403, 409 (too many that
    are not paid)."""
    plan = await offered(session, plan_id, client_id, "package")
    mine = (Prepayment.client_id == client_id, Prepayment.status == "unpaid", Prepayment.subscription_id.is_(None))
    waiting = await session.scalar(select(func.count()).where(*mine, Prepayment.ends_at > now))
    if (waiting or 0) >= MOST_UNPAID:
        raise Problem(
            "conflict", f"{MOST_UNPAID} packages wait for your payment already. Pay them, or let them lapse."
        )
    row = unpaid(plan, uuid4(), client_id, now, now + rules.PAID_WITHIN)
    row.valid_months = plan.valid_months
    row.zone = (await session.get_one(Person, plan.professional_id)).zone
    session.add(row)
    await session.flush()
    await ask_for(session, row, commission_bp, now)
    await storage.note(session, row.id, "asked", By(client_id, "client"), now)
    return row.id


def unpaid(sold: Sold, id_: UUID, client_id: UUID, now: datetime, until: datetime) -> Prepayment:
    """Sessions on the terms of what is sold, which wait for their payment until then."""
    return Prepayment(
        id=id_,
        plan_id=sold.id if isinstance(sold, Plan) else sold.plan_id,
        subscription_id=None,
        period=None,
        client_id=client_id,
        professional_id=sold.professional_id,
        title=sold.title,
        service_ids=sold.service_ids,
        sessions=sold.sessions,
        credits_left=0,
        settled=0,
        price_minor=sold.price_minor,
        currency=sold.currency,
        valid_months=None,
        zone="UTC",
        status="unpaid",
        created_at=now,
        starts_at=None,
        ends_at=until,
        closed_at=None,
        closed_for=None,
    )


async def ask_for(
    session: AsyncSession,
    row: Prepayment,
    commission_bp: int,
    now: datetime,
    *,
    keeps_card: bool = False,
    card: SavedCard | None = None,
) -> Charge:
    """Ask for the money of a prepayment, once for ever; without a card that was kept, it waits until `ends_at`."""
    if card is None:
        await schedule(session, END, {"prepayment_id": str(row.id)}, row.ends_at, dedupe_key=f"{END}:{row.id}")
    return await charges.open_charge(
        session,
        storage.subject_of(row),
        payer_id=row.client_id,
        payee_id=row.professional_id,
        amount_minor=row.price_minor,
        currency=row.currency,
        mode="full",
        title=row.title,
        commission_bp=commission_bp,
        now=now,
        id=row.id,
        prepaid=True,
        keeps_card=keeps_card,
        card=card,
    )


async def activate(session: AsyncSession, row: Prepayment, now: datetime) -> None:
    """Its credits can be used from now until `ends_at`."""
    row.status, row.credits_left = "active", row.sessions
    await session.flush()
    payload = {"prepayment_id": str(row.id)}
    await schedule(session, END, payload, row.ends_at, dedupe_key=f"{END}:{row.id}")
    if row.subscription_id is None and (soon := row.ends_at - rules.TOLD_BEFORE) > now:
        await schedule(session, SOON, payload, soon, dedupe_key=f"{SOON}:{row.id}")
    await storage.note(session, row.id, "paid", SYSTEM, now)


async def paid(session: AsyncSession, row: Prepayment, now: datetime) -> bool:
    """A package is paid; False when it lapsed before."""
    if row.status != "unpaid" or row.ends_at <= now:
        return False
    row.starts_at = now
    row.ends_at = rules.expiry(now, row.zone, row.valid_months or 1)
    await activate(session, row, now)
    said: dict[str, Any] = {"until": row.ends_at, "left": row.sessions, "amount_minor": row.price_minor}
    await told.tell(session, "package-bought", row, now, **said)
    await told.emit_bought(session, "package.bought", row, now)
    return True


async def lapse(session: AsyncSession, row: Prepayment, now: datetime) -> None:
    """It is not paid, and is not to be any more: money that comes late goes back by itself."""
    await _close(session, row, "unpaid", now)
    await charges.release(session, storage.subject_of(row), now)


async def end(session: AsyncSession, prepayment_id: UUID, now: datetime) -> None:
    """Time is over: for paying it, or for what is left of it, which is the professional's then. Twice does no
    harm."""
    row, subscription = await storage.hold_prepayment(session, prepayment_id)
    if row.ends_at > now or row.status == "closed":
        return
    if row.status == "unpaid":
        if subscription is None:
            await lapse(session, row, now)
        return
    left, row.credits_left = row.credits_left, 0
    await _close(session, row, "expired", now, left=left)
    await settling.hand_out(session, row, left, "end", now)
    if subscription is None:
        await told.emit_bought(session, "package.expired", row, now, sessions_left=left)


async def give_back(session: AsyncSession, row: Prepayment, by: By, now: datetime) -> int:
    """Give back what nobody used of a held prepayment, as money: each credit its share of the price; how much. What
    was booked stays booked. Raises 409 when nothing is left, or its payment is contested."""
    charge = await storage.charge_of(session, row)
    if row.status != "active" or row.credits_left == 0 or row.ends_at <= now:
        raise Problem("conflict", "Nothing is left of it that could be given back.")
    if charge is None or charge.status not in {"paid", "partially_refunded"}:
        raise Problem("conflict", "Its payment is contested at the client's bank, which decides first.")
    left, row.credits_left = row.credits_left, 0
    await _close(session, row, "refunded", now, by=by, left=left)
    back = await settling.give_back(session, row, left, by.reason or "sessions that were not used", now)
    if row.subscription_id is None:
        await told.tell(session, "package-refunded", row, now, left=left, amount_minor=back)
        await told.emit_bought(session, "package.refunded", row, now, amount_minor=back)
    return back


async def _close(
    session: AsyncSession, row: Prepayment, why: rules.ClosedFor, now: datetime, *, by: By = SYSTEM, left: int = 0
) -> None:
    row.status, row.closed_for, row.closed_at = "closed", why, now
    await session.flush()
    for job in (END, SOON):
        await unschedule(session, f"{job}:{row.id}")
    await storage.note(session, row.id, why, by, now, left=left)


async def remind(session: AsyncSession, prepayment_id: UUID, now: datetime) -> None:
    """Tell a client of sessions that expire soon."""
    row = await session.get(Prepayment, prepayment_id)
    if row is not None and row.status == "active" and row.credits_left > 0 and row.ends_at > now:
        await told.tell(session, "package-expiring", row, now, until=row.ends_at, left=row.credits_left)
