"""A subscription's life: paid while its client is there, renewed from the kept card when a month is over, asked again
when that gives nothing, ended.

The rules kept here: a month is one prepayment and one charge, whose ids are made of the subscription's id and the
month's number, and one intent at the gateway; so whoever renews it twice, or is killed on the way, charges it once. A
month that is over before it could be asked for is not charged.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http import Problem, wire
from scheduler.jobs.queue import schedule, unschedule
from scheduler.payments import charges
from scheduler.payments.port import SavedCard
from scheduler.payments.tables import Charge
from scheduler.people.tables import Person
from scheduler.plans import buying, cards, rules, storage, told
from scheduler.plans.storage import SYSTEM, By
from scheduler.plans.tables import Prepayment, Subscription
from scheduler.webhooks.events import EventType

RENEW: Final = "plan-renew"
RETRY: Final = "plan-retry"
_MONTHS: Final = UUID("5b0a6c0e-64d5-4f0b-9a55-2f6e0d1c9b7e")


def month_id(subscription_id: UUID, number: int) -> UUID:
    """The id of a month's prepayment and charge."""
    return uuid5(_MONTHS, f"{subscription_id} {number}")


async def subscribe(
    session: AsyncSession, client_id: UUID, plan_id: UUID, now: datetime, *, commission_bp: int
) -> UUID:
    """Ask for the first month's payment; the subscription's id. Raises 404, 403, 409 (subscribed already)."""
    plan = await buying.offered(session, plan_id, client_id, "subscription")
    mine = (Subscription.plan_id == plan_id, Subscription.client_id == client_id, Subscription.status != "ended")
    if await session.scalar(select(Subscription.id).where(*mine)) is not None:
        raise Problem("conflict", "You have subscribed to this already.")
    row = Subscription(
        id=uuid4(),
        plan_id=plan.id,
        client_id=client_id,
        professional_id=plan.professional_id,
        title=plan.title,
        service_ids=plan.service_ids,
        sessions=plan.sessions,
        price_minor=plan.price_minor,
        currency=plan.currency,
        commission_bp=commission_bp,
        zone=(await session.get_one(Person, plan.professional_id)).zone,
        anchor=None,
        status="unpaid",
        period=-1,
        paid_until=None,
        ends_then=False,
        customer=None,
        method=None,
        created_at=now,
        ended_at=None,
        end_reason=None,
    )
    session.add(row)
    await session.flush()
    month = _month(row, 0, (None, now + rules.PAID_WITHIN), now)
    session.add(month)
    await session.flush()
    await buying.ask_for(session, month, commission_bp, now, keeps_card=True)
    await storage.note(session, row.id, "asked", By(client_id, "client"), now)
    return row.id


def _month(row: Subscription, number: int, time: tuple[datetime | None, datetime], now: datetime) -> Prepayment:
    month = buying.unpaid(row, month_id(row.id, number), row.client_id, now, time[1])
    month.subscription_id, month.period, month.zone, month.starts_at = row.id, number, row.zone, time[0]
    return month


async def paid(session: AsyncSession, row: Subscription, month: Prepayment, charge: Charge, now: datetime) -> bool:
    """A month is paid; False when it can no longer be had."""
    if month.status != "unpaid" or row.status == "ended":
        return False
    first = row.anchor is None
    if month.ends_at <= now:
        await end(session, row, SYSTEM, now, "unpaid")
        return False
    if row.anchor is None:
        row.anchor = rules.wall_of(now, row.zone)
        month.starts_at, month.ends_at = rules.period_of(row.anchor, row.zone, 0)
    taken = charge.attempts > charge.declined  # from the card that was kept then; its owner may have another by now
    if charge.customer is not None and charge.method is not None and not taken:
        row.customer, row.method = charge.customer, charge.method
        await cards.keep(session, row.client_id, SavedCard(row.customer, row.method), now)
    row.status, row.period, row.paid_until = "active", month.period or 0, month.ends_at
    await buying.activate(session, month, now)
    await unschedule(session, f"{RETRY}:{row.id}")
    payload = {"subscription_id": str(row.id), "period": row.period + 1}
    await schedule(session, RENEW, payload, month.ends_at, dedupe_key=f"{RENEW}:{row.id}")
    kind = "subscription-started" if first else "subscription-renewed"
    said: dict[str, Any] = {"until": month.ends_at, "left": month.sessions, "amount_minor": month.price_minor}
    await told.tell(session, kind, row, now, again=str(month.period), **said)
    event: EventType = "subscription.started" if first else "subscription.renewed"
    await told.emit_bought(session, event, row, now, str(month.period), period=month.period)
    return True


async def renew(session: AsyncSession, subscription_id: UUID, number: int, now: datetime) -> None:
    """The `number`th month is due: ask the kept card for it, or end. Twice does no harm."""
    row = await storage.hold_subscription(session, subscription_id)
    over = row.status != "active" or row.period != number - 1 or row.anchor is None
    if over or row.paid_until is None or row.paid_until > now:
        return
    assert row.anchor is not None
    if row.ends_then:
        await end(session, row, By(None, "system"), now, row.end_reason or "client")
        return
    people = [await storage.is_here(session, row.client_id), await storage.is_open(session, row.professional_id)]
    if not all(people) or row.customer is None or row.method is None:
        await end(session, row, SYSTEM, now, "gone" if not all(people) else "unpaid")
        return
    while (time := rules.period_of(row.anchor, row.zone, number))[1] <= now:
        number += 1  # nobody was here to renew it: what is over is not charged
    if await storage.period_of(session, row.id, number) is not None:
        return
    month = _month(row, number, time, now)
    session.add(month)
    await session.flush()
    card = SavedCard(row.customer, row.method)
    await buying.ask_for(session, month, row.commission_bp, now, keeps_card=True, card=card)


async def declined(
    session: AsyncSession, row: Subscription, month: Prepayment, charge: Charge, now: datetime
) -> None:
    """The kept card gave nothing: it is asked again some days later, and then all is over."""
    if month.status != "unpaid" or row.status == "ended" or month.starts_at is None:
        return
    again = rules.asked_again(month.starts_at, charge.declined)
    await storage.note(session, row.id, "declined", SYSTEM, now, attempt=charge.declined, code=charge.failure)
    more = {"attempt": charge.declined, "failure": charge.failure}
    tried = f"{month.period} {charge.declined}"
    await told.emit_bought(session, "subscription.payment_failed", row, now, tried, **more)
    if again is None:
        await end(session, row, SYSTEM, now, "unpaid")
        return
    row.status = "past_due"
    again = max(again, now)
    payload = {"prepayment_id": str(month.id), "declined": charge.declined}
    await schedule(session, RETRY, payload, again, dedupe_key=f"{RETRY}:{row.id}")
    said: dict[str, Any] = {"until": again, "amount_minor": month.price_minor}
    await told.tell(session, "subscription-unpaid", row, now, again=tried, **said)


async def retry(session: AsyncSession, month_id_: UUID, declined_: int, now: datetime) -> None:
    """Ask the kept card once more for a month that is not paid. Twice does no harm."""
    month, row = await storage.hold_prepayment(session, month_id_)
    charge = await storage.charge_of(session, month)
    if row is None or row.status != "past_due" or month.status != "unpaid" or charge is None:
        return
    if charge.declined == declined_:
        await _ask_again(session, row, charge, now)


async def _ask_again(session: AsyncSession, row: Subscription, charge: Charge, now: datetime) -> None:
    if row.customer is None or row.method is None:
        return
    if await charges.take_again(session, charge, SavedCard(row.customer, row.method)):
        await storage.note(session, row.id, "asked again", SYSTEM, now, attempt=charge.attempts)


async def use_card(session: AsyncSession, row: Subscription, card: SavedCard, now: datetime) -> bool:
    """Take what follows from another card, for a held subscription; what is open is asked of it at once. False when
    it has ended."""
    if row.status == "ended":
        return False
    row.customer, row.method = card.customer, card.method
    await storage.note(session, row.id, "card changed", By(row.client_id, "client"), now)
    month = (await storage.current_of(session, [row])).get(row.id)
    if row.status == "past_due" and month is not None and month.status == "unpaid":
        charge = await storage.charge_of(session, month)
        if charge is not None:
            await _ask_again(session, row, charge, now)
    return True


async def cancel(session: AsyncSession, row: Subscription, by: By, now: datetime, *, at_once: bool) -> int:
    """Let a held subscription end: with the month that is paid, or at once, and then what is left of the month goes
    back. One that is not paid ends at once. How much is given back. Raises 409 when it has ended."""
    if row.status == "ended":
        raise Problem("conflict", "This subscription has ended.")
    if at_once or row.status != "active":
        back = 0
        month = await storage.period_of(session, row.id, row.period)
        if month is not None and month.status == "active" and month.credits_left and month.ends_at > now:
            back = await buying.give_back(session, month, by, now)
        await end(session, row, by, now, by.role)
        return back
    row.ends_then, row.end_reason = True, by.role if by.role in {"client", "professional"} else "gone"
    await storage.note(session, row.id, "ending", by, now)
    await told.tell(session, "subscription-ending", row, now, again=wire(now), until=row.paid_until)
    return 0


async def resume(session: AsyncSession, row: Subscription, by: By, now: datetime) -> None:
    """Let a subscription that was to end go on after all. Raises 409 when its professional ended it."""
    if row.status != "active" or not row.ends_then or row.end_reason != by.role:
        raise Problem("conflict", "This subscription is not about to end by your own wish.")
    row.ends_then, row.end_reason = False, None
    await storage.note(session, row.id, "resumed", by, now)


async def end(session: AsyncSession, row: Subscription, by: By, now: datetime, reason: str) -> None:
    """A held subscription is over; a month that was asked for and not paid is not to be paid any more."""
    planned = row.ends_then
    row.status, row.ended_at, row.ends_then = "ended", now, False
    row.end_reason = reason if reason in {"unpaid", "client", "professional"} else "gone"
    row.customer = row.method = None
    await session.flush()
    for job in (RENEW, RETRY):
        await unschedule(session, f"{job}:{row.id}")
    waiting = (Prepayment.subscription_id == row.id, Prepayment.status == "unpaid")
    for month in await session.scalars(select(Prepayment).where(*waiting).with_for_update()):
        await buying.lapse(session, month, now)
    await storage.note(session, row.id, "ended", by, now, why=row.end_reason)
    if row.paid_until is None:
        return  # it never began: nobody knows of it
    await told.emit_bought(session, "subscription.ended", row, now, why=row.end_reason)
    if not planned:
        await told.tell(session, "subscription-ended", row, now)


async def unpaid(session: AsyncSession, row: Subscription, now: datetime) -> None:
    """The first payment did not come in time, or cannot be made."""
    if row.status == "unpaid":
        await end(session, row, SYSTEM, now, "unpaid")
