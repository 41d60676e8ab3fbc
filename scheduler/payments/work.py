"""The jobs of payments: the only place that calls the gateway.

The rule kept here: no transaction is open while the gateway is asked; its answer is taken in by `apply` afterwards. A
process killed between the two is run again with the same idempotency key, and gets the same answer.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from scheduler.clock import Clock
from scheduler.jobs.apart import apart
from scheduler.payments import books
from scheduler.payments.apply import apply, declined, fail, locked
from scheduler.payments.charges import MAKE_INTENT, REFUND, SETTLE, TAKE
from scheduler.payments.ledger import drift
from scheduler.payments.port import Gateway, GatewayAwayError, GatewayRefusedError, Intent, NewIntent, SavedCard
from scheduler.payments.subjects import Subjects
from scheduler.payments.tables import Charge, Refund
from scheduler.store.engine import Sessions

log = logging.getLogger("scheduler.payments")
SYNC: Final = "payment-sync"
CARD_SYNC: Final = "card-sync"
"""Who keeps cards registers it: a card that was to be kept has changed at the gateway, {"setup_id"}."""
LOOK_AGAIN: Final = timedelta(minutes=10)
LOOK_AT_ONCE: Final = 50
Handler = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Work:
    """The handlers, over what they need."""

    sessions: Sessions
    clock: Clock
    gateway: Gateway
    subjects: Subjects

    def handlers(self) -> dict[str, Handler]:
        """By the entrypoint that `charges` and the webhooks enqueue."""
        return {
            MAKE_INTENT: self.make_intent,
            TAKE: self.take,
            SETTLE: self.settle,
            REFUND: self.refund,
            SYNC: self.sync,
        }

    async def make_intent(self, payload: dict[str, Any]) -> None:
        """Ask the gateway for the intent of a new charge."""
        charge = await self._charge(payload)
        if charge is None or charge.intent_id is not None or charge.status != "created":
            return
        new = NewIntent(
            charge.id,
            charge.amount_minor,
            charge.currency,
            charge.title,
            charge.mode == "hold",
            keeps_card=charge.keeps_card,
            card=_card(charge),
        )
        try:
            intent = await self.gateway.create_intent(new, f"charge:{charge.id}:intent")
        except GatewayRefusedError as refused:
            log.error("the gateway refuses a charge", extra={"charge": str(charge.id), "code": refused.code})
            async with self.sessions.begin() as session:
                await fail(session, self.subjects, charge.id, refused.code, self.clock.now())
            return
        await self._take_in(intent)

    async def take(self, payload: dict[str, Any]) -> None:
        """Ask a kept card, with nobody there. The intent is there before, and is paid once at most: so a job that was
        killed after the card gave the money asks again and gets the same."""
        charge, attempt = await self._charge(payload), int(payload["attempt"])
        if charge is None or charge.intent_id is None or (card := _card(charge)) is None:
            return
        if charge.authorised or charge.wanted or charge.declined >= attempt:
            return
        try:
            intent = await self.gateway.take(charge.intent_id, card, f"charge:{charge.id}:take:{attempt}")
        except GatewayRefusedError as refused:
            log.warning("a kept card is refused", extra={"charge": str(charge.id), "code": refused.code})
            intent = await self.gateway.fetch_intent(charge.intent_id)
        async with self.sessions.begin() as session:
            now = self.clock.now()
            await apply(session, self.subjects, intent, now)
            if intent.status == "open":
                await declined(session, self.subjects, charge.id, attempt, now)

    async def settle(self, payload: dict[str, Any]) -> None:
        """Capture or cancel at the gateway, as the charge wants."""
        charge = await self._charge(payload)
        if charge is None or charge.intent_id is None or charge.captured_minor:
            return
        # A refusal may be remembered under its key; once its cause was looked at, the next try is a new one.
        key = f"charge:{charge.id}:{charge.wanted}:{charge.checked_at.timestamp()}"
        try:
            if charge.wanted == "capture" and charge.authorised:
                minor = charge.capture_minor or charge.amount_minor
                intent = await self.gateway.capture(charge.intent_id, minor, key)
            elif charge.wanted == "cancel":
                intent = await self.gateway.cancel(charge.intent_id, key)
            else:
                return
        except GatewayRefusedError as refused:
            intent = await self.gateway.fetch_intent(charge.intent_id)
            await self._take_in(intent)
            if intent.status not in {"captured", "cancelled"}:
                raise GatewayAwayError(f"{charge.wanted} was refused: {refused.code}") from None
            return
        await self._take_in(intent)

    async def refund(self, payload: dict[str, Any]) -> None:
        """Give back at the gateway."""
        async with self.sessions() as session:
            refund = await session.get(Refund, UUID(payload["refund_id"]))
            charge = await session.get(Charge, refund.charge_id) if refund else None
        if refund is None or charge is None or charge.intent_id is None or refund.status != "requested":
            return
        try:
            if refund.gateway_id is None:
                key = f"refund:{refund.id}"
                await self.gateway.refund(charge.intent_id, refund.amount_minor, refund.id, key)
        except GatewayRefusedError as refused:
            intent = await self.gateway.fetch_intent(charge.intent_id)
            if all(each.refund_id != refund.id for each in intent.refunds):
                await self._refund_refused(refund.id, charge.id, refused.code)
            await self._take_in(intent)
            return
        await self._take_in(await self.gateway.fetch_intent(charge.intent_id))

    async def _refund_refused(self, refund_id: UUID, charge_id: UUID, code: str) -> None:
        async with self.sessions.begin() as session:
            charge = await locked(session, self.subjects, charge_id)
            refund = await session.get(Refund, refund_id)
            if charge and refund and refund.status == "requested" and refund.gateway_id is None:
                log.error("the gateway refuses a refund", extra={"refund": str(refund_id), "code": code})
                await books.refund_failed(session, charge, refund, self.clock.now())

    async def sync(self, payload: dict[str, Any]) -> None:
        """Look at a payment at the gateway, because a webhook said that it changed."""
        try:
            intent = await self.gateway.fetch_intent(payload["intent_id"])
        except GatewayRefusedError as refused:
            log.warning("a webhook named a payment that is not there", extra={"code": refused.code})
            return
        await self._take_in(intent)

    async def look_again(self) -> None:
        """Look at what is open and was not looked at for long: a webhook may be lost for good."""
        now = self.clock.now()
        query = (
            select(Charge.intent_id)
            .where(Charge.status.in_(("pending", "authorised")), Charge.checked_at < now - LOOK_AGAIN)
            .order_by(Charge.checked_at)
            .limit(LOOK_AT_ONCE)
        )
        async with self.sessions() as session:
            intents = (await session.scalars(query)).all()

        async def look(intent_id: str | None) -> None:
            await self.sync({"intent_id": intent_id})

        await apart(intents, look, unless=(GatewayAwayError,))

    async def check_books(self) -> None:
        """Say it loudly when the ledger and the rows disagree."""
        async with self.sessions() as session:
            for what, currency, off in await drift(session):
                log.error("the books drift", extra={"what": what, "currency": currency, "minor": off})

    async def _charge(self, payload: dict[str, Any]) -> Charge | None:
        async with self.sessions() as session:
            return await session.get(Charge, UUID(payload["charge_id"]))

    async def _take_in(self, intent: Intent) -> None:
        async with self.sessions.begin() as session:
            await apply(session, self.subjects, intent, self.clock.now())


def _card(charge: Charge) -> SavedCard | None:
    """The kept card that a charge is taken from; none where its payer confirms it."""
    if not charge.attempts or charge.customer is None or charge.method is None:
        return None
    return SavedCard(charge.customer, charge.method)
