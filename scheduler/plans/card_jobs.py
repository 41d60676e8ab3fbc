"""The jobs of kept cards: the only place that asks the gateway for them.

The rule kept here: no transaction is open while the gateway is asked; its answer is taken in afterwards, under the
locks of whoever moves the subscription. A look may be old or repeated: a card is kept once.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select

from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.payments.port import Gateway, GatewayRefusedError, SavedCard, Setup
from scheduler.payments.work import CARD_SYNC
from scheduler.plans import cards, storage, subscribing
from scheduler.plans.tables import KeptCard, Subscription
from scheduler.store.engine import Sessions

log = logging.getLogger("scheduler.plans")
EVERY_S: Final = 300
LOOK_AGAIN: Final = timedelta(minutes=10)
AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class CardWork:
    """The handlers, over what they need."""

    sessions: Sessions
    clock: Clock
    gateway: Gateway

    def handlers(self) -> dict[str, Handler]:
        """By name."""
        return {
            cards.SET_UP: self.set_up,
            cards.LOOK: self.look,
            cards.FORGET: self.forget,
            CARD_SYNC: self.sync,
        }

    async def set_up(self, payload: dict[str, Any]) -> None:
        """Ask the gateway for what its owner confirms."""
        card = await self._card(payload)
        if card is None or card.status != "asked" or card.setup_id is not None:
            return
        try:
            setup = await self.gateway.create_setup(card.customer, card.id, f"card:{card.id}:setup")
        except GatewayRefusedError as refused:
            log.error("the gateway keeps no card", extra={"card": str(card.id), "code": refused.code})
            await self._fails(card.id, refused.code)
            return
        async with self.sessions.begin() as session:
            row = await cards.held(session, card.id)
            if row is not None and row.status == "asked":
                row.setup_id, row.client_secret = setup.id, setup.client_secret

    async def sync(self, payload: dict[str, Any]) -> None:
        """Look at a card that was to be kept, because a webhook said that it changed."""
        async with self.sessions() as session:
            card_id = await session.scalar(select(KeptCard.id).where(KeptCard.setup_id == payload["setup_id"]))
        if card_id is None:
            return
        try:
            await self._take_in(card_id, await self.gateway.fetch_setup(payload["setup_id"]))
        except GatewayRefusedError as refused:
            log.warning("a webhook named a card that is not there", extra={"code": refused.code})

    async def _take_in(self, card_id: UUID, setup: Setup) -> None:
        now = self.clock.now()
        async with self.sessions.begin() as session:
            seen = await session.get(KeptCard, card_id)
            subscription = None
            if seen is not None and seen.subscription_id is not None:
                subscription = await self._held(session, seen.subscription_id)
            row = await cards.held(session, card_id)
            if row is None or row.status not in {"asked", "failed"} or row.method is not None:
                return
            row.failure, row.checked_at = setup.failure, now
            if setup.card is None:
                if setup.status == "cancelled":
                    row.status, row.client_secret = "failed", None
                return
            wanted = row.status == "asked"
            row.customer, row.method, row.kept_at = setup.card.customer, setup.card.method, now
            row.status, row.client_secret, row.failure = "kept", None, None
            await session.flush()
            to_use = subscription if wanted else None
            if to_use is not None and await subscribing.use_card(session, to_use, setup.card, now):
                await cards.tell_face(session, row)
            else:  # given up, or nothing is to be paid with it any more
                await cards.let_go(session, row, now)

    @staticmethod
    async def _held(session: Any, subscription_id: UUID) -> Subscription | None:
        if await session.get(Subscription, subscription_id) is None:
            return None
        return await storage.hold_subscription(session, subscription_id)

    async def look(self, payload: dict[str, Any]) -> None:
        """Ask what a kept card is known by."""
        card = await self._card(payload)
        if card is None or card.status != "kept" or card.method is None:
            return
        try:
            face = await self.gateway.fetch_face(SavedCard(card.customer, card.method))
        except GatewayRefusedError as refused:
            log.warning("a kept card is not there", extra={"card": str(card.id), "code": refused.code})
            return
        async with self.sessions.begin() as session:
            row = await cards.held(session, card.id)
            if row is not None and row.status == "kept":
                row.brand, row.last4 = face.brand, face.last4

    async def forget(self, payload: dict[str, Any]) -> None:
        """Have it forgotten at the gateway."""
        card = await self._card(payload)
        if card is None or card.status != "removed" or card.forgotten_at is not None or card.method is None:
            return
        try:
            await self.gateway.forget_card(SavedCard(card.customer, card.method), f"card:{card.id}:forget")
        except GatewayRefusedError as refused:  # it is not kept there
            log.info("a card was forgotten before", extra={"card": str(card.id), "code": refused.code})
        async with self.sessions.begin() as session:
            row = await cards.held(session, card.id)
            if row is not None:
                row.forgotten_at = self.clock.now()

    async def look_again(self) -> None:
        """What a lost webhook, or a job that gave up, left behind; and what nobody confirmed in its time."""
        now = self.clock.now()
        open_ = or_(KeptCard.status == "asked", (KeptCard.status == "removed") & KeptCard.forgotten_at.is_(None))
        query = select(KeptCard).where(open_, KeptCard.checked_at < now - LOOK_AGAIN)
        async with self.sessions() as session:
            found = (await session.scalars(query.order_by(KeptCard.checked_at).limit(AT_ONCE))).all()
            unknown = select(KeptCard).where(KeptCard.status == "kept", KeptCard.brand.is_(None)).limit(AT_ONCE)
            faceless = (await session.scalars(unknown)).all()
        for card in found:
            if card.status == "removed":
                await self.forget({"card_id": str(card.id)})
                continue
            if card.setup_id is not None:
                await self.sync({"setup_id": card.setup_id})
            if card.created_at <= now - cards.ASKED_FOR:
                await self._fails(card.id, "not_confirmed")
        for card in faceless:
            await self.look({"card_id": str(card.id)})

    async def _fails(self, card_id: UUID, code: str) -> None:
        async with self.sessions.begin() as session:
            row = await cards.held(session, card_id)
            if row is not None and row.status == "asked":
                row.status, row.failure, row.client_secret = "failed", code, None

    async def _card(self, payload: dict[str, Any]) -> KeptCard | None:
        async with self.sessions() as session:
            return await session.get(KeptCard, UUID(payload["card_id"]))
