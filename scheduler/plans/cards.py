"""Cards that clients let be kept: asked for without paying, seen, removed when nothing is paid with them.

The rules kept here: whoever moves a card holds its owner's calendar first, as whoever moves a subscription does; the
gateway is asked by jobs only (`card_jobs.py`), with keys made of the row's id. A number is never seen here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.http import Problem, not_found
from scheduler.jobs.queue import enqueue
from scheduler.payments.port import SavedCard
from scheduler.plans.tables import KeptCard, Subscription

SET_UP: Final = "card-setup"
LOOK: Final = "card-face"
FORGET: Final = "card-forget"
MOST_ASKED: Final = 5
MOST_SHOWN: Final = 100
ASKED_FOR: Final = timedelta(days=1)
"""How long a card that is to be kept waits for its owner."""


async def ask(session: AsyncSession, row: Subscription, now: datetime) -> KeptCard:
    """Ask for another card for a held subscription: kept with the same customer, so that a month that is open can be
    taken from it too. Raises 409 (it has ended, or waits for its first payment; too many are asked for)."""
    if row.status == "ended":
        raise Problem("conflict", "This subscription has ended; no card is needed for it.")
    if row.customer is None:
        raise Problem("conflict", "Its first month is not paid yet. The card that pays it is kept.")
    asked = (KeptCard.person_id == row.client_id, KeptCard.status == "asked", KeptCard.created_at > now - ASKED_FOR)
    if (await session.scalar(select(func.count()).where(*asked)) or 0) >= MOST_ASKED:
        raise Problem("conflict", f"{MOST_ASKED} cards wait for your confirmation already. Confirm one of them.")
    card = KeptCard(
        id=uuid4(),
        person_id=row.client_id,
        subscription_id=row.id,
        status="asked",
        customer=row.customer,
        method=None,
        setup_id=None,
        client_secret=None,
        brand=None,
        last4=None,
        failure=None,
        created_at=now,
        checked_at=now,
        kept_at=None,
        forgotten_at=None,
    )
    session.add(card)
    await session.flush()
    await enqueue(session, SET_UP, {"card_id": str(card.id)})
    return card


async def keep(session: AsyncSession, person_id: UUID, card: SavedCard, now: datetime) -> None:
    """Note a card that was kept by paying with it. Twice does no harm."""
    new = {
        "id": uuid4(),
        "person_id": person_id,
        "status": "kept",
        "customer": card.customer,
        "method": card.method,
        "created_at": now,
        "checked_at": now,
        "kept_at": now,
    }
    made = insert(KeptCard).values(**new).on_conflict_do_nothing(index_elements=["customer", "method"])
    card_id = await session.scalar(made.returning(KeptCard.id))
    if card_id is not None:
        await enqueue(session, LOOK, {"card_id": str(card_id)})


async def tell_face(session: AsyncSession, card: KeptCard) -> None:
    """Have a job ask what it is known by."""
    await enqueue(session, LOOK, {"card_id": str(card.id)})


async def held(session: AsyncSession, card_id: UUID) -> KeptCard | None:
    """A card that nobody else moves until the commit, after its owner's calendar."""
    seen = await session.get(KeptCard, card_id)
    if seen is None:
        return None
    await lock_people(session, (seen.person_id,))
    await session.refresh(seen, with_for_update=True)
    return seen


async def remove(session: AsyncSession, person_id: UUID, card_id: UUID, now: datetime) -> None:
    """Forget a card: here now, at the gateway by a job. Raises 404, 409 (something is paid with it)."""
    card = await held(session, card_id)
    if card is None or card.person_id != person_id or card.status in {"removed", "failed"}:
        raise not_found("card")
    if (await paid_with(session, [card])).get(card.id):
        said = "A subscription of yours is paid with this card. Have another card kept for it, or end it first."
        raise Problem("conflict", said)
    if card.status == "asked":
        card.status, card.client_secret = "failed", None
        return
    await let_go(session, card, now)


async def let_go(session: AsyncSession, card: KeptCard, now: datetime) -> None:
    """A held card is kept no longer."""
    card.status, card.checked_at, card.brand, card.last4 = "removed", now, None, None
    await session.flush()
    await enqueue(session, FORGET, {"card_id": str(card.id)})


async def shown(session: AsyncSession, person_id: UUID) -> Sequence[KeptCard]:
    """Somebody's cards, the newest first: kept, or waiting for their confirmation."""
    mine = (KeptCard.person_id == person_id, KeptCard.status.in_(("asked", "kept")))
    query = select(KeptCard).where(*mine).order_by(KeptCard.created_at.desc(), KeptCard.id).limit(MOST_SHOWN)
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def paid_with(session: AsyncSession, cards: Sequence[KeptCard]) -> Mapping[UUID, list[UUID]]:
    """The subscriptions that run and are paid with each of these cards."""
    methods = {each.method: each.id for each in cards if each.method is not None}
    query = select(Subscription.id, Subscription.method).where(
        Subscription.client_id.in_({each.person_id for each in cards}),
        Subscription.status != "ended",
        Subscription.method.in_(methods),
    )
    found: dict[UUID, list[UUID]] = {}
    for subscription_id, method in await session.execute(query.order_by(Subscription.created_at)):
        found.setdefault(methods[str(method)], []).append(subscription_id)
    return found


async def of_subscriptions(session: AsyncSession, rows: Sequence[Subscription]) -> Mapping[UUID, KeptCard]:
    """The card that each of these subscriptions is paid with."""
    methods = {each.method for each in rows if each.method is not None}
    if not methods:
        return {}
    query = select(KeptCard).where(KeptCard.method.in_(methods)).execution_options(populate_existing=True)
    known = {(each.customer, each.method): each for each in await session.scalars(query)}
    mine = ((each.id, known.get((each.customer or "", each.method))) for each in rows)
    return {row_id: card for row_id, card in mine if card is not None}
