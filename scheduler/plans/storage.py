"""Plans and what was bought of them, in the database: read, locked, noted.

The rule kept here: locks are taken in the order people → subscription → prepayment → charge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, text, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.http import not_found
from scheduler.payments.charges import charges_of
from scheduler.payments.subjects import Subject
from scheduler.payments.tables import Charge
from scheduler.people.tables import Person
from scheduler.plans.tables import CreditUse, Plan, PlanEvent, Prepayment, Subscription

Role = Literal["client", "professional", "system", "admin"]
Bought = TypeVar("Bought", Prepayment, Subscription)
Position = tuple[datetime, UUID]
_OPEN = text("""
SELECT EXISTS (SELECT 1 FROM professional JOIN account ON account.id = professional.person_id
    WHERE person_id = :id AND active AND vetting <> 'suspended' AND disabled_at IS NULL)
""")
_HERE = text("SELECT EXISTS (SELECT 1 FROM account WHERE id = :id AND disabled_at IS NULL)")


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, in which role, and why; nobody (id None) when time or the gateway does."""

    id: UUID | None
    role: Role
    reason: str = ""


SYSTEM = By(None, "system")


async def note(
    session: AsyncSession, subject_id: UUID, what: str, by: By, now: datetime, **detail: str | int | None
) -> None:
    """One line of the audit trail."""
    row = {"subject_id": subject_id, "at": now, "actor_id": by.id, "actor_role": by.role, "what": what}
    await session.execute(insert(PlanEvent).values(**row, reason=by.reason, detail=detail))


async def trail(session: AsyncSession, subject_ids: Sequence[UUID], limit: int) -> Sequence[tuple[PlanEvent, str]]:
    """What happened to something that was bought, the latest first, and who did it."""
    query = (
        select(PlanEvent, Person.name)
        .outerjoin(Person, Person.id == PlanEvent.actor_id)
        .where(PlanEvent.subject_id.in_(subject_ids))
        .order_by(PlanEvent.id.desc())
        .limit(limit)
    )
    return [(event, name) for event, name in await session.execute(query)]


async def is_open(session: AsyncSession, professional_id: UUID) -> bool:
    """Whether a professional can be booked at all."""
    return bool(await session.scalar(_OPEN, {"id": professional_id}))


async def is_here(session: AsyncSession, person_id: UUID) -> bool:
    """Whether somebody's account is in use."""
    return bool(await session.scalar(_HERE, {"id": person_id}))


def subject_of(prepayment: Prepayment) -> Subject:
    """A prepayment as payments know it."""
    return Subject("package" if prepayment.subscription_id is None else "subscription", prepayment.id)


async def charge_of(session: AsyncSession, prepayment: Prepayment) -> Charge | None:
    """The charge of a locked prepayment, locked too."""
    found = await charges_of(session, subject_of(prepayment))
    return found[0] if found else None


async def hold_subscription(session: AsyncSession, subscription_id: UUID) -> Subscription:
    """A subscription that nobody else moves until the commit, with both people's calendars. Raises 404."""
    seen = await session.get(Subscription, subscription_id)
    if seen is None:
        raise not_found("subscription")
    await lock_people(session, (seen.client_id, seen.professional_id))
    await session.refresh(seen, with_for_update=True)
    return seen


async def hold_prepayment(session: AsyncSession, prepayment_id: UUID) -> tuple[Prepayment, Subscription | None]:
    """The same for a prepayment, and its subscription before it. Raises 404."""
    seen = await session.get(Prepayment, prepayment_id)
    if seen is None:
        raise not_found("package")
    subscription = None
    if seen.subscription_id is not None:
        subscription = await hold_subscription(session, seen.subscription_id)
    else:
        await lock_people(session, (seen.client_id, seen.professional_id))
    await session.refresh(seen, with_for_update=True)
    return seen, subscription


async def period_of(session: AsyncSession, subscription_id: UUID, number: int) -> Prepayment | None:
    """The prepayment of one month."""
    mine = (Prepayment.subscription_id == subscription_id, Prepayment.period == number)
    query = select(Prepayment).where(*mine).execution_options(populate_existing=True)
    return await session.scalar(query)


async def plans_of(session: AsyncSession, professional_id: UUID, *, active: bool = False) -> Sequence[Plan]:
    """What a professional offers, the oldest first."""
    query = select(Plan).where(Plan.professional_id == professional_id, Plan.deleted_at.is_(None))
    if active:
        query = query.where(Plan.active)
    return (await session.scalars(query.order_by(Plan.created_at, Plan.id))).all()


async def bought(
    session: AsyncSession, kind: type[Bought], person_id: UUID, side: str, *, limit: int, after: Position | None
) -> Sequence[Bought]:
    """Somebody's packages or subscriptions in a role, the newest first."""
    mine: ColumnElement[bool] = (kind.client_id if side == "client" else kind.professional_id) == person_id
    query = select(kind).where(mine)
    if kind is Prepayment:
        query = query.where(Prepayment.subscription_id.is_(None))
    if after is not None:
        query = query.where(tuple_(kind.created_at, kind.id) < after)
    return (await session.scalars(query.order_by(kind.created_at.desc(), kind.id.desc()).limit(limit))).all()


async def current_of(session: AsyncSession, subscriptions: Sequence[Subscription]) -> Mapping[UUID, Prepayment]:
    """The newest month of each of these subscriptions, paid or asked for."""
    ids = [each.id for each in subscriptions]
    query = (
        select(Prepayment)
        .where(Prepayment.subscription_id.in_(ids))
        .ext(distinct_on(Prepayment.subscription_id))
        .order_by(Prepayment.subscription_id, Prepayment.period.desc())
    )
    return {each.subscription_id: each for each in await session.scalars(query) if each.subscription_id is not None}


async def names(session: AsyncSession, people: Sequence[UUID]) -> dict[UUID, str]:
    """What these people are called."""
    query = select(Person.id, Person.name).where(Person.id.in_(set(people)))
    return {row.id: row.name for row in await session.execute(query)}


async def uses_of(session: AsyncSession, prepayment_id: UUID) -> Sequence[CreditUse]:
    """What the credits of a prepayment went for, the latest first."""
    query = select(CreditUse).where(CreditUse.prepayment_id == prepayment_id)
    return (await session.scalars(query.order_by(CreditUse.taken_at.desc(), CreditUse.booking_id).limit(500))).all()


def told_of(row: Prepayment | Subscription) -> dict[str, Any]:
    """What programs are told of it."""
    return {
        "id": str(row.id),
        "plan_id": str(row.plan_id),
        "title": row.title,
        "status": row.status,
        "sessions": row.sessions,
        "price_minor": row.price_minor,
        "currency": row.currency,
    }
