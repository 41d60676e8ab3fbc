"""The port, spoken to Stripe: PaymentIntents, Refunds, Transfers (Connect), signed webhooks.

The rule kept here: Stripe forgets idempotency keys after some time, our jobs do not. So a refund is first looked for
by our id in its metadata, and made only when it is not there.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar
from uuid import UUID

import stripe

from scheduler.payments.port import (
    DisputeState,
    DisputeStatus,
    Event,
    Face,
    GatewayAwayError,
    GatewayRefusedError,
    Intent,
    IntentStatus,
    NewIntent,
    RefundState,
    SavedCard,
    SettledStatus,
    Setup,
    Transfer,
    verify,
)
from scheduler.payments.testgateway.client import read_body, uuid_or_none

TIMEOUT_S: Final = 20
T = TypeVar("T")
# Stripe counts these in hundredths although they have no minor unit any more (its "special cases").
_IN_HUNDREDTHS: Final = frozenset({"ISK", "UGX"})
_INTENT: Final[Mapping[str, IntentStatus]] = {
    "requires_capture": "authorised",
    "succeeded": "captured",
    "canceled": "cancelled",
}
_REFUND: Final[Mapping[str, SettledStatus]] = {
    "succeeded": "succeeded",
    "failed": "failed",
    "canceled": "failed",
}
_DISPUTE: Final[Mapping[str, DisputeStatus]] = {"won": "won", "warning_closed": "won", "lost": "lost"}


def to_stripe(minor: int, currency: str) -> int:
    """Our minor units as Stripe counts them."""
    return minor * 100 if currency in _IN_HUNDREDTHS else minor


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's count in our minor units."""
    return amount // 100 if currency.upper() in _IN_HUNDREDTHS else amount


class StripeGateway:
    """Stripe at `url` (its own, or a stand-in in tests)."""

    name = "stripe"

    def __init__(self, secret_key: str, webhook_secret: str, url: str) -> None:
        self._key, self._url = secret_key, url
        self._webhook_secret = webhook_secret

    def public_url(self) -> str | None:
        """Stripe's own script knows where."""
        return None

    async def create_intent(self, new: NewIntent, key: str) -> Intent:
        """Ask for a payment. A card to be kept needs a customer to keep it with: one for each first payment."""
        wish: dict[str, Any] = {
            "amount": to_stripe(new.amount_minor, new.currency),
            "currency": new.currency.lower(),
            "capture_method": "manual" if new.hold else "automatic",
            "metadata": {"charge_id": str(new.charge_id), "title": new.title[:200]},
        }
        customer = new.card.customer if new.card else await self._customer(key) if new.keeps_card else None
        if customer is not None:
            wish |= {"customer": customer}
        if new.keeps_card and new.card is None:  # not beside `off_session`; a card that is tried then says it itself
            wish |= {"setup_future_usage": "off_session"}
        made = await self._ask(lambda c: c.v1.payment_intents.create_async(wish, {"idempotency_key": key}))
        return _intent(_plain(made), (), ())

    async def _customer(self, key: str) -> str:
        made = await self._ask(lambda c: c.v1.customers.create_async({}, {"idempotency_key": f"{key}:customer"}))
        return str(_plain(made)["id"])

    async def take(self, intent_id: str, card: SavedCard, key: str) -> Intent:
        """Ask a kept card, unless it gave the money before. A decline is no refusal: the intent says it."""
        seen = await self.fetch_intent(intent_id)
        if seen.status != "open":
            return seen
        wish: Any = {"payment_method": card.method, "off_session": True}
        try:
            await self._ask(
                lambda c: c.v1.payment_intents.confirm_async(intent_id, wish, {"idempotency_key": key}),
            )
        except GatewayRefusedError as refused:
            after = await self.fetch_intent(intent_id)
            return after if after.status != "open" or after.failure else replace(after, failure=refused.code)
        return await self.fetch_intent(intent_id)

    async def fetch_intent(self, intent_id: str) -> Intent:
        """All that is known of it: with its charge and that one's fee, refunds and disputes."""
        expand = {"expand": ["latest_charge", "latest_charge.balance_transaction"]}
        found = _plain(await self._ask(lambda c: c.v1.payment_intents.retrieve_async(intent_id, expand)))
        charge = found.get("latest_charge")
        if not isinstance(charge, dict):
            return _intent(found, (), ())
        refunds: list[RefundState] = []
        if found["status"] == "succeeded":
            refunds = await self._refunds(intent_id, found["currency"])
        disputes: list[DisputeState] = []
        if charge.get("disputed"):
            listed = await self._ask(lambda c: c.v1.disputes.list_async({"payment_intent": intent_id, "limit": 100}))
            disputes = [_dispute(each, found["currency"]) for each in _plain(listed)["data"]]
        return _intent(found, tuple(refunds), tuple(disputes))

    async def _refunds(self, intent_id: str, currency: str) -> list[RefundState]:
        listed = await self._ask(lambda c: c.v1.refunds.list_async({"payment_intent": intent_id, "limit": 100}))
        # Stripe lists the newest first; the books take them as they came.
        return [_refund(each, currency) for each in reversed(_plain(listed)["data"])]

    async def capture(self, intent_id: str, amount_minor: int, key: str) -> Intent:
        """Take what is held."""
        seen = await self.fetch_intent(intent_id)
        if seen.status == "captured":
            return seen
        amount = to_stripe(amount_minor, seen.currency)
        await self._ask(
            lambda c: c.v1.payment_intents.capture_async(
                intent_id, {"amount_to_capture": amount}, {"idempotency_key": key}
            )
        )
        return await self.fetch_intent(intent_id)

    async def cancel(self, intent_id: str, key: str) -> Intent:
        """Let it go."""
        await self._ask(lambda c: c.v1.payment_intents.cancel_async(intent_id, {}, {"idempotency_key": key}))
        return await self.fetch_intent(intent_id)

    async def refund(self, intent_id: str, amount_minor: int, refund_id: UUID, key: str) -> RefundState:
        """Give back, unless that was done before."""
        seen = await self.fetch_intent(intent_id)
        for each in seen.refunds:
            if each.refund_id == refund_id:
                return each
        made = await self._ask(
            lambda c: c.v1.refunds.create_async(
                {
                    "payment_intent": intent_id,
                    "amount": to_stripe(amount_minor, seen.currency),
                    "metadata": {"refund_id": str(refund_id)},
                },
                {"idempotency_key": key},
            )
        )
        return _refund(_plain(made), seen.currency)

    async def create_setup(self, customer: str, card_id: UUID, key: str) -> Setup:
        """Ask for a card to be kept, to be taken from with nobody there."""
        wish: Any = {"customer": customer, "usage": "off_session", "metadata": {"card_id": str(card_id)}}
        made = await self._ask(lambda c: c.v1.setup_intents.create_async(wish, {"idempotency_key": key}))
        return _setup(_plain(made))

    async def fetch_setup(self, setup_id: str) -> Setup:
        """All that is known of it."""
        return _setup(_plain(await self._ask(lambda c: c.v1.setup_intents.retrieve_async(setup_id))))

    async def fetch_face(self, card: SavedCard) -> Face:
        """Brand and last four."""
        found = _plain(await self._ask(lambda c: c.v1.payment_methods.retrieve_async(card.method)))
        seen = found.get("card") or {}
        return Face(str(seen.get("brand") or found.get("type", ""))[:20], str(seen.get("last4") or "")[:4])

    async def forget_card(self, card: SavedCard, key: str) -> None:
        """Detach it; with an idempotency key, since Stripe refuses to detach twice."""
        await self._ask(lambda c: c.v1.payment_methods.detach_async(card.method, {}, {"idempotency_key": key}))

    async def transfer(self, destination: str, amount_minor: int, currency: str, key: str) -> Transfer:
        """Send to a connected account."""
        made = await self._ask(
            lambda c: c.v1.transfers.create_async(
                {
                    "destination": destination,
                    "amount": to_stripe(amount_minor, currency),
                    "currency": currency.lower(),
                },
                {"idempotency_key": key},
            )
        )
        return Transfer(str(_plain(made)["id"]), "succeeded")

    def read_event(self, headers: Mapping[str, str], body: bytes, now: float) -> Event:
        """A verified webhook; Stripe's scheme, on our clock."""
        verify(headers.get("Stripe-Signature", ""), body, self._webhook_secret, now)
        return read_body(body, _intent_of, _setup_of)

    async def _ask(self, call: Any) -> Any:
        """One call with a connection of its own. Raises the port's errors, without what Stripe's may quote."""
        http = stripe.AIOHTTPClient(timeout=TIMEOUT_S)
        client = stripe.StripeClient(
            self._key, base_addresses={"api": self._url}, http_client=http, max_network_retries=0
        )
        try:
            return await call(client)
        except (stripe.APIConnectionError, stripe.RateLimitError, stripe.AuthenticationError) as error:
            raise GatewayAwayError(type(error).__name__) from None
        except stripe.StripeError as error:
            if error.http_status is None or error.http_status >= 500 or error.http_status == 409:
                raise GatewayAwayError(type(error).__name__) from None
            raise GatewayRefusedError(error.code or type(error).__name__) from None
        finally:
            await http.close_async()  # type: ignore[no-untyped-call]


def _plain(found: Any) -> dict[str, Any]:
    return dict(found.to_dict() if hasattr(found, "to_dict") else found)


def _intent_of(event: Mapping[str, Any]) -> str | None:
    """The payment intent of an event's object: itself, or the one that a charge, refund or dispute names."""
    about = event["data"]["object"]
    named = about["id"] if about["object"] == "payment_intent" else about.get("payment_intent")
    return named if isinstance(named, str) else None


def _setup_of(event: Mapping[str, Any]) -> str | None:
    about = event["data"]["object"]
    return str(about["id"]) if about["object"] == "setup_intent" else None


def _setup(found: Mapping[str, Any]) -> Setup:
    customer, method = found.get("customer"), found.get("payment_method")
    known = isinstance(customer, str) and isinstance(method, str)
    kept = found["status"] == "succeeded" and known
    failure = (found.get("last_setup_error") or {}).get("code")
    return Setup(
        id=found["id"],
        status="kept" if kept else "cancelled" if found["status"] == "canceled" else "open",
        client_secret=found.get("client_secret"),
        failure=str(failure)[:64] if failure else None,
        card=SavedCard(str(customer), str(method)) if kept else None,
    )


def _intent(found: Mapping[str, Any], refunds: tuple[RefundState, ...], disputes: tuple[DisputeState, ...]) -> Intent:
    currency = str(found["currency"]).upper()
    charge = found.get("latest_charge")
    charge = charge if isinstance(charge, dict) else {}
    status = _INTENT.get(found["status"], "open")
    captured = 0
    if status == "captured":
        captured = found.get("amount_received") or charge.get("amount_captured") or found["amount"]
    settled = charge.get("balance_transaction")
    fee = settled.get("fee") if isinstance(settled, dict) and settled.get("currency") == found["currency"] else None
    failure = (found.get("last_payment_error") or {}).get("code")
    if status == "cancelled":  # a hold that nobody took in time is let go by Stripe: "automatic"
        failure = failure or found.get("cancellation_reason")
    attempt = charge.get("id") or found.get("latest_charge")
    customer, method = found.get("customer"), found.get("payment_method")
    kept = found.get("setup_future_usage") == "off_session" and isinstance(customer, str) and isinstance(method, str)
    return Intent(
        id=found["id"],
        status=status,
        amount_minor=from_stripe(found["amount"], currency),
        currency=currency,
        captured_minor=from_stripe(captured, currency),
        fee_minor=from_stripe(fee, currency) if fee else None,
        charge_id=uuid_or_none((found.get("metadata") or {}).get("charge_id")),
        client_secret=found.get("client_secret"),
        failure=str(failure)[:64] if failure else None,
        under_way=found["status"] == "processing",
        attempt=str(attempt)[:64] if attempt else None,
        card=SavedCard(str(customer), str(method)) if kept and status != "open" else None,
        refunds=refunds,
        disputes=disputes,
    )


def _refund(found: Mapping[str, Any], currency: str) -> RefundState:
    return RefundState(
        id=found["id"],
        amount_minor=from_stripe(found["amount"], currency),
        status=_REFUND.get(found["status"], "pending"),
        refund_id=uuid_or_none((found.get("metadata") or {}).get("refund_id")),
    )


def _dispute(found: Mapping[str, Any], currency: str) -> DisputeState:
    status = _DISPUTE.get(found["status"], "open")
    return DisputeState(found["id"], from_stripe(found["amount"], currency), status, str(found["reason"]))
